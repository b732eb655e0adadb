import { print, printString, RawCode, width } from "../../source-code/print";
import { wordsOf } from "./names";
import type { Declared, Plan } from "./plan";

/** Source files by name. */
export type Sources = Readonly<Record<string, string>>;

/** A program of at most so many resources is one file. */
const mostInOneFile = 40;
/** Fewer groups than this that share a first word are no file of their own. */
const fewestInFile = 5;
/** A file of more groups is cut by the next word, or by the alphabet. */
const mostInFile = 150;

const categoriesFile = "security-categories";
const lineWidth = 120;

/**
 * The TypeScript files of a program that declares all of a plan: one file for a few; for many, the categories in one, and
 * the groups by the first word of their names.
 *
 * @param comment - lines that say where it comes from.
 */
export function sourcesOf({ groups, securityCategories }: Plan, comment: readonly string[]): Sources {
  const head = comment.map((line) => `// ${line}\n`).join("");
  const all = [
    ...securityCategories.map((each) => resource("SecurityCategory", each, false)),
    ...groups.map((each) => resource("Group", each, false)),
  ];
  if (all.length <= mostInOneFile) {
    const body = all.length === 0 ? "export {};\n" : `${importsFor(groups, [])}\n${all.join("\n")}`;
    return { "index.ts": `${head}${body}` };
  }

  const files = byWords(groups);
  const variables = new Set(securityCategories.map(({ variable }) => variable));
  const sources = [...files].map(([name, declared]) => {
    const body = declared.map((each) => resource("Group", each, true)).join("\n");
    const refersTo = (variable: string) =>
      declared.some(({ source }) => holdsCode(source, (text) => text === `${variable}.categoryId`));
    const needed = [...variables].filter(refersTo).sort();
    return [`${name}.ts`, `${importsFor(declared, needed)}\n${body}`] as const;
  });
  const categories = securityCategories.map((each) => resource("SecurityCategory", each, true)).join("\n");
  const names = [...(categories === "" ? [] : [categoriesFile]), ...files.keys()].sort();
  return {
    "index.ts": `${head}${names.map((name) => `import "./${name}";\n`).join("")}`,
    ...(categories !== "" && { [`${categoriesFile}.ts`]: `${importsFor([], [])}\n${categories}` }),
    ...Object.fromEntries(sources),
  };
}

function resource(kind: "Group" | "SecurityCategory", declared: Declared, isExported: boolean): string {
  const { id, name, variable, source } = declared;
  const start = `${isExported ? "export " : ""}const ${variable} = new iam.${kind}(`;
  const options = id === undefined ? undefined : { import: String(id) };
  const title = printString(name);
  if (options === undefined) return `${start}${title}, ${print(source, 0, width(`${start}${title}, `), 2)});\n`;
  const inline = `${start}${title}, ${print(source, 0, 0, -huge)}, ${print(options, 0, 0, -huge)});`;
  if (!inline.includes("\n") && width(inline) <= lineWidth) return `${inline}\n`;
  return `${start}\n  ${title},\n  ${print(source, 2)},\n  ${print(options, 2)},\n);\n`;
}

/** More than any line is wide: what is printed with it goes into one line where that can be. */
const huge = 1_000_000;

/** What the groups of a file need, the categories by the names of their variables. */
function importsFor(groups: readonly Declared[], categories: readonly string[]): string {
  const needsConfig = groups.some(({ source }) => holdsCode(source, (text) => text.startsWith("config.")));
  const pulumi = needsConfig ? 'import * as pulumi from "@pulumi/pulumi";\n' : "";
  const library = 'import * as iam from "pulumi-cognite-iam";\n';
  const config = needsConfig ? "\nconst config = new pulumi.Config();\n" : "";
  return `${pulumi}${library}${importOf(categories)}${config}`;
}

function importOf(variables: readonly string[]): string {
  if (variables.length === 0) return "";
  const line = `import { ${variables.join(", ")} } from "./${categoriesFile}";\n`;
  if (width(line) <= lineWidth + 1) return line;
  return `import {\n${variables.map((each) => `  ${each},\n`).join("")}} from "./${categoriesFile}";\n`;
}

/** Whether a value holds source text of which something is true. */
function holdsCode(value: unknown, isTrue: (text: string) => boolean): boolean {
  if (value instanceof RawCode) return isTrue(value.text);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((each) => holdsCode(each, isTrue));
}

/** Groups by the file that they belong in, each file's in their order. */
function byWords(groups: readonly Declared[]): Map<string, Declared[]> {
  const files = new Map<string, Declared[]>();
  const taken = new Set(["index", categoriesFile]);
  const add = (wanted: string, declared: Declared[]) => {
    let name = taken.has(wanted) || /^(con|prn|aux|nul|com\d|lpt\d)$/.test(wanted) ? `${wanted}-groups` : wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}-groups-${number}`;
    taken.add(name);
    files.set(name, declared);
  };
  const split = (declared: readonly Declared[], depth: number, words: readonly string[]): void => {
    const buckets = new Map<string, Declared[]>();
    for (const each of declared) {
      const word = fileWord(wordsOf(each.title)[depth]);
      buckets.set(word, [...(buckets.get(word) ?? []), each]);
    }
    const [only = ""] = buckets.keys();
    // A word that all names begin with tells nothing.
    if (buckets.size === 1 && only !== "") return split(declared, depth + 1, words);
    const own = new Map([...buckets].filter(([word, each]) => word !== "" && each.length >= fewestInFile));
    for (const [word, each] of own)
      if (each.length > mostInFile) split(each, depth + 1, [...words, word]);
      else add([...words, word].join("-"), each);
    const rest = [...buckets].flatMap(([word, each]) => (own.has(word) ? [] : each));
    if (rest.length > 0) inParts(rest, words.join("-") || (own.size > 0 ? "other-groups" : "groups"));
  };
  const inParts = (declared: Declared[], name: string) => {
    const parts = Math.ceil(declared.length / mostInFile);
    const size = Math.ceil(declared.length / parts);
    for (let part = 0; part < parts; part++)
      add(parts === 1 ? name : `${name}-${part + 1}`, declared.slice(part * size, (part + 1) * size));
  };
  split(groups, 0, []);
  return files;
}

/** A word as a file's name; "" for what is none everywhere. */
function fileWord(word: string | undefined): string {
  const plain = word?.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase() ?? "";
  return /^[a-z][a-z0-9]*$/.test(plain) ? plain : "";
}

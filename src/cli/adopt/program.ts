import { FunctionCall, print, printString, RawCode } from "../../source-code/print";
import { isObject } from "../../validation/problems";
import type { Constant } from "./constants";
import { groupFiles } from "./group-files";
import { type Declared, helperNames, type Plan } from "./plan";

/** Source files by name. */
export type Sources = Readonly<Record<string, string>>;

/** A program of up to this many resources is one file. */
const mostInOneFile = 40;

const lineWidth = 120;

const settingsName = "settings";
const categoriesName = "security-categories";

const pulumiImport = 'import * as pulumi from "@pulumi/pulumi";\n';
const iamImport = 'import * as iam from "pulumi-cognite-iam";\n';

/**
 * The TypeScript files of a program that declares all of a plan: one file for a few; for many, the helpers in one, the
 * categories in one, and the groups by the first word of their names.
 *
 * @param comment - lines that say where it comes from.
 * @param layout - the one file to write, however many resources there are, and whether the files are ES modules.
 */
export function sourcesOf(
  plan: Plan,
  comment: readonly string[],
  { onlyFile, isModule = false }: { onlyFile?: string | undefined; isModule?: boolean } = {},
): Sources {
  const { groups, securityCategories, constants } = plan;
  const count = groups.length + securityCategories.length;
  const head = comment.map((line) => `// ${line}\n`).join("");
  if (count === 0) return { [onlyFile ?? "index.ts"]: `${head}export {};\n` };
  const categories = securityCategories.map((each) => statement(each, "const"));
  const shared = constants.filter(({ modules }) => modules.has(undefined));
  if (onlyFile !== undefined || count <= mostInOneFile) {
    const body = [
      ...helpers(plan, ""),
      constantsText(shared, ""),
      ...categories,
      ...groupTexts(groups, constants, "const"),
    ];
    return { [onlyFile ?? "index.ts"]: `${head}${pulumiImport}${iamImport}\n${joined(body)}` };
  }

  // Node.js wants the names of ES modules whole; Pulumi's compiler resolves those of CommonJS only without the extension.
  const extension = isModule ? ".ts" : "";
  const [settingsFile, categoriesFile] = [`${settingsName}${extension}`, `${categoriesName}${extension}`];
  const settings = [...helpers(plan, "export "), constantsText(shared, "export ")];
  const exported: Exported = {
    [settingsFile]: [...helperNames, ...shared.map(({ variable }) => variable)],
    [categoriesFile]: securityCategories.map(({ variable }) => variable),
  };
  const sources = [...groupFiles(groups, [settingsName, categoriesName])].map(([name, declared]) => {
    const body = joined(groupTexts(declared, constants, "export const"));
    return [`${name}.ts`, `${iamImport}${importsFor(declared, constants, exported)}\n${body}`] as const;
  });
  const hasCategories = categories.length > 0;
  const names = [...sources.map(([name]) => name.replace(/\.ts$/, "")), ...(hasCategories ? [categoriesName] : [])];
  const needed = importsFor(securityCategories, [], { [settingsFile]: exported[settingsFile] ?? [] });
  return {
    "index.ts": `${head}${names
      .sort()
      .map((name) => `import "./${name}${extension}";\n`)
      .join("")}`,
    [`${settingsName}.ts`]: `${pulumiImport}${constantsText(shared, "").includes("iam.") ? iamImport : ""}\n${joined(settings)}`,
    ...(hasCategories && {
      [`${categoriesName}.ts`]: `${iamImport}${needed}\n${joined(securityCategories.map((each) => statement(each, "export const")))}`,
    }),
    ...Object.fromEntries(sources),
  };
}

type Exported = Readonly<Record<string, readonly string[]>>;

/** The helpers that give a resource the ID to import, and that read settings and environment variables. */
function helpers({ constants, groups, securityCategories }: Plan, start: string): string[] {
  const code = constants.map((constant) => constant.code).join("\n");
  const isSome = [...groups, ...securityCategories].some(({ module }) => module !== undefined);
  const replaces = code.includes("withEnvironment");
  const texts = [
    `${start}const config = new pulumi.Config();
const ids = config.getObject<Record<string, string>>("import");
/** The option \`import\` of a resource, while the stack's config has an ID for it. */
${start}function imported(resource: string): { import?: string } {
  const id = ids?.[resource];
  return id === undefined ? {} : { import: id };
}
`,
    isSome &&
      `/** The modules of this environment, besides those that every environment has. */
${start}const selected = config.getObject<string[]>("selected") ?? [];
`,
    (replaces || code.includes("environment(")) &&
      `${start}function environment(name: string): string {
  const value = process.env[name];
  if (!value) throw new pulumi.RunError(\`The environment variable \${name} is not set.\`);
  return value;
}
`,
    replaces && withEnvironment.replace(/^const/m, `${start}const`),
  ];
  return texts.filter((text) => text !== false);
}

const withEnvironment = String.raw`/** A text with the values of the environment variables that it names. */
const withEnvironment = (text: string) => text.replace(/\$\{(\w+)\}/g, (_, name: string) => environment(name));
`;

const constantsText = (constants: readonly Constant[], start: string, indent = "") =>
  constants.map(({ variable, code }) => `${indent}${start}const ${variable} = ${code};\n`).join("");

/** Groups that every environment has one by one, and those of each module in a block of its own. */
function groupTexts(groups: readonly Declared[], constants: readonly Constant[], start: string): string[] {
  const everywhere = groups.filter(({ module }) => module === undefined);
  const modules = [...new Set(groups.flatMap(({ module }) => module ?? []))].sort();
  return [
    ...everywhere.map((each) => statement(each, start)),
    ...modules.map((module) => {
      const own = groups.filter((each) => each.module === module);
      const local = constantsText(localTo(own, constants), "", "  ");
      const body = joined([local, ...own.map((each) => statement(each, ""))]);
      return `if (selected.includes(${printString(module)})) {\n${body}}\n`;
    }),
  ];
}

/** The constants of a block: of its module, and not at the top. */
const localTo = (groups: readonly Declared[], constants: readonly Constant[]) =>
  constants.filter(
    ({ modules }) =>
      !modules.has(undefined) && groups.some(({ module }) => module !== undefined && modules.has(module)),
  );

/** @param start - what declares the resource's variable; "" for none, inside a block. */
function statement({ kind, name, variable, source, module, comments, isProtected }: Declared, start: string): string {
  const indent = start === "" ? 2 : 0;
  const ids = `imported(${printString(name)})`;
  const options = new RawCode(isProtected ? `{ ...${ids}, protect: true }` : ids);
  const call = new FunctionCall(`new iam.${kind}`, name, source, options);
  const isGuarded = kind === "SecurityCategory" && module !== undefined;
  const [when, otherwise] = isGuarded ? [`selected.includes(${printString(module)}) ? `, " : undefined"] : ["", ""];
  const before = `${start === "" ? " ".repeat(indent) : `${start} ${variable} = `}${when}`;
  const above = comments.map((line) => `${" ".repeat(indent)}// ${line}\n`).join("");
  return `${above}${before}${print(call, indent, before.length, otherwise.length + 1)}${otherwise};\n`;
}

/** The imports that a file needs of the program's own. */
function importsFor(declared: readonly Declared[], constants: readonly Constant[], exported: Exported): string {
  const code = [
    ...declared.flatMap(({ source }) => codeIn(source)),
    ...localTo(declared, constants).map((each) => each.code),
  ];
  const used = new Set(
    code.flatMap((text) => text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []).concat("imported"),
  );
  if (declared.some(({ module }) => module !== undefined)) used.add("selected");
  return Object.entries(exported)
    .map(([file, names]) => ({ file, names: names.filter((name) => used.has(name)).sort() }))
    .filter(({ names }) => names.length > 0)
    .map(({ file, names }) => importOf(names, file))
    .sort()
    .join("");
}

function importOf(names: readonly string[], file: string): string {
  const line = `import { ${names.join(", ")} } from "./${file}";\n`;
  if (line.length <= lineWidth + 1) return line;
  return `import {\n${names.map((each) => `  ${each},\n`).join("")}} from "./${file}";\n`;
}

/** Every piece of source text in a value. */
function codeIn(value: unknown): string[] {
  if (value instanceof RawCode) return [value.text];
  if (value instanceof FunctionCall) return value.args.flatMap(codeIn);
  if (Array.isArray(value)) return value.flatMap(codeIn);
  return isObject(value) ? Object.values(value).flatMap(codeIn) : [];
}

const joined = (texts: readonly string[]) => texts.filter((text) => text !== "").join("\n");

import { isIdentifier } from "../../source-code/print";

/** The words of a name, as a reader sees them: letters and digits of any script, cut where the case changes. */
export function wordsOf(name: string): string[] {
  return (
    name
      .normalize("NFC")
      .match(/[\p{L}\p{N}\p{M}]+/gu)
      ?.flatMap((part) => part.split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u)) ?? []
  );
}

/**
 * A variable name from another name: its first words in camel case. Where that is not a valid name, or is reserved, the kind is
 * added or used instead.
 */
export function variableOf(name: string, kind: string): string {
  const words = wordsOf(name)
    .map((word) => [...word].filter((letter) => isIdentifier(`a${letter}`)).join(""))
    .filter((word) => word !== "")
    .map((word) => (word === word.toUpperCase() ? word.toLowerCase() : word));
  let camel = "";
  for (const word of words) {
    const next = camel === "" ? lowerFirst(word) : camel + upperFirst(word);
    if (next.length > longestVariable) break;
    camel = next;
  }
  if (camel === "") return kind;
  if (!isIdentifier(camel)) return kind + upperFirst(camel);
  return reserved.has(camel) ? camel + upperFirst(kind) : camel;
}

/** Longer names make lines hard to read. */
const longestVariable = 50;

/** A resource name from another name: the same, without the characters that Pulumi or a shell would reject. */
export function resourceNameOf(name: string, kind: string): string {
  const plain = name
    .normalize("NFC")
    .replaceAll(/[^\p{L}\p{N}\p{M}_.-]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "");
  return plain === "" ? kind : [...plain].slice(0, longestResourceName).join("");
}

/** Longer names make states and diffs unreadable. */
const longestResourceName = 100;

/**
 * Makes names unique: a name that is wanted once stays, others get a number, in the given order, that makes them different from all
 * wanted names.
 *
 * @param taken - names that are not available.
 */
export function uniqueNames(wanted: readonly string[], taken: Iterable<string> = [], separator = ""): string[] {
  const asked = new Set(wanted.map(fold));
  const given = new Set([...taken].map(fold));
  return wanted.map((name) => {
    let unique = name;
    for (let number = 2; given.has(fold(unique)) || (unique !== name && asked.has(fold(unique))); number++)
      unique = `${name}${separator}${number}`;
    given.add(fold(unique));
    return unique;
  });
}

/** Names that differ only in case would be hard to tell apart, and one file. */
const fold = (name: string) => name.normalize("NFKC").toLowerCase();

const lowerFirst = (word: string) => word.replace(/^./u, (letter) => letter.toLowerCase());
const upperFirst = (word: string) => word.replace(/^./u, (letter) => letter.toUpperCase());

/** What no variable of a module may be called, and what this package's programs call otherwise. */
const reserved: ReadonlySet<string> = new Set(
  `arguments as async await break case catch class config const continue debugger default delete do else enum eval export
  exports extends false finally for function get globalThis if iam implements import in instanceof interface let module
  new null of package private protected public pulumi require return set static super switch this throw true try type
  typeof undefined var void while with yield any boolean never number object string symbol unknown bigint`.split(/\s+/),
);

import { wordsOf } from "./names";
import type { Declared } from "./plan";

/** Groups that share a first word get their own file only when there are at least this many. */
const fewestInFile = 5;
/** A file of more groups is cut by the next word, or by the alphabet. */
const mostInFile = 150;

/**
 * Groups by the file that they belong in, each file's in their order: by the first word of their names.
 *
 * @param others - the names of other files.
 */
export function groupFiles(groups: readonly Declared[], others: readonly string[]): Map<string, Declared[]> {
  const files = new Map<string, Declared[]>();
  const taken = new Set(["index", ...others]);
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

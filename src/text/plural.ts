/** A number of things in words. */
export const many = (count: number, one: string, several = `${one}s`): string =>
  `${count} ${count === 1 ? one : several}`;

/** The first few of some texts, and how many more there are. */
export function firstFew(texts: readonly string[], most: number): string[] {
  return texts.length <= most ? [...texts] : [...texts.slice(0, most - 1), `and ${texts.length - most + 1} more`];
}

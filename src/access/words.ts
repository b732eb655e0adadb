/** How text that others wrote is shown: characters that steer a terminal or turn the direction of reading, as codes. */
export function plainText(text: string, longest = 200): string {
  const letters = [...text];
  const cut = letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : text;
  return cut.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (each) => `\\u{${each.codePointAt(0)?.toString(16)}}`);
}

/** A number of things in words. */
export const many = (count: number, one: string, several = `${one}s`): string =>
  `${count} ${count === 1 ? one : several}`;

/** The first few of some texts, and how many more there are. */
export function firstFew(texts: readonly string[], most: number): string[] {
  return texts.length <= most ? [...texts] : [...texts.slice(0, most - 1), `and ${texts.length - most + 1} more`];
}

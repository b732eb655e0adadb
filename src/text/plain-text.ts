/**
 * How to show text that others wrote: characters that control a terminal or change the reading direction become codes.
 */
export function plainText(text: string, longest = 200): string {
  const letters = [...text];
  const cut = letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : text;
  return cut.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (each) => `\\u{${each.codePointAt(0)?.toString(16)}}`);
}

/** The same for a whole text, keeping its lines. */
export const plainLines = (text: string): string =>
  text
    .split("\n")
    .map((line) => plainText(line, Number.POSITIVE_INFINITY))
    .join("\n");

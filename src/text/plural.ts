/** A number of things in words. */
export const pluralize = (count: number, one: string, several = `${one}s`): string =>
  `${count} ${count === 1 ? one : several}`;

/** The first few texts, and how many more there are, as a list with a limit. */
export const truncateList = (texts: readonly string[], most: number): string[] =>
  texts.length <= most ? [...texts] : [...texts.slice(0, most - 1), `and ${texts.length - most + 1} more`];

/** The same as part of a sentence; here the limit does not count the words that are added. */
export const joinFirst = (texts: readonly string[], most: number, separator = ", "): string =>
  texts.slice(0, most).join(separator) + (texts.length > most ? ` and ${texts.length - most} more` : "");

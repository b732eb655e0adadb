/** What a check refuses, and all that it says. */
export type Refused<T = Record<string, unknown>> = readonly [inputs: T, ...messages: string[]];

/** Rows for `test.each`, titled by what the check says. */
export const titled = <T>(rows: readonly Refused<T>[]) =>
  rows.map(([inputs, ...messages]) => [messages.join("; "), inputs, messages] as const);

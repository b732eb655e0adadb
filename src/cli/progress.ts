import { plainText } from "../text/plain-text";

/** Prints a line to stderr, apart from the results. */
export const notify = (message: string): void =>
  void process.stderr.write(`${plainText(message, Number.POSITIVE_INFINITY)}\n`);

/** Shows how far a command is, on a terminal and nowhere else. */
export interface Progress {
  /** What is going on now, and its progress from 0 to 1, if known. */
  at(what: string, share?: number): void;
  /** Removes the line. */
  end(): void;
}

const cells = 30;

/** A progress bar in one line of a terminal; nothing if the stream is not a terminal. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  let last = "";
  const write = (line: string) => {
    if (line === last) return;
    last = line;
    stream.write(`\r\u001b[K${line}`);
  };
  if (!stream.isTTY) return { at: () => undefined, end: () => undefined };
  return {
    at(what, share) {
      const full = Math.round((share ?? 0) * cells);
      const bar = share === undefined ? "" : `[${"█".repeat(full)}${"░".repeat(cells - full)}] `;
      write(`${bar}${what}`.slice(0, (stream.columns || 80) - 1));
    },
    end: () => write(""),
  };
}

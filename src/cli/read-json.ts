import { readFileSync } from "node:fs";
import { CdfError } from "../errors";

/** What a file holds; `-` is standard input. Every error names the file. */
export function readJson<T>(file: string, read: (json: unknown) => T): T {
  const where = file === "-" ? "standard input" : file;
  return jsonIn(decoded(readFileSync(file === "-" ? 0 : file)), where, read);
}

/**
 * What a text holds.
 * @throws CdfError `INVALID_ARGUMENT` that begins with where the text comes from.
 */
export function jsonIn<T>(text: string, where: string, read: (json: unknown) => T): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new CdfError("INVALID_ARGUMENT", `${where} is not valid JSON`);
  }
  if (isDeeperThan(mostLevels, json))
    throw new CdfError("INVALID_ARGUMENT", `${where} is nested too deeply to be read`);
  try {
    return read(json);
  } catch (error) {
    throw error instanceof CdfError ? new CdfError(error.code, `${where} ${error.message}`) : error;
  }
}

/** Far more than any state has; readers recurse, and the call stack holds some thousands of levels. */
const mostLevels = 500;

function isDeeperThan(levels: number, json: unknown): boolean {
  let level = [json];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true;
    level = level.flatMap((value) => (typeof value === "object" && value !== null ? Object.values(value) : []));
  }
  return false;
}

/** PowerShell's redirection writes UTF-16, or begins UTF-8 with a mark. */
function decoded(bytes: Buffer): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

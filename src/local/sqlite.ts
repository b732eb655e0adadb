import type { DatabaseSync } from "node:sqlite";

/**
 * Opens a SQLite database that only this process may use; without a file, an in-memory one that never touches the disk.
 */
export function openDatabase(file: string | undefined): DatabaseSync {
  const { DatabaseSync } = loadSqlite();
  const database = new DatabaseSync(file ?? ":memory:");
  try {
    database.exec(
      file === undefined
        ? "PRAGMA temp_store = MEMORY"
        : "PRAGMA busy_timeout = 1000; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL",
    );
    return database;
  } catch (error) {
    database.close();
    throw new Error(`Cannot use the data file ${file}. Check that no other local IAM server is using it`, {
      cause: error,
    });
  }
}

/** Node.js 22 warns at the first use of its SQLite that it is experimental; only that warning is suppressed. */
function loadSqlite(): typeof import("node:sqlite") {
  const emitWarning = process.emitWarning;
  const quiet = (warning: string | Error, ...rest: unknown[]): void => {
    if (!String(warning).includes("SQLite")) Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  process.emitWarning = quiet;
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
}

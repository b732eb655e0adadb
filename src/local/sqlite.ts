import type { DatabaseSync } from "node:sqlite";

/** Opens a SQLite database that only this process may use; without a file, one in memory that never touches the disk. */
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
    throw new Error(`The data file ${file} cannot be used: is another local IAM server using it?`, { cause: error });
  }
}

/** Node 22 warns at the first use of its SQLite that it is experimental; that warning, and no other, is kept back. */
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

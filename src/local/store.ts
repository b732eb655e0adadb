import { randomBytes } from "node:crypto";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Records } from "./records";
import { openDatabase } from "./sqlite";

type Collections = { readonly [Kind in keyof Records]: Map<number, Records[Kind]> };

/**
 * The whole state: SQLite, and a copy in memory that serves reads. A change is committed before it becomes visible, so
 * that no answer contains something that a crash could undo.
 */
export class Store {
  readonly #database: DatabaseSync;
  readonly #put: StatementSync;
  readonly #projects = new Map<string, Collections>();

  /** Opens a data file, or an in-memory store. */
  constructor(file: string | undefined) {
    this.#database = openDatabase(file);
    this.#database.exec(
      `CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
       CREATE TABLE IF NOT EXISTS projects (name TEXT PRIMARY KEY);
       CREATE TABLE IF NOT EXISTS records (seq INTEGER PRIMARY KEY, id INTEGER NOT NULL UNIQUE,
         project TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL);`,
    );
    this.#put = this.#database.prepare(
      `INSERT INTO records (id, project, kind, body) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
    );
    this.#load();
  }

  /** The names of the projects, in the order of creation. */
  get projects(): string[] {
    return [...this.#projects.keys()];
  }

  /** The content of a project; `undefined` if there is no such project. */
  find(project: string): Collections | undefined {
    return this.#projects.get(project);
  }

  /** The content of a project that is known to exist. */
  of(project: string): Collections {
    const found = this.#projects.get(project);
    if (found === undefined) throw new Error(`There is no project ${project} in the local IAM server.`);
    return found;
  }

  /** Creates a project together with its initial content, in one step. */
  addProject(
    project: string,
    first: readonly (readonly [kind: keyof Records, records: readonly { id: number }[]])[],
  ): void {
    this.#transaction(() => {
      this.#database.prepare("INSERT INTO projects (name) VALUES (?)").run(project);
      for (const [kind, records] of first)
        for (const record of records) this.#put.run(record.id, project, kind, JSON.stringify(record));
    });
    const collections = emptyCollections();
    for (const [kind, records] of first) {
      const map: Map<number, { id: number }> = collections[kind];
      for (const record of records) map.set(record.id, record);
    }
    this.#projects.set(project, collections);
  }

  /** Writes records, new or changed, all or none of them. */
  save<Kind extends keyof Records>(project: string, kind: Kind, records: readonly Records[Kind][]): void {
    const collection = this.of(project)[kind];
    this.#transaction(() => {
      for (const record of records) this.#put.run(record.id, project, kind, JSON.stringify(record));
    });
    for (const record of records) collection.set(record.id, record);
  }

  /** A setting, created when it is first requested. */
  setting(name: string, initial: () => string): string {
    const row = this.#database.prepare("SELECT value FROM settings WHERE name = ?").get(name);
    if (row !== undefined) return String(row["value"]);
    const value = initial();
    this.setSetting(name, value);
    return value;
  }

  /** Writes a setting. */
  setSetting(name: string, value: string): void {
    this.#database
      .prepare(
        "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      )
      .run(name, value);
  }

  /** An unused ID: random, from 1 to 9007199254740991. */
  newId(): number {
    for (;;) {
      const id = Number(randomBytes(8).readBigUInt64BE() >> 11n);
      if (id > 0 && !this.isTaken(id)) return id;
    }
  }

  /** Whether anything has the ID, in any project. */
  isTaken(id: number): boolean {
    return [...this.#projects.values()].some((one) => Object.values(one).some((map) => map.has(id)));
  }

  /** Closes the database. */
  close(): void {
    this.#database.close();
  }

  #load(): void {
    for (const row of this.#database.prepare("SELECT name FROM projects ORDER BY rowid").all()) {
      this.#projects.set(String(row["name"]), emptyCollections());
    }
    for (const row of this.#database.prepare("SELECT project, kind, body FROM records ORDER BY seq").iterate()) {
      const map: Map<number, { id: number }> = this.of(String(row["project"]))[row["kind"] as keyof Records];
      const record: { id: number } = JSON.parse(String(row["body"]));
      map.set(record.id, record);
    }
  }

  #transaction(work: () => void): void {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      work();
      this.#database.exec("COMMIT");
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
  }
}

function emptyCollections(): Collections {
  return {
    groups: new Map(),
    securityCategories: new Map(),
    sessions: new Map(),
    dataSets: new Map(),
    extractionPipelines: new Map(),
    timeSeries: new Map(),
    assets: new Map(),
    locationFilters: new Map(),
  };
}

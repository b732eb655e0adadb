import { pollUntil } from "../../src/client/poll";
import { requestAs } from "../../src/client/session-request";
import type { Connection } from "../../src/connection/resolve";
import { onlyItem } from "./answers";
import { listCategories, listGroups, type Times } from "./clear";
import { NotAnswered, NotAsked } from "./question";
import type { Scratch } from "./scratch";
import { itemsOf, type Wire } from "./wire";

/** A thing that was created, as it is listed, and how long that took in ms. */
export interface Listed {
  id: number;
  item: Record<string, unknown>;
  afterMs: number;
}

/** A thing that was deleted, how long the list took to show that in ms, and whether it includes deleted things. */
export interface Deleted {
  id: number;
  afterMs: number;
  shown: "no" | "yes, with isDeleted: true" | "yes, as if they were alive";
}

const capabilities = [
  { rawAcl: { actions: ["READ"], scope: { all: {} } } },
  { rawAcl: { actions: ["LIST"], scope: { all: {} } } },
  {
    rawAcl: {
      actions: ["READ"],
      scope: { tableScope: { dbsToTables: { a: { tables: [] }, b: { tables: ["t", "u"] } } } },
    },
  },
  { dataModelInstancesAcl: { actions: ["READ"], scope: { spaceIdScope: { spaceIds: ["b", "a"] } } } },
  { sessionsAcl: { actions: ["LIST"], scope: { all: {} } } },
];

/** What {@link Fixtures.group} holds. */
export const content = { capabilities, metadata: { b: "Trøndelag ✓", a: '"quoted"' } };

/** Like the client's `memo`, but keeps a failure: trying again would create another group. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}

/** What several questions need, created for the first of them. */
export class Fixtures {
  readonly #wire: Wire;
  readonly #scratch: Scratch;
  readonly #times: Times;
  readonly #connection: Connection;

  constructor(connection: Connection, wire: Wire, scratch: Scratch, times: Times) {
    this.#connection = connection;
    this.#wire = wire;
    this.#scratch = scratch;
    this.#times = times;
  }

  readonly group = once(() => this.createGroup({ name: this.#scratch.nameOf("content"), ...content }));

  /** Two groups of one request, with the same name; `metadata.place` says which came first. */
  readonly pair = once(() => this.#scratch.createGroups(["first", "second"].map((place) => ({ metadata: { place } }))));

  /** The second of the pair, deleted. */
  readonly deletedGroup = once(async (): Promise<Deleted> => {
    const id = itemsOf(await this.pair())[1]?.["id"];
    if (typeof id !== "number") throw new NotAnswered("a request for two groups was not answered with two");
    await this.listedGroup(id);
    return this.#deleted("group", id, () => this.#rawGroups());
  });

  /** A request for two groups, of which the second has no name. */
  readonly halfWrong = once(() =>
    this.#scratch.createGroups([{ name: this.#scratch.nameOf("half") }, { name: undefined }]),
  );

  /** A group whose right is limited to a category, and that category. */
  readonly scopedGroup = once(async (): Promise<Listed & { categoryId: number }> => {
    const category = await this.createCategory("scope");
    const scope = { idscope: { ids: [category.id] } };
    const scoped = [{ securityCategoriesAcl: { actions: ["MEMBEROF"], scope } }];
    const group = await this.createGroup({ name: this.#scratch.nameOf("scoped"), capabilities: scoped });
    return { ...group, categoryId: category.id };
  });

  readonly category = once(() => this.createCategory("taken"));

  readonly deletedCategory = once(async (): Promise<Deleted> => {
    const { id } = await this.createCategory("deleted");
    return this.#deleted("security category", id, () => listCategories(this.#wire));
  });

  readonly session = once(() => this.#openSession());

  readonly revokedSession = once(async () => {
    const session = await this.#openSession();
    const { status } = await this.#scratch.delete("session", [session.id]);
    if (status >= 300) throw new NotAnswered(`revoking a session was answered with ${status}`);
    return session;
  });

  /** A group of one request of its own, once it is listed. */
  async createGroup(spec: Record<string, unknown>): Promise<Listed> {
    const { id } = onlyItem(await this.#scratch.createGroups([spec]), "creating a group");
    return this.listedGroup(id);
  }

  async createCategory(end: string): Promise<Listed> {
    const { id } = onlyItem(await this.#scratch.createCategories([end]), "creating a security category");
    return this.#listed(id, () => listCategories(this.#wire));
  }

  listedGroup(id: number): Promise<Listed> {
    return this.#listed(id, () => listGroups(this.#wire));
  }

  /** A session as the connection logs in, its nonce forgotten. */
  async #openSession(): Promise<{ id: number; created: Record<string, unknown> }> {
    const reply = await this.#scratch.createSession(requestAs(this.#connection));
    if (reply.status >= 300) throw new NotAsked(`opening a session was answered with ${reply.status}`);
    const { nonce, ...created } = onlyItem(reply, "opening a session");
    return { id: created.id, created };
  }

  async #listed(id: number, list: () => Promise<Record<string, unknown>[]>): Promise<Listed> {
    const start = Date.now();
    const item = await this.#poll(async () => (await list()).find((each) => each["id"] === id));
    if (item === undefined) throw new NotAnswered("what was created is not listed");
    return { id, item, afterMs: Date.now() - start };
  }

  async #deleted(
    kind: "group" | "security category",
    id: number,
    list: () => Promise<Record<string, unknown>[]>,
  ): Promise<Deleted> {
    const { status } = await this.#scratch.delete(kind, [id]);
    if (status >= 300) throw new NotAnswered(`deleting a ${kind} was answered with ${status}`);
    const start = Date.now();
    const shown = await this.#poll(async () => {
      const item = (await list()).find((each) => each["id"] === id);
      if (item === undefined) return "no";
      return item["isDeleted"] === true ? "yes, with isDeleted: true" : undefined;
    });
    return { id, afterMs: Date.now() - start, shown: shown ?? "yes, as if they were alive" };
  }

  async #rawGroups(): Promise<Record<string, unknown>[]> {
    return itemsOf(await this.#wire.get("/groups?all=true"));
  }

  /** Looks for longer than lists are expected to lag. */
  #poll<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
    return pollUntil(Date.now() + 6 * this.#times.listLagMs, { times: this.#times }, look);
  }
}

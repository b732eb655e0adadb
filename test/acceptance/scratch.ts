import { randomUUID } from "node:crypto";
import { mayHaveActed } from "../../src/errors";
import { isUnknownId } from "./answers";
import { clear, deleteIds, type Kind, keyOf, listExisting, type Swept, type Thing, type Times } from "./clear";
import { prefix, runIdIn } from "./names";
import { NotAnswered } from "./question";
import { itemsOf, type Reply, type Wire } from "./wire";

/** Creates what a run needs, marked as the run's, and deletes that and nothing else. */
export class Scratch {
  readonly runId: string;
  readonly #wire: Wire;
  readonly #created = new Map<string, Thing>();
  readonly #deleted = new Set<string>();
  readonly #before = new Set<string>();
  #lostSession = false;

  constructor(wire: Wire, runId: string) {
    this.#wire = wire;
    this.runId = runId;
  }

  /** Notes what exists before the run, so that the run never deletes it. */
  async protectExisting(): Promise<void> {
    for (const thing of await listExisting(this.#wire)) this.#before.add(keyOf(thing));
  }

  /** How many groups the run has created. */
  get groups(): number {
    return [...this.#created.values()].filter(({ kind }) => kind === "group").length;
  }

  nameOf(what: string): string {
    return `${prefix}-${this.runId}-${what}`;
  }

  /**
   * Creates groups with a name and the run's marker. Nobody is in them: by default, their `sourceId` is one that no identity
   * provider has.
   *
   * @param bytes - the size that the body is padded to.
   */
  async createGroups(specs: readonly Record<string, unknown>[], bytes = 0): Promise<Reply> {
    const items = specs.map((spec) => ({
      name: this.nameOf("group"),
      sourceId: randomUUID(),
      ...spec,
      metadata: { ...(spec["metadata"] as object | undefined), [prefix]: this.runId },
    }));
    return this.#note("group", await this.#wire.post("/groups", { items }, { bytes }));
  }

  /** Creates security categories; the run's prefix goes before each name. */
  async createCategories(ends: readonly string[]): Promise<Reply> {
    const items = ends.map((end) => ({ name: this.nameOf(end) }));
    return this.#note("security category", await this.#wire.post("/securitycategories", { items }));
  }

  async createSession(request: object): Promise<Reply> {
    try {
      return this.#note("session", await this.#wire.post("/sessions", { items: [request] }));
    } catch (error) {
      this.#lostSession ||= mayHaveActed(error);
      throw error;
    }
  }

  /** Deletes things that the run has created, or unknown ids. Refuses all others, even if a response has named them. */
  async delete(kind: Kind, ids: readonly number[]): Promise<Reply> {
    const isOthers = (id: number) => {
      const key = keyOf({ kind, id });
      return !this.#created.has(key) && (this.#before.has(key) || !isUnknownId(id));
    };
    const others = ids.filter(isOthers);
    if (others.length > 0) throw new NotAnswered(`${kind} ${others.join(", ")} is not one that the run has created`);
    const reply = await deleteIds(this.#wire, kind, ids);
    if (reply.status < 300) for (const id of ids) this.#deleted.add(keyOf({ kind, id }));
    return reply;
  }

  /** Deletes what the run has created, and what carries its marker, since the response to a create may have got lost. */
  async clear(times: Times): Promise<Swept> {
    await this.#wire.settled();
    const swept = await clear({
      wire: this.#wire.uninterrupted(),
      times,
      own: [...this.#created].flatMap(([key, thing]) => (this.#deleted.has(key) ? [] : [thing])),
      isMeant: (runId) => runId === this.runId,
      mayLag: this.#wire.lostAnswer,
    });
    const lost = "a session whose response got lost: nobody can use it, and it expires by itself";
    return this.#lostSession ? { ...swept, left: [...swept.left, lost] } : swept;
  }

  #note(kind: Kind, reply: Reply): Reply {
    for (const { id, name } of reply.status < 300 ? itemsOf(reply) : []) {
      if (typeof id !== "number") continue;
      // A response that names something else is wrong, and the run must not delete what it names.
      const isOwn = kind === "session" || runIdIn(name) === this.runId;
      const key = keyOf({ kind, id });
      if (isOwn && !this.#before.has(key)) this.#created.set(key, { kind, id });
    }
    return reply;
  }
}

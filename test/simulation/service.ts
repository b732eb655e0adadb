import type { Draw } from "./random";
import { Replicas } from "./replicas";

export type Json = Record<string, unknown>;

/** Who made or deleted a thing, and how that came about. */
export interface Doer {
  /** The number of a stack, or the stranger who works by hand. */
  by: number | "stranger";
  /** The process, as in `run 2, up`; empty for the stranger. */
  process: string;
  how: "in time" | "late" | "twice";
}

/** Something that exists, or existed. */
export interface Thing {
  project: string;
  kind: "group" | "category" | "session";
  id: number;
  content: Json;
  createdAt: number;
  maker: Doer;
  deletedAt?: number;
}

/** One call of the API. */
export interface Call {
  /** Undefined where the path names none, as of a token inspection. */
  project: string | undefined;
  operation: string;
  query: URLSearchParams;
  items: readonly unknown[];
}

export interface Answer {
  status: number;
  body: unknown;
}

/** What differs between one service and another. */
export interface ServiceTraits {
  /** Whether token inspect knows at once what was written, or reads from a replica. */
  inspect: "truth" | "replica";
  /** Whether deleting what is gone is an error. */
  mindsTheGone: boolean;
  /** Whether a name that is taken is a 409 or a 400. */
  takenIs: 409 | 400;
  /** Whether an id of one project may be that of something in another. */
  idsRepeat: boolean;
}

/** The groups of the caller's identity provider. */
const tokenGroups: readonly unknown[] = ["admins", "staff"];

export const vitalActions = ["LIST", "CREATE", "DELETE"];

/** The IAM part of one project's API. What is written is true at once; lists are read from replicas that lag. */
export class Service {
  readonly project: string;
  readonly things: Thing[] = [];
  /** Called when a call of the package has written something. */
  onWrite: (doer: Doer, made: readonly Thing[], deleted: readonly Thing[]) => void = () => undefined;
  readonly #replicas: Replicas;
  readonly #traits: ServiceTraits;
  readonly #nextId: () => number;

  constructor(project: string, traits: ServiceTraits, draw: Draw, nextId: () => number) {
    this.project = project;
    this.#nextId = nextId;
    this.#traits = traits;
    this.#replicas = new Replicas(draw);
  }

  /** Answers a call that arrives now. */
  handle({ operation, query, items }: Call, key: string, doer: Doer): Answer {
    const right = { "GET /groups": "LIST", "POST /groups": "CREATE", "POST /groups/delete": "DELETE" }[operation];
    if (right !== undefined && !this.rights().has(right)) return failed(403, { message: "missing groupsAcl" });
    const shown = (kind: Thing["kind"]) => this.#aliveAt(this.#replicas.momentOfRead(key, Date.now()), kind);
    switch (operation) {
      case "GET /groups":
        return listed(shown("group").filter((group) => query.get("all") === "true" || isCallers(group)));
      case "GET /securitycategories":
        return listed(shown("category"));
      case "GET /sessions":
        return listed(shown("session"), (session) => ({ ...wireOf(session), nonce: undefined }));
      case "POST /sessions/byids":
        return this.#byIds("session", items, () => undefined);
      case "POST /groups":
        return this.#create("group", items, doer);
      case "POST /securitycategories":
        return this.#takenNames(items) ?? this.#create("category", items, doer);
      case "POST /sessions":
        return this.#create("session", [{ type: "TOKEN_EXCHANGE", status: "READY", nonce: `nonce-${key}` }], doer);
      case "POST /groups/delete":
        return this.#delete("group", items.map(asIdObject), doer);
      case "POST /securitycategories/delete":
        return this.#delete("category", items.map(asIdObject), doer);
      case "POST /sessions/revoke":
        return this.#delete("session", items, doer);
      default:
        return failed(404, { message: "no such thing" });
    }
  }

  /** What somebody makes by hand, or in the course of a call. */
  make(kind: Thing["kind"], content: Json, maker: Doer): Thing {
    const { project } = this;
    const thing: Thing = { project, kind, id: this.#nextId(), content, createdAt: Date.now(), maker };
    this.things.push(thing);
    return thing;
  }

  find(kind: Thing["kind"], id: unknown): Thing | undefined {
    return this.things.find((thing) => thing.kind === kind && thing.id === Number(id));
  }

  alive(kind: Thing["kind"]): Thing[] {
    return this.#aliveAt(Number.POSITIVE_INFINITY, kind);
  }

  /** The caller's actions of groupsAcl, as they really are. */
  rights(): ReadonlySet<unknown> {
    return new Set(this.alive("group").filter(isCallers).flatMap(groupsAclOf));
  }

  #aliveAt(moment: number, kind: Thing["kind"]): Thing[] {
    return this.things.filter(
      (thing) =>
        thing.kind === kind && thing.createdAt <= moment && (thing.deletedAt === undefined || thing.deletedAt > moment),
    );
  }

  #create(kind: Thing["kind"], items: readonly unknown[], doer: Doer): Answer {
    const made = items.map((content) => this.make(kind, content as Json, doer));
    this.onWrite(doer, made, []);
    return listed(made);
  }

  #delete(kind: Thing["kind"], items: readonly unknown[], doer: Doer): Answer {
    const isRevoke = kind === "session";
    return this.#byIds(kind, items, (things) => {
      const present = things.filter(({ deletedAt }) => deletedAt === undefined);
      for (const thing of present) thing.deletedAt = Date.now();
      if (present.length > 0) this.onWrite(doer, [], present);
      return isRevoke ? undefined : { status: 200, body: {} };
    });
  }

  #byIds(kind: Thing["kind"], items: readonly unknown[], act: (things: Thing[]) => Answer | undefined): Answer {
    const ids = items.map((item) => (item as { id: unknown }).id);
    const things = ids.flatMap((id) => this.find(kind, id) ?? []);
    const isGone = (id: unknown) => this.find(kind, id)?.deletedAt !== undefined;
    const missing = kind === "session" ? [] : ids.filter((id) => isGone(id) || this.find(kind, id) === undefined);
    if (missing.length > 0 && this.#traits.mindsTheGone)
      return failed(400, { message: "some ids are missing", missing: missing.map((id) => ({ id })) });
    return act(things) ?? listed(things);
  }

  #takenNames(items: readonly unknown[]): Answer | undefined {
    const names = items.map((item) => (item as Json)["name"]);
    const taken = this.alive("category").filter(({ content }) => names.includes(content["name"]));
    if (taken.length === 0) return undefined;
    const duplicated = taken.map(({ content }) => ({ name: content["name"] }));
    const { takenIs } = this.#traits;
    return failed(takenIs, { message: "name is taken", ...(takenIs === 409 && { duplicated }) });
  }

  /** What token inspect shows of this project. */
  inspection(key: string): { groups: number[]; capabilities: Json[] } {
    const moment =
      this.#traits.inspect === "truth" ? Number.POSITIVE_INFINITY : this.#replicas.momentOfRead(key, Date.now());
    const groups = this.#aliveAt(moment, "group").filter(isCallers);
    const capabilities = groups.flatMap(({ content }) => (content["capabilities"] as Json[] | undefined) ?? []);
    const projectScope = { projects: [this.project] };
    return {
      groups: groups.map(({ id }) => id),
      capabilities: capabilities.map((capability) => ({ ...capability, projectScope })),
    };
  }
}

const isCallers = ({ content }: Thing) => tokenGroups.includes(content["sourceId"]);

function groupsAclOf({ content }: Thing): unknown[] {
  const capabilities = (content["capabilities"] as { groupsAcl?: { actions: unknown[] } }[] | undefined) ?? [];
  return capabilities.flatMap(({ groupsAcl }) => groupsAcl?.actions ?? []);
}

const asIdObject = (id: unknown) => ({ id });

function wireOf({ kind, id, content, deletedAt }: Thing): Json {
  if (kind === "session") return { id, ...content, status: deletedAt === undefined ? "READY" : "REVOKED" };
  return { id, ...content };
}

const listed = (things: readonly Thing[], asItem = wireOf): Answer => ({
  status: 200,
  body: { items: things.map(asItem) },
});

const failed = (code: number, error: Json): Answer => ({ status: code, body: { error: { code, ...error } } });

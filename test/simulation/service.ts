import type { Draw } from "./random";
import { Replicas } from "./replicas";

export type Json = Record<string, unknown>;

/** Who made or deleted an object, and how that came about. */
export interface Origin {
  /** The number of a stack, or by hand. */
  by: number | "hand";
  /** The process, as in `run 2, up`; empty for what is done by hand. */
  process: string;
  how: "in time" | "late" | "twice";
}

/** Something that exists, or existed. */
export interface CdfObject {
  kind: "group" | "category" | "session";
  id: number;
  content: Json;
  createdAt: number;
  origin: Origin;
  deletedAt?: number;
}

/** One call of the API. */
export interface ServiceCall {
  operation: string;
  query: URLSearchParams;
  items: readonly unknown[];
}

export interface ServiceAnswer {
  status: number;
  body: unknown;
}

/** What differs between one service and another. */
export interface ServiceTraits {
  /** Whether token inspect knows at once what was written, or reads from a replica. */
  inspect: "truth" | "replica";
  /** Whether deleting what is gone is an error. */
  refusesGoneIds: boolean;
  /** Whether a name that is taken is a 409 or a 400. */
  takenNameStatus: 409 | 400;
}

export const project = "sim-project";

/** The groups of the caller's identity provider. */
const tokenGroups: readonly unknown[] = ["admins", "staff"];

export const groupAdminActions = ["LIST", "CREATE", "DELETE"];

/** The IAM part of the API. What is written is true at once; lists are read from replicas that lag. */
export class Service {
  readonly objects: CdfObject[] = [];
  /** Called when a call of the package has written something. */
  onWrite: (origin: Origin, made: readonly CdfObject[], deleted: readonly CdfObject[]) => void = () => undefined;
  readonly #replicas: Replicas;
  readonly #traits: ServiceTraits;
  #nextId = 100_001;

  constructor(traits: ServiceTraits, draw: Draw) {
    this.#traits = traits;
    this.#replicas = new Replicas(draw);
  }

  /** Answers a call that arrives now. */
  handle({ operation, query, items }: ServiceCall, key: string, origin: Origin): ServiceAnswer {
    const right = { "GET /groups": "LIST", "POST /groups": "CREATE", "POST /groups/delete": "DELETE" }[operation];
    if (right !== undefined && !this.rights().has(right)) return failed(403, { message: "missing groupsAcl" });
    const shown = (kind: CdfObject["kind"]) => this.#aliveAt(this.#replicas.timeShown(key, Date.now()), kind);
    switch (operation) {
      case "GET /groups":
        return listed(shown("group").filter((group) => query.get("all") === "true" || isCallers(group)));
      case "GET /securitycategories":
        return listed(shown("category"));
      case "GET /sessions":
        return listed(shown("session"), (session) => ({ ...asListed(session), nonce: undefined }));
      case "POST /sessions/byids":
        return this.#byIds("session", items, () => undefined);
      case "POST /groups":
        return this.#create("group", items, origin);
      case "POST /securitycategories":
        return this.#takenNames(items) ?? this.#create("category", items, origin);
      case "POST /sessions":
        return this.#create("session", [{ type: "TOKEN_EXCHANGE", status: "READY", nonce: `nonce-${key}` }], origin);
      case "POST /groups/delete":
        return this.#delete("group", items.map(asIdObject), origin);
      case "POST /securitycategories/delete":
        return this.#delete("category", items.map(asIdObject), origin);
      case "POST /sessions/revoke":
        return this.#delete("session", items, origin);
      case "GET /token/inspect":
        return { status: 200, body: this.#inspection(key) };
      default:
        return failed(404, { message: "no such object" });
    }
  }

  /** What somebody makes by hand, or in the course of a call. */
  make(kind: CdfObject["kind"], content: Json, origin: Origin): CdfObject {
    const object: CdfObject = { kind, id: this.#nextId, content, createdAt: Date.now(), origin };
    this.#nextId += 1;
    this.objects.push(object);
    return object;
  }

  find(kind: CdfObject["kind"], id: unknown): CdfObject | undefined {
    return this.objects.find((object) => object.kind === kind && object.id === Number(id));
  }

  alive(kind: CdfObject["kind"]): CdfObject[] {
    return this.#aliveAt(Number.POSITIVE_INFINITY, kind);
  }

  /** The caller's actions of groupsAcl, as they really are. */
  rights(): ReadonlySet<unknown> {
    return new Set(this.alive("group").filter(isCallers).flatMap(groupsAclOf));
  }

  #aliveAt(time: number, kind: CdfObject["kind"]): CdfObject[] {
    return this.objects.filter(
      (object) =>
        object.kind === kind && object.createdAt <= time && (object.deletedAt === undefined || object.deletedAt > time),
    );
  }

  #create(kind: CdfObject["kind"], items: readonly unknown[], origin: Origin): ServiceAnswer {
    const made = items.map((content) => this.make(kind, content as Json, origin));
    this.onWrite(origin, made, []);
    return listed(made);
  }

  #delete(kind: CdfObject["kind"], items: readonly unknown[], origin: Origin): ServiceAnswer {
    const isRevoke = kind === "session";
    return this.#byIds(kind, items, (objects) => {
      const present = objects.filter(({ deletedAt }) => deletedAt === undefined);
      for (const object of present) object.deletedAt = Date.now();
      if (present.length > 0) this.onWrite(origin, [], present);
      return isRevoke ? undefined : { status: 200, body: {} };
    });
  }

  #byIds(
    kind: CdfObject["kind"],
    items: readonly unknown[],
    act: (objects: CdfObject[]) => ServiceAnswer | undefined,
  ): ServiceAnswer {
    const ids = items.map((item) => (item as { id: unknown }).id);
    const objects = ids.flatMap((id) => this.find(kind, id) ?? []);
    const isGone = (id: unknown) => this.find(kind, id)?.deletedAt !== undefined;
    const missing = kind === "session" ? [] : ids.filter((id) => isGone(id) || this.find(kind, id) === undefined);
    if (missing.length > 0 && this.#traits.refusesGoneIds)
      return failed(400, { message: "some ids are missing", missing: missing.map((id) => ({ id })) });
    return act(objects) ?? listed(objects);
  }

  #takenNames(items: readonly unknown[]): ServiceAnswer | undefined {
    const names = items.map((item) => (item as Json)["name"]);
    const taken = this.alive("category").filter(({ content }) => names.includes(content["name"]));
    if (taken.length === 0) return undefined;
    const duplicated = taken.map(({ content }) => ({ name: content["name"] }));
    const { takenNameStatus } = this.#traits;
    return failed(takenNameStatus, { message: "name is taken", ...(takenNameStatus === 409 && { duplicated }) });
  }

  #inspection(key: string): Json {
    const time =
      this.#traits.inspect === "truth" ? Number.POSITIVE_INFINITY : this.#replicas.timeShown(key, Date.now());
    const groups = this.#aliveAt(time, "group").filter(isCallers);
    const capabilities = groups.flatMap(({ content }) => (content["capabilities"] as Json[] | undefined) ?? []);
    return {
      subject: "caller",
      projects: [{ projectUrlName: project, groups: groups.map(({ id }) => id) }],
      capabilities: capabilities.map((capability) => ({ ...capability, projectScope: { projects: [project] } })),
    };
  }
}

const isCallers = ({ content }: CdfObject) => tokenGroups.includes(content["sourceId"]);

function groupsAclOf({ content }: CdfObject): unknown[] {
  const capabilities = (content["capabilities"] as { groupsAcl?: { actions: unknown[] } }[] | undefined) ?? [];
  return capabilities.flatMap(({ groupsAcl }) => groupsAcl?.actions ?? []);
}

const asIdObject = (id: unknown) => ({ id });

function asListed({ kind, id, content, deletedAt }: CdfObject): Json {
  if (kind === "session") return { id, ...content, status: deletedAt === undefined ? "READY" : "REVOKED" };
  return { id, ...content };
}

const listed = (objects: readonly CdfObject[], asItem = asListed): ServiceAnswer => ({
  status: 200,
  body: { items: objects.map(asItem) },
});

const failed = (code: number, error: Json): ServiceAnswer => ({ status: code, body: { error: { code, ...error } } });

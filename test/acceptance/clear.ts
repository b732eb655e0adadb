import { sleep } from "../../src/client/poll";
import { messageOf } from "../../src/errors";
import { objectOf } from "../../src/validation/problems";
import { runIdIn, runOfGroup } from "./names";
import { itemsOf, type Reply, type Wire } from "./wire";

/** What a run creates and clears. */
export type Kind = "group" | "security category" | "session";

/** One of them; ids of different kinds may be equal. */
export interface Thing {
  kind: Kind;
  id: number;
}

export const keyOf = ({ kind, id }: Thing): string => `${kind} ${id}`;

/** How long to wait, in ms. */
export interface Times {
  /** How far lists may lag behind. */
  listLagMs: number;
  /** How long to wait until a list proves that something does not exist. */
  settleMs: number;
  /** How often to look. */
  pollMs: number;
}

const deletePaths: Record<Kind, string> = {
  group: "/groups/delete",
  "security category": "/securitycategories/delete",
  session: "/sessions/revoke",
};

/** Sends the call that deletes things of a kind; a session is revoked. */
export const deleteIds = (wire: Wire, kind: Kind, ids: readonly number[]): Promise<Reply> =>
  wire.post(deletePaths[kind], { items: kind === "session" ? ids.map((id) => ({ id })) : ids });

/** The groups of the project that are alive, as they are listed; none for a caller who may not list them. */
export async function listGroups(wire: Wire): Promise<Record<string, unknown>[]> {
  const reply = await wire.get("/groups?all=true");
  return listedIn(reply, "/groups").filter(({ isDeleted }) => isDeleted !== true);
}

/** The security categories of the project, as they are listed; none for a caller who may not list them. */
export async function listCategories(wire: Wire): Promise<Record<string, unknown>[]> {
  const all: Record<string, unknown>[] = [];
  const seen = new Set<unknown>();
  for (let cursor: unknown; !seen.has(cursor); ) {
    seen.add(cursor);
    const next = typeof cursor === "string" ? `&cursor=${encodeURIComponent(cursor)}` : "";
    const reply = await wire.get(`/securitycategories?limit=100${next}`);
    all.push(...listedIn(reply, "/securitycategories"));
    cursor = objectOf(reply.body)["nextCursor"] ?? undefined;
  }
  return all;
}

function listedIn(reply: Reply, path: string): Record<string, unknown>[] {
  if (reply.status === 403) return [];
  if (reply.status !== 200) throw new Error(`GET ${path}: ${reply.status}`);
  return itemsOf(reply);
}

/** What to clear. */
export interface Clearing {
  wire: Wire;
  times: Times;
  /** What the run has created, as far as responses have named it. */
  own: readonly Thing[];
  /** The runs whose names and markers are looked for. */
  isMeant(runId: string): boolean;
  /** Whether something may exist that no response has named, and that lists may not show yet. */
  mayLag: boolean;
}

/** What was deleted, and what was not. */
export interface Swept {
  deleted: number;
  /** What is left, and why. */
  left: string[];
}

/** Deletes by id, then by name and marker until the lists show nothing more. */
export async function clear({ wire, times, own, isMeant, mayLag }: Clearing): Promise<Swept> {
  const outcomes = new Map<string, Outcome>();
  const remove = async (things: readonly Thing[]) => {
    for (const thing of things)
      if (!outcomes.get(keyOf(thing))?.isFinal) outcomes.set(keyOf(thing), await removeOne(wire, thing));
  };
  await remove(own);
  const sessions = own.filter((thing) => thing.kind === "session" && outcomes.get(keyOf(thing))?.problem);
  const isSure = !mayLag && [...outcomes.values()].every(({ problem }) => problem === undefined);
  const left = await removeMarked(isSure ? 0 : times.settleMs);
  return {
    deleted: [...outcomes.values()].filter(({ problem }) => problem === undefined).length,
    left: [...sessions, ...left].map(
      (thing) => `${keyOf(thing)}: ${outcomes.get(keyOf(thing))?.problem ?? "it is still listed"}`,
    ),
  };

  async function removeMarked(forMs: number): Promise<Thing[]> {
    const end = Date.now() + forMs;
    for (;;) {
      const now = Date.now();
      const marked = await listMarked(wire, isMeant);
      await remove(marked);
      const isLast = marked.length === 0 ? now >= end : now >= end + 6 * times.listLagMs;
      if (isLast) return marked;
      await sleep(times.pollMs);
    }
  }
}

interface Outcome {
  problem?: string;
  /** Whether trying again is useless: it is deleted, or the caller may not delete it. */
  isFinal: boolean;
}

async function removeOne(wire: Wire, { kind, id }: Thing): Promise<Outcome> {
  try {
    const { status } = await deleteIds(wire, kind, [id]);
    if (status < 300) return { isFinal: true };
    return { isFinal: status === 403, problem: `the service refused to delete it (${status})` };
  } catch (error) {
    return { isFinal: false, problem: messageOf(error) };
  }
}

async function listMarked(wire: Wire, isMeant: (runId: string) => boolean): Promise<Thing[]> {
  const isMarked = ({ kind, item }: ListedThing) => {
    const runId = kind === "group" ? runOfGroup(item) : runIdIn(item["name"]);
    return runId !== undefined && isMeant(runId);
  };
  return (await listExisting(wire)).filter(isMarked);
}

interface ListedThing extends Thing {
  item: Record<string, unknown>;
}

/** The groups and security categories of the project. */
export async function listExisting(wire: Wire): Promise<ListedThing[]> {
  const things = (kind: Kind, items: readonly Record<string, unknown>[]): ListedThing[] =>
    items.flatMap((item) => (typeof item["id"] === "number" ? [{ kind, id: item["id"], item }] : []));
  return [...things("group", await listGroups(wire)), ...things("security category", await listCategories(wire))];
}

import type { Props } from "../../src/lifecycle/handler";
import type { Declared } from "./engine";
import type { FaultRate } from "./faults";
import type { Kind } from "./provider-process";
import type { Json, ServiceTraits } from "./service";

/** The project that the connection is to, but for a run that is pointed elsewhere. */
export const home = "home";

/** Another project of the same connection. */
export const plant = "plant";

/** A resource of a program, written down. */
export interface Item {
  name: string;
  kind: Kind;
  /** What CDF calls it. */
  cdfName: string;
  /** Another number is another content. */
  variant: number;
  /** Whether it gives the caller the right to manage groups. */
  admin?: true;
  /** The argument `project`; without it, the resource is in the connection's. */
  project?: string | undefined;
  /** Declared in another order, which is no change. */
  reversed?: true | undefined;
  uses?: string;
  deleteBeforeReplace?: true | undefined;
  retainOnDelete?: true;
  alias?: string;
  /** What to take over: something that a stranger has made, by its label; with an unknown label, an unknown id. */
  import?: string | undefined;
}

/** When a process dies: at its nth request, before or after that has left, or at the nth moment between two steps. */
export interface Crash {
  at: "request" | "moment";
  nth: number;
  isSent: boolean;
  of: "machine" | "engine";
}

export interface Run {
  what: "run";
  /** Its number, by which its faults are drawn: the same when other events are left out. */
  key: number;
  stack: number;
  command: "up" | "up --refresh" | "refresh" | "destroy" | "leftovers --delete";
  program: readonly Item[];
  hasPreview: boolean;
  replace: readonly string[];
  targets?: readonly string[] | undefined;
  faults: FaultRate;
  /** The only project whose calls go wrong. */
  faultsIn?: string | undefined;
  crash?: Crash | undefined;
  /** The connection is to the other project. */
  isElsewhere?: true | undefined;
  /** Whether the next run, of another stack, begins at once. */
  besideNext?: true | undefined;
}

/** What a history consists of, one after the other. */
export type Event =
  | Run
  | { what: "wait"; ms: number }
  | { what: "taint"; stack: number; name: string }
  /** By hand: makes something that the program does not know, under a label. */
  | { what: "stranger makes"; label: string; item: Item }
  /** By hand: deletes what a resource stands for. */
  | { what: "stranger deletes"; stack: number; name: string }
  /** By hand: a group cannot be changed, so it is made again, mark and all, and the old one deleted. */
  | { what: "stranger edits"; stack: number; name: string; change: "content" | "nothing" };

/** A whole history. It depends on nothing but what stands here. */
export interface History {
  seed: number;
  traits: ServiceTraits;
  events: readonly Event[];
  /** The keys of calls that nothing goes wrong with. */
  muted: readonly string[];
}

export const stackNames = ["dev", "other"];

/** The marker of a resource, without what a create may add to it. */
export function ownerOf(stack: number, name: string): string {
  const digits = Buffer.from(`${stack}${name}`).toString("hex").padEnd(12, "0").slice(0, 12);
  return `simulation/${stackNames[stack]}/${name}#${digits}`;
}

/** The resource of a mark, as `dev/readers`. */
export const resourceOfMark = (mark: unknown): string | undefined =>
  typeof mark === "string" ? /^simulation\/([^#]+)#/.exec(mark)?.[1] : undefined;

/** The content of a group, a category or a session, without its mark. */
export function contentOf(item: Item, categoryId: unknown): Json {
  const { kind, cdfName, variant, admin, reversed, uses } = item;
  if (kind === "category") return { name: cdfName };
  if (kind === "session") return { tokenExchange: true, triggers: [variant] };
  const reads = (acl: string) => ({
    [acl]: { actions: ["READ", "WRITE"].slice(0, 1 + (variant % 2)), scope: { all: {} } },
  });
  const capabilities: Json[] = [
    reads("assetsAcl"),
    reads("eventsAcl"),
    ...(admin ? [{ groupsAcl: { actions: ["LIST", "CREATE", "DELETE"], scope: { all: {} } } }] : []),
    ...(uses ? [{ securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [categoryId] } } } }] : []),
  ];
  const metadata = Object.entries({ variant: String(variant), team: "simulation" });
  return {
    name: cdfName,
    ...(admin && { sourceId: "admins" }),
    capabilities: reversed ? capabilities.reverse() : capabilities,
    metadata: Object.fromEntries(reversed ? metadata.reverse() : metadata),
  };
}

/**
 * A resource as the program hands it over.
 *
 * @param groups - how many groups the program has.
 */
export function declare(item: Item, stack: number, groups: number, importId: number | undefined): Declared {
  const { name, kind, project, uses, deleteBeforeReplace, retainOnDelete, alias } = item;
  const inputs = (categoryId: (name: string) => unknown): Props => ({
    ...contentOf(item, uses === undefined ? undefined : categoryId(uses)),
    owner: ownerOf(stack, name),
    ...(project !== undefined && { project }),
    ...(kind === "group" && { groups }),
    ...(importId !== undefined && { importId: String(importId) }),
  });
  return { name, kind, inputs, project, uses, deleteBeforeReplace, retainOnDelete, alias };
}

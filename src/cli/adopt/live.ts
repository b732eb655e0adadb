import { type ScopeTargetKind, scopeTargetKinds } from "../../capabilities/scope-target-kinds";
import type { IamClient } from "../../client/client";
import type { Group } from "../../client/groups";
import type { SecurityCategory } from "../../client/security-categories";
import { markerKey } from "../../contract/marker";
import { AccessDeniedError } from "../../errors";
import { declarationOf } from "../../groups/drift/align";
import { joinFirst } from "../../text/plural";
import { normalizeOrder } from "./normalize-order";
import type { Inventory, LeftOut } from "./plan";
import { type ExternalKind, type FoundTargets, mapIds, Target } from "./targets";

/** What a project has. */
export interface LiveProject {
  groups: readonly Group[];
  securityCategories: readonly SecurityCategory[];
  /** Whether the caller may list security categories. */
  showsCategories: boolean;
}

/** Reads the groups and security categories of a project. */
export async function readLive(client: IamClient): Promise<LiveProject> {
  const [groups, securityCategories] = await Promise.all([
    client.groups.list({ all: true }),
    client.securityCategories.list({ limit: null }).catch((error: unknown) => {
      if (error instanceof AccessDeniedError) return undefined;
      throw error;
    }),
  ]);
  return { groups, securityCategories: securityCategories ?? [], showsCategories: securityCategories !== undefined };
}

/** Which parts of a live project to use. */
export interface InventoryOptions {
  /** The names that count; none for all. */
  filter?: readonly string[] | undefined;
  /** Leave out groups that carry a marker of Pulumi. */
  excludeManaged?: boolean | undefined;
  /** The stack that is to import them. */
  stack: string;
  /** What scopes name, as far as it could be read; nothing when left out. */
  targets?: FoundTargets;
}

/**
 * What a live project has to declare, what the options leave out, and which IDs stay, since they have no known external ID or
 * name.
 */
export function inventoryOf(
  live: Omit<LiveProject, "showsCategories">,
  options: InventoryOptions,
): Inventory & { numbers: string[] } {
  const { filter = [], stack, targets } = options;
  const matches = matcher(filter);
  const [leftOut, notes]: [LeftOut[], string[]] = [[], []];
  const groups = live.groups.filter((group) => matches(group.name) && isWanted(group, options, leftOut, notes));
  const names = new Map(live.securityCategories.map(({ id, name }) => [id, name]));
  const referenced = new Set<number>();
  const unnamed = new Map<ScopeTargetKind, Set<string>>();

  const wanted = groups.map((group) => {
    const found = normalizeOrder(declarationOf(group));
    const numbers = new Set<ScopeTargetKind>();
    const content = mapIds(found, (id, kind) => {
      const called = kind === "securityCategories" ? names.get(Number(id)) : externalIdOf(Number(id), kind, targets);
      if (kind === "securityCategories" && called !== undefined) referenced.add(Number(id));
      if (called !== undefined) return new Target(kind, called);
      numbers.add(kind);
      unnamed.set(kind, (unnamed.get(kind) ?? new Set()).add(String(id)));
      return id;
    });
    const comments = [...numbers].map(
      (kind) => `${upperFirst(pluralOf(kind))} by their IDs, ${whyNumbers(kind, targets)}`,
    );
    // By external IDs, as these are the same in each project.
    return { ids: new Map([[stack, group.id]]), content: normalizeOrder(content), found, comments };
  });
  const securityCategories = live.securityCategories.filter(({ id, name }) => referenced.has(id) || matches(name));
  return {
    groups: wanted,
    securityCategories: securityCategories.map(({ id, name }) => ({ ids: new Map([[stack, id]]), content: { name } })),
    leftOut,
    notes,
    numbers: [...unnamed].map(
      ([kind, ids]) =>
        `${pluralOf(kind)} ${joinFirst(
          [...ids].sort((a, b) => Number(a) - Number(b)),
          20,
        )} keep their IDs, ${whyNumbers(kind, targets)}`,
    ),
  };
}

/** A text matches when any of the globs does: `*` is any text, `?` any character. */
export function matcher(globs: readonly string[]): (text: string) => boolean {
  const patterns = globs.map(
    (glob) =>
      new RegExp(
        `^${glob
          .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
          .replaceAll("*", ".*")
          .replaceAll("?", ".")}$`,
        "isu",
      ),
  );
  return (text) => patterns.length === 0 || patterns.some((pattern) => pattern.test(text));
}

function isWanted(
  { id, name, metadata }: Group,
  { excludeManaged = false }: InventoryOptions,
  leftOut: LeftOut[],
  notes: string[],
): boolean {
  const owner = metadata?.[markerKey];
  if (owner === undefined) return true;
  if (excludeManaged) leftOut.push({ title: name, id, why: `it has the marker of ${owner}` });
  else
    notes.push(
      `${JSON.stringify(name)} (${id}) has the marker of ${owner}, so two stacks would manage it: leave it out with --exclude-managed, or remove it from that stack first`,
    );
  return !excludeManaged;
}

const externalIdOf = (id: number, kind: ExternalKind, targets: FoundTargets | undefined): string | undefined =>
  targets?.all.get(kind)?.find((target) => target.id === id)?.externalId;

const whyNumbers = (kind: ScopeTargetKind, targets: FoundTargets | undefined) =>
  `which differ between projects: ${
    kind === "securityCategories"
      ? "they could not be listed"
      : targets?.unread.has(kind) === false
        ? "they have no external ID"
        : "they could not be read"
  }`;

const pluralOf = (kind: ScopeTargetKind) => scopeTargetKinds[kind].what.replace(/y$/, "ie").replace(/s?$/, "s");
const upperFirst = (text: string) => text.replace(/^./, (letter) => letter.toUpperCase());

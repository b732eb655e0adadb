import type { Group } from "../../client/groups";
import type { SecurityCategory } from "../../client/security-categories";
import { differingFields, type GroupContent } from "../../groups/canonical";
import { fillUnknown } from "../../groups/fill-unknown";
import { pluralize } from "../../text/plural";
import type { DeclaredAccess, DeclaredGroup } from "./from-state";
import { accessGroupOf, type Names } from "./group";
import { secretsAsUnknown } from "./hidden";
import { type AccessGroup, type AccessReport, type Category, reportKind, reportVersion } from "./model";
import { compare } from "./rights";
import { risksOf } from "./risks";
import { categoryNames, type TargetNames, withTargetNames } from "./target-names";

/** A live project as it was read. */
export interface LiveAccess {
  project: string;
  groups: readonly Group[];
  /** Undefined when they could not be read. */
  categories: readonly SecurityCategory[] | undefined;
  /** The names of members. */
  names: Names;
  /** External IDs of what scopes name. */
  targetNames: TargetNames;
  notes: readonly string[];
}

export interface ReportOptions {
  /** The names, or IDs, of the groups that are meant to manage groups. */
  adminGroups?: readonly string[] | undefined;
  /** Default: now. */
  at?: Date | undefined;
}

/** Who can do what, in a live project, in a state, or in both, compared by ID. At least one of them is given. */
export function accessReport(
  from: { live?: LiveAccess | undefined; state?: DeclaredAccess | undefined },
  { adminGroups = [], at = new Date() }: ReportOptions = {},
): AccessReport {
  const { live, state } = from;
  const notes = [...(live?.notes ?? [])];
  const declared = state?.groups ?? [];
  const here =
    live === undefined ? declared : declared.filter(({ project }) => (project ?? live.project) === live.project);
  if (here.length < declared.length) {
    const others = new Set(declared.flatMap(({ project }) => (project === live?.project ? [] : (project ?? []))));
    notes.push(
      `left out, since they are in other projects: ${pluralize(declared.length - here.length, "group")} of the state. To see them, set --project to ${[...others].sort(compare).join(" or ")}`,
    );
  }
  const categories = categoriesOf(live, state);
  const groups = (live === undefined ? here.map(declaredGroup) : compared(live, state && here)).map((group) =>
    withTargetNames(group, { ...live?.targetNames, ...categoryNames(categories, group.project) }),
  );
  const report: AccessReport = {
    kind: reportKind,
    version: reportVersion,
    at: at.toISOString(),
    sources: [...(live ? (["live"] as const) : []), ...(state ? (["state"] as const) : [])],
    projects: [...new Set([...(live ? [live.project] : []), ...groups.flatMap(({ project }) => project ?? [])])].sort(
      compare,
    ),
    groups: groups.sort((a, b) => compare(a.name, b.name) || (a.id ?? 0) - (b.id ?? 0)),
    categories: categories.sort((a, b) => compare(a.name, b.name)),
    categoriesComplete: live?.categories !== undefined,
    risks: [],
    notes,
  };
  return { ...report, risks: risksOf(report, { adminGroups }) };
}

/** The categories of a project, live where they could be read; without one, those of the state. */
function categoriesOf(live: LiveAccess | undefined, state: DeclaredAccess | undefined): Category[] {
  if (live?.categories !== undefined)
    return live.categories.map(({ id, name }) => ({ id, name, project: live.project }));
  const declared = state?.categories ?? [];
  return declared.filter(({ project }) => live === undefined || (project ?? live.project) === live.project);
}

/** A group as a state has it. */
export function declaredGroup({ urn, id, project, owner, content }: DeclaredGroup): AccessGroup {
  return { ...accessGroupOf({ key: urn, id, project, urn }, content), ...(owner !== undefined && { owner }) };
}

function compared(live: LiveAccess, declared: readonly DeclaredGroup[] | undefined): AccessGroup[] {
  const byId = new Map(declared?.flatMap((group) => (group.id === undefined ? [] : [[group.id, group]])));
  const groups = live.groups.map((group): AccessGroup => {
    const { project, names } = live;
    const known = byId.get(group.id);
    byId.delete(group.id);
    const identity = { key: `${project}/${group.id}`, id: group.id, project, urn: known?.urn };
    const content: GroupContent = { ...group };
    const shown = accessGroupOf(identity, content, names);
    if (declared === undefined) return shown;
    if (known === undefined) return { ...shown, managementStatus: "unmanaged" };
    const drift = differingFields(fillUnknown(secretsAsUnknown(known.content) as GroupContent, content), content);
    return drift.length === 0
      ? { ...shown, managementStatus: "managed" }
      : { ...shown, managementStatus: "drifted", drift };
  });
  const missing = [...byId.values()].map(
    (group): AccessGroup => ({ ...declaredGroup(group), managementStatus: "missing", rights: [], hidden: [] }),
  );
  return [...groups, ...missing];
}

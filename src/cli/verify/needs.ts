import { scopeTargetKinds } from "../../capabilities/scope-target-kinds";
import { assets, dataSets, extractionPipelines, locationFilters, timeSeries } from "../../client/scope-targets";
import type { Connection } from "../../connection/resolve";
import type { Kind } from "../../contract/resource-types";
import { compare } from "../access/rights";
import { isSameConnection, type StackResource } from "../stack-resources";

/** A right, and what it is for. */
export interface Need {
  acl: string;
  action: string;
  why: string;
}

const groupsAcl = (action: string, why: string): Need => ({ acl: "groupsAcl", action, why });

/** What each kind of resource needs, besides reading it. */
const reading: Readonly<Record<Kind, readonly Need[]>> = {
  Group: [groupsAcl("LIST", "read groups")],
  SecurityCategory: [{ acl: "securityCategoriesAcl", action: "LIST", why: "read security categories" }],
  Session: [{ acl: "sessionsAcl", action: "LIST", why: "read sessions" }],
};

const writing: Readonly<Record<Kind, readonly Need[]>> = {
  Group: [
    groupsAcl("CREATE", "create groups, and replace them, which is how they change"),
    groupsAcl("DELETE", "delete groups, and replace them"),
    { acl: "projectsAcl", action: "LIST", why: "check what you may do, so that you are not locked out" },
  ],
  SecurityCategory: [
    { acl: "securityCategoriesAcl", action: "CREATE", why: "create security categories" },
    { acl: "securityCategoriesAcl", action: "DELETE", why: "delete security categories" },
  ],
  Session: [
    { acl: "sessionsAcl", action: "CREATE", why: "create sessions" },
    { acl: "sessionsAcl", action: "DELETE", why: "revoke sessions" },
  ],
};

export const kinds = Object.keys(reading) as Kind[];

/** Every permission that this package can use. */
export const allNeeds = (): Need[] => kinds.flatMap((kind) => [...reading[kind], ...writing[kind]]);

const lookedUp = { dataSets, extractionPipelines, timeSeries, assets, locationFilters };

/** What lookups by external ID need. A state does not say whether the program has any. */
export const lookupNeeds: readonly Need[] = (Object.keys(lookedUp) as (keyof typeof lookedUp)[]).flatMap((kind) =>
  lookedUp[kind].needs.map((right) => ({ ...right, why: scopeTargetKinds[kind].lookup })),
);

/** How many resources of each kind there are. */
export type Counts = Partial<Record<Kind, number>>;

/** What is needed in a project. */
export interface ProjectNeeds {
  /** Undefined while the connection's is not known. */
  project: string | undefined;
  needs: Need[];
  /** What needs it; undefined where that is not known. */
  resources?: Counts;
}

/** Resources that this connection says nothing about. */
export interface Unchecked {
  /** The explicit provider whose connection is another; undefined where only the project is not known yet. */
  provider: string | undefined;
  resources: Counts;
}

/** What the resources of a stack need, project by project, and no more. */
export interface StackNeeds {
  /** Whether these are only what a preview changes. */
  isPreview: boolean;
  projects: ProjectNeeds[];
  unchecked: Unchecked[];
}

/** @param connection - the stack's; undefined while its settings are wrong. */
export function stackNeeds(
  { resources, isPreview }: { resources: readonly StackResource[]; isPreview: boolean },
  connection: Connection | undefined,
): StackNeeds {
  const [here, elsewhere] = [new Map<string | undefined, StackResource[]>(), new Map<string | undefined, Counts>()];
  for (const resource of resources) {
    const { provider, isProjectDeclared, project } = resource;
    const isOther = provider !== undefined && (connection === undefined || !isSameConnection(provider, connection));
    if (isOther || (isProjectDeclared && project === undefined)) {
      const name = isOther ? provider.name : undefined;
      elsewhere.set(name, counted([resource], elsewhere.get(name)));
    } else {
      const home = project ?? connection?.project;
      here.set(home, [...(here.get(home) ?? []), resource]);
    }
  }
  if (resources.length === 0) here.set(connection?.project, []);
  // The connection's own first, then by name.
  const rank = (project: string | undefined) => (project === connection?.project ? "" : (project ?? ""));
  return {
    isPreview,
    projects: [...here]
      .map(([project, each]) => ({ project, needs: needsOf(each), resources: counted(each) }))
      .sort((a, b) => compare(rank(a.project), rank(b.project))),
    unchecked: [...elsewhere]
      .map(([provider, counts]) => ({ provider, resources: counts }))
      .sort((a, b) => compare(a.provider ?? "", b.provider ?? "")),
  };
}

function needsOf(resources: readonly StackResource[]): Need[] {
  const all = resources.flatMap(({ kind, isExternal }) =>
    isExternal ? reading[kind] : [...reading[kind], ...writing[kind]],
  );
  return [...new Map(all.map((need) => [`${need.acl}:${need.action}`, need])).values()];
}

function counted(resources: readonly StackResource[], before: Counts = {}): Counts {
  const counts = { ...before };
  for (const { kind } of resources) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** The capabilities that grant some rights, one an ACL. */
export function capabilitiesFor(
  needs: readonly Need[],
): Record<string, { actions: string[]; scope: { all: object } }>[] {
  const byAcl = new Map<string, string[]>();
  for (const { acl, action } of needs) byAcl.set(acl, [...(byAcl.get(acl) ?? []), action]);
  return [...byAcl].map(([acl, actions]) => ({ [acl]: { actions, scope: { all: {} } } }));
}

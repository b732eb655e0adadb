import { type Kind, typeToken } from "../../contract/resource-types";
import { CdfError } from "../../errors";
import { isObject } from "../../validation/problems";

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
    groupsAcl("CREATE", "make groups, and replace them, which is how they are changed"),
    groupsAcl("DELETE", "delete groups, and replace them"),
    { acl: "projectsAcl", action: "LIST", why: "tell from the token what you may do, so that you are not locked out" },
  ],
  SecurityCategory: [
    { acl: "securityCategoriesAcl", action: "CREATE", why: "make security categories" },
    { acl: "securityCategoriesAcl", action: "DELETE", why: "delete security categories" },
  ],
  Session: [
    { acl: "sessionsAcl", action: "CREATE", why: "make sessions" },
    { acl: "sessionsAcl", action: "DELETE", why: "revoke sessions" },
  ],
};

const kinds = Object.keys(reading) as Kind[];

/** Every right that this package can make use of. */
export const allNeeds = (): Need[] => kinds.flatMap((kind) => [...reading[kind], ...writing[kind]]);

/** What the resources of a stack need, and what a user should know of them. */
export interface StackNeeds {
  needs: Need[];
  /** How many resources of each kind there are. */
  counts: Partial<Record<Kind, number>>;
  /** The CDF projects that they are in. */
  projects: string[];
  /** Explicit providers, whose connections are their own. */
  providers: string[];
}

/**
 * What the resources of a `pulumi stack export` need, and no more.
 * @throws CdfError `INVALID_ARGUMENT` when the text is no such export.
 */
export function stackNeeds(text: string): StackNeeds {
  const resources = exportedResources(text);
  const needs = new Map<string, Need>();
  const counts: Partial<Record<Kind, number>> = {};
  const [projects, providers] = [new Set<string>(), new Set<string>()];
  for (const { type, external, outputs, provider } of resources) {
    const kind = kinds.find((each) => typeToken(each) === type);
    if (kind === undefined) continue;
    counts[kind] = (counts[kind] ?? 0) + 1;
    const wanted = external === true ? reading[kind] : [...reading[kind], ...writing[kind]];
    for (const need of wanted) needs.set(`${need.acl}:${need.action}`, need);
    const project = isObject(outputs) ? outputs["project"] : undefined;
    if (typeof project === "string") projects.add(project);
    const name = /::([^:]+)::[^:]*$/.exec(String(provider))?.[1];
    if (name !== undefined && name !== "default") providers.add(name);
  }
  return { needs: [...needs.values()], counts, projects: [...projects].sort(), providers: [...providers].sort() };
}

function exportedResources(text: string): Record<string, unknown>[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const deployment = isObject(json) ? json["deployment"] : undefined;
  if (!isObject(deployment))
    throw new CdfError("INVALID_ARGUMENT", "that is no stack export: write one with `pulumi stack export --file …`");
  const { resources } = deployment;
  return Array.isArray(resources) ? resources.filter(isObject) : [];
}

/** The capabilities that grant some rights, one an ACL. */
export function capabilitiesFor(
  needs: readonly Need[],
): Record<string, { actions: string[]; scope: { all: object } }>[] {
  const byAcl = new Map<string, string[]>();
  for (const { acl, action } of needs) byAcl.set(acl, [...(byAcl.get(acl) ?? []), action]);
  return [...byAcl].map(([acl, actions]) => ({ [acl]: { actions, scope: { all: {} } } }));
}

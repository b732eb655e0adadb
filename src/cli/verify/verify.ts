import { countsIn } from "../../capabilities/projects";
import { missingCapabilities } from "../../capabilities/rights";
import { findAcl } from "../../capabilities/types";
import { IamClient } from "../../client/client";
import type { Group } from "../../client/groups";
import type { TokenInspection } from "../../client/token-inspection";
import { type Connection, resolveConnection } from "../../connection/resolve";
import { CdfError } from "../../errors";
import { listOf, objectOf } from "../../validation/problems";
import { type Counts, capabilitiesFor, lookupNeeds, type Need, type ProjectNeeds } from "./needs";
import { type Setting, type SettingSources, settingsShown } from "./settings";

/** What a connection gives its user. */
export interface Verification {
  settings: Setting[];
  /** Why there is nothing more to say: the settings or the token is wrong. */
  problem: string | undefined;
  subject: string | undefined;
  /** The projects that the token shows, with the IDs of the caller's groups there. */
  projects: { name: string; groups: number[] }[];
  /** One for each project that was to be checked. */
  checks: ProjectCheck[];
}

/** What a user may do in a project. */
export interface ProjectCheck {
  project: string | undefined;
  /** Why the caller's permissions there are unknown. */
  problem: string | undefined;
  /** The caller's groups in the project; undefined when they are unknown. */
  groups: { id: number; name: string; through: string }[] | undefined;
  /** The required permissions, and whether the caller has them; undefined when that is unknown. */
  rights: (Need & { held: boolean | undefined })[];
  /** The permissions for lookups by external ID, which not every program needs; none while they are unknown. */
  lookups: (Need & { held: "all" | "limited" | "none" })[];
  /** What needs them, where a stack says so. */
  resources: Counts | undefined;
}

/** The settings, and the connection that results from them. */
export interface Attempt {
  settings: Setting[];
  connection: Connection | undefined;
  problem: string | undefined;
}

/** Works out the connection, without a call. */
export function tryConnection(sources: SettingSources): Attempt {
  try {
    const connection = resolveConnection(sources);
    return { settings: settingsShown(sources, connection), connection, problem: undefined };
  } catch (error) {
    if (!(error instanceof CdfError)) throw error;
    return { settings: settingsShown(sources, undefined), connection: undefined, problem: error.message };
  }
}

/** Checks, with reads only and one token, what a user may do in each of some projects. */
export async function verifyAccess(attempt: Attempt, wanted: readonly ProjectNeeds[]): Promise<Verification> {
  const { settings, connection, problem } = attempt;
  const unseen = wanted.map(({ project, needs, resources }) => ({
    project,
    problem: undefined,
    groups: undefined,
    rights: needs.map((need) => ({ ...need, held: undefined })),
    lookups: [],
    resources,
  }));
  const nothing: Verification = { settings, problem, subject: undefined, projects: [], checks: unseen };
  if (connection === undefined) return nothing;
  const client = new IamClient(connection);
  const { value: token, error } = await settled(() => client.token.inspect());
  if (token === undefined) return { ...nothing, problem: error };
  return {
    ...nothing,
    subject: token.subject,
    projects: token.projects.map(({ projectUrlName, groups }) => ({ name: projectUrlName, groups })),
    checks: await Promise.all(unseen.map((check) => checkProject(check, client, token))),
  };
}

async function checkProject(check: ProjectCheck, client: IamClient, token: TokenInspection): Promise<ProjectCheck> {
  const project = check.project ?? client.project;
  const own = await settled(async () => client.inProject(project).groups.list());
  const groups = own.value?.map(({ id, name, ...group }) => ({ id, name, through: membershipText(group) }));
  const capabilities = capabilitiesIn(project, token, own.value);
  if (capabilities === undefined) return { ...check, problem: unreachable(project, token, own.error) };
  const rights = check.rights.map((need) => ({ ...need, held: holds(capabilities, need, project) }));
  const lookups = lookupNeeds.map((need) => ({ ...need, held: extentOf(capabilities, need, project) }));
  return { ...check, groups, rights, lookups };
}

/** The group that would give a user what is needed. */
export function neededGroup(needs: readonly Need[], connection: Pick<Verification, "settings">) {
  const clientId = connection.settings.find(({ key }) => key === "clientId")?.value;
  const who = clientId === undefined ? "you are" : `the client ${clientId} is`;
  return {
    name: "pulumi",
    sourceId: `<the ID of an identity provider group that ${who} in>`,
    capabilities: capabilitiesFor(needs),
  };
}

/** The result of a call, or its error message; errors that are bugs are thrown. */
async function settled<T>(call: () => Promise<T>): Promise<{ value?: T; error?: string }> {
  try {
    return { value: await call() };
  } catch (error) {
    if (error instanceof CdfError) return { error: error.message };
    throw error;
  }
}

/** What the caller holds in the project: by the token, or where that leaves the project out, by their own groups. */
function capabilitiesIn(
  project: string,
  token: TokenInspection,
  own: readonly Group[] | undefined,
): readonly object[] | undefined {
  if (token.projects.some(({ projectUrlName }) => projectUrlName === project)) return token.capabilities;
  return own?.flatMap(({ capabilities }) => capabilities ?? []);
}

const holds = (capabilities: readonly object[], { acl, action }: Need, project: string): boolean =>
  missingCapabilities({ capabilities }, { [acl]: { actions: [action], scope: { all: {} } } }, project).length === 0;

/** How far a permission reaches: everywhere, in some scopes, or nowhere. */
function extentOf(capabilities: readonly object[], need: Need, project: string): "all" | "limited" | "none" {
  if (holds(capabilities, need, project)) return "all";
  const isLimited = capabilities.some(
    (each) =>
      countsIn(each, project) &&
      Object.entries(each).some(
        ([acl, grant]) => findAcl(acl)?.name === need.acl && listOf(objectOf(grant)["actions"]).includes(need.action),
      ),
  );
  return isLimited ? "limited" : "none";
}

function unreachable(project: string, { projects }: TokenInspection, error = ""): string {
  const others = projects.map(({ projectUrlName }) => projectUrlName).join(", ");
  const reached = others === "" ? "no project" : others;
  return `Cannot tell what you may do in project ${project}: the token shows ${reached}, and your groups there could not be listed (${error}). Check the name of the project, or ask for a group in it that gives groupsAcl:LIST and projectsAcl:LIST.`;
}

function membershipText({ sourceId, members }: Pick<Group, "sourceId" | "members">): string {
  if (members === "allUserAccounts") return "all user accounts";
  if (Array.isArray(members)) return "members";
  return sourceId ? `sourceId ${sourceId}` : "nobody";
}

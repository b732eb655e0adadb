import { missingCapabilities } from "../../capabilities/rights";
import { IamClient } from "../../client/client";
import type { Group } from "../../client/groups";
import type { TokenInspection } from "../../client/token-inspection";
import { type Connection, resolveConnection } from "../../connection/resolve";
import { CdfError } from "../../errors";
import { capabilitiesFor, type Need } from "./needs";
import { type Setting, type SettingSources, settingsShown } from "./settings";

/** Where a user stands with a connection. */
export interface Verification {
  settings: Setting[];
  /** Why there is nothing more to say: the settings, the token or the project is wrong. */
  problem: string | undefined;
  project: string | undefined;
  subject: string | undefined;
  /** The projects that the token shows, with the ids of the caller's groups there. */
  projects: { name: string; groups: number[] }[];
  /** The caller's groups in the project; undefined when they cannot be seen. */
  groups: { id: number; name: string; through: string }[] | undefined;
  /** The rights that are needed, and whether they are there; undefined when that cannot be seen. */
  rights: (Need & { held: boolean | undefined })[];
}

/** Finds out, with nothing but reads, where a user stands. */
export async function verifyAccess(sources: SettingSources, needs: readonly Need[]): Promise<Verification> {
  const { connection, problem } = tryConnection(sources);
  const nothing: Verification = {
    settings: settingsShown(sources, connection),
    problem,
    project: connection?.project,
    subject: undefined,
    projects: [],
    groups: undefined,
    rights: needs.map((need) => ({ ...need, held: undefined })),
  };
  if (connection === undefined) return nothing;
  const client = new IamClient(connection);
  const inspection = await settled(client.token.inspect());
  if (inspection.error !== undefined) return { ...nothing, problem: inspection.error };
  const own = await settled(client.groups.list());
  const token = inspection.value;
  const shown: Verification = {
    ...nothing,
    subject: token?.subject,
    projects: (token?.projects ?? []).map(({ projectUrlName, groups }) => ({ name: projectUrlName, groups })),
    groups: own.value?.map(({ id, name, ...group }) => ({ id, name, through: membershipText(group) })),
  };
  const capabilities = capabilitiesIn(connection.project, token, own.value);
  if (capabilities !== undefined) {
    const rights = needs.map((need) => ({ ...need, held: holds(capabilities, need, connection.project) }));
    return { ...shown, rights };
  }
  return { ...shown, problem: unreachable(connection.project, shown, own.error) };
}

/** The group that would give a user what is needed. */
export function neededGroup(needs: readonly Need[], connection: Pick<Verification, "settings">) {
  const clientId = connection.settings.find(({ key }) => key === "clientId")?.value;
  const who = clientId === undefined ? "you are" : `the client ${clientId} is`;
  return {
    name: "pulumi",
    sourceId: `<the id of a group of your identity provider that ${who} in>`,
    capabilities: capabilitiesFor(needs),
  };
}

function tryConnection(sources: SettingSources): { connection?: Connection; problem?: string } {
  try {
    return { connection: resolveConnection(sources) };
  } catch (error) {
    if (error instanceof CdfError) return { problem: error.message };
    throw error;
  }
}

/** A call's answer, or what went wrong in words; what is no fault of the service or the user is thrown. */
async function settled<T>(call: Promise<T>): Promise<{ value?: T; error?: string }> {
  try {
    return { value: await call };
  } catch (error) {
    if (error instanceof CdfError) return { error: error.message };
    throw error;
  }
}

/** What the caller holds in the project: by the token, or where that leaves the project out, by his own groups. */
function capabilitiesIn(
  project: string,
  token: TokenInspection | undefined,
  own: readonly Group[] | undefined,
): readonly object[] | undefined {
  if (token?.projects.some(({ projectUrlName }) => projectUrlName === project)) return token.capabilities;
  return own?.flatMap(({ capabilities }) => capabilities ?? []);
}

const holds = (capabilities: readonly object[], { acl, action }: Need, project: string): boolean =>
  missingCapabilities({ capabilities }, { [acl]: { actions: [action], scope: { all: {} } } }, project).length === 0;

function unreachable(project: string, { projects }: Verification, error = ""): string {
  const others = projects.map(({ name }) => name).join(", ");
  const reached = others === "" ? "it shows no project at all" : `the projects that it shows are ${others}`;
  return `The token does not show project ${project} (${reached}), and its own groups there cannot be listed either. Either the project is another one, or the token is in no group of it, or in none with groupsAcl:LIST and projectsAcl:LIST. The service said: ${error}`;
}

function membershipText({ sourceId, members }: Pick<Group, "sourceId" | "members">): string {
  if (members === "allUserAccounts") return "all user accounts";
  if (Array.isArray(members)) return "members";
  return sourceId ? `sourceId ${sourceId}` : "nobody";
}

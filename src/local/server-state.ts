import { parseGroupSpecs } from "./group-spec";
import type { LocalClient, LocalIamOptions, LocalUserProfile } from "./options";
import type { GroupRecord } from "./records";
import { firstTargets, readGiven } from "./scope-target-seeds";
import { Store } from "./store";
import { Tokens } from "./tokens";

/** What every operation sees of the server: its state and its settings. */
export interface ServerState {
  /** Where the server listens; empty until it does. */
  url: string;
  store: Store;
  tokens: Tokens;
  clients: ReadonlyMap<string, LocalClient>;
  profiles: readonly (LocalUserProfile & { lastUpdatedTime: number })[];
  settings: Settings;
}

/** The settings of the server; latency and lag may change while it runs. */
export interface Settings {
  latencyMs: number;
  listLagMs: number;
  groupQuota: number;
  tokenLifetimeSeconds: number;
  unknownGroupDelete: "missing" | "ignore";
  returnSourceIdWithMembers: boolean;
  lowerCaseScopeKeys: boolean;
  dataModelingOnly: boolean;
}

const ADMINISTRATORS = "cdf-administrators";

const DEFAULT_CLIENT: LocalClient = {
  clientId: "local-admin",
  clientSecret: "local-admin-secret",
  groups: [ADMINISTRATORS],
};

/** The state and settings of a server, from its options; new projects get their first groups. */
export function createServerState(options: LocalIamOptions): ServerState {
  const { clients = [DEFAULT_CLIENT], profiles = [] } = options;
  if (clients.length === 0) throw new Error("The local IAM server needs at least one client.");
  const store = new Store(options.dataFile);
  try {
    const settings = settingsWithDefaults(options);
    for (const project of projectsOf(options, store)) {
      if (store.find(project) !== undefined) continue;
      store.addProject(project, [["groups", firstGroups(options, settings, store)], ...firstTargets(options, store)]);
    }
    if (store.projects.length === 0) throw new Error("The local IAM server needs at least one project.");
    const now = Date.now();
    return {
      url: "",
      store,
      tokens: new Tokens(store),
      clients: new Map(clients.map((client) => [client.clientId, client])),
      profiles: profiles.map((one) => ({ identityType: "USER", lastUpdatedTime: now, ...one })),
      settings,
    };
  } catch (error) {
    store.close();
    throw error;
  }
}

/** The project that applies where none is named. */
export function firstProject({ projects }: LocalIamOptions, { store }: ServerState): string {
  return projects?.[0] ?? store.projects[0] ?? "";
}

function projectsOf({ projects }: LocalIamOptions, store: Store): readonly string[] {
  return projects ?? (store.projects.length > 0 ? [] : ["local-project"]);
}

function settingsWithDefaults(options: LocalIamOptions): Settings {
  return {
    latencyMs: options.latencyMs ?? 0,
    listLagMs: options.listLagMs ?? 0,
    groupQuota: options.groupQuota ?? 500,
    tokenLifetimeSeconds: options.tokenLifetimeSeconds ?? 3600,
    unknownGroupDelete: options.unknownGroupDelete ?? "missing",
    returnSourceIdWithMembers: options.returnSourceIdWithMembers ?? false,
    lowerCaseScopeKeys: options.lowerCaseScopeKeys ?? false,
    dataModelingOnly: options.dataModelingOnly ?? false,
  };
}

/** Created at time 0: lists do not lag behind the initial content. */
function firstGroups(options: LocalIamOptions, settings: Settings, store: Store): GroupRecord[] {
  const all = { all: {} };
  const administrators = {
    name: ADMINISTRATORS,
    sourceId: ADMINISTRATORS,
    capabilities: [
      { groupsAcl: { actions: ["LIST", "READ", "CREATE", "UPDATE", "DELETE"], scope: all } },
      { projectsAcl: { actions: ["READ", "LIST", "UPDATE"], scope: all } },
      { securityCategoriesAcl: { actions: ["LIST", "CREATE", "UPDATE", "DELETE", "MEMBEROF"], scope: all } },
      { sessionsAcl: { actions: ["LIST", "CREATE", "DELETE"], scope: all } },
      ...readGiven(options),
    ],
  };
  return parseGroupSpecs([administrators, ...(options.groups ?? [])], settings.dataModelingOnly).map((spec) => ({
    ...spec,
    id: store.newId(),
    createdTime: 0,
    deletedTime: -1,
  }));
}

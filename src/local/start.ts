import { setMaxListeners } from "node:events";
import { createApp } from "./app";
import { Faults } from "./faults";
import { answerGroup } from "./group-answer";
import { makeGroups, removeGroups } from "./groups";
import { listen } from "./listen";
import type { LocalClient, LocalIamOptions, LocalScopeTargetSpec } from "./options";
import { Recorder } from "./recorder";
import { newTargets } from "./scope-target-seeds";
import { answerSecurityCategory, makeSecurityCategories, removeSecurityCategories } from "./security-categories";
import type { ServerState } from "./server-state";
import { createServerState, firstProject } from "./server-state";
import { answerSession } from "./sessions";
import type {
  LocalConnection,
  LocalGroup,
  LocalIam,
  LocalScopeTarget,
  LocalScopeTargetKind,
  LocalState,
} from "./types";

/**
 * Starts a stand-in for the CDF IAM API and its OAuth token endpoint on this machine. It keeps state, and enforces and
 * answers what the service does: permissions by the caller's groups, limits, uniqueness, paging, soft delete, error
 * shapes.
 *
 * @param options - the initial content, and the behaviour.
 * @throws Error when the port or the address is not available, the data file cannot be used, or an option is invalid.
 * @example
 * ```ts
 * const iam = await startLocalIam();
 * const client = new IamClient(iam.connection);
 * await client.groups.create({ name: "readers" });
 * await iam.close();
 * ```
 */
export async function startLocalIam(options: LocalIamOptions = {}): Promise<LocalIam> {
  const server = createServerState(options);
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const recorder = new Recorder();
  const faults = new Faults();
  const { host = "127.0.0.1", port = 0, allowedHosts = [] } = options;
  const app = createApp({ server, recorder, faults, ownHosts: { host, allowedHosts }, closing: stop.signal });
  const listening = await listen(app, host, port).catch((error: unknown) => {
    server.store.close();
    throw error;
  });
  server.url = listening.url;

  const project = firstProject(options, server);
  const connection = connectionTo(server, project, clientOf(server));
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    stop.abort();
    await listening.close();
    server.store.close();
  };

  return {
    url: server.url,
    connection,
    env: environmentOf(connection),
    requests: recorder.requests,
    maxConcurrent: recorder.maxConcurrent,
    get latencyMs() {
      return server.settings.latencyMs;
    },
    set latencyMs(ms) {
      server.settings.latencyMs = ms;
    },
    get listLagMs() {
      return server.settings.listLagMs;
    },
    set listLagMs(ms) {
      server.settings.listLagMs = ms;
    },
    fail: (rule) => faults.add(rule),
    token: (clientId) =>
      server.tokens.issue(clientOf(server, clientId), server.url, server.settings.tokenLifetimeSeconds),
    connectionFor: (clientId, to = project) => connectionTo(server, to, clientOf(server, clientId)),
    state: (of = project) => projectState(server, of),
    createGroup: (spec, to = project) => createGroup(server, to, spec),
    deleteGroup: (id, from = project) => removeGroups(server, from, [id]) > 0,
    createSecurityCategory: (name, to = project) => createCategory(server, to, name),
    deleteSecurityCategory: (id, from = project) => removeSecurityCategories(server, from, [id]) > 0,
    createScopeTarget: (kind, spec, to = project) => createTarget(server, to, kind, spec),
    revokeTokens: () => server.tokens.revokeAll(),
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

function clientOf({ clients }: ServerState, clientId?: string): LocalClient {
  const client = clientId === undefined ? clients.values().next().value : clients.get(clientId);
  if (client === undefined) throw new Error(`There is no client ${clientId} in the local IAM server.`);
  return client;
}

function connectionTo(
  { url, store }: ServerState,
  project: string,
  { clientId, clientSecret }: LocalClient,
): LocalConnection {
  store.of(project);
  return { project, baseUrl: url, idp: "other", tokenUrl: `${url}/oauth2/token`, clientId, clientSecret };
}

function environmentOf({
  project,
  baseUrl,
  tokenUrl,
  clientId,
  clientSecret,
}: LocalConnection): Record<string, string> {
  return {
    CDF_PROJECT: project,
    CDF_CLUSTER: "local",
    CDF_URL: baseUrl,
    PROVIDER: "other",
    LOGIN_FLOW: "client_credentials",
    IDP_TOKEN_URL: tokenUrl,
    IDP_CLIENT_ID: clientId,
    IDP_CLIENT_SECRET: clientSecret,
    IDP_SCOPES: `${baseUrl}/.default`,
    IDP_AUDIENCE: baseUrl,
  };
}

function projectState({ store, settings }: ServerState, project: string): LocalState {
  const { groups, securityCategories, sessions, ...targets } = store.of(project);
  return {
    groups: [...groups.values()].map((group) => answerGroup(group, settings)),
    securityCategories: [...securityCategories.values()]
      .filter((one) => one.deletedTime === -1)
      .map(answerSecurityCategory),
    sessions: [...sessions.values()].map(answerSession),
    dataSets: [...targets.dataSets.values()],
    extractionPipelines: [...targets.extractionPipelines.values()],
    timeSeries: [...targets.timeSeries.values()],
    assets: [...targets.assets.values()],
    locationFilters: [...targets.locationFilters.values()],
  };
}

function createGroup(server: ServerState, project: string, spec: object): LocalGroup {
  const [group] = makeGroups(server, project, [JSON.parse(JSON.stringify(spec))]);
  if (group === undefined) throw new Error("No group was created.");
  return answerGroup(group, server.settings);
}

function createCategory(server: ServerState, project: string, name: string): { id: number; name: string } {
  const [category] = makeSecurityCategories(server, project, [name]);
  if (category === undefined) throw new Error("No security category was created.");
  return answerSecurityCategory(category);
}

function createTarget(
  { store }: ServerState,
  project: string,
  kind: LocalScopeTargetKind,
  spec: LocalScopeTargetSpec,
): LocalScopeTarget {
  const [target] = newTargets([JSON.parse(JSON.stringify(spec))], kind, store, store.of(project)[kind].values());
  if (target === undefined) throw new Error("Nothing was created.");
  store.save(project, kind, [target]);
  return target;
}

import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { apiError, IamError, notFound } from "./errors";
import type { Faults } from "./faults";
import { createGroups, deleteGroups, listGroups } from "./groups";
import { isObject } from "./json";
import type { LocalRequest } from "./local-request";
import { issueToken } from "./oauth";
import type { OperationHandler, Reply } from "./operation-call";
import type { Operation } from "./operations";
import { hostRefusal, type OwnHosts } from "./own-hosts";
import { getProject, updateProject } from "./projects";
import { type Received, receive, redact } from "./receive";
import type { Recorder } from "./recorder";
import { respond } from "./respond";
import { rightsOfCaller } from "./rights";
import { listLocationFilters, listTargets, retrieveTargets } from "./scope-targets";
import { createSecurityCategories, deleteSecurityCategories, listSecurityCategories } from "./security-categories";
import type { ServerState } from "./server-state";
import { createSession, listSessions, retrieveSessions, revokeSessions } from "./sessions";
import { inspectToken } from "./token-inspect";
import { listProfiles, myProfile, retrieveProfiles, searchProfiles } from "./user-profiles";

/** The parts of the server. */
export interface Parts {
  server: ServerState;
  recorder: Recorder;
  faults: Faults;
  /** The names that the server answers to. */
  ownHosts: OwnHosts;
  /** Aborted when the server closes. */
  closing: AbortSignal;
}

/** The calls inside a project: method, path below the project, name, handler. */
const PROJECT_OPERATIONS: readonly (readonly ["GET" | "POST", string, Operation, OperationHandler])[] = [
  ["GET", "", "projects.get", getProject],
  ["POST", "/update", "projects.update", updateProject],
  ["GET", "/groups", "groups.list", listGroups],
  ["POST", "/groups", "groups.create", createGroups],
  ["POST", "/groups/delete", "groups.delete", deleteGroups],
  ["GET", "/securitycategories", "securityCategories.list", listSecurityCategories],
  ["POST", "/securitycategories", "securityCategories.create", createSecurityCategories],
  ["POST", "/securitycategories/delete", "securityCategories.delete", deleteSecurityCategories],
  ["GET", "/sessions", "sessions.list", listSessions],
  ["POST", "/sessions", "sessions.create", createSession],
  ["POST", "/sessions/byids", "sessions.byids", retrieveSessions],
  ["POST", "/sessions/revoke", "sessions.revoke", revokeSessions],
  ["GET", "/profiles/me", "profiles.me", myProfile],
  ["GET", "/profiles", "profiles.list", listProfiles],
  ["POST", "/profiles/byids", "profiles.byids", retrieveProfiles],
  ["POST", "/profiles/search", "profiles.search", searchProfiles],
  ["POST", "/datasets/byids", "dataSets.byids", retrieveTargets("dataSets")],
  ["POST", "/datasets/list", "dataSets.list", listTargets("dataSets")],
  ["POST", "/extpipes/byids", "extractionPipelines.byids", retrieveTargets("extractionPipelines")],
  ["POST", "/extpipes/list", "extractionPipelines.list", listTargets("extractionPipelines")],
  ["POST", "/timeseries/byids", "timeSeries.byids", retrieveTargets("timeSeries")],
  ["POST", "/assets/byids", "assets.byids", retrieveTargets("assets")],
];

const LOCATION_FILTERS = "/storage/config/locationfilters";

/** The calls inside a project below `/apps/v1`, in place of `/api/v1`. */
const APPS_OPERATIONS: typeof PROJECT_OPERATIONS = [
  ["POST", `${LOCATION_FILTERS}/byids`, "locationFilters.byids", retrieveTargets("locationFilters")],
  ["POST", `${LOCATION_FILTERS}/list`, "locationFilters.list", listLocationFilters],
];

type ServerContext = Context<{ Bindings: HttpBindings }>;
type Act = (request: LocalRequest, received: Received, authorization: string | undefined) => Reply;

/** The server's routes. A trailing slash changes nothing, as in the service. */
export function createApp(parts: Parts): Hono<{ Bindings: HttpBindings }> {
  const { server } = parts;
  const app = new Hono<{ Bindings: HttpBindings }>({ strict: false });
  app.use(async (c, next) => {
    const refusal = hostRefusal(c.env.incoming, parts.ownHosts);
    return refusal === undefined ? next() : c.json(refusal.body, 403);
  });
  app.post("/oauth2/token", (c) => serve(c, parts, "token", (_, received) => issueToken(server, bodyOf(received))));
  app.get("/api/v1/token/inspect", (c) =>
    serve(c, parts, "inspect", (_, __, authorization) => {
      return { status: 200, body: inspectToken(server, server.tokens.check(authorization)) };
    }),
  );
  for (const [root, [method, path, operation, handler]] of [
    ...PROJECT_OPERATIONS.map((one) => ["/api/v1", one] as const),
    ...APPS_OPERATIONS.map((one) => ["/apps/v1", one] as const),
  ]) {
    const act: Act = ({ project = "", query }, received, authorization) => {
      const caller = server.tokens.check(authorization);
      const rights = rightsOfCaller(server.store, caller, project);
      const body = method === "POST" ? bodyOf(received) : undefined;
      return handler({ server, project, caller, rights, query, body });
    };
    app.on(method, `${root}/projects/:project${path}`, (c) => serve(c, parts, operation, act));
  }
  app.notFound((c) =>
    serve(c, parts, undefined, () => {
      throw notFound();
    }),
  );
  app.onError((error, c) => c.json(apiError(500, `The local IAM server failed: ${error.message}`).body, 500));
  return app;
}

async function serve(c: ServerContext, parts: Parts, operation: Operation | undefined, act: Act): Promise<Response> {
  const { incoming } = c.env;
  const outgoing = c.env.outgoing;
  const request = parts.recorder.begin({
    method: incoming.method ?? "",
    path: incoming.url?.replace(/\?.*$/s, "") ?? "",
    query: c.req.query(),
    headers: incoming.headers,
    project: c.req.param("project"),
    operation,
  });
  try {
    const { authorization } = incoming.headers;
    const received = await receive(incoming, operation === "token");
    request.body = redact(received.body);
    request.clientId = operation === "token" ? clientIdIn(received.body) : clientIdOf(authorization, parts.server);
    const { latencyMs } = parts.server.settings;
    const then = (): Reply => act(request, received, authorization);
    return await respond({ ...parts, request, incoming, outgoing, latencyMs, act: then });
  } finally {
    parts.recorder.end(request);
  }
}

function bodyOf({ body, problem }: Received): unknown {
  if (problem !== undefined) throw problem;
  return body;
}

function clientIdIn(form: unknown): string | undefined {
  const id = isObject(form) ? form["client_id"] : undefined;
  return typeof id === "string" ? id : undefined;
}

/** The sender, for the record only: an invalid token is refused later. */
function clientIdOf(authorization: string | undefined, { tokens }: ServerState): string | undefined {
  try {
    return tokens.check(authorization).clientId;
  } catch (error) {
    if (error instanceof IamError) return undefined;
    throw error;
  }
}

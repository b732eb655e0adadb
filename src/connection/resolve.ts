import { ConfigError } from "../errors";
import { didYouMean } from "../text/nearest";
import { projectNameProblem, shownSetting } from "./project-name";
import {
  type ConnectionKey,
  credentialPlace,
  type LoginFlow,
  loginFlowIn,
  loginFlowNames,
  nonEmpty,
  placeNames,
  type SettingPlaces,
  type SettingSource,
  settingSources,
  whereToSet,
} from "./settings";

/** The credentials: a ready token, or a client that gets tokens from the token endpoint. */
export type Credentials =
  | {
      /** A ready token. */
      kind: "token";
      /** The token, which is not renewed. A secret. */
      token: string;
    }
  | {
      /** A client that gets tokens and renews them in time. */
      kind: "clientCredentials";
      /** The OAuth token endpoint. */
      tokenUrl: string;
      /** The OAuth client. */
      clientId: string;
      /** The client's secret. A secret. */
      clientSecret: string;
      /** OAuth scopes, separated by spaces. Undefined: none are requested. */
      scope: string | undefined;
      /** The OAuth audience. Undefined: none is sent. */
      audience: string | undefined;
    };

/** A connection whose settings are complete. */
export interface Connection {
  /** The CDF project's URL name. */
  project: string;
  /** The root URL of the API, without a trailing slash. */
  baseUrl: string;
  /** The credentials to use there. */
  credentials: Credentials;
  /** Whether a delete may remove your own permissions to manage groups. The client ignores it. */
  allowLockout: boolean;
  /** Whether groups carry an owner marker, the metadata entry `pulumi`. The client ignores it. */
  ownerMetadata: boolean;
  /** The timeout of one attempt, in ms. Environment variable `CDF_CLIENT_TIMEOUT` (in seconds); default 60,000. */
  timeoutMs: number;
}

/** The longest delay that a timer supports, in ms. */
const longestTimer = 2 ** 31 - 1;

const unsupportedFlows = ["device_code", "interactive", "session"];
const idps = ["entra_id", "auth0", "cdf", "other"];

/**
 * Resolves the connection from its three sources, key by key; credentials come from a single source.
 * @throws ConfigError that lists everything missing or invalid, and where to set it.
 */
export function resolveConnection(sources: SettingPlaces): Connection {
  const places = settingSources(sources);
  const problems: string[] = [];
  const get = (key: ConnectionKey) => places.map((place) => place.get(key)).find((value) => value !== undefined);
  const missing = (key: ConnectionKey, why = "") => problems.push(`${key} is missing${why}: ${whereToSet(key)}`);

  const project = get("project");
  if (project === undefined) missing("project");
  else {
    const problem = projectNameProblem(project);
    if (problem !== undefined) problems.push(`project ${problem}`);
  }
  const cluster = get("cluster");
  if (cluster !== undefined && (!/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(cluster) || /\.cognitedata\.com$/i.test(cluster)))
    problems.push(
      `cluster is not a valid cluster name, such as "westeurope-1": write it without https:// and .cognitedata.com${found(cluster)}`,
    );
  const baseUrl = get("baseUrl") ?? (cluster && `https://${cluster}.cognitedata.com`);
  if (baseUrl === undefined) missing("cluster", " (or baseUrl)");
  else if (get("baseUrl") !== undefined) checkUrl("baseUrl", baseUrl, problems);

  const [flow, named] = [loginFlowIn(sources.environment), nonEmpty(sources.environment["LOGIN_FLOW"])];
  if (flow === undefined && named !== undefined) problems.push(unknownFlow(named));
  const credentials = resolveCredentials({
    places,
    flow,
    get,
    missing,
    problems,
    project,
    cluster: cluster ?? clusterOf(baseUrl),
  });
  const allowLockout = parseBoolean("allowLockout", get("allowLockout"), false, problems);
  const ownerMetadata = parseBoolean("ownerMetadata", get("ownerMetadata"), true, problems);
  const seconds = nonEmpty(sources.environment["CDF_CLIENT_TIMEOUT"]) ?? "60";
  const timeout = Number(seconds);
  if (!(timeout > 0 && Number.isFinite(timeout)))
    problems.push(`CDF_CLIENT_TIMEOUT must be a positive number of seconds${found(seconds)}`);

  if (problems.length > 0 || project === undefined || baseUrl === undefined || credentials === undefined)
    throw new ConfigError(
      `The connection to Cognite Data Fusion is incomplete or invalid:${problems.map((p) => `\n  - ${p}`).join("")}`,
    );
  return {
    project,
    baseUrl: baseUrl.replace(/\/+$/, ""),
    credentials,
    allowLockout,
    ownerMetadata,
    timeoutMs: Math.min(Math.ceil(timeout * 1000), longestTimer),
  };
}

interface CredentialSources {
  places: readonly SettingSource[];
  flow: LoginFlow | undefined;
  get(key: ConnectionKey): string | undefined;
  missing(key: ConnectionKey, why?: string): void;
  problems: string[];
  project: string | undefined;
  cluster: string | undefined;
}

function resolveCredentials(sources: CredentialSources): Credentials | undefined {
  const { places, flow, get, missing, problems, cluster, project } = sources;
  const place = credentialPlace(places, flow);
  const token = flow === "client_credentials" ? undefined : place?.get("token");
  if (token !== undefined && !isToken(token)) problems.push(`token ${invalidToken}`);
  if (token !== undefined) return { kind: "token", token };
  if (flow === "token") return void missing("token", " (LOGIN_FLOW is token)");

  const clientId = place?.get("clientId");
  const clientSecret = place?.get("clientSecret");
  const together =
    place === undefined ? "" : ` (the other half is in ${placeNames[place.name]}; both must come from the same place)`;
  const alone = flow === undefined ? " (or a ready token)" : ` (LOGIN_FLOW is ${flow})`;
  if (clientId === undefined) missing("clientId", together || alone);
  if (clientSecret === undefined) missing("clientSecret", together);

  const idp = get("idp") ?? "entra_id";
  if (!idps.includes(idp)) {
    problems.push(`idp is "${idp}", but must be one of ${idps.join(", ")}${didYouMean(idp, idps)}`);
    return undefined;
  }
  const tokenUrl = tokenUrlOf(idp, get);
  if (tokenUrl === undefined)
    missing(idp === "entra_id" ? "tenantId" : "tokenUrl", idp === "entra_id" ? " (or tokenUrl)" : ` (idp is ${idp})`);
  else checkUrl("tokenUrl", tokenUrl, problems);
  if (clientId === undefined || clientSecret === undefined || tokenUrl === undefined) return undefined;
  return {
    kind: "clientCredentials",
    tokenUrl,
    clientId,
    clientSecret,
    ...scopeAndAudience(idp, get, cluster, project),
  };
}

function tokenUrlOf(idp: string, get: (key: ConnectionKey) => string | undefined): string | undefined {
  if (idp === "cdf") return "https://auth.cognite.com/oauth2/token";
  const tenantId = get("tenantId");
  const ofTenant = tenantId && `https://login.microsoftonline.com/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;
  return get("tokenUrl") ?? (idp === "entra_id" ? ofTenant : undefined);
}

function scopeAndAudience(
  idp: string,
  get: (key: ConnectionKey) => string | undefined,
  cluster: string | undefined,
  project: string | undefined,
): { scope: string | undefined; audience: string | undefined } {
  if (idp === "cdf") return { scope: undefined, audience: undefined };
  const host = cluster && `https://${cluster}.cognitedata.com`;
  const scopes = get("scopes") ?? (idp === "auth0" ? "IDENTITY,user_impersonation" : host && `${host}/.default`);
  return {
    scope: scopes
      ?.split(/[\s,]+/)
      .filter(Boolean)
      .join(" "),
    audience: get("audience") ?? (idp === "auth0" ? `https://${project}.fusion.cognite.com/${project}` : host),
  };
}

function unknownFlow(flow: string): string {
  const unsupported = unsupportedFlows.includes(flow);
  const why = unsupported ? "needs a person or a keyring and is not supported" : "is unknown";
  return `LOGIN_FLOW is "${flow}", which ${why}: use ${loginFlowNames.join(" or ")}, or unset it${unsupported ? "" : didYouMean(flow, loginFlowNames)}`;
}

function checkUrl(key: ConnectionKey, value: string, problems: string[]): void {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    problems.push(`${key} is not an http or https URL${found(value)}`);
  else if (url.username !== "" || url.password !== "")
    problems.push(`${key} contains a user name or a password: remove it`);
  else if (url.search !== "" || url.hash !== "") problems.push(`${key} contains a query or a fragment: remove it`);
  else if (url.protocol === "http:" && !isLoopback(url.hostname))
    problems.push(
      `${key} uses http, which sends tokens and secrets unencrypted: use https (http is allowed only to this machine)`,
    );
}

const found = (value: string) => `; found ${shownSetting(value)}`;

/** Whether a text has only characters that a token may have. */
export const isToken = (text: string): boolean => /^[\x21-\x7e]+$/.test(text);

/** What messages say of any other. */
export const invalidToken = "contains whitespace or an invalid character";

/** Whether a host name or address is this machine. */
export const isLoopback = (host: string): boolean =>
  /^(?:localhost|\[::1\]|::1|127\.[\d.]+)$/.test(host) || host.endsWith(".localhost");

function clusterOf(baseUrl: string | undefined): string | undefined {
  return baseUrl && /^https:\/\/(?:[^./]+\.plink\.)?([^./]+)\.cognitedata\.com(?::\d+)?\/?$/.exec(baseUrl)?.[1];
}

function parseBoolean(key: ConnectionKey, value: string | undefined, otherwise: boolean, problems: string[]): boolean {
  if (value !== undefined && value !== "true" && value !== "false")
    problems.push(`${key} must be true or false${found(value)}`);
  return value === undefined ? otherwise : value === "true";
}

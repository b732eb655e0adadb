import { projectNameProblem } from "../connection/project-name";
import { type Connection, resolveConnection } from "../connection/resolve";
import type { ConnectionArgs } from "../connection/settings";
import { ConfigError } from "../errors";
import { explainDenied } from "./explain";
import { GroupsApi } from "./groups";
import { Http, type HttpOptions } from "./http";
import {
  assets,
  dataSets,
  extractionPipelines,
  ListedTargetsApi,
  LocationFiltersApi,
  ScopeTargetsApi,
  timeSeries,
} from "./scope-targets";
import { SecurityCategoriesApi } from "./security-categories";
import { requestAs } from "./session-request";
import { SessionsApi } from "./sessions";
import { TokenApi } from "./token-inspection";
import { UserProfilesApi } from "./user-profiles";

/**
 * The options of a client, besides its connection.
 *
 * @interface
 * @interface
 */
export type IamClientOptions = Omit<HttpOptions, "explain" | "beforeWrite" | "tokens">;

/**
 * The IAM part of the CDF API, for scripts without Pulumi. All calls share one token, which is renewed in time; at most
 * 5 reads and 4 writes run at once; calls are repeated where that is safe, for up to 2 minutes; every answer is
 * checked, and fields that are new in it pass through.
 *
 * Every call may throw an `ApiError` (`AccessDeniedError` for a missing permission), an `AuthError`, a
 * `ConnectionError` or a `ResponseError`.
 *
 * @example
 * ```ts
 * const client = new IamClient({ project: "my-project", cluster: "westeurope-1", token });
 * const groups = await client.groups.list({ all: true });
 * ```
 */
export class IamClient {
  /** The CDF project that every call goes to. */
  readonly project: string;
  /** The caller's own token. */
  readonly token: TokenApi;
  /** The groups of the project. */
  readonly groups: GroupsApi;
  /** The security categories of the project. */
  readonly securityCategories: SecurityCategoriesApi;
  /** The sessions of the project. */
  readonly sessions: SessionsApi;
  /** The user profiles of the project. */
  readonly userProfiles: UserProfilesApi;
  /** The data sets of the project, read-only: what `datasetScope` names. */
  readonly dataSets: ListedTargetsApi;
  /** The extraction pipelines of the project, read-only: what `extractionPipelineScope` names. */
  readonly extractionPipelines: ListedTargetsApi;
  /** The time series of the project, read-only: what `idscope` of `timeSeriesAcl` names. */
  readonly timeSeries: ScopeTargetsApi;
  /** The assets of the project, read-only: what `assetRootIdScope` names. */
  readonly assets: ScopeTargetsApi;
  /** The location filters of the project, read-only: what `idScope` of `locationFiltersAcl` names. */
  readonly locationFilters: LocationFiltersApi;
  readonly #connection: Connection;
  readonly #options: HttpOptions;
  readonly #byProject: Map<string, IamClient>;

  /**
   * Creates a client.
   *
   * @param connection - settings; omitted ones come from the environment. Credentials always come from one of the two.
   * @param options - how to retry, and callbacks.
   * @throws ConfigError when a setting is missing or invalid.
   */
  constructor(connection?: ConnectionArgs | Connection, options?: IamClientOptions);
  /** @internal */
  constructor(connection?: ConnectionArgs | Connection, options?: HttpOptions, byProject?: Map<string, IamClient>);
  constructor(
    connection: ConnectionArgs | Connection = {},
    options: HttpOptions = {},
    byProject: Map<string, IamClient> = new Map(),
  ) {
    const resolved = isResolved(connection)
      ? connection
      : resolveConnection({ args: connection, environment: process.env });
    this.project = resolved.project;
    const explain = explainDenied(resolved.project, {
      inspect: () => new TokenApi(http.unexplained()).inspect(),
      ownGroups: () => new GroupsApi(http.unexplained()).list(),
    });
    const http: Http = new Http(resolved, { ...options, explain });
    this.token = new TokenApi(http);
    this.groups = new GroupsApi(http);
    this.securityCategories = new SecurityCategoriesApi(http);
    this.sessions = new SessionsApi(http, () => requestAs(resolved));
    this.userProfiles = new UserProfilesApi(http);
    this.dataSets = new ListedTargetsApi(http, dataSets);
    this.extractionPipelines = new ListedTargetsApi(http, extractionPipelines);
    this.timeSeries = new ScopeTargetsApi(http, timeSeries);
    this.assets = new ScopeTargetsApi(http, assets);
    this.locationFilters = new LocationFiltersApi(http);
    this.#connection = resolved;
    this.#options = { ...options, tokens: http.tokens };
    this.#byProject = byProject.set(resolved.project, this);
  }

  /**
   * Returns the client for another project of the same connection. One token serves all projects; each project has its
   * own limits.
   *
   * @param project - the URL name of the project.
   * @throws ConfigError when it is not valid.
   */
  inProject(project: string): IamClient {
    const problem = projectNameProblem(project);
    if (problem !== undefined) throw new ConfigError(`project ${problem}`);
    const known = this.#byProject.get(project);
    return known ?? new IamClient({ ...this.#connection, project }, this.#options, this.#byProject);
  }
}

const isResolved = (connection: ConnectionArgs | Connection): connection is Connection => "credentials" in connection;

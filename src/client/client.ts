import { type Connection, type ConnectionArgs, resolveConnection } from "../connection";
import { GroupsApi } from "../groups/api";
import { SecurityCategoriesApi } from "../security-categories/api";
import { SessionsApi } from "../sessions/api";
import { requestAs } from "../sessions/request";
import { TokenApi } from "../token/api";
import { UserProfilesApi } from "../user-profiles/api";
import { explainDenied } from "./explain";
import { Http, type HttpOptions } from "./http";

/** What may be set beside the connection. */
export type IamClientOptions = Omit<HttpOptions, "explain">;

/**
 * The IAM part of the CDF API, for scripts: no Pulumi in it. One token, shared by all calls and renewed in time; at most
 * 5 reads and 4 writes at once; repeated where that is safe; every answer checked.
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
  readonly token: TokenApi;
  readonly groups: GroupsApi;
  readonly securityCategories: SecurityCategoriesApi;
  readonly sessions: SessionsApi;
  readonly userProfiles: UserProfilesApi;

  /**
   * @param connection - settings; what is left out comes from the environment.
   * @throws ConfigError when one is missing or wrong.
   */
  constructor(connection: ConnectionArgs | Connection = {}, options: IamClientOptions = {}) {
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
  }
}

const isResolved = (connection: ConnectionArgs | Connection): connection is Connection => "credentials" in connection;

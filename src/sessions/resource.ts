import * as pulumi from "@pulumi/pulumi";
import type { SessionStatus, SessionType } from "../client/sessions";
import { dynamicResource, numericId, type ProjectArgs, typeToken } from "../program/dynamic-resource";

/**
 * How a session is opened: with `clientId` and `clientSecret`, with `tokenExchange`, or with `oneshotTokenExchange`; at
 * most one of these. Without any, as the connection logs in: with its client credentials if it has them, otherwise with
 * its token. A change **replaces** the session.
 */
export interface SessionArgs extends ProjectArgs {
  /** The ID of the OAuth client to open it as. Requires `clientSecret`. A change replaces the session. */
  clientId?: pulumi.Input<string | undefined> | undefined;
  /**
   * The secret of the OAuth client. A secret in the state, whether or not it is given as one. A change replaces the
   * session.
   */
  clientSecret?: pulumi.Input<string | undefined> | undefined;
  /** Exchange the caller's token; `true` or omitted. A change replaces the session. */
  tokenExchange?: pulumi.Input<true | undefined> | undefined;
  /**
   * Exchange the caller's token once, for a short session that is not renewed; `true` or omitted. A change replaces the
   * session.
   */
  oneshotTokenExchange?: pulumi.Input<true | undefined> | undefined;
  /** A list of any values, such as the version of a job. A change replaces the session, which is their only purpose. */
  triggers?: pulumi.Input<pulumi.Input<unknown>[] | undefined> | undefined;
}

/**
 * A session, which gives a background job (a transformation, a function, a workflow) lasting access.
 *
 * The `nonce` binds a job to the session **once and within about a minute**: create the session and bind the job in one
 * `pulumi up`, by passing `nonce` to the resource that starts the job. Afterwards the nonce has expired, so that
 * resource must act only when the session is new. To bind the job again, change `triggers`: this opens a new session
 * and then revokes the old one. The nonce is a secret in state and output; but Pulumi itself writes all secrets of
 * resources to its own logs with `--debug`, or with `-v=8` and above.
 *
 * When the answer to a create is lost, the session that may have been opened is revoked after 90 seconds, when its
 * nonce has expired, and another one is opened.
 *
 * Deleting revokes the session, which may take up to an hour to take effect. A refresh keeps expired and revoked
 * sessions with their `status`; only a session that the service does not know is removed from the state. Sessions
 * cannot be imported.
 *
 * A session stays in its CDF project: with a connection to another project it is neither read nor revoked
 * ({@link ConfigError}).
 *
 * Endpoints: `POST /sessions`, `GET /sessions`, `POST /sessions/byids`, `POST /sessions/revoke`. Needs `sessionsAcl`
 * CREATE and DELETE, and LIST to refresh (without it the state is kept, with a warning) and to clean up after a lost
 * answer.
 * @example
 * ```ts
 * const session = new iam.Session("nightly", { triggers: [jobVersion] });
 * // A resource of your own, which starts the job when it is created; see examples/session-for-a-job.
 * new JobRun("nightly", { url, nonce: session.nonce }, { replaceOnChanges: ["nonce"] });
 * ```
 */
export class Session extends pulumi.CustomResource {
  /** The ID of the OAuth client, as declared. */
  declare readonly clientId: pulumi.Output<string | undefined>;
  /** The secret of the OAuth client, as declared. A secret. */
  declare readonly clientSecret: pulumi.Output<string | undefined>;
  /** As declared. */
  declare readonly tokenExchange: pulumi.Output<true | undefined>;
  /** As declared. */
  declare readonly oneshotTokenExchange: pulumi.Output<true | undefined>;
  /** As declared. */
  declare readonly triggers: pulumi.Output<unknown[] | undefined>;
  /** The session's ID in CDF, as a number; `id` is the same as text. A replacement changes it. */
  declare readonly sessionId: pulumi.Output<number>;
  /** `CLIENT_CREDENTIALS`, `TOKEN_EXCHANGE` or `ONESHOT_TOKEN_EXCHANGE`; undefined where the service does not say. */
  declare readonly type: pulumi.Output<SessionType | undefined>;
  /** The status at the last `up` or refresh: `READY`, `ACTIVE`, `CANCELLED`, `EXPIRED`, `REVOKED` or `ACCESS_LOST`. */
  declare readonly status: pulumi.Output<SessionStatus | undefined>;
  /** Binds a job to the session, once, within about a minute. A secret. Undefined for a session that was read. */
  declare readonly nonce: pulumi.Output<string>;
  /** When it was opened, in milliseconds since the epoch; undefined until a refresh has read it. */
  declare readonly creationTime: pulumi.Output<number | undefined>;
  /**
   * When it ends, in milliseconds since the epoch; later when the session's token is renewed. Undefined until a refresh
   * has read it.
   */
  declare readonly expirationTime: pulumi.Output<number | undefined>;
  /** The CDF project that the session is in. */
  declare readonly project: pulumi.Output<string>;

  /**
   * Reads a session that this program does not manage, also in previews; without its nonce. `POST /sessions/byids`;
   * needs `sessionsAcl:LIST`.
   *
   * @param name - its name in Pulumi, unique in the program.
   * @param id - the session's ID in CDF.
   * @param state - the `project` that it is in. Default: the project of the connection.
   * @param opts - Pulumi's options, such as `provider`.
   * @throws NotFoundError when no session has that ID.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state: ProjectArgs = {},
    opts?: pulumi.CustomResourceOptions,
  ): Session {
    return new Session(name, state, { ...opts, id });
  }

  /** Whether a value is a `Session`, from this copy of the package or another. */
  static override isInstance(x: unknown): x is Session {
    return (
      pulumi.CustomResource.isInstance(x) && (x as { __pulumiType?: string }).__pulumiType === typeToken("Session")
    );
  }

  /**
   * Declares a session.
   *
   * @param name - its name in Pulumi, unique in the stack; CDF has no name for it.
   * @param args - how to open it. Default: as the connection logs in.
   * @param opts - Pulumi's options, such as `provider`; a session cannot be imported.
   */
  constructor(name: string, args?: SessionArgs, opts?: pulumi.CustomResourceOptions) {
    const unread =
      opts?.id === undefined ? [] : ["clientId", "clientSecret", "tokenExchange", "oneshotTokenExchange", "triggers"];
    const outputs = ["sessionId", "type", "status", "nonce", "creationTime", "expirationTime"];
    const secret = args?.clientSecret === undefined ? {} : { clientSecret: pulumi.secret(args.clientSecret) };
    const additionalSecretOutputs = [...(opts?.additionalSecretOutputs ?? []), "nonce", "clientSecret"];
    const given = { ...args, ...secret };
    super(...dynamicResource("Session", name, given, [...unread, ...outputs], { ...opts, additionalSecretOutputs }));
    this.sessionId = numericId(this.sessionId, this.id);
  }
}

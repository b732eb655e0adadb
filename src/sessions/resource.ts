import * as pulumi from "@pulumi/pulumi";
import type { SessionStatus, SessionType } from "../client/sessions";
import { dynamicResource, numericId, type ProjectArgs, typeToken } from "../program/dynamic-resource";

/**
 * How a session is opened: with `clientId` and `clientSecret`, with `tokenExchange`, or with `oneshotTokenExchange`, which
 * exclude each other; without any, as the connection logs in: as its client if it has one, else with its token. A change
 * **replaces** the session.
 */
export interface SessionArgs extends ProjectArgs {
  /** The OAuth client to open it as. Goes together with `clientSecret`. A change replaces the session. */
  clientId?: pulumi.Input<string | undefined> | undefined;
  /** The client's secret. A secret in the state, whether or not it is given as one. A change replaces the session. */
  clientSecret?: pulumi.Input<string | undefined> | undefined;
  /** Exchange the caller's token; `true`, or left out. A change replaces the session. */
  tokenExchange?: pulumi.Input<true | undefined> | undefined;
  /**
   * Exchange the caller's token once, for a short session that is not renewed; `true`, or left out. A change replaces the
   * session.
   */
  oneshotTokenExchange?: pulumi.Input<true | undefined> | undefined;
  /** A list of anything, such as the version of a job. A change of it replaces the session, which is all that it is for. */
  triggers?: pulumi.Input<pulumi.Input<unknown>[] | undefined> | undefined;
}

/**
 * A session, with which a background job (a transformation, a function, a workflow) keeps access.
 *
 * The `nonce` binds a job to the session **once and within about a minute**: create and bind in one `pulumi up`, by giving
 * `nonce` to the resource that starts the job. It is worth nothing afterwards, so what uses it must act only when the session
 * is new; a change of `triggers` opens a new session when the job has to be bound anew, and revokes the old one afterwards.
 * The nonce is a secret in state and output; but Pulumi itself writes every resource's secrets to its own logs with `--debug`
 * or `-v=8` and above.
 *
 * When the answer to a create gets lost, the session that may have been opened is revoked after 90 seconds, when its nonce is
 * worth nothing, and another one is opened.
 *
 * Deleting revokes the session, which may take up to an hour to bite. A refresh keeps expired and revoked sessions with their
 * `status`; only one that the service does not know is gone. Sessions cannot be imported.
 *
 * A session stays in the project that it was opened in: with a connection to another one it is neither read nor revoked
 * ({@link ConfigError}).
 *
 * Endpoints: `POST /sessions`, `GET /sessions`, `POST /sessions/byids`, `POST /sessions/revoke`. Needs `sessionsAcl` CREATE and
 * DELETE, and LIST to be refreshed (without it the state is kept, with a warning) and to clear up after a lost answer.
 *
 * @example
 * ```ts
 * const session = new iam.Session("nightly", { triggers: [jobVersion] });
 * // A resource of your own, which starts the job when it is created; see examples/session-for-a-job.
 * new JobRun("nightly", { url, nonce: session.nonce }, { replaceOnChanges: ["nonce"] });
 * ```
 */
export class Session extends pulumi.CustomResource {
  /** The OAuth client, as declared. */
  declare readonly clientId: pulumi.Output<string | undefined>;
  /** The client's secret, as declared. A secret. */
  declare readonly clientSecret: pulumi.Output<string | undefined>;
  /** As declared. */
  declare readonly tokenExchange: pulumi.Output<true | undefined>;
  /** As declared. */
  declare readonly oneshotTokenExchange: pulumi.Output<true | undefined>;
  /** As declared. */
  declare readonly triggers: pulumi.Output<unknown[] | undefined>;
  /** The session's id in CDF, as a number; `id` is the same as text. A replacement changes it. */
  declare readonly sessionId: pulumi.Output<number>;
  /** `CLIENT_CREDENTIALS`, `TOKEN_EXCHANGE` or `ONESHOT_TOKEN_EXCHANGE`; undefined where the service does not say. */
  declare readonly type: pulumi.Output<SessionType | undefined>;
  /** As of the last `up` or refresh: `READY`, `ACTIVE`, `CANCELLED`, `EXPIRED`, `REVOKED` or `ACCESS_LOST`. */
  declare readonly status: pulumi.Output<SessionStatus | undefined>;
  /** Binds a job to the session, once, within about a minute. A secret. Undefined on a session that was read. */
  declare readonly nonce: pulumi.Output<string>;
  /** When it was opened, in milliseconds since the epoch; undefined until a refresh has read it. */
  declare readonly creationTime: pulumi.Output<number | undefined>;
  /**
   * When it ends, in milliseconds since the epoch; moves when the session's token is renewed. Undefined until a refresh has
   * read it.
   */
  declare readonly expirationTime: pulumi.Output<number | undefined>;
  /** The CDF project that the session is in. */
  declare readonly project: pulumi.Output<string>;

  /**
   * Reads a session that is not managed here, in previews too; without its nonce. `POST /sessions/byids`; needs
   * `sessionsAcl:LIST`.
   *
   * @param name - what Pulumi calls it in this program.
   * @param id - the session's id in CDF.
   * @param state - the `project` that it is in. Default: the connection's.
   * @param opts - Pulumi's options, such as `provider`.
   * @throws NotFoundError when there is none of that id.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state: ProjectArgs = {},
    opts?: pulumi.CustomResourceOptions,
  ): Session {
    return new Session(name, state, { ...opts, id });
  }

  /** Whether a value is a `Session`, of this copy of the package or another. */
  static override isInstance(x: unknown): x is Session {
    return (
      pulumi.CustomResource.isInstance(x) && (x as { __pulumiType?: string }).__pulumiType === typeToken("Session")
    );
  }

  /**
   * @param name - what Pulumi calls it, unique in the stack; CDF has no name for it.
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

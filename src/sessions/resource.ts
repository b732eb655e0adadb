import * as pulumi from "@pulumi/pulumi";
import { DynamicResource, typeToken } from "../dynamic-resource";
import type { SessionStatus, SessionType } from "./api";

/**
 * How a session is opened: with a client id and secret, with `tokenExchange`, or with `oneshotTokenExchange`; without any,
 * as the connection logs in. A change replaces the session.
 */
export interface SessionArgs {
  /** Goes together with `clientSecret`. */
  clientId?: pulumi.Input<string | undefined> | undefined;
  /** A secret in the state, whether or not it is given as one. */
  clientSecret?: pulumi.Input<string | undefined> | undefined;
  /** Exchange the caller's token. */
  tokenExchange?: pulumi.Input<true | undefined> | undefined;
  /** Exchange the caller's token once: a short session that is not renewed. */
  oneshotTokenExchange?: pulumi.Input<true | undefined> | undefined;
  /** Anything, such as the version of a job: when it changes, a new session is opened. */
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
 * Endpoints: `POST /sessions`, `POST /sessions/byids`, `POST /sessions/revoke`. Needs `sessionsAcl` CREATE and DELETE, and
 * LIST to be refreshed (without it the state is kept, with a warning).
 *
 * @example
 * ```ts
 * const session = new iam.Session("nightly", { triggers: [jobVersion] });
 * // A resource of your own, which starts the job when it is created; see examples/session-for-a-job.
 * new JobRun("nightly", { url, nonce: session.nonce }, { replaceOnChanges: ["nonce"] });
 * ```
 */
export class Session extends DynamicResource {
  declare readonly clientId: pulumi.Output<string | undefined>;
  declare readonly clientSecret: pulumi.Output<string | undefined>;
  declare readonly tokenExchange: pulumi.Output<true | undefined>;
  declare readonly oneshotTokenExchange: pulumi.Output<true | undefined>;
  declare readonly triggers: pulumi.Output<unknown[] | undefined>;
  /** The session's id in CDF, as a number. */
  declare readonly sessionId: pulumi.Output<number>;
  /** `CLIENT_CREDENTIALS`, `TOKEN_EXCHANGE` or `ONESHOT_TOKEN_EXCHANGE`. */
  declare readonly type: pulumi.Output<SessionType | undefined>;
  /** As of the last `up` or refresh: `READY`, `ACTIVE`, `CANCELLED`, `EXPIRED`, `REVOKED` or `ACCESS_LOST`. */
  declare readonly status: pulumi.Output<SessionStatus | undefined>;
  /** Binds a job to the session, once, within about a minute. A secret. Undefined on a session that was read. */
  declare readonly nonce: pulumi.Output<string>;
  /** Milliseconds since the epoch. */
  declare readonly creationTime: pulumi.Output<number | undefined>;
  /** Milliseconds since the epoch; moves when the session's token is renewed. */
  declare readonly expirationTime: pulumi.Output<number | undefined>;
  /** The CDF project that the session is in. */
  declare readonly project: pulumi.Output<string>;

  /** Reads a session that is not managed here. @throws NotFoundError when there is none of that id. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Session {
    return new Session(name, undefined, { ...opts, id });
  }

  static override isInstance(x: unknown): x is Session {
    return (
      pulumi.CustomResource.isInstance(x) && (x as { __pulumiType?: string }).__pulumiType === typeToken("Session")
    );
  }

  constructor(name: string, args?: SessionArgs, opts?: pulumi.CustomResourceOptions) {
    const unread =
      opts?.id === undefined ? [] : ["clientId", "clientSecret", "tokenExchange", "oneshotTokenExchange", "triggers"];
    const outputs = ["sessionId", "type", "status", "nonce", "creationTime", "expirationTime"];
    const secret = args?.clientSecret === undefined ? {} : { clientSecret: pulumi.secret(args.clientSecret) };
    const additionalSecretOutputs = [...(opts?.additionalSecretOutputs ?? []), "nonce", "clientSecret"];
    super("Session", name, args && { ...args, ...secret }, [...unread, ...outputs], {
      ...opts,
      additionalSecretOutputs,
    });
  }
}

import { sleep } from "../client/poll";
import type { NewSession, Session, SessionRequest, SessionType } from "../client/sessions";
import { AccessDeniedError, CdfError, mayHaveActed, messageOf } from "../errors";
import type { Context } from "../lifecycle/handler";
import { SerialByKey } from "../lifecycle/serial-by-key";

/**
 * Opens sessions so that exactly one exists for each request, even if answers are lost.
 *
 * A session has no name, so nothing distinguishes a session with a lost answer from those that others open at the same
 * moment. But its nonce lives for about a minute and is returned once: a session that appeared around the call, with
 * the same type and client, and that is still `READY` when its nonce has expired, can never be bound by anybody. That
 * one is revoked.
 */
export class Opener {
  readonly #context: Context;
  /** The sessions that cannot be a lost one: this process knows their nonces, or has revoked them. */
  readonly #known = new Set<number>();
  /** By type and client, the failures of calls whose sessions may exist and have not been cleaned up. */
  readonly #lost = new Map<string, Set<unknown>>();
  readonly #turns = new SerialByKey();

  constructor(context: Context) {
    this.#context = context;
  }

  /** @throws CdfError `UNDECIDED` when a session may remain that nobody can use, and that could not be revoked. */
  async open(what: string, request: SessionRequest): Promise<NewSession> {
    for (let isRepeated = false; ; isRepeated = true) {
      const before = await this.#unbound(request).catch(unlessDenied);
      try {
        const session = await this.#context.client().sessions.create(request);
        this.#known.add(session.id);
        return session;
      } catch (error) {
        if (!mayHaveActed(error)) throw error;
        await this.#clearUp(what, request, before, error);
        if (isRepeated) throw error;
      }
    }
  }

  async #clearUp(what: string, request: SessionRequest, before: Unbound | undefined, error: unknown): Promise<void> {
    const lost = this.#lostLike(request).add(error);
    try {
      if (before === undefined) throw new CdfError("UNDECIDED", "sessions cannot be listed");
      const appeared = await this.#appeared(what, request, before, error);
      if (appeared.length === 0) return;
      // One at a time, so that no list shows a session as unbound that another call is about to revoke.
      await this.#turns.run(requestKey(request), () => this.#revokeLost(what, request, appeared, error));
    } catch (cause) {
      throw undecided(what, error, cause);
    } finally {
      lost.delete(error);
    }
  }

  /** The sessions that may be the lost one, once their nonces have expired. */
  async #appeared(what: string, request: SessionRequest, before: Unbound, error: unknown): Promise<number[]> {
    const { listLagMs, nonceMs } = this.#context.times;
    await sleep(listLagMs);
    const appeared = [...(await this.#unbound(request)).keys()].filter((id) => !before.has(id) && !this.#known.has(id));
    if (appeared.length === 0) return [];
    this.#context.warn(
      `${what}: ${messageOf(error)}. A session may have been opened anyway; waiting ${Math.ceil(nonceMs / 1000)} s until its nonce has expired, then revoking it and opening another`,
    );
    await sleep(nonceMs);
    return appeared;
  }

  async #revokeLost(what: string, request: SessionRequest, appeared: readonly number[], error: unknown): Promise<void> {
    const unbound = await this.#unbound(request);
    const dead = appeared.filter((id) => unbound.has(id) && !this.#known.has(id));
    const untold = dead.filter((id) => unbound.get(id) === undefined);
    if (untold.length > 0)
      throw new CdfError(
        "UNDECIDED",
        `session ${dead.join(" or ")} may be the one, but the service does not return type, client and status of ${untold.join(", ")}`,
      );
    const lost = this.#lostLike(request);
    if (dead.length > lost.size)
      throw new CdfError("UNDECIDED", `others opened sessions at the same time, and it is one of ${dead.join(", ")}`);
    if (dead.length === 0) return;
    await this.#context.client().sessions.revoke(dead);
    for (const id of dead) this.#known.add(id);
    // Each session accounts for one lost answer, this call's first: other sessions that appeared are not ours.
    const own = lost.delete(error) ? 1 : 0;
    for (const other of [...lost].slice(0, dead.length - own)) lost.delete(other);
    this.#context.warn(`${what}: revoked session ${dead.join(", ")}, which no job uses`);
  }

  #lostLike(request: SessionRequest): Set<unknown> {
    const key = requestKey(request);
    const lost = this.#lost.get(key) ?? new Set();
    this.#lost.set(key, lost);
    return lost;
  }

  /**
   * The sessions that such a request may have opened, and that no job has been bound to, as far as their fields say.
   */
  async #unbound(request: SessionRequest): Promise<Unbound> {
    const ready = await this.#context.client().sessions.list({ status: "READY", limit: null });
    return new Map(
      ready.flatMap((session) => {
        const isOurs = isUnbound(request, session);
        return isOurs === false ? [] : [[session.id, isOurs]];
      }),
    );
  }
}

/** By ID, whether it is one; undefined where the session does not say enough. */
type Unbound = ReadonlyMap<number, true | undefined>;

function isUnbound(request: SessionRequest, { status, type, clientId }: Session): boolean | undefined {
  const isReady = is(status, "READY");
  const isOfKind = is(type, sessionTypeOf(request));
  // The API requires none of these fields; but a session with a client ID belongs to a client.
  const says =
    "clientId" in request
      ? [isReady, is(clientId, request.clientId), isOfKind ?? true]
      : [isReady, isOfKind, !clientId];
  if (says.includes(false)) return false;
  return says.includes(undefined) ? undefined : true;
}

const is = (said: string | undefined, wanted: string) =>
  said ? said.toUpperCase() === wanted.toUpperCase() : undefined;

function sessionTypeOf(request: SessionRequest): SessionType {
  if ("clientId" in request) return "CLIENT_CREDENTIALS";
  return "tokenExchange" in request ? "TOKEN_EXCHANGE" : "ONESHOT_TOKEN_EXCHANGE";
}

const requestKey = (request: SessionRequest) =>
  `${sessionTypeOf(request)} ${"clientId" in request ? request.clientId.toUpperCase() : ""}`;

function unlessDenied(error: unknown): undefined {
  if (!(error instanceof AccessDeniedError)) throw error;
}

function undecided(what: string, error: unknown, cause: unknown): CdfError {
  return new CdfError(
    "UNDECIDED",
    `${what}: the answer was lost, so a session may have been opened that nobody can use, and it could not be revoked: ${messageOf(cause)}. It gives nobody access, and stays in the project's list of sessions until it expires. Run \`pulumi up\` again to open another. The first error: ${messageOf(error)}`,
    { cause: error },
  );
}

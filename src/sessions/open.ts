import { setTimeout as sleep } from "node:timers/promises";
import { AccessDeniedError, CdfError, mayHaveActed } from "../errors";
import type { Context } from "../lifecycle/handler";
import type { NewSession, Session, SessionRequest } from "./api";

/**
 * Opens sessions so that one stands for each that is asked for, also when an answer gets lost.
 *
 * A session has no name, so nothing tells one whose answer got lost from those that others open in the same moment. But
 * its nonce lives for about a minute and is told once: a session that appeared around the call, of the same kind and
 * client, and that is still `READY` when its nonce is dead, can never be bound by anybody. That one is revoked.
 */
export class Opener {
  readonly #context: Context;
  /** The sessions that this process has opened and knows the nonces of. */
  readonly #ours = new Set<number>();
  /** How many lost answers are being cleared up. */
  #lost = 0;

  constructor(context: Context) {
    this.#context = context;
  }

  /** @throws CdfError `UNDECIDED` when a session may be left that nobody can use, and that could not be revoked. */
  async open(what: string, request: SessionRequest): Promise<NewSession> {
    for (let isRepeated = false; ; isRepeated = true) {
      const before = await this.#unbound(request).catch(unlessDenied);
      try {
        const session = await this.#context.client().sessions.create(request);
        this.#ours.add(session.id);
        return session;
      } catch (error) {
        if (!mayHaveActed(error)) throw error;
        await this.#clearUp(what, request, before, error);
        if (isRepeated) throw error;
      }
    }
  }

  async #clearUp(what: string, request: SessionRequest, before: Ids | undefined, error: unknown): Promise<void> {
    this.#lost += 1;
    try {
      if (before === undefined) throw new CdfError("UNDECIDED", "sessions cannot be listed");
      await this.#revokeLost(what, request, before, error);
    } catch (cause) {
      throw undecided(what, error, cause);
    } finally {
      this.#lost -= 1;
    }
  }

  async #revokeLost(what: string, request: SessionRequest, before: Ids, error: unknown): Promise<void> {
    const { listLagMs, nonceMs } = this.#context.times;
    await sleep(listLagMs);
    const isNew = (id: number) => !before.has(id) && !this.#ours.has(id);
    const appeared = new Set([...(await this.#unbound(request))].filter(isNew));
    if (appeared.size === 0) return;
    this.#context.warn(
      `${what}: ${messageOf(error)}. A session may have been opened all the same; waiting ${Math.ceil(nonceMs / 1000)} s, until its nonce is worth nothing, to revoke it and open another`,
    );
    await sleep(nonceMs);
    const dead = [...(await this.#unbound(request))].filter((id) => appeared.has(id) && isNew(id));
    if (dead.length > this.#lost)
      throw new CdfError("UNDECIDED", `others opened sessions meanwhile, and one of ${dead.join(", ")} is it`);
    if (dead.length === 0) return;
    await this.#context.client().sessions.revoke(dead);
    this.#context.warn(`${what}: revoked session ${dead.join(", ")}, which no job was or can be bound to`);
  }

  /** The sessions that such a request opens, and that no job has been bound to. */
  async #unbound(request: SessionRequest): Promise<Ids> {
    const ready = await this.#context.client().sessions.list({ status: "READY", limit: null });
    return new Set(
      ready.filter((session) => session.status === "READY" && opens(request, session)).map(({ id }) => id),
    );
  }
}

type Ids = ReadonlySet<number>;

function opens(request: SessionRequest, { type, clientId }: Session): boolean {
  if ("clientId" in request) return clientId === request.clientId;
  const wanted = "tokenExchange" in request ? "TOKEN_EXCHANGE" : "ONESHOT_TOKEN_EXCHANGE";
  return clientId === undefined && type === wanted;
}

function unlessDenied(error: unknown): undefined {
  if (!(error instanceof AccessDeniedError)) throw error;
}

function undecided(what: string, error: unknown, cause: unknown): CdfError {
  return new CdfError(
    "UNDECIDED",
    `${what}: the answer got lost, so a session may have been opened whose nonce nobody knows, and it could not be revoked: ${messageOf(cause)}. No job can be bound to it, and it gives nobody access; it stays in the project's list of sessions until it expires. Run \`pulumi up\` again for one that can be used. The failure: ${messageOf(error)}`,
    { cause: error },
  );
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { IamClient } from "../../src/client/client";
import type { Session, SessionRequest } from "../../src/client/sessions";
import { type CdfError, ConnectionError } from "../../src/errors";
import type { Context } from "../../src/lifecycle/handler";
import { Opener } from "../../src/sessions/open";
import { programWording } from "../../src/validation/wording";

const request: SessionRequest = { clientId: "job", clientSecret: "not-a-secret" };
const own = { type: "CLIENT_CREDENTIALS", clientId: "job", status: "READY" };

/** A project in which the first create loses its answer, and these sessions appear meanwhile. */
function project(appeared: Session[], later: Partial<Session>, as = request) {
  const revoked: number[] = [];
  let creates = 0;
  let lists = 0;
  const sessions = {
    async list(): Promise<Session[]> {
      lists += 1;
      if (lists === 1) return [];
      return lists === 2 ? appeared : appeared.map((session) => ({ ...session, ...later }));
    },
    async create() {
      creates += 1;
      if (creates === 1) throw new ConnectionError("broken", true);
      return { id: 99, nonce: "n" };
    },
    async revoke(ids: number[]) {
      revoked.push(...ids);
    },
  };
  const context = {
    client: () => ({ sessions }) as unknown as IamClient,
    warn: () => undefined,
    wording: programWording,
    times: { listLagMs: 0, pollMs: 0, reconcileMs: 0, nonceMs: 0 },
  } as unknown as Context;
  return { open: () => new Opener(context).open("Session", as), revoked };
}

test.each<{ what: string; appeared: Session[]; later?: Partial<Session>; revokes: number[] }>([
  { what: "one of the same client, never bound", appeared: [{ id: 1, ...own }], revokes: [1] },
  { what: "one that a job was bound to", appeared: [{ id: 1, ...own }], later: { status: "ACTIVE" }, revokes: [] },
  { what: "one that was active at once", appeared: [{ id: 1, ...own, status: "ACTIVE" }], revokes: [] },
  { what: "one of another client", appeared: [{ id: 1, ...own, clientId: "other" }], revokes: [] },
  { what: "one by token exchange", appeared: [{ id: 1, type: "TOKEN_EXCHANGE", status: "READY" }], revokes: [] },
  { what: "one of another case", appeared: [{ id: 1, status: "ready", clientId: "JOB" }], revokes: [1] },
  { what: "one of another client, else unknown", appeared: [{ id: 1, clientId: "other" }], revokes: [] },
  { what: "one of another kind, else unknown", appeared: [{ id: 1, type: "token_exchange" }], revokes: [] },
  { what: "one that was found bound", appeared: [{ id: 1 }], later: { status: "ACTIVE" }, revokes: [] },
])("after a lost answer, $what: revoked are $revokes", async ({ appeared, later = {}, revokes }) => {
  const { open, revoked } = project(appeared, later);
  expect(await open()).toMatchObject({ id: 99 });
  expect(revoked).toEqual(revokes);
});

test("of two sessions that may be the lost one, none is revoked, and both are named", async () => {
  const { open, revoked } = project(
    [
      { id: 1, ...own },
      { id: 2, ...own },
    ],
    {},
  );
  await expect(open()).rejects.toThrow(/could not be revoked: .*it is one of 1, 2\./);
  expect(revoked).toEqual([]);
});

const exchange = { type: "TOKEN_EXCHANGE", status: "READY" };

test.each<{ what: string; session: Partial<Session>; request?: SessionRequest }>([
  { what: "nothing", session: {} },
  { what: "no status", session: { ...own, status: undefined } },
  { what: "no client", session: { ...own, clientId: undefined } },
  { what: "an empty status", session: { ...own, status: "" } },
  { what: "no status", session: { ...exchange, status: undefined }, request: { tokenExchange: true } },
  { what: "no kind", session: { ...exchange, type: undefined }, request: { tokenExchange: true } },
  { what: "no kind", session: { ...exchange, type: undefined }, request: { oneshotTokenExchange: true } },
])("a session that appeared and tells $what ($request) is named, and not revoked", async ({ session, request: as }) => {
  const { open, revoked } = project([{ id: 1, ...session }], {}, as);
  await expect(open()).rejects.toMatchObject({
    code: "UNDECIDED",
    message: expect.stringMatching(
      /session 1 may be the one, but the service does not return type, client and status of 1\./,
    ),
  });
  expect(revoked).toEqual([]);
});

/** A service whose answers take a moment, and those of lists, where `slow`, longer every other time; each create that is `lost` acts, and its answer does not come. */
function service(lost: number, about: { staysReady?: boolean; slow?: boolean } = {}) {
  const all: Session[] = [];
  let [creates, lists] = [0, 0];
  const add = (more: Partial<Session> = own) => {
    const session = { id: all.length + 1, ...more };
    all.push(session);
    return session;
  };
  const revoked: number[] = [];
  const sessions = {
    async list(): Promise<Session[]> {
      const ready = all.filter(({ id, status }) => status === "READY" && (about.staysReady || !revoked.includes(id)));
      lists += 1;
      await sleep(about.slow && lists % 2 === 0 ? 40 : 5);
      return ready;
    },
    async create() {
      const { id } = add();
      creates += 1;
      if (creates <= lost) throw new ConnectionError("broken", true);
      return { id, nonce: "n" };
    },
    async revoke(ids: number[]) {
      await sleep(5);
      revoked.push(...ids);
    },
  };
  const context = {
    client: () => ({ sessions }) as unknown as IamClient,
    warn: () => undefined,
    wording: programWording,
    times: { listLagMs: 200, pollMs: 0, reconcileMs: 0, nonceMs: 300 },
  } as unknown as Context;
  return { opener: new Opener(context), revoked, add };
}

test.each([false, true])(
  "ten sessions that lose their answers at once are all cleared up, also where a revoked one stays READY: %s",
  async (staysReady) => {
    const { opener, revoked } = service(10, { staysReady, slow: true });
    const opened = await Promise.all(Array.from({ length: 10 }, () => opener.open("Session", request)));
    expect(revoked.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(new Set(opened.map(({ id }) => id)).size).toBe(10);
  },
);

test("when all lost sessions are revoked, another that appeared meanwhile is not", async () => {
  const { opener, revoked, add } = service(2);
  const first = opener.open("Session", request);
  await sleep(100);
  const second = opener.open("Session", request);
  // After the first has looked, and before the second does.
  await sleep(150);
  const { id } = add();
  const [one, two] = await Promise.allSettled([first, second]);
  expect(one.status).toBe("fulfilled");
  expect(two).toMatchObject({ status: "rejected", reason: { code: "UNDECIDED" } satisfies Partial<CdfError> });
  expect(revoked).toEqual([1, 2]);
  expect(revoked).not.toContain(id);
});

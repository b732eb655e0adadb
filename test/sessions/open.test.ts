import { expect, test } from "vitest";
import type { IamClient } from "../../src/client/client";
import { ConnectionError } from "../../src/errors";
import type { Context } from "../../src/lifecycle/handler";
import type { Session, SessionRequest } from "../../src/sessions/api";
import { Opener } from "../../src/sessions/open";

const request: SessionRequest = { clientId: "job", clientSecret: "not-a-secret" };
const own = { type: "CLIENT_CREDENTIALS", clientId: "job", status: "READY" };

/** A project in which the first create loses its answer, and these sessions appear meanwhile. */
function project(appeared: Session[], later: Partial<Session>) {
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
    times: { listLagMs: 0, pollMs: 0, reconcileMs: 0, nonceMs: 0 },
  } as unknown as Context;
  return { open: () => new Opener(context).open("Session", request), revoked };
}

test.each<{ what: string; appeared: Session[]; later?: Partial<Session>; revokes: number[] }>([
  { what: "one of the same client, never bound", appeared: [{ id: 1, ...own }], revokes: [1] },
  { what: "one that a job was bound to", appeared: [{ id: 1, ...own }], later: { status: "ACTIVE" }, revokes: [] },
  { what: "one that was active at once", appeared: [{ id: 1, ...own, status: "ACTIVE" }], revokes: [] },
  { what: "one of another client", appeared: [{ id: 1, ...own, clientId: "other" }], revokes: [] },
  { what: "one by token exchange", appeared: [{ id: 1, type: "TOKEN_EXCHANGE", status: "READY" }], revokes: [] },
  { what: "one of which nothing is said", appeared: [{ id: 1 }], revokes: [] },
])("after a lost answer, $what: revoked are $revokes", async ({ appeared, later = {}, revokes }) => {
  const { open, revoked } = project(appeared, later);
  expect(await open()).toMatchObject({ id: 99 });
  expect(revoked).toEqual(revokes);
});

test("of two that may be it, none is revoked, and both are named", async () => {
  const { open, revoked } = project(
    [
      { id: 1, ...own },
      { id: 2, ...own },
    ],
    {},
  );
  await expect(open()).rejects.toThrow(/could not be revoked: .*one of 1, 2 is it/);
  expect(revoked).toEqual([]);
});

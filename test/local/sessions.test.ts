import { expect, test } from "vitest";
import type { LocalIam } from "../../src/local/index";
import { can } from "../support/capability";
import { call, items, start } from "./harness";

const create = (iam: LocalIam, item: object) => call(iam, "POST /sessions", { items: [item] });

test.each([
  ["CLIENT_CREDENTIALS", { clientId: "local-admin", clientSecret: "local-admin-secret" }, { clientId: "local-admin" }],
  ["TOKEN_EXCHANGE", { tokenExchange: true }, {}],
  ["ONESHOT_TOKEN_EXCHANGE", { oneshotTokenExchange: true }, {}],
])("a session of type %s is created, and its nonce shown once", async (type, item, extra) => {
  const iam = await start();
  const before = Date.now();
  const [made] = await items(create(iam, item));
  expect(made).toEqual({ id: expect.any(Number), type, status: "READY", nonce: expect.any(String), ...extra });
  const [session] = await items(call(iam, "POST /sessions/byids", { items: [{ id: made.id }] }));
  expect(session).toEqual({
    id: made.id,
    type,
    status: "READY",
    creationTime: expect.any(Number),
    expirationTime: expect.any(Number),
    ...extra,
  });
  expect(session.creationTime).toBeGreaterThanOrEqual(before);
  expect(session.expirationTime).toBeGreaterThan(session.creationTime);
});

test("every session has another nonce, which the state does not show", async () => {
  const iam = await start();
  const [a] = await items(create(iam, { tokenExchange: true }));
  const [b] = await items(create(iam, { tokenExchange: true }));
  expect(a.nonce).not.toBe(b.nonce);
  expect(JSON.stringify(iam.state())).not.toContain(a.nonce);
});

test.each([[[]], [[{ tokenExchange: true }, { tokenExchange: true }]]])(
  "a create of sessions takes exactly one item, not %j",
  async (list) => {
    const iam = await start();
    const refused = await call(iam, "POST /sessions", { items: list });
    expect(refused).toMatchObject({
      status: 400,
      body: { error: { message: "Request must contain exactly 1 item in request body" } },
    });
  },
);

test.each([
  { tokenExchange: false },
  { tokenExchange: null },
  { clientId: "local-admin" },
  { clientSecret: "local-admin-secret" },
  { clientId: "local-admin", clientSecret: "local-admin-secret", tokenExchange: true },
  { tokenExchange: true, oneshotTokenExchange: true },
  {},
])("a session of no valid kind is refused: %j", async (item) => {
  const iam = await start();
  expect((await create(iam, item)).status).toBe(400);
  expect(iam.state().sessions).toEqual([]);
});

test.each([
  { clientId: "local-admin", clientSecret: "wrong" },
  { clientId: "nobody", clientSecret: "local-admin-secret" },
])("a session with wrong client credentials gets 403: $clientId", async (item) => {
  expect((await create(await start(), item)).body.error).toMatchObject({ code: 403 });
});

test("sessions are listed by status in either case, in pages", async () => {
  const iam = await start();
  const ids: number[] = [];
  for (let n = 0; n < 27; n += 1) ids.push((await items(create(iam, { tokenExchange: true })))[0].id);
  await items(call(iam, "POST /sessions/revoke", { items: [{ id: ids[3] }] }));
  const first = await call(iam, "GET /sessions");
  expect(first.body.items).toHaveLength(25);
  const rest = await call(iam, `GET /sessions?cursor=${first.body.nextCursor}`);
  expect(rest.body.items).toHaveLength(2);
  expect(rest.body).not.toHaveProperty("nextCursor");
  for (const status of ["REVOKED", "revoked"]) {
    expect(await items(call(iam, `GET /sessions?status=${status}`))).toMatchObject([{ id: ids[3], status: "REVOKED" }]);
  }
  expect(await items(call(iam, "GET /sessions?status=ready&limit=1000"))).toHaveLength(26);
});

test.each(["status=BUSY", "limit=1001", "limit=0", "cursor=x"])(
  "the list of sessions is refused with %s",
  async (query) => {
    expect((await call(await start(), `GET /sessions?${query}`)).body.error).toMatchObject({ code: 400 });
  },
);

test("revoking a session again is no error, and the session stays", async () => {
  const iam = await start();
  const [{ id }] = await items(create(iam, { tokenExchange: true }));
  for (let round = 0; round < 2; round += 1) {
    expect(await items(call(iam, "POST /sessions/revoke", { items: [{ id }] }))).toMatchObject([
      { id, status: "REVOKED" },
    ]);
  }
  expect(iam.state().sessions).toMatchObject([{ id, status: "REVOKED" }]);
});

test("without sessionsAcl:LIST a revoke answers with ids only", async () => {
  const iam = await start({
    groups: [
      {
        name: "revokers",
        sourceId: "revokers",
        capabilities: [can("sessionsAcl", ["CREATE", "DELETE"])],
      },
    ],
    clients: [{ clientId: "revoker", clientSecret: "s", groups: ["revokers"] }],
  });
  const [{ id }] = await items(create(iam, { tokenExchange: true }));
  expect(await items(call(iam, "POST /sessions/revoke", { items: [{ id }] }))).toEqual([{ id }]);
  expect((await call(iam, "GET /sessions")).status).toBe(403);
  expect((await call(iam, "POST /sessions/byids", { items: [{ id }] })).status).toBe(403);
});

test.each(["byids", "revoke"])("sessions/%s refuses an unknown id and names it, and bare ids", async (what) => {
  const iam = await start();
  const [{ id }] = await items(create(iam, { tokenExchange: true }));
  const refused = await call(iam, `POST /sessions/${what}`, { items: [{ id }, { id: 5 }] });
  expect(refused.body.error).toMatchObject({ code: 400, missing: [{ id: 5 }] });
  expect(iam.state().sessions).toMatchObject([{ status: "READY" }]);
  expect((await call(iam, `POST /sessions/${what}`, { items: [id] })).status).toBe(400);
  expect((await call(iam, `POST /sessions/${what}`, { items: [] })).status).toBe(400);
});

import { expect, test } from "vitest";
import type { LocalIam } from "../../src/local/index";
import { create, errorOf, ownerOf, ProviderProcess, start } from "../support/provider-process";

const inputs = { owner: ownerOf("job") };

const statuses = (iam: LocalIam) => iam.state().sessions.map(({ status }) => status);

test("a session whose answer got lost is revoked, once nothing can be bound to it, and another is opened", async () => {
  const iam = await start();
  iam.fail({ operation: "sessions.create", status: 503, when: "after" });
  const { session, warnings } = new ProviderProcess(iam);
  const { outs } = await create(session, inputs);
  const [lost, opened] = iam.state().sessions;
  expect([lost?.status, opened?.status]).toEqual(["REVOKED", "READY"]);
  expect(outs["sessionId"]).toBe(opened?.id);
  expect(warnings).toEqual([
    expect.stringMatching(/^Session "job": .*503.*waiting 1 s until its nonce has expired/),
    `Session "job": revoked session ${lost?.id}, which no job uses`,
  ]);
});

test("a create that did nothing is repeated without a wait for a nonce", async () => {
  const iam = await start();
  iam.fail({ operation: "sessions.create", status: 503 });
  const { session, warnings } = new ProviderProcess(iam, { times: { nonceMs: 600_000 } });
  await create(session, inputs);
  expect(statuses(iam)).toEqual(["READY"]);
  expect(warnings).toEqual([]);
});

test("of ten opened at once, answers lost, as many stand as are declared, and all are known", async () => {
  const iam = await start();
  iam.fail({ operation: "sessions.create", breakConnection: true, when: "after", skip: 2, times: 3 });
  const { session } = new ProviderProcess(iam);
  const kept = await Promise.all(Array.from({ length: 10 }, (_, i) => create(session, { owner: ownerOf(`job-${i}`) })));
  const ready = iam.state().sessions.filter(({ status }) => status === "READY");
  expect(ready.map(({ id }) => String(id)).sort()).toEqual(kept.map(({ id }) => id).sort());
});

test("a lost answer of one kind does not let a session of another kind be revoked that may be somebody else's", async () => {
  const iam = await start();
  const { client } = new ProviderProcess(iam);
  await client.token.inspect();
  iam.fail({ operation: "sessions.create", breakConnection: true, when: "after", times: 2 });
  const { session } = new ProviderProcess(iam, { times: { listLagMs: 400, nonceMs: 300 } });
  const both = Promise.allSettled([
    create(session, { owner: ownerOf("oneshot"), oneshotTokenExchange: true }),
    create(session, { owner: ownerOf("exchange"), tokenExchange: true }),
  ]);
  while (iam.state().sessions.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  const foreign = await client.sessions.create({ tokenExchange: true });
  const [oneshot, exchange] = await both;
  expect(oneshot.status).toBe("fulfilled");
  expect(exchange).toMatchObject({ status: "rejected", reason: { code: "UNDECIDED" } });
  expect(iam.state().sessions.find(({ id }) => id === foreign.id)).toMatchObject({ status: "READY" });
});

test("a session that was there before is never revoked", async () => {
  const iam = await start();
  const { client } = new ProviderProcess(iam);
  await client.sessions.create();
  iam.fail({ operation: "sessions.create", breakConnection: true, when: "after" });
  await create(new ProviderProcess(iam).session, inputs);
  expect(statuses(iam)).toEqual(["READY", "REVOKED", "READY"]);
});

test("without the right to list sessions nothing is revoked, and the error says what may be left", async () => {
  const iam = await start();
  iam.fail({ operation: "sessions.list", status: 403, times: Number.POSITIVE_INFINITY });
  iam.fail({ operation: "sessions.create", status: 503, when: "after" });
  const error = await errorOf(create(new ProviderProcess(iam).session, inputs));
  expect(error).toMatchObject({ code: "UNDECIDED" });
  expect(error.message).toMatch(/^Session "job": the answer was lost, .*cannot be listed.*Run `pulumi up` again/);
  expect(statuses(iam)).toEqual(["READY"]);
});

test.each(["sessions.list", "sessions.revoke"] as const)(
  "where %s fails meanwhile, the error says what may be left",
  async (operation) => {
    const iam = await start();
    const skip = operation === "sessions.list" ? 1 : 0;
    iam.fail({ operation, status: 400, skip, times: Number.POSITIVE_INFINITY });
    iam.fail({ operation: "sessions.create", status: 503, when: "after" });
    expect(await errorOf(create(new ProviderProcess(iam).session, inputs))).toMatchObject({ code: "UNDECIDED" });
    expect(statuses(iam)).toEqual(["READY"]);
  },
);

test("a revoked session stays in the state with its status, an unknown one is gone", async () => {
  const iam = await start();
  const { session, client } = new ProviderProcess(iam);
  const kept = await create(session, inputs);
  await client.sessions.revoke(Number(kept.id));
  expect(await session.read(kept.id, kept.outs)).toMatchObject({
    outs: { status: "REVOKED", nonce: kept.outs["nonce"] },
  });
  expect(await session.read("1", kept.outs)).toBeUndefined();
});

test.each([404, 500])("a session is not taken for gone when the service answers %i to everything", async (status) => {
  const iam = await start();
  const kept = await create(new ProviderProcess(iam).session, inputs);
  iam.fail({ operation: ["sessions.byids", "sessions.list"], status, times: Number.POSITIVE_INFINITY });
  const error = await errorOf(new ProviderProcess(iam, { totalMs: 50 }).session.read(kept.id, kept.outs));
  expect(error).toMatchObject({ status });
});

test("without the right to read sessions the state is kept, with a warning", async () => {
  const iam = await start();
  const kept = await create(new ProviderProcess(iam).session, inputs);
  iam.fail({ operation: "sessions.byids", status: 403, times: Number.POSITIVE_INFINITY });
  const { session, warnings } = new ProviderProcess(iam);
  expect(await session.read(kept.id, kept.outs)).toMatchObject({ outs: kept.outs });
  expect(warnings).toEqual([
    expect.stringMatching(/^Session "job": the state is kept, since the session cannot be read/),
  ]);
});

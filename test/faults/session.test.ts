import { expect, test } from "vitest";
import { create, errorOf, ownerOf, start, TinyProcess } from "./tiny";

const inputs = { owner: ownerOf("job") };

test("a session whose answer got lost is told as what it is: of no use, and made only once", async () => {
  const iam = await start();
  iam.fail({ operation: "sessions.create", status: 503, when: "after" });
  const error = await errorOf(create(new TinyProcess(iam).session, inputs));
  expect(error).toMatchObject({ code: "UNDECIDED" });
  expect(error.message).toMatch(/^Session "job": the answer got lost, .*Run `pulumi up` again/);
  expect(iam.state().sessions).toHaveLength(1);
});

test("no session is revoked that this process was not told to revoke", async () => {
  const iam = await start();
  const { client } = new TinyProcess(iam);
  await client.sessions.create();
  iam.fail({ operation: "sessions.create", breakConnection: true, when: "after" });
  await errorOf(create(new TinyProcess(iam).session, inputs));
  expect(iam.state().sessions.map(({ status }) => status)).toEqual(["READY", "READY"]);
});

test("a revoked session stays in the state with its status, an unknown one is gone", async () => {
  const iam = await start();
  const { session, client } = new TinyProcess(iam);
  const kept = await create(session, inputs);
  await client.sessions.revoke(Number(kept.id));
  expect(await session.read(kept.id, kept.outs)).toMatchObject({
    outs: { status: "REVOKED", nonce: kept.outs["nonce"] },
  });
  expect(await session.read("1", kept.outs)).toBeUndefined();
});

test.each([404, 500])("a session is not taken for gone when the service answers %i to everything", async (status) => {
  const iam = await start();
  const kept = await create(new TinyProcess(iam).session, inputs);
  iam.fail({ operation: ["sessions.byids", "sessions.list"], status, times: Number.POSITIVE_INFINITY });
  const error = await errorOf(new TinyProcess(iam, { totalMs: 50 }).session.read(kept.id, kept.outs));
  expect(error).toMatchObject({ status });
});

test("without the right to read sessions the state is kept, with a warning", async () => {
  const iam = await start();
  const kept = await create(new TinyProcess(iam).session, inputs);
  iam.fail({ operation: "sessions.byids", status: 403, times: Number.POSITIVE_INFINITY });
  const { session, warnings } = new TinyProcess(iam);
  expect(await session.read(kept.id, kept.outs)).toMatchObject({ outs: kept.outs });
  expect(warnings).toEqual([expect.stringMatching(/^Session "job": the state is kept as it is/)]);
});

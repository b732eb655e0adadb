import { expect, test } from "vitest";
import type { FailRule, LocalGroupSpec, LocalRequest } from "../../src/local/index";
import {
  alive,
  create,
  errorOf,
  group,
  ownerOf,
  ProviderProcess,
  replace,
  speaksSchema,
  start,
} from "../support/provider-process";

const lost: [string, FailRule][] = [
  ["a 503 after acting", { status: 503, when: "after" }],
  ["a 503 before acting", { status: 503 }],
  ["a proxy's page after acting", { html: true, when: "after" }],
  ["a proxy's page with 200, after acting", { html: true, status: 200, when: "after" }],
  ["a connection broken after acting", { breakConnection: true, when: "after" }],
  ["a connection broken before acting", { breakConnection: true }],
  ["an answer cut off", { truncate: true }],
  ["JSON cut off", { status: 201, body: '{"items":[{"id":', when: "after" }],
  ["an answer that names no group", { status: 201, body: { items: [] }, when: "after" }],
  ["a hint to repeat after acting", { status: 500, headers: { "cdf-is-auto-retryable": "true" }, when: "after" }],
];

test.each(lost)("%s makes one group, whose id is known", async (_, rule) => {
  const iam = await start();
  iam.fail({ operation: "groups.create", ...rule });
  const { group: handler } = new ProviderProcess(iam);
  const { id } = await create(handler, group("a"));
  expect(alive(iam).map((each) => String(each.id))).toEqual([id]);
});

test.each([
  [429, 2],
  [401, 2],
  [503, 2],
])("a status %i without acting leads to %i requests", async (status, count) => {
  const iam = await start();
  iam.fail({ operation: "groups.create", status });
  await create(new ProviderProcess(iam).group, group("a"));
  expect(iam.requests.filter(({ operation }) => operation === "groups.create")).toHaveLength(count);
  expect(alive(iam)).toHaveLength(1);
});

test("a list of groups that lags behind is waited for before a create is repeated", async () => {
  const iam = await start({ listLagMs: 150 });
  iam.fail({ operation: "groups.create", breakConnection: true, when: "after" });
  const { group: handler, warnings } = new ProviderProcess(iam, { times: { listLagMs: 1_000 } });
  const { id } = await create(handler, group("a"));
  expect(iam.requests.filter(({ operation }) => operation === "groups.create")).toHaveLength(1);
  expect(alive(iam).map((each) => String(each.id))).toEqual([id]);
  expect(warnings).toEqual([expect.stringMatching(/^Group "a": .*Checking whether it was created anyway$/)]);
});

/** What a group is sent as. */
const sent = ({ body }: LocalRequest) => (body as { items: [LocalGroupSpec] }).items[0];

test.each([true, false])(
  "a create that is carried out late is deleted, or in a warning when there is no marker: %s",
  async (ownerMetadata) => {
    const iam = await start();
    const first: LocalGroupSpec[] = [];
    iam.fail({
      operation: "groups.create",
      breakConnection: true,
      match: (request) => first.push(sent(request)) > 0,
    });
    // The service carries out the first call only now that the second comes.
    const late = () => iam.createGroup(first[0] ?? { name: "" });
    iam.fail({ operation: "groups.create", match: () => late().id === 0 });
    const { group: handler, warnings } = new ProviderProcess(iam, { ownerMetadata });
    const { id } = await create(handler, group("a"));
    const others = alive(iam).filter((each) => String(each.id) !== id);
    expect(others).toHaveLength(ownerMetadata ? 0 : 1);
    expect(warnings.at(-1)).toMatch(
      ownerMetadata
        ? /^Group "a": deleted group "a" \(\d+\), a copy from a create call that ran late or twice$/
        : /^Group "a": found group "a" \(\d+\), a copy from a create call that ran late or twice, or/,
    );
  },
);

test("a lost create that the service carries out twice leaves one group", async () => {
  const iam = await start();
  iam.fail({
    operation: "groups.create",
    breakConnection: true,
    when: "after",
    match: (request) => iam.createGroup(sent(request)).id > 0,
  });
  const { group: handler, warnings } = new ProviderProcess(iam);
  const { id } = await create(handler, group("a"));
  expect(alive(iam).map((each) => String(each.id))).toEqual([id]);
  expect(warnings.at(-1)).toMatch(/^Group "a": deleted group "a"/);
});

test.each<[string, FailRule]>([
  ["a proxy's page with 200", { html: true, status: 200 }],
  ["a 503", { status: 503 }],
])("a look for copies of a group that ends in %s hides none", async (_, rule) => {
  const iam = await start();
  const first: LocalGroupSpec[] = [];
  iam.fail({ operation: "groups.create", breakConnection: true, match: (request) => first.push(sent(request)) > 0 });
  iam.fail({ operation: "groups.create", match: () => iam.createGroup(first[0] ?? { name: "" }).id === 0 });
  const { group: handler } = new ProviderProcess(iam);
  let creates = 0;
  iam.fail({ operation: "groups.create", match: () => ++creates < 0 });
  iam.fail({ operation: "groups.list", match: () => creates === 2, ...rule });
  const { id } = await create(handler, group("a"));
  expect(alive(iam).map((each) => String(each.id))).toEqual([id]);
});

test("a copy of a group that could not be looked for is in a warning", async () => {
  const iam = await start();
  let creates = 0;
  iam.fail({ operation: "groups.create", breakConnection: true });
  iam.fail({ operation: "groups.create", match: () => ++creates < 0 });
  iam.fail({ operation: "groups.list", match: () => creates > 0, status: 500, times: Number.POSITIVE_INFINITY });
  const { group: handler, warnings } = new ProviderProcess(iam, { totalMs: 100 });
  await create(handler, group("a"));
  expect(warnings.at(-1)).toMatch(/^Group "a": could not check whether .*See `npx pulumi-cognite-iam leftovers`$/);
});

test("resources of one content get a group each, whatever happens to their answers", async () => {
  const iam = await start();
  for (const rule of [{ when: "after" as const }, { skip: 1 }, { breakConnection: true, when: "after" as const }])
    iam.fail({ operation: "groups.create", status: 503, ...rule });
  const { group: handler } = new ProviderProcess(iam);
  const names = ["a", "b", "c", "d", "e"];
  const made = await Promise.all(names.map((name) => create(handler, { name: "same", owner: ownerOf(name) })));
  expect(new Set(made.map(({ id }) => id))).toEqual(new Set(alive(iam).map(({ id }) => String(id))));
  expect(alive(iam)).toHaveLength(names.length);
});

test("without a marker, a group that may be the lost one is named in the error, and none is created again", async () => {
  const iam = await start();
  iam.fail({ operation: "groups.create", breakConnection: true, when: "after" });
  const error = await errorOf(create(new ProviderProcess(iam, { ownerMetadata: false }).group, group("a")));
  const [made] = alive(iam);
  expect(error).toMatchObject({
    code: "UNDECIDED",
    message: expect.stringContaining(`group "a" (${made?.id}) has the declared content`),
  });
  expect(alive(iam)).toHaveLength(1);
});

test("a group of the same content that was there before is not taken for the lost one", async () => {
  const iam = await start();
  const stranger = iam.createGroup({ name: "a" });
  iam.fail({ operation: "groups.create", status: 500 });
  const { id } = await create(new ProviderProcess(iam, { ownerMetadata: false }).group, group("a"));
  expect(id).not.toBe(String(stranger.id));
  expect(alive(iam)).toHaveLength(2);
});

test("when it cannot be verified whether a group was created, the error says so, and the next run names what was created", async () => {
  const iam = await start();
  iam.fail({ operation: "groups.create", breakConnection: true, when: "after" });
  const broken = iam.fail({ operation: "groups.list", skip: 1, status: 500, times: Number.POSITIVE_INFINITY });
  const first = new ProviderProcess(iam, { totalMs: 200 });
  const error = await errorOf(create(first.group, group("a")));
  expect(error).toMatchObject({ code: "UNDECIDED" });
  expect(error.message).toMatch(
    /^Group "a" may have been created.*Run `pulumi up` again, and then `npx pulumi-cognite-iam left/,
  );
  broken();
  const [lost] = alive(iam);
  const next = new ProviderProcess(iam);
  await create(next.group, group("a"));
  expect(next.warnings).toEqual([
    expect.stringMatching(`^Group "a": group "a" \\(${lost?.id}\\) also has this resource's marker`),
  ]);
});

test("a create of a group on a service that answers 500 for ever ends in its own error, in bounded time", async () => {
  const iam = await start();
  iam.fail({ operation: "groups.create", status: 500, times: Number.POSITIVE_INFINITY });
  const begin = performance.now();
  const error = await errorOf(create(new ProviderProcess(iam).group, group("a")));
  expect(error).toMatchObject({ code: "API_ERROR", status: 500 });
  expect(performance.now() - begin).toBeLessThan(3_000);
  expect(alive(iam)).toEqual([]);
});

test("an answer that names a group which was there before is not believed", async () => {
  const iam = await start();
  const theirs = iam.createGroup({ name: "theirs" });
  iam.fail({ operation: "groups.create", status: 201, body: { items: [theirs] } });
  const { id } = await create(new ProviderProcess(iam).group, group("a"));
  expect(id).not.toBe(String(theirs.id));
  expect(alive(iam)).toHaveLength(2);
});

test("nothing is written by a process whose engine is gone, not even after a wait", async () => {
  const iam = await start();
  iam.fail({ operation: "groups.create", status: 429, times: 3 });
  let checks = 0;
  const beforeWrite = async () => {
    checks += 1;
    if (checks > 2) throw new Error("the engine is gone");
  };
  const error = await errorOf(create(new ProviderProcess(iam, { beforeWrite }).group, group("a")));
  expect(error.message).toBe("the engine is gone");
  expect(iam.requests.filter(({ operation }) => operation === "groups.create")).toHaveLength(2);
});

test("a write checks that the engine lives after a wait for a token too", async () => {
  const iam = await start();
  const order: string[] = [];
  iam.fail({ operation: "token", delayMs: 50, match: () => order.push("token") > 0 });
  iam.fail({ operation: "groups.create", delayMs: 0, match: () => order.push("create") > 0 });
  const { client } = new ProviderProcess(iam, { beforeWrite: async () => void order.push("alive") });
  await client.groups.create({ name: "a" });
  expect(order).toEqual(["token", "alive", "create"]);
});

test("at most four creates are under way at once", async () => {
  const iam = await start({ latencyMs: 20 });
  const { group: handler } = new ProviderProcess(iam);
  await Promise.all(Array.from({ length: 12 }, (_, i) => create(handler, group(`g${i}`))));
  expect(iam.maxConcurrent.writes).toBe(4);
  expect(iam.requests.filter(({ operation }) => operation === "groups.list")).toHaveLength(1);
  expect(iam.requests.filter(({ operation }) => operation === "token")).toHaveLength(1);
});

test.skipIf(speaksSchema)(
  "a group name that exists already is in a warning, with the id and the line that takes it over",
  async () => {
    const iam = await start();
    const { id } = iam.createGroup({ name: "a" });
    const { group: handler, warnings } = new ProviderProcess(iam);
    await create(handler, group("a"));
    expect(warnings).toEqual([expect.stringContaining(`{ import: "${id}" }`)]);
  },
);

test("a replacement deletes the old group, and makes no fuss about its name", async () => {
  const iam = await start();
  const { group: handler, warnings } = new ProviderProcess(iam);
  const old = await create(handler, group("a"));
  const next = await replace(handler, old, group("a", { metadata: { team: "x" } }));
  expect(alive(iam).map(({ id }) => String(id))).toEqual([next.id]);
  expect(warnings).toEqual([]);
});

import { expect, test } from "vitest";
import { can } from "../support/capability";
import { create, errorOf, group, ProviderProcess, start } from "../support/provider-process";

const readers = {
  clientId: "reader",
  clientSecret: "reader-secret",
  groups: ["idp-readers"],
};
const readersGroup = {
  name: "readers",
  sourceId: "idp-readers",
  capabilities: [can("groupsAcl", ["LIST"]), can("projectsAcl", ["LIST"])],
};

test("a 403 says what the call needs, what the caller has of it, and through which groups", async () => {
  const iam = await start({ clients: [readers], groups: [readersGroup] });
  const { client } = new ProviderProcess(iam);
  const { message } = await errorOf(client.groups.create({ name: "a" }));
  expect(message).toMatch(
    /403 .*The call needs groupsAcl:CREATE; the token has groupsAcl:LIST \(scope all\) through group "readers" \(\d+\)$/,
  );
  const other = await errorOf(client.securityCategories.list());
  expect(other.message).toMatch(
    /needs securityCategoriesAcl:LIST; the token has no securityCategoriesAcl permissions \(its groups there are \d+\)$/,
  );
});

test("403s that come at once are all explained, with one inspect", async () => {
  const iam = await start({ clients: [readers], groups: [readersGroup] });
  const { client } = new ProviderProcess(iam);
  const errors = await Promise.all(Array.from({ length: 12 }, () => errorOf(client.securityCategories.list())));
  for (const { message } of errors)
    expect(message).toContain("The call needs securityCategoriesAcl:LIST; the token has");
  expect(iam.requests.filter(({ operation }) => operation === "inspect")).toHaveLength(1);
});

test("a 403 is explained as far as can be when nothing else answers either", async () => {
  const iam = await start();
  iam.fail({ status: 403, times: Number.POSITIVE_INFINITY, match: ({ operation }) => operation !== "token" });
  const { client } = new ProviderProcess(iam);
  expect((await errorOf(client.groups.list())).message).toMatch(
    /needs groupsAcl:LIST; could not check what the token grants: token inspect failed too$/,
  );
  expect((await errorOf(client.token.inspect())).message).toMatch(/needs projectsAcl:LIST and groupsAcl:LIST$/);
});

test("a token inspect that failed once is asked again at the next 403", async () => {
  const iam = await start();
  const { client } = new ProviderProcess(iam, { totalMs: 1 });
  iam.fail({ operation: "groups.list", status: 403 });
  iam.fail({ operation: "inspect", status: 500 });
  expect((await errorOf(client.groups.list())).message).toMatch(
    /could not check what the token grants: token inspect failed too$/,
  );
  iam.fail({ operation: "groups.list", status: 403 });
  expect((await errorOf(client.groups.list())).message).toMatch(/the token has groupsAcl:.* through group/);
});

test("a 403 in a project that inspect leaves out says so", async () => {
  const iam = await start({
    clients: [readers],
    groups: [{ ...readersGroup, capabilities: readersGroup.capabilities.slice(0, 1) }],
  });
  const { message } = await errorOf(new ProviderProcess(iam).client.groups.create({ name: "a" }));
  expect(message).toContain("token inspect does not show project local-project");
});

test("one token is asked for, however many wait for it", async () => {
  const iam = await start({ latencyMs: 10 });
  const { client } = new ProviderProcess(iam);
  await Promise.all(Array.from({ length: 20 }, () => client.groups.list()));
  expect(iam.requests.filter(({ operation }) => operation === "token")).toHaveLength(1);
});

test("a token that is revoked is asked for once more by all together", async () => {
  const iam = await start({ latencyMs: 10 });
  const { client } = new ProviderProcess(iam);
  await client.groups.list();
  iam.revokeTokens();
  await Promise.all(Array.from({ length: 20 }, () => client.groups.list()));
  expect(iam.requests.filter(({ operation }) => operation === "token")).toHaveLength(2);
});

test("a token is renewed before it expires", async () => {
  const iam = await start({ tokenLifetimeSeconds: 0.4 });
  const { client } = new ProviderProcess(iam);
  const end = Date.now() + 1_000;
  while (Date.now() < end) await client.groups.list();
  expect(iam.requests.filter(({ status }) => status === 401)).toEqual([]);
  expect(iam.requests.filter(({ operation }) => operation === "token").length).toBeGreaterThan(2);
});

test("a token that is refused is renewed once, and then it is an error", async () => {
  const iam = await start();
  iam.fail({ operation: "groups.list", status: 401, times: Number.POSITIVE_INFINITY });
  const error = await errorOf(new ProviderProcess(iam).client.groups.list());
  expect(error).toMatchObject({ code: "AUTH", message: expect.stringContaining("for project local-project") });
  expect(iam.requests.map(({ operation }) => operation)).toEqual(["token", "groups.list", "token", "groups.list"]);
});

test("a token that cannot be had leaves nothing open: nothing was sent", async () => {
  const iam = await start();
  for (const rule of [{ status: 503 }, { breakConnection: true }, { html: true, status: 200 }, { truncate: true }]) {
    const stop = iam.fail({ operation: "token", times: Number.POSITIVE_INFINITY, ...rule });
    const process = new ProviderProcess(iam, { totalMs: 100 });
    expect(await errorOf(create(process.group, group("a")))).toMatchObject({ code: "AUTH" });
    expect(process.warnings).toEqual([]);
    stop();
  }
});

test("a call that waits says so once, with the reason and the end", async () => {
  const iam = await start();
  iam.fail({ operation: "groups.create", retryAfter: 2.1 });
  const { client, waits } = new ProviderProcess(iam, { totalMs: 10_000 });
  await client.groups.create({ name: "a" });
  expect(waits).toEqual([expect.stringMatching(/^POST \/groups: 429 Too many .*\. Retrying for up to \d+ s more$/)]);
});

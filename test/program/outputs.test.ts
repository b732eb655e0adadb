import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import {
  Group,
  getGroup,
  getGroupOutput,
  getGroupsOutput,
  getSecurityCategoryOutput,
  getUserProfileOutput,
  getUserProfilesOutput,
  inspectToken,
  inspectTokenOutput,
  Provider,
  searchUserProfilesOutput,
} from "../../src/index";
import type { LocalIam } from "../../src/local/index";
import { start } from "../local/harness";
import { beginRun, callsOf, settled, tokensOf } from "./harness";

class Team extends pulumi.ComponentResource {
  constructor(name: string, build: (team: Team) => void = () => {}, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Team", name, {}, opts);
    build(this);
  }
}

/** A run in which declared groups are made on the server. */
async function run(iam: LocalIam, options: { preview?: boolean; slowMs?: number } = {}): Promise<void> {
  await beginRun(iam.connection, {
    ...options,
    made: async (type, name) => {
      if (!type.endsWith(":Group") || options.preview) return {};
      await new Promise((resolve) => setTimeout(resolve, options.slowMs ?? 0));
      return { groupId: iam.createGroup({ name }).id };
    },
  });
}

test("in a preview, a lookup of what is not made yet is unknown, and nothing is asked", async () => {
  const iam = await start();
  await run(iam, { preview: true });
  const group = new Group("g", { name: "g" });
  const team = new Team("t", (parent) => new Group("inner", { name: "inner" }, { parent }));
  const unknown = [
    getGroupOutput({ id: group.groupId }),
    // The name is known before the group stands.
    getGroupOutput({ name: group.name }),
    getGroupOutput({ name: "g" }, { dependsOn: group }),
    getGroupsOutput({ all: true }, { dependsOn: [group] }),
    getGroupsOutput({}, { dependsOn: pulumi.output([group]) }),
    inspectTokenOutput({}, { dependsOn: team }),
    getUserProfilesOutput({ userIdentifiers: ["u", group.id] }),
  ];
  for (const output of unknown) expect(await settled<unknown>(output)).toMatchObject({ known: false });
  expect(iam.requests).toEqual([]);
});

test("in an up, a lookup runs when what it depends on stands, and sees it", async () => {
  const iam = await start();
  await run(iam, { slowMs: 50 });
  expect((await settled(getGroupsOutput({ all: true }))).value).toHaveLength(1);
  const group = new Group("g", { name: "g" });
  const late: { group?: Group } = {};
  const team = new Team("t", (parent) => {
    late.group = new Group("inner", { name: "inner" }, { parent });
  });
  const names = async (output: pulumi.Output<{ name: string }[]>) => (await settled(output)).value.map((g) => g.name);
  expect(await names(getGroupsOutput({ all: true }, { dependsOn: group }))).toContain("g");
  expect(await names(getGroupsOutput({ all: true }, { dependsOn: team }))).toContain("inner");
  expect((await settled(getGroupOutput({ id: group.groupId }))).value.name).toBe("g");
  expect((await settled(getGroupOutput({ name: pulumi.interpolate`${group.name}` }))).value.name).toBe("g");
});

test("a list that lags behind the group it looks for is asked again", async () => {
  const iam = await start({ listLagMs: 1200 });
  await run(iam);
  const group = new Group("g", { name: "g" });
  expect((await settled(getGroupOutput({ id: group.groupId }))).value.name).toBe("g");
  expect(callsOf(iam).length).toBeGreaterThan(1);
});

test("40 lookups of groups that were made just now share a few lists", async () => {
  const iam = await start({ latencyMs: 30 });
  await run(iam);
  const groups = Array.from({ length: 40 }, (_, i) => new Group(`g${i}`, { name: `g${i}` }));
  const found = await Promise.all(groups.map((group) => settled(getGroupOutput({ id: group.groupId }))));
  expect(found.map(({ value }) => value.name)).toEqual(groups.map((_, i) => `g${i}`));
  expect(callsOf(iam).length).toBeLessThanOrEqual(4);
  expect(tokensOf(iam)).toBe(1);
});

test("the answer of a lookup is secret when an input is, and not because the credentials are", async () => {
  const iam = await start({ profiles: [{ userIdentifier: "u" }] });
  iam.createGroup({ name: "g" });
  iam.createSecurityCategory("c");
  await run(iam);
  const provider = new Provider("p", {
    ...iam.connection,
    project: pulumi.secret(iam.connection.project),
    clientSecret: pulumi.secret(iam.connection.clientSecret),
  });
  const secret = (output: pulumi.Output<unknown>) => settled(output).then((all) => all.secret);
  expect(await secret(getGroupOutput({ name: pulumi.secret("g") }))).toBe(true);
  expect(await secret(getGroupOutput({ name: "g" }))).toBe(false);
  expect(await secret(getGroupOutput({ name: "g" }, { provider }))).toBe(false);
  expect(await secret(getGroupOutput({ name: pulumi.secret("g") }, { provider }))).toBe(true);
  expect(await secret(getSecurityCategoryOutput({ name: pulumi.secret("c") }))).toBe(true);
  expect(await secret(getUserProfileOutput({ userIdentifier: pulumi.secret("u") }))).toBe(true);
  expect(await secret(getUserProfilesOutput({ userIdentifiers: [pulumi.secret("u")] }))).toBe(true);
  expect(await secret(searchUserProfilesOutput({ name: pulumi.secret("u") }))).toBe(true);
});

test("the error of a lookup does not show the secret that was asked with", async () => {
  const iam = await start({ profiles: [{ userIdentifier: "u" }] });
  iam.createGroup({ name: "hush-1234" });
  iam.createGroup({ name: "hush-1234" });
  await run(iam);
  const failure = (output: pulumi.Output<unknown>) => settled(output).catch((error: unknown) => error);
  const failing = [
    failure(getGroupOutput({ name: pulumi.secret("hush-1234") })),
    failure(getGroupOutput({ name: pulumi.secret("quiet-hush") })),
    failure(getSecurityCategoryOutput({ name: pulumi.secret("hush-1234") })),
    failure(getUserProfilesOutput({ userIdentifiers: ["u", pulumi.secret("hush-1234")] })),
  ];
  for (const error of (await Promise.all(failing)) as Error[]) {
    expect(error).toMatchObject({ __pulumiRunError: true, message: expect.stringContaining("[secret]") });
    expect(`${error.message}\n${error.stack}`).not.toContain("hush");
  }
  await expect(settled(getGroupOutput({ name: "hush-1234" }))).rejects.toThrow('"hush-1234" (ID ');
});

test("a lookup with an explicit provider uses its connection, given itself or through a parent", async () => {
  const iam = await start({ projects: ["project-a", "project-b"] });
  await run(iam);
  for (const project of ["project-a", "project-b"]) iam.createGroup({ name: `only-${project}` }, project);
  const other = new Provider("other", { project: "project-b" });
  const withOther = new Team("t", undefined, { providers: [other] });
  const child = new Team("child", undefined, { parent: withOther });
  const group = new Group("g", { name: "g" }, { provider: other });
  const name = "only-project-b";
  await expect(getGroup({ name })).rejects.toThrow("project-a");
  for (const opts of [{ provider: other }, { parent: withOther }, { parent: child }, { parent: group }]) {
    expect((await getGroup({ name }, opts)).name).toBe(name);
    expect((await settled(getGroupOutput({ name }, opts))).value.name).toBe(name);
  }
  await expect(getGroup({ name }, { parent: new Team("plain") })).rejects.toThrow("project-a");
  // Of the same host and credentials.
  expect(tokensOf(iam)).toBe(1);
});

test("a lookup with a provider of another package is refused", async () => {
  const iam = await start();
  await run(iam);
  const foreign = new (class extends pulumi.ProviderResource {})("pulumi-nodejs", "foreign", {});
  const parent = new Team("t", undefined, { providers: [foreign] });
  for (const opts of [{ provider: foreign }, { parent }]) {
    const error = {
      code: "CONFIG",
      __pulumiRunError: true,
      message: expect.stringContaining("is not a Provider from this copy of pulumi-cognite-iam"),
    };
    await expect(inspectToken({}, opts)).rejects.toMatchObject(error);
    await expect(settled(inspectTokenOutput({}, opts))).rejects.toMatchObject(error);
  }
  expect(iam.requests).toEqual([]);
});

test("a lookup with a provider whose settings are not known yet waits in the Output form, and says to use that in the promise form", async () => {
  const iam = await start();
  await run(iam, { preview: true });
  const group = new Group("g", { name: "g" });
  const provider = new Provider("p", { ...iam.connection, project: group.groupId.apply((id) => `project-${id}`) });
  await expect(inspectToken({}, { provider })).rejects.toMatchObject({
    code: "CONFIG",
    __pulumiRunError: true,
    message: expect.stringContaining("use its Output form"),
  });
  expect(await settled(inspectTokenOutput({}, { provider }))).toMatchObject({ known: false });
  expect(iam.requests).toEqual([]);
});

test("a Provider with a setting that does not exist is refused with the nearest name", async () => {
  const iam = await start();
  await run(iam);
  expect(() => new Provider("p", { projekt: "x" } as object)).toThrow(
    expect.objectContaining({ code: "CONFIG", __pulumiRunError: true, message: expect.stringContaining('"project"') }),
  );
});

test("lookups of a run that fail for one reason fail with one error, whose text Pulumi cannot change", async () => {
  const iam = await start();
  const failures = () =>
    Promise.all(
      [getGroup({ name: "nobody" }), settled(getGroupOutput({ name: "nobody" }))].map((each) =>
        each.then(
          () => undefined,
          (error: Error) => error,
        ),
      ),
    );
  await run(iam);
  const [first, second] = await failures();
  expect(first?.message).toMatch(/^No group is named "nobody" in project/);
  expect(second).toBe(first);
  if (first !== undefined) first.message = `error serializing property "name": ${first.message}`;
  expect(first?.message).toMatch(/^No group is named/);
  // Another run tells it anew.
  await run(iam);
  expect((await failures())[0]).not.toBe(first);
});

test("one error of several lookups is shown without the secret to the one that asked with it", async () => {
  const iam = await start();
  await run(iam);
  iam.fail({ operation: "groups.list", status: 400, body: { error: { message: "no hush-hush here" } }, times: 1 });
  const [open, hushed] = await Promise.allSettled([
    settled(getGroupOutput({ name: "hush" })),
    settled(getGroupOutput({ name: pulumi.secret("hush-hush") })),
  ]);
  expect(open).toMatchObject({ reason: { code: "API_ERROR", message: expect.stringContaining("no hush-hush here") } });
  expect(hushed).toMatchObject({ reason: { code: "API_ERROR", message: expect.stringContaining("no [secret] here") } });
});

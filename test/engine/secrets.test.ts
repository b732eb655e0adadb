import { beforeAll, describe, expect, test } from "vitest";
import { type Stack, secretSignature, type Workspace, workspace } from "./harness";

const secrets = {
  sourceId: "hidden-source-of-one",
  metadata: "hidden-value-of-two",
  member: "hidden-member-of-three",
  clientSecret: "local-admin-secret",
};

describe("secrets of a program", () => {
  let space: Workspace;
  let stack: Stack;

  beforeAll(async () => {
    space = await workspace();
    stack = await space.stack(
      "secrets",
      `
      const config = new pulumi.Config();
      const explicit = new iam.Provider("explicit");
      const one = new iam.Group("one", { name: "one", sourceId: config.requireSecret("sourceId") });
      const two = new iam.Group("two", { name: "two", metadata: { open: "open-value", key: config.requireSecret("metadata") } });
      new iam.Group("three", { name: "three", members: [config.requireSecret("member"), "open-member"] }, { provider: explicit });
      exports.sourceId = one.sourceId;
      exports.metadata = two.metadata;
      `,
    );
    const { CDF_PROJECT = "", CDF_URL = "", PROVIDER = "", IDP_TOKEN_URL = "", IDP_CLIENT_ID = "" } = stack.env;
    // The secret of the stack config, not of the environment, is what the default provider logs in with.
    stack.env = { CDF_PROJECT, CDF_URL, PROVIDER, IDP_TOKEN_URL };
    await stack.pulumi([
      ...["config", "set-all", "--plaintext", `cognite-iam:clientId=${IDP_CLIENT_ID}`],
      ...["--secret", `cognite-iam:clientSecret=${secrets.clientSecret}`],
      ...["--secret", `sourceId=${secrets.sourceId}`, "--secret", `metadata=${secrets.metadata}`],
      ...["--secret", `member=${secrets.member}`],
    ]);
  });

  const expectHidden = (text: string) => {
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
  };
  const expectEncrypted = () => {
    expectHidden(stack.stateText());
    const { one, two, three, explicit } = stack.state();
    const mark = expect.objectContaining({ [secretSignature]: expect.any(String) });
    for (const props of [one?.inputs, one?.outputs]) expect(props?.["sourceId"]).toEqual(mark);
    for (const props of [two?.inputs, two?.outputs])
      expect(props?.["metadata"]).toEqual({ open: "open-value", key: mark });
    for (const props of [three?.inputs, three?.outputs])
      expect(JSON.stringify(props?.["members"])).toContain(secretSignature);
    // Taken over from the stack config.
    expect(explicit?.inputs["cognite-iam:clientSecret"]).toEqual(mark);
    expect(one?.inputs["__provider"]).toBe('exports.handler = () => require("pulumi-cognite-iam/engine").Group;');
  };

  test("are not shown by a preview", async () => {
    const run = await stack.preview("--diff");
    expectHidden(run.text);
    expect(run.text).toContain("[secret]");
  });

  test("go to the service, and are encrypted in the state, of inputs, outputs and explicit providers", async () => {
    const run = await stack.up("--diff");
    expectHidden(run.text);
    expect(space.groups().find(({ name }) => name === "one")?.sourceId).toBe(secrets.sourceId);
    expect(space.groups().find(({ name }) => name === "two")?.metadata["key"]).toBe(secrets.metadata);
    expect(space.groups().find(({ name }) => name === "three")?.members).toContain(secrets.member);
    expectEncrypted();
    const shown = await stack.pulumi(["stack", "output", "--json"]);
    expect(JSON.parse(shown.stdout)["sourceId"]).toBe("[secret]");
    expectHidden(shown.text);
  });

  test("stay encrypted when refresh has read them back", async () => {
    const run = await stack.refresh("--diff");
    expectHidden(run.text);
    expectEncrypted();
    expect((await stack.up("--expect-no-changes")).requests).toEqual([]);
  });

  test("are not shown by a refresh that finds a group gone, nor by the diff of a change", async () => {
    for (const { id } of space.groups()) space.iam.deleteGroup(id);
    expectHidden((await stack.refresh("--diff")).text);
    expectHidden((await stack.up("--diff")).text);
    expect(space.groupNames()).toEqual(["one", "three", "two"]);
    expectEncrypted();
  });

  test("are not shown by a check that fails, which tells all that is wrong at once and shows no stack", async () => {
    stack.write(`
      const hide = (value) => pulumi.secret(value);
      new iam.Group("bad", {
        name: hide("hidden-name-".repeat(30)),
        sourceId: hide("hidden-source"),
        members: hide(["hidden-member", 17]),
        metadata: { key: hide("hidden-value-".repeat(50)), number: hide(17171717) },
        capabilities: hide([{ assetsAcl: { actions: ["READ"], scope: { datasetScope: { ids: ["hidden-id"] } } } }]),
      });
    `);
    const run = await stack.fails("preview");
    expect(run.requests).toEqual([]);
    expect(run.text).toContain("name: has 360 characters; the limit is 255");
    expect(run.text).toContain("members: cannot be set together with sourceId");
    expect(run.text).toContain("members[1]: must be a user identifier");
    expect(run.text).toContain('metadata["key"]: has 650 bytes; the limit is 512');
    expect(run.text).toContain("capabilities[0].assetsAcl.scope.datasetScope.ids[0]: must be an ID");
    expect(run.text).not.toContain("hidden");
    expect(run.text).not.toContain("17171717");
    expect(run.text).not.toMatch(/^\s+at /m);
  });

  test("are not shown when the service quotes them", async () => {
    // Of the stack config's the CLI itself hides the values, so these are others.
    const [hush, member] = ["hush-hush-value", "hush-hush-member"];
    const error = { code: 400, message: `'${hush}' of "${member}" is not allowed` };
    const refuse = (operation: "groups.create" | "groups.delete") =>
      space.iam.fail({ operation, status: 400, body: { error } });
    stack.write(`
      new iam.Group("quoted", {
        name: "quoted",
        metadata: { key: pulumi.secret("${hush}") },
        members: pulumi.secret(["${member}"]),
      });
    `);
    const only = ["--target", "**quoted"];
    refuse("groups.create");
    const create = await stack.fails("up", ...only);
    expect(create.text).toContain(`400 '[secret]' of "[secret]" is not allowed`);
    expect(create.text).not.toContain("hush");
    await stack.up(...only);
    refuse("groups.delete");
    const destroy = await stack.fails("destroy", ...only);
    expect(destroy.text).toContain(`400 '[secret]' of "[secret]" is not allowed`);
    expect(destroy.text).not.toContain("hush");
    // As an earlier version would have left it.
    const state = JSON.parse(stack.stateText());
    const before = JSON.stringify(state, (key, value) => (key === "secretInputs" ? undefined : value));
    expect([JSON.stringify(state), before].map((text) => text.includes("secretInputs"))).toEqual([true, false]);
    stack.writeState(before);
    expect((await stack.up(...only, "--expect-no-changes")).requests).toEqual([]);
  });

  test("are not shown when the login fails", async () => {
    await stack.pulumi(["config", "set", "--secret", "cognite-iam:clientSecret", "wrong-but-secret"]);
    const run = await stack.fails("refresh", "--run-program");
    expect(run.text).toMatch(/client|token/i);
    expect(run.text).not.toContain("wrong-but-secret");
    expectHidden(run.text);
    expect(run.text).not.toMatch(/^\s+at /m);
    expectEncrypted();
  });
});

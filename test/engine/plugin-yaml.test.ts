import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { type Stack, secretSignature, type Workspace, workspace } from "./harness";
import { languageHost, titled } from "./language-hosts";
import { pluginStack, yaml } from "./plugin-stack";

const host = languageHost("yaml");

interface Args {
  name?: string;
  capabilities?: string;
  /** Further properties, and options. */
  more?: string;
  options?: string;
}

const assets = "assetsAcl: { actions: [READ, WRITE], scope: { all: {} } }";
const events = "eventsAcl: { actions: [READ], scope: { all: {} } }";

/** A group named by its resource. */
const group = (resource: string, { name = resource, capabilities, more = "", options = "" }: Args = {}) => `
  ${resource}:
    type: cognite-iam:Group
    properties:
      name: ${name}
      sourceId: idp-${resource}
      capabilities: ${capabilities ?? `[{ ${assets} }, { ${events} }]`}
      ${more}
    options: { ${options} }`;

const program = (...resources: string[]) => `resources:${resources.join("")}\n`;

/** A new stack of a YAML program. */
const yamlStack = (at: Workspace, name: string, text: string): Promise<Stack> =>
  pluginStack(at, name, yaml(name, text), host);

describe.skipIf(host.missing !== undefined)(titled("a YAML program", host), () => {
  test("a group lives its whole life", async () => {
    const at = await workspace();
    const outputs = `outputs:\n  id: \${readers.groupId}\n`;
    const stack = await yamlStack(at, "life", program(group("readers")) + outputs);

    const preview = await stack.preview();
    expect(preview.calls).toEqual([]);
    expect(preview.text).toContain("cognite-iam:index:Group readers create");

    await stack.up();
    const [first] = at.groups();
    expect(stack.outputs()).toEqual({ id: first?.id });
    expect(first?.metadata?.["pulumi"]).toMatch(/^life\/dev\/readers#/);
    expect((await stack.up()).calls).toEqual([]);

    stack.write(
      yaml(
        "life",
        program(
          group("readers", {
            capabilities: `[{ ${events} }, { assetsAcl: { actions: [WRITE, READ], scope: { all: {} } } }]`,
          }),
        ) + outputs,
      ),
    );
    const reordered = await stack.up("--expect-no-changes");
    expect(reordered.calls).toEqual([]);

    stack.write(
      yaml(
        "life",
        program(
          group("readers", {
            capabilities: `[{ filesAcl: { actions: [READ], scope: { all: {} } } }, { ${events} }, { ${assets} }]`,
          }),
        ) + outputs,
      ),
    );
    const diff = await stack.preview("--diff");
    expect(diff.text).toMatch(/\+ \[2\]: \{\s+\+ filesAcl/);
    expect(diff.text).not.toMatch(/[~+-] \[[01]\]/);
    const replaced = await stack.up();
    expect(replaced.calls.filter((call) => call !== "groups.list")).toEqual(["groups.create", "groups.delete"]);
    const [second] = at.groups();
    expect(stack.outputs()).toEqual({ id: second?.id });
    expect(second?.id).not.toBe(first?.id);

    const { id: _, ...spec } = second ?? { id: 0, name: "" };
    at.iam.deleteGroup(second?.id ?? 0);
    const edited = at.iam.createGroup({ ...spec, capabilities: [] } as never);
    const refreshed = await stack.refresh();
    expect(refreshed.text).toContain("readers delete");
    expect(refreshed.text).toContain(`there is another of its name: "readers" (${edited.id})`);
    await stack.up();
    expect(at.groupNames()).toEqual(["readers", "readers"]);
    await stack.destroy();
    expect(at.groups().map(({ id }) => id)).toEqual([edited.id]);
  });

  test("what changed outside is shown by a refresh, and mended by an up", async () => {
    // Another service may be able to change a group.
    const at = await workspace();
    const stack = await yamlStack(at, "drift", program(group("readers")));
    await stack.up();
    const [live] = at.groups();
    at.iam.fail({
      operation: "groups.list",
      body: { items: [{ ...live, capabilities: [{ eventsAcl: { actions: ["READ"], scope: { all: {} } } }] }] },
      status: 200,
      times: 1,
    });
    const refreshed = await stack.refresh("--diff");
    expect(refreshed.text).toMatch(/was changed outside this stack: capabilities\[\d\]\.assetsAcl gone/);
    const mended = await stack.up();
    expect(mended.calls.filter((call) => call !== "groups.list")).toEqual(["groups.create", "groups.delete"]);
    await stack.up("--expect-no-changes");
  });

  describe("what exists", () => {
    const odd = { newAcl: { actions: ["FLY"], scope: { ring: { ids: [1] } } } };
    const spec = {
      name: "existing",
      members: "allUserAccounts" as const,
      capabilities: [odd, { assetsAcl: { actions: ["READ"], scope: { all: {} } } }],
      metadata: { team: "data", pulumi: "elsewhere/dev/existing#0123456789ab.01234567" },
    };

    test("is imported by the command line, and its code previews without a change", async () => {
      const at = await workspace();
      const { id } = at.iam.createGroup(spec);
      const stack = await yamlStack(at, "cli", "resources: {}\n");
      const imported = await stack.pulumi([
        ...["import", "cognite-iam:index:Group", "existing", String(id), "--yes", "--skip-preview"],
        ...["--out", "generated.yaml", "--protect=false"],
      ]);
      expect(imported.calls).toEqual(["groups.list"]);
      stack.write(yaml("cli", readFileSync(path.join(stack.folder, "generated.yaml"), "utf8")));
      const again = await stack.up("--expect-no-changes");
      expect([again.calls, again.text]).toEqual([[], expect.not.stringContaining("warning")]);
      expect((await stack.refresh()).text).not.toContain("warning");
      await stack.destroy();
      expect(at.groups()).toEqual([]);
    });

    test("is imported by the option, which may stay", async () => {
      const at = await workspace();
      const { id } = at.iam.createGroup({
        ...spec,
        members: undefined,
        capabilities: [],
        sourceId: "idp-existing",
        metadata: {},
      } as never);
      const args = { capabilities: "[]", options: `import: "${id}"` };
      const stack = await yamlStack(at, "option", program(group("existing", args)));
      expect((await stack.preview()).calls).toEqual(["groups.list"]);
      expect((await stack.up()).calls).toEqual(["groups.list"]);
      expect((await stack.up("--expect-no-changes")).calls).toEqual([]);
      stack.write(yaml("option", program(group("existing", { capabilities: "[]" }))));
      await stack.up("--expect-no-changes");
      expect(at.groups().map((each) => each.id)).toEqual([id]);
    });

    test("and differs is refused at preview, with the arguments that would match, and nothing is replaced", async () => {
      const at = await workspace();
      const { id } = at.iam.createGroup({ ...spec, name: "codename-two" });
      const name = "{ fn::secret: codename-one }";
      const stack = await yamlStack(at, "differs", program(group("existing", { name, options: `import: "${id}"` })));
      const refused = await stack.fails("preview");
      expect(refused.text).toContain(`import: group ${id} does not match its declaration, so it was not imported`);
      expect(refused.text).toContain("name: differs (declared as a secret, so neither value is shown)");
      expect(refused.text).toContain('members: ["allUserAccounts"]');
      expect(refused.text).not.toContain("codename");
      expect((await stack.fails("up")).calls).toEqual(["groups.list"]);
      expect(at.groups().map((each) => each.id)).toEqual([id]);
    });
  });

  test("a lost answer makes one group", async () => {
    const at = await workspace();
    at.iam.fail({ operation: "groups.create", breakConnection: true, when: "after" });
    const stack = await yamlStack(at, "lost", program(group("readers")));
    const up = await stack.up();
    expect(up.text).toContain("Checking whether it was created anyway");
    expect(at.groupNames()).toEqual(["readers"]);
    await stack.up("--expect-no-changes");
  });

  test("a change that would lock the caller out is refused at preview", async () => {
    const at = await workspace();
    const admin = (actions: string) =>
      program(`
  admin:
    type: cognite-iam:Group
    properties:
      name: admin
      sourceId: cdf-administrators
      capabilities:
        - groupsAcl: { actions: [${actions}], scope: { all: {} } }
        - projectsAcl: { actions: [LIST], scope: { all: {} } }`);
    const stack = await yamlStack(at, "lockout", admin("LIST, CREATE, DELETE"));
    await stack.up();
    const first = at.iam.state().groups.find(({ name }) => name === "cdf-administrators");
    at.iam.deleteGroup(first?.id ?? 0);
    stack.write(yaml("lockout", admin("LIST")));
    const refused = await stack.fails("preview");
    expect(refused.text).toMatch(/would lock you out: you would lose groupsAcl:CREATE, groupsAcl:DELETE\./);
    expect((await stack.fails("destroy")).text).toMatch(/would lock you out/);
    // What one group loses another may gain, in any order.
    const heir = `
  heir:
    type: cognite-iam:Group
    properties:
      name: heir
      sourceId: cdf-administrators
      capabilities:
        - groupsAcl: { actions: [LIST, CREATE, DELETE], scope: { all: {} } }
        - projectsAcl: { actions: [LIST], scope: { all: {} } }
`;
    stack.write(yaml("lockout", `${admin("LIST")}${heir}`));
    expect((await stack.preview()).text).not.toContain("lock you out");
    expect(at.groupNames()).toEqual(["admin"]);
  });

  test("a resource stays in its project, and one that names its own lives there", async () => {
    const at = await workspace({ projects: ["local-project", "other"] });
    const stack = await yamlStack(at, "projects", program(group("here"), group("there", { more: "project: other" })));
    await stack.up();
    expect([at.groupNames(), at.groupNames("other")]).toEqual([["here"], ["there"]]);
    stack.env["CDF_PROJECT"] = "other";
    for (const command of ["up", "refresh", "destroy"] as const) {
      const refused = await stack.fails(command);
      expect(refused.text).toContain(
        'Group "here" is in the CDF project "local-project", but the connection is to "other"',
      );
    }
    expect(at.groupNames()).toEqual(["here"]);
  });

  test("a secret is in the clear neither in the state nor in what is shown", async () => {
    const at = await workspace();
    const { clientId, clientSecret } = at.iam.connection;
    const text = `config:
  name: { type: string, secret: true }
${program(group("hidden", { name: `\${name}` }))}
  job:
    type: cognite-iam:Session
    properties: { clientId: ${clientId}, clientSecret: { fn::secret: ${clientSecret} } }
`;
    const stack = await yamlStack(at, "secrets", text);
    await stack.pulumi(["config", "set", "--secret", "name", "codename-one"]);
    const shown = [await stack.preview("--diff"), await stack.up("--diff")];
    expect(at.groupNames()).toEqual(["codename-one"]);
    await stack.pulumi(["config", "set", "--secret", "name", "codename-two"]);
    shown.push(await stack.preview("--diff"), await stack.up("--diff"), await stack.refresh("--diff"));
    expect(at.groupNames()).toEqual(["codename-two"]);
    at.iam.fail({
      operation: "groups.list",
      status: 400,
      body: { error: { code: 400, message: "codename-two, really" } },
    });
    shown.push(await stack.fails("refresh"));
    for (const { text: said } of shown)
      for (const secret of ["codename-", clientSecret]) expect(said).not.toContain(secret);
    for (const secret of ["codename-", clientSecret]) expect(stack.stateText()).not.toContain(secret);
    const { hidden, job } = stack.state();
    expect(hidden?.inputs["name"]).toHaveProperty([secretSignature]);
    expect(job?.outputs["nonce"]).toHaveProperty([secretSignature]);
    expect(at.iam.state().sessions).toHaveLength(1);
  });

  test("two explicit providers work in two projects", async () => {
    const at = await workspace({ projects: ["local-project", "other"] });
    const { baseUrl, idp, tokenUrl, clientId, clientSecret } = at.iam.connection;
    const provider = (project: string) => `
  ${project}:
    type: pulumi:providers:cognite-iam
    properties: { project: ${project}, baseUrl: "${baseUrl}", idp: ${idp}, tokenUrl: "${tokenUrl}", clientId: ${clientId}, clientSecret: ${clientSecret} }`;
    const resources = ["local-project", "other"].flatMap((project) => [
      provider(project),
      group(`in-${project}`, { options: `provider: "\${${project}}"` }),
    ]);
    const stack = await yamlStack(at, "two", program(...resources));
    stack.env = Object.fromEntries(Object.entries(stack.env).filter(([name]) => !(name in at.iam.env)));
    await stack.up();
    expect([at.groupNames(), at.groupNames("other")]).toEqual([["in-local-project"], ["in-other"]]);
    expect(stack.stateText()).not.toContain(clientSecret);
    expect((await stack.up("--expect-no-changes")).calls).toEqual([]);
    await stack.destroy();
  });

  test("mistakes are refused before anything runs, all at once, in the words of the schema", async () => {
    const at = await workspace();
    const stack = await yamlStack(
      at,
      "wrong",
      program(group("readers", { capabilities: "[{ assetAcl: { actions: [READ], scope: { all: {} } } }]" })),
    );
    expect((await stack.fails("preview")).text).toContain("assetsAcl");
    stack.write(
      yaml(
        "wrong",
        program(
          group("readers", {
            capabilities: "[{ assetsAcl: { actions: [FLY], scope: { all: {} } } }]",
            more: "metadata: { pulumi: mine }",
          }),
        ),
      ),
    );
    const { text } = await stack.fails("preview");
    expect(text).toContain('capabilities[0].assetsAcl.actions[0]: assetsAcl has no action "FLY"');
    expect(text).toContain("If it is new in the API, write unlisted: {…}");
    expect(text).toContain('metadata["pulumi"]: is reserved for the owner marker');
    stack.write(
      yaml(
        "wrong",
        program(
          group("readers", { capabilities: "[{ unlisted: { newAcl: { actions: [FLY], scope: { all: {} } } } }]" }),
        ),
      ),
    );
    expect((await stack.up()).text).toContain("capabilities[0].newAcl: is not checked (unlisted)");
    await stack.up("--expect-no-changes");
  });

  test("functions find what resources name", async () => {
    const at = await workspace({ dataSets: [{ externalId: "ds_pumps", id: 42 }] });
    const found = `\${pumps.id}`;
    const text = `variables:
  pumps:
    fn::invoke: { function: "cognite-iam:getDataSet", arguments: { externalId: ds_pumps } }
${program(group("readers", { capabilities: `[{ datasetsAcl: { actions: [READ], scope: { idScope: { ids: ["${found}"] } } } }]` }))}`;
    const stack = await yamlStack(at, "lookup", text);
    await stack.up();
    expect(at.groups()[0]?.capabilities).toMatchObject([{ datasetsAcl: { scope: { idScope: { ids: ["42"] } } } }]);
    expect((await stack.up("--expect-no-changes")).calls).toEqual(["dataSets.byids"]);
  });

  test("wrong settings are said all at once, and no secret", async () => {
    const at = await workspace();
    const stack = await yamlStack(at, "settings", program(group("readers")));
    stack.env = Object.fromEntries(Object.entries(stack.env).filter(([name]) => !(name in at.iam.env)));
    writeFileSync(
      path.join(stack.folder, "Pulumi.dev.yaml"),
      "config:\n  cognite-iam:allowLockout: perhaps\n  cognite-iam:clientSecret: hunter-2-hunter\n  cognite-iam:idp: hunter-2-hunter\n",
      { flag: "a" },
    );
    const { text } = await stack.fails("preview");
    for (const word of ["project is missing", "cluster is missing", "clientId is missing", "allowLockout"])
      expect(text).toContain(word);
    expect(text).not.toContain("hunter-2");
  });
});

import { describe, expect, test } from "vitest";
import { type Stack, secretSignature, type Workspace, workspace } from "./harness";
import { languageHost, titled } from "./language-hosts";
import { pluginStack, python } from "./plugin-stack";

const host = languageHost("python");

/** A new stack of a Python program. */
const pythonStack = (at: Workspace, name: string, text: string): Promise<Stack> =>
  pluginStack(at, name, python(name, text), host);

const assets = '{"assets_acl": {"actions": ["READ", "WRITE"], "scope": {"all": {}}}}';
const events = '{"events_acl": {"actions": ["READ"], "scope": {"all": {}}}}';

const readers = (capabilities: string, more = "") => `
readers = iam.Group("readers", name="readers", source_id="idp-readers", capabilities=[${capabilities}], ${more})
pulumi.export("id", readers.group_id)
`;

describe.skipIf(host.missing !== undefined)(titled("a Python program", host), () => {
  test("lives a whole life", async () => {
    const at = await workspace();
    const stack = await pythonStack(at, "life", readers(`${assets}, ${events}`));
    expect((await stack.preview()).calls).toEqual([]);
    await stack.up();
    const [first] = at.groups();
    expect(stack.outputs()).toEqual({ id: first?.id });
    expect((await stack.up("--expect-no-changes")).calls).toEqual([]);

    // The API's own spelling does as well, and no order counts.
    const api = '{"assetsAcl": {"actions": ["WRITE", "READ"], "scope": {"all": {}}}}';
    stack.write(python("life", readers(`${events}, ${api}`)));
    expect((await stack.up("--expect-no-changes")).calls).toEqual([]);

    stack.write(python("life", readers(`${events}, ${assets}`, 'metadata={"team": "data"}')));
    const replaced = await stack.up();
    expect(replaced.calls.filter((call) => call !== "groups.list")).toEqual(["groups.create", "groups.delete"]);
    const [second] = at.groups();
    expect(stack.outputs()).toEqual({ id: second?.id });

    at.iam.deleteGroup(second?.id ?? 0);
    expect((await stack.refresh()).text).toContain("readers delete");
    await stack.up();
    expect(at.groupNames()).toEqual(["readers"]);
    await stack.destroy();
    expect(at.groups()).toEqual([]);
  });

  test("takes over what exists, and is refused what differs", async () => {
    const at = await workspace();
    const { id } = at.iam.createGroup({
      name: "readers",
      sourceId: "idp-readers",
      capabilities: [{ eventsAcl: { actions: ["READ"], scope: { all: {} } } }],
    });
    const options = `opts=pulumi.ResourceOptions(import_="${id}")`;
    const stack = await pythonStack(at, "import", readers(assets, options));
    const refused = await stack.fails("preview");
    expect(refused.text).toContain(`import: group ${id} does not match its declaration, so it was not imported`);
    stack.write(python("import", readers(events, options)));
    expect((await stack.up()).calls).toEqual(["groups.list"]);
    expect((await stack.up("--expect-no-changes")).calls).toEqual([]);
    expect(at.groups().map((group) => group.id)).toEqual([id]);
  });

  test("keeps its secrets, makes one group of a lost answer, and finds what its resources name", async () => {
    const at = await workspace({ dataSets: [{ externalId: "ds_pumps", id: 42 }] });
    at.iam.fail({ operation: "groups.create", breakConnection: true, when: "after" });
    const { clientId, clientSecret } = at.iam.connection;
    const stack = await pythonStack(
      at,
      "secrets",
      `
pumps = iam.get_data_set_output(external_id="ds_pumps")
everybody = iam.Group(
    "everybody",
    name=pulumi.Output.secret("codename"),
    members=["allUserAccounts"],
    capabilities=[{"datasets_acl": {"actions": ["READ"], "scope": {"id_scope": {"ids": [pumps.id]}}}}],
)
job = iam.Session("job", client_id="${clientId}", client_secret="${clientSecret}")
pulumi.export("nonce", job.nonce)
found = iam.get_groups_output(all=True, opts=pulumi.InvokeOutputOptions(depends_on=[everybody]))
pulumi.export("count", found.apply(lambda answer: len(answer.groups)))
`,
    );
    const up = await stack.up();
    const [group] = at.groups();
    expect(group).toMatchObject({ name: "codename", members: "allUserAccounts" });
    expect(group?.capabilities).toMatchObject([{ datasetsAcl: { scope: { idScope: { ids: ["42"] } } } }]);
    expect(stack.outputs()["count"]).toBe(2);
    const shown = [up, await stack.preview("--diff"), await stack.refresh("--diff")].map(({ text }) => text);
    for (const text of [...shown, stack.stateText()])
      for (const secret of ["codename", clientSecret]) expect(text).not.toContain(secret);
    expect(stack.outputs()["nonce"]).toHaveProperty([secretSignature]);
    expect((await stack.up("--expect-no-changes")).calls).toEqual(["dataSets.byids", "groups.list"]);
  });

  test("works in two projects, by two providers and by the argument", async () => {
    const at = await workspace({ projects: ["local-project", "other"] });
    const { baseUrl, idp, tokenUrl, clientId, clientSecret } = at.iam.connection;
    const stack = await pythonStack(
      at,
      "two",
      `
connection = dict(base_url="${baseUrl}", idp="${idp}", token_url="${tokenUrl}", client_id="${clientId}", client_secret="${clientSecret}")
for project in ["local-project", "other"]:
    provider = iam.Provider(project, project=project, **connection)
    iam.Group(f"in-{project}", name=f"in-{project}", opts=pulumi.ResourceOptions(provider=provider))
iam.Group("elsewhere", name="elsewhere", project="other", opts=pulumi.ResourceOptions(provider=provider))
`,
    );
    stack.env = Object.fromEntries(Object.entries(stack.env).filter(([name]) => !(name in at.iam.env)));
    await stack.up();
    expect([at.groupNames(), at.groupNames("other")]).toEqual([["in-local-project"], ["elsewhere", "in-other"]]);
    expect(stack.stateText()).not.toContain(clientSecret);
    expect((await stack.up("--expect-no-changes")).calls).toEqual([]);
    await stack.destroy();
    expect([at.groups(), at.groups("other")]).toEqual([[], []]);
  });

  test("is told of an ACL that there is not, and grants one that the schema lacks", async () => {
    const at = await workspace();
    const grant = '{"actions": ["READ"], "scope": {"all": {}}}';
    const stack = await pythonStack(at, "unknown", readers(`{"asset_acl": ${grant}}`));
    const { text } = await stack.fails("preview");
    expect(text).toMatch(/capabilities\[0\].*did you mean "assetsAcl"\?/);
    stack.write(python("unknown", readers(`{"unlisted": {"newAcl": ${grant}}}`)));
    expect((await stack.up()).text).toContain("capabilities[0].newAcl: is not checked (unlisted)");
    expect(at.groups()[0]?.capabilities).toEqual([{ newAcl: { actions: ["READ"], scope: { all: {} } } }]);
    await stack.up("--expect-no-changes");
  });
});

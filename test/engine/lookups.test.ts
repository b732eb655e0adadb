import { beforeAll, describe, expect, test } from "vitest";
import { type Run, type Stack, type Workspace, workspace } from "./harness";

const options = {
  projects: ["project-a", "project-b"],
  clients: [
    { clientId: "admin", clientSecret: "admin-secret-1", groups: ["cdf-administrators"] },
    { clientId: "reader", clientSecret: "reader-secret-2", groups: ["readers"] },
  ],
  profiles: [
    { userIdentifier: "u1", displayName: "Ann Ek" },
    { userIdentifier: "u2", displayName: "Bo Berg" },
    { userIdentifier: "admin", displayName: "Zoe" },
  ],
};

/** How often each call was made, without those for tokens. */
const count = ({ calls }: Run) =>
  Object.fromEntries([...new Set(calls)].sort().map((call) => [call, calls.filter((each) => each === call).length]));

const tokens = ({ requests }: Run) => requests.filter(({ operation }) => operation === "token").length;

describe("a program that asks everything", () => {
  let space: Workspace;
  let stack: Stack;

  beforeAll(async () => {
    space = await workspace(options);
    for (const project of options.projects) {
      space.iam.createGroup({ name: "standing", sourceId: "standing-id" }, project);
      space.iam.createGroup({ name: `only-${project}` }, project);
      space.iam.createSecurityCategory("standing", project);
    }
    stack = await space.stack(
      "asks",
      `
      const other = new iam.Provider("other", { project: "project-b" });
      const component = new pulumi.ComponentResource("test:index:Team", "team", {}, { providers: [other] });
      const readers = new iam.Group("readers", { name: "readers", members: ["u1"] });
      const secret = new iam.SecurityCategory("secret", { name: "top-secret" });

      module.exports = async () => {
        const group = await iam.getGroup({ name: "standing" });
        return {
          token: (await iam.inspectToken()).subject,
          group: group.sourceId,
          byId: (await iam.getGroup({ id: group.id })).name,
          bySource: (await iam.getGroup({ sourceId: "standing-id" })).name,
          own: (await iam.getGroups()).map(({ name }) => name),
          category: (await iam.getSecurityCategory({ name: "standing" })).name,
          categories: (await iam.getSecurityCategories({ limit: 1 })).length,
          sessions: (await iam.getSessions()).length,
          me: (await iam.getMyUserProfile()).displayName,
          user: (await iam.getUserProfile({ userIdentifier: "u1" })).displayName,
          nobody: (await iam.getUserProfile({ userIdentifier: "nobody" })) === undefined,
          users: (await iam.getUserProfiles({ userIdentifiers: ["u2", "u1"] })).map(({ displayName }) => displayName),
          firstUser: (await iam.getUserProfiles({ limit: 1 })).map(({ displayName }) => displayName),
          search: (await iam.searchUserProfiles({ name: "b" })).map(({ displayName }) => displayName),
          elsewhere: (await iam.getGroup({ name: "only-project-b" }, { provider: other })).name,
          underComponent: (await iam.getGroup({ name: "only-project-b" }, { parent: component })).name,
          made: iam.getGroupOutput({ id: readers.groupId }).name,
          madeByName: iam.getGroupOutput({ name: readers.name }).members,
          madeCategory: iam.getSecurityCategoryOutput({ id: secret.categoryId }).name,
          madeCategories: iam.getSecurityCategoriesOutput({}, { dependsOn: secret }).apply((all) => all.map(({ name }) => name)),
          members: iam.getUserProfilesOutput({ userIdentifiers: readers.members }).apply((all) => all[0].displayName),
          tokenOutput: iam.inspectTokenOutput({}, { provider: other }).subject,
          sessionsOutput: iam.getSessionsOutput({ limit: pulumi.output(3) }).length,
          groupsOutput: iam.getGroupsOutput({ all: true }, { provider: other }).length,
          meOutput: iam.getMyUserProfileOutput().displayName,
          userOutput: iam.getUserProfileOutput({ userIdentifier: "u2" }).apply((user) => user.displayName),
          searchOutput: iam.searchUserProfilesOutput({ name: pulumi.output("zo") }).length,
          secret: iam.getGroupOutput({ name: pulumi.secret("standing") }).name,
        };
      };
      `,
    );
  });

  /** What does not wait for anything to be made: one call of a kind, whatever number of lookups. */
  const standing = {
    "groups.list": 3,
    inspect: 2,
    "profiles.byids": 3,
    "profiles.list": 1,
    "profiles.me": 1,
    "profiles.search": 2,
    "securityCategories.list": 1,
    "sessions.list": 1,
  };

  test("previews: what can be known is asked, the rest is not known yet, and nothing is written", async () => {
    const run = await stack.preview();
    expect(run.text).toContain('token         : "admin"');
    expect(run.text).toMatch(/made\s+: \[unknown\]/);
    expect(run.text).toMatch(/madeByName\s+: \[unknown\]/);
    expect(run.text).toMatch(/secret\s+: \[secret\]/);
    expect(count(run)).toEqual({ ...standing, "profiles.byids": 4 });
    expect(tokens(run)).toBe(1);
  });

  test("gets its answers in an up", async () => {
    await stack.up();
    expect(stack.outputs()).toMatchObject({
      token: "admin",
      group: "standing-id",
      byId: "standing",
      bySource: "standing",
      own: ["cdf-administrators"],
      category: "standing",
      categories: 1,
      sessions: 0,
      me: "Zoe",
      user: "Ann Ek",
      nobody: true,
      users: ["Bo Berg", "Ann Ek"],
      firstUser: ["Ann Ek"],
      search: ["Bo Berg"],
      elsewhere: "only-project-b",
      underComponent: "only-project-b",
      made: "readers",
      madeByName: ["u1"],
      madeCategory: "top-secret",
      madeCategories: ["standing", "top-secret"],
      members: "Ann Ek",
      tokenOutput: "admin",
      sessionsOutput: 0,
      groupsOutput: 3,
      meOutput: "Zoe",
      userOutput: "Bo Berg",
      searchOutput: 1,
    });
    expect(JSON.stringify(stack.outputs()["secret"])).toContain("ciphertext");
    const state = stack.stateText();
    for (const { clientSecret } of options.clients) expect(state).not.toContain(clientSecret);
  });

  test("changes nothing in a second up, which only asks", async () => {
    const run = await stack.up("--expect-no-changes");
    expect(Object.keys(count(run)).filter((call) => /create|delete|revoke/.test(call))).toEqual([]);
    expect(tokens(run)).toBe(1);
    expect(run.calls.length).toBeLessThan(25);
  });
});

describe("an error in a program", () => {
  let space: Workspace;
  let stack: Stack;

  beforeAll(async () => {
    space = await workspace(options);
    space.iam.createGroup({ name: "readers", sourceId: "readers" });
    for (let i = 0; i < 2; i++) space.iam.createGroup({ name: "twin", sourceId: "hush-hush" });
    stack = await space.stack("errs", "");
  });

  const lookup = 'iam.getGroup({ name: "reader" })';
  const output = 'iam.getGroupOutput({ name: "reader" })';
  const noReader = 'No group is named "reader" in project project-a; did you mean "readers" (ID ';

  test.each([
    ["a lookup that nobody waits for", `${lookup};`, noReader],
    ["a lookup that the program waits for", `module.exports = async () => ({ g: await ${lookup} });`, noReader],
    ["an Output lookup that nobody uses", `${output};`, noReader],
    ["an Output lookup that is exported", `exports.g = ${output}.id;`, noReader],
    [
      "an Output lookup that an async program uses later",
      `module.exports = async () => {
         const group = ${output}, { name } = ${output};
         await new Promise((resolve) => setTimeout(resolve, 1000));
         new iam.Group("g", { name });
         return { id: group.id };
       };`,
      noReader,
    ],
    ["an Output lookup as a resource's input", `new iam.Group("g", { name: ${output}.name });`, noReader],
    [
      "a promise lookup as a resource's input",
      `new iam.Group("g", { name: ${lookup}.then((g) => g.name) });`,
      noReader,
    ],
    ["two lookups that fail for one reason", `exports.a = ${lookup}; exports.b = ${lookup};`, noReader],
    ["a promise and an Output that do", `exports.a = ${lookup}; exports.b = ${output};`, noReader],
    [
      "an Output lookup as the input of two resources",
      `const { name } = ${output}; for (const each of ["g", "h"]) new iam.Group(each, { name });`,
      noReader,
    ],
    [
      "an Output lookup in a component",
      `class Team extends pulumi.ComponentResource {
         constructor() { super("a:b:Team", "team"); this.registerOutputs({ name: ${output}.name }); }
       }
       new Team();`,
      noReader,
    ],
    [
      "an Output lookup whose provider is not ours",
      'exports.g = iam.getGroupsOutput({}, { provider: new pulumi.ProviderResource("pulumi-nodejs", "f", {}) });',
      "The option `provider` of a lookup is not a Provider from this copy of pulumi-cognite-iam",
    ],
    [
      "several of a sourceId",
      'exports.g = iam.getGroup({ sourceId: "hush-hush" });',
      "2 groups have that sourceId in project",
    ],
    [
      "a secret that nobody has",
      'exports.g = iam.getGroupOutput({ name: pulumi.secret("hush-hush") });',
      'No group is named "[secret]" in project',
    ],
    [
      "a limit that makes no sense",
      "exports.g = iam.getSessions({ limit: 0 });",
      "limit must be an integer of at least 1",
    ],
    [
      "a setting that a Provider does not have",
      'new iam.Provider("p", { projekt: "x" });',
      'Provider "p": there is no setting "projekt"; allowed: project, cluster,',
    ],
    [
      "a provider that is not ours",
      'class Foreign extends pulumi.ProviderResource {}\nexports.g = iam.getGroups({}, { provider: new Foreign("pulumi-nodejs", "f", {}) });',
      "The option `provider` of a lookup is not a Provider from this copy of pulumi-cognite-iam",
    ],
    [
      "a promise lookup whose provider is not known yet",
      `const g = new iam.Group("g", { name: "g" });
       const p = new iam.Provider("p", { project: g.groupId.apply((id) => "project-" + id) });
       exports.g = iam.getGroups({}, { provider: p });`,
      "use its Output form (…Output)",
    ],
  ])("is one readable line without our stack: %s", async (_, program, message) => {
    stack.write(program);
    expectReadable(await stack.fails("preview"), message);
  });

  test("is one readable line in a program of ES modules, where a lookup can be awaited at once", async () => {
    stack.write({
      "package.json": '{ "type": "module" }',
      "index.js": `import * as iam from "pulumi-cognite-iam";\nexport const g = await ${lookup};`,
    });
    expectReadable(await stack.fails("preview"), noReader);
    stack.write({ "package.json": "{}" });
  });

  test.each(["getGroups", "getGroupsOutput"])("names every missing setting, and where to set it: %s", async (name) => {
    stack.write(`exports.g = iam.${name}();`);
    const { CDF_PROJECT: _, IDP_CLIENT_SECRET: __, ...env } = stack.env;
    stack.env = env;
    const run = await stack.fails("preview");
    stack.env = { ...space.iam.env };
    expectReadable(run, "project is missing");
    expect(run.text).toContain("pulumi config set --secret cognite-iam:clientSecret");
    expect(run.text).toContain("CDF_PROJECT");
  });

  test("says what a caller lacks", async () => {
    stack.write("exports.g = iam.getSessions();");
    stack.env = { ...stack.env, IDP_CLIENT_ID: "reader", IDP_CLIENT_SECRET: "reader-secret-2" };
    const run = await stack.fails("preview");
    stack.env = { ...space.iam.env };
    expectReadable(run, "The call needs sessionsAcl:LIST");
  });

  test("says that a login failed, without the secret", async () => {
    stack.write("exports.g = iam.getSessions();");
    stack.env = { ...stack.env, IDP_CLIENT_SECRET: "wrong-secret-3" };
    const run = await stack.fails("preview");
    stack.env = { ...space.iam.env };
    expectReadable(run, "invalid_client");
  });

  function expectReadable({ text }: Run, message: string): void {
    // The progress shows an error too; what counts is what stands below it.
    const diagnostics = text.slice(text.indexOf("Diagnostics:"));
    expect(diagnostics).toContain(message);
    expect(diagnostics.split(message)).toHaveLength(2);
    expect(text).not.toMatch(/^\s+at |node:|\.js:\d+|unhandled exception|error serializing|Warning|[a-z]Error: /m);
    expect(text).not.toMatch(/hush-hush|-secret-\d/);
  }
});

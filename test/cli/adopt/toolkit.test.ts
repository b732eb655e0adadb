import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { LiveEnvironment } from "../../../src/cli/adopt/matching";
import { planOf } from "../../../src/cli/adopt/plan";
import { sourcesOf } from "../../../src/cli/adopt/program";
import type { FoundTargets } from "../../../src/cli/adopt/targets";
import { toolkitInventory } from "../../../src/cli/adopt/toolkit";
import { readToolkit } from "../../../src/cli/adopt/toolkit-files";
import type { Group } from "../../../src/client/groups";
import { canonicalGroup } from "../../../src/groups/canonical";
import { checkGroup } from "../../../src/groups/check";
import type { LocalIam } from "../../../src/local/index";
import { start } from "../../local/harness";
import { can } from "../../support/capability";
import { temporaryFolder } from "../../support/temporary-folder";
import { runProgram } from "./run-program";
import { deployToolkitProject, writeToolkitProject } from "./toolkit-project";

let iam: LocalIam;
let folder: string;
let modules: string;

beforeEach(async () => {
  folder = temporaryFolder();
  modules = writeToolkitProject(folder);
  iam = await start();
});

/** What the caller may not read. */
const unread: FoundTargets = { all: new Map(), unread: new Set(["dataSets"]) };

function live(stack = "prod", targets = unread): LiveEnvironment {
  const { groups, securityCategories } = iam.state();
  const alive = groups.filter(({ isDeleted }) => !isDeleted) as unknown as Group[];
  return { groups: alive, securityCategories, showsCategories: true, stack, targets };
}

interface Asked {
  environment?: string;
  filter?: string[];
  folder?: string;
  variables?: Record<string, string>;
  targets?: FoundTargets;
}

function inventoryOf({ filter, targets, ...asked }: Asked = {}) {
  const options = { folder: modules, environment: "prod", variables: { NEW_SOURCE: "idp-new" }, ...asked };
  const project = readToolkit(options);
  const all = project.environments.map((each) => [each, live(each.name, targets)] as const);
  return toolkitInventory(project, new Map(all), filter);
}

function adopted(asked: Asked = {}) {
  const inventory = inventoryOf(asked);
  const plan = planOf(inventory, { ownerMetadata: true, pulumiProject: "access", stack: "prod" });
  const ids = Object.fromEntries(
    [...plan.securityCategories, ...plan.groups].flatMap((each) => {
      const id = each.ids.get("prod");
      return id === undefined ? [] : [[each.name, String(id)]];
    }),
  );
  return { inventory, plan, ids, source: sourcesOf(plan, [])["index.ts"] ?? "" };
}

const config = { "dataSetId.ds_main": 71, "dataSetId.ds_other__2": 72 };

describe("a Cognite Toolkit project", () => {
  test("becomes the same groups and categories, with the ids of what is live", () => {
    const ids = deployToolkitProject(iam);
    const { source, inventory, ids: imported } = adopted();
    const made = runProgram({ "index.ts": source }, { ...config, import: imported }, { sc_live: ids.sc_live });
    const [readers, owners] = ["gp_bergen_readers", "gp_oslo_owners"].map((name) =>
      made.find(({ args }) => args["name"] === name),
    );
    expect(readers?.opts.import).toBe(String(ids.readers));
    expect(owners?.opts.import).toBe(String(ids.owners));
    for (const each of [readers, owners]) {
      const group = live().groups.find(({ id }) => String(id) === each?.opts.import);
      expect(canonicalGroup(each?.args ?? {})).toBe(canonicalGroup(group ?? {}));
    }
    expect(
      made.filter(({ kind }) => kind === "SecurityCategory").map(({ args, opts }) => [args["name"], opts.import]),
    ).toEqual([
      ["sc_bergen", String(ids.sc_bergen)],
      ["sc_new", undefined],
    ]);
    expect(source).toContain('const scLive = iam.getSecurityCategoryOutput({ name: "sc_live" }).id;\n');
    expect(source).toContain("ids: [scBergen.categoryId, scLive]");
    expect(source).toContain("const config = new pulumi.Config();\n");
    expect(source).toContain(
      'ids: [config.requireNumber("dataSetId.ds_main"), config.requireNumber("dataSetId.ds_other__2")]',
    );
    expect(source).toContain("capabilities: [iam.unlisted({ brandNewAcl: ");
    const meaning = (externalId: string) => `the ID of the data set with external ID "${externalId}"`;
    expect([...inventory.idSettings.values()].map((settings) => [...settings])).toEqual([
      [
        ["dataSetId.ds_main", { value: undefined, meaning: meaning("ds_main") }],
        ["dataSetId.ds_other__2", { value: undefined, meaning: meaning("ds other: 2") }],
      ],
    ]);
    expect(inventory.notes).toEqual([
      'prod: not in the project, so `pulumi up` creates: security category "sc_new", "gp_twins", "gp_new"',
    ]);
  });

  test("what is not live has no import, what is live twice has none and is told, what differs is told", () => {
    const { readers } = deployToolkitProject(iam);
    iam.deleteGroup(readers);
    const other = iam.createGroup({ name: "gp_bergen_readers", sourceId: "other", capabilities: [] });
    const twins = [1, 2].map(() => iam.createGroup({ name: "gp_twins", members: ["ann", "bob"] }).id);
    const { inventory, source } = adopted();
    expect(source).toContain('new iam.Group("gp_new", { name: "gp_new", sourceId: "idp-new" }, imported("gp_new"));\n');
    const gpTwins = inventory.groups.find(({ content }) => content.name === "gp_twins");
    expect([gpTwins?.content, gpTwins?.ids.size]).toEqual([{ name: "gp_twins", members: ["ann", "bob"] }, 0]);
    expect(inventory.notes).toHaveLength(3);
    expect(inventory.notes[0]).toBe(
      `prod: "gp_bergen_readers": group ${other.id} differs from access/readers/auth/readers.Group.yaml in sourceId, capabilities, metadata, as \`pulumi preview\` shows: deploy the YAML again with the Toolkit, or copy the arguments that the preview prints`.replaceAll(
        "/",
        path.sep,
      ),
    );
    expect(inventory.notes[1]).toMatch(
      new RegExp(
        `^prod: "gp_twins": 2 groups in the project have that name \\((${twins.join(", ")}|${twins.toReversed().join(", ")})\\), so none`,
      ),
    );
    expect(inventory.notes[2]).toBe(
      'prod: not in the project, so `pulumi up` creates: security category "sc_new", "gp_new"',
    );
  });

  test("what cannot be resolved is left out, and why", () => {
    deployToolkitProject(iam);
    const { inventory } = adopted();
    expect(inventory.leftOut.map(({ title, why }) => `${title}: ${why}`.replaceAll("\\", "/"))).toEqual([
      "plain/auth/broken.Group.yaml: no value for {{ nowhere }}",
      'gp_lost: plain/auth/2.many.Group.yaml: security category "sc_nowhere" does not exist',
    ]);
    expect(inventoryOf({ variables: {} }).leftOut[0]).toMatchObject({
      why: expect.stringContaining("no value for \u0024{NEW_SOURCE}"),
    });
  });

  test.for(["IDP_CLIENT_SECRET", "CDF_TOKEN"])("a secret of the connection, %s, gets into no program", (name) => {
    writeFileSync(path.join(modules, "leak.Group.yaml"), `name: leak\nsourceId: \u0024{${name}}\n`);
    const variables = { NEW_SOURCE: "idp-new", [name]: "hush-hush" };
    const inventory = inventoryOf({ variables });
    expect(JSON.stringify(inventory)).not.toContain("hush-hush");
    expect(inventory.leftOut).toContainEqual({
      title: "leak.Group.yaml",
      id: undefined,
      why: `uses \u0024{${name}}, a secret of the connection, which must not be written to a program`,
    });
  });

  test.each(["[]", "{}", "{ tables: [] }"])(
    "a whole RAW database, written %s, becomes {}, of which no check warns",
    (all) => {
      const scope = `{ tableScope: { dbsToTables: { whole: ${all}, some: [t1] } } }`;
      const capability = `{ rawAcl: { actions: [READ], scope: ${scope} } }`;
      writeFileSync(path.join(modules, "raw.Group.yaml"), `name: raw\ncapabilities: [${capability}]\n`);
      const [raw] = adopted({ filter: ["raw"] }).plan.groups;
      const tables = { tableScope: { dbsToTables: { whole: {}, some: ["t1"] } } };
      expect(raw?.source["capabilities"]).toEqual([can("rawAcl", ["READ"], tables)]);
      expect(checkGroup(raw?.content ?? {}, undefined)).toMatchObject({ errors: [], warnings: [] });
    },
  );

  test("a date is the text that stands there", () => {
    const dates = "{ since: 2024-01-01, at: 2024-01-01T10:00:00Z }";
    writeFileSync(path.join(modules, "dated.Group.yaml"), `name: dated\nmetadata: ${dates}\n`);
    const { plan } = adopted();
    const dated = plan.groups.find(({ title }) => title === "dated");
    expect(dated?.content["metadata"]).toEqual({ since: "2024-01-01", at: "2024-01-01T10:00:00Z" });
  });

  test("what the YAML parser warns of is noted once, with the file and the line, and Node.js warns of nothing", () => {
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    writeFileSync(path.join(modules, "odd.Group.yaml"), "name: odd\nmetadata:\n  [a, b]: c\n  team: !team data\n");
    const { notes } = inventoryOf({ filter: ["odd"] });
    expect(notes.filter((note) => note.startsWith("odd"))).toEqual([
      "odd.Group.yaml, line 4: Unresolved tag: !team",
      'odd.Group.yaml: the key ["a","b"] is a list or a map; it is read as text',
    ]);
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });

  test("comments are those of YAML, and need no value; every line of a text stays", () => {
    writeFileSync(
      path.join(modules, "texts.Group.yaml"),
      `# {{ nowhere }} \u0024{NOWHERE}
name: gp_texts # {{ nowhere }}
sourceId: {{ sourceId }} # {{ nowhere }}
metadata: # \u0024{NOWHERE}
  block: |
    # {{ site }}
    text
    #last \u0024{NEW_SOURCE}
  folded: >-
    one
    # {{ site }}
  quoted: "a # {{ stage }}
    # b"
  single: '# {{ stage }}'
  plain: {{ site }}#x
  possessive: {{ site }}'s # {{ nowhere }}
  # {{ nowhere }}
members: [ann, # {{ nowhere }}
  "#{{ site }}"]
`,
    );
    const { inventory } = adopted();
    expect(inventory.leftOut.filter(({ title }) => title.startsWith("texts"))).toEqual([]);
    const [texts] = inventory.groups.filter(({ content }) => content.name === "gp_texts");
    expect(texts?.content).toMatchObject({
      sourceId: "0000111122223333",
      members: ["ann", "#oslo"],
      metadata: {
        block: "# oslo\ntext\n#last idp-new\n",
        folded: "one # oslo",
        quoted: "a # prod # b",
        single: "# prod",
        plain: "oslo#x",
        possessive: "oslo's",
      },
    });
  });

  test("an environment has its own variables and modules", () => {
    const { inventory } = adopted({ environment: "dev" });
    expect(inventory.groups).toEqual([]);
    expect(inventory.leftOut).toEqual([
      expect.objectContaining({
        why: expect.stringContaining("no value for {{ team }}, {{ numeric }}, {{ stage }}"),
      }),
    ]);
    expect(adopted({ filter: ["*owners"] }).inventory.groups.map(({ content }) => content.name)).toEqual([
      "gp_oslo_owners",
    ]);
  });

  test("the folder that holds modules will do, and mistakes are told", () => {
    deployToolkitProject(iam);
    expect(adopted({ folder }).inventory.groups).toHaveLength(4);
    const asked = (more: Asked) => () => inventoryOf(more);
    expect(asked({ environment: "test" })).toThrow("config.test.yaml does not exist: set --env to dev or prod");
    expect(asked({ folder: path.join(folder, "none") })).toThrow(
      `the folder ${path.join(folder, "none")} does not exist`,
    );
    writeFileSync(path.join(modules, "bad.Group.yaml"), "name: [unclosed\n");
    expect(asked({ environment: "prod" })).toThrow(/^bad\.Group\.yaml is not valid YAML: /);
  });
});

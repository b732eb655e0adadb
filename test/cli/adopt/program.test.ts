import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { importFileOf } from "../../../src/cli/adopt/import-file";
import { inventoryOf } from "../../../src/cli/adopt/live";
import { planOf } from "../../../src/cli/adopt/plan";
import { sourcesOf } from "../../../src/cli/adopt/program";
import type { Group } from "../../../src/client/groups";
import { canonicalGroup } from "../../../src/groups/canonical";
import { checkGroup } from "../../../src/groups/check";
import { importProblems } from "../../../src/groups/import";
import { start } from "../../local/harness";
import { can, inDataSets } from "../../support/capability";
import { fillProject } from "./hostile-names";
import { runProgram } from "./run-program";

vi.setConfig({ testTimeout: 60_000 });

const options = { ownerMetadata: true, pulumiProject: "access", stack: "dev" };

interface Live {
  groups: Group[];
  securityCategories: { id: number; name: string }[];
}

async function liveWith(ordinary: number): Promise<Live> {
  const iam = await start({ groupQuota: 2000 });
  fillProject(iam, ordinary);
  const { groups, securityCategories } = iam.state();
  return { groups: groups as unknown as Group[], securityCategories };
}

const groupOf = (id: number, content: Partial<Group>): Group => ({ id, name: "g", ...content });

function programOf(live: Live, more: { filter?: string[]; excludeManaged?: boolean } = {}) {
  const inventory = inventoryOf(live, { stack: "dev", ...more });
  const plan = planOf(inventory, options);
  const ids = Object.fromEntries(
    [...plan.securityCategories, ...plan.groups].map((each) => [each.name, String(each.ids.get("dev"))]),
  );
  return { plan, inventory, config: { import: ids }, sources: sourcesOf(plan, ["A comment."]) };
}

describe("the program of forty ordinary and twenty awkward groups", () => {
  test("declares each as it is, with its id, and with references to the categories", async () => {
    const live = await liveWith(40);
    const { plan, sources, config } = programOf(live);
    const made = runProgram(sources, config);
    expect(Object.values(sources).join()).not.toMatch(/import: "?\d/);
    expect(plan.leftOut).toEqual([]);
    expect(made.filter(({ kind }) => kind === "Group")).toHaveLength(61);
    expect(made.filter(({ kind }) => kind === "SecurityCategory").map(({ args }) => args["name"])).toEqual([
      "class",
      "top-secret",
    ]);
    for (const { kind, args, opts } of made) {
      if (kind !== "Group") continue;
      const group = live.groups.find(({ id }) => String(id) === opts.import);
      if (group === undefined) throw new Error(`no group ${opts.import}`);
      expect(canonicalGroup(args)).toBe(canonicalGroup(group));
      expect(importProblems(group.id, args, group, undefined)).toEqual({ errors: [], warnings: [] });
      expect(checkGroup(args, "owner").errors).toEqual([]);
    }
    expect(Object.values(sources).join()).toMatch(/ids: \[(topSecret|classCategory)\.categoryId, \w+\.categoryId\]/);
  });

  test("is a few files that a person would have made", async () => {
    const { sources } = programOf(await liveWith(40));
    expect(Object.keys(sources)).toEqual([
      "index.ts",
      "settings.ts",
      "security-categories.ts",
      "data.ts",
      "finance.ts",
      "maintenance.ts",
      "operations.ts",
      "other-groups.ts",
    ]);
    expect(sources["index.ts"]).toBe(
      [
        "// A comment.",
        'import "./data";',
        'import "./finance";',
        'import "./maintenance";',
        'import "./operations";',
        'import "./other-groups";',
        'import "./security-categories";',
        "",
      ].join("\n"),
    );
    expect(sources["security-categories.ts"]).toMatch(
      /^import \* as iam from "pulumi-cognite-iam";\nimport \{ imported \} from "\.\/settings";\n\nexport const classCategory = new iam\.SecurityCategory\("class", \{ name: "class" \}, imported\("class"\)\);\n\nexport const topSecret = /,
    );
  });

  test("has variable names that can be read and are all different", async () => {
    const { plan } = programOf(await liveWith(0));
    const names = plan.groups.map(({ title, variable, name }) => [
      title.slice(0, 12),
      variable.slice(0, 30),
      name.slice(0, 30),
    ]);
    expect(names).toEqual([
      ['"double", \'s', "doubleSingleAndBacktickProcess", "double-single-and-backtick-pro"],
      ["\u{1f680}\u{1f512}", "group", "group"],
      ["2024 \u00f8konomi", "group2024\u00d8konomiL\u00e6sere", "2024-\u00f8konomi-l\u00e6sere"],
      ["applications", "applications", "applications"],
      ["await", "awaitGroup", "await"],
      ["category mem", "categoryMembers", "category-members"],
      ["cdf-administ", "cdfAdministrators", "cdf-administrators"],
      ["class", "classGroup", "class-group"],
      ["iam", "iamGroup", "iam"],
      ["long name na", "longNameNameNameNameNameNameNa", "long-name-name-name-name-name-"],
      ["many ids", "manyIds", "many-ids"],
      ["members of a", "membersOfAllKinds", "members-of-all-kinds"],
      ["RAW tables", "rawTables", "RAW-tables"],
      ["same name", "sameName", "same-name"],
      ["same name", "sameName2", "same-name-2"],
      ["Same-Name", "sameName3", "Same-Name-3"],
      ["some project", "someProjectsOnly", "some-projects-only"],
      ["text that wo", "textThatWouldBeCode", "text-that-would-be-code"],
      ["top secret", "topSecretGroup", "top-secret-group"],
      ["unknown ACLs", "unknownACLs", "unknown-ACLs"],
      ["\u6570\u636e\u8bfb\u8005", "\u6570\u636e\u8bfb\u8005", "\u6570\u636e\u8bfb\u8005"],
    ]);
  });

  test("has no long line but for a long text", async () => {
    const { sources } = programOf(await liveWith(40));
    const long = Object.values(sources).flatMap((text) => text.split("\n").filter((line) => line.length > 120));
    const texts = long.map((line) => line.trim().slice(0, 12));
    expect(texts).toEqual(['name: "long ', 'long: "xxxxx']);
  });
});

test("any text and any JSON of a group come through an adopted program", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("`\u0024{a}`", "'\"", "\\", "\n", "__proto__", "\u2028", "a".repeat(130)),
  );
  const words = fc.array(
    text.filter((each) => each !== ""),
    { maxLength: 4 },
  );
  const group = fc.record(
    {
      name: text.filter((name) => name.trim() !== "" && [...name].length <= 255),
      sourceId: text,
      metadata: fc.dictionary(
        text.filter((key) => Buffer.byteLength(key) <= 32 && key !== "" && key !== "pulumi" && key !== "__proto__"),
        text,
        { maxKeys: 4 },
      ),
      capabilities: fc.array(
        fc.oneof(
          fc.record({
            rawAcl: fc.record({
              actions: fc.constant(["READ"]),
              scope: fc.record({
                tableScope: fc.record({
                  dbsToTables: fc.dictionary(
                    text.filter((key) => key !== "__proto__"),
                    fc.record({ tables: words }),
                  ),
                }),
              }),
            }),
          }),
          fc.record({
            spacesAcl: fc.record({
              actions: fc.constant(["X"]),
              scope: fc.record({
                other: fc.dictionary(
                  text.filter((key) => key !== "__proto__"),
                  words,
                ),
              }),
            }),
          }),
          fc.record({
            assetsAcl: fc.record({
              actions: fc.constant(["READ", "WRITE"]),
              scope: fc.record({
                datasetScope: fc.record({
                  ids: fc.array(
                    fc.nat().map((id) => id + 1),
                    { maxLength: 40 },
                  ),
                }),
              }),
            }),
          }),
        ),
        { maxLength: 3 },
      ),
    },
    { requiredKeys: ["name"] },
  );
  fc.assert(
    fc.property(fc.array(group, { minLength: 1, maxLength: 3 }), (specs) => {
      const groups = specs.map((spec, i) => groupOf(i + 1, spec));
      const { plan, sources, config } = programOf({ groups, securityCategories: [] });
      const made = runProgram(sources, config);
      expect(made.length + plan.leftOut.length).toBe(groups.length);
      for (const { args, opts } of made)
        expect(canonicalGroup(args)).toBe(canonicalGroup(groups[Number(opts.import) - 1] ?? {}));
      expect(new Set(made.map(({ name }) => name)).size).toBe(made.length);
    }),
    { numRuns: 25 },
  );
});

describe("an adopted program leaves out", () => {
  test("a group that cannot be declared, and why", () => {
    const metadata = Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`key-${i}`, "value"]));
    const { plan } = programOf({
      groups: [
        groupOf(1, { name: "full", metadata }),
        groupOf(2, { name: "new attribute", attributes: { other: true } }),
        groupOf(3, { name: "two in one", capabilities: [{ aAcl: {}, bAcl: {} }] }),
        groupOf(4, { name: "fine" }),
      ],
      securityCategories: [],
    });
    expect(plan.groups.map(({ title }) => title)).toEqual(["fine"]);
    expect(plan.leftOut).toEqual([
      {
        id: 1,
        title: "full",
        why: "metadata: has 16 entries; the limit is 15 (the API allows 16, and the owner marker is one)",
      },
      { id: 2, title: "new attribute", why: 'attributes: there is no property "other"; allowed: token' },
      {
        id: 3,
        title: "two in one",
        why: 'capabilities[0]: names 2 ACLs ("aAcl", "bAcl"): write one capability for each',
      },
    ]);
    expect(
      planOf(inventoryOf({ groups: [groupOf(1, { metadata })], securityCategories: [] }, { stack: "dev" }), {
        ...options,
        ownerMetadata: false,
      }).leftOut,
    ).toEqual([]);
  });

  test("what --filter does not name, but not the categories that the rest needs", () => {
    const scope = { idscope: { ids: ["7"] } };
    const live = {
      groups: [
        groupOf(1, {
          name: "Data (readers)",
          capabilities: [can("securityCategoriesAcl", ["MEMBEROF"], scope)],
        }),
        groupOf(2, { name: "others" }),
        groupOf(3, { name: "gp_one" }),
      ],
      securityCategories: [
        { id: 7, name: "seven" },
        { id: 8, name: "eight" },
      ],
    };
    const { plan } = programOf(live, { filter: ["data (*", "gp_o??"] });
    expect(plan.groups.map(({ ids }) => ids.get("dev"))).toEqual([1, 3]);
    expect(plan.securityCategories.map(({ ids }) => ids.get("dev"))).toEqual([7]);
  });

  test("what carries a mark with --exclude-managed; without, a note says so", () => {
    const live = {
      groups: [groupOf(1, { metadata: { pulumi: "other/prod/g#0123456789ab", a: "1" } }), groupOf(2, { name: "h" })],
      securityCategories: [],
    };
    const { inventory } = programOf(live, { excludeManaged: true });
    expect(inventory.groups.map(({ ids }) => ids.get("dev"))).toEqual([2]);
    expect(inventory.leftOut).toEqual([{ id: 1, title: "g", why: "it has the marker of other/prod/g#0123456789ab" }]);
    const kept = programOf(live);
    expect(kept.inventory.notes).toEqual([
      '"g" (1) has the marker of other/prod/g#0123456789ab, so two stacks would manage it: leave it out with --exclude-managed, or remove it from that stack first',
    ]);
    expect(kept.sources["index.ts"]).toContain('metadata: { a: "1" }');
  });
});

test("an adopted program of a thousand groups is printed in seconds, in files by the first word", () => {
  const groups = Array.from({ length: 1000 }, (_, i) =>
    groupOf(i + 1, {
      name: `gp-${["plant", "office", "lab"][i % 3]}-${["read", "write"][i % 2]}-${i}`,
      capabilities: [can("assetsAcl", ["READ"], inDataSets(i + 1))],
    }),
  );
  const started = performance.now();
  const { sources } = programOf({ groups, securityCategories: [] });
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(Object.keys(sources)).toEqual([
    "index.ts",
    "settings.ts",
    "lab-read-1.ts",
    "lab-read-2.ts",
    "lab-write-1.ts",
    "lab-write-2.ts",
    "office-read-1.ts",
    "office-read-2.ts",
    "office-write-1.ts",
    "office-write-2.ts",
    "plant-read-1.ts",
    "plant-read-2.ts",
    "plant-write-1.ts",
    "plant-write-2.ts",
  ]);
  expect(runProgram(sources)).toHaveLength(1000);
});

test("the import file has each group and category with its inputs and outputs", () => {
  const { plan } = programOf({
    groups: [groupOf(1, { name: "a", capabilities: [can("newAcl", ["X"])] })],
    securityCategories: [{ id: 7, name: "seven" }],
  });
  const provider = (kind: string) => `exports.handler = () => require("pulumi-cognite-iam/engine").${kind};`;
  const category = { name: "seven", __provider: provider("SecurityCategory") };
  const group = {
    name: "a",
    capabilities: [{ newAcl: { actions: ["X"], scope: { all: {} } }, unlisted: true }],
    __provider: provider("Group"),
  };
  expect(importFileOf(plan, "prod", "dev")).toEqual({
    resources: [
      {
        type: "pulumi-nodejs:dynamic/cognite:SecurityCategory",
        name: "seven",
        id: "7",
        inputs: category,
        outputs: { ...category, categoryId: 7, project: "prod" },
      },
      {
        type: "pulumi-nodejs:dynamic/cognite:Group",
        name: "a",
        id: "1",
        inputs: group,
        outputs: { ...group, groupId: 1, project: "prod" },
      },
    ],
  });
});

import { describe, expect, test } from "vitest";
import { type AccessDiff, compareReports } from "../../../src/cli/access/diff";
import { readReport } from "../../../src/cli/access/from-report";
import { diffMarkdown } from "../../../src/cli/access/markdown";
import { scopeText } from "../../../src/cli/access/phrases";
import type { LiveAccess } from "../../../src/cli/access/report";
import type { TargetNames } from "../../../src/cli/access/target-names";
import { diffText } from "../../../src/cli/access/terminal";
import type { Group } from "../../../src/client/groups";
import { can, inDataSets } from "../../support/capability";
import { exportOf, reportOf, resource } from "./groups";

type Capability = Record<string, unknown>;
type Groups = readonly Partial<Group>[];

const named = (kind: keyof TargetNames, names: Record<number, string>): TargetNames => ({
  [kind]: new Map(Object.entries(names)),
});
const inProject = (project: string, groups: Groups, more: Partial<LiveAccess> = {}) =>
  reportOf(groups, { project, ...more });
const dev = (groups: Groups, more: Partial<LiveAccess> = {}) =>
  inProject(
    "dev",
    groups.map((group, i) => ({ id: 100 + i, ...group })),
    more,
  );
const prod = (groups: Groups, more: Partial<LiveAccess> = {}) =>
  inProject(
    "prod",
    groups.map((group, i) => ({ id: 900 + i, ...group })),
    more,
  );

/** A difference in lines: what a reader of the tests needs. */
const lines = ({ changes }: AccessDiff): string[] =>
  changes.map(({ change, name, gains, loses, gainsWrite }) =>
    [
      `${name} ${change}`,
      ...[gains, loses].flatMap(({ who, rights }, i) => [
        ...who.map((each) => `${"+-"[i]}${each}`),
        ...rights.map(
          ({ acl, read, write, scope, projects }) =>
            `${"+-"[i]}${acl} ${[...write, ...read].join("/")} ${scopeText(scope)}${projects.map((each) => ` in ${each}`).join("")}`,
        ),
      ]),
      ...(gainsWrite.length > 0 ? ["WRITE"] : []),
    ].join("; "),
  );

const ids = (acl: string, scope: string, field: string, ...numbers: number[]) =>
  can(acl, ["READ"], { [scope]: { [field]: numbers } });

describe("ids that differ because the projects do are no difference", () => {
  test.each<[string, Capability, Capability, keyof TargetNames]>([
    ["data sets", can("assetsAcl", ["READ"], inDataSets(1)), can("assetsAcl", ["READ"], inDataSets(2)), "dataSets"],
    [
      "data sets by datasetsAcl",
      ids("datasetsAcl", "idScope", "ids", 1),
      ids("datasetsAcl", "idscope", "ids", 2),
      "dataSets",
    ],
    [
      "extraction pipelines",
      ids("extractionRunsAcl", "extractionPipelineScope", "ids", 1),
      ids("extractionRunsAcl", "extractionPipelineScope", "ids", 2),
      "extractionPipelines",
    ],
    [
      "extraction pipelines by their own ACL",
      ids("extractionPipelinesAcl", "idScope", "ids", 1),
      ids("extractionPipelinesAcl", "idScope", "ids", 2),
      "extractionPipelines",
    ],
    [
      "location filters",
      ids("locationFiltersAcl", "idScope", "ids", 1),
      ids("locationFiltersAcl", "idScope", "ids", 2),
      "locationFilters",
    ],
    ["time series", ids("timeSeriesAcl", "idscope", "ids", 1), ids("timeSeriesAcl", "idscope", "ids", 2), "timeSeries"],
    [
      "root assets",
      ids("timeSeriesAcl", "assetRootIdScope", "rootIds", 1),
      ids("timeSeriesAcl", "assetRootIdScope", "rootIds", 2),
      "assets",
    ],
  ])("of %s", (_, before, after, kind) => {
    const named1 = { targetNames: named(kind, { 1: "main" }) };
    const one = dev([{ capabilities: [before] }], named1);
    const same = compareReports(one, prod([{ capabilities: [after] }], { targetNames: named(kind, { 2: "main" }) }));
    expect([lines(same), same.notes, same.gainsWrite]).toEqual([[], [], false]);
    const other = compareReports(one, prod([{ capabilities: [after] }], { targetNames: named(kind, { 2: "other" }) }));
    expect(lines(other).join()).toMatch(/^group-1 changed; \+.*: other; -.*: main$/);
  });

  test("of security categories, which go by name", () => {
    const member = (...numbers: number[]) => ({
      capabilities: [can("securityCategoriesAcl", ["MEMBEROF"], { idscope: { ids: numbers } })],
    });
    const secret = (id: number) => ({ categories: [{ id, name: "top secret" }] });
    expect(lines(compareReports(dev([member(1)], secret(1)), prod([member(2)], secret(2))))).toEqual([]);
    const diff = compareReports(
      dev([member(1)], secret(1)),
      prod([member(2, 3)], {
        categories: [
          { id: 2, name: "top secret" },
          { id: 3, name: "new" },
        ],
      }),
    );
    expect(lines(diff)).toEqual(["group-1 changed; +securityCategoriesAcl MEMBEROF idscope: new"]);
    expect(diff.notes).toEqual(["security categories only in prod: new"]);
  });

  test("of groups, and of the projects that limit a right to its own", () => {
    const group = (project: string) => ({
      capabilities: [{ ...can("assetsAcl", ["READ"]), projectUrlNames: { urlNames: [project] } }],
    });
    expect(lines(compareReports(dev([group("dev")]), prod([group("prod")])))).toEqual([]);
    expect(lines(compareReports(dev([group("dev")]), prod([group("test")])))).toEqual([
      "group-1 changed; +assetsAcl READ project-wide in test; -assetsAcl READ project-wide in dev",
    ]);
  });
});

describe("what is different", () => {
  test("is an id that nothing is known of, even when it is the same number, and a note says so", () => {
    const group = { capabilities: [can("assetsAcl", ["WRITE"], inDataSets(7))] };
    const diff = compareReports(dev([group]), prod([group]));
    expect(lines(diff)).toEqual([
      "group-1 changed; +assetsAcl WRITE datasetScope: 7 of prod; -assetsAcl WRITE datasetScope: 7 of dev; WRITE",
    ]);
    expect(diff.notes).toEqual(["IDs without a known external ID or name count as different: 1 in dev, 1 in prod"]);
  });

  test.each<[string, Groups, Groups, string[]]>([
    ["a group in one alone", [{ name: "a" }], [], ["a removed; -identity provider group idp"]],
    ["a group in the other alone", [], [{ name: "a" }], ["a new; +identity provider group idp"]],
    [
      "a name, though all else is the same",
      [{ name: "a", capabilities: [can("assetsAcl", ["READ"])] }],
      [{ name: "b", capabilities: [can("assetsAcl", ["READ"])] }],
      [
        "b new; +identity provider group idp; +assetsAcl READ project-wide",
        "a removed; -identity provider group idp; -assetsAcl READ project-wide",
      ],
    ],
    [
      "a right",
      [{ capabilities: [can("assetsAcl", ["READ"])] }],
      [{ capabilities: [can("assetsAcl", ["READ", "WRITE"])] }],
      ["group-1 changed; +assetsAcl WRITE project-wide; WRITE"],
    ],
    [
      "who is in it",
      [{ sourceId: "devs" }],
      [{ sourceId: "ops" }],
      ["group-1 changed; +identity provider group ops; -identity provider group devs"],
    ],
  ])("is %s", (_, before, after, expected) => {
    const diff = compareReports(dev(before), prod(after));
    expect(lines(diff)).toEqual(expected);
    expect(diff.projects).toEqual({ before: "dev", after: "prod" });
  });

  test("is who can manage groups", () => {
    const admins = { name: "admins", capabilities: [can("groupsAcl", ["LIST", "CREATE", "DELETE"])] };
    expect(compareReports(dev([admins]), prod([admins]))).toMatchObject({ losesManaging: false, newRisks: [] });
    const diff = compareReports(dev([admins]), prod([{ name: "admins" }]));
    expect(diff.losesManaging).toBe(true);
    expect(diffText(diff)).toMatch(/^Somebody can manage groups in dev and not in prod\.$/m);
  });

  test("is a risk of the second project alone", () => {
    const open = { members: "allUserAccounts" as const, capabilities: [can("assetsAcl", ["WRITE"])] };
    expect(compareReports(dev([open]), prod([open])).newRisks).toEqual([]);
    expect(compareReports(dev([]), prod([open])).newRisks.map(({ rule }) => rule)).toEqual(["write-for-all-users"]);
  });
});

describe("groups that share a name", () => {
  const twice: Groups = [
    { name: "same", sourceId: "a", capabilities: [can("assetsAcl", ["READ"])] },
    { name: "same", sourceId: "b", capabilities: [can("eventsAcl", ["WRITE"])] },
  ];

  test("are told apart by their content, which a note says", () => {
    const diff = compareReports(dev(twice), prod([...twice].reverse()));
    expect(lines(diff)).toEqual([]);
    expect(diff.notes).toEqual([
      'several groups share a name, so they are matched by rights and members: "same" (2 in dev, 2 in prod)',
    ]);
  });

  test("by their rights alone where other people are in them, and by people where the rights are others", () => {
    const [a = {}, b = {}] = twice;
    const diff = compareReports(
      dev(twice),
      prod([
        { ...b, sourceId: "c" },
        { ...a, capabilities: [] },
      ]),
    );
    expect(lines(diff)).toEqual([
      "same changed; +identity provider group c; -identity provider group b; WRITE",
      "same changed; -assetsAcl READ project-wide",
    ]);
  });
});

describe("how it is told", () => {
  const diff = compareReports(
    dev([{ name: "gone" }, { name: "both", capabilities: [can("filesAcl", ["WRITE"], inDataSets(1))] }], {
      targetNames: named("dataSets", { 1: "pumps" }),
    }),
    prod([{ name: "both", capabilities: [can("filesAcl", ["WRITE"])] }]),
  );

  test("in a terminal", () => {
    expect(diffText(diff)).toBe(
      [
        "Somebody can write more in prod than in dev.",
        "",
        "both: differs (id 101 in dev, 900 in prod)",
        "  ! writes more: write on filesAcl",
        "  + filesAcl WRITE (project-wide; dev: datasetScope: pumps)",
        "",
        "gone: only in dev (id 100)",
        "  - identity provider group idp",
        "",
      ].join("\n"),
    );
  });

  test("in Markdown", () => {
    const text = diffMarkdown(diff).replaceAll(/<\/?code>/g, "");
    expect(text).toMatch(/^### Access: 1 group can write more in prod than in dev$/m);
    expect(text).toContain("| Group | Change | Only in prod | Only in dev |");
    expect(text).toContain("filesAcl **WRITE** project-wide (dev: in datasetScope&#58; pumps)");
  });

  test("when there is none", () => {
    const none = compareReports(dev([{}]), prod([{}]));
    expect(diffText(none)).toBe("Nobody can write more in prod than in dev.\nNo group differs.\n");
  });
});

describe("two projects are compared side by side", () => {
  const sides = (before: unknown, after: unknown) => compareReports(readReport(before), readReport(after)).projects;
  const inState = (project: string, name = "a", stack = "one") => {
    const group = resource(name, 1, {}, { urn: `urn:pulumi:${stack}::test::x::${name}` });
    return { ...group, outputs: { ...(group["outputs"] as object), project } };
  };

  test.each<[string, unknown, unknown, object | undefined]>([
    ["reports", dev([{}]), prod([{}]), { before: "dev", after: "prod" }],
    ["a report without groups", dev([]), prod([{}]), { before: "dev", after: "prod" }],
    [
      "states of two stacks",
      exportOf(inState("dev")),
      exportOf(inState("prod", "a", "two")),
      { before: "dev", after: "prod" },
    ],
    ["not one project at two times", dev([{}]), dev([{}]), undefined],
    ["not a stack that moved its groups", exportOf(inState("dev")), exportOf(inState("prod")), undefined],
    ["not states of several projects", exportOf(inState("dev"), inState("prod", "b")), exportOf(), undefined],
  ])("%s", (_, before, after, expected) => {
    expect(sides(JSON.parse(JSON.stringify(before)), JSON.parse(JSON.stringify(after)))).toEqual(expected);
  });

  test("from files of version 1 too, categories by the names in their lists", () => {
    const member = (id: number) => ({
      capabilities: [can("securityCategoriesAcl", ["MEMBEROF"], { idscope: { ids: [id] } })],
    });
    const old = (report: object) =>
      JSON.parse(
        JSON.stringify({ ...report, version: 1 })
          .replaceAll('"targets":', '"things":')
          .replaceAll(/,"names":\{[^}]*\}/g, ""),
      );
    const [one, another] = [
      dev([member(1)], { categories: [{ id: 1, name: "secret" }] }),
      prod([member(2)], { categories: [{ id: 2, name: "secret" }] }),
    ];
    expect(JSON.stringify(old(one))).not.toContain('"names"');
    expect(lines(compareReports(readReport(old(one)), readReport(old(another))))).toEqual([]);
  });
});

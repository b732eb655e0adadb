import type { LocalGroupSpec, LocalIam } from "../../../src/local/index";
import { can, inDataSets } from "../../support/capability";

const all = { all: {} };
const read = (acl: string, scope: object = all) => ({ [acl]: { actions: ["READ"], scope } });

/** Groups as any project has them. */
export function ordinaryGroups(count: number): LocalGroupSpec[] {
  const teams = ["data", "operations", "maintenance", "finance"];
  const roles = ["readers", "editors", "owners", "auditors", "robots"];
  return Array.from({ length: count }, (_, i) => ({
    name: `${teams[i % 4]}-${roles[Math.floor(i / 4) % 5]}${i >= 20 ? `-${Math.floor(i / 20) + 1}` : ""}`,
    sourceId: `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`,
    capabilities: [
      read("assetsAcl"),
      can("timeSeriesAcl", ["READ", "WRITE"], inDataSets(1000 + i, 2000 + i)),
      read("groupsAcl", { currentuserscope: {} }),
      read("projectsAcl"),
    ].slice(0, 1 + (i % 4)),
    ...(i % 3 === 0 && { metadata: { team: teams[i % 4] ?? "", purpose: "made by hand in Fusion" } }),
  }));
}

/** Twenty groups that a generator of source text could stumble over; two categories are theirs. */
export function hostileGroups(categoryIds: readonly number[]): LocalGroupSpec[] {
  return [
    { name: "same name", sourceId: "one" },
    { name: "same name", sourceId: "two", capabilities: [read("assetsAcl")] },
    { name: "Same-Name", members: ["same"] },
    { name: "class" },
    { name: "iam", members: [] },
    { name: "await", sourceId: "" },
    { name: "2024 \u00f8konomi l\u00e6sere", metadata: { "n\u00f8gle": "v\u00e6rdi", "\u65e5\u672c": "\u8a9e" } },
    { name: "\u6570\u636e\u8bfb\u8005", members: "allUserAccounts" },
    { name: "\u{1f680}\u{1f512}", metadata: { emoji: "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}" } },
    { name: `"double", 'single' and \`backtick\` \${process.exit(1)} */ // \\`, sourceId: "quotes" },
    {
      name: "text that would be code",
      metadata: {
        quote: `it's "quoted"`,
        template: "`\u0024{1 + 1}`",
        backslash: "C:\\new\\table",
        lines: "one\ntwo\r\nthree\ttab",
        invisible: "\u2028\u2029\u202e\u200b\ufeff\u0000\u001b[31m",
        constructor: "constructor",
        "a key": "with a space",
        "1e3": "no number",
      },
    },
    {
      name: "members of all kinds",
      members: ["user-b", "user-a", 'user "c"', "\u00e5se@example.com"],
      capabilities: [read("filesAcl", { datasetScope: { ids: ["123456789012345", 7] } })],
    },
    {
      name: "unknown ACLs",
      capabilities: [
        can("brandNewAcl", ["FLY", "SWIM"], { moonScope: { phases: ["full"] } }),
        can("assetsAcl", ["READ", "TELEPORT"]),
        can("eventsAcl", ["READ"], { newScope: { things: [1] } }),
        can("quoted-acl", ["READ"]),
      ],
    },
    {
      name: "category members",
      sourceId: "cats",
      capabilities: [
        can("securityCategoriesAcl", ["MEMBEROF"], { idscope: { ids: [...categoryIds] } }),
        can("securityCategoriesAcl", ["MEMBEROF", "LIST"], { idscope: { ids: [424242] } }),
      ],
    },
    {
      name: "RAW tables",
      capabilities: [
        read("rawAcl", {
          tableScope: { dbsToTables: { whole: {}, "with space": { tables: ["t 1", "t`2`"] }, b: { tables: ["x"] } } },
        }),
        can("rawAcl", ["LIST"]),
      ],
    },
    { name: "applications", sourceId: "apps", attributes: { token: { appIds: ["app-2", "app-1"] } } },
    {
      name: "many ids",
      capabilities: [
        read("assetsAcl", { datasetScope: { ids: Array.from({ length: 60 }, (_, i) => 90_000_000 + i) } }),
      ],
    },
    {
      name: "some projects only",
      capabilities: [{ ...read("assetsAcl"), projectUrlNames: { urlNames: ["local-project", "other"] } }],
    },
    { name: `long ${"name ".repeat(49)}`.trim(), metadata: { long: "x".repeat(500) } },
    { name: "top secret", metadata: { note: "a category has the same variable" } },
  ];
}

/** Fills a server; gives the ids of what is to be adopted. */
export function fillProject(iam: LocalIam, ordinary: number): { groups: number[]; categories: number[] } {
  const categories = ["top-secret", "class"].map((name) => iam.createSecurityCategory(name).id);
  const specs = [...ordinaryGroups(ordinary), ...hostileGroups(categories)];
  return { groups: specs.map((spec) => iam.createGroup(spec).id), categories };
}

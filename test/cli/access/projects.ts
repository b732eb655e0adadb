import { acls } from "../../../src/capabilities/catalogue";
import type { AccessReport } from "../../../src/cli/access/model";
import type { Group } from "../../../src/client/groups";
import { can, inDataSets, inTables } from "../../support/capability";
import { reportOf } from "./groups";

/** Text that would do something, if it were taken for anything but text. */
export const hostile = `<img src=x onerror="window.hacked=1">|\`</script><script>window.hacked=1</script> & @org/team #1 **b**`;

/** A project with one of everything that is hard to show. */
export function awkwardProject(): AccessReport {
  const groups: Partial<Group>[] = [
    {
      name: "cdf-administrators",
      sourceId: "0f7c-admins",
      capabilities: [
        can("groupsAcl", ["LIST", "READ", "CREATE", "UPDATE", "DELETE"]),
        can("projectsAcl", ["LIST", "READ", "UPDATE"]),
        can("securityCategoriesAcl", ["LIST", "CREATE", "DELETE"]),
        can("sessionsAcl", ["LIST", "CREATE", "DELETE"]),
      ],
    },
    {
      name: "everyone",
      members: "allUserAccounts",
      capabilities: [
        can("assetsAcl", ["READ"]),
        can("filesAcl", ["WRITE"], inDataSets(4404)),
        can("annotationsAcl", ["SUGGEST"]),
      ],
    },
    {
      name: "data engineers",
      members: ["ada-1815", "grace-1906", "nobody-knows"],
      metadata: { team: "data", ticket: "IAM-42" },
      capabilities: Object.keys(acls)
        .slice(0, 40)
        .map((acl) => can(acl, ["READ", "WRITE"])),
    },
    {
      name: "operators north sea",
      sourceId: "4b2e-operators",
      capabilities: [
        can("timeSeriesAcl", ["READ", "WRITE"], { idscope: { ids: Array.from({ length: 40 }, (_, i) => 90_000 + i) } }),
        can("rawAcl", ["READ", "LIST"], inTables({ sap: ["orders", "plants"], whole: {} })),
        can("eventsAcl", ["READ"], inDataSets(1, 2, 3)),
      ],
    },
    {
      name: "insiders",
      sourceId: "77aa",
      capabilities: [can("securityCategoriesAcl", ["MEMBEROF"], { idscope: { ids: [7, "8"] } })],
      attributes: { token: { appIds: ["fusion"] } },
    },
    { name: "left behind", sourceId: "", capabilities: [can("groupsAcl", ["CREATE"])] },
    {
      name: "pioneers",
      sourceId: "55bb",
      capabilities: [
        can("brandNewAcl", ["FLY"], { moonScope: { craters: ["Tycho"] } }),
        can("genericsAcl", ["WRITE"]),
        can("assetsAcl", ["REED"]),
      ],
    },
    {
      name: hostile,
      sourceId: hostile,
      metadata: { [hostile.slice(0, 30)]: hostile },
      capabilities: [can(hostile, [hostile], { [hostile]: { ids: [hostile] } })],
    },
    {
      name: "right-to-\u202Eleft\u0007\nand lines",
      members: ["\u001b[31mred"],
      capabilities: [can("assetsAcl", ["READ"])],
    },
    {
      name: "Ærlige Øyvinds ådrer 実験室 🧪",
      sourceId: "a".repeat(200),
      capabilities: [can("assetsAcl", ["READ"], inDataSets(1))],
    },
    { name: "n".repeat(255), sourceId: "long" },
    { name: "same name", sourceId: "x1", capabilities: [can("modelHostingAcl", ["WRITE"])] },
    { name: "same name", sourceId: "x2", capabilities: [can("eventsAcl", ["WRITE"])] },
  ];
  const names = new Map([
    ["ada-1815", "Ada Lovelace"],
    ["grace-1906", "Grace Hopper"],
  ]);
  const crowd = Array.from({ length: 21 }, (_, i) => ({
    name: `shift ${i + 1}`,
    members: ["ada-1815", `worker-${i}`],
    capabilities: [can("threedAcl", ["READ"])],
  }));
  return reportOf(
    [...groups, ...crowd],
    { project: "north-sea-prod", names, categories: [{ id: 8, name: "top-secret" }], notes: [] },
    { adminGroups: ["cdf-administrators"], at: new Date("2026-05-17T12:00:00Z") },
  );
}

/** The largest project that the documents allow: 500 groups, each with every ACL. */
export function largeProject(count = 500): AccessReport {
  const all = Object.entries(acls);
  return reportOf(
    Array.from({ length: count }, (_, i) => ({
      name: `group ${i + 1}`,
      sourceId: `idp-${i + 1}`,
      capabilities: all.map(([acl, { actions }], j) =>
        can(acl, i % 7 === 0 ? actions : ["READ"], (i + j) % 3 === 0 ? { all: {} } : inDataSets(i, j)),
      ),
    })),
  );
}

import { describe, expect, test } from "vitest";
import { accessDiff } from "../../../src/cli/access/diff";
import { diffMarkdown } from "../../../src/cli/access/markdown";
import { diffText } from "../../../src/cli/access/terminal";
import type { Group } from "../../../src/client/groups";
import { can } from "../../support/capability";
import { reportOf } from "./groups";

const managing = ["LIST", "CREATE", "DELETE"];
const own = { currentuserscope: {} };
const admins = (more: Partial<Group> = {}): Partial<Group> => ({
  id: 1,
  name: "admins",
  sourceId: "idp",
  capabilities: [can("groupsAcl", managing), can("assetsAcl", ["READ"])],
  ...more,
});
const gives = (actions: string[], scope?: object) => ({ capabilities: [can("groupsAcl", actions, scope)] });
const others = (more: Partial<Group> = {}) => admins({ id: 9, name: "others", sourceId: "others", ...more });

const lost = (before: Partial<Group>[], after: Partial<Group>[], adminGroups: string[] = []) => {
  const diff = accessDiff(reportOf(before), reportOf(after), { adminGroups });
  const risks = diff.newRisks.filter(({ rule }) => rule === "managing-lost");
  expect(diff.losesManaging).toBe(risks.length > 0);
  return risks.map(({ subject, reason }) => `${subject}: ${reason}`);
};

const everything = "groupsAcl LIST, CREATE, DELETE with scope all, which managing groups needs";
const none = "afterwards, no group in this comparison gives";

type Row = readonly [what: string, before: Partial<Group>[], after: Partial<Group>[], risks: readonly string[]];

const rows: readonly Row[] = [
  [
    "the only admin group deleted",
    [admins()],
    [],
    [`admins: identity provider group idp would lose ${everything}; ${none} LIST, CREATE, DELETE to anybody`],
  ],
  [
    "one of two admin groups deleted",
    [admins(), others()],
    [others()],
    [`admins: identity provider group idp would lose ${everything}`],
  ],
  ["one of two that the same people are in", [admins(), others({ sourceId: "idp" })], [admins()], []],
  [
    "an action taken away",
    [admins(), others()],
    [admins(gives(["LIST", "DELETE"])), others()],
    ["admins: identity provider group idp would lose groupsAcl CREATE with scope all, which managing groups needs"],
  ],
  [
    "the right narrowed to the own groups",
    [admins(), others()],
    [admins(gives(managing, own)), others()],
    [`admins: identity provider group idp would lose ${everything}`],
  ],
  [
    "a member taken out",
    [admins({ members: ["ada", "grace"] })],
    [admins({ members: ["ada"] })],
    [`admins: grace would lose ${everything}`],
  ],
  [
    "limited to an application",
    [admins()],
    [admins({ attributes: { token: { appIds: ["app"] } } })],
    [`admins: identity provider group idp would lose ${everything}`],
  ],
  [
    "nobody left in it",
    [admins()],
    [admins({ sourceId: "" })],
    [`admins: identity provider group idp would lose ${everything}; ${none} LIST, CREATE, DELETE to anybody`],
  ],
  ["replaced as it was", [admins()], [admins({ id: 2 })], []],
  ["renamed, and more of it", [admins()], [admins({ name: "new", ...gives([...managing, "READ"]) })], []],
  ["taken over by a new group of the same people", [admins()], [others({ sourceId: "idp" })], []],
  ["a right that is for the own groups only", [admins(gives(managing, own))], [], []],
  ["READ and UPDATE", [admins(gives(["READ", "UPDATE"]))], [], []],
  ["a group that nobody was in", [admins({ sourceId: "" })], [], []],
  ["other rights", [admins({ capabilities: [can("assetsAcl", ["WRITE"])] })], [], []],
];

describe("losing the right to manage groups", () => {
  test.each(rows)("is judged rightly for: %s", (_, before, after, risks) => {
    expect(lost(before, after)).toEqual(risks);
  });

  test("counts for the groups named with --admin-group, by name or id, when any are", () => {
    expect(lost([admins(), others()], [others()], ["admins"])).toHaveLength(1);
    expect(lost([admins(), others()], [others()], ["1"])).toHaveLength(1);
    expect(lost([admins(), others()], [others()], ["others"])).toEqual([]);
    // Nobody at all would be left, whichever group was meant.
    expect(lost([admins()], [], ["others"])).toHaveLength(1);
  });

  test("is a high risk that every form shows", () => {
    const diff = accessDiff(reportOf([admins()]), reportOf([]));
    expect(diff.newRisks[0]).toMatchObject({ rule: "managing-lost", severity: "high", subject: "admins" });
    expect(diffText(diff)).toMatch(/^Nobody gains write\.\nSomebody loses the right to manage groups\.\n/);
    expect(diffText(diff)).toContain("  high    admins: removes the right to manage groups: identity provider group");
    expect(diffMarkdown(diff)).toMatch(/^### Access: nobody gains write; somebody loses the right to manage groups\n/);
    expect(diffMarkdown(diff)).toContain("| high | Removes the right to manage groups | <code>admins</code> |");
  });
});

import { describe, expect, test } from "vitest";
import type { Group } from "../../../src/client/groups";
import { can, inDataSets } from "../../support/capability";
import { reportOf } from "./groups";

const risks = (
  groups: readonly Partial<Group>[],
  adminGroups: string[] = [],
  categories: { id: number; name: string }[] | undefined = [],
) =>
  reportOf(groups, { categories }, { adminGroups }).risks.map(
    ({ rule, subject, reason }) => [rule, subject, reason] as const,
  );

describe("the access report marks as a risk, with the reason:", () => {
  test("write for all users, and not read", () => {
    const capabilities = [can("assetsAcl", ["READ", "WRITE"], inDataSets(1))];
    expect(risks([{ members: "allUserAccounts", capabilities }])).toEqual([
      [
        "write-for-all-users",
        "group-1",
        "every user account of the organization is in it, and it gives assetsAcl WRITE",
      ],
    ]);
    expect(risks([{ members: "allUserAccounts", capabilities: [can("assetsAcl", ["READ"])] }])).toEqual([]);
  });

  test("groupsAcl writable outside the admin groups, which are named by name or by id", () => {
    const capabilities = [can("groupsAcl", ["LIST", "CREATE", "DELETE"])];
    expect(risks([{ capabilities }])).toEqual([
      [
        "groups-writable",
        "group-1",
        "it gives groupsAcl CREATE, DELETE, with which its members can give themselves any right; no --admin-group is named",
      ],
    ]);
    expect(risks([{ capabilities }], ["group-1"])).toEqual([]);
    expect(risks([{ capabilities }], ["1"])).toEqual([]);
    expect(risks([{ capabilities }], ["other"]).join()).toContain("it is not one of the admin groups");
    expect(risks([{ capabilities: [can("groupsAcl", ["LIST", "READ"])] }])).toEqual([]);
  });

  test("a group that nobody is in", () => {
    expect(risks([{ sourceId: "" }])).toEqual([["nobody", "group-1", "it has neither a sourceId nor members"]]);
  });

  test("a principal in more than 20 groups, as far as members tell", () => {
    const groups = (count: number) => Array.from({ length: count }, () => ({ members: ["ada"] }));
    expect(risks(groups(20))).toEqual([]);
    expect(risks([...groups(21), { members: "allUserAccounts" }])).toEqual([
      [
        "too-many-groups",
        "ada",
        "a member of 21 groups, not counting 1 for all user accounts; more than 20 are not supported and may break login",
      ],
    ]);
  });

  test.each([
    ["acl-legacy", "genericsAcl", "the service no longer uses genericsAcl"],
    ["acl-deprecated", "securityCategoriesAcl", "Cognite has deprecated securityCategoriesAcl"],
    ["acl-unlisted", "brandNewAcl", "not in the catalogue of ACLs: brandNewAcl"],
    ["acl-unlisted", "apikeysAcl", "not in Cognite's current documentation: apikeysAcl"],
  ])("%s: %s", (rule, acl, reason) => {
    expect(risks([{ capabilities: [can(acl, ["LIST"], acl === "genericsAcl" ? {} : { all: {} })] }])).toContainEqual([
      rule,
      "group-1",
      reason,
    ]);
  });

  test("a scope on a category that is gone, where the categories are known", () => {
    const group = { capabilities: [can("securityCategoriesAcl", ["MEMBEROF"], { idscope: { ids: ["7", 8] } })] };
    const known = [{ id: 8, name: "secret" }];
    expect(risks([group], [], known)).toContainEqual([
      "category-gone",
      "group-1",
      "no security category has the ID 7, and a new one never gets it",
    ]);
    expect(reportOf([group], { categories: undefined }).risks.map(({ rule }) => rule)).toEqual(["acl-deprecated"]);
  });
});

test("the access report lists the gravest risks first", () => {
  const rules = risks([
    { name: "b", sourceId: "" },
    { name: "a", members: "allUserAccounts", capabilities: [can("groupsAcl", ["CREATE"])] },
  ]);
  expect(rules.map(([rule]) => rule)).toEqual(["write-for-all-users", "groups-writable", "nobody"]);
});

import { describe, expect, test } from "vitest";
import { accessDiff } from "../../../src/cli/access/diff";
import { accessInPreview } from "../../../src/cli/access/from-preview";
import { accessInState } from "../../../src/cli/access/from-state";
import { diffMarkdown, reportMarkdown } from "../../../src/cli/access/markdown";
import { onlyOf } from "../../../src/cli/access/projects";
import { diffText, reportText } from "../../../src/cli/access/terminal";
import { typeToken } from "../../../src/contract/resource-types";
import { can } from "../../support/capability";
import { exportOf, resource, stateReport, unknown } from "./groups";

const write = { sourceId: "s", capabilities: [can("assetsAcl", ["WRITE"])] };

/** A group of a state; `declared` is the argument `project`, `made` the output. */
function group(name: string, { declared, made, id = 1 }: { declared?: unknown; made?: string; id?: number }) {
  const { outputs, inputs, id: text, ...rest } = resource(name, id, write);
  return {
    ...rest,
    inputs: { ...(inputs as object), ...(declared !== undefined && { project: declared }) },
    ...(made !== undefined && { id: text, outputs: { ...(outputs as object), project: made } }),
  };
}

describe("the project of a group in a state", () => {
  test.each([
    ["is the one that it was made in", [group("a", { declared: "x", made: "dev" })], ["dev"]],
    ["is the declared one before it is made", [group("a", { declared: "prod" })], ["prod"]],
    [
      "is the connection's where it declares none, which others show",
      [group("a", {}), group("b", { made: "dev" }), group("c", { declared: "prod", made: "prod" })],
      ["dev", "dev", "prod"],
    ],
    [
      "is not known where nothing shows it",
      [group("a", {}), group("c", { declared: "prod", made: "prod" })],
      [undefined, "prod"],
    ],
    ["is not known before up", [group("a", { declared: unknown })], [undefined]],
  ])("%s", (_, resources, expected) => {
    expect(accessInState(exportOf(...resources)).groups.map(({ project }) => project)).toEqual(expected);
  });

  test("counts for the names of categories, whose ids are a project's own", () => {
    const category = (name: string, project: string) => ({
      urn: name,
      type: typeToken("SecurityCategory"),
      id: "7",
      inputs: { name },
      outputs: { name, project },
    });
    const member = { capabilities: [can("securityCategoriesAcl", ["MEMBEROF"], { idscope: { ids: [7] } })] };
    const of = (name: string, project: string) => {
      const one = resource(name, 1, member);
      return { ...one, outputs: { ...(one["outputs"] as object), project } };
    };
    const report = stateReport(category("secret", "dev"), category("public", "prod"), of("a", "dev"), of("b", "prod"));
    expect(report.groups.map(({ rights }) => rights[0]?.scope.names)).toEqual([{ 7: "secret" }, { 7: "public" }]);
  });
});

describe("a report of several projects", () => {
  const report = stateReport(group("a", { made: "dev", id: 1 }), group("b", { declared: "prod", made: "prod", id: 2 }));

  test("has tables of their own for each project, in a terminal", () => {
    const text = reportText(report);
    expect(text).toMatch(/^Access in dev, prod \(state\): 2 groups, 0 risks$/m);
    const [, dev = "", prod = ""] = text.split(/^Project .*$/m);
    expect(text).toMatch(/^Project dev: 1 group, 0 risks$/m);
    expect([/^a /m.test(dev), /^b /m.test(dev), /^a /m.test(prod), /^b /m.test(prod)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect([dev, prod].map((part) => /^assetsAcl +[ab]$/m.test(part))).toEqual([true, true]);
  });

  test("has sections of their own in Markdown", () => {
    const text = reportMarkdown(report);
    expect(text.match(/^##+ .*$/gm)).toEqual([
      "## Project <code>dev</code>",
      "### Groups",
      "### ACLs",
      "## Project <code>prod</code>",
      "### Groups",
      "### ACLs",
    ]);
  });

  test("is cut down to one, with what may come to be in it", () => {
    const state = accessInState(exportOf(group("a", {}), group("b", { declared: "prod", made: "prod" })));
    const names = (project: string) => onlyOf(state, project).groups.map(({ content }) => content["name"]);
    expect(names("prod")).toEqual(["a", "b"]);
    expect(() => names("test")).toThrow('has nothing in the project "test": set --project to prod');
  });
});

describe("a preview of several projects", () => {
  const step = (op: string, oldState: unknown, newState: unknown, urn: string) => ({ op, urn, oldState, newState });
  const placesOf = (...steps: object[]) => {
    const { before, after } = accessInPreview({ steps });
    return [before, after].map((side) => side.map(({ name, project }) => `${name} ${project}`));
  };

  test.each<[string, object[], string[][]]>([
    [
      "leaves a group where it was made",
      [
        step("replace", group("a", { made: "dev" }), group("a", {}), "a"),
        step("create", undefined, group("b", { declared: "prod" }), "b"),
      ],
      [["a dev"], ["a dev", "b prod"]],
    ],
    [
      "makes a group without a project in the connection's, which others show",
      [
        step("same", group("c", { made: "dev" }), group("c", { made: "dev" }), "c"),
        step("create", undefined, group("a", {}), "a"),
        step("create", undefined, group("b", { declared: "prod" }), "b"),
      ],
      [[], ["a dev", "b prod"]],
    ],
    [
      "does not guess",
      [
        step("create", undefined, group("a", {}), "a"),
        step("create", undefined, group("b", { declared: "prod" }), "b"),
      ],
      [[], ["a undefined", "b prod"]],
    ],
  ])("%s", (_, steps, expected) => {
    expect(placesOf(...steps)).toEqual(expected);
  });

  const moved = accessInPreview({
    steps: [step("replace", group("a", { declared: "dev", made: "dev" }), group("a", { declared: "prod" }), "a")],
  });
  const side = (groups: typeof moved.before) => ({ groups, categories: [], categoriesComplete: false });
  const diff = accessDiff(side(moved.before), side(moved.after));

  test("shows a group that moves as a new one there and a removed one here", () => {
    expect(diff.changes.map(({ change, project }) => [change, project])).toEqual([
      ["new", "prod"],
      ["removed", "dev"],
    ]);
    expect(diff).toMatchObject({ gainsWrite: true });
    expect(diff.projects).toBeUndefined();
  });

  test("names the project beside each group", () => {
    expect(diffText(diff)).toMatch(/^a in prod: new$/m);
    expect(diffText(diff)).toMatch(/^a in dev: removed \(id 1\)$/m);
    expect(diffMarkdown(diff)).toContain("| <code>a</code> in <code>prod</code> | new");
  });
});

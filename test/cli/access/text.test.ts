import { describe, expect, test } from "vitest";
import { holdersByAcl } from "../../../src/cli/access/by-acl";
import { accessDiff } from "../../../src/cli/access/diff";
import { accessInState } from "../../../src/cli/access/from-state";
import { diffMarkdown, reportMarkdown } from "../../../src/cli/access/markdown";
import { accessReport } from "../../../src/cli/access/report";
import { diffText, reportText } from "../../../src/cli/access/terminal";
import type { Group } from "../../../src/client/groups";
import { can, inDataSets } from "../../support/capability";
import { exportOf, live, reportOf, resource } from "./groups";
import { awkwardProject, hostile, largeProject } from "./projects";

const before: Partial<Group>[] = [
  { id: 1, name: "widened", sourceId: "ops", capabilities: [can("filesAcl", ["WRITE"], inDataSets(12))] },
  { id: 2, name: "smaller", members: ["ada", "grace"], capabilities: [can("eventsAcl", ["READ"])] },
  { id: 3, name: "replaced", sourceId: "same" },
];
const after: Partial<Group>[] = [
  { id: 11, name: "widened", sourceId: "ops", capabilities: [can("filesAcl", ["WRITE"])] },
  { id: 12, name: "smaller", members: ["ada"], capabilities: [can("eventsAcl", ["READ"])] },
  { id: 13, name: "replaced", sourceId: "same" },
  { id: 14, name: "fresh", sourceId: "new", capabilities: [can("assetsAcl", ["READ", "WRITE"])] },
];
const diff = accessDiff(reportOf(before), reportOf(after));

/** Markdown as a browser would show it, as far as a table goes. */
const shown = (markdown: string) =>
  markdown.replaceAll(/<\/?code>/g, "").replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));

test("the access table of a pull request shows a new group, a widened scope, a removed member and a replaced id", () => {
  expect(shown(diffMarkdown(diff))).toBe(
    [
      "### Access: 2 groups gain write",
      "",
      "| Group | Change | Gains | Loses |",
      "| --- | --- | --- | --- |",
      "| fresh | new<br>**gains write**: write on assetsAcl | + identity provider group new<br>assetsAcl **WRITE** READ project-wide |  |",
      "| widened | changed<br>id 1 → 11<br>**gains write**: write on filesAcl | filesAcl **WRITE** project-wide (was in datasetScope: 12) |  |",
      "| smaller | changed<br>id 2 → 12 |  | − grace |",
      "| replaced | replaced, same access<br>id 3 → 13 |  |  |",
      "",
    ].join("\n"),
  );
});

test("the access change on a terminal shows a new group, a widened scope, a removed member and a replaced id", () => {
  expect(diffText(diff).split("\n")).toEqual(
    expect.arrayContaining([
      "Somebody gains write.",
      "fresh: new (id 14)",
      "  ! gains write: write on assetsAcl",
      "  + filesAcl WRITE (project-wide; was datasetScope: 12)",
      "smaller: changed (id 2 → 12)",
      "  - grace",
      "replaced: replaced, same access (id 3 → 13)",
    ]),
  );
});

test("a comparison of equal reports says that no group changes, as Markdown and on a terminal", () => {
  const none = accessDiff(reportOf(before), reportOf(before));
  expect(diffMarkdown(none)).toBe("### Access: nobody gains write\n\nNo group changes.\n");
  expect(diffText(none)).toBe("Nobody gains write.\nNo group changes.\n");
});

test("a comment holds 65,536 characters: what does not fit is counted, and who gains write comes first", () => {
  const large = largeProject();
  const reading = { ...large, groups: large.groups.map((group) => ({ ...group, rights: [] })) };
  const text = diffMarkdown(accessDiff(reading, large));
  expect(text.length).toBeLessThan(65_536);
  expect(text).toMatch(/^### Access: 72 groups gain write$/m);
  expect(text).toMatch(/… and \d+ more groups, which the output of `--json` has\./);
}, 60_000);

describe("a group that is in the state and not in the project", () => {
  const write = [can("assetsAcl", ["READ", "WRITE"]), can("newAcl", ["RUN"])];
  const everybody = { members: "allUserAccounts", capabilities: write };
  const state = accessInState(exportOf(resource("here", 1, { sourceId: "idp" }), resource("gone", 2, everybody)));
  const report = accessReport({ live: live([{ id: 1, name: "here" }]), state });

  test("is listed, holds no right, and is no risk", () => {
    expect(report.groups.map(({ name, managementStatus, rights }) => [name, managementStatus, rights])).toEqual([
      ["gone", "missing", []],
      ["here", "managed", []],
    ]);
    expect(report.risks).toEqual([]);
    expect(holdersByAcl(report.groups)).toEqual([]);
  });

  test.each([
    ["a terminal", reportText(report), /: 1 group and 1 missing, 0 risks$/m],
    ["Markdown", reportMarkdown(report), /^1 group and 1 missing, 0 risks;/m],
  ])("is counted apart, and under no ACL, in the report for %s", (_, text, count) => {
    expect(text).toMatch(count);
    expect(text).toMatch(/gone.*missing/);
    expect(text).not.toContain("assetsAcl");
  });
});

describe("text that others wrote", () => {
  const report = awkwardProject();
  const empty = { ...report, groups: [], risks: [] };

  test.each([
    ["a report", reportMarkdown(report)],
    ["a difference", diffMarkdown(accessDiff(empty, report))],
  ])("stays text in the Markdown of %s", (_, markdown) => {
    // Only what this package writes itself.
    expect([...new Set(markdown.match(/<[^>]*>/g))].sort()).toEqual(["</code>", "<br>", "<code>"]);
    expect(markdown).not.toMatch(/[^\P{Cc}\n]|[@`]|(?!\u2060)\p{Cf}/u);
    const rows = markdown.split("\n").filter((line) => line.startsWith("|"));
    const columns = rows.map((row) => row.split("|").length - 2);
    expect([...new Set(columns)].every((count) => count === 4 || count === 5)).toBe(true);
    expect(shown(markdown).replaceAll("\u2060", "")).toContain(hostile);
  });

  test.each([
    ["a report", reportText(report, 100)],
    ["a difference", diffText(accessDiff(empty, report))],
  ])("steers no terminal in %s", (_, text) => {
    expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
    expect(text).toContain("right-to-\\u{202e}left");
  });

  test("is cut where a line is too long", () => {
    const lines = reportText(report, 100).split("\n");
    const tables = lines.slice(0, lines.indexOf("RISKS"));
    expect(Math.max(...tables.map((line) => [...line].length))).toBeLessThanOrEqual(100);
  });
});

test("the report as Markdown has risks, groups and ACLs", () => {
  const text = shown(reportMarkdown(reportOf(after)));
  expect(text).toContain(
    "# Access in test-project\n\n4 groups, 0 risks; from the live project, 1970-01-01T00:00:00.000Z.",
  );
  expect(text).toContain("| widened<br>id 11 | identity provider group ops | filesAcl WRITE project-wide |  |");
  expect(text).toContain("| assetsAcl | fresh |  | fresh |  |");
});

import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { accessDiff, compareReports } from "../../../src/cli/access/diff";
import { accessInState } from "../../../src/cli/access/from-state";
import { comparisonPage } from "../../../src/cli/access/page/comparison-page";
import { reportPage } from "../../../src/cli/access/page/report-page";
import { accessReport } from "../../../src/cli/access/report";
import { can } from "../../support/capability";
import { type Opened, openPage, startBrowser, violations } from "./browser";
import { exportOf, live, reportOf, resource } from "./groups";
import { awkwardProject, hostile, largeProject } from "./projects";

let browser: Browser;
let opened: Opened | undefined;
const awkward = reportPage(awkwardProject());

beforeAll(async () => {
  browser = await startBrowser();
}, 120_000);
afterAll(() => browser?.close());
afterEach(async () => {
  const { complaints } = opened ?? { complaints: [] };
  await opened?.close();
  opened = undefined;
  expect(complaints).toEqual([]);
});

const open = async (html: string, how?: Parameters<typeof openPage>[2]): Promise<Page> => {
  opened = await openPage(browser, html, how);
  return opened.page;
};

/** The texts of the first cells of a table's rows. */
const firstCells = (page: Page, section = "groups"): Promise<string[]> =>
  page.$$eval(
    `#${section} .scroll > table > tbody > tr:not(.details) > th bdi, #acls .scroll > table > tbody > tr > th > button`,
    (cells, wanted) =>
      cells.filter((cell) => cell.closest(`#${wanted}`)).map((cell) => cell.firstChild?.textContent ?? ""),
    section,
  );

const status = (page: Page) => page.$eval("#found", (found) => found.textContent);

async function filter(page: Page, id: string, value: string): Promise<void> {
  await page.$eval(
    `#${id}`,
    (field, text) => {
      (field as unknown as { value: string }).value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    },
    value,
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
}

const optionOf = (page: Page, acl: string) =>
  page.$$eval(
    "#acl option",
    (options, name) => options.find((option) => option.textContent === name)?.getAttribute("value") ?? "",
    acl,
  );

test("the script is JavaScript, and neither it nor the style ends its own element", () => {
  const [, script = ""] = /<script>(.*?)<\/script>/s.exec(awkward) ?? [];
  expect(script).toContain('"use strict"');
  expect(() => new Function(script)).not.toThrow();
  const count = (tag: RegExp) => awkward.match(tag)?.length ?? 0;
  expect([/<\/script/gi, /<script/gi, /<\/style/gi, /<!--/g].map(count)).toEqual([2, 2, 1, 0]);
});

test("every script and style of its folder is in one of the pages", () => {
  const folder = path.join(__dirname, "../../../src/cli/access/page/browser");
  const files = readdirSync(folder).filter((name) => name !== "tsconfig.json");
  expect(files.length).toBeGreaterThan(1);
  const pages = awkward + comparisonPage(accessDiff(reportOf([]), awkwardProject()));
  for (const name of files) expect(pages).toContain(readFileSync(path.join(folder, name), "utf8"));
});

test("the page is one file that names no other", () => {
  expect(awkward).not.toMatch(/(src|href)="(?!#)/);
  expect(awkward.replace(/<script type="application\/json".*?<\/script>/s, "")).not.toMatch(/https?:|@import|url\(/);
});

describe("the page of an awkward project", () => {
  test("shows every group, and text that others wrote as text", async () => {
    const page = await open(awkward);
    expect(await status(page)).toBe("All 34 groups.");
    const names = await firstCells(page);
    expect(names).toHaveLength(34);
    expect(names).toContain(hostile);
    expect(names).toContain("right-to-\\u{202e}left\\u{7}\\u{a}and lines");
    expect(await page.evaluate("window.hacked")).toBeUndefined();
    expect(await page.$$eval("main img", (images) => images.length)).toBe(0);
  });

  test("says who can write an ACL, by two filters", async () => {
    const page = await open(awkward);
    await filter(page, "acl", await optionOf(page, "filesAcl"));
    await filter(page, "access", "write");
    expect((await firstCells(page)).sort()).toEqual(["data engineers", "everyone"]);
    expect(await status(page)).toBe("2 groups of 34.");
    expect(await firstCells(page, "acls")).toEqual(["filesAcl"]);
    await filter(page, "scope", "project");
    expect(await firstCells(page)).toEqual(["data engineers"]);
    await page.click("button[type=reset]");
    await page.waitForFunction("document.querySelector('#found').textContent === 'All 34 groups.'");
  });

  test.each([
    ["search", "lovelace engineers", ["data engineers"]],
    ["search", "tycho", ["pioneers"]],
    ["search", "IAM-42", ["data engineers"]],
    ["search", "top-secret", ["insiders"]],
    ["search", "nothing has this", []],
    ["group", "SAME", ["same name", "same name"]],
    ["kind", "nobody", ["left behind"]],
    ["kind", "allUserAccounts", ["everyone"]],
  ])("is filtered by %s: %s", async (id, text, expected) => {
    const page = await open(awkward);
    await filter(page, id, text);
    expect(await firstCells(page)).toEqual(expected);
  });

  test("is filtered by risk, and a risk leads to its group, whose reasons are there", async () => {
    const page = await open(awkward);
    await page.click("#risky");
    await page.waitForFunction("document.querySelector('#found').textContent !== 'All 34 groups.'");
    expect(await firstCells(page)).not.toContain("data engineers north");
    const texts = await page.$$eval("#risks tbody tr", (rows) => rows.map((row) => row.textContent ?? ""));
    expect(texts.find((text) => text.includes("everyone"))).toContain(
      "every user account of the organization is in it",
    );
    expect(texts.find((text) => text.includes("Ada Lovelace"))).toContain("a member of 22 groups");
    expect(texts.join()).toContain("no security category has the ID 7");
    await page.$$eval("#risks tbody button", (buttons) =>
      buttons.find((button) => button.textContent === "everyone")?.click(),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await page.evaluate("document.activeElement.textContent")).toBe("everyone");
    expect(await page.$eval(".details", (details) => details.textContent)).toContain("Every user account can write");
  });

  test.each([
    ["groups", "write", "data engineers"],
    ["groups", "name", "Ærlige Øyvinds ådrer 実験室 🧪"],
    ["acls", "read", "threedAcl"],
  ])("sorts %s by %s, both ways", async (section, column, first) => {
    const page = await open(awkward);
    const click = () => page.click(`#${section} [data-column=${column}]`);
    const direction = () =>
      page.$eval(`#${section} th:has([data-column=${column}])`, (head) => head.getAttribute("aria-sort"));
    await click();
    const once = await firstCells(page, section);
    const way = await direction();
    await click();
    const twice = await firstCells(page, section);
    expect([way, await direction()].sort()).toEqual(["ascending", "descending"]);
    expect([once, twice].map((names) => (column === "name" ? names.includes(first) : names[0] === first))).toContain(
      true,
    );
    expect(once).not.toEqual(twice);
    expect(twice.toSorted()).toEqual(once.toSorted());
  });

  test("is used by keyboard alone: a group opens with Enter, keeps the focus, and closes again", async () => {
    const page = await open(awkward);
    const focused = () => page.evaluate("document.activeElement.textContent");
    const expanded = () => page.evaluate("document.activeElement.getAttribute('aria-expanded')");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Skip to the groups");
    await page.keyboard.press("Enter");
    while ((await expanded()) === null) await page.keyboard.press("Tab");
    const first = await focused();
    await page.keyboard.press("Enter");
    expect([await focused(), await expanded()]).toEqual([first, "true"]);
    await page.keyboard.press("Enter");
    expect([await focused(), await expanded()]).toEqual([first, "false"]);
  });

  test.each([
    ["light", { dark: false }],
    ["dark", { dark: true }],
    ["narrow", { width: 360, height: 740 }],
  ])(
    "has no violation in axe: %s, every right shown",
    async (name, how) => {
      const page = await open(awkward, how);
      expect(await violations(page)).toEqual([]);
      await shot(page, `${name}`);
      await page.click("#open-all");
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
      const { width: room = 1280 } = how as { width?: number };
      const heads = await page.$$eval("#acls tbody th, #acls caption", (all) => all.map((each) => each.clientWidth));
      expect(Math.min(...heads)).toBeGreaterThan(room < 720 ? room * 0.8 : room * 0.15);
      await shot(page, `${name}-open`);
    },
    60_000,
  );

  test("switches its theme by hand", async () => {
    const page = await open(awkward);
    const ground = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
    const light = await ground();
    await page.click("#theme");
    expect(await ground()).not.toBe(light);
    expect(await violations(page)).toEqual([]);
  });

  test("prints in light colours, without what only a screen needs", async () => {
    const page = await open(awkward, { dark: true });
    await page.emulateMediaType("print");
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
    expect(await page.evaluate("getComputedStyle(document.querySelector('#filters')).display")).toBe("none");
    await shot(page, "print");
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
  });
});

test("the page shows 500 groups with every ACL each soon, and filters them at once", async () => {
  const html = reportPage(largeProject());
  expect(html.length).toBeLessThan(3_000_000);
  const before = Date.now();
  const page = await open(html);
  const ready = Date.now() - before;
  const filtering = await page.evaluate(`(() => {
    const start = performance.now();
    document.getElementById("access").value = "write";
    document.getElementById("search").value = "relationships";
    document.getElementById("filters").dispatchEvent(new Event("reset"));
    return new Promise((resolve) => setTimeout(() => setTimeout(() => resolve(performance.now() - start))));
  })()`);
  expect(await status(page)).toBe("72 groups of 500.");
  expect(filtering).toBeLessThan(3_000);
  expect(ready).toBeLessThan(20_000);
  process.stdout.write(
    `500 groups: ${Math.round(html.length / 1024)} kB, ready in ${ready} ms, filtered in ${Math.round(Number(filtering))} ms\n`,
  );
}, 60_000);

test("the page counts a group of the state that is not in the project nowhere, and shows that it holds nothing", async () => {
  const content = { sourceId: "idp", capabilities: [can("assetsAcl", ["WRITE"])] };
  const state = accessInState(exportOf(resource("here", 1, content), resource("gone", 2, content)));
  const page = await open(reportPage(accessReport({ live: live([{ id: 1, name: "here", ...content }]), state })));
  expect(await status(page)).toBe("All 1 group, and 1 missing.");
  const totals = await page.$$eval("#totals dd", (all) => all.map((each) => each.textContent));
  expect(totals.slice(0, 3)).toEqual(["1", "1", "1"]);
  expect(await page.$eval("#acls tbody", (table) => table.textContent)).not.toContain("gone");
  await page.click("#open-all");
  const groups = await page.$eval("#groups", (section) => section.textContent);
  expect(groups).toContain("No rights: the group is in the state, but not in the project.");
  await filter(page, "access", "write");
  expect(await status(page)).toBe("All 1 group.");
});

describe("the page of a comparison", () => {
  const reads = can("assetsAcl", ["READ"]);
  const before = [
    { id: 1, name: "widened", capabilities: [reads] },
    { id: 2, name: "gone", members: ["ada"] },
    { id: 3, name: hostile, sourceId: "one" },
  ];
  const after = [
    { id: 11, name: "widened", capabilities: [reads, can("filesAcl", ["WRITE"])] },
    { id: 13, name: hostile, sourceId: hostile },
    { id: 14, name: "open", members: "allUserAccounts" as const, capabilities: [can("eventsAcl", ["WRITE"])] },
  ];
  const inTime = comparisonPage(accessDiff(reportOf(before), reportOf(after)));
  const sideBySide = comparisonPage(
    compareReports(reportOf(before, { project: "dev" }), reportOf(after, { project: "prod" })),
  );
  const texts = (page: Page, selector: string) =>
    page.$$eval(selector, (all) => all.map((each) => each.textContent ?? ""));

  test("shows who gains and loses what, those that gain write first, and new risks", async () => {
    const page = await open(inTime);
    expect(await status(page)).toBe("All 4 groups.");
    expect(await page.$eval("h1", (head) => head.textContent)).toBe("Access changes");
    expect(await page.$eval("header p", (about) => about.textContent)).toMatch(/^Somebody gains write\./);
    const rows = await texts(page, "#groups tbody tr");
    expect(rows.slice(0, 2).join()).toMatch(/open.*new.*gains write: write on eventsAcl.*widened/s);
    expect(rows.find((row) => row.startsWith("widened"))).toMatch(/id 1 → 11.*filesAcl WRITE \(project-wide\)/s);
    expect((await texts(page, "#risks tbody tr")).join()).toContain("Every user account can write");
    expect(await page.evaluate("window.hacked")).toBeUndefined();
    expect(await page.$$eval("main img", (images) => images.length)).toBe(0);
  });

  test("of two projects calls the sides by their names", async () => {
    const page = await open(sideBySide);
    expect(await page.$eval("h1", (head) => head.textContent)).toBe("Access in prod compared with dev");
    expect(await texts(page, "#groups thead th")).toEqual(
      ["Group", "Change", "Only in prod", "Only in dev"].map((each) => expect.stringContaining(each)),
    );
    await filter(page, "change", "only in dev");
    expect(await firstCells(page)).toEqual(["gone"]);
  });

  test.each([
    ["search", "filesacl", ["widened"]],
    ["change", "removed", ["gone"]],
    ["search", "nothing has this", []],
  ])("is filtered by %s: %s", async (id, text, expected) => {
    const page = await open(inTime);
    await filter(page, id, text);
    expect(await firstCells(page)).toEqual(expected);
  });

  test("is filtered by gaining write, and sorted", async () => {
    const page = await open(inTime);
    await page.click("#gaining");
    await page.waitForFunction("document.querySelector('#found').textContent === '2 groups of 4.'");
    expect(await firstCells(page)).toEqual(["open", "widened"]);
    await page.click("#groups [data-column=name]");
    await page.click("#groups [data-column=name]");
    expect(await firstCells(page)).toEqual(["widened", "open"]);
  });

  test.each([
    ["light", { dark: false }],
    ["dark", { dark: true }],
    ["narrow", { width: 360, height: 740 }],
  ])("has no violation in axe: %s", async (name, how) => {
    const page = await open(sideBySide, how);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
    await shot(page, `comparison-${name}`);
  });

  test("without a difference says so", async () => {
    const page = await open(comparisonPage(accessDiff(reportOf(before), reportOf(before))));
    expect([await status(page), ...(await texts(page, "main p.quiet"))]).toEqual([
      "No group changes.",
      "None.",
      "No group changes.",
    ]);
  });
});

test("tiles and table of the page have the same words for severity", async () => {
  const page = await open(awkward);
  const tiles = await page.$$eval("#totals div", (all) => all.map((each) => each.textContent ?? ""));
  const severities = await page.$$eval("#risks td.severity", (cells) => cells.map((each) => each.textContent ?? ""));
  for (const [word, tile] of [
    ["high", "High risks"],
    ["medium", "Medium risks"],
    ["low", "Low risks"],
  ] as const)
    expect(tiles).toContain(`${tile}${severities.filter((each) => each === word).length}`);
});

test("the page is filtered by how its groups compare with a state", async () => {
  const state = accessInState(exportOf(resource("here", 1, { sourceId: "idp" }), resource("gone", 2, {})));
  const groups = [
    { id: 1, name: "here" },
    { id: 3, name: "by hand" },
  ];
  const page = await open(reportPage(accessReport({ live: live(groups), state })));
  for (const [value, expected] of [
    ["managed", "here"],
    ["missing", "gone"],
    ["unmanaged", "by hand"],
  ] as const) {
    await filter(page, "status", value);
    expect(await firstCells(page)).toEqual([expected]);
  }
  expect(awkward).not.toContain('id="status"');
});

test("the page of several projects has each beside its groups' names, and is filtered by it", async () => {
  const one = (name: string, id: number, project: string) => {
    const made = resource(name, id, { sourceId: "idp", capabilities: [can("assetsAcl", ["WRITE"])] });
    return { ...made, outputs: { ...(made["outputs"] as object), project } };
  };
  const state = accessInState(exportOf(one("a", 1, "dev"), one("b", 2, "prod")));
  const page = await open(reportPage(accessReport({ state })));
  expect(await page.$eval("#acls tbody", (table) => table.textContent)).toContain("a in devb in prod");
  await filter(page, "project", "prod");
  expect(await firstCells(page)).toEqual(["b"]);
  expect(await violations(page)).toEqual([]);
});

test("the page of a project without groups says so", async () => {
  const page = await open(reportPage(reportOf([])));
  expect(await status(page)).toBe("All 0 groups.");
  expect(await violations(page)).toEqual([]);
});

/** With `ACCESS_SCREENSHOTS=<folder>`, what a person would see. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env["ACCESS_SCREENSHOTS"];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.evaluate("window.scrollTo(0, 0)");
  await page.screenshot({ path: path.join(folder, `${name}.png`) as `${string}.png` });
  for (const section of ["acls", "groups"]) {
    await page.evaluate(`document.getElementById("${section}")?.scrollIntoView()`);
    await page.screenshot({ path: path.join(folder, `${name}-${section}.png`) as `${string}.png` });
  }
}

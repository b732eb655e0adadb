import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { commands } from "../../src/cli/program";
import { connectionKeys, environmentNames, secretKeys } from "../../src/connection/settings";
import { headingsOf, links, localLinks, pages, read, root, snippets } from "./markdown";

const manifest = JSON.parse(read("package.json"));
const variables = new Set<string>([...Object.values(environmentNames).filter((name) => name !== undefined)]);
for (const name of ["LOGIN_FLOW", "CDF_CLIENT_TIMEOUT", "PATH", "COGNITE_IAM_ACCEPTANCE"]) variables.add(name);

test.each(pages())("every link of %s leads somewhere", (page) => {
  expect(localLinks(page).filter((target) => !existsSync(path.join(root, target)))).toEqual([]);
});

test.each(pages())("every link of %s to a heading leads to one", (page) => {
  const lost = links(page).filter(
    ({ target, heading }) => heading && target.endsWith(".md") && !headingsOf(target).includes(heading),
  );
  expect(lost).toEqual([]);
});

test("every page in docs is reached from docs/README.md or CONTRIBUTING.md", () => {
  const all = readdirSync(path.join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => path.join("docs", name));
  const reached = new Set<string>();
  const visit = (target: string): void => {
    if (reached.has(target) || !target.startsWith("docs") || !existsSync(path.join(root, target))) return;
    reached.add(target);
    // A link to a folder shows the list of its pages.
    if (statSync(path.join(root, target)).isDirectory())
      for (const page of all) if (path.dirname(page) === path.normalize(target)) reached.add(page);
    if (target.endsWith(".md")) localLinks(target).forEach(visit);
  };
  for (const target of ["docs/README.md", ...localLinks("CONTRIBUTING.md")]) visit(target);
  expect(all.filter((page) => !reached.has(page))).toEqual([]);
});

describe("what the pages tell to type", () => {
  const lines = snippets("sh").flatMap(({ page, line, text }) =>
    text
      .split("\n")
      .map((typed, i) => [`${page}:${line + 1 + i}`, typed.replace(/\s+#.*$/, "").trim()] as const)
      .filter(([, typed]) => typed !== "" && !typed.startsWith("#")),
  );

  test.each(lines)("%s: %s", (_, typed) => {
    expect(wrongWith(typed.split(/\s+/))).toBeUndefined();
  });
});

describe("the YAML of the pages", () => {
  const blocks = snippets("yaml").map(({ page, line, text }) => [`${page}:${line}`, text] as const);
  const ours = /(?:npx|pulumi) [a-z][^|;>&\n]*/g;

  test.each(blocks)("%s is YAML, and what it runs of ours exists", (_, text) => {
    const commands = runs(parse(text)).flatMap((run) => run.match(ours) ?? []);
    expect(commands.map((command) => wrongWith(command.trim().split(/\s+/))).filter(Boolean)).toEqual([]);
  });
});

/** Every shell script in some YAML: `run` of GitHub, `script` of GitLab, `bash` of Azure DevOps. */
function runs(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    ["run", "script", "bash"].includes(key) ? [each].flat().filter((line) => typeof line === "string") : runs(each),
  );
}

test("the README's table of settings has every setting, with its variable", () => {
  const rows = read("README.md").match(/^\| `.*\|$/gm) ?? [];
  for (const key of connectionKeys) {
    const row = rows.find((each) => each.split("|")[1]?.includes(`\`${key}\``));
    expect(row, key).toBeDefined();
    const variable = environmentNames[key];
    if (variable !== undefined) expect(row).toContain(`\`${variable}\``);
  }
});

/** What is wrong with a command line, as far as this repository can know. */
function wrongWith([program, ...words]: string[]): string | undefined {
  const [first = "", second = ""] = words;
  switch (program) {
    case "npm":
      if (first === "run") return second in manifest.scripts ? undefined : `there is no script ${second}`;
      if (first === "test") return manifest.scripts.test ? undefined : "there is no script test";
      return ["init", "install", "pack", "pkg", "ci", "version"].includes(first) ? undefined : `npm ${first}`;
    case "npx":
      // Where the package is not installed, npx runs the package of that name: only our own name is safe.
      return first === manifest.name ? wrongWithOurs(words.slice(1)) : `npx ${first}`;
    case "node":
      return existsSync(path.join(root, first)) ? undefined : `there is no ${first}`;
    case "pulumi":
      return first === "config" ? wrongWithConfig(words.slice(1)) : wrongWithPulumi(first);
    case "export":
      return (
        words
          .map((word) => word.replace(/=.*/, ""))
          .filter((name) => /^[A-Z_]+$/.test(name) && !variables.has(name))
          .join() || undefined
      );
    case "pip":
      return first === "install" ? undefined : `pip ${first}`;
    case "pulumi-cognite-iam-plugin":
      return ["install", "path"].includes(first) ? undefined : `pulumi-cognite-iam-plugin ${first}`;
    case "python":
    case "source":
    case "git":
    case "mkdir":
    case "cd":
    case ".ci/run":
      return undefined;
    default:
      return `the pages use ${program}, and this test does not know it`;
  }
}

function wrongWithConfig([verb, ...words]: string[]): string | undefined {
  if (verb === undefined) return undefined;
  const flags = words.filter((word) => word.startsWith("--"));
  const [name = ""] = words.filter((word) => !word.startsWith("--"));
  if (verb === "rm") return name === "import" ? undefined : `pulumi config rm ${name}`;
  if (verb !== "set") return `pulumi config ${verb}`;
  if (!name.startsWith("cognite-iam:")) return undefined;
  const key = connectionKeys.find((each) => name === `cognite-iam:${each}`);
  if (key === undefined) return `there is no setting ${name}`;
  if (secretKeys.includes(key) !== flags.includes("--secret")) return `${name} and --secret`;
  return (key === "tokenUrl") === flags.includes("--plaintext") ? undefined : `${name} and --plaintext`;
}

function wrongWithPulumi(command: string): string | undefined {
  const known = ["preview", "up", "refresh", "destroy", "stack", "cancel", "import", "new", "state", "login"];
  return known.includes(command) ? undefined : `pulumi ${command}`;
}

function wrongWithOurs([name = "", ...words]: string[]): string | undefined {
  const command = commands.map((make) => make()).find((each) => each.name() === name);
  if (command === undefined) return `there is no command ${name}`;
  const flags = words.filter((word) => word.startsWith("--")).map((word) => word.replace(/=.*/, ""));
  return flags.find((flag) => !command.options.some(({ long }) => long === flag));
}

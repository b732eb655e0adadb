import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/temporary-folder";

const root = join(__dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

interface Catalogue {
  acls: Record<string, { actions: string[]; scopes: string[] }>;
  scopes: Record<string, { fields: Record<string, { type: string }> }>;
}

const catalogue: Catalogue = JSON.parse(read("scripts/catalogue/capabilities.json"));
const allActions = [...new Set(Object.values(catalogue.acls).flatMap(({ actions }) => actions))];
const allScopes = Object.keys(catalogue.scopes);

/** What a field of each type may hold: plain, and from other resources. */
const right: Record<string, readonly string[]> = {
  "integer[]": ['[1, "2"]', "[id, 3]", "ids", "[]"],
  "string[]": ['["a", "b"]', "[text]", "texts"],
  "map<string, {tables: string[]}>": [
    '{ db: {}, nested: { tables: ["t"] }, flat: ["t"] }',
    "{ db: { tables: [text] }, flat: texts, nested: { tables: texts } }",
    "tables",
  ],
};
const wrong: Record<string, readonly string[]> = {
  "integer[]": ["1", '"1"', "[true]", "[{ id: 1 }]", "text", "null"],
  "string[]": ['"a"', "[1]", "[id]", "ids", "null"],
  "map<string, {tables: string[]}>": [
    '["db"]',
    '{ db: "t" }',
    "{ db: [1] }",
    '{ db: { tabels: ["t"] } }',
    '{ db: { tables: "t" } }',
    "{ db: null }",
  ],
};

const fieldsOf = (scope: string) => Object.entries(catalogue.scopes[scope]?.fields ?? {});
const content = (scope: string, n = 0) =>
  `{ ${fieldsOf(scope)
    .map(([field, { type }]) => `${field}: ${right[type]?.[n] ?? right[type]?.[0]}`)
    .join(", ")} }`;
const list = (words: readonly string[]) => `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;
const capability = (acl: string, actions: readonly string[], scope: string, inside = content(scope)) =>
  `{ ${acl}: { actions: ${list(actions)}, scope: { ${scope}: ${inside} } } }`;
const group = (given: string) => `{ name: "g", capabilities: [${given}] }`;

/** One group a line. */
function rightGroups(): string[] {
  const ofCatalogue = Object.entries(catalogue.acls).flatMap(([acl, { actions, scopes }]) => [
    ...scopes.flatMap((scope) => [
      group(capability(acl, actions, scope)),
      ...[1, 2, 3].flatMap((n) =>
        fieldsOf(scope).length > 0 ? [group(capability(acl, actions, scope, content(scope, n)))] : [],
      ),
    ]),
    ...actions.map((action) => group(capability(acl, [action], scopes[0] ?? ""))),
    group(
      `pulumi.output(${capability(acl, [], scopes[0] ?? "").replace("[]", `[${JSON.stringify(actions[0])} as const]`)})`,
    ),
  ]);
  return [
    ...ofCatalogue,
    '{ name: "g" }',
    "{ name: text, sourceId: text }",
    "{ name: text, members: texts }",
    '{ name: "g", members: ["u", text], metadata: { a: text, b: "c" } }',
    '{ name: "g", members: "allUserAccounts", sourceId: undefined, capabilities: undefined }',
    '{ name: "g", attributes: { token: { appIds: ["a", text] } } }',
    group('{ assetsAcl: { actions: pulumi.output(["READ" as const]), scope: pulumi.output({ all: {} }) } }'),
    group('{ assetsAcl: { actions: ["READ"], scope: { all: {} } }, projectUrlNames: { urlNames: ["p", text] } }'),
    group('unlisted({ brandNewAcl: { actions: ["FLY"], scope: { moonScope: { craters: ids } } } })'),
    group("later"),
  ];
}

/** One group a line, each with one mistake. */
function wrongGroups(): string[] {
  const ofAcls = Object.entries(catalogue.acls).flatMap(([acl, { actions, scopes }], n) => {
    const [action = "", scope = ""] = [actions[0], scopes[0]];
    const [otherAction = ""] = allActions.filter((each) => !actions.includes(each));
    // A few for each ACL, so that all of them come up.
    const otherScopes = allScopes.filter((each, i) => !scopes.includes(each) && (i + n) % 7 === 0);
    return [
      group(capability(acl.slice(0, -1), actions, scope)),
      group(capability(acl.toLowerCase() === acl ? `${acl}s` : acl.toLowerCase(), actions, scope)),
      group(capability(acl, [otherAction], scope)),
      group(capability(acl, [...actions, otherAction], scope)),
      group(capability(acl, [action.toLowerCase()], scope)),
      ...otherScopes.map((each) => group(capability(acl, actions, each))),
      group(`{ ${acl}: { actions: "${action}", scope: { ${scope}: ${content(scope)} } } }`),
      group(`{ ${acl}: { actions: ["${action}"] } }`),
      group(`{ ${acl}: { scope: { ${scope}: ${content(scope)} } } }`),
      group(`{ ${acl}: { actions: ["${action}"], scope: {} } }`),
      group(`{ ${acl}: { actions: ["${action}"], scope: "${scope}" } }`),
      group(`{ ${acl}: { actions: ["${action}"], scope: { ${scope}: ${content(scope)} }, more: 1 } }`),
      group(`{ ${acl}: { actions: ["${action}"], scope: { ${scope}: ${content(scope)} } }, more: 1 }`),
      ...scopes.flatMap((each) => wrongContents(each).map((inside) => group(capability(acl, actions, each, inside)))),
    ];
  });
  return [
    ...ofAcls,
    '{ name: "g", capabilites: [] }',
    '{ name: "g", sourceID: "x" }',
    '{ sourceId: "x" }',
    "{ name: 1 }",
    '{ name: "g", sourceId: 1 }',
    '{ name: "g", members: "everybody" }',
    '{ name: "g", metadata: { a: 1 } }',
    '{ name: "g", attributes: { token: { appId: [] } } }',
    '{ name: "g", capabilities: { assetsAcl: { actions: ["READ"], scope: { all: {} } } } }',
    group('{ actions: ["READ"], scope: { all: {} } }'),
    group('{ brandNewAcl: { actions: ["FLY"], scope: { all: {} } } }'),
    group("{}"),
    group('"assetsAcl"'),
  ];
}

function wrongContents(scope: string): string[] {
  const fields = fieldsOf(scope);
  if (fields.length === 0) return ["{ ids: [1] }", "[1]", "true", "null"];
  const [[field, { type }] = ["", { type: "" }]] = fields;
  return [
    "{}",
    `{ ${field.slice(0, -1)}: ${right[type]?.[0]} }`,
    `{ ${field}: ${right[type]?.[0]}, more: [] }`,
    `${right[type]?.[0]}`,
    ...(wrong[type] ?? []).map((value) => `{ ${field}: ${value} }`),
  ];
}

const head = `import * as pulumi from "@pulumi/pulumi";
import { type GroupArgs, unlisted } from "../../src/index";
declare const id: pulumi.Output<number>;
declare const ids: pulumi.Output<number[]>;
declare const text: pulumi.Output<string>;
declare const texts: pulumi.Output<string[]>;
declare const tables: pulumi.Output<Record<string, { tables: string[] }>>;
const later = { assetsAcl: { actions: ["READ" as const], scope: { all: {} } } };
export const used: unknown[] = [id, ids, text, texts, tables, later, unlisted];
`;
const linesOf = (groups: readonly string[], name: string) =>
  groups.map((given, i) => `export const ${name}${i}: GroupArgs = ${given};`);

/** Checks a program that is in no file, as the project's own tests are checked; the first error of each line. */
function errorsByLine(lines: readonly string[]): Map<number, string> {
  const path = join(__dirname, "generated.ts");
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, "tsconfig.json"),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
        throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
      },
    },
  );
  const options = { ...config?.options, noEmit: true };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  const text = head + lines.join("\n");
  host.fileExists = (name) => name === path || fileExists(name);
  host.readFile = (name) => (name === path ? text : readFile(name));
  host.getSourceFile = (name, ...rest) =>
    name === path ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, true) : getSourceFile(name, ...rest);
  const program = ts.createProgram([path], options, host);
  const source = program.getSourceFile(path);
  if (source === undefined) throw new Error("the generated program is not there");
  const found = new Map<number, string>();
  for (const { start = 0, messageText } of [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ]) {
    const line = source.getLineAndCharacterOfPosition(start).line - (head.split("\n").length - 1);
    if (!found.has(line)) found.set(line, ts.flattenDiagnosticMessageText(messageText, " "));
  }
  return found;
}

describe("the types of capabilities, by the catalogue", () => {
  const rights = linesOf(rightGroups(), "right");
  const wrongs = linesOf(wrongGroups(), "wrong");
  // One program for both, since most of the time goes into what it imports.
  const errors = errorsByLine([...rights, ...wrongs]);

  test("take every ACL with every action in every scope, plain and with outputs of other resources", () => {
    expect(Object.keys(catalogue.acls)).toHaveLength(75);
    expect(rights.length).toBeGreaterThan(500);
    expect(
      [...errors]
        .filter(([line]) => line < rights.length)
        .map(([line, message]) => `${rights[line] ?? head}: ${message}`),
    ).toEqual([]);
  });

  test("refuse every other ACL, action, scope and field, and every other type", () => {
    expect(wrongs.length).toBeGreaterThan(1200);
    expect(wrongs.filter((_, i) => !errors.has(rights.length + i))).toEqual([]);
  });
});

test("the table in src is what the script makes of the catalogue", () => {
  const folder = temporaryFolder();
  cpSync(join(root, "scripts/catalogue"), join(folder, "scripts/catalogue"), { recursive: true });
  mkdirSync(join(folder, "src/capabilities"), { recursive: true });
  const script = join(folder, "scripts/catalogue/generate.mjs");
  expect(spawnSync(process.execPath, [script], { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  const made = readFileSync(join(folder, "src/capabilities/catalogue.ts"), "utf8");
  const biome = join(root, "node_modules/.bin/biome");
  const formatted = spawnSync(biome, ["format", "--stdin-file-path=src/capabilities/catalogue.ts"], {
    cwd: root,
    input: made,
    encoding: "utf8",
  });
  expect(formatted.stdout).toBe(read("src/capabilities/catalogue.ts"));
});

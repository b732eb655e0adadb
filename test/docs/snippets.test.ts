import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { typeToken } from "../../src/contract/resource-types";
import { checkGroup } from "../../src/groups/check";
import * as iam from "../../src/index";
import { type LocalIam, startLocalIam } from "../../src/local/index";
import { temporaryFolder } from "../support/temporary-folder";
import * as azuread from "./azuread";
import { root, type Snippet, snippets } from "./markdown";

const programs = snippets("ts");

/** What the programs of the pages ask of their stack's config. */
const config = {
  "project:prodSecret": "secret",
  "project:clientSecret": "secret",
  "project:readersSourceId": "9d2f…",
  "project:historianDataSet": "4404",
};

/** The `index.ts` that a test of the pages imports. */
const firstProgram = programs.find(({ page }) => page === "docs/getting-started.md")?.text ?? "";

const nameOf = ({ page, line }: Snippet) => `${page}:${line}`;

describe("the TypeScript of the pages", () => {
  let problems: Map<string, string[]>;

  beforeAll(() => {
    problems = typeCheck(programs);
  }, 180_000);

  test.each(programs.map((snippet) => [nameOf(snippet), snippet] as const))("%s compiles", (name) => {
    expect(problems.get(name) ?? []).toEqual([]);
  });

  test("fails to compile when it has a mistake", () => {
    const [snippet] = programs;
    if (snippet === undefined) throw new Error("There is no snippet.");
    const wrong = { ...snippet, text: snippet.text.replace('"READ"', '"RAED"') };
    expect(typeCheck([wrong]).get(nameOf(wrong))?.join()).toContain("RAED");
  }, 180_000);
});

describe("a program of the pages, run with mocks and a local server", () => {
  let local: LocalIam;

  beforeAll(async () => {
    local = await startLocalIam({
      projects: ["local-project", "plant-a", "plant-b"],
      dataSets: [{ externalId: "ds_pumps" }, { externalId: "ds_historian" }],
      groups: [{ name: "readers", sourceId: "idp-readers" }],
      profiles: [{ userIdentifier: "user-1", displayName: "Ada Lovelace", givenName: "Ada", surname: "Lovelace" }],
    });
    local.createSecurityCategory("payroll");
    for (const [name, value] of Object.entries(local.env)) vi.stubEnv(name, value);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await local.close();
  });

  test.each(programs.filter(({ run }) => run === "mocks").map((snippet) => [nameOf(snippet), snippet] as const))(
    "%s declares what a preview accepts",
    async (_, { text }) => {
      const groups: Record<string, unknown>[] = [];
      const mocks: pulumi.runtime.Mocks = {
        newResource: ({ type, name, inputs, id }) => {
          if (type === typeToken("Group")) groups.push(inputs);
          const readersId = local.state().groups.find((group) => group.name === "readers")?.id;
          const outputs = type === "pulumi:pulumi:StackReference" ? { outputs: { readersId } } : {};
          const ids = { groupId: 1, categoryId: 1, sessionId: 1, nonce: "n", project: "local-project", objectId: "o" };
          return { id: id ?? name, state: { ...inputs, ...ids, ...outputs } };
        },
        call: () => ({}),
      };
      await pulumi.runtime.setMocks(mocks, "project", "stack", false, "organization");
      pulumi.runtime.setAllConfig(config);
      const exported = runInProcess(text, local);
      for (const value of Object.values(exported)) await settled(pulumi.output(value));
      // A component may stand for several.
      await vi.waitFor(() => expect(groups.length).toBeGreaterThanOrEqual(text.split("new iam.Group(").length - 1));
      for (const inputs of groups) expect(checkGroup(inputs, "marker").errors).toEqual([]);
    },
  );
});

describe("a test of the pages", () => {
  test.each(programs.filter(({ run }) => run === "node-test").map((snippet) => [nameOf(snippet), snippet] as const))(
    "%s passes",
    async (_, { text }) => {
      const folder = temporaryFolder();
      mkdirSync(path.join(folder, "node_modules"));
      symlinkSync(root, path.join(folder, "node_modules", "pulumi-cognite-iam"), "dir");
      symlinkSync(path.join(root, "node_modules/@pulumi"), path.join(folder, "node_modules/@pulumi"), "dir");
      writeFileSync(path.join(folder, "package.json"), "{}");
      writeFileSync(path.join(folder, "index.ts"), firstProgram);
      writeFileSync(path.join(folder, "program.test.ts"), text);
      // Inside another run of node's tests it would report to that one.
      const { NODE_TEST_CONTEXT: _inside, ...env } = process.env;
      const { stdout } = await promisify(execFile)(process.execPath, ["--test", "program.test.ts"], {
        cwd: folder,
        env,
      });
      expect(stdout).toMatch(/pass 1\b/);
    },
    60_000,
  );
});

/** Runs a program as CommonJS, with this package's source in the place of the package, and returns what it exports. */
function runInProcess(text: string, { connection }: LocalIam): Record<string, unknown> {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 },
  });
  // What a Provider of the page leaves out, it takes from here; what it names is not there.
  class LocalProvider extends iam.Provider {
    constructor(name: string, args: iam.ProviderArgs) {
      const { project, clientId, clientSecret } = connection;
      super(name, { ...args, project, clientId, clientSecret });
    }
  }
  const modules: Record<string, unknown> = {
    "@pulumi/pulumi": pulumi,
    "@pulumi/azuread": azuread,
    "pulumi-cognite-iam": { ...iam, Provider: LocalProvider },
  };
  const module = { exports: {} as Record<string, unknown> };
  new Function("require", "module", "exports", outputText)((name: string) => modules[name], module, module.exports);
  return module.exports;
}

function settled<T>(output: pulumi.Output<T>): Promise<T> {
  return (output as unknown as { promise(): Promise<T> }).promise();
}

/** The compiler's complaints about each snippet, all in one program, under this repository's own settings. */
function typeCheck(all: readonly Snippet[]): Map<string, string[]> {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path.join(root, "tsconfig.json"), ts.sys.readFile).config,
    ts.sys,
    root,
  );
  const sources = { "": "index", "/client": "client/index", "/local": "local/index" };
  options.paths = Object.fromEntries(
    Object.entries(sources).map(([part, source]) => [`pulumi-cognite-iam${part}`, [`./src/${source}.ts`]]),
  );
  options.paths["@pulumi/azuread"] = ["./test/docs/azuread.ts"];
  options["pathsBasePath"] = root;
  options.rewriteRelativeImportExtensions = true; // as in the tsconfig.json of the pages
  const inRoot = (name: string) => path.join(root, name).replaceAll("\\", "/");
  const files = new Map(all.map((snippet, i) => [inRoot(`snippet-${i}.ts`), snippet]));
  const texts = new Map([
    [inRoot("index.ts"), firstProgram],
    ...[...files].map(([file, { text }]) => [file, text] as const),
  ]);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.readFile = (file) => texts.get(file) ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const text = texts.get(file);
    if (text === undefined) return getSourceFile(file, version, ...rest);
    // In a program each of them is a module of its own.
    return ts.createSourceFile(file, `${text}\nexport {};\n`, version, true);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const found = new Map<string, string[]>();
  for (const [file, snippet] of files) {
    const source = program.getSourceFile(file);
    if (source === undefined) throw new Error(`The compiler has not read ${nameOf(snippet)}.`);
    const complaints = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    found.set(
      nameOf(snippet),
      complaints.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
    );
  }
  return found;
}

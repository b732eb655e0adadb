import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { canonicalGroup } from "../../../src/groups/canonical";
import type { LocalIam } from "../../../src/local/index";
import { start } from "../../local/harness";
import { temporaryFolder } from "../../support/temporary-folder";
import { cli } from "../run";
import { type Made, runProgram } from "./run-program";
import {
  libraryContent,
  libraryEnvironments,
  libraryProject,
  libraryTargets,
  libraryVariables,
  writeLibrary,
} from "./toolkit-library";

let iam: LocalIam;
let folder: string;
let modules: string;

beforeEach(async () => {
  folder = temporaryFolder();
  modules = writeLibrary(path.join(folder, "toolkit"));
  iam = await start(libraryTargets);
  for (const environment of libraryEnvironments) iam.createSecurityCategory("sc_shared", libraryProject(environment));
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const out = () => path.join(folder, "access");
const written = (name: string) => readFileSync(path.join(out(), name), "utf8");

const adopt = (...args: string[]) =>
  cli(["adopt", "--from-toolkit", modules, "--out", out(), ...args], {
    ...iam.env,
    CDF_PROJECT: libraryProject("dev"),
  });

/** Deploys an environment as the Toolkit does. */
function deploy(environment: (typeof libraryEnvironments)[number], most = Number.POSITIVE_INFINITY): void {
  const project = libraryProject(environment);
  for (const name of libraryContent(iam, environment).categories) iam.createSecurityCategory(name, project);
  for (const group of libraryContent(iam, environment).groups.slice(0, most)) iam.createGroup(group, project);
}

/** What the program declares with the config of a stack. */
function declared(stack: string): Made[] {
  const { config } = parse(written(`Pulumi.${stack}.yaml`));
  const own = Object.entries(config).map(([key, value]) => [key.replace(/^cdf-access:/, ""), value]);
  for (const [name, value] of Object.entries(libraryVariables)) vi.stubEnv(name, value);
  const { dataSets, extractionPipelines, locationFilters, assets, securityCategories } = iam.state(
    libraryProject(stack),
  );
  const found = [
    ...[dataSets, extractionPipelines, locationFilters, assets].flat().map(({ externalId, id }) => [externalId, id]),
    ...securityCategories.map(({ name, id }) => [name, id]),
  ];
  return runProgram({ "index.ts": written("index.ts") }, Object.fromEntries(own), Object.fromEntries(found));
}

const groupsIn = (made: readonly Made[]) => made.filter(({ kind }) => kind === "Group");

describe("one program for all environments of a Toolkit project", () => {
  test("declares in each what the Toolkit deploys there, and imports what is live", async () => {
    deploy("dev");
    deploy("prod", 8);
    deploy("test", 0);
    const { code, stdout } = await adopt();
    expect(code).toBe(0);
    expect(readdirSync(out()).sort()).toEqual([
      "Pulumi.dev.yaml",
      "Pulumi.prod.yaml",
      "Pulumi.test.yaml",
      "Pulumi.yaml",
      "index.ts",
      "package.json",
      "tsconfig.json",
    ]);
    for (const environment of libraryEnvironments) {
      const live = iam.state(libraryProject(environment)).groups;
      const groups = groupsIn(declared(environment));
      const { groups: expected, categories } = libraryContent(iam, environment);
      const texts = (list: readonly object[]) => list.map((group) => canonicalGroup(group)).sort();
      expect(texts(groups.map(({ args }) => args)), environment).toEqual(texts(expected));
      expect(groups.map(({ args }) => args["name"]).sort()).toEqual(expected.map(({ name }) => name).sort());
      for (const { args, opts } of groups) {
        const there = live.find(({ name }) => name === args["name"]);
        expect([args["name"], opts.import]).toEqual([args["name"], there && String(there.id)]);
      }
      expect(categories).toHaveLength(1);
    }
    expect(stdout).toMatch(/ {2}- prod: not in the project, so `pulumi up` creates: .*"gp_plant_tromso"/);
    expect(stdout).not.toMatch(/ {2}- dev: not live/);
    expect(stdout).not.toContain("Left out");
  });

  test("has every variable as a setting, in the file of each stack, and no value of the environment in any file", async () => {
    await adopt();
    expect(parse(written("Pulumi.prod.yaml")).config).toMatchObject({
      "cognite-iam:project": "library-prod",
      "cdf-access:selected": ["infield_location", "opcua_extractor", "pi_extractor", "plants.2", "plants.3"],
      "cdf-access:foundation.dataset": ["ds_main", "ds_more"],
      "cdf-access:seriesId": 103,
      "cdf-access:module_version": 1,
      "cdf-access:groupSourceId": "0000111122223333",
      "cdf-access:infield_source_id": "\u0024{INFIELD_PROD_SOURCE_ID}",
    });
    expect(parse(written("Pulumi.test.yaml")).config["cdf-access:infield_source_id"]).toBe("infield-test");
    const all = readdirSync(out()).map(written).join();
    for (const value of Object.values(libraryVariables)) expect(all).not.toContain(value);
    const source = written("index.ts");
    for (const line of [
      'const adminSourceId = environment("ADMIN_SOURCE_ID");',
      'const foundationDataset = config.requireObject<string[]>("foundation.dataset");',
      "const foundationDatasetIds = foundationDataset.map((externalId) => iam.getDataSetOutput({ externalId }).id);",
      'const seriesId = config.requireNumber("seriesId");',
      'const seriesActions = config.requireObject<("READ" | "WRITE")[]>("seriesActions");',
      'if (selected.includes("pi_extractor")) {',
      '  const infieldSourceId = withEnvironment(config.require("infield_source_id"));',
      "name: `gp_plant_\u0024{plants2Plant}`",
      "[`db_\u0024{sapExtractorLocation}_\u0024{sapExtractorEnvironment}`]: {}",
    ])
      expect(source).toContain(line);
  });

  test("names the environment variable that is missing when it runs", async () => {
    await adopt();
    for (const name of ["ADMIN_SOURCE_ID", "INFIELD_PROD_SOURCE_ID"]) {
      const { [name]: value = "" } = libraryVariables;
      expect(() => declared("prod")).not.toThrow();
      vi.stubEnv(name, undefined);
      Reflect.deleteProperty(libraryVariables, name);
      expect(() => declared("prod")).toThrow(`The environment variable ${name} is not set.`);
      Object.assign(libraryVariables, { [name]: value });
    }
  });

  test("gets ids that may not be looked up from what live groups show, and asks for the others", async () => {
    deploy("dev");
    deploy("prod", 3);
    iam.fail({ operation: "dataSets.byids", status: 403, times: 3 });
    const { stdout } = await adopt();
    const [main] = iam.state("library-dev").dataSets;
    const { config } = parse(written("Pulumi.dev.yaml"));
    expect(config["cdf-access:dataSetIds.foundation.dataset"]).toEqual([main?.id]);
    expect(config["cdf-access:dataSetId.annotationDatasetExternalId"]).toBe(main?.id);
    expect(written("index.ts")).toContain('config.requireObject<number[]>("dataSetIds.foundation.dataset")');
    expect(stdout).toContain(
      '  pulumi config set dataSetIds.foundation.dataset … --stack prod    # the IDs of the data set with external ID "ds_main", "ds_more"\n',
    );
  });

  test("says which project it could not read, and a second run fills in what was missing", async () => {
    deploy("dev");
    deploy("prod");
    iam.fail({ operation: "groups.list", match: ({ path: url }) => url.includes("library-prod"), status: 403 });
    const first = await adopt();
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/could not read project library-prod \(.+\), so Pulumi\.prod\.yaml gets no `import`/);
    expect(written("Pulumi.prod.yaml")).not.toContain("import");
    appendFileSync(path.join(out(), "Pulumi.prod.yaml"), "  # ours\n  cdf-access:mine: kept\n");
    const before = written("Pulumi.prod.yaml").replace("rawDatabase: raw_prod", "rawDatabase: raw_changed");
    writeFileSync(path.join(out(), "Pulumi.prod.yaml"), before);
    const second = await adopt("--force");
    expect(second.stdout).toContain(
      "cdf-access:rawDatabase already has another value in the stack's config, which is kept",
    );
    expect(written("Pulumi.prod.yaml")).toContain(before.trimEnd());
    expect(Object.keys(parse(written("Pulumi.prod.yaml")).config["cdf-access:import"])).toHaveLength(20);
  });

  test("tells a variable without a value in one environment, and leaves out what changes its shape", async () => {
    writeFileSync(
      path.join(modules, "common/foundation/auth/odd.Group.yaml"),
      "name: odd\nmetadata: {{ odd }}\n---\n".replace("---\n", ""),
    );
    for (const name of ["dev", "prod"]) {
      const file = path.join(folder, "toolkit", `config.${name}.yaml`);
      const config = parse(readFileSync(file, "utf8"));
      config.variables.modules.common.foundation.odd = name === "dev" ? "{ a: b }" : "{ a: b, c: d }";
      writeFileSync(file, JSON.stringify(config));
    }
    const { stdout } = await adopt();
    expect(stdout).toContain(
      "odd.Group.yaml: config.test.yaml has no value for {{ odd }}: set it in the config of that stack",
    );
    expect(stdout).toMatch(
      /"odd": .*odd\.Group\.yaml: metadata depends on variables in a way that a program cannot express/,
    );
  });
});

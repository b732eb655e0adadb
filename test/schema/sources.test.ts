import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { acls } from "../../src/capabilities/catalogue";
import { checkCapabilities } from "../../src/capabilities/check";
import { connectionKeys, secretKeys } from "../../src/connection/settings";
import * as handlers from "../../src/engine";
import { groupFields } from "../../src/groups/canonical";
import * as names from "../../src/index";
import { Problems } from "../../src/validation/problems";
import { mismatches, pluginSchema, root, type SchemaType, tokenOf } from "../support/plugin-schema";

const generator = () => import(pathToFileURL(path.join(root, "scripts/schema/package.mjs")).href);

test("schema.json is what the sources make: else run `npm run schema`", async () => {
  const { packageSchema } = await generator();
  expect(JSON.parse(JSON.stringify(packageSchema()))).toEqual(pluginSchema);
});

test("only the build of a release names the releases as the place to download the plugin from", async () => {
  const { packageSchema } = await generator();
  const { manifest } = await import(pathToFileURL(path.join(root, "scripts/manifest.mjs")).href);
  expect(pluginSchema).not.toHaveProperty("pluginDownloadURL");
  for (const repository of [
    "github:someone/pulumi-cognite-iam",
    { type: "git", url: "git+https://github.com/someone/pulumi-cognite-iam.git" },
  ]) {
    const schema = packageSchema({ ...manifest, repository }, { downloads: true });
    expect(schema.pluginDownloadURL).toBe("github://api.github.com/someone/pulumi-cognite-iam");
    expect(schema.repository).toBe("https://github.com/someone/pulumi-cognite-iam");
    expect(schema.language.go.importBasePath).toBe("github.com/someone/pulumi-cognite-iam/sdk/go/cogniteiam");
  }
});

describe("the schema has", () => {
  test("every resource", () => {
    expect(Object.keys(pluginSchema.resources)).toEqual(Object.keys(handlers).sort().map(tokenOf));
  });

  test("every lookup, in the form that takes no Output", () => {
    const coming = ["getAsset", "getDataSet", "getExtractionPipeline", "getLocationFilter", "getTimeSeries"];
    const exported = Object.keys(names).filter((name) => /^(get|inspect|search)/.test(name) && !/Output$/.test(name));
    expect(Object.keys(pluginSchema.functions)).toEqual([...new Set([...coming, ...exported])].sort().map(tokenOf));
  });

  test("every setting of the connection, the secret ones marked, and none with a value of its own", () => {
    const settings = pluginSchema.provider.inputProperties;
    expect(Object.keys(settings).sort()).toEqual([...connectionKeys].sort());
    expect(Object.keys(settings).filter((key) => settings[key]?.secret)).toEqual(secretKeys);
    expect(pluginSchema.config.variables).toEqual(settings);
    // The engine would write them into the state.
    expect(JSON.stringify(settings)).not.toMatch(/"default(Info)?":/);
  });

  test("every argument of a group, and its project", () => {
    const { inputProperties } = resource("Group");
    expect(Object.keys(inputProperties)).toEqual([...groupFields, "project"]);
  });

  test.each([
    ["Group", []],
    ["SecurityCategory", []],
    ["Session", ["clientSecret", "nonce"]],
  ])("the secrets of a %s: %j", (name, secrets) => {
    const { properties } = resource(name);
    expect(Object.keys(properties).filter((key) => properties[key]?.secret)).toEqual(secrets);
  });

  test("a project for every resource and lookup", () => {
    for (const { inputProperties } of Object.values(pluginSchema.resources))
      expect(inputProperties).toHaveProperty("project");
    for (const { inputs } of Object.values(pluginSchema.functions)) expect(inputs.properties).toHaveProperty("project");
  });

  test("a description of everything", () => {
    const undescribed = typesIn(pluginSchema).flatMap(([at, type]) =>
      Object.entries(type.properties ?? {}).flatMap(([name, each]) => (each.description ? [] : [`${at}.${name}`])),
    );
    expect(undescribed).toEqual([]);
  });

  test("no words that only TypeScript knows", () => {
    const all = JSON.stringify(pluginSchema);
    for (const word of ["undefined", "Undefined", "Infinity", "null", "@link", "iam.unlisted", "cognite:", "Error`"])
      expect(all.includes(word), word).toBe(false);
  });

  test("no union but that of a text and the words that it may be, which breaks no language", () => {
    const unions = typesIn(pluginSchema).flatMap(([, type]) => (type.oneOf === undefined ? [] : [type.oneOf]));
    for (const [text, words] of unions) {
      expect(text).toEqual({ type: "string" });
      expect(pluginSchema.types[words?.$ref?.replace("#/types/", "") ?? ""]?.enum).toBeDefined();
    }
  });
});

describe("a capability", () => {
  const properties = pluginSchema.types[tokenOf("Capability")]?.properties ?? {};
  const capability = { $ref: `#/types/${tokenOf("Capability")}` };

  test("has a property for each ACL, and two more", () => {
    expect(Object.keys(properties)).toEqual([...Object.keys(acls), "projectUrlNames", "unlisted"]);
  });

  test.each(Object.entries(acls))(
    "of %s has the actions and scopes of the catalogue, as the check does",
    (acl, known) => {
      const types = (name: string) => pluginSchema.types[name.replace("#/types/", "")]?.properties ?? {};
      const grant = types(properties[acl]?.$ref ?? "");
      const scope = types(grant["scope"]?.$ref ?? "");
      const [, action] = grant["actions"]?.items?.oneOf ?? [];
      const words = pluginSchema.types[action?.$ref?.replace("#/types/", "") ?? ""]?.enum?.map(({ value }) => value);
      expect([words, Object.keys(scope)]).toEqual([known.actions, known.scopes]);
      const all = Object.entries(scope).map(([name, content]) => ({
        [acl]: { actions: words, scope: { [name]: exampleOf(content) } },
      }));
      const problems = new Problems(new Set());
      checkCapabilities(all, problems);
      expect([problems.errors, all.flatMap((each) => mismatches(each, capability))]).toEqual([[], []]);
    },
  );

  test.each([
    [{ asetsAcl: {} }],
    [{ assetsAcl: { actions: ["READ"] } }],
    [{ assetsAcl: { actions: ["READ"], scope: { idScope: { ids: [1] } } } }],
    [{ assetsAcl: { actions: ["READ"], scope: { datasetScope: { ids: ["one"] } } } }],
  ])("of %j does not fit", (wrong) => {
    expect(mismatches(wrong, capability)).toHaveLength(1);
  });
});

describe("the example of", () => {
  const described = Object.entries({ ...pluginSchema.resources, ...pluginSchema.functions });
  const language = (text: string, name: string) => new RegExp(`\`\`\`${name}\n([^]*?)\`\`\``).exec(text)?.[1];

  test.each(described)("%s uses it in every language, and fits the schema", (token, { description }) => {
    const [, , name = ""] = token.split(":");
    const snake = name.replaceAll(/(?!^)[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    expect(language(description, "typescript")).toContain(`iam.${name}`);
    expect(language(description, "python")).toContain(`iam.${/^[A-Z]/.test(name) ? name : snake}`);
    const program = parse(language(description, "yaml") ?? "");
    expect(JSON.stringify(program)).toContain(`"cognite-iam:${name}"`);
    for (const { type, properties } of Object.values<YamlResource>(program.resources ?? {})) {
      const { inputProperties, requiredInputs } = resource(type.replace("cognite-iam:", ""));
      const inputs = { type: "object", properties: inputProperties, required: requiredInputs };
      expect(mismatches(properties, inputs)).toEqual([]);
    }
    for (const { "fn::invoke": call } of Object.values<YamlVariable>(program.variables ?? {})) {
      const inputs = pluginSchema.functions[tokenOf(call.function.replace("cognite-iam:", ""))]?.inputs ?? {};
      expect(mismatches(call.arguments ?? {}, inputs)).toEqual([]);
    }
  });
});

interface YamlResource {
  type: string;
  properties: unknown;
}

interface YamlVariable {
  "fn::invoke": { function: string; arguments?: unknown };
}

function resource(name: string) {
  const found = pluginSchema.resources[tokenOf(name)];
  if (found === undefined) throw new Error(`the schema has no resource ${name}`);
  return found;
}

/** Every object in the schema, with the way to it. */
function typesIn(value: object, at = "$"): [string, SchemaType][] {
  const below = Object.entries(value).filter(([, each]) => typeof each === "object" && each !== null);
  return [[at, value], ...below.flatMap(([key, each]) => typesIn(each, `${at}.${key}`))];
}

/** A value that fits a type. */
function exampleOf(type: SchemaType): unknown {
  if (type.$ref !== undefined) return exampleOf(pluginSchema.types[type.$ref.replace("#/types/", "")] ?? {});
  if (type.type === "array") return [exampleOf(type.items ?? {})];
  if (type.type === "integer") return 1;
  if (type.type === "string") return "a";
  return Object.fromEntries(Object.entries(type.properties ?? {}).map(([key, each]) => [key, exampleOf(each)]));
}

import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../project.mjs";
import { capabilityTypes } from "./capability.mjs";
import { Docs } from "./docs.mjs";
import { functionSchemas, resultTypes } from "./functions.mjs";
import { npmName } from "./print-example.mjs";
import { readmes } from "./readmes.mjs";
import { resourceSchemas } from "./resources.mjs";
import { flag, secret, text } from "./types.mjs";

/** @typedef {{ name: string; version: string; description: string; keywords: string[]; license: string; repository?: string | { url: string } }} Manifest */

/** @type {Manifest} */
export const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));

/** The schema of the plugin, without its version, which changes on its own. */
export function packageSchema({ name, description, keywords, license, repository } = manifest) {
  const docs = new Docs();
  const releases = releasesOf(repository);
  const provider = { description: docs.of(settings, "ConnectionArgs"), inputProperties: connection(docs) };
  const goModule = releases.repository?.replace("https://", "") ?? name;
  const schema = {
    name: "cognite-iam",
    displayName: "Cognite IAM",
    description,
    keywords,
    license,
    ...releases,
    meta: { moduleFormat: "(.*)" },
    language: {
      python: {
        packageName: "pulumi_cognite_iam",
        readme: readmes.python,
        inputTypes: "classes-and-dicts",
        pyproject: { enabled: true },
        respectSchemaVersion: true,
      },
      nodejs: { packageName: npmName, readme: readmes.nodejs, respectSchemaVersion: true },
      go: { importBasePath: `${goModule}/sdk/go/cogniteiam`, respectSchemaVersion: true },
      csharp: { namespaces: { "cognite-iam": "CogniteIam" }, respectSchemaVersion: true },
    },
    config: { variables: provider.inputProperties },
    types: { ...capabilityTypes(), ...resultTypes(docs) },
    provider,
    resources: resourceSchemas(docs),
    functions: functionSchemas(docs),
  };
  docs.assertAllUsed();
  return schema;
}

const settings = "connection";

/**
 * The keys of the connection. None takes its value from the environment by itself: the engine would write it into the state,
 * and credentials are taken whole from one place.
 *
 * @param {Docs} docs
 */
const connection = (docs) =>
  docs.properties(settings, "ConnectionArgs", {
    project: text,
    cluster: text,
    baseUrl: text,
    idp: text,
    tenantId: text,
    tokenUrl: text,
    clientId: text,
    clientSecret: secret,
    scopes: text,
    audience: text,
    token: secret,
    allowLockout: flag,
    ownerMetadata: flag,
  });

/** Where releases lie, once `package.json` names the repository; a guess would be a door for others. @param {Manifest["repository"]} repository */
function releasesOf(repository) {
  const url = typeof repository === "object" ? repository.url : (repository ?? "");
  const [, owner, name] = /github(?:\.com)?[/:]([\w-]+)\/([\w.-]+?)(?:\.git)?$/.exec(url) ?? [];
  if (owner === undefined || name === undefined) return {};
  const path = `${owner}/${name}`;
  return { repository: `https://github.com/${path}`, pluginDownloadURL: `github://api.github.com/${path}` };
}

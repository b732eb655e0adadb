import { manifest, repositoryOf } from "../manifest.mjs";
import { capabilityTypes } from "./capability.mjs";
import { Docs } from "./docs.mjs";
import { functionSchemas, resultTypes } from "./functions.mjs";
import { npmName } from "./print-example.mjs";
import { readmes } from "./readmes.mjs";
import { resourceSchemas } from "./resources.mjs";
import { flag, secret, text } from "./types.mjs";

/** @typedef {import("../manifest.mjs").Manifest} Manifest */

/**
 * The schema of the plugin, without its version, which changes on its own.
 *
 * @param {Manifest} [of]
 * @param {{ downloads?: boolean }} [options] `downloads`: names the releases as the place to download the plugin from
 */
export function packageSchema(of = manifest, { downloads = false } = {}) {
  const { description, keywords, license } = of;
  const docs = new Docs();
  const repository = repositoryOf(of);
  const provider = { description: docs.of(settings, "ConnectionArgs"), inputProperties: connection(docs) };
  const schema = {
    name: "cognite-iam",
    displayName: "Cognite IAM",
    description,
    keywords,
    license,
    repository: `https://github.com/${repository}`,
    // In releases only: an address that nobody has claimed would let a stranger serve the plugin.
    ...(downloads && { pluginDownloadURL: `github://api.github.com/${repository}` }),
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
      go: { importBasePath: `github.com/${repository}/sdk/go/cogniteiam`, respectSchemaVersion: true },
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
 * The keys of the connection. None reads the environment by itself: the engine would write the value into the state, and
 * credentials must come from a single source.
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

import { examples } from "./examples.mjs";
import { python, typescript } from "./print-example.mjs";

/** @param {string} language @param {string} install @param {string} plugin @param {string} code */
const readme = (language, install, plugin, code) => `# Cognite IAM

Manage who can do what in a Cognite Data Fusion project as code: groups, security categories and sessions as Pulumi resources,
with lookups for groups, users, tokens and what scopes name.

\`\`\`sh
${install}
\`\`\`

${plugin}

\`\`\`${language}
${code}
\`\`\`

The settings of the connection are stack config, \`pulumi config set cognite-iam:project my-project\`, or the environment
variables that Cognite Toolkit uses.
`;

const pythonInstall = `pip install pulumi_cognite_iam
pulumi-cognite-iam-plugin install`;

const pythonPlugin = `The second command installs the provider plugin that this package brings, for the Pulumi CLI on the PATH. Run it again after an
upgrade. The plugin runs on Node.js 22.19 or later; \`pip install 'pulumi_cognite_iam[node]'\` brings one where there is none.`;

const nodejsPlugin = `The package works with the plugin \`pulumi-resource-cognite-iam\`, which the npm package \`pulumi-cognite-iam\` brings.`;

/** The READMEs of the SDKs. */
export const readmes = {
  python: readme("python", pythonInstall, pythonPlugin, python(examples["Group"])),
  nodejs: readme("typescript", "npm install pulumi-cognite-iam-sdk", nodejsPlugin, typescript(examples["Group"])),
};

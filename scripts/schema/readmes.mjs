import { examples } from "./examples.mjs";
import { python, typescript } from "./print-example.mjs";

/** @param {string} language @param {string} install @param {string} code */
const readme = (language, install, code) => `# Cognite IAM

Manage who can do what in a Cognite Data Fusion project as code: groups, security categories and sessions as Pulumi resources,
with lookups for groups, users, tokens and what scopes name.

\`\`\`sh
${install}
\`\`\`

\`\`\`${language}
${code}
\`\`\`

The settings of the connection are stack config, \`pulumi config set cognite-iam:project my-project\`, or the environment
variables that Cognite Toolkit uses. The package works with the plugin \`pulumi-resource-cognite-iam\`, which the npm package
\`pulumi-cognite-iam\` brings.
`;

/** What SDKs say of themselves. */
export const readmes = {
  python: readme("python", "pip install pulumi_cognite_iam", python(examples["Group"])),
  nodejs: readme("typescript", "npm install pulumi-cognite-iam-sdk", typescript(examples["Group"])),
};

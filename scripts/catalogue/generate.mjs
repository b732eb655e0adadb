// Writes src/capabilities/catalogue.ts from capabilities.json beside this file: `node scripts/catalogue/generate.mjs`.
import { readFileSync, writeFileSync } from "node:fs";

const source = JSON.parse(readFileSync(new URL("capabilities.json", import.meta.url), "utf8"));
const kinds = { "integer[]": "ids", "string[]": "names", "map<string, {tables: string[]}>": "tables" };
const list = (words) => `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;

const acls = Object.entries(source.acls).map(
  ([acl, { actions, scopes, status }]) =>
    `  ${acl}: { actions: ${list(actions)}, scopes: ${list(scopes)}, status: "${status}" },`,
);
const variants = Object.entries(source.acls).flatMap(([acl, { keyVariants = [] }]) =>
  keyVariants.map((variant) => `  ${variant}: "${acl}",`),
);
const scopes = Object.entries(source.scopes).map(([scope, { fields }]) => {
  const kept = Object.entries(fields).map(([field, { type }]) => `${field}: "${kinds[type]}"`);
  return `  ${scope}: {${kept.length > 0 ? ` ${kept.join(", ")} ` : ""}},`;
});

writeFileSync(
  new URL("../../src/capabilities/catalogue.ts", import.meta.url),
  `// Written by scripts/catalogue/generate.mjs from capabilities.json beside it: change that file, not this one.

/** Every known ACL, with its actions and allowed scopes. */
export const acls = {
${acls.join("\n")}
} as const;

/** Other spellings of ACLs in Cognite's documentation. */
export const aclVariants: Readonly<Record<string, keyof typeof acls>> = {
${variants.join("\n")}
};

/** The content of each scope: internal IDs, names, or RAW databases with their tables. */
export const scopes = {
${scopes.join("\n")}
} as const;
`,
);

import { readFileSync } from "node:fs";

/** What a status means to users of an ACL. */
const statuses = {
  legacy: "**Legacy:** the API no longer uses it.",
  deprecated: "**Deprecated.**",
  unconfirmed: "**Unconfirmed:** only some sources name it.",
};

/** The content of a scope's field, by its type in the catalogue. */
const contents = {
  "integer[]": "[1, 2]",
  "string[]": '["a", "b"]',
  "map<string, {tables: string[]}>": '{ db: { tables: ["a", "b"] } }',
};

/** The page of every ACL and scope, as Markdown, from the same catalogue as the types. */
export function aclPage() {
  const source = new URL("../catalogue/capabilities.json", import.meta.url);
  const { acls, scopes } = JSON.parse(readFileSync(source, "utf8"));
  return `Every ACL that the types and the preview know, with its actions and allowed scopes. For ACLs, actions and scopes that are newer than this package, use [\`unlisted\`](groups.md#unlisted).

A capability is one ACL with its actions and one scope: \`{ assetsAcl: { actions: ["READ"], scope: { datasetScope: { ids: [1] } } } }\`.

## By name

${table(["ACL", "Actions", "Scopes", "Remarks"], Object.entries(acls).map(aclRow))}

## Scopes

The case of a scope's key does not matter, so \`idScope\` and \`idscope\` are the same. IDs are numbers, or the same in decimal digits. In \`tableScope\` a database without tables, \`{ db: {} }\`, stands for all of its tables.

${table(["Scope", "Content", "Names"], Object.entries(scopes).map(scopeRow))}`;
}

function aclRow([acl, { actions, scopes, status, keyVariants = [], note = "" }]) {
  const also = keyVariants.length > 0 ? `Also written ${codes(keyVariants)}.` : "";
  return [codes([acl]), codes(actions), codes(scopes), [statuses[status], note, also].filter(Boolean).join(" ")];
}

function scopeRow([scope, { fields, legacy }]) {
  const parts = Object.entries(fields).map(([field, { type }]) => `${field}: ${contents[type]}`);
  const names = Object.values(fields).map(({ refersTo }) => refersTo);
  const what = parts.length > 0 ? `{ ${parts.join(", ")} }` : "{}";
  return [codes([scope]), codes([what]), [...names, ...(legacy ? ["**legacy**, in old groups only"] : [])].join("; ")];
}

const codes = (words) => words.map((word) => `\`${word}\``).join(", ");

const table = (heads, rows) =>
  [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

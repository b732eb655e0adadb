// What is compared. Each is a program of N groups, as text, and the packages that it needs.
import { group } from "./group.mjs";

/**
 * @typedef {object} Server
 * @property {import("../dist/local/index.js").LocalConnection} connection
 * @property {string} token
 * @property {number[]} ids - the ids of the groups that are there, in their order
 *
 * @typedef {object} Variant
 * @property {import("./results.mjs").VariantName} name
 * @property {readonly import("./results.mjs").Step[]} steps - what is measured of it
 * @property {boolean} seeded - whether its groups are there before its program runs
 * @property {(groups: number, server: Server) => string} program
 * @property {Readonly<Record<string, Readonly<Record<string, string>>>>} packages - files by name, by package
 * @property {boolean} [usesPlugin] - whether `Pulumi.yaml` names the provider plugin
 */

/** What is measured, in the order of a stack's life. */
export const steps = /** @type {const} */ (["up", "preview", "no-op up", "refresh", "destroy"]);

/** The text that the null provider has in the state where ours has its own: of the same length, or nearly. */
export const nothingText = 'exports.handler = () => require("pulumi-nothing-iam/engine").Group;';

/** The class of groups that no package declares, as text. @param {string} type - its token */
const groupClass = (type) => `class Group extends pulumi.CustomResource {
  constructor(name, props, opts) {
    super("${type}", name, { groupId: undefined, project: undefined, ...props }, opts);
  }
}`;

/** The plugin's. */
export const pluginGroupClass = groupClass("cognite-iam:index:Group");

/** The engine's floor: the same inputs, outputs and text in the state, and handlers that do nothing. @type {Variant} */
export const nothing = {
  name: "null",
  steps,
  seeded: false,
  program: (groups) => `
const pulumi = require("@pulumi/pulumi");
const group = ${group};
${groupClass("pulumi-nodejs:dynamic/cognite:Group")}
for (let i = 0; i < ${groups}; i++) {
  const owner = "bench/dev/g" + i + "#0123456789ab";
  new Group("g" + i, { ...group(i), owner, __provider: ${JSON.stringify(nothingText)} });
}
`,
  packages: {
    "pulumi-nothing-iam": {
      "package.json": JSON.stringify({ name: "pulumi-nothing-iam", exports: { "./engine": "./engine.js" } }),
      "engine.js": `
let last = 1000000000000000;
const inputs = ({ __provider, groupId, project, ...rest }) => rest;
exports.Group = {
  async check(olds, news) { return { inputs: news, failures: [] }; },
  async diff() { return { changes: false, replaces: [] }; },
  async create(props) { last += 1; return { id: String(last), outs: { ...inputs(props), groupId: last, project: "local-project" } }; },
  async read(id, props) { return { id, props: { ...inputs(props), groupId: props.groupId, project: props.project }, inputs: inputs(props) }; },
  async delete() {},
};
`,
    },
  },
};

/** Ours. @type {Variant} */
export const ours = {
  name: "ours",
  steps,
  seeded: false,
  program: (groups) => `
const iam = require("pulumi-cognite-iam");
const group = ${group};
for (let i = 0; i < ${groups}; i++) new iam.Group("g" + i, group(i));
`,
  packages: {},
};

/** Ours through the provider plugin, from the same language. @type {Variant} */
export const plugin = {
  name: "plugin",
  steps,
  seeded: false,
  program: (groups) => `
const pulumi = require("@pulumi/pulumi");
const group = ${group};
${pluginGroupClass}
for (let i = 0; i < ${groups}; i++) new Group("g" + i, group(i));
`,
  packages: {},
  usesPlugin: true,
};

/** Ours, of groups that are there already. @type {Variant} */
export const imported = {
  name: "import",
  steps: ["up"],
  seeded: true,
  program: (groups, { ids }) => `
const iam = require("pulumi-cognite-iam");
const group = ${group};
const ids = ${JSON.stringify(ids)};
for (let i = 0; i < ${groups}; i++) new iam.Group("g" + i, group(i), { import: String(ids[i]) });
`,
  packages: {},
};

/** A provider object, written as Pulumi's guide to dynamic providers teaches it. @type {Variant} */
export const guide = {
  name: "guide",
  steps,
  seeded: false,
  program: (groups, { connection, token }) => `
const pulumi = require("@pulumi/pulumi");
const group = ${group};
const url = ${JSON.stringify(`${connection.baseUrl}/api/v1/projects/${connection.project}`)};
const headers = { authorization: "Bearer " + ${JSON.stringify(token)}, "content-type": "application/json" };
async function call(method, path, body) {
  const answer = await fetch(url + path, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(method + " " + path + ": " + answer.status);
  return answer.json();
}
const fields = ["name", "sourceId", "capabilities", "metadata"];
const provider = {
  async diff(id, olds, news) {
    const replaces = fields.filter((field) => JSON.stringify(olds[field]) !== JSON.stringify(news[field]));
    return { changes: replaces.length > 0, replaces };
  },
  async create(inputs) {
    const { name, sourceId, capabilities, metadata } = inputs;
    const { items } = await call("POST", "/groups", { items: [{ name, sourceId, capabilities, metadata }] });
    return { id: String(items[0].id), outs: { ...inputs, groupId: items[0].id } };
  },
  async read(id, props) {
    const { items } = await call("GET", "/groups?all=true");
    return items.some((item) => String(item.id) === id) ? { id, props } : {};
  },
  async delete(id) {
    await call("POST", "/groups/delete", { items: [Number(id)] });
  },
};
class Group extends pulumi.dynamic.Resource {
  constructor(name, props, opts) {
    super(provider, name, { groupId: undefined, ...props }, opts);
  }
}
for (let i = 0; i < ${groups}; i++) new Group("g" + i, group(i));
`,
  packages: {},
};

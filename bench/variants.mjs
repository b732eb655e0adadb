// The three providers that are compared. Each is a program of N groups, as text, and the packages that it needs.

const group = `(i) => ({
  name: "group-" + i,
  sourceId: "source-" + i,
  capabilities: [
    { assetsAcl: { actions: ["READ"], scope: { all: {} } } },
    { timeSeriesAcl: { actions: ["READ", "WRITE"], scope: { datasetScope: { ids: [1000 + i, 2000 + i] } } } },
    { eventsAcl: { actions: ["READ"], scope: { all: {} } } },
    { rawAcl: { actions: ["READ", "LIST"], scope: { tableScope: { dbsToTables: { landing: { tables: ["t" + i] } } } } } },
  ],
  metadata: { team: "team-" + (i % 7) },
})`;

/** Ours. */
export const ours = {
  name: "pulumi-cognite-iam",
  program: (n) => `
const iam = require("pulumi-cognite-iam");
const group = ${group};
for (let i = 0; i < ${n}; i++) new iam.Group("g" + i, group(i));
`,
  packages: {},
};

/** The engine's floor: the same inputs, outputs and text in the state, and handlers that do nothing. */
export const nothing = {
  name: "null provider",
  program: (n) => `
const pulumi = require("@pulumi/pulumi");
const group = ${group};
for (let i = 0; i < ${n}; i++) {
  new pulumi.CustomResource("pulumi-nodejs:dynamic/cognite:Group", "g" + i, {
    groupId: undefined,
    project: undefined,
    ...group(i),
    owner: "bench/dev/g" + i + "#0123456789ab",
    __provider: 'exports.handler = () => require("pulumi-nothing-iam/engine").Group;',
  });
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

/** A provider object, written as Pulumi's guide to dynamic providers teaches it. */
export const guide = {
  name: "provider as in Pulumi's guide",
  program: (n, { connection, token }) => `
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
for (let i = 0; i < ${n}; i++) new Group("g" + i, group(i));
`,
  packages: {},
};

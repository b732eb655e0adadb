import { randomUUID } from "node:crypto";
import { acls, scopes } from "../../src/capabilities/catalogue";
import type { AclName, ScopeName, WireCapability } from "../../src/capabilities/types";
import { differingFields } from "../../src/groups/canonical";
import { listOf, objectOf } from "../../src/validation/problems";
import { idsIn, unknownId } from "./answers";
import { content } from "./fixtures";
import { prefix } from "./names";
import { anyAnswer, categoryRights, groupRights, NotAsked, type Question, type Run } from "./question";
import { itemsOf } from "./wire";

const needs = groupRights;

/** The content of groups: what the service accepts, and how it spells it. */
export const groupContent: Question[] = [
  {
    id: "content.as-sent",
    question: "Does a group come back as sent, apart from order and spelling?",
    assumed: "yes",
    reliedOnIn: "groups/canonical.ts",
    needs,
    ask: async ({ client, fixtures, scratch }) => {
      const { id } = await fixtures.group();
      const found = (await client.groups.list({ all: true })).find((group) => group.id === id);
      const sent = { ...content, metadata: { ...content.metadata, [prefix]: scratch.runId } };
      const fields = differingFields(sent, { capabilities: found?.capabilities, metadata: found?.metadata });
      return fields.length === 0 ? "yes" : `no: ${fields.join(", ")}`;
    },
  },
  {
    id: "content.one-acl-twice",
    question: "Are two capabilities with the same ACL and scope kept apart?",
    assumed: "yes",
    reliedOnIn: "groups/canonical.ts",
    needs,
    ask: async ({ fixtures }) => {
      const whole = grantsOf(await fixtures.group(), "rawAcl").filter((scope) => keyOf(scope) === "all");
      return whole.length === 2 ? "yes" : "no, merged";
    },
  },
  {
    id: "content.scope-keys",
    question: "How are scope keys spelled in responses?",
    assumed: "as sent",
    reliedOnIn: "capabilities/canonical.ts",
    copesWith: (found) => found === "in another case",
    needs,
    ask: async ({ fixtures }) => {
      const [scope] = grantsOf(await fixtures.group(), "dataModelInstancesAcl");
      if (keyOf(scope) === "spaceIdScope") return "as sent";
      return keyOf(scope)?.toLowerCase() === "spaceidscope" ? "in another case" : "other keys";
    },
  },
  {
    id: "content.raw-database",
    question: "How does access to a whole RAW database come back?",
    assumed: "{}",
    reliedOnIn: "capabilities/canonical.ts",
    copesWith: (found) => ['{"tables":[]}', "[]"].includes(found),
    needs,
    ask: async ({ fixtures }) => {
      const scopesOfRaw = grantsOf(await fixtures.group(), "rawAcl");
      const table = scopesOfRaw.find((scope) => keyOf(scope)?.toLowerCase() === "tablescope");
      const databases = objectOf(objectOf(Object.values(table ?? {})[0])["dbsToTables"]);
      const whole = JSON.stringify(databases["a"]);
      return ["{}", '{"tables":[]}', "[]"].includes(whole) ? whole : "in another form";
    },
  },
  {
    id: "content.scope-ids",
    question: "Are IDs in scopes returned as numbers or as strings?",
    assumed: "strings",
    reliedOnIn: "capabilities/canonical.ts",
    copesWith: (found) => found === "numbers",
    needs: [...groupRights, ...categoryRights],
    ask: async ({ fixtures }) => {
      const [scope] = grantsOf(await fixtures.scopedGroup(), "securityCategoriesAcl");
      const [id] = idsIn(scope);
      return typeof id === "string" ? "strings" : typeof id === "number" ? "numbers" : "in another form";
    },
  },
  {
    id: "content.catalogue",
    question: "Does a create accept every scope in the catalogue?",
    assumed: "201",
    reliedOnIn: "capabilities/catalogue.ts",
    needs,
    ask: async (run) => {
      const status = await statusOf(run, { capabilities: everyScope() });
      return status === "400" ? `400 for ${await refusedScope(run)}` : status;
    },
  },
  {
    id: "content.scope-key-in-other-case",
    question: "Does a create accept idScope where the catalogue has idscope?",
    assumed: "201",
    needs,
    ask: (run) =>
      statusOf(run, {
        capabilities: [{ timeSeriesAcl: { actions: ["READ"], scope: { idScope: { ids: [unknownId] } } } }],
      }),
  },
  {
    id: "content.unknown-scope-id",
    question: "Does a create accept the ID of a data set that does not exist?",
    assumed: "201",
    needs,
    ask: (run) =>
      statusOf(run, {
        capabilities: [{ datasetsAcl: { actions: ["READ"], scope: { idScope: { ids: [unknownId] } } } }],
      }),
  },
  {
    id: "content.right-the-caller-lacks",
    question: "Can callers grant a right that they do not have?",
    assumed: "201",
    needs,
    ask: (run) => statusOf(run, { capabilities: [lackedBy(run)] }),
  },
  {
    id: "content.project-url-names",
    question: "Does projectUrlNames come back as sent?",
    assumed: "yes",
    reliedOnIn: "capabilities/canonical.ts",
    needs,
    ask: async ({ connection, fixtures, scratch }) => {
      const projectUrlNames = { urlNames: [connection.project] };
      const capability = { rawAcl: { actions: ["READ"], scope: { all: {} } }, projectUrlNames };
      const { item } = await fixtures.createGroup({ name: scratch.nameOf("projects"), capabilities: [capability] });
      const [found] = listOf(item["capabilities"]).map(objectOf);
      return JSON.stringify(found?.["projectUrlNames"]) === JSON.stringify(projectUrlNames) ? "yes" : "no";
    },
  },
  {
    id: "content.app-ids",
    question: "Does attributes.token.appIds come back as sent?",
    assumed: "yes",
    reliedOnIn: "groups/canonical.ts",
    // They are for Entra ID only.
    copesWith: (found) => found === "400",
    needs,
    ask: async (run) => {
      const attributes = { token: { appIds: [randomUUID()] } };
      const reply = await run.scratch.createGroups([{ name: run.scratch.nameOf("apps"), attributes }]);
      if (reply.status >= 300) return String(reply.status);
      return differingFields({ attributes }, { attributes: itemsOf(reply)[0]?.["attributes"] }).length === 0
        ? "yes"
        : "no";
    },
  },
  {
    id: "content.nulls",
    question: "Does a create accept null for optional fields?",
    assumed: "400",
    needs,
    ask: (run) => statusOf(run, { sourceId: null, members: null, capabilities: null, attributes: null }),
  },
  {
    id: "content.null-app-ids",
    question: "Does a create accept null for attributes.token.appIds?",
    assumed: "201",
    needs,
    ask: (run) => statusOf(run, { attributes: { token: { appIds: null } } }),
  },
  {
    id: "content.no-membership",
    question: "Can a group have neither sourceId nor members?",
    assumed: "201",
    reliedOnIn: "groups/check.ts",
    needs,
    ask: (run) => statusOf(run, { sourceId: undefined }),
  },
  {
    id: "content.members-and-source-id",
    question: "Does a create accept both members and sourceId?",
    assumed: "400",
    reliedOnIn: "groups/check.ts",
    copesWith: anyAnswer,
    needs,
    ask: (run) => statusOf(run, { members: [] }),
  },
  {
    id: "content.source-id-of-members",
    question: "Does a group with members come back with a sourceId?",
    assumed: "no",
    reliedOnIn: "groups/canonical.ts",
    copesWith: (found) => found === "yes, one that was not sent",
    needs,
    ask: async ({ fixtures, scratch }) => {
      const spec = { name: scratch.nameOf("members"), sourceId: undefined, members: [] };
      const { item } = await fixtures.createGroup(spec);
      if (!Array.isArray(item["members"])) return "members are missing";
      return item["sourceId"] ? "yes, one that was not sent" : "no";
    },
  },
  {
    id: "content.limits",
    question: "Does a create accept the largest name and metadata that the documentation allows?",
    assumed: "201",
    reliedOnIn: "groups/check.ts",
    needs,
    ask: (run) => statusOf(run, largest(run)),
  },
];

const statusOf = async ({ scratch }: Run, spec: Record<string, unknown>): Promise<string> =>
  String((await scratch.createGroups([spec])).status);

/** The scopes in which a group gives rights of an ACL, in the service's spelling. */
const grantsOf = ({ item }: { item: Record<string, unknown> }, acl: AclName): Record<string, unknown>[] =>
  listOf(item["capabilities"]).flatMap((capability) => (acl in objectOf(capability) ? [scopeIn(capability)] : []));

const scopeIn = (capability: unknown) => objectOf(objectOf(Object.values(objectOf(capability))[0])["scope"]);

const keyOf = (scope: Record<string, unknown> | undefined) => Object.keys(scope ?? {})[0];

/** Refused in projects for data modeling only. */
const notEverywhere: readonly AclName[] = ["assetsAcl", "relationshipsAcl"];

/** The ACLs in use, each with an action that only reads. */
const harmless = (Object.keys(acls) as AclName[]).flatMap((acl) => {
  const { status, actions } = acls[acl];
  const action = ["READ", "LIST", "USE"].find((each) => actions.some((known) => known === each));
  return action === undefined || status !== "current" || notEverywhere.includes(acl) ? [] : [{ acl, action }];
});

const contents = { ids: [unknownId], names: ["acceptance"], tables: { acceptance: { tables: ["acceptance"] } } };

/** A capability for each scope in the catalogue. */
function everyScope(): object[] {
  return (Object.keys(scopes) as ScopeName[]).flatMap((scope) => {
    const one = harmless.find(({ acl }) => acls[acl].scopes.some((known) => known === scope));
    if (one === undefined) return [];
    const fields = Object.entries(scopes[scope]).map(([field, kind]) => [
      field,
      contents[kind as keyof typeof contents],
    ]);
    return [{ [one.acl]: { actions: [one.action], scope: { [scope]: Object.fromEntries(fields) } } }];
  });
}

/** The first scope that the service refuses, found with few requests, since those that it accepts create groups. */
async function refusedScope(run: Run): Promise<string | undefined> {
  const all = everyScope();
  let [accepted, refused] = [0, all.length];
  while (refused - accepted > 1) {
    const middle = Math.floor((accepted + refused) / 2);
    const status = await statusOf(run, { capabilities: all.slice(0, middle) });
    if (status === "201") accepted = middle;
    else refused = middle;
  }
  return keyOf(scopeIn(all[refused - 1]));
}

function lackedBy({ inspection, lacks }: Run): WireCapability {
  if (inspection === undefined) throw new NotAsked("token inspect does not say what the caller has");
  const lacked = harmless
    .map(({ acl, action }): WireCapability => ({ [acl]: { actions: [action], scope: { all: {} } } }))
    .find((capability) => lacks([capability]));
  if (lacked === undefined) throw new NotAsked("the caller has every right");
  return lacked;
}

/** A group as large as `groups/check.ts` lets it be. */
function largest({ scratch }: Run): Record<string, unknown> {
  const marker = Buffer.byteLength(prefix + scratch.runId);
  const keys = Array.from({ length: 15 }, (_, i) => `key-${i}`.padEnd(32, "-"));
  let left = 4096 - marker - keys.length * 32;
  const pairs = keys.map((key, i) => {
    const bytes = Math.min(512, left - (keys.length - i - 1));
    left -= bytes;
    return [key, "v".repeat(bytes)];
  });
  return { name: scratch.nameOf("limits-").padEnd(255, "x"), metadata: Object.fromEntries(pairs) };
}

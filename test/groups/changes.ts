import { findAcl } from "../../src/capabilities/types";
import type { Json } from "./any-group";

/** One change that is a change in what the group is; undefined when the group has nothing to change there. */
type Mutation = readonly [
  what: string,
  change: (group: Json, pick: (n: number) => number, word: string) => Json | undefined,
];

const clone = (value: Json): Json => structuredClone(value);

/** Changes one capability of a copy in place; `change` says whether it could. */
function inCapability(
  change: (
    grant: { actions: string[]; scope: Json },
    capability: Json,
    pick: (n: number) => number,
    word: string,
  ) => boolean,
) {
  return (group: Json, pick: (n: number) => number, word: string): Json | undefined => {
    const copy = clone(group);
    const list = copy["capabilities"] as Json[];
    const chosen = list[pick(list.length)];
    if (chosen === undefined) return undefined;
    const [acl] = Object.keys(chosen).filter((key) => key !== "projectUrlNames");
    const grant = chosen[acl ?? ""] as { actions: string[]; scope: Json };
    return change(grant, chosen, pick, word) ? copy : undefined;
  };
}

const listsIn = (grant: { scope: Json }): unknown[][] =>
  Object.values(grant.scope)
    .flatMap((content) => Object.values(content as Json))
    .filter((each) => Array.isArray(each));

const databasesIn = (grant: { scope: Json }): Record<string, { tables: string[] }> | undefined =>
  (grant.scope["tableScope"] as { dbsToTables: Record<string, { tables: string[] }> } | undefined)?.dbsToTables;

export const mutations: Mutation[] = [
  ["another name", (group, _, word) => ({ ...group, name: `${String(group["name"])}${word}` })],
  [
    "another sourceId",
    (group, _, word) => (group["sourceId"] ? { ...group, sourceId: `${String(group["sourceId"])}${word}` } : undefined),
  ],
  ["the sourceId gone", ({ sourceId, ...rest }) => (sourceId ? rest : undefined)],
  [
    "a sourceId where nobody was in it",
    (group, _, word) => (group["sourceId"] || group["members"] ? undefined : { ...group, sourceId: word }),
  ],
  [
    "members instead of the sourceId",
    ({ sourceId, ...rest }) => (sourceId ? { ...rest, members: [sourceId] } : undefined),
  ],
  [
    "a member more",
    (group, _, word) =>
      Array.isArray(group["members"]) ? { ...group, members: [...group["members"], `new ${word}`] } : undefined,
  ],
  [
    "a member less",
    (group, pick) =>
      Array.isArray(group["members"])
        ? { ...group, members: group["members"].toSpliced(pick(group["members"].length), 1) }
        : undefined,
  ],
  [
    "all user accounts instead of one of that name",
    (group) => (group["members"] === "allUserAccounts" ? { ...group, members: ["allUserAccounts"] } : undefined),
  ],
  [
    "members in one text",
    (group) =>
      Array.isArray(group["members"]) && group["members"].length > 1
        ? { ...group, members: [group["members"].join(",")] }
        : undefined,
  ],
  [
    "a capability less",
    (group, pick) => {
      const list = group["capabilities"] as Json[];
      return list.length > 0 ? { ...group, capabilities: list.toSpliced(pick(list.length), 1) } : undefined;
    },
  ],
  ["an action less", inCapability((grant, _, pick) => grant.actions.splice(pick(grant.actions.length), 1).length > 0)],
  ["an action more", inCapability((grant) => grant.actions.push("NEW_ACTION") > 0)],
  [
    "an action in another case",
    inCapability((grant, _, pick) => {
      const i = pick(grant.actions.length);
      grant.actions[i] = (grant.actions[i] ?? "").toLowerCase();
      return true;
    }),
  ],
  [
    "another ACL",
    inCapability((grant, capability) => {
      for (const key of Object.keys(capability)) if (findAcl(key)) delete capability[key];
      capability["brandNewAcl"] = grant;
      return true;
    }),
  ],
  [
    "another scope",
    inCapability((grant) => {
      const [key] = Object.keys(grant.scope);
      grant.scope = key === "all" ? { datasetScope: { ids: [] } } : { all: {} };
      return true;
    }),
  ],
  [
    "a scope of another name with the same content",
    inCapability((grant) => {
      const [[key, content] = ["", {}]] = Object.entries(grant.scope);
      grant.scope = { [`${key}2`]: content };
      return true;
    }),
  ],
  [
    "an id or name more",
    inCapability((grant, _, pick, word) => {
      const lists = listsIn(grant);
      const list = lists[pick(lists.length)];
      return list !== undefined && list.push(typeof list[0] === "number" ? 4_000_000_001 : `new ${word}`) > 0;
    }),
  ],
  [
    "an id or name less",
    inCapability((grant, _, pick) => {
      const lists = listsIn(grant);
      const list = lists[pick(lists.length)];
      return list !== undefined && list.splice(pick(list.length), 1).length > 0;
    }),
  ],
  [
    "a name with a zero before it",
    inCapability((grant, _, pick) => {
      const list = listsIn(grant).find(([first]) => typeof first === "string") ?? [];
      const i = pick(list.length);
      if (typeof list[i] !== "string") return false;
      list[i] = `0${list[i]}`;
      return !list.some((each, at) => at !== i && each === list[i]);
    }),
  ],
  [
    "two names joined into one",
    inCapability((grant) => {
      const list = listsIn(grant).find(([first]) => typeof first === "string") ?? [];
      if (list.length < 2) return false;
      list.splice(0, 2, `${String(list[0])}","${String(list[1])}`);
      return true;
    }),
  ],
  [
    "a database more",
    inCapability((grant, _, __, word) => {
      const databases = databasesIn(grant);
      if (databases !== undefined)
        Object.defineProperty(databases, `new ${word}`, { value: { tables: [] }, enumerable: true });
      return databases !== undefined;
    }),
  ],
  [
    "a database less",
    inCapability((grant, _, pick) => {
      const databases = databasesIn(grant) ?? {};
      const names = Object.keys(databases);
      const name = names[pick(names.length)];
      return name !== undefined && delete databases[name];
    }),
  ],
  [
    "a table more, which may turn all tables into one",
    inCapability((grant, _, pick, word) => {
      const all = Object.values(databasesIn(grant) ?? {});
      return (all[pick(all.length)]?.tables.push(`new ${word}`) ?? 0) > 0;
    }),
  ],
  [
    "all tables instead of some",
    inCapability((grant) => {
      const some = Object.values(databasesIn(grant) ?? {}).find(({ tables }) => tables.length > 0);
      return (some?.tables.splice(0).length ?? 0) > 0;
    }),
  ],
  [
    "a table in another database",
    inCapability((grant) => {
      const all = Object.values(databasesIn(grant) ?? {});
      const from = all.find(({ tables }) => tables.length > 1);
      const to = all.find((each) => each !== from && !each.tables.includes(from?.tables[0] ?? ""));
      if (from === undefined || to === undefined) return false;
      to.tables.push(...from.tables.splice(0, 1));
      return true;
    }),
  ],
  [
    "a database under the name of another table",
    inCapability((grant) => {
      const databases = databasesIn(grant) ?? {};
      const [[first, content] = ["", { tables: [] as string[] }]] = Object.entries(databases);
      const [table] = content.tables;
      if (table === undefined || Object.hasOwn(databases, table)) return false;
      delete databases[first];
      Object.defineProperty(databases, table, { value: { tables: [first] }, enumerable: true });
      return table !== first;
    }),
  ],
  [
    "limited to a project",
    inCapability((_, capability) => {
      if (capability["projectUrlNames"]) return false;
      capability["projectUrlNames"] = { urlNames: ["p"] };
      return true;
    }),
  ],
  [
    "limited to another project",
    inCapability((_, capability) => {
      const limit = capability["projectUrlNames"] as { urlNames: string[] } | undefined;
      return (limit?.urlNames.push("another-project") ?? 0) > 0;
    }),
  ],
  [
    "no longer limited to projects",
    inCapability(
      (_, capability) => capability["projectUrlNames"] !== undefined && delete capability["projectUrlNames"],
    ),
  ],
  ["a field of a grant that nobody knows yet", inCapability((grant) => Object.assign(grant, { until: 1 }) === grant)],
  [
    "a pair more",
    (group, _, word) => ({ ...group, metadata: { ...(group["metadata"] as Json), [`new ${word}`]: "" } }),
  ],
  [
    "a pair less",
    (group, pick) => {
      const pairs = Object.entries(group["metadata"] as Json);
      return pairs.length > 0
        ? { ...group, metadata: Object.fromEntries(pairs.toSpliced(pick(pairs.length), 1)) }
        : undefined;
    },
  ],
  [
    "another value",
    (group, pick, word) => {
      const pairs = Object.entries(group["metadata"] as Json);
      const i = pick(pairs.length);
      const [key, value] = pairs[i] ?? [];
      return key === undefined
        ? undefined
        : { ...group, metadata: Object.fromEntries(pairs.with(i, [key, `${String(value)}${word}`])) };
    },
  ],
  [
    "a key and its value exchanged",
    (group) => {
      const pairs = Object.entries(group["metadata"] as Record<string, string>);
      const [[key, value] = ["", ""]] = pairs;
      if (
        key === value ||
        value === "pulumi" ||
        pairs.some(([each], i) => i > 0 && each === value) ||
        pairs.length === 0
      )
        return undefined;
      return { ...group, metadata: Object.fromEntries(pairs.with(0, [value, key])) };
    },
  ],
  [
    "a key in another case",
    (group) => {
      const pairs = Object.entries(group["metadata"] as Record<string, string>);
      const [[key, value] = ["", ""]] = pairs;
      const other = key.toUpperCase() === key ? key.toLowerCase() : key.toUpperCase();
      if (key === other || pairs.some(([each]) => each === other)) return undefined;
      return { ...group, metadata: Object.fromEntries(pairs.with(0, [other, value])) };
    },
  ],
  [
    "an application more",
    (group, _, word) => {
      const old = (group["attributes"] as { token: { appIds: string[] } } | undefined)?.token.appIds ?? [];
      return { ...group, attributes: { token: { appIds: [...old, `new ${word}`] } } };
    },
  ],
  ["no longer limited to applications", ({ attributes, ...rest }) => (attributes ? rest : undefined)],
  [
    "an attribute that nobody knows yet",
    (group) => ({ ...group, attributes: { ...(group["attributes"] as Json), shape: "round" } }),
  ],
  [
    "a limit of the token that nobody knows yet",
    (group) => ({
      ...group,
      attributes: { token: { ...(group["attributes"] as { token: Json } | undefined)?.token, realm: "x" } },
    }),
  ],
];

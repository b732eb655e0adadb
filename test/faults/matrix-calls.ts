import type { ScopeTarget } from "../../src/client/index";
import type { LocalIam, LocalIamOptions, Operation } from "../../src/local/index";
import { can } from "../support/capability";
import { alive, create, group, type ProviderProcess, type ResourceState } from "../support/provider-process";

/** A call that goes wrong, and what the engine makes it for. */
export interface MatrixCall {
  title: string;
  operation: Operation;
  /** What is there and in the state before. */
  prepare(process: ProviderProcess): Promise<ResourceState | undefined>;
  /** What the engine does; what is then in the state. */
  act(process: ProviderProcess, before: ResourceState | undefined): Promise<ResourceState | undefined>;
  /** How many things there are on the server. */
  count(iam: LocalIam): number;
}

const nothing = async () => undefined;
const groups = (iam: LocalIam) => alive(iam).filter(({ name }) => name !== "other").length;

const admin = {
  sourceId: "cdf-administrators",
  capabilities: [can("groupsAcl", ["LIST", "CREATE", "DELETE"])],
};

/** What each project has that scopes name. */
export const seeds: LocalIamOptions = {
  dataSets: [{ externalId: "ds_pumps" }],
  locationFilters: [{ externalId: "lf_oslo" }],
};

/** A group whose scope names what was looked up, as a program makes it. */
const scopedTo = async (process: ProviderProcess, acl: string, found: Promise<ScopeTarget | undefined>) => {
  const scope = { idScope: { ids: [(await found)?.id] } };
  return create(process.group, group("a", { capabilities: [{ [acl]: { actions: ["READ"], scope } }] }));
};

export const calls: readonly MatrixCall[] = [
  {
    title: "Create group",
    operation: "groups.create",
    prepare: nothing,
    act: (process) => create(process.group, group("a")),
    count: groups,
  },
  {
    title: "Create category",
    operation: "securityCategories.create",
    prepare: nothing,
    act: (process) => create(process.category, group("a")),
    count: (iam) => iam.state().securityCategories.length,
  },
  {
    title: "Create session",
    operation: "sessions.create",
    prepare: nothing,
    act: (process) => create(process.session, {}),
    count: (iam) => iam.state().sessions.filter(({ status }) => status !== "REVOKED").length,
  },
  {
    title: "List (a refresh of one group)",
    operation: "groups.list",
    prepare: (process) => create(process.group, group("a")),
    async act(process, before) {
      if (before === undefined) return undefined;
      const found = await process.group.read(before.id, before.outs);
      return found && { ...before, ...found };
    },
    count: groups,
  },
  {
    title: "Delete (of a group)",
    operation: "groups.delete",
    prepare: (process) => create(process.group, group("a")),
    async act(process, before) {
      if (before !== undefined) await process.group.delete(before.id, before.outs);
      return undefined;
    },
    count: groups,
  },
  {
    title: "Token request (to create a group)",
    operation: "token",
    prepare: nothing,
    act: (process) => create(process.group, group("a")),
    count: groups,
  },
  {
    title: "Inspect (to delete one of two groups that give the right to)",
    operation: "inspect",
    prepare: (process) => create(process.group, group("a", admin)),
    async act(process, before) {
      if (before !== undefined) await process.group.delete(before.id, before.outs);
      return undefined;
    },
    count: groups,
  },
  {
    title: "Look up (a data set, to create a group of it)",
    operation: "dataSets.byids",
    prepare: nothing,
    act: (process) => scopedTo(process, "datasetsAcl", process.client.dataSets.retrieve({ externalId: "ds_pumps" })),
    count: groups,
  },
  {
    title: "List data sets (to create a group of one)",
    operation: "dataSets.list",
    prepare: nothing,
    act: (process) =>
      scopedTo(
        process,
        "datasetsAcl",
        process.client.dataSets.list().then(([first]) => first),
      ),
    count: groups,
  },
  {
    title: "List location filters (to create a group of one)",
    operation: "locationFilters.list",
    prepare: nothing,
    act: (process) =>
      scopedTo(process, "locationFiltersAcl", process.client.locationFilters.retrieve({ externalId: "lf_oslo" })),
    count: groups,
  },
];

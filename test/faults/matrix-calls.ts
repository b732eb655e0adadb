import type { LocalIam, Operation } from "../../src/local/index";
import { can } from "../support/capability";
import { alive, create, group, type Kept, type ProviderProcess } from "../support/provider-process";

/** A call that goes wrong, and what the engine makes it for. */
export interface MatrixCall {
  title: string;
  operation: Operation;
  /** What is there and in the state before. */
  prepare(process: ProviderProcess): Promise<Kept | undefined>;
  /** What the engine does; what is then in the state. */
  act(process: ProviderProcess, before: Kept | undefined): Promise<Kept | undefined>;
  /** How many things there are on the server. */
  count(iam: LocalIam): number;
}

const nothing = async () => undefined;
const groups = (iam: LocalIam) => alive(iam).filter(({ name }) => name !== "other").length;

const admin = {
  sourceId: "cdf-administrators",
  capabilities: [can("groupsAcl", ["LIST", "CREATE", "DELETE"])],
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
];

import type { Leftover } from "./find";
import { resourceNames, type Stack, type StackState, selfManaged } from "./state";

/** What a reader should know about the result, and what to do about it. */
export function leftoverNotes(found: {
  stack: Stack;
  state: StackState;
  /** The connection's. */
  cdfProject: string;
  /** The projects that were searched. */
  projects: readonly string[];
  /** Those that could not be. */
  unsearched: readonly { project: string }[];
  /** What is left over. */
  left: readonly Leftover[];
  /** Whether the state comes from a file. */
  isFile: boolean;
}): string[] {
  const { stack, state, cdfProject, projects, unsearched, left, isFile } = found;
  const known = new Set([...projects, ...unsearched.map(({ project }) => project)]);
  const others = new Set(state.groups.flatMap(({ project }) => project ?? []).filter((each) => !known.has(each)));
  const proven = left.filter(({ doubt }) => doubt === undefined);
  const doubted = left.filter(({ doubt }) => doubt !== undefined);
  return [
    ...(others.size > 0
      ? [
          `the stack also has groups in other projects, which were not searched: ${[...others].sort().join(", ")}. To search one of them with this connection, use --project`,
        ]
      : []),
    ...(isFile && left.length > 0
      ? ["the state comes from a file: groups that an update created since then are listed too"]
      : []),
    ...(state.pending.length > 0
      ? [
          `operations on groups are pending (${resourceNames(state.pending)}): an update is running, or one was interrupted. Groups that a running update is creating are listed too`,
        ]
      : []),
    ...(proven.length > 0
      ? [
          "check the list before you delete anything. It includes groups that were edited by hand (an edit creates a new group), groups that you kept on purpose (`retainOnDelete`, `pulumi state delete`), and groups of a stack that had this name before it was renamed. `--delete` deletes all of them, except possible leftovers",
        ]
      : []),
    ...(proven.length > 0 && stack.organization === selfManaged
      ? ["in a self-managed backend, a stack of the same name in another backend has the same markers"]
      : []),
    ...doubted.slice(0, 1).map(({ group, project }) => {
      const client = `new IamClient()${project === cdfProject ? "" : `.inProject(${JSON.stringify(project)})`}`;
      return `\`--delete\` does not delete possible leftovers. If no stack uses one, delete it by hand: in Fusion under Admin, Access management, Groups, or with \`await ${client}.groups.delete(${group.id})\` of pulumi-cognite-iam/client`;
    }),
  ];
}

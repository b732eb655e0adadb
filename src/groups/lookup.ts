import type * as pulumi from "@pulumi/pulumi";
import { CdfError } from "../errors";
import { type Directory, invoke, invokeOutput } from "../invoke";
import { nearest } from "../nearest";
import { contentOf } from "./align";
import type { Group, GroupAttributes, Members, WireCapability } from "./api";

/** A group as a lookup shows it: without the owner's mark, its ids as numbers. */
export interface GetGroupResult {
  /** The group's id in CDF. */
  id: number;
  name: string;
  sourceId?: string;
  members?: Members;
  capabilities: WireCapability[];
  metadata: Record<string, string>;
  attributes?: GroupAttributes;
}

/** Which group: by exactly one of these. */
export type GetGroupArgs =
  | { id: number | string; name?: undefined; sourceId?: undefined }
  | { name: string; id?: undefined; sourceId?: undefined }
  | { sourceId: string; id?: undefined; name?: undefined };

/** Which groups. */
export interface GetGroupsArgs {
  /** Every group of the project, rather than the caller's own. Default `false`. */
  all?: boolean;
}

/**
 * The one group of an id, a name or a sourceId. All lookups of a program share one list.
 * `GET /groups?all=true`; needs `groupsAcl:LIST`.
 * @throws CdfError `NO_MATCH` or `SEVERAL_MATCH` when none or several match, naming the candidates.
 */
export function getGroup(args: GetGroupArgs, opts?: pulumi.InvokeOptions): Promise<GetGroupResult> {
  return invoke(findGroup, args, opts);
}

/** The Output form of {@link getGroup}. */
export function getGroupOutput(
  args: { id: pulumi.Input<number | string> } | { name: pulumi.Input<string> } | { sourceId: pulumi.Input<string> },
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetGroupResult> {
  return invokeOutput(findGroup, args, opts);
}

/**
 * The caller's own groups, or with `all` every group of the project.
 * `GET /groups`; needs `groupsAcl:LIST`.
 */
export function getGroups(args: GetGroupsArgs = {}, opts?: pulumi.InvokeOptions): Promise<GetGroupResult[]> {
  return invoke(findGroups, args, opts);
}

/** The Output form of {@link getGroups}. */
export function getGroupsOutput(
  args: { all?: pulumi.Input<boolean> } = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetGroupResult[]> {
  return invokeOutput(findGroups, args, opts);
}

const list = (directory: Directory, all: boolean) => () => directory.client.groups.list({ all });

async function findGroups(directory: Directory, { all = false }: GetGroupsArgs): Promise<GetGroupResult[]> {
  return (await directory.shared(`groups ${all}`, list(directory, all))).map(shown);
}

async function findGroup(directory: Directory, args: GetGroupArgs): Promise<GetGroupResult> {
  const wanted = Object.entries(args).filter(([, value]) => value !== undefined);
  const [[key, value] = ["", undefined], ...more] = wanted;
  if (value === undefined || more.length > 0 || !["id", "name", "sourceId"].includes(key))
    throw new CdfError(
      "INVALID_ARGUMENT",
      `getGroup takes exactly one of id, name and sourceId; found ${wanted.map(([each]) => each).join(", ") || "none"}`,
    );
  if (value === "") throw new CdfError("INVALID_ARGUMENT", `getGroup: ${key} is empty`);
  const matches = (group: Group) =>
    key === "id" ? String(group.id) === String(value) : group[key as "name" | "sourceId"] === value;
  const all = list(directory, true);
  const found = await directory.search("groups true", all, matches);
  const [group, ...others] = found;
  if (group !== undefined && others.length === 0) return shown(group);
  // A sourceId may be a secret, so it is not repeated here.
  const asked = `getGroup: ${key === "sourceId" ? "that sourceId" : `${key} ${JSON.stringify(value)}`}`;
  if (group === undefined) {
    const near = key === "name" ? named(await directory.shared("groups true", all), String(value)) : "";
    throw new CdfError("NO_MATCH", `${asked} is no group's in project ${directory.client.project}${near}`);
  }
  const candidates = found.map(nameAndId);
  throw new CdfError(
    "SEVERAL_MATCH",
    `${asked} is that of ${found.length} groups in project ${directory.client.project}: ${candidates.join(", ")}. Look it up by id`,
  );
}

/** The groups whose name is nearest to one that no group has. */
function named(groups: readonly Group[], wanted: string): string {
  const near = nearest(
    wanted,
    groups.map(({ name }) => name),
  );
  const candidates = groups.filter(({ name }) => name === near).map(nameAndId);
  return candidates.length === 0 ? "" : `; did you mean ${candidates.join(" or ")}?`;
}

const nameAndId = ({ id, name }: Group) => `${JSON.stringify(name)} (id ${id})`;

function shown(group: Group): GetGroupResult {
  return {
    id: group.id,
    capabilities: [],
    metadata: {},
    ...(contentOf(group) as Omit<GetGroupResult, "id" | "capabilities" | "metadata">),
  };
}

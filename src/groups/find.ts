import type { WireCapability } from "../capabilities/types";
import type { Group, GroupAttributes, Members } from "../client/groups";
import type { Directory, LookupArgs } from "../directory/directory";
import { CdfError, NotFoundError } from "../errors";
import { nearest } from "../text/nearest";
import { declarationOf } from "./drift/align";

/** A group as a lookup returns it: without the owner marker, and as a program would declare it. */
export interface GetGroupResult {
  /** The group's ID in CDF. */
  id: number;
  /** The group's name, which need not be unique. */
  name: string;
  /** The ID of the group in the identity provider; undefined where there is none, and where there are `members`. */
  sourceId?: string;
  /** Who is in the group; undefined unless its members are managed in CDF. */
  members?: Members;
  /** What the members may do, with IDs as numbers; empty where the group has none. */
  capabilities: WireCapability[];
  /** Without the owner marker; empty where the group has none. */
  metadata: Record<string, string>;
  /** Limits the group to some tokens. */
  attributes?: GroupAttributes;
}

/**
 * Which group: exactly one of its `id` in CDF (a number, or its decimal digits), its `name`, and its `sourceId`, the ID of
 * the group in the identity provider.
 */
export type GetGroupArgs = LookupArgs &
  (
    | {
        /** The group's ID in CDF: a number, or its decimal digits. */
        id: number | string;
        name?: undefined;
        sourceId?: undefined;
      }
    | {
        /** The group's name, exactly as written. */
        name: string;
        id?: undefined;
        sourceId?: undefined;
      }
    | {
        /** The ID of the group in the identity provider. */
        sourceId: string;
        id?: undefined;
        name?: undefined;
      }
  );

/** Which groups. */
export interface GetGroupsArgs extends LookupArgs {
  /** Every group of the project, not only the caller's own. Default `false`. */
  all?: boolean;
}

const list = (directory: Directory, all: boolean) => () => directory.client.groups.list({ all });

export async function findGroups(directory: Directory, { all = false }: GetGroupsArgs): Promise<GetGroupResult[]> {
  return (await directory.shared(`groups ${all}`, list(directory, all))).map(shown);
}

export async function findGroup(directory: Directory, args: GetGroupArgs): Promise<GetGroupResult> {
  const wanted = Object.entries(args).filter(([, value]) => value !== undefined);
  const [[key, value] = ["", undefined], ...more] = wanted;
  if (value === undefined || more.length > 0 || !["id", "name", "sourceId"].includes(key))
    throw new CdfError(
      "INVALID_ARGUMENT",
      `getGroup takes exactly one of id, name and sourceId; found ${wanted.map(([each]) => each).join(", ") || "none"}`,
    );
  if (value === "") throw new CdfError("INVALID_ARGUMENT", `getGroup: ${key} is empty`);
  const matches = (group: Group) => {
    if (key === "id") return String(group.id) === String(value);
    // Some clusters return a sourceId beside members, which does not count.
    if (key === "sourceId") return group.sourceId === value && group.members == null;
    return group.name === value;
  };
  const all = list(directory, true);
  const found = await directory.search("groups true", all, matches);
  const [group, ...others] = found;
  if (group !== undefined && others.length === 0) return shown(group);
  if (group === undefined) {
    const near = key === "name" ? named(await directory.shared("groups true", all), String(value)) : "";
    throw new NotFoundError({
      method: "GET",
      path: "/groups",
      status: 200,
      reason: `No group ${described(key, value)} in project ${directory.client.project}${near}`,
      missing: key === "sourceId" ? [] : [{ [key]: value }],
    });
  }
  const candidates = found.map(nameAndId);
  throw new CdfError(
    "SEVERAL_MATCH",
    `getGroup: ${found.length} groups ${key === "sourceId" ? "have that sourceId" : `are named ${JSON.stringify(value)}`} in project ${directory.client.project}: ${candidates.join(", ")}. Look it up by ID`,
  );
}

/** What no group has. A sourceId may be a secret, so it is not repeated. */
function described(key: string, value: unknown): string {
  if (key === "sourceId") return "has that sourceId";
  return key === "id" ? `has the ID ${value}` : `is named ${JSON.stringify(value)}`;
}

/** The groups whose name is nearest to an unknown one. */
function named(groups: readonly Group[], wanted: string): string {
  const near = nearest(
    wanted,
    groups.map(({ name }) => name),
  );
  const candidates = groups.filter(({ name }) => name === near).map(nameAndId);
  return candidates.length === 0 ? "" : `; did you mean ${candidates.join(" or ")}?`;
}

const nameAndId = ({ id, name }: Group) => `${JSON.stringify(name)} (ID ${id})`;

function shown(group: Group): GetGroupResult {
  return {
    id: group.id,
    capabilities: [],
    metadata: {},
    ...(declarationOf(group) as Omit<GetGroupResult, "id" | "capabilities" | "metadata">),
  };
}

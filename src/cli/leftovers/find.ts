import type { Group } from "../../client/groups";
import { markerKey, readMarker } from "../../contract/marker";
import { compare } from "../access/rights";
import { groupTypes, isGroup, isOfPlugin, ownerBy, type Stack, type StackState, selfManaged } from "./state";

/** A group whose marker names a stack, and that the stack's state does not have. */
export interface Leftover {
  group: Group;
  /** The CDF project that it is in. */
  project: string;
  /** The name of the resource in the program, as far as the marker holds it. */
  resource: string;
  /** Why the group may be another stack's; undefined when it is proven to be this one's. */
  doubt: string | undefined;
}

/**
 * The groups of a CDF project that a stack created and that its state does not have.
 *
 * A marker names project and stack in plain words, and organization and URN as a hash. It is proven to be this stack's when
 * the state has the resource, or when the hash is that of a URN that a resource of this stack may have had.
 */
export function findLeftovers(
  groups: readonly Group[],
  { state, stack, cdfProject }: { state: StackState; stack: Stack; cdfProject: string },
): Leftover[] {
  // An ID counts in its CDF project only. A resource that does not say its project may be in this one.
  const declared = state.groups.filter(({ project }) => project === undefined || project === cdfProject);
  const ids = new Set(declared.map(({ id }) => id));
  const known = knownDigits(state, stack);
  const types = groupTypes(state);
  const found = groups.flatMap((group): Leftover[] => {
    const marker = group.metadata?.[markerKey];
    const read = marker === undefined ? undefined : readMarker(marker);
    if (marker === undefined || read?.stack !== `${stack.project}/${stack.name}` || ids.has(group.id)) return [];
    const isOf = (type: string) => digitsOf(type, read.name, stack) === read.digits;
    const ofPlugin = known.get(read.digits) ?? types.filter(isOf).map(isOfPlugin)[0];
    const doubt = ofPlugin === undefined ? doubtOf(marker, stack) : ofPlugin ? doubtOfPlugin(stack) : undefined;
    return [{ group, project: cdfProject, resource: read.name, doubt }];
  });
  return found.sort((a, b) => compare(a.resource, b.resource) || a.group.id - b.group.id);
}

/**
 * The digits of the resources that the state has, those of other CDF projects and names that are cut included, and whether
 * they are the plugin's.
 */
function knownDigits({ groups, urns }: StackState, { organization, project, name }: Stack): Map<string, boolean> {
  const computed = urns.filter(isGroup).map((urn) => ({ urn, owner: ownerBy(urn, organization) }));
  const marks = [...groups, ...computed].flatMap(({ urn, owner }) => {
    const mark = owner === undefined ? undefined : readMarker(owner);
    // A renamed stack's groups keep its old name, which another stack may have by now.
    if (mark?.stack !== `${project}/${name}`) return [];
    return [[mark.digits, owner === ownerBy(urn, undefined)] as const];
  });
  return new Map(marks);
}

function digitsOf(type: string, resource: string, { organization, project, name }: Stack): string | undefined {
  const owner = ownerBy(`urn:pulumi:${name}::${project}::${type}::${resource}`, organization);
  return owner === undefined ? undefined : readMarker(owner)?.digits;
}

/** The plugin does not know the organization, so its markers are the same for every stack of this name. */
const doubtOfPlugin = ({ organization }: Stack): string | undefined =>
  organization === selfManaged
    ? undefined
    : "it may belong to a stack of the same name in another organization: markers of the plugin's groups do not include the organization";

/** A name is cut where the marker would exceed 512 bytes, never inside a character. */
const shortestCut = 512 - 3;

function doubtOf(marker: string, { organization }: Stack): string {
  if (organization === undefined)
    return "it may belong to a stack of the same name in another organization: the state does not say which organization this stack is in";
  const other = "it may belong to a stack of the same name in another organization";
  return Buffer.byteLength(marker) >= shortestCut
    ? `${other}: the resource's name is too long for the marker, so its hash cannot be checked`
    : `${other}, or to a resource whose parent the state no longer has`;
}

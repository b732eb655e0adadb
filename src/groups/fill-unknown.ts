import { canonicalCapability } from "../capabilities/canonical";
import { isObject } from "../validation/problems";
import { holdsUnknown, isUnknown } from "../validation/unknown";
import type { GroupContent, GroupField } from "./canonical";
import { aclKey, idText } from "./drift/align";

/**
 * The declared content, with the live group's value in place of each value that is not known yet, so that everything
 * else can be compared. An unknown value stands for exactly one: in an unordered list, the other elements are matched
 * with the live list first, and those that remain must be as many as the unknown ones. An unknown value without a
 * counterpart stays as it is, and so differs.
 */
export function fillUnknown(declared: GroupContent, live: GroupContent): GroupContent {
  return Object.fromEntries(
    Object.entries(declared).map(([field, value]) => {
      const now = live[field as GroupField];
      // A whole field may turn out to be absent.
      return [field, isUnknown(value) ? now : filled(value, now)];
    }),
  );
}

function filled(value: unknown, live: unknown): unknown {
  if (isUnknown(value)) return live ?? value;
  if (!holdsUnknown(value)) return value;
  if (Array.isArray(value)) {
    // A RAW database may be declared as the list of its tables.
    const list = isObject(live) ? live["tables"] : live;
    return Array.isArray(list) ? filledList(value, list) : value;
  }
  if (!isObject(value) || !isObject(live)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each, named(live, name))]));
}

/** In the order of the declared list. */
function filledList(values: readonly unknown[], live: readonly unknown[]): unknown[] {
  const text = textIn([...values, ...live]);
  const known = new Set(values.filter((value) => !holdsUnknown(value)).map(text));
  const open = [...new Map(live.map((each) => [text(each), each])).values()].filter((each) => !known.has(text(each)));
  const partly = values.filter((value) => holdsUnknown(value) && !isUnknown(value));
  const places = assign(
    partly.map((value) => open.flatMap((each, place) => (text(filled(value, each)) === text(each) ? [place] : []))),
  );
  const left = open.filter((_, place) => !places.includes(place));
  const fitting = left.length === values.filter(isUnknown).length ? left : [];
  return values.map((value) => {
    if (isUnknown(value)) return fitting.shift() ?? value;
    const place = places[partly.indexOf(value)];
    return place === undefined ? value : open[place];
  });
}

/**
 * Assigns each element one of its possible places, to as many as possible at once; undefined for those that get none.
 */
function assign(choices: readonly (readonly number[])[]): (number | undefined)[] {
  const owners = new Map<number, number>();
  const settle = (one: number, tried: Set<number>): boolean =>
    (choices[one] ?? []).some((place) => {
      if (tried.has(place)) return false;
      tried.add(place);
      const owner = owners.get(place);
      if (owner !== undefined && !settle(owner, tried)) return false;
      owners.set(place, one);
      return true;
    });
  for (const one of choices.keys()) settle(one, new Set());
  const places = new Map([...owners].map(([place, one]) => [one, place]));
  return choices.map((_, one) => places.get(one));
}

/** The property with that name, or with another spelling of it. */
const named = (live: Record<string, unknown>, name: string) =>
  Object.hasOwn(live, name) ? live[name] : Object.entries(live).find(([other]) => aclKey(other) === aclKey(name))?.[1];

const textIn = (values: readonly unknown[]) => {
  const plain = values.some((value) => typeof value === "number") ? idText : JSON.stringify;
  return (value: unknown): string => (isObject(value) ? canonicalCapability(value) : plain(value));
};

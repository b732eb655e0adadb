import { times as realTimes } from "../../src/lifecycle/times";
import { isObject, listOf, objectOf } from "../../src/validation/problems";
import { type Finding, NotAnswered, type Run } from "./question";
import { itemsOf, type Reply } from "./wire";

/** Ids that nothing has, at most 1,000: the largest ones that the API allows. */
export const unknownIds = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => Number.MAX_SAFE_INTEGER - i);

export const isUnknownId = (id: number): boolean => id > Number.MAX_SAFE_INTEGER - 1000;

export const [unknownId = Number.MAX_SAFE_INTEGER] = unknownIds(1);

/** A response in words: its status, and for an error whether it names what is missing or duplicated. */
export function refusal(reply: Reply, list: "missing" | "duplicated", wanted: Record<string, unknown>): string {
  if (reply.status < 300) return String(reply.status);
  const [[key, value] = []] = Object.entries(wanted);
  const named = listOf(objectOf(objectOf(reply.body)["error"])[list]).filter(isObject);
  const isNamed = key !== undefined && named.some((each) => String(each[key]) === String(value));
  return `${reply.status}, ${isNamed ? `named in ${list}` : "not named"}`;
}

/** The only item of a successful response. @throws NotAnswered for any other response */
export function onlyItem(reply: Reply, what: string): Record<string, unknown> & { id: number } {
  const [item, ...others] = reply.status < 300 ? itemsOf(reply) : [];
  if (typeof item?.["id"] === "number" && others.length === 0) return { ...item, id: item["id"] };
  throw new NotAnswered(`${what} was answered with ${reply.status} and ${itemsOf(reply).length} items`);
}

export const isListed = (list: readonly Record<string, unknown>[], id: number): boolean =>
  list.some((each) => each["id"] === id);

export const withinLag = `within ${realTimes.listLagMs / 1000} s`;

/** A lag in words, with the time that was measured. */
export const lagOf = ({ times }: Run, afterMs: number): Finding => ({
  found: afterMs <= times.listLagMs ? withinLag : "later",
  detail: `${(afterMs / 1000).toFixed(1)} s`,
});

/** A delete that is denied fails; after any other refusal, the lists show whether the thing is gone. */
export const isNoDenial = (found: string) => !/^40[13]/.test(found);

/** The ids of a scope. */
export const idsIn = (scope: Record<string, unknown> | undefined): readonly unknown[] =>
  listOf(objectOf(Object.values(scope ?? {})[0])["ids"]);

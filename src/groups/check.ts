import { checkCapabilities } from "../capabilities/check";
import { leastMarkerBytes, markerKey } from "../contract/marker";
import { secretsIn } from "../lifecycle/memory";
import { describeValue, isObject, Problems, quote, unknownProperties } from "../validation/problems";
import { isUnknown } from "../validation/unknown";
import type { Wording } from "../validation/wording";
import { groupFields } from "./canonical";

/** The API's limits; those of metadata count bytes in UTF-8. */
const limits = {
  name: 255,
  members: 100,
  pairs: 16,
  keyBytes: 32,
  valueBytes: 512,
  metadataBytes: 4096,
  appIds: 255,
  appId: 255,
};

/** The inputs of a group that come from this package rather than from the user. */
export const internalInputs: readonly string[] = ["__provider", "owner", "importId", "secretInputs", "groups"];

/**
 * Reports everything that is wrong with a group's inputs. Values that are not known yet pass.
 * @param owner - the owner marker, which counts towards the metadata; undefined when there is none.
 */
export function checkGroup(
  inputs: Readonly<Record<string, unknown>>,
  owner: string | undefined,
  wording?: Wording,
): Problems {
  const problems = new Problems(secretsIn(inputs), wording);
  unknownProperties("", without(inputs, internalInputs), [...groupFields, "project"], problems);
  checkName(inputs["name"], problems);
  checkMembership(inputs["sourceId"], inputs["members"], problems);
  checkCapabilities(inputs["capabilities"], problems);
  checkMetadata(inputs["metadata"], owner, problems);
  checkAttributes(inputs["attributes"], problems);
  return problems;
}

function checkName(name: unknown, problems: Problems): void {
  if (isUnknown(name)) return;
  if (name === undefined || name === null) problems.add("name", "is missing: a group needs a name");
  else if (typeof name !== "string") problems.refuse("name", "must be a string", name);
  else if (name.trim() === "") problems.add("name", "is empty: a group needs a name");
  else checkLength("name", name, limits.name, problems);
}

function checkMembership(sourceId: unknown, members: unknown, problems: Problems): void {
  const has = (value: unknown) => value !== undefined && value !== null && value !== "";
  if (has(sourceId) && has(members) && !isUnknown(sourceId) && !isUnknown(members))
    problems.add(
      "members",
      "cannot be set together with sourceId: a group is managed either in CDF or in the identity provider",
    );
  if (has(sourceId) && !isUnknown(sourceId) && typeof sourceId !== "string")
    problems.add(
      "sourceId",
      `must be a string; found ${describeValue(sourceId)}${typeof sourceId === "number" ? ": put it in quotes" : ""}`,
    );
  if (typeof sourceId === "string" && /…|\.\.\./.test(sourceId))
    problems.warn("sourceId", "looks like a placeholder: write the whole ID of the group in your identity provider");
  if (members === undefined || members === null || isUnknown(members) || members === "allUserAccounts") return;
  if (!Array.isArray(members))
    problems.refuse("members", `must be a list of user identifiers, or ${problems.wording.allUserAccounts}`, members);
  else {
    if (members.length > limits.members)
      problems.add("members", `has ${members.length} user identifiers; the limit is ${limits.members}`);
    for (const [i, member] of members.entries()) {
      if (isUnknown(member) || (typeof member === "string" && member !== "")) continue;
      problems.refuse(`members[${i}]`, "must be a user identifier (a non-empty string)", member);
    }
  }
}

function checkMetadata(metadata: unknown, owner: string | undefined, problems: Problems): void {
  if (metadata === undefined || metadata === null || isUnknown(metadata)) return;
  if (!isObject(metadata))
    return problems.add("metadata", `must be an object of strings; found ${describeValue(metadata)}`);
  const own = Object.keys(metadata).length;
  const most = owner === undefined ? limits.pairs : limits.pairs - 1;
  const why = owner === undefined ? "" : " (the API allows 16, and the owner marker is one)";
  if (own > most) problems.add("metadata", `has ${own} entries; the limit is ${most}${why}`);
  const markBytes =
    owner === undefined
      ? 0
      : Buffer.byteLength(markerKey) + Math.max(Buffer.byteLength(owner), leastMarkerBytes(owner));
  let bytes = markBytes;
  for (const [key, value] of Object.entries(metadata)) {
    const at = `metadata[${quote(key)}]`;
    bytes += Buffer.byteLength(key);
    if (key === markerKey) problems.add(at, `is reserved for the owner marker: choose another key`);
    if (key === "") problems.add("metadata", "has an empty key");
    if (Buffer.byteLength(key) > limits.keyBytes)
      problems.add(at, `the key has ${Buffer.byteLength(key)} bytes; the limit is ${limits.keyBytes}`);
    if (isUnknown(value)) continue;
    if (typeof value !== "string") {
      problems.add(
        at,
        `must be a string; found ${describeValue(value)}${typeof value === "number" || typeof value === "boolean" ? ": put it in quotes" : ""}`,
      );
      continue;
    }
    bytes += Buffer.byteLength(value);
    if (Buffer.byteLength(value) > limits.valueBytes)
      problems.add(at, `has ${Buffer.byteLength(value)} bytes; the limit is ${limits.valueBytes}`);
  }
  const marker = owner === undefined ? "" : ` (the owner marker takes ${markBytes})`;
  if (bytes > limits.metadataBytes)
    problems.add("metadata", `has ${bytes} bytes in total${marker}; the limit is ${limits.metadataBytes}`);
}

/** The bytes that other metadata, already checked, leaves for the marker. */
export function markerRoom(metadata: unknown): number {
  const pairs = Object.entries(isObject(metadata) ? metadata : {});
  const taken = pairs.map(([key, value]) => Buffer.byteLength(key) + Buffer.byteLength(String(value)));
  return limits.metadataBytes - taken.reduce((sum, each) => sum + each, Buffer.byteLength(markerKey));
}

function checkAttributes(attributes: unknown, problems: Problems): void {
  if (attributes === undefined || attributes === null || isUnknown(attributes)) return;
  if (!isObject(attributes)) return problems.refuse("attributes", "must be an object", attributes);
  unknownProperties("attributes", attributes, ["token"], problems);
  const token = attributes["token"];
  if (token === undefined || isUnknown(token)) return;
  if (!isObject(token)) return problems.refuse("attributes.token", "must be an object", token);
  unknownProperties("attributes.token", token, ["appIds"], problems);
  const appIds = token["appIds"];
  if (isUnknown(appIds)) return;
  const at = "attributes.token.appIds";
  // The API takes both as no limit at all, which is rarely what an author means.
  if (appIds === undefined || appIds === null)
    return problems.add(
      at,
      `${appIds === null ? "is null" : "is missing"}: list the applications whose tokens count, or omit attributes to accept all tokens`,
    );
  if (!Array.isArray(appIds)) return problems.refuse(at, "must be a list of application IDs", appIds);
  if (appIds.length === 0 || appIds.length > limits.appIds)
    problems.add(at, `has ${appIds.length} application IDs; it must have 1 to ${limits.appIds}`);
  for (const [i, appId] of appIds.entries()) {
    if (isUnknown(appId)) continue;
    if (typeof appId !== "string" || appId === "")
      problems.refuse(`${at}[${i}]`, "must be an application ID (a non-empty string)", appId);
    else checkLength(`${at}[${i}]`, appId, limits.appId, problems);
  }
}

function checkLength(path: string, text: string, most: number, problems: Problems): void {
  const length = [...text].length;
  if (length > most) problems.add(path, `has ${length} characters; the limit is ${most}`);
}

const without = (value: Readonly<Record<string, unknown>>, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));

import { checkCapability } from "./capability-spec";
import { badRequest } from "./errors";
import { isObject, isStringArray, type JsonObject } from "./json";
import { Problems } from "./problems";
import type { GroupRecord } from "./records";

/** The content of a new group. */
export type GroupSpec = Omit<GroupRecord, "id" | "createdTime" | "deletedTime">;

const MAX_NAME = 255;
const MAX_MEMBERS = 100;
const MAX_APP_IDS = 255;
const MAX_METADATA = { pairs: 16, key: 32, value: 512, total: 4096 };
const NOT_IN_DATA_MODELING = ["assetsacl", "relationshipsacl"];

/** Checks the groups of a create request and takes the fields that the API knows; other fields are ignored. */
export function parseGroupSpecs(items: readonly unknown[], dataModelingOnly: boolean): GroupSpec[] {
  const problems = new Problems();
  items.forEach((item, index) => {
    checkGroup(item, `items[${index}]`, dataModelingOnly, problems);
  });
  problems.throwIfAny("bare");
  if (items.some((item) => isObject(item) && item["members"] !== undefined && item["sourceId"] !== undefined)) {
    throw badRequest("Fields members, sourceId cannot be set at the same time");
  }
  return items.map((item) => {
    const fields = ["name", "sourceId", "members", "capabilities", "metadata", "attributes"];
    const known = Object.entries(item as JsonObject).filter(([key]) => fields.includes(key));
    return Object.fromEntries(known) as unknown as GroupSpec;
  });
}

function checkGroup(group: unknown, path: string, dataModelingOnly: boolean, problems: Problems): void {
  if (!isObject(group)) {
    problems.wrong(path, "must be an object");
    return;
  }
  const { name, sourceId, members, capabilities, metadata, attributes } = group as Record<string, unknown>;
  if (name === undefined) problems.missing(`${path}.name`);
  else if (typeof name !== "string" || name.length < 1 || name.length > MAX_NAME) {
    problems.wrong(`${path}.name`, `must be a string of 1 to ${MAX_NAME} characters`);
  }
  if (sourceId !== undefined && typeof sourceId !== "string") problems.wrong(`${path}.sourceId`, "must be a string");
  if (members !== undefined) checkMembers(members, `${path}.members`, problems);
  if (capabilities !== undefined) checkCapabilities(capabilities, `${path}.capabilities`, dataModelingOnly, problems);
  if (metadata !== undefined) checkMetadata(metadata, `${path}.metadata`, problems);
  if (attributes !== undefined) checkAttributes(attributes, `${path}.attributes`, problems);
}

function checkMembers(members: unknown, path: string, problems: Problems): void {
  if (members === "allUserAccounts") return;
  if (!isStringArray(members)) {
    problems.wrong(path, 'must be an array of strings or "allUserAccounts"');
    return;
  }
  if (members.length > MAX_MEMBERS) problems.wrong(path, `must have at most ${MAX_MEMBERS} entries`);
  if (members.includes("")) problems.wrong(path, "must not hold empty strings");
}

function checkCapabilities(list: unknown, path: string, dataModelingOnly: boolean, problems: Problems): void {
  if (!Array.isArray(list)) {
    problems.wrong(path, "must be an array");
    return;
  }
  list.forEach((capability: unknown, index) => {
    checkCapability(capability, `${path}[${index}]`, problems);
    if (!dataModelingOnly || !isObject(capability)) return;
    for (const acl of Object.keys(capability)) {
      if (NOT_IN_DATA_MODELING.includes(acl.toLowerCase())) {
        problems.say(`${acl} is not allowed in a project whose dataModelingStatus is DATA_MODELING_ONLY`);
      }
    }
  });
}

function checkMetadata(metadata: unknown, path: string, problems: Problems): void {
  if (!isObject(metadata)) {
    problems.wrong(path, "must be an object");
    return;
  }
  const pairs = Object.entries(metadata);
  let total = 0;
  for (const [key, value] of pairs) {
    if (typeof value !== "string") {
      problems.wrong(`${path}.${key}`, "must be a string");
      continue;
    }
    const bytes = { key: Buffer.byteLength(key), value: Buffer.byteLength(value) };
    if (bytes.key > MAX_METADATA.key)
      problems.wrong(`${path} key ${key}`, `must have at most ${MAX_METADATA.key} bytes`);
    if (bytes.value > MAX_METADATA.value) {
      problems.wrong(`${path}.${key}`, `must have at most ${MAX_METADATA.value} bytes`);
    }
    total += bytes.key + bytes.value;
  }
  if (pairs.length > MAX_METADATA.pairs) problems.wrong(path, `must have at most ${MAX_METADATA.pairs} pairs`);
  if (total > MAX_METADATA.total) problems.wrong(path, `must have at most ${MAX_METADATA.total} bytes in all`);
}

function checkAttributes(attributes: unknown, path: string, problems: Problems): void {
  if (!isObject(attributes)) {
    problems.wrong(path, "must be an object");
    return;
  }
  const token = attributes["token"];
  if (token === undefined) return;
  if (!isObject(token)) {
    problems.wrong(`${path}.token`, "must be an object");
    return;
  }
  const appIds = token["appIds"];
  if (appIds === undefined || appIds === null) return;
  const right =
    isStringArray(appIds) &&
    appIds.length >= 1 &&
    appIds.length <= MAX_APP_IDS &&
    appIds.every((id) => id.length >= 1 && id.length <= MAX_APP_IDS);
  if (!right) {
    problems.wrong(
      `${path}.token.appIds`,
      `must be an array of 1 to ${MAX_APP_IDS} strings of 1 to ${MAX_APP_IDS} characters`,
    );
  }
}

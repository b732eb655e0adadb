import type { GroupContent } from "../../groups/canonical";
import { RawCode } from "../../source-code/print";
import { isObject } from "../../validation/problems";
import { mapIds, Target } from "./targets";
import { holdsVariable, type Variables, WholeVariable } from "./variables";

/**
 * A group of the Toolkit's YAML as the API takes it: texts where the API wants them, and what scopes name in the place of
 * external IDs.
 *
 * @param variables - what tokens in it stand for; left out for what an environment has.
 */
export function groupContent(value: Record<string, unknown>, variables?: Variables): GroupContent {
  const { name, sourceId, members, capabilities, metadata, attributes } = value;
  const texts = isObject(metadata) ? mapValues(metadata, asText) : metadata;
  const content: GroupContent = {
    name: asText(name),
    ...(sourceId != null && { sourceId: asText(sourceId) }),
    ...(members != null && { members: Array.isArray(members) ? members.map(asText) : members }),
    ...(Array.isArray(capabilities) && {
      capabilities: capabilities.map((each) => wordsIn(plainNumbers(each), variables)),
    }),
    ...(texts != null && { metadata: texts }),
    ...(attributes != null && { attributes: plainNumbers(attributes) }),
  };
  return mapIds(content, (id, kind) => {
    if (id instanceof WholeVariable) {
      const isNumbers = valuesOf(id.token, variables).every((list) => Array.isArray(list) && list.every(isNumber));
      return isNumbers ? new WholeVariable(id.token, "number[]") : new Target(kind, id);
    }
    if (typeof id !== "string" || /^\d+$/.test(id)) return id;
    const values = valuesOf(id, variables);
    if (variables?.only(id) !== undefined && values.length > 0 && values.every(isNumber))
      return new WholeVariable(id, "number");
    return new Target(kind, id);
  });
}

/** The names of the security categories that a group's content holds. */
export function namesIn(content: GroupContent): string[] {
  const names: string[] = [];
  mapIds(content, (id, kind) => {
    if (kind === "securityCategories" && id instanceof Target && typeof id.called === "string") names.push(id.called);
    return id;
  });
  return names;
}

/** Actions that are variables, with the possible words as their type. */
function wordsIn(capability: unknown, variables: Variables | undefined): unknown {
  if (!isObject(capability) || variables === undefined) return capability;
  const typeOf = (token: string) =>
    [...new Set(valuesOf(token, variables).flatMap((value) => (Array.isArray(value) ? value : [value])))]
      .map((word) => JSON.stringify(String(word)))
      .join(" | ");
  const word = (action: unknown) =>
    typeof action === "string" && holdsVariable(action) ? new WholeVariable(action, typeOf(action)) : action;
  return mapValues(capability, (grant) => {
    if (!isObject(grant)) return grant;
    const { actions } = grant;
    if (actions instanceof WholeVariable)
      return { ...grant, actions: new WholeVariable(actions.token, `(${typeOf(actions.token)})[]`) };
    return Array.isArray(actions) ? { ...grant, actions: actions.map(word) } : grant;
  });
}

const valuesOf = (token: string, variables: Variables | undefined): unknown[] => [
  ...(variables?.only(token)?.values.values() ?? []),
];

const isNumber = (value: unknown) => /^\d+$/.test(String(value));

function plainNumbers(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (Array.isArray(value)) return value.map(plainNumbers);
  return isObject(value) && !(value instanceof RawCode) ? mapValues(value, plainNumbers) : value;
}

const asText = (value: unknown) => (value === null || value === undefined || isObject(value) ? value : String(value));

const mapValues = (value: Record<string, unknown>, change: (value: unknown) => unknown) =>
  Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(each)]));

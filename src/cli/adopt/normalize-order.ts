import { findAcl } from "../../capabilities/types";
import type { GroupContent } from "../../groups/canonical";
import { RawCode } from "../../source-code/print";
import { isObject } from "../../validation/problems";

/**
 * A group's content in one order, whatever order the service answers in: capabilities by ACL, actions as the catalogue
 * has them, IDs by number, everything else by the alphabet. So the same project always gives the same program.
 */
export function normalizeOrder(content: GroupContent): GroupContent {
  const { members, capabilities, metadata } = content;
  return {
    ...content,
    ...(Array.isArray(members) && { members: members.toSorted() }),
    ...(Array.isArray(capabilities) && { capabilities: byText(capabilities.map(normalizeCapability)) }),
    ...(isObject(metadata) && { metadata: normalizeJson(metadata) }),
  };
}

function normalizeCapability(capability: unknown): unknown {
  if (!isObject(capability)) return capability;
  return Object.fromEntries(
    Object.entries(capability).map(([acl, grant]) => {
      if (!isObject(grant) || !Array.isArray(grant["actions"])) return [acl, grant];
      const order = findAcl(acl)?.actions ?? [];
      const place = (action: unknown) => order.indexOf(String(action)) + (order.includes(String(action)) ? 0 : 1e6);
      const actions = byText(grant["actions"]).sort((a, b) => place(a) - place(b));
      return [acl, { ...grant, actions, scope: normalizeJson(grant["scope"]) }];
    }),
  );
}

/** Any JSON with its keys and its lists in one order. */
export function normalizeJson(value: unknown): unknown {
  if (Array.isArray(value))
    return value.every((each) => typeof each === "number")
      ? value.toSorted((a, b) => a - b)
      : byText(value.map(normalizeJson));
  if (!isObject(value) || value instanceof RawCode) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, normalizeJson(each)]),
  );
}

const byText = (list: readonly unknown[]): unknown[] =>
  list
    .map((each) => ({ each, text: JSON.stringify(each) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ each }) => each);

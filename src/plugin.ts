#!/usr/bin/env node
// The provider plugin, which the engine starts for programs in any language: Pulumi's provider protocol on the same
// handlers that `engine.ts` uses for the dynamic resources.
import { readFileSync } from "node:fs";
import path from "node:path";
import { type Kind, pluginTypeToken } from "./contract/resource-types";
import { groupFields } from "./groups/canonical";
import { findGroup, findGroups } from "./groups/find";
import { groupHandler } from "./groups/handler";
import { groupForm } from "./groups/schema-form";
import { plainForm } from "./lifecycle/schema-form";
import type { LookupFunction } from "./plugin/functions";
import type { ResourceKind } from "./plugin/resources";
import { type Served, serve } from "./plugin/server";
import {
  findAsset,
  findDataSet,
  findExtractionPipeline,
  findLocationFilter,
  findTimeSeries,
} from "./scope-targets/find";
import { findCategories, findCategory } from "./security-categories/find";
import { securityCategoryHandler } from "./security-categories/handler";
import { findSessions } from "./sessions/find";
import { declaredFields, sessionHandler, sessionOutputs } from "./sessions/handler";
import { inspect } from "./token/find";
import { findMine, findProfile, findProfiles, search } from "./user-profiles/find";

const group = { toSchema: groupForm.toSchema };

const lookups = {
  getAsset: { find: findAsset },
  getDataSet: { find: findDataSet },
  getExtractionPipeline: { find: findExtractionPipeline },
  getGroup: { find: findGroup, ...group },
  getGroups: { find: findGroups, under: "groups", ...group },
  getLocationFilter: { find: findLocationFilter },
  getMyUserProfile: { find: findMine },
  getSecurityCategories: { find: findCategories, under: "securityCategories" },
  getSecurityCategory: { find: findCategory },
  getSessions: { find: findSessions, under: "sessions" },
  getTimeSeries: { find: findTimeSeries },
  getUserProfile: { find: findProfile, under: "userProfile" },
  getUserProfiles: { find: findProfiles, under: "userProfiles" },
  inspectToken: { find: inspect },
  searchUserProfiles: { find: search, under: "userProfiles" },
};

/** The names of each kind's properties in handlers and the schema, and which of them are secrets. */
export const forms = {
  Group: { form: groupForm, inputs: groupFields, outputs: ["groupId"], secrets: [] },
  SecurityCategory: { form: plainForm, inputs: ["name"], outputs: ["categoryId"], secrets: [] },
  Session: { form: plainForm, inputs: declaredFields, outputs: sessionOutputs, secrets: ["nonce", "clientSecret"] },
} as const satisfies Record<Kind, Omit<ResourceKind, "kind" | "handler">>;

/** The resources and functions by their tokens. */
export const served: Served = {
  schema: () => readFileSync(path.join(__dirname, "schema.json"), "utf8"),
  resources: (context) => ({
    [pluginTypeToken("Group")]: { kind: "Group", handler: groupHandler(context), ...forms.Group },
    [pluginTypeToken("SecurityCategory")]: {
      kind: "SecurityCategory",
      handler: securityCategoryHandler(context),
      ...forms.SecurityCategory,
    },
    [pluginTypeToken("Session")]: { kind: "Session", handler: sessionHandler(context), ...forms.Session },
  }),
  functions: Object.fromEntries(
    Object.entries(lookups).map(([name, lookup]) => [`cognite-iam:index:${name}`, lookup as LookupFunction]),
  ),
};

// Tests load it without starting it.
if (require.main === module) void serve(served);

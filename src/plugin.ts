#!/usr/bin/env node
// The provider plugin, which the engine starts for programs of any language: Pulumi's provider protocol on the same handlers
// that `engine.ts` gives to the dynamic resources.
import { readFileSync } from "node:fs";
import path from "node:path";
import { groupFields } from "./groups/canonical";
import { groupHandler } from "./groups/handler";
import { groupForm } from "./groups/schema-form";
import { plainForm } from "./lifecycle/schema-form";
import { serve } from "./plugin/server";
import { securityCategoryHandler } from "./security-categories/handler";
import { declaredFields, sessionHandler, sessionOutputs } from "./sessions/handler";

void serve({
  schema: () => readFileSync(path.join(__dirname, "schema.json"), "utf8"),
  resources: (context) => ({
    "cognite-iam:index:Group": {
      kind: "Group",
      handler: groupHandler(context),
      form: groupForm,
      inputs: groupFields,
      outputs: ["groupId"],
      secrets: [],
    },
    "cognite-iam:index:SecurityCategory": {
      kind: "SecurityCategory",
      handler: securityCategoryHandler(context),
      form: plainForm,
      inputs: ["name"],
      outputs: ["categoryId"],
      secrets: [],
    },
    "cognite-iam:index:Session": {
      kind: "Session",
      handler: sessionHandler(context),
      form: plainForm,
      inputs: declaredFields,
      outputs: sessionOutputs,
      secrets: ["nonce", "clientSecret"],
    },
  }),
});

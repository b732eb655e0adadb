#!/usr/bin/env node
// The provider plugin, which the engine starts for programs of any language.
import { readFileSync } from "node:fs";
import path from "node:path";
import { serve } from "./plugin/server";
import { served } from "./served";

void serve({ ...served, schema: () => readFileSync(path.join(__dirname, "schema.json"), "utf8") });

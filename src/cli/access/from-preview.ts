import { kindOfType } from "../../contract/resource-types";
import { CdfError } from "../../errors";
import { isObject, objectOf } from "../../validation/problems";
import { accessInResources, connectionProject } from "./from-state";
import type { AccessGroup } from "./model";
import { declaredGroup } from "./report";

/** The groups that a preview changes, as they are and as they would be; what stays the same is in neither. */
export interface PreviewedAccess {
  before: AccessGroup[];
  after: AccessGroup[];
  notes: string[];
}

/** Steps that say again what another step of the same resource says. */
const repeated = new Set(["delete-replaced", "discard-replaced", "remove-pending-replace"]);

/** Steps that would take the old group away. */
const leaving = new Set(["delete", "replace", "create-replacement"]);

/** Steps after which everything is as before, as far as access goes: a look-up, and a resource that is only forgotten. */
const looking = new Set(["same", "read", "read-replacement", "read-discard", "discard"]);

/**
 * The groups that `pulumi preview --json` would change.
 * @throws CdfError `INVALID_ARGUMENT` when the text is something else, or the preview failed.
 */
export function accessInPreview(preview: unknown): PreviewedAccess {
  const steps = stepsIn(preview);
  const notes: string[] = [];
  const pairs = new Map<string, { before: AccessGroup | undefined; after: AccessGroup | undefined }>();
  const planned = new Set(steps.flatMap((step) => (step.op === "refresh" ? [] : [step.urn])));
  for (const step of steps) {
    if (repeated.has(step.op) || looking.has(step.op)) continue;
    // The steps that follow a refresh start from what it found; only without such steps does it count itself.
    if (step.op === "refresh" && planned.has(step.urn)) continue;
    const before = groupIn(step["oldState"]);
    const after = step.op === "delete" ? undefined : groupIn(step["newState"]);
    if (before === undefined && after === undefined) continue;
    if (before !== undefined && retained(step["oldState"]) && leaving.has(step.op)) {
      notes.push(`${JSON.stringify(before.name)} is kept (retainOnDelete): it stays in the project, unmanaged`);
      if (after !== undefined) pairs.set(step.urn, { before: undefined, after });
      continue;
    }
    const imported = after && importIdOf(step);
    if (imported !== undefined && before === undefined)
      notes.push(`${JSON.stringify(after?.name)} is imported unchanged, with its ID ${imported}`);
    else pairs.set(step.urn, { before, after });
  }
  const connected = connectionProject(steps.flatMap((step) => [step["oldState"], step["newState"]]));
  const groups = (side: "before" | "after") =>
    [...pairs.values()].flatMap((pair): AccessGroup[] => {
      const group = pair[side];
      if (group === undefined) return [];
      // A group that names no project stays where it was, or is created in the connection's project.
      const project = group.project ?? pair.before?.project ?? connected;
      return [project === undefined ? group : { ...group, project }];
    });
  return { before: groups("before"), after: groups("after"), notes };
}

type Step = Record<string, unknown> & { op: string; urn: string };

/**
 * The steps of `pulumi preview --json`.
 * @throws CdfError `INVALID_ARGUMENT` when the text is something else, or the preview failed.
 */
export function stepsIn(preview: unknown): Step[] {
  const steps = isObject(preview) ? preview["steps"] : undefined;
  const failure = failureOf(preview);
  if (failure !== undefined)
    throw new CdfError("INVALID_ARGUMENT", `is a preview that failed, so its changes are not known: ${failure}`);
  if (!Array.isArray(steps)) throw new CdfError("INVALID_ARGUMENT", "is not the output of `pulumi preview --json`");
  return steps.filter(isStep);
}

/**
 * A preview's first error, after which it has no more steps. Its first line may say only that the program failed, so all lines
 * count, as a compiler's do, but those of a stack trace.
 */
function failureOf(preview: unknown): string | undefined {
  const diagnostics = isObject(preview) ? preview["diagnostics"] : undefined;
  if (!Array.isArray(diagnostics)) return undefined;
  const error = diagnostics.find((each) => isObject(each) && each["severity"] === "error");
  if (error === undefined) return undefined;
  const [first = "", ...rest] = String(error.message ?? "")
    .replace(/^error: /, "")
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s+at /.test(line));
  return [first, ...rest.slice(0, mostLines).map((line) => `  ${line}`)].join("\n");
}

/** A program may have any number of errors, and one is mended at a time. */
const mostLines = 20;

const isStep = (step: unknown): step is Step =>
  isObject(step) && typeof step["op"] === "string" && typeof step["urn"] === "string";

function groupIn(state: unknown): AccessGroup | undefined {
  if (!isObject(state) || kindOfType(state["type"]) !== "Group") return undefined;
  const [group] = accessInResources([state]).groups;
  return group && declaredGroup(group);
}

/** A dynamic resource has the ID among its inputs; a resource of the plugin is imported by the engine, in a step of its own. */
function importIdOf({ op, newState }: Step): string | undefined {
  const { id, inputs } = objectOf(newState);
  const imported = op === "import" ? id : objectOf(inputs)["importId"];
  return imported === undefined ? undefined : String(imported);
}

const retained = (state: unknown): boolean => isObject(state) && state["retainOnDelete"] === true;

import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Document, isMap, isScalar, parseDocument } from "yaml";
import { type ConnectionArgs, configNamespace, connectionKeys, settingIn } from "../../connection/settings";
import { CdfError } from "../../errors";
import { isObject, objectOf } from "../../validation/problems";

/** What goes into the config of a stack. */
export interface StackSettings {
  /** The IDs to import, by the names of the resources. */
  import: ReadonlyMap<string, number>;
  /** The CDF project, where the program is for several. */
  project?: string | undefined;
  /** The program's own settings. */
  values?: ReadonlyMap<string, unknown>;
}

/** The file of a stack's config. */
export const stackFileOf = (stack: string): string => `Pulumi.${stack.split("/").at(-1)}.yaml`;

/** The stack that a folder is for: the only one that has a file there, else `dev`. */
export function stackIn(folder: string): string {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const stacks = files.flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? []);
  return stacks.length === 1 && stacks[0] !== undefined ? stacks[0] : "dev";
}

/**
 * The settings of the connection in the file of a stack, if there is one.
 * @returns "secrets" where some are encrypted.
 */
export function connectionIn(folder: string, stack: string): ConnectionArgs | "secrets" | undefined {
  const file = path.join(folder, stackFileOf(stack));
  if (!existsSync(file)) return undefined;
  const config = objectOf(objectOf(parsed(readFileSync(file, "utf8"), file).toJS())["config"]);
  const own = connectionKeys.map((key) => [key, settingIn((name) => config[name], key)] as const);
  return own.some(([, value]) => isObject(value)) ? "secrets" : Object.fromEntries(own);
}

/**
 * The file of a stack's config with settings in it, all else as it was: comments, order, secrets. The IDs to import join those
 * that are there; any other setting that is there stays.
 *
 * @param text - the file as it is; undefined when there is none.
 * @param kept - gets each key that has another value already.
 */
export function mergedStackFile(
  { folder, stack, pulumiProject }: { folder: string; stack: string; pulumiProject: string },
  settings: StackSettings,
  kept: string[] = [],
): { name: string; text: string } {
  const name = stackFileOf(stack);
  const file = path.join(folder, name);
  const document = parsed(existsSync(file) ? readFileSync(file, "utf8") : "", file);
  if (!isMap(document.contents)) document.contents = document.createNode({});
  if (!isMap(document.get("config"))) document.set("config", document.createNode({}));
  const setMissing = (key: string, value: unknown) => {
    const [before, after] = [document.getIn(["config", key]), document.createNode(value)];
    if (before === undefined) document.setIn(["config", key], after);
    else if (JSON.stringify(before) !== JSON.stringify(after)) kept.push(key);
  };
  if (settings.project !== undefined) setMissing(`${configNamespace}:project`, settings.project);
  for (const [key, value] of settings.values ?? []) setMissing(`${pulumiProject}:${key}`, value);
  const importKey = `${pulumiProject}:import`;
  if (settings.import.size > 0 && !isMap(document.getIn(["config", importKey])))
    document.setIn(["config", importKey], document.createNode({}));
  // As texts: Pulumi would round a long number.
  for (const [resource, id] of settings.import) document.setIn(["config", importKey, resource], String(id));
  return { name, text: document.toString({ lineWidth: 0 }) };
}

function parsed(text: string, file: string): Document {
  const document = parseDocument(text, { logLevel: "error" });
  const [error] = document.errors;
  if (error !== undefined)
    throw new CdfError("INVALID_ARGUMENT", `${file} is not valid YAML: ${error.message.split("\n")[0]}`);
  if (
    document.contents !== null &&
    !isMap(document.contents) &&
    !(isScalar(document.contents) && document.contents.value === null)
  )
    throw new CdfError("INVALID_ARGUMENT", `${file} is not a map of settings`);
  return document;
}

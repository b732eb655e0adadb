import ts from "typescript";
import type { Sources } from "../../../src/cli/adopt/program";

/** What a program has declared with `new iam.…`. */
export interface Made {
  kind: string;
  name: string;
  args: Record<string, unknown>;
  opts: { import?: string };
}

/** What a program reads of its surroundings. */
export type Config = Readonly<Record<string, unknown>>;

/**
 * Runs generated sources with a stand-in for the package: an id is what `import` names, and a lookup gives what `found` has
 * by the name or the external id.
 */
export function runProgram(
  sources: Sources,
  config: Config = {},
  found: Readonly<Record<string, number>> = {},
): Made[] {
  const made: Made[] = [];
  const resource = (kind: string) =>
    function Resource(this: Record<string, unknown>, name: string, args: Record<string, unknown>, opts = {}) {
      const one = { kind, name, args, opts };
      made.push(one);
      this["categoryId"] = Number(one.opts["import" as keyof object] ?? -made.length);
    };
  const lookup = ({ externalId, name }: { externalId?: string; name?: string }) => ({
    id: found[externalId ?? name ?? ""],
  });
  const required = (key: string) => {
    if (config[key] === undefined) throw new Error(`no setting ${key}`);
    return config[key];
  };
  const packages: Readonly<Record<string, unknown>> = {
    "pulumi-cognite-iam": {
      Group: resource("Group"),
      SecurityCategory: resource("SecurityCategory"),
      getSecurityCategoryOutput: lookup,
      getDataSetOutput: lookup,
      getExtractionPipelineOutput: lookup,
      getTimeSeriesOutput: lookup,
      getAssetOutput: lookup,
      getLocationFilterOutput: lookup,
      unlisted: (capability: object) => ({ ...capability, unlisted: true }),
    },
    "@pulumi/pulumi": {
      Config: class {
        getObject = (key: string) => config[key];
        require = (key: string) => String(required(key));
        requireNumber = (key: string) => Number(required(key));
        requireObject = required;
      },
      RunError: Error,
    },
  };
  const loaded = new Map<string, object>();
  const load = (name: string): object => {
    const before = loaded.get(name);
    if (before !== undefined) return before;
    const exports = {};
    loaded.set(name, exports);
    const require = (path: string) => (path.startsWith("./") ? load(path.slice(2)) : packages[path]);
    const source = sources[`${name}.ts`];
    if (source === undefined) throw new Error(`no such file: ${name}.ts`);
    new Function("require", "exports", asCommonJs(source))(require, exports);
    return exports;
  };
  load("index");
  return made;
}

/** As Pulumi runs it. */
const asCommonJs = (source: string) =>
  ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } })
    .outputText;

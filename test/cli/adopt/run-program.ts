import type { Sources } from "../../../src/cli/adopt/program";

/** What a program has declared with `new iam.…`. */
export interface DeclaredResource {
  kind: string;
  name: string;
  args: Record<string, unknown>;
  opts: { import?: string };
}

/** Runs generated sources with a stand-in for the package: an id is what `import` names. */
export function runProgram(sources: Sources, config: Readonly<Record<string, number>> = {}): DeclaredResource[] {
  const made: DeclaredResource[] = [];
  const resource = (kind: string) =>
    function Resource(this: Record<string, unknown>, name: string, args: Record<string, unknown>, opts = {}) {
      const one = { kind, name, args, opts };
      made.push(one);
      this["categoryId"] = Number(one.opts["import" as keyof object] ?? -made.length);
    };
  const packages: Readonly<Record<string, unknown>> = {
    "pulumi-cognite-iam": {
      Group: resource("Group"),
      SecurityCategory: resource("SecurityCategory"),
      unlisted: (capability: object) => ({ ...capability, unlisted: true }),
    },
    "@pulumi/pulumi": {
      Config: class {
        requireNumber = (key: string) => config[key];
      },
    },
  };
  const loaded = new Map<string, object>();
  const load = (name: string): object => {
    const before = loaded.get(name);
    if (before !== undefined) return before;
    const exports = {};
    loaded.set(name, exports);
    const require = (path: string) => (path.startsWith("./") ? load(path.slice(2)) : packages[path]);
    new Function("require", "exports", asCommonJs(sources[`${name}.ts`] ?? "throw new Error('no such file')"))(
      require,
      exports,
    );
    return exports;
  };
  load("index");
  return made;
}

/** Generated source has no types in it, and no line of a string begins a line. */
const asCommonJs = (source: string) =>
  source
    .replaceAll(/^import \* as (\w+) from (".*");$/gm, "const $1 = require($2);")
    .replaceAll(/^import \{([^}]*)\} from (".*");$/gm, "const {$1} = require($2);")
    .replaceAll(/^import (".*");$/gm, "require($1);")
    .replaceAll(/^export const (\S+) =/gm, "const $1 = exports.$1 =")
    .replaceAll(/^export \{\};$/gm, "");

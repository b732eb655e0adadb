import { checkCapabilities } from "../capabilities/check";
import { isObject, Problems } from "../validation/problems";
import { unknownValue } from "../validation/unknown";
import { CategoryName, FunctionCall, RawCode } from "./print";

/** What stands in a program for what JSON cannot say. */
export interface SourceOptions {
  /** The code that stands for a security category, where there is any. */
  reference?: (category: number | CategoryName) => string | undefined;
  /** A call of a function of this package. Default: source text. */
  call?: (name: string, argument: unknown) => unknown;
}

/** Whether the catalogue knows the ACL, its actions and its scope. */
export function isListed(capability: unknown): boolean {
  const problems = new Problems();
  checkCapabilities([withUnknowns(capability)], problems);
  return problems.errors.length === 0;
}

/** JSON in which the engine's word for a value that is not known yet stands for each piece of source text. */
export function withUnknowns(value: unknown): unknown {
  if (value instanceof RawCode) return unknownValue;
  if (Array.isArray(value)) return value.map(withUnknowns);
  return mapProperties(value, (_, each) => withUnknowns(each));
}

/** A capability as a program would write it. */
export function capabilityToSourceCode(capability: unknown, options: SourceOptions): unknown {
  const source = mapProperties(capability, (acl, grant) =>
    mapProperties(grant, (part, value) => (part === "scope" ? scopeToSourceCode(acl, value, options) : value)),
  );
  if (isListed(capability)) return source;
  const { call = (name, argument) => new FunctionCall(name, argument) } = options;
  return call("iam.unlisted", source);
}

function scopeToSourceCode(acl: string, scope: unknown, options: SourceOptions): unknown {
  return mapProperties(scope, (key, content) =>
    mapProperties(content, (field, value) => {
      if (key === "tableScope" && field === "dbsToTables")
        return mapProperties(value, (_, tables) => spellWholeDatabase(tables));
      if (acl !== "securityCategoriesAcl" || field !== "ids" || !Array.isArray(value)) return value;
      return value.map((id) => {
        const code = typeof id === "number" || id instanceof CategoryName ? options.reference?.(id) : undefined;
        return code ? new RawCode(code) : id;
      });
    }),
  );
}

function spellWholeDatabase(database: unknown): unknown {
  const isWhole = isObject(database) && Array.isArray(database["tables"]) && database["tables"].length === 0;
  return isWhole ? {} : database;
}

/** A copy of an object with each property's value changed; anything else as it is. */
function mapProperties(value: unknown, change: (key: string, value: unknown) => unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(key, each)]));
}

import { unlistedWords } from "../capabilities/check";
import { isObject } from "../validation/problems";
import { unknownValue } from "../validation/unknown";
import { FunctionCall, RawCode } from "./print";

/** How source text calls a function of this package. */
export type Caller = (name: string, argument: unknown) => unknown;

/** JSON with the engine's word for an unknown value in the place of each piece of source text. */
export function withUnknowns(value: unknown): unknown {
  if (value instanceof RawCode) return unknownValue;
  if (Array.isArray(value)) return value.map(withUnknowns);
  return mapProperties(value, (_, each) => withUnknowns(each));
}

/** A capability as a program would write it. */
export function capabilityToSourceCode(
  capability: unknown,
  call: Caller = (name, argument) => new FunctionCall(name, argument),
): unknown {
  const code = mapProperties(capability, (_, grant) =>
    mapProperties(grant, (part, value) => (part === "scope" ? scopeToSourceCode(value) : value)),
  );
  return unlistedWords(withUnknowns(capability)).length === 0 ? code : call("iam.unlisted", code);
}

function scopeToSourceCode(scope: unknown): unknown {
  return mapProperties(scope, (key, content) =>
    mapProperties(content, (field, value) =>
      key === "tableScope" && field === "dbsToTables"
        ? mapProperties(value, (_, tables) => spellWholeDatabase(tables))
        : value,
    ),
  );
}

/** The API and the Toolkit write a whole database as an empty list of tables, of which the check warns. */
function spellWholeDatabase(database: unknown): unknown {
  const tables = isObject(database) ? database["tables"] : database;
  return Array.isArray(tables) && tables.length === 0 ? {} : database;
}

/** A copy of an object with each property's value changed; anything else as it is. */
export function mapProperties(value: unknown, change: (key: string, value: unknown) => unknown): unknown {
  if (!isObject(value) || value instanceof RawCode) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(key, each)]));
}

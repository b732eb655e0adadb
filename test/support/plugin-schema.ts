import { readFileSync } from "node:fs";
import path from "node:path";

/** A type in Pulumi's schema. */
export interface SchemaType {
  type?: string;
  $ref?: string;
  items?: SchemaType;
  additionalProperties?: SchemaType;
  oneOf?: SchemaType[];
  enum?: { value: string }[];
  properties?: Record<string, SchemaType>;
  required?: string[];
  description?: string;
  secret?: boolean;
}

/** A resource in Pulumi's schema. */
export interface SchemaResource {
  description: string;
  inputProperties: Record<string, SchemaType>;
  requiredInputs: string[];
  properties: Record<string, SchemaType>;
  required: string[];
}

/** What the plugin tells the languages. */
export interface PluginSchema {
  types: Record<string, SchemaType>;
  config: { variables: Record<string, SchemaType> };
  provider: { inputProperties: Record<string, SchemaType> };
  resources: Record<string, SchemaResource>;
  functions: Record<string, { description: string; inputs: SchemaType; outputs: SchemaType }>;
  [other: string]: unknown;
}

export const root = path.resolve(__dirname, "../..");

/** The committed schema. */
export const pluginSchema: PluginSchema = JSON.parse(readFileSync(path.join(root, "schema.json"), "utf8"));

/** The token of a resource, function or type. */
export const tokenOf = (name: string): string => `cognite-iam:index:${name}`;

/** Where a value is not what a type says. A reference of a YAML program, `${…}`, is taken to be right. */
export function mismatches(value: unknown, type: SchemaType, at = "$"): string[] {
  if (typeof value === "string" && value.startsWith("${")) return [];
  if (type.$ref === "pulumi.json#/Any") return [];
  if (type.$ref !== undefined) {
    const named = pluginSchema.types[type.$ref.replace("#/types/", "")];
    return named === undefined ? [`${at}: there is no type ${type.$ref}`] : mismatches(value, named, at);
  }
  if (type.oneOf !== undefined) {
    const all = type.oneOf.map((each) => mismatches(value, each, at));
    return all.some((each) => each.length === 0) ? [] : all.flat();
  }
  if (type.enum?.every((each) => each.value !== value)) return [`${at}: ${String(value)} is not in the enum`];
  if (type.type === "array")
    return Array.isArray(value)
      ? value.flatMap((each, i) => mismatches(each, type.items ?? {}, `${at}[${i}]`))
      : [`${at}: ${JSON.stringify(value)} is no list`];
  if (type.type === "object") return objectMismatches(value, type, at);
  const isRight = type.type === "integer" ? Number.isSafeInteger(value) : typeof value === type.type;
  return isRight ? [] : [`${at}: ${JSON.stringify(value)} is no ${type.type}`];
}

function objectMismatches(value: unknown, type: SchemaType, at: string): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${at}: is no object`];
  const { properties = {}, additionalProperties, required = [] } = type;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  const missing = required.filter((name) => !entries.some(([key]) => key === name));
  return [
    ...missing.map((name) => `${at}: lacks ${name}`),
    ...entries.flatMap(([key, each]) => {
      const known = properties[key] ?? additionalProperties;
      return known === undefined ? [`${at}: has ${key}, too`] : mismatches(each, known, `${at}.${key}`);
    }),
  ];
}

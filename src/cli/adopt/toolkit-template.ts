import { isObject } from "../../validation/problems";
import type { Environment } from "./toolkit-config";
import { holdsVariable, type Variables, WholeVariable } from "./variables";

/** A template differs from the values that the Toolkit produces from it. */
export class ShapeError extends Error {}

/**
 * A template, checked against what the Toolkit produces from it in each environment; a variable that is a list there is a list here.
 * @throws ShapeError when the program would declare something else.
 */
export function againstValues<T>(
  template: T,
  values: ReadonlyMap<Environment, unknown>,
  variables: Variables,
  place = "the object",
): T {
  return held(template, values, variables, place) as T;
}

function held(
  template: unknown,
  values: ReadonlyMap<Environment, unknown>,
  variables: Variables,
  place: string,
): unknown {
  const all = [...values];
  if (typeof template === "string" && holdsVariable(template)) return heldText(template, all, variables, place);
  if (Array.isArray(template)) {
    if (!all.every(([, value]) => Array.isArray(value) && value.length === template.length))
      throw new ShapeError(place);
    return template.map((each, i) =>
      held(
        each,
        mapped(all, (value) => (value as unknown[])[i]),
        variables,
        `${place}[${i}]`,
      ),
    );
  }
  if (isObject(template)) {
    const keys = Object.keys(template);
    if (!all.every(([, value]) => isObject(value) && Object.keys(value).length === keys.length))
      throw new ShapeError(place);
    return Object.fromEntries(
      keys.map((key) => {
        const own = new Map(
          all.map(([environment, value]) => {
            const name = variables.expand(key, environment.name) ?? key;
            if (!Object.hasOwn(value as object, name)) throw new ShapeError(`${place}.${variables.shown(key)}`);
            return [environment, (value as Record<string, unknown>)[name]] as const;
          }),
        );
        return [key, held(template[key], own, variables, variables.shown(key))];
      }),
    );
  }
  if (!all.every(([, value]) => value === template)) throw new ShapeError(place);
  return template;
}

function heldText(
  template: string,
  all: readonly (readonly [Environment, unknown])[],
  variables: Variables,
  place: string,
) {
  const isList = all.some(([, value]) => Array.isArray(value));
  if (isList && variables.only(template) !== undefined && all.every(([, value]) => Array.isArray(value)))
    return new WholeVariable(template, "string[]");
  for (const [environment, value] of all) {
    const text = variables.expand(template, environment.name);
    const isSame = text === undefined || text === (value === null || value === undefined ? "" : String(value));
    if (!isSame || (typeof value === "object" && value !== null)) throw new ShapeError(place);
  }
  return template;
}

const mapped = (all: readonly (readonly [Environment, unknown])[], change: (value: unknown) => unknown) =>
  new Map(all.map(([environment, value]) => [environment, change(value)]));

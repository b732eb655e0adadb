import * as z from "zod";
import { isObject } from "../validation/problems";

/**
 * An object in an answer of the service: unknown fields pass through, and `null` in an optional field means that it is
 * absent.
 */
export const answerObject = <S extends z.ZodRawShape>(shape: S) =>
  z.preprocess((value) => withoutNulls(value, (key) => isOptional(shape[key])), z.looseObject(shape));

/** Entries in an answer of the service, all optional: one whose value is `null` is absent. */
export const answerRecord = <V extends z.core.SomeType>(value: V) =>
  z.preprocess((pairs) => withoutNulls(pairs, () => true), z.record(z.string(), value));

const isOptional = (field: unknown) => field instanceof z.ZodType && field.isOptional();

function withoutNulls(value: unknown, mayLack: (key: string) => boolean): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key, each]) => each !== null || !mayLack(key)));
}

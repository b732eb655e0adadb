import * as z from "zod";
import { isObject } from "../validation/problems";

/**
 * An object in an answer of the service: what it does not know passes through, and `null` in a field that need not be there
 * means that it is absent.
 */
export const answerObject = <S extends z.ZodRawShape>(shape: S) =>
  z.preprocess((value) => withoutNulls(value, (key) => isOptional(shape[key])), z.looseObject(shape));

/** Pairs in an answer of the service, of which none need be there: one whose value is `null` is absent. */
export const answerRecord = <V extends z.core.SomeType>(value: V) =>
  z.preprocess((pairs) => withoutNulls(pairs, () => true), z.record(z.string(), value));

const isOptional = (field: unknown) => field instanceof z.ZodType && field.isOptional();

function withoutNulls(value: unknown, mayLack: (key: string) => boolean): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key, each]) => each !== null || !mayLack(key)));
}

import * as pulumi from "@pulumi/pulumi";
import type { ScopeId } from "../capabilities/types";
import type { DeepInput } from "../program/dynamic-resource";
import { isObject } from "../validation/problems";
import type { CapabilityArgs } from "./resource";

/** A data set: its ID as a number or decimal digits, or an object with that `id`, such as a result of `getDataSet`. */
export type DataSetId =
  | ScopeId
  | {
      /** Its ID, as a number or decimal digits. */
      readonly id: ScopeId;
    };

/**
 * READ for the content of data sets: `assetsAcl`, `eventsAcl`, `filesAcl`, `timeSeriesAcl`, `sequencesAcl`,
 * `relationshipsAcl` and `labelsAcl`, each with the `datasetScope` of these IDs. These are ordinary capabilities:
 * spread them among your own. Seeing the data sets themselves also needs `datasetsAcl`.
 *
 * In projects for data modeling only, the service refuses `assetsAcl` and `relationshipsAcl`.
 *
 * @param ids - data sets, as `getDataSet` and `getDataSetOutput` return them, or their internal IDs, as numbers or
 * decimal digits.
 * @example
 * ```ts
 * const pumps = iam.getDataSetOutput({ externalId: "ds_pumps" });
 * new iam.Group("readers", { name: "readers", sourceId: "f3c1…", capabilities: [...iam.readInDataSets([pumps])] });
 * ```
 */
export const readInDataSets = (ids: DeepInput<readonly DataSetId[]>): CapabilityArgs[] => inDataSets(["READ"], ids);

/**
 * READ and WRITE for the content of data sets; the same ACLs and scope as {@link readInDataSets}.
 *
 * @param ids - data sets, as for {@link readInDataSets}.
 */
export const readWriteInDataSets = (ids: DeepInput<readonly DataSetId[]>): CapabilityArgs[] =>
  inDataSets(["READ", "WRITE"], ids);

function inDataSets(actions: readonly ("READ" | "WRITE")[], ids: DeepInput<readonly DataSetId[]>): CapabilityArgs[] {
  const grant = () => ({ actions: [...actions], scope: { datasetScope: { ids: idsOf(ids) } } });
  return [
    { assetsAcl: grant() },
    { eventsAcl: grant() },
    { filesAcl: grant() },
    { timeSeriesAcl: grant() },
    { sequencesAcl: grant() },
    { relationshipsAcl: grant() },
    { labelsAcl: grant() },
  ];
}

/** The IDs, as far as they are known here: a plain list stays a list, and its elements may be inputs. */
function idsOf(dataSets: DeepInput<readonly DataSetId[]>): DeepInput<readonly ScopeId[]> {
  if (isList(dataSets)) return dataSets.map((each) => (isLater(each) ? pulumi.output(each).apply(idOf) : idOf(each)));
  // A value that is not a list is refused in the preview, as in any other capability.
  return pulumi.output(dataSets).apply((known) => (isList(known) ? known.map(idOf) : known)) as pulumi.Output<
    ScopeId[]
  >;
}

const isList = <T>(input: pulumi.Input<readonly T[]>): input is readonly T[] => Array.isArray(input);

const isLater = <T>(input: pulumi.Input<T>): input is pulumi.Output<T> | Promise<T> =>
  pulumi.Output.isInstance(input) || input instanceof Promise;

const idOf = <T>(dataSet: T | { readonly id: T }): T =>
  (isObject(dataSet) && "id" in dataSet ? dataSet.id : dataSet) as T;

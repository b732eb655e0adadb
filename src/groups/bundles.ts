import * as pulumi from "@pulumi/pulumi";
import type { ScopeId } from "../capabilities/types";
import type { DeepInput } from "../program/dynamic-resource";
import { isObject } from "../validation/problems";
import type { CapabilityArgs } from "./resource";

/** A data set: its id as a number or in decimal digits, or what has that `id`, as a result of `getDataSet` does. */
export type DataSetId =
  | ScopeId
  | {
      /** Its id, as a number or in decimal digits. */
      readonly id: ScopeId;
    };

/**
 * READ on what is in some data sets: `assetsAcl`, `eventsAcl`, `filesAcl`, `timeSeriesAcl`, `sequencesAcl`,
 * `relationshipsAcl` and `labelsAcl`, each in the `datasetScope` of these ids. They are capabilities like any other: spread
 * them among your own. To see the data sets themselves takes `datasetsAcl` as well.
 *
 * In projects for data modeling only, the service refuses `assetsAcl` and `relationshipsAcl`.
 *
 * @param ids - data sets, as `getDataSet` and `getDataSetOutput` give them, or their internal ids, as numbers or decimal digits.
 * @example
 * ```ts
 * const pumps = iam.getDataSetOutput({ externalId: "ds_pumps" });
 * new iam.Group("readers", { name: "readers", sourceId: "f3c1…", capabilities: [...iam.readInDataSets([pumps])] });
 * ```
 */
export const readInDataSets = (ids: DeepInput<readonly DataSetId[]>): CapabilityArgs[] => inDataSets(["READ"], ids);

/**
 * READ and WRITE on what is in some data sets; the same ACLs and scope as {@link readInDataSets}.
 *
 * @param ids - data sets, as with {@link readInDataSets}.
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

/** The ids, as far as they are known here: a plain list stays one, whose elements may be inputs. */
function idsOf(dataSets: DeepInput<readonly DataSetId[]>): DeepInput<readonly ScopeId[]> {
  if (isList(dataSets)) return dataSets.map((each) => (isLater(each) ? pulumi.output(each).apply(idOf) : idOf(each)));
  // What is no list is refused at preview, as any other capability is.
  return pulumi.output(dataSets).apply((known) => (isList(known) ? known.map(idOf) : known)) as pulumi.Output<
    ScopeId[]
  >;
}

const isList = <T>(input: pulumi.Input<readonly T[]>): input is readonly T[] => Array.isArray(input);

const isLater = <T>(input: pulumi.Input<T>): input is pulumi.Output<T> | Promise<T> =>
  pulumi.Output.isInstance(input) || input instanceof Promise;

const idOf = <T>(dataSet: T | { readonly id: T }): T =>
  (isObject(dataSet) && "id" in dataSet ? dataSet.id : dataSet) as T;

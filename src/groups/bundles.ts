import type { ScopeId } from "../capabilities/types";
import type { DeepInput } from "../program/dynamic-resource";
import type { CapabilityArgs } from "./resource";

/**
 * READ on what is in some data sets: `assetsAcl`, `eventsAcl`, `filesAcl`, `timeSeriesAcl`, `sequencesAcl`,
 * `relationshipsAcl` and `labelsAcl`, each in the `datasetScope` of these ids. They are capabilities like any other: spread
 * them among your own. To see the data sets themselves takes `datasetsAcl` as well.
 *
 * In projects for data modeling only, the service refuses `assetsAcl` and `relationshipsAcl`.
 *
 * @param ids - internal ids of data sets, as numbers or decimal digits, which may come from other resources.
 * @example
 * ```ts
 * new iam.Group("readers", { name: "readers", sourceId: "f3c1…", capabilities: [...iam.readInDataSets([42])] });
 * ```
 */
export const readInDataSets = (ids: DeepInput<readonly ScopeId[]>): CapabilityArgs[] => inDataSets(["READ"], ids);

/**
 * READ and WRITE on what is in some data sets; the same ACLs and scope as {@link readInDataSets}.
 *
 * @param ids - internal ids of data sets, as numbers or decimal digits, which may come from other resources.
 */
export const readWriteInDataSets = (ids: DeepInput<readonly ScopeId[]>): CapabilityArgs[] =>
  inDataSets(["READ", "WRITE"], ids);

function inDataSets(actions: readonly ("READ" | "WRITE")[], ids: DeepInput<readonly ScopeId[]>): CapabilityArgs[] {
  const grant = () => ({ actions: [...actions], scope: { datasetScope: { ids } } });
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

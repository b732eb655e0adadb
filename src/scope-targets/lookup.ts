import type * as pulumi from "@pulumi/pulumi";
import type { ScopeTarget } from "../client/scope-targets";
import { invoke, invokeOutput, type LookupInputs } from "../program/lookup";
import {
  findAsset,
  findDataSet,
  findExtractionPipeline,
  findLocationFilter,
  findTimeSeries,
  type ScopeTargetArgs,
} from "./find";

/** {@link ScopeTargetArgs}, each of which may be an input. */
export type ScopeTargetInputs = LookupInputs &
  (
    | {
        /** The name that people give to it, to the letter. */
        externalId: pulumi.Input<string>;
      }
    | {
        /** Its id in CDF: a number, or its decimal digits. */
        id: pulumi.Input<number | string>;
      }
  );

/**
 * The data set of an external id or an id. What `datasetScope` of any ACL and `idScope` of `datasetsAcl` name. Lookups that run together share one request.
 * `POST /datasets/byids`; needs `datasetsAcl:READ`.
 *
 * @param args - exactly one of `externalId` and `id`.
 * @param opts - `provider`, or `parent` for its component's; default: the connection of the stack config and environment.
 * @throws NotFoundError when there is none, or the caller may not read it.
 * @throws AccessDeniedError when the caller has no right to read any, or not this one.
 * @throws CdfError `INVALID_ARGUMENT` for arguments that are not valid.
 * @throws ConfigError when the connection is not complete, or its provider's settings are known only after `up`.
 * @example
 * ```ts
 * const pumps = iam.getDataSetOutput({ externalId: "ds_pumps" });
 * new iam.Group("pump-readers", {
 *   name: "pump-readers",
 *   sourceId: "f3c1…",
 *   capabilities: [{ timeSeriesAcl: { actions: ["READ"], scope: { datasetScope: { ids: [pumps.id] } } } }],
 * });
 * ```
 */
export function getDataSet(args: ScopeTargetArgs, opts?: pulumi.InvokeOptions): Promise<ScopeTarget> {
  return invoke(findDataSet, args, opts);
}

/** The Output form of {@link getDataSet}, for arguments that are inputs; it runs when what they come from has been made. */
export function getDataSetOutput(
  args: ScopeTargetInputs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<ScopeTarget> {
  return invokeOutput(findDataSet, args, opts);
}

/**
 * The extraction pipeline of an external id or an id. What `extractionPipelineScope` of any ACL and `idScope` of `extractionPipelinesAcl` name. Lookups that run together share one request.
 * `POST /extpipes/byids`; needs `extractionPipelinesAcl:READ`.
 *
 * @param args - exactly one of `externalId` and `id`.
 * @param opts - `provider`, or `parent` for its component's; default: the connection of the stack config and environment.
 * @throws NotFoundError when there is none, or the caller may not read it.
 * @throws AccessDeniedError when the caller has no right to read any, or not this one.
 * @throws CdfError `INVALID_ARGUMENT` for arguments that are not valid.
 * @throws ConfigError when the connection is not complete, or its provider's settings are known only after `up`.
 * @example
 * ```ts
 * const historian = iam.getExtractionPipelineOutput({ externalId: "ep_historian" });
 * const capability = {
 *   extractionPipelinesAcl: { actions: ["READ"], scope: { idScope: { ids: [historian.id] } } },
 * } satisfies iam.CapabilityArgs;
 * ```
 */
export function getExtractionPipeline(args: ScopeTargetArgs, opts?: pulumi.InvokeOptions): Promise<ScopeTarget> {
  return invoke(findExtractionPipeline, args, opts);
}

/** The Output form of {@link getExtractionPipeline}, for arguments that are inputs; it runs when what they come from has been made. */
export function getExtractionPipelineOutput(
  args: ScopeTargetInputs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<ScopeTarget> {
  return invokeOutput(findExtractionPipeline, args, opts);
}

/**
 * The time series of an external id or an id. What `idscope` of `timeSeriesAcl` names. Lookups that run together share one request.
 * `POST /timeseries/byids`; needs `timeSeriesAcl:READ`.
 *
 * @param args - exactly one of `externalId` and `id`.
 * @param opts - `provider`, or `parent` for its component's; default: the connection of the stack config and environment.
 * @throws NotFoundError when there is none, or the caller may not read it.
 * @throws AccessDeniedError when the caller has no right to read any, or not this one.
 * @throws CdfError `INVALID_ARGUMENT` for arguments that are not valid.
 * @throws ConfigError when the connection is not complete, or its provider's settings are known only after `up`.
 * @example
 * ```ts
 * const pressure = iam.getTimeSeriesOutput({ externalId: "21-PT-1019" });
 * const capability = {
 *   timeSeriesAcl: { actions: ["READ"], scope: { idscope: { ids: [pressure.id] } } },
 * } satisfies iam.CapabilityArgs;
 * ```
 */
export function getTimeSeries(args: ScopeTargetArgs, opts?: pulumi.InvokeOptions): Promise<ScopeTarget> {
  return invoke(findTimeSeries, args, opts);
}

/** The Output form of {@link getTimeSeries}, for arguments that are inputs; it runs when what they come from has been made. */
export function getTimeSeriesOutput(
  args: ScopeTargetInputs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<ScopeTarget> {
  return invokeOutput(findTimeSeries, args, opts);
}

/**
 * The asset of an external id or an id. What `assetRootIdScope` names, if it is the root of its hierarchy. Lookups that run together share one request.
 * `POST /assets/byids`; needs `assetsAcl:READ`.
 *
 * @param args - exactly one of `externalId` and `id`.
 * @param opts - `provider`, or `parent` for its component's; default: the connection of the stack config and environment.
 * @throws NotFoundError when there is none, or the caller may not read it.
 * @throws AccessDeniedError when the caller has no right to read any, or not this one.
 * @throws CdfError `INVALID_ARGUMENT` for arguments that are not valid.
 * @throws ConfigError when the connection is not complete, or its provider's settings are known only after `up`.
 * @example
 * ```ts
 * const plant = iam.getAssetOutput({ externalId: "plant_oslo" });
 * const capability = {
 *   eventsAcl: { actions: ["READ"], scope: { assetRootIdScope: { rootIds: [plant.id] } } },
 * } satisfies iam.CapabilityArgs;
 * ```
 */
export function getAsset(args: ScopeTargetArgs, opts?: pulumi.InvokeOptions): Promise<ScopeTarget> {
  return invoke(findAsset, args, opts);
}

/** The Output form of {@link getAsset}, for arguments that are inputs; it runs when what they come from has been made. */
export function getAssetOutput(args: ScopeTargetInputs, opts?: pulumi.InvokeOutputOptions): pulumi.Output<ScopeTarget> {
  return invokeOutput(findAsset, args, opts);
}

/**
 * The location filter of an external id or an id. What `idScope` of `locationFiltersAcl` names. All lookups of a program share one list.
 * `POST /apps/v1/projects/{project}/storage/config/locationfilters/list`; needs `locationFiltersAcl:READ`.
 *
 * @param args - exactly one of `externalId` and `id`.
 * @param opts - `provider`, or `parent` for its component's; default: the connection of the stack config and environment.
 * @throws NotFoundError when there is none, or the caller may not read it.
 * @throws AccessDeniedError when the caller has no right to read any, or not this one.
 * @throws CdfError `INVALID_ARGUMENT` for arguments that are not valid.
 * @throws ConfigError when the connection is not complete, or its provider's settings are known only after `up`.
 * @example
 * ```ts
 * const oslo = iam.getLocationFilterOutput({ externalId: "lf_oslo" });
 * const capability = {
 *   locationFiltersAcl: { actions: ["READ"], scope: { idScope: { ids: [oslo.id] } } },
 * } satisfies iam.CapabilityArgs;
 * ```
 */
export function getLocationFilter(args: ScopeTargetArgs, opts?: pulumi.InvokeOptions): Promise<ScopeTarget> {
  return invoke(findLocationFilter, args, opts);
}

/** The Output form of {@link getLocationFilter}, for arguments that are inputs; it runs when what they come from has been made. */
export function getLocationFilterOutput(
  args: ScopeTargetInputs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<ScopeTarget> {
  return invokeOutput(findLocationFilter, args, opts);
}

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
        /** The name that people give it, exactly as written. */
        externalId: pulumi.Input<string>;
      }
    | {
        /** Its ID in CDF: a number, or its decimal digits. */
        id: pulumi.Input<number | string>;
      }
  );

/**
 * Looks up a data set by external ID or ID, for `datasetScope` of any ACL and `idScope` of `datasetsAcl`.
 * Lookups that run together share one request.
 * `POST /datasets/byids`; needs `datasetsAcl:READ`.
 *
 * @param args - exactly one of `externalId` and `id`.
 * @param opts - `provider`, or `parent` to use its provider. Default: the connection from the stack config and the environment.
 * @throws NotFoundError when it does not exist, or the caller may not read it.
 * @throws AccessDeniedError when the caller may not read any, or not this one.
 * @throws CdfError `INVALID_ARGUMENT` for invalid arguments.
 * @throws ConfigError when the connection is incomplete, or its provider's settings are known only after `up`.
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

/** The Output form of {@link getDataSet}, whose arguments may be inputs; it runs once their sources have been created. */
export function getDataSetOutput(
  args: ScopeTargetInputs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<ScopeTarget> {
  return invokeOutput(findDataSet, args, opts);
}

/**
 * Looks up an extraction pipeline by external ID or ID, for `extractionPipelineScope` of any ACL and `idScope` of `extractionPipelinesAcl`.
 * Lookups that run together share one request.
 * `POST /extpipes/byids`; needs `extractionPipelinesAcl:READ`.
 *
 * @param args - exactly one of `externalId` and `id`.
 * @param opts - `provider`, or `parent` to use its provider. Default: the connection from the stack config and the environment.
 * @throws NotFoundError when it does not exist, or the caller may not read it.
 * @throws AccessDeniedError when the caller may not read any, or not this one.
 * @throws CdfError `INVALID_ARGUMENT` for invalid arguments.
 * @throws ConfigError when the connection is incomplete, or its provider's settings are known only after `up`.
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

/** The Output form of {@link getExtractionPipeline}, whose arguments may be inputs; it runs once their sources have been created. */
export function getExtractionPipelineOutput(
  args: ScopeTargetInputs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<ScopeTarget> {
  return invokeOutput(findExtractionPipeline, args, opts);
}

/**
 * Looks up a time series by external ID or ID, for `idscope` of `timeSeriesAcl`.
 * Lookups that run together share one request.
 * `POST /timeseries/byids`; needs `timeSeriesAcl:READ`.
 *
 * @param args - exactly one of `externalId` and `id`.
 * @param opts - `provider`, or `parent` to use its provider. Default: the connection from the stack config and the environment.
 * @throws NotFoundError when it does not exist, or the caller may not read it.
 * @throws AccessDeniedError when the caller may not read any, or not this one.
 * @throws CdfError `INVALID_ARGUMENT` for invalid arguments.
 * @throws ConfigError when the connection is incomplete, or its provider's settings are known only after `up`.
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

/** The Output form of {@link getTimeSeries}, whose arguments may be inputs; it runs once their sources have been created. */
export function getTimeSeriesOutput(
  args: ScopeTargetInputs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<ScopeTarget> {
  return invokeOutput(findTimeSeries, args, opts);
}

/**
 * Looks up an asset by external ID or ID, for `assetRootIdScope` if it is the root of its hierarchy.
 * Lookups that run together share one request.
 * `POST /assets/byids`; needs `assetsAcl:READ`.
 *
 * @param args - exactly one of `externalId` and `id`.
 * @param opts - `provider`, or `parent` to use its provider. Default: the connection from the stack config and the environment.
 * @throws NotFoundError when it does not exist, or the caller may not read it.
 * @throws AccessDeniedError when the caller may not read any, or not this one.
 * @throws CdfError `INVALID_ARGUMENT` for invalid arguments.
 * @throws ConfigError when the connection is incomplete, or its provider's settings are known only after `up`.
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

/** The Output form of {@link getAsset}, whose arguments may be inputs; it runs once their sources have been created. */
export function getAssetOutput(args: ScopeTargetInputs, opts?: pulumi.InvokeOutputOptions): pulumi.Output<ScopeTarget> {
  return invokeOutput(findAsset, args, opts);
}

/**
 * Looks up a location filter by external ID or ID, for `idScope` of `locationFiltersAcl`. All lookups of a program share one list.
 * `POST /apps/v1/projects/{project}/storage/config/locationfilters/list`; needs `locationFiltersAcl:READ`.
 *
 * @param args - exactly one of `externalId` and `id`.
 * @param opts - `provider`, or `parent` to use its provider. Default: the connection from the stack config and the environment.
 * @throws NotFoundError when it does not exist, or the caller may not read it.
 * @throws AccessDeniedError when the caller may not read any, or not this one.
 * @throws CdfError `INVALID_ARGUMENT` for invalid arguments.
 * @throws ConfigError when the connection is incomplete, or its provider's settings are known only after `up`.
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

/** The Output form of {@link getLocationFilter}, whose arguments may be inputs; it runs once their sources have been created. */
export function getLocationFilterOutput(
  args: ScopeTargetInputs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<ScopeTarget> {
  return invokeOutput(findLocationFilter, args, opts);
}

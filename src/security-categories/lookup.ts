import type * as pulumi from "@pulumi/pulumi";
import type { Limit } from "../client/limit";
import { invoke, invokeOutput, type LookupInputs } from "../program/lookup";
import {
  findCategories,
  findCategory,
  type GetSecurityCategoriesArgs,
  type GetSecurityCategoryArgs,
  type GetSecurityCategoryResult,
} from "./find";

/**
 * Looks up a security category by name or ID. All lookups of a program share one list.
 * Cognite has announced the removal of security categories for 2027-12-31; data products will replace them.
 * `GET /securitycategories`; needs `securityCategoriesAcl:LIST`.
 *
 * @param args - exactly one of `name` and `id`.
 * @param opts - `provider`, or `parent` to use its provider. Default: the connection from the stack config and the environment.
 * @throws NotFoundError when no category matches, naming the nearest.
 * @throws CdfError `INVALID_ARGUMENT` for invalid arguments.
 * @throws ConfigError when the connection is incomplete, or its provider's settings are known only after `up`.
 */
export function getSecurityCategory(
  args: GetSecurityCategoryArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetSecurityCategoryResult> {
  return invoke(findCategory, args, opts);
}

/**
 * The Output form of {@link getSecurityCategory}, whose arguments may be inputs. It runs once their sources have been
 * created, and looks for up to 5 seconds, since a new category may appear late.
 */
export function getSecurityCategoryOutput(
  args: LookupInputs & ({ name: pulumi.Input<string> } | { id: pulumi.Input<number | string> }),
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetSecurityCategoryResult> {
  return invokeOutput(findCategory, args, opts);
}

/**
 * Lists the first security categories by name. `GET /securitycategories`; needs `securityCategoriesAcl:LIST`.
 * Cognite has announced the removal of security categories for 2027-12-31; data products will replace them.
 *
 * @param args - the limit; 25 by default.
 * @param opts - `provider`, or `parent` to use its provider. Default: the connection from the stack config and the environment.
 * @throws CdfError `INVALID_ARGUMENT` for an invalid limit.
 * @throws ConfigError when the connection is incomplete, or its provider's settings are known only after `up`.
 */
export function getSecurityCategories(
  args: GetSecurityCategoriesArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetSecurityCategoryResult[]> {
  return invoke(findCategories, args, opts);
}

/**
 * The Output form of {@link getSecurityCategories}, whose arguments may be inputs; it runs once their sources have been created.
 */
export function getSecurityCategoriesOutput(
  args: LookupInputs & { limit?: pulumi.Input<Limit> } = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetSecurityCategoryResult[]> {
  return invokeOutput(findCategories, args, opts);
}

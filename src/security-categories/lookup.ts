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
 * The security category of a name or an id. All lookups of a program share one list.
 * Cognite has announced the removal of security categories for 2027-12-31; data products follow.
 * `GET /securitycategories`; needs `securityCategoriesAcl:LIST`.
 *
 * @param args - exactly one of `name` and `id`.
 * @param opts - `provider`, or `parent` for its component's; default: the connection of the stack config and environment.
 * @throws NotFoundError when there is none, naming the nearest.
 * @throws CdfError `INVALID_ARGUMENT`.
 * @throws ConfigError when the connection is not complete, or its provider's settings are known only after `up`.
 */
export function getSecurityCategory(
  args: GetSecurityCategoryArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetSecurityCategoryResult> {
  return invoke(findCategory, args, opts);
}

/**
 * The Output form of {@link getSecurityCategory}, for arguments that are inputs. It runs when what they come from has been made,
 * and then looks for up to 5 seconds, since a new category may show late.
 */
export function getSecurityCategoryOutput(
  args: LookupInputs & ({ name: pulumi.Input<string> } | { id: pulumi.Input<number | string> }),
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetSecurityCategoryResult> {
  return invokeOutput(findCategory, args, opts);
}

/**
 * The first security categories by name. `GET /securitycategories`; needs `securityCategoriesAcl:LIST`.
 * Cognite has announced the removal of security categories for 2027-12-31; data products follow.
 *
 * @param args - how many: 25 unless told otherwise.
 * @param opts - `provider`, or `parent` for its component's; default: the connection of the stack config and environment.
 * @throws CdfError `INVALID_ARGUMENT` for a limit that is none.
 * @throws ConfigError when the connection is not complete, or its provider's settings are known only after `up`.
 */
export function getSecurityCategories(
  args: GetSecurityCategoriesArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetSecurityCategoryResult[]> {
  return invoke(findCategories, args, opts);
}

/**
 * The Output form of {@link getSecurityCategories}, for arguments that are inputs; it runs when what they come from has been
 * made.
 */
export function getSecurityCategoriesOutput(
  args: LookupInputs & { limit?: pulumi.Input<Limit> } = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetSecurityCategoryResult[]> {
  return invokeOutput(findCategories, args, opts);
}

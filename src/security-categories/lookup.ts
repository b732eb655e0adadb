import type * as pulumi from "@pulumi/pulumi";
import { type Limit, readLimit } from "../client/limit";
import type { SecurityCategory } from "../client/security-categories";
import { CdfError } from "../errors";
import { type Directory, invoke, invokeOutput, type LookupArgs, type LookupInputs } from "../program/lookup";
import { nearest } from "../text/nearest";

/** A security category as a lookup shows it. */
export type GetSecurityCategoryResult = SecurityCategory;

/** Which security category: by exactly one of its `name`, and its `id` in CDF, a number or its decimal digits. */
export type GetSecurityCategoryArgs = LookupArgs &
  (
    | {
        /** The category's name, to the letter. */
        name: string;
        id?: undefined;
      }
    | {
        /** The category's id in CDF: a number, or its decimal digits. */
        id: number | string;
        name?: undefined;
      }
  );

/** How many security categories. */
export interface GetSecurityCategoriesArgs extends LookupArgs {
  /** At most so many, a whole number from 1. Default 25; `null`, `-1` or `Infinity` for all. */
  limit?: Limit;
}

/**
 * The security category of a name or an id. All lookups of a program share one list.
 * Cognite has announced the removal of security categories for 2027-12-31; data products follow.
 * `GET /securitycategories`; needs `securityCategoriesAcl:LIST`.
 *
 * @param args - exactly one of `name` and `id`.
 * @param opts - `provider`, or `parent` for its component's; default: the connection of the stack config and environment.
 * @throws CdfError `NO_MATCH` when there is none; `INVALID_ARGUMENT`.
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

// A project has at most 1,000, which is one page: one list serves every lookup.
const listAll = (directory: Directory) => () => directory.client.securityCategories.list({ limit: null });

async function findCategories(directory: Directory, { limit }: GetSecurityCategoriesArgs): Promise<SecurityCategory[]> {
  const most = readLimit(limit);
  return (await directory.shared("security categories", listAll(directory))).slice(0, most);
}

async function findCategory(directory: Directory, args: GetSecurityCategoryArgs): Promise<SecurityCategory> {
  const wanted = Object.entries(args).filter(([, value]) => value !== undefined);
  const [[key, value] = ["", undefined], ...more] = wanted;
  if (value === undefined || more.length > 0 || (key !== "id" && key !== "name"))
    throw new CdfError(
      "INVALID_ARGUMENT",
      `getSecurityCategory takes exactly one of name and id; found ${wanted.map(([each]) => each).join(", ") || "none"}`,
    );
  if (value === "") throw new CdfError("INVALID_ARGUMENT", `getSecurityCategory: ${key} is empty`);
  const matches = (category: SecurityCategory) => String(category[key]) === String(value);
  const all = listAll(directory);
  const [found] = await directory.search("security categories", all, matches);
  if (found !== undefined) return found;
  const near = key === "name" ? named(await directory.shared("security categories", all), String(value)) : "";
  throw new CdfError(
    "NO_MATCH",
    `getSecurityCategory: there is no security category with ${key} ${JSON.stringify(value)} in project ${directory.client.project}${near}`,
  );
}

/** The category whose name is nearest to one that no category has. */
function named(categories: readonly SecurityCategory[], wanted: string): string {
  const near = nearest(
    wanted,
    categories.map(({ name }) => name),
  );
  const candidate = categories.find(({ name }) => name === near);
  return candidate === undefined ? "" : `; did you mean ${JSON.stringify(candidate.name)} (id ${candidate.id})?`;
}

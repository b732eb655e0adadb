import { type Limit, readLimit } from "../client/limit";
import type { SecurityCategory } from "../client/security-categories";
import type { Directory, LookupArgs } from "../directory/directory";
import { CdfError, NotFoundError } from "../errors";
import { nearest } from "../text/nearest";

/** A security category as a lookup returns it. */
export type GetSecurityCategoryResult = SecurityCategory;

/** Which security category: exactly one of its `name`, and its `id` in CDF as a number or decimal digits. */
export type GetSecurityCategoryArgs = LookupArgs &
  (
    | {
        /** The category's name, exactly as written. */
        name: string;
        id?: undefined;
      }
    | {
        /** The category's ID in CDF: a number, or its decimal digits. */
        id: number | string;
        name?: undefined;
      }
  );

/** How many security categories. */
export interface GetSecurityCategoriesArgs extends LookupArgs {
  /** The most to return: an integer of at least 1. Default 25; `null`, `-1` or `Infinity` returns all. */
  limit?: Limit;
}

// A project has at most 1,000, which is one page: one list serves every lookup.
const listAll = (directory: Directory) => () => directory.client.securityCategories.list({ limit: null });

export async function findCategories(
  directory: Directory,
  { limit }: GetSecurityCategoriesArgs,
): Promise<SecurityCategory[]> {
  const most = readLimit(limit);
  return (await directory.shared("security categories", listAll(directory))).slice(0, most);
}

export async function findCategory(directory: Directory, args: GetSecurityCategoryArgs): Promise<SecurityCategory> {
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
  const which = key === "id" ? `has the ID ${value}` : `is named ${JSON.stringify(value)}`;
  throw new NotFoundError({
    method: "GET",
    path: "/securitycategories",
    status: 200,
    reason: `No security category ${which} in project ${directory.client.project}${near}`,
    missing: [{ [key]: value }],
  });
}

/** The category whose name is nearest to an unknown one. */
function named(categories: readonly SecurityCategory[], wanted: string): string {
  const near = nearest(
    wanted,
    categories.map(({ name }) => name),
  );
  const candidate = categories.find(({ name }) => name === near);
  return candidate === undefined ? "" : `; did you mean ${JSON.stringify(candidate.name)} (ID ${candidate.id})?`;
}

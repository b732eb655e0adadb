import * as z from "zod";
import { inBatches, isMany, onlyOne } from "./batches";
import type { Http, Right } from "./http";
import type { Limit } from "./limit";
import { collect, pages } from "./paging";
import { answerObject } from "./shape";

/** The content of a security category. */
export interface SecurityCategorySpec {
  /** Not empty, and unique in the project. */
  name: string;
}

/** A security category as the service returns it. */
export interface SecurityCategory extends SecurityCategorySpec {
  /** A number from 1 to 9,007,199,254,740,991. */
  id: number;
}

const securityCategory: z.ZodType<SecurityCategory> = answerObject({
  id: z.number().int().positive(),
  name: z.string(),
});

const securityCategoryList = answerObject({ items: z.array(securityCategory) });

const needs = (action: string): Right[] => [{ acl: "securityCategoriesAcl", action }];

/**
 * The security categories of a project. Cognite has announced their removal for 2027-12-31; data products with finer
 * access control will replace them.
 */
export class SecurityCategoriesApi {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Lists categories by name. A new one may appear some seconds late. `GET /securitycategories`; needs
   * `securityCategoriesAcl:LIST`.
   *
   * @param options - how many.
   * @param options.limit - the most to return: an integer of at least 1. Default 25; `null`, `-1` or `Infinity` returns
   * all.
   * @throws CdfError `INVALID_ARGUMENT` for an invalid limit.
   */
  list({ limit }: { limit?: Limit } = {}): Promise<SecurityCategory[]> {
    return collect(pages(this.#http, { path: "/securitycategories", needs: needs("LIST") }, securityCategory, limit));
  }

  /**
   * Creates a category. Repeated only after an answer that proves that nothing was done. `POST /securitycategories`;
   * needs `securityCategoriesAcl:CREATE`.
   *
   * @param spec - the name of the category.
   * @throws DuplicatedError or ApiError when the name is taken.
   */
  create(spec: SecurityCategorySpec): Promise<SecurityCategory>;
  /**
   * Creates categories, in requests of at most 1,000 categories and about 1 MB. Each request creates all or none, and
   * none when a name is taken. For a name that is given twice, the service creates one.
   *
   * @param specs - the names; an empty list creates none.
   * @throws DuplicatedError or ApiError when a name is taken.
   * @throws BatchError when it took several requests and one failed.
   */
  create(specs: readonly SecurityCategorySpec[]): Promise<SecurityCategory[]>;
  async create(
    specs: SecurityCategorySpec | readonly SecurityCategorySpec[],
  ): Promise<SecurityCategory | SecurityCategory[]> {
    const made = await inBatches(isMany(specs) ? specs : [specs], async (items) => (await this.#create(items)).items);
    return isMany(specs) ? made : onlyOne(made, "POST /securitycategories");
  }

  /**
   * Deletes categories, in requests of at most 1,000; a request deletes none when an ID is unknown. Groups whose scopes
   * name them keep the ID. `POST /securitycategories/delete`; needs `securityCategoriesAcl:DELETE`.
   *
   * @param ids - the IDs, each once.
   * @throws NotFoundError or ApiError when one is unknown.
   * @throws BatchError when it took several requests and one failed.
   */
  async delete(ids: number | readonly number[]): Promise<void> {
    await inBatches(typeof ids === "number" ? [ids] : ids, async (items) => {
      await this.#http.call({
        method: "POST",
        path: "/securitycategories/delete",
        body: { items },
        answer: z.unknown(),
        writes: true,
        repeat: "idempotent",
        needs: needs("DELETE"),
      });
      return [];
    });
  }

  #create(items: readonly SecurityCategorySpec[]) {
    return this.#http.call({
      method: "POST",
      path: "/securitycategories",
      body: { items },
      answer: securityCategoryList,
      writes: true,
      repeat: "only-if-rejected",
      needs: needs("CREATE"),
    });
  }
}

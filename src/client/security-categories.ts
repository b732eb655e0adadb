import * as z from "zod";
import { inBatches, isMany, onlyOne } from "./batches";
import type { Http, Right } from "./http";
import type { Limit } from "./limit";
import { collect, pages } from "./paging";
import { answerObject } from "./shape";

/** What a security category is made of. */
export interface SecurityCategorySpec {
  /** Not empty, and unique in the project. */
  name: string;
}

/** A security category as the service answers it. */
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
 * The security categories of a project. Cognite has announced their removal for 2027-12-31; data products with finer access
 * control follow.
 */
export class SecurityCategoriesApi {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * The first categories by name. A new one may show some seconds late. `GET /securitycategories`; needs
   * `securityCategoriesAcl:LIST`.
   *
   * @param options - how many.
   * @param options.limit - at most so many, a whole number from 1. Default 25; `null`, `-1` or `Infinity` for all.
   * @throws CdfError `INVALID_ARGUMENT` for a limit that is none.
   */
  list({ limit }: { limit?: Limit } = {}): Promise<SecurityCategory[]> {
    return collect(pages(this.#http, { path: "/securitycategories", needs: needs("LIST") }, securityCategory, limit));
  }

  /**
   * Makes a category. It is repeated only after an answer that is known not to have acted.
   * `POST /securitycategories`; needs `securityCategoriesAcl:CREATE`.
   *
   * @param spec - the category's name.
   * @throws DuplicatedError or ApiError when the name is taken.
   */
  create(spec: SecurityCategorySpec): Promise<SecurityCategory>;
  /**
   * Makes categories, in requests of at most 1,000 and about 1 MB; all or none of one request, and none when a name is taken.
   * Of a name that is given twice, the service makes one.
   *
   * @param specs - the names; none makes none.
   * @throws DuplicatedError or ApiError when a name is taken.
   * @throws BatchError when it took several requests, and one failed.
   */
  create(specs: readonly SecurityCategorySpec[]): Promise<SecurityCategory[]>;
  async create(
    specs: SecurityCategorySpec | readonly SecurityCategorySpec[],
  ): Promise<SecurityCategory | SecurityCategory[]> {
    const made = await inBatches(isMany(specs) ? specs : [specs], async (items) => (await this.#create(items)).items);
    return isMany(specs) ? made : onlyOne(made, "POST /securitycategories");
  }

  /**
   * Deletes categories, in requests of at most 1,000; none of one request when an id is unknown. Groups scoped to them keep the
   * id. `POST /securitycategories/delete`; needs `securityCategoriesAcl:DELETE`.
   *
   * @param ids - the ids, each once.
   * @throws NotFoundError or ApiError when one is unknown.
   * @throws BatchError when it took several requests, and one failed.
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

import * as z from "zod";
import { inBatches, isMany, onlyOne } from "../client/batches";
import type { Http, Right } from "../client/http";
import { collect, type Limit, pages } from "../client/paging";

/** What a security category is made of. */
export interface SecurityCategorySpec {
  /** Unique in the project. */
  name: string;
}

/** A security category as the service answers it. */
export interface SecurityCategory extends SecurityCategorySpec {
  /** A number from 1 to 9,007,199,254,740,991. */
  id: number;
}

const securityCategory: z.ZodType<SecurityCategory> = z.looseObject({
  id: z.number().int().positive(),
  name: z.string(),
});

const securityCategoryList = z.looseObject({ items: z.array(securityCategory) });

const needs = (action: string): Right[] => [{ acl: "securityCategoriesAcl", action }];

/**
 * The security categories of a project. Cognite has announced their removal for 2027-12-31; data products with finer access
 * control follow.
 */
export class SecurityCategoriesApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** The first `limit` (25) categories by name. `GET /securitycategories`; needs `securityCategoriesAcl:LIST`. */
  list({ limit }: { limit?: Limit } = {}): Promise<SecurityCategory[]> {
    return collect(pages(this.#http, { path: "/securitycategories", needs: needs("LIST") }, securityCategory, limit));
  }

  /**
   * Makes categories; all or none of one request, and none when a name is taken.
   * `POST /securitycategories`; needs `securityCategoriesAcl:CREATE`.
   * @throws DuplicatedError or ApiError when a name is taken.
   */
  create(spec: SecurityCategorySpec): Promise<SecurityCategory>;
  create(specs: readonly SecurityCategorySpec[]): Promise<SecurityCategory[]>;
  async create(
    specs: SecurityCategorySpec | readonly SecurityCategorySpec[],
  ): Promise<SecurityCategory | SecurityCategory[]> {
    const made = await inBatches(isMany(specs) ? specs : [specs], async (items) => (await this.#create(items)).items);
    return isMany(specs) ? made : onlyOne(made, "POST /securitycategories");
  }

  /**
   * Deletes categories; none of one request when an id is unknown. Groups scoped to them keep the id.
   * `POST /securitycategories/delete`; needs `securityCategoriesAcl:DELETE`.
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
      repeat: "refused",
      needs: needs("CREATE"),
    });
  }
}

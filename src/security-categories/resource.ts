import * as pulumi from "@pulumi/pulumi";
import { DynamicResource, typeToken } from "../dynamic-resource";

/** What declares a {@link SecurityCategory}. The API cannot change one, so a change replaces it. */
export interface SecurityCategoryArgs {
  /** Unique in the project. */
  name: pulumi.Input<string>;
}

/**
 * A security category of a CDF project: time series and files that carry it are open only to groups that are `MEMBEROF` it.
 *
 * A change of the name makes a new category with a **new id** and then deletes the old one; groups scoped to `categoryId`
 * follow. Time series and files that carry the old one are not changed.
 *
 * Cognite has announced the removal of security categories for 2027-12-31; data products with finer access control follow.
 *
 * Endpoints: `GET /securitycategories`, `POST /securitycategories`, `POST /securitycategories/delete`. Needs
 * `securityCategoriesAcl` LIST, CREATE and DELETE.
 *
 * @example
 * ```ts
 * const secret = new iam.SecurityCategory("secret", { name: "top-secret" });
 * ```
 */
export class SecurityCategory extends DynamicResource {
  declare readonly name: pulumi.Output<string>;
  /** The category's id in CDF, as a number, for the scope `idscope` of `securityCategoriesAcl`. A replacement changes it. */
  declare readonly categoryId: pulumi.Output<number>;
  /** The CDF project that the category is in. */
  declare readonly project: pulumi.Output<string>;

  /** Reads a category that is not managed here. @throws NotFoundError when there is none of that id. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): SecurityCategory {
    return new SecurityCategory(name, undefined, { ...opts, id });
  }

  static override isInstance(x: unknown): x is SecurityCategory {
    return (
      pulumi.CustomResource.isInstance(x) &&
      (x as { __pulumiType?: string }).__pulumiType === typeToken("SecurityCategory")
    );
  }

  constructor(name: string, args: SecurityCategoryArgs, opts?: pulumi.CustomResourceOptions);
  /** @internal */
  constructor(name: string, args: SecurityCategoryArgs | undefined, opts?: pulumi.CustomResourceOptions);
  constructor(name: string, args: SecurityCategoryArgs | undefined, opts?: pulumi.CustomResourceOptions) {
    super("SecurityCategory", name, args, [...(args === undefined ? ["name"] : []), "categoryId"], opts);
  }
}

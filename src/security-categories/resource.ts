import * as pulumi from "@pulumi/pulumi";
import { dynamicResource, numericId, type ProjectArgs, typeToken } from "../program/dynamic-resource";

/** What declares a {@link SecurityCategory}. The API cannot change one, so a change **replaces** it, by one with a new id. */
export interface SecurityCategoryArgs extends ProjectArgs {
  /** Not empty, and unique in the project. A change replaces the category. */
  name: pulumi.Input<string>;
}

/**
 * A security category of a CDF project: time series and files that carry it are open only to groups that are `MEMBEROF` it.
 *
 * A change of the name makes a new category with a **new id** and then deletes the old one; groups scoped to `categoryId`
 * follow. Time series and files that carry the old one are not changed. A project has at most 1,000 categories.
 *
 * A name that is taken fails, with the id of the category that has it: the option `import: "<id>"` takes that one over,
 * without writing. A category stays in the project that it was made in: with a connection to another one it is neither read
 * nor deleted ({@link ConfigError}).
 *
 * Cognite has announced the removal of security categories for 2027-12-31; data products with finer access control follow.
 *
 * Endpoints: `GET /securitycategories`, `POST /securitycategories`, `POST /securitycategories/delete`. Needs
 * `securityCategoriesAcl` LIST, CREATE and DELETE.
 *
 * @example
 * ```ts
 * const secret = new iam.SecurityCategory("secret", { name: "top-secret" });
 * new iam.Group("readers", {
 *   name: "readers",
 *   capabilities: [
 *     { securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [secret.categoryId] } } } },
 *   ],
 * });
 * ```
 */
export class SecurityCategory extends pulumi.CustomResource {
  /** The category's name. */
  declare readonly name: pulumi.Output<string>;
  /**
   * The category's id in CDF, as a number, for the scope `idscope` of `securityCategoriesAcl`; `id` is the same as text. A
   * replacement changes it.
   */
  declare readonly categoryId: pulumi.Output<number>;
  /** The CDF project that the category is in. */
  declare readonly project: pulumi.Output<string>;

  /**
   * Reads a category that is not managed here, in previews too. `GET /securitycategories`; needs `securityCategoriesAcl:LIST`.
   *
   * @param name - what Pulumi calls it in this program.
   * @param id - the category's id in CDF.
   * @param state - the `project` that it is in. Default: the connection's.
   * @param opts - Pulumi's options, such as `provider`.
   * @throws NotFoundError when there is none of that id.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state: ProjectArgs = {},
    opts?: pulumi.CustomResourceOptions,
  ): SecurityCategory {
    return new SecurityCategory(name, state, { ...opts, id });
  }

  /** Whether a value is a `SecurityCategory`, of this copy of the package or another. */
  static override isInstance(x: unknown): x is SecurityCategory {
    return (
      pulumi.CustomResource.isInstance(x) &&
      (x as { __pulumiType?: string }).__pulumiType === typeToken("SecurityCategory")
    );
  }

  /**
   * @param name - what Pulumi calls it, unique in the stack; what CDF calls it is `args.name`.
   * @param args - what the category is to be.
   * @param opts - Pulumi's options, such as `provider`; `import: "<id>"` takes over the category of that id.
   */
  constructor(name: string, args: SecurityCategoryArgs, opts?: pulumi.CustomResourceOptions);
  /** @internal */
  constructor(name: string, args: SecurityCategoryArgs | ProjectArgs, opts?: pulumi.CustomResourceOptions);
  constructor(name: string, args: SecurityCategoryArgs | ProjectArgs, opts?: pulumi.CustomResourceOptions) {
    const unread = opts?.id !== undefined ? ["name"] : [];
    super(...dynamicResource("SecurityCategory", name, args, [...unread, "categoryId"], opts));
    this.categoryId = numericId(this.categoryId, this.id);
  }
}

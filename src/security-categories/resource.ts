import * as pulumi from "@pulumi/pulumi";
import { dynamicResource, numericId, type ProjectArgs, typeToken } from "../program/dynamic-resource";

/**
 * The arguments of a {@link SecurityCategory}. The API cannot change one, so a change **replaces** it with one that has
 * a new ID.
 */
export interface SecurityCategoryArgs extends ProjectArgs {
  /** Not empty, and unique in the project. A change replaces the category. */
  name: pulumi.Input<string>;
}

/**
 * A security category of a CDF project: only groups that are `MEMBEROF` it have access to the time series and files
 * that carry it.
 *
 * A change of the name creates a new category with a **new ID** and then deletes the old one; groups scoped to
 * `categoryId` follow. Time series and files with the old category are not changed. A project has at most 1,000
 * categories.
 *
 * A name that is taken is an error, which gives the ID of the category that has it: the option `import: "<id>"` imports
 * that category without writing. A category stays in its CDF project: with a connection to another project it is
 * neither read nor deleted ({@link ConfigError}).
 *
 * Cognite has announced the removal of security categories for 2027-12-31; data products with finer access control will
 * replace them.
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
   * The category's ID in CDF, as a number, for the scope `idscope` of `securityCategoriesAcl`; `id` is the same as
   * text. A replacement changes it.
   */
  declare readonly categoryId: pulumi.Output<number>;
  /** The CDF project that the category is in. */
  declare readonly project: pulumi.Output<string>;

  /**
   * Reads a category that this program does not manage, also in previews. `GET /securitycategories`; needs
   * `securityCategoriesAcl:LIST`.
   *
   * @param name - its name in Pulumi, unique in the program.
   * @param id - the category's ID in CDF.
   * @param state - the `project` that it is in. Default: the project of the connection.
   * @param opts - Pulumi's options, such as `provider`.
   * @throws NotFoundError when no category has that ID.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state: ProjectArgs = {},
    opts?: pulumi.CustomResourceOptions,
  ): SecurityCategory {
    return new SecurityCategory(name, state, { ...opts, id });
  }

  /** Whether a value is a `SecurityCategory`, from this copy of the package or another. */
  static override isInstance(x: unknown): x is SecurityCategory {
    return (
      pulumi.CustomResource.isInstance(x) &&
      (x as { __pulumiType?: string }).__pulumiType === typeToken("SecurityCategory")
    );
  }

  /**
   * Declares a security category.
   *
   * @param name - its name in Pulumi, unique in the stack; its name in CDF is `args.name`.
   * @param args - the content of the category.
   * @param opts - Pulumi's options, such as `provider`; `import: "<id>"` imports the category with that ID.
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

import { CdfError, DuplicatedError, mayHaveActed } from "../errors";
import { checked } from "../lifecycle/check";
import type { CheckResult, Context, Found, Handler, Props, Standing } from "../lifecycle/handler";
import { asId, notThere } from "../lifecycle/ids";
import { Imports } from "../lifecycle/imports";
import { describe, ownerIn } from "../lifecycle/owner";
import { kindOf, Problems, unknownProperties } from "../lifecycle/problems";
import { stayInProject } from "../lifecycle/project";
import { createOnce } from "../lifecycle/reconcile";
import { isUnknown } from "../lifecycle/unknown";
import type { SecurityCategory } from "./api";

const kind = "security category";

/** Security categories: made and deleted, never changed; their names are unique in a project. */
export class SecurityCategoryHandler implements Handler {
  readonly #context: Context;
  readonly #imports = new Imports();
  #list: Promise<SecurityCategory[]> | undefined;
  #before: Promise<ReadonlySet<number>> | undefined;
  readonly #gone = new Set<number>();
  readonly #named = new Map<number, string | undefined>();

  constructor(context: Context) {
    this.#context = context;
  }

  async check(olds: Props, news: Props): Promise<CheckResult> {
    const isNew = Object.keys(olds).length === 0;
    if (!isNew) this.#imports.seenInState(ownerIn(news));
    return checked(this.#context, news, async (errors) => {
      errors.push(...checkSecurityCategory(news).errors);
      const importId = isNew && errors.length === 0 ? this.#imports.wanted(news) : undefined;
      if (importId !== undefined) errors.push(...(await this.#importErrors(importId, news)));
    });
  }

  async diff(id: string, olds: Props, news: Props): Promise<string[]> {
    stayInProject(this.#context, describe("SecurityCategory", news), olds);
    this.#named.set(Number(id), ownerIn(news));
    if (olds["name"] !== news["name"]) return ["name"];
    this.#imports.keepIfImported(Number(id), news);
    return [];
  }

  async create(inputs: Props): Promise<Standing> {
    const importId = this.#imports.wanted(inputs);
    if (importId !== undefined) return this.#takeOver(importId, inputs);
    const name = String(inputs["name"]);
    let lost = false;
    const before = await this.#idsBefore();
    const find = async () =>
      (await this.#fresh()).find((category) => category.name === name && !before.has(category.id));
    const made = await createOnce(this.#context, {
      what: describe("SecurityCategory", inputs),
      create: () =>
        this.#context
          .client()
          .securityCategories.create({ name })
          .catch((error: unknown) => {
            lost ||= mayHaveActed(error);
            throw error;
          }),
      find,
    }).catch(async (error: unknown) => {
      const existing = await this.#existing(name, error);
      // A name that is taken after an answer got lost is taken by what that call made.
      if (existing !== undefined && lost && !before.has(existing.id) && !this.#named.has(existing.id)) return existing;
      throw existing === undefined ? error : taken(existing, inputs, error);
    });
    this.#named.set(made.id, ownerIn(inputs));
    this.#list = undefined;
    return this.#standing(made.id, inputs);
  }

  async read(id: string, props: Props): Promise<Found | undefined> {
    const what = describe("SecurityCategory", props);
    stayInProject(this.#context, what, props);
    const number = asId(id, kind);
    const live = await this.#find(number);
    if (live === undefined && props["project"] !== undefined) return undefined;
    if (live === undefined) throw notThere(kind, number, this.#context.connection().project, "/securitycategories");
    const owner = ownerIn(props);
    this.#named.set(number, owner);
    const inputs = { name: live.name, ...(owner !== undefined && { owner }) };
    return { ...this.#standing(number, inputs), inputs };
  }

  async delete(id: string, props: Props): Promise<void> {
    const what = describe("SecurityCategory", props);
    stayInProject(this.#context, what, props);
    const number = Number(id);
    if (this.#imports.isKept(number)) {
      this.#context.warn(`${what}: security category ${id} was imported and stays as it is; it was not deleted`);
      return;
    }
    if (this.#gone.has(number)) return;
    try {
      await this.#context.client().securityCategories.delete(number);
    } catch (error) {
      const stands = await this.#fresh().then(
        (all) => all.some((category) => category.id === number),
        () => true,
      );
      if (stands) throw error;
    }
    this.#gone.add(number);
    this.#list = undefined;
  }

  async #takeOver(importId: number, inputs: Props): Promise<Standing> {
    const errors = await this.#importErrors(importId, inputs);
    if (errors.length > 0) throw new CdfError("IMPORT", errors.join("\n"));
    this.#imports.keep(importId);
    this.#named.set(importId, ownerIn(inputs));
    return this.#standing(importId, inputs);
  }

  async #importErrors(importId: number, inputs: Props): Promise<string[]> {
    const other = this.#named.get(importId);
    if (this.#named.has(importId) && other !== ownerIn(inputs))
      return [
        `import: security category ${importId} is already managed in this stack, as ${describe("SecurityCategory", { owner: other })}`,
      ];
    const live = await this.#find(importId);
    if (live === undefined)
      return [
        `import: there is no security category with id ${importId}; to make a new one, take the option \`import\` out`,
      ];
    if (isUnknown(inputs["name"]) || live.name === inputs["name"]) return [];
    return [
      `import: security category ${importId} is not as declared, so it was not taken over:\n  name: declared ${JSON.stringify(inputs["name"])}, found ${JSON.stringify(live.name)}`,
    ];
  }

  /** The category that stands in the way of a name, when that is what an error means. */
  async #existing(name: string, error: unknown): Promise<SecurityCategory | undefined> {
    if (!(error instanceof DuplicatedError) && !(error instanceof CdfError && error.code === "API_ERROR"))
      return undefined;
    return (await this.#fresh().catch(() => [])).find((category) => category.name === name);
  }

  #idsBefore(): Promise<ReadonlySet<number>> {
    this.#before ??= this.#fresh()
      .then((all) => new Set(all.map(({ id }) => id)))
      .catch((error: unknown) => {
        this.#before = undefined;
        throw error;
      });
    return this.#before;
  }

  async #find(id: number): Promise<SecurityCategory | undefined> {
    this.#list ??= this.#fresh().catch((error: unknown) => {
      this.#list = undefined;
      throw error;
    });
    const isIt = (category: SecurityCategory) => category.id === id;
    return (await this.#list).find(isIt) ?? (await this.#fresh()).find(isIt);
  }

  async #fresh(): Promise<SecurityCategory[]> {
    const all = await this.#context.client().securityCategories.list({ limit: null });
    return all.filter(({ id }) => !this.#gone.has(id));
  }

  #standing(id: number, { name, owner }: Props): Standing {
    const { project } = this.#context.connection();
    return { id: String(id), outs: { name, ...(owner !== undefined && { owner }), categoryId: id, project } };
  }
}

/** All that is wrong with a security category's inputs. */
export function checkSecurityCategory(inputs: Props): Problems {
  const problems = new Problems();
  const { __provider, owner, importId, ...own } = inputs;
  unknownProperties("", own, ["name"], problems);
  const { name } = own;
  if (isUnknown(name)) return problems;
  if (name === undefined || name === null) problems.add("name", "is missing: a security category needs a name");
  else if (typeof name !== "string") problems.add("name", `must be a string; found ${kindOf(name)}`);
  else if (name.trim() === "") problems.add("name", "is empty: a security category needs a name");
  return problems;
}

function taken({ id, name }: SecurityCategory, inputs: Props, cause: unknown): CdfError {
  return new CdfError(
    "NAME_TAKEN",
    `${describe("SecurityCategory", inputs)}: there is a security category ${JSON.stringify(name)} already, with id ${id}, and names are unique in a project. To take it over, give the resource the option \`{ import: "${id}" }\`. If it is the one that this resource is to replace, give it \`{ deleteBeforeReplace: true }\`.`,
    { cause },
  );
}

import { sleep, waitUntilListed } from "../client/poll";
import type { SecurityCategory } from "../client/security-categories";
import { ApiError, CdfError, DuplicatedError, mayHaveActed } from "../errors";
import { HandlersByProject } from "../lifecycle/by-project";
import { runChecks } from "../lifecycle/check";
import { deleteOnce } from "../lifecycle/delete";
import type { CheckResult, Context, CreatedResource, Found, Handler, Props } from "../lifecycle/handler";
import { asId, notFoundError } from "../lifecycle/ids";
import { importDiffers, importing, importKept, importManaged, importMissing } from "../lifecycle/import-messages";
import { LiveList } from "../lifecycle/live-list";
import { checkingAnyway, undecidedError } from "../lifecycle/lost-answers";
import { Memory, secretDifference, secretsIn } from "../lifecycle/memory";
import { describe, ownerIn } from "../lifecycle/owner";
import { assertSameProject, movesTo } from "../lifecycle/project";
import { describeValue, Problems, unknownProperties } from "../validation/problems";
import { isUnknown } from "../validation/unknown";

const kind = "security category";

/** The handler of the security categories of all projects. */
export const securityCategoryHandler = (context: Context): Handler =>
  new HandlersByProject(context, (each) => new SecurityCategoryHandler(each));

/** Security categories: created and deleted, never changed; their names are unique in a project. */
class SecurityCategoryHandler implements Handler {
  readonly #context: Context;
  readonly #memory = new Memory("SecurityCategory", kind);
  readonly #live: LiveList<SecurityCategory>;

  constructor(context: Context) {
    this.#context = context;
    this.#live = new LiveList(context, () => context.client().securityCategories.list({ limit: null }));
  }

  async check(olds: Props, news: Props): Promise<CheckResult> {
    const isNew = Object.keys(olds).length === 0;
    if (!isNew) this.#memory.noteInState(ownerIn(news));
    return runChecks(this.#context, news, async (errors) => {
      errors.push(...checkSecurityCategory(news).errors);
      const isPlaced = !isUnknown(news["project"]);
      const importId = isNew ? this.#memory.importIdOf(news) : this.#memory.readIdOf(news);
      if (importId !== undefined && isPlaced && errors.length === 0)
        errors.push(...(await this.#importErrors(importId, news)));
    });
  }

  async diff(id: string, olds: Props, news: Props): Promise<string[]> {
    assertSameProject(this.#context, describe("SecurityCategory", news), olds);
    this.#memory.refuseSecondOwner(Number(id), ownerIn(news));
    this.#memory.noteOwner(Number(id), ownerIn(news));
    const fields = [...movesTo(this.#context, news), ...(olds["name"] === news["name"] ? [] : ["name"])];
    this.#memory.noteCompared(Number(id), news, fields.length > 0);
    return fields;
  }

  async create(inputs: Props): Promise<CreatedResource> {
    const importId = this.#memory.importIdOf(inputs);
    if (importId !== undefined) return this.#takeOver(importId, inputs);
    // Listed right before the call: what others have created since the process started is not this resource's.
    const before = new Set((await this.#live.fresh()).map((category) => category.id));
    const { id } = await this.#createOnce(inputs, before);
    this.#memory.noteOwner(id, ownerIn(inputs));
    this.#live.created();
    return this.#createdResource(id, inputs);
  }

  async read(id: string, props: Props): Promise<Found | undefined> {
    const what = describe("SecurityCategory", props);
    assertSameProject(this.#context, what, props);
    const number = asId(id, kind);
    const managed = props["categoryId"] !== undefined;
    const live = managed ? await this.#live.findManaged(number) : await this.#live.find(number);
    if (live === undefined && managed) {
      // The object to import was deleted, so the resource is created instead.
      this.#memory.noteInState(ownerIn(props));
      return undefined;
    }
    if (live === undefined)
      throw notFoundError(kind, number, this.#context.connection().project, "/securitycategories");
    const owner = ownerIn(props);
    if (managed) this.#memory.noteOwner(number, owner);
    else this.#memory.noteReadById(number, owner);
    const inputs = { name: live.name, ...(owner !== undefined && { owner }) };
    return { ...this.#createdResource(number, inputs), inputs };
  }

  async delete(id: string, props: Props): Promise<void> {
    const what = describe("SecurityCategory", props);
    assertSameProject(this.#context, what, props);
    const number = Number(id);
    if (this.#memory.isInUse(number)) {
      this.#context.warn(`${what}: ${importKept(kind, number)}`);
      return;
    }
    if (this.#live.isGone(number)) return;
    await deleteOnce({
      id: number,
      delete: () => this.#context.client().securityCategories.delete(number),
      stands: () => this.#live.stands(number),
    });
    this.#live.gone(number);
  }

  /**
   * Creates a category exactly once, even if answers are lost. Names are unique, so a call with a lost answer is
   * repeated: either it succeeds, or the name is taken, by the lost call or by someone else.
   */
  async #createOnce(inputs: Props, before: ReadonlySet<number>): Promise<SecurityCategory> {
    const name = String(inputs["name"]);
    const { pollMs, reconcileMs } = this.#context.times;
    const end = Date.now() + reconcileMs;
    for (let lost = 0; ; lost++) {
      try {
        return await this.#context.client().securityCategories.create({ name });
      } catch (error) {
        const isLost = mayHaveActed(error);
        if (isLost && lost === 0) this.#context.warn(checkingAnyway(describe("SecurityCategory", inputs), error));
        if (!isLost && !mayBeTaken(error)) throw error;
        // A call that hung may have used up all the time; the first call is repeated in any case.
        if (!isLost || (lost > 0 && Date.now() > end)) return await this.#existing(inputs, before, lost > 0, error);
        await sleep(pollMs);
      }
    }
  }

  /**
   * The category with the name, if it is this resource's: the one in the option `import`, or the one that a lost call
   * has created.
   * @throws CdfError `NAME_TAKEN` when it is another, `UNDECIDED` when this is unknown; otherwise the error.
   */
  async #existing(
    inputs: Props,
    before: ReadonlySet<number>,
    isLost: boolean,
    error: unknown,
  ): Promise<SecurityCategory> {
    // From then on, no list shows a deleted category with that name.
    await sleep(this.#context.times.listLagMs);
    const byName = async () => (await this.#live.fresh()).find(({ name }) => name === inputs["name"]);
    const existing = await waitUntilListed(this.#context, byName).catch((listError: unknown) => {
      throw isLost ? undecided(inputs, error, listError) : error;
    });
    if (existing === undefined) throw error;
    const isLostOne = isLost && !before.has(existing.id) && !this.#memory.isOwned(existing.id);
    if (String(existing.id) !== inputs["importId"] && !isLostOne) throw taken(existing, inputs, this.#context, error);
    // In a forced replacement it may be the old one: the engine deletes that afterwards.
    this.#memory.noteImport(existing.id, ownerIn(inputs));
    this.#memory.noteOwner(existing.id, ownerIn(inputs));
    return existing;
  }

  async #takeOver(importId: number, inputs: Props): Promise<CreatedResource> {
    const errors = await this.#importErrors(importId, inputs);
    if (errors.length > 0) throw new CdfError("IMPORT", errors.join("\n"));
    this.#memory.noteOwner(importId, ownerIn(inputs));
    return this.#createdResource(importId, inputs);
  }

  async #importErrors(importId: number, inputs: Props): Promise<string[]> {
    const owner = ownerIn(inputs);
    const other = this.#memory.otherOwner(importId, owner);
    if (other !== undefined) return [importManaged(kind, importId, describe("SecurityCategory", other))];
    const live = await this.#live.find(importId);
    if (live === undefined) return [importMissing(kind, importId)];
    const { name } = inputs;
    if (!isUnknown(name) && live.name !== name) {
      const difference = secretsIn(inputs).has("name")
        ? secretDifference
        : `declared ${JSON.stringify(name)}, found ${JSON.stringify(live.name)}`;
      return [`${importDiffers(kind, importId)}\n  name: ${difference}`];
    }
    if (this.#memory.noteImport(importId, owner) && this.#memory.readIdOf(inputs) === undefined)
      this.#context.warn(`${describe("SecurityCategory", inputs)}: ${importing(kind, importId)}`);
    return [];
  }

  #createdResource(id: number, { name, owner }: Props): CreatedResource {
    const { project } = this.#context.connection();
    return { id: String(id), outs: { name, ...(owner !== undefined && { owner }), categoryId: id, project } };
  }
}

/** Reports everything that is wrong with a security category's inputs. */
export function checkSecurityCategory(inputs: Props): Problems {
  const problems = new Problems();
  const { __provider, owner, importId, secretInputs, ...own } = inputs;
  unknownProperties("", own, ["name", "project"], problems);
  const { name } = own;
  if (isUnknown(name)) return problems;
  if (name === undefined || name === null) problems.add("name", "is missing: a security category needs a name");
  else if (typeof name !== "string") problems.add("name", `must be a string; found ${describeValue(name)}`);
  else if (name.trim() === "") problems.add("name", "is empty: a security category needs a name");
  return problems;
}

/** Whether an error may mean that the name is taken; the service's answer in that case is not documented. */
const mayBeTaken = (error: unknown) =>
  error instanceof DuplicatedError || (error instanceof ApiError && error.status === 400);

function undecided(inputs: Props, error: unknown, listError: unknown): CdfError {
  return undecidedError(
    describe("SecurityCategory", inputs),
    error,
    listError,
    "Run `pulumi up` again when the service answers: if it was created, that run names the `import` option for it",
  );
}

function taken({ id, name }: SecurityCategory, inputs: Props, { wording }: Context, cause: unknown): CdfError {
  return new CdfError(
    "NAME_TAKEN",
    `${describe("SecurityCategory", inputs)}: the name ${JSON.stringify(name)} is taken by security category ${id}, and names are unique in a project. To import that category, give the resource the option ${wording.option("import", `"${id}"`)}. If this resource is meant to replace it, use ${wording.option("deleteBeforeReplace", "true")}.`,
    { cause },
  );
}

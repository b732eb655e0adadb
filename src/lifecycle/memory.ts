import type { Kind } from "../contract/resource-types";
import { CdfError } from "../errors";
import { isId } from "../validation/ids";
import type { Props } from "./handler";
import { describe, ownerIn } from "./owner";

/**
 * What a provider process remembers of the resources of one kind, in one place. By owner, which is the resource, or by id:
 *
 * | what | written by | read by |
 * | --- | --- | --- |
 * | the resource of an id that the state has | `diff`, `read`, `create` | `check` and `create` with an import; warnings of copies |
 * | the resources that the state has | `check` with old inputs | `check` and `create`: their option `import` counts no more |
 * | the resource that imports an id | `check` and `create` with an import | `check`, `create` and `diff` of any other |
 * | the ids that resources are read by | `read` without a state | the `check` that follows in an import of the engine's own |
 * | the ids in use | an import; `diff` without a change | `delete`, which leaves them alone |
 *
 * What the lists of the service lack or still show is the business of `LiveList`.
 */
export class Memory {
  readonly #ownerById = new Map<number, string | undefined>();
  readonly #inState = new Set<string>();
  readonly #importers = new Map<number, string | undefined>();
  readonly #inUse = new Set<number>();
  readonly #readIds = new Map<string, number>();

  readonly #kind: Kind;
  readonly #word: string;

  /** @param word - what the API's documents call a thing of that kind, as in "security category". */
  constructor(kind: Kind, word: string) {
    this.#kind = kind;
    this.#word = word;
  }

  /** Notes that an id belongs to a resource of the state. */
  noteOwner(id: number, owner: string | undefined): void {
    this.#ownerById.set(id, owner);
  }

  /** Whether a resource of the state, or one that this process has created, has that id. */
  isOwned(id: number): boolean {
    return this.#ownerById.has(id);
  }

  /** The resource is in the state, as a `check` with old inputs says, so its `import` has been done. */
  noteInState(owner: string | undefined): void {
    if (owner !== undefined) this.#inState.add(owner);
  }

  /** The id to take over, if the resource is not in the state yet. */
  importIdOf(inputs: Props): number | undefined {
    const owner = ownerIn(inputs);
    const id = importIdIn(inputs);
    return id === undefined || (owner !== undefined && this.#inState.has(owner)) ? undefined : id;
  }

  /** Notes that a resource is read by its id alone. Only of an import of the engine's own a `check` follows, with the inputs. */
  noteReadById(id: number, owner: string | undefined): void {
    if (owner !== undefined) this.#readIds.set(owner, id);
  }

  /** The id that the engine is about to import for the resource. */
  readIdOf(inputs: Props): number | undefined {
    return this.#readIds.get(ownerIn(inputs) ?? "");
  }

  /**
   * Notes that the resource may take over the thing of that id, which from now on this process does not delete: of a resource in the
   * state that is forced to be replaced, the engine deletes the old one, before or after. True the first time.
   */
  noteImport(id: number, owner: string | undefined): boolean {
    const isFirst = !this.#importers.has(id);
    this.#importers.set(id, owner);
    this.#inUse.add(id);
    return isFirst;
  }

  /** Another resource that is to take over the thing of that id. */
  otherImporter(id: number, owner: string | undefined): { owner: string | undefined } | undefined {
    const other = this.#importers.get(id);
    return this.#importers.has(id) && other !== owner ? { owner: other } : undefined;
  }

  /**
   * A thing in the state that another resource of this run imports would have two owners.
   * @throws CdfError `IMPORT` that names both.
   */
  refuseSecondOwner(id: number, owner: string | undefined): void {
    const other = this.otherImporter(id, owner);
    if (other !== undefined)
      throw new CdfError(
        "IMPORT",
        `import: ${this.#word} ${id} is already managed in this stack, as ${describe(this.#kind, { owner })}, and ${describe(this.#kind, other)} imports it too`,
      );
  }

  /** The other resource that a thing belongs to: one that has it, or one that imports it. */
  otherOwner(id: number, owner: string | undefined): { owner: string | undefined } | undefined {
    if (this.#ownerById.has(id) && this.#ownerById.get(id) !== owner) return { owner: this.#ownerById.get(id) };
    return this.otherImporter(id, owner);
  }

  /**
   * Notes what a `diff` has found of the thing of that id. Unchanged, after a `check` with old inputs or as its `import` names
   * it, it stays; changed, it is replaced and goes, also when a refresh of the same run had found it unchanged before.
   */
  noteCompared(id: number, inputs: Props, isChanged: boolean): void {
    const owner = ownerIn(inputs);
    if (isChanged) this.#inUse.delete(id);
    else if (importIdIn(inputs) === id || (owner !== undefined && this.#inState.has(owner))) this.#inUse.add(id);
  }

  /** Whether the thing of that id is in use, so that this process does not delete it. */
  isInUse(id: number): boolean {
    return this.#inUse.has(id);
  }
}

/** The id of the option `import`; `check` has made sure that it is one. */
function importIdIn(inputs: Props): number | undefined {
  const id = inputs["importId"];
  return isId(id) ? Number(id) : undefined;
}

/** What stands in the place of both values of a difference in a secret. */
export const secretDifference = "differs (declared as a secret, so neither value is shown)";

/** The inputs that the program declares as secrets; handlers see every value in the clear. */
export function secretsIn({ secretInputs }: Props): ReadonlySet<unknown> {
  return new Set(Array.isArray(secretInputs) ? secretInputs : []);
}

import type { Kind } from "../contract/resource-types";
import { CdfError } from "../errors";
import { isId } from "../validation/ids";
import type { Props } from "./handler";
import { importManaged } from "./import-messages";
import { describe, ownerIn } from "./owner";

/**
 * What a provider process remembers about the resources of one kind, in one place. By owner, which identifies the
 * resource, or by ID:
 *
 * | what | written by | read by |
 * | --- | --- | --- |
 * | the resource that has an ID in the state | `diff`, `read`, `create` | `check`, `create` with an import; warnings of copies |
 * | the resources in the state | `check` with old inputs | `check`, `create`: their option `import` no longer counts |
 * | the resource that imports an ID | `check` and `create` with an import | `check`, `create` and `diff` of any other |
 * | the IDs that resources are read by | `read` without a state | the `check` that follows when the engine imports |
 * | the IDs in use | an import; `diff` without a change | `delete`, which leaves them alone |
 *
 * `LiveList` tracks what the service's lists lack or still show.
 */
export class Memory {
  readonly #ownerById = new Map<number, string | undefined>();
  readonly #inState = new Set<string>();
  readonly #importers = new Map<number, string | undefined>();
  readonly #inUse = new Set<number>();
  readonly #readIds = new Map<string, number>();

  readonly #kind: Kind;
  readonly #word: string;

  /** @param word - the name of the kind in the API's documentation, as in "security category". */
  constructor(kind: Kind, word: string) {
    this.#kind = kind;
    this.#word = word;
  }

  /** Notes that an ID belongs to a resource in the state. */
  noteOwner(id: number, owner: string | undefined): void {
    this.#ownerById.set(id, owner);
  }

  /** Whether a resource in the state, or one that this process has created, has that ID. */
  isOwned(id: number): boolean {
    return this.#ownerById.has(id);
  }

  /** Notes that the resource is in the state, as a `check` with old inputs shows, so its `import` is done. */
  noteInState(owner: string | undefined): void {
    if (owner !== undefined) this.#inState.add(owner);
  }

  /** The ID to import, if the resource is not in the state yet. */
  importIdOf(inputs: Props): number | undefined {
    const owner = ownerIn(inputs);
    const id = importIdIn(inputs);
    return id === undefined || (owner !== undefined && this.#inState.has(owner)) ? undefined : id;
  }

  /**
   * Notes that a resource is read by its ID alone. A `check` with the inputs follows only when the engine itself
   * imports it.
   */
  noteReadById(id: number, owner: string | undefined): void {
    if (owner !== undefined) this.#readIds.set(owner, id);
  }

  /** The ID that the engine is about to import for the resource. */
  readIdOf(inputs: Props): number | undefined {
    return this.#readIds.get(ownerIn(inputs) ?? "");
  }

  /**
   * Notes that the resource may import the object with that ID, so this process does not delete it: in a forced
   * replacement of a resource in the state, the engine deletes the old object, before or after. True the first time.
   */
  noteImport(id: number, owner: string | undefined): boolean {
    const isFirst = !this.#importers.has(id);
    this.#importers.set(id, owner);
    this.#inUse.add(id);
    return isFirst;
  }

  /** Another resource that imports the object with that ID. */
  otherImporter(id: number, owner: string | undefined): { owner: string | undefined } | undefined {
    const other = this.#importers.get(id);
    return this.#importers.has(id) && other !== owner ? { owner: other } : undefined;
  }

  /**
   * Refuses to let another resource of this run import an object in the state: it would have two owners.
   * @throws CdfError `IMPORT` that names both.
   */
  refuseSecondOwner(id: number, owner: string | undefined): void {
    const other = this.otherImporter(id, owner);
    if (other !== undefined)
      throw new CdfError(
        "IMPORT",
        importManaged(
          this.#word,
          id,
          describe(this.#kind, { owner }),
          `, and ${describe(this.#kind, other)} imports it too`,
        ),
      );
  }

  /** The other resource that an object belongs to: one that has it, or one that imports it. */
  otherOwner(id: number, owner: string | undefined): { owner: string | undefined } | undefined {
    if (this.#ownerById.has(id) && this.#ownerById.get(id) !== owner) return { owner: this.#ownerById.get(id) };
    return this.otherImporter(id, owner);
  }

  /**
   * Notes what a `diff` has found for the object with that ID. If unchanged, after a `check` with old inputs or as its
   * `import` names it, it stays. If changed, it is replaced and deleted, even when a refresh in the same run found it
   * unchanged.
   */
  noteCompared(id: number, inputs: Props, isChanged: boolean): void {
    const owner = ownerIn(inputs);
    if (isChanged) this.#inUse.delete(id);
    else if (importIdIn(inputs) === id || (owner !== undefined && this.#inState.has(owner))) this.#inUse.add(id);
  }

  /** Whether the object with that ID is in use, so that this process does not delete it. */
  isInUse(id: number): boolean {
    return this.#inUse.has(id);
  }
}

/** The ID in the option `import`; `check` has validated it. */
function importIdIn(inputs: Props): number | undefined {
  const id = inputs["importId"];
  return isId(id) ? Number(id) : undefined;
}

/** Stands for both values when a secret differs. */
export const secretDifference = "differs (declared as a secret, so neither value is shown)";

/** The inputs that the program declares as secrets; handlers see all values in plain text. */
export function secretsIn({ secretInputs }: Props): ReadonlySet<unknown> {
  return new Set(Array.isArray(secretInputs) ? secretInputs : []);
}

import type { Kind } from "../contract/resource-types";
import { CdfError } from "../errors";
import { isId } from "../validation/ids";
import type { Props } from "./handler";
import { describe, ownerIn } from "./owner";

/**
 * The option `import` of the resources of one process. It counts only while the resource is not in the state; and what it
 * took over is not deleted by the same process, since the engine deletes the old one of a forced replacement.
 */
export class Imports {
  readonly #inState = new Set<string>();
  readonly #kept = new Set<number>();
  /** Who is to take over, or has taken over, the thing of an id. */
  readonly #claims = new Map<number, string | undefined>();

  readonly #kind: Kind;
  readonly #word: string;

  /** @param word - what the API's documents call a thing of that kind, as in "security category". */
  constructor(kind: Kind, word: string) {
    this.#kind = kind;
    this.#word = word;
  }

  /** The resource is in the state, as a `check` with old inputs says, so its `import` has been done. */
  seenInState(owner: string | undefined): void {
    if (owner !== undefined) this.#inState.add(owner);
  }

  /** The id to take over, if the resource is not in the state yet. */
  wanted(inputs: Props): number | undefined {
    const owner = ownerIn(inputs);
    const id = importIdIn(inputs);
    return id === undefined || (owner !== undefined && this.#inState.has(owner)) ? undefined : id;
  }

  /**
   * The resource may take over the thing of that id, which from now on this process does not delete: of a resource in the
   * state that is forced to be replaced, the engine deletes the old one, before or after. True the first time.
   */
  claim(id: number, owner: string | undefined): boolean {
    const isFirst = !this.#claims.has(id);
    this.#claims.set(id, owner);
    this.#kept.add(id);
    return isFirst;
  }

  /** Another resource that is to take over the thing of that id. */
  otherClaim(id: number, owner: string | undefined): { owner: string | undefined } | undefined {
    const other = this.#claims.get(id);
    return this.#claims.has(id) && other !== owner ? { owner: other } : undefined;
  }

  /**
   * A thing in the state that another resource of this run imports would have two owners.
   * @throws CdfError `IMPORT` that names both.
   */
  refuseSecondOwner(id: number, owner: string | undefined): void {
    const other = this.otherClaim(id, owner);
    if (other !== undefined)
      throw new CdfError(
        "IMPORT",
        `import: ${this.#word} ${id} is already managed in this stack, as ${describe(this.#kind, { owner })}, and ${describe(this.#kind, other)} imports it too`,
      );
  }

  /** The other resource that a thing belongs to: one that this process has named for it, or one that imports it. */
  otherOwner(
    id: number,
    owner: string | undefined,
    named: ReadonlyMap<number, string | undefined>,
  ): { owner: string | undefined } | undefined {
    if (named.has(id) && named.get(id) !== owner) return { owner: named.get(id) };
    return this.otherClaim(id, owner);
  }

  /**
   * What a `diff` has found of the thing of that id. Unchanged, after a `check` with old inputs or as its `import` names
   * it, it stays; changed, it is replaced and goes, also when a refresh of the same run had found it unchanged before.
   */
  compared(id: number, inputs: Props, isChanged: boolean): void {
    const owner = ownerIn(inputs);
    if (isChanged) this.#kept.delete(id);
    else if (importIdIn(inputs) === id || (owner !== undefined && this.#inState.has(owner))) this.#kept.add(id);
  }

  /** Whether the thing of that id is in use, so that this process does not delete it. */
  isKept(id: number): boolean {
    return this.#kept.has(id);
  }
}

/** The id of the option `import`; `check` has made sure that it is one. */
function importIdIn(inputs: Props): number | undefined {
  const id = inputs["importId"];
  return isId(id) ? Number(id) : undefined;
}

/** What stands in the place of both values of a difference in a secret. */
export const hidden = "differs (declared as a secret, so neither value is shown)";

/** The inputs that the program declares as secrets; handlers see every value in the clear. */
export function secretsIn({ secretInputs }: Props): ReadonlySet<unknown> {
  return new Set(Array.isArray(secretInputs) ? secretInputs : []);
}

import type { Props } from "./handler";
import { isId } from "./ids";
import { ownerIn } from "./owner";

/**
 * The option `import` of the resources of one process. It counts only while the resource is not in the state; and what it
 * took over is not deleted by the same process, since the engine deletes the old one of a forced replacement.
 */
export class Imports {
  readonly #inState = new Set<string>();
  readonly #kept = new Set<number>();

  /** A `check` with old inputs came: the resource is in the state, so its `import` has been done. */
  seenInState(owner: string | undefined): void {
    if (owner !== undefined) this.#inState.add(owner);
  }

  /** The id to take over, if the resource is not in the state yet. */
  wanted(inputs: Props): number | undefined {
    const owner = ownerIn(inputs);
    const id = importIdIn(inputs);
    return id === undefined || (owner !== undefined && this.#inState.has(owner)) ? undefined : id;
  }

  /** A `diff` found the resource as declared under the very id that its `import` names. */
  keepIfImported(id: number, inputs: Props): void {
    if (importIdIn(inputs) === id) this.#kept.add(id);
  }

  keep(id: number): void {
    this.#kept.add(id);
  }

  isKept(id: number): boolean {
    return this.#kept.has(id);
  }
}

/** The id of the option `import`; `check` has made sure that it is one. */
function importIdIn(inputs: Props): number | undefined {
  const id = inputs["importId"];
  return isId(id) ? Number(id) : undefined;
}

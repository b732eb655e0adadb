import { badRequest, missingFields } from "./errors";

/** Collects everything that is wrong with a request, to refuse it in one answer. */
export class Problems {
  readonly #missing: string[] = [];
  readonly #violations: string[] = [];

  /** Records a required field that is absent. */
  missing(path: string): void {
    this.#missing.push(path);
  }

  /** Records a field with a wrong value: `items[0].name must be a string`. */
  wrong(path: string, must: string): void {
    this.#violations.push(`${path} ${must}`);
  }

  /** Records a violation in its own words. */
  say(sentence: string): void {
    this.#violations.push(sentence);
  }

  /**
   * Throws the refusal if anything was recorded. `bare`: absent fields have the shape that group create uses for them.
   */
  throwIfAny(shape: "bare" | "normal"): void {
    if (this.#missing.length > 0 && shape === "bare") throw missingFields(this.#missing);
    const all = [...this.#missing.map((path) => `${path} must not be null`), ...this.#violations];
    if (all.length === 0) return;
    throw badRequest(
      `Request had ${all.length} constraint violations. Please fix the request and try again. [${all.join(", ")}]`,
    );
  }
}

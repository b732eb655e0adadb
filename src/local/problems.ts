import { badRequest, missingFields } from "./errors";

/** Collects all that is wrong with a request, to refuse it in one answer. */
export class Problems {
  readonly #missing: string[] = [];
  readonly #violations: string[] = [];

  /** Notes a required field that is absent. */
  missing(path: string): void {
    this.#missing.push(path);
  }

  /** Notes a field that is there and wrong: `items[0].name must be a string`. */
  wrong(path: string, must: string): void {
    this.#violations.push(`${path} ${must}`);
  }

  /** Notes a violation in words of its own. */
  say(sentence: string): void {
    this.#violations.push(sentence);
  }

  /** Throws the refusal if anything was noted. `bare`: absent fields have the shape that group create has for them. */
  throwIfAny(shape: "bare" | "normal"): void {
    if (this.#missing.length > 0 && shape === "bare") throw missingFields(this.#missing);
    const all = [...this.#missing.map((path) => `${path} must not be null`), ...this.#violations];
    if (all.length === 0) return;
    throw badRequest(
      `Request had ${all.length} constraint violations. Please fix the request and try again. [${all.join(", ")}]`,
    );
  }
}

import { performance } from "node:perf_hooks";

/**
 * About how long all runs of a stack of N groups take, in seconds; the engine writes its whole state after each of N steps.
 * @param {number} n
 */
export const stackRunSeconds = (n) => 55 + 0.35 * n + 0.00045 * n ** 2;

/** Prints progress to stderr: what is done, the elapsed time, and about how long the rest takes. */
export class Progress {
  #startedAt = performance.now();
  #doneSeconds = 0;
  #allSeconds;

  /** @param {number} seconds - about how long everything takes on a quiet machine */
  constructor(seconds) {
    this.#allSeconds = seconds;
    this.notify(`about ${minutes(seconds)} min on two quiet cores`);
  }

  /** @param {string} text */
  notify = (text) => {
    const seconds = Math.round(this.#seconds());
    process.stderr.write(
      `[${String(Math.floor(seconds / 60)).padStart(2)}:${String(seconds % 60).padStart(2, "0")}] ${text}\n`,
    );
  };

  /** @param {number} seconds - how long what is done now was thought to take; the rest is as much off as all so far */
  done(seconds) {
    this.#doneSeconds += seconds;
    const left = (this.#allSeconds - this.#doneSeconds) * (this.#seconds() / this.#doneSeconds);
    if (left > 1) this.notify(`about ${minutes(left)} min left`);
  }

  #seconds() {
    return (performance.now() - this.#startedAt) / 1000;
  }
}

const minutes = (/** @type {number} */ seconds) => Math.max(1, Math.round(seconds / 60));

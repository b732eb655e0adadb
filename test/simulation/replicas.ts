import type { Draw } from "./random";

/** Whatever a list shows was so at most this long ago, in ms: what the package takes for the lag of lists. */
const mostLagMs = 4_900;

/** For this long, in ms, a replica keeps its distance. */
const spellMs = 1_500;

/** The replicas that lists are read from. Each lags on its own, and none goes back in time. */
export class Replicas {
  readonly #shows = [0, 0, 0];
  readonly #draw: Draw;

  constructor(draw: Draw) {
    this.#draw = draw;
  }

  /** The moment whose things a list shows that is read now, from any of the replicas. */
  momentOfRead(key: string, now: number): number {
    const replica = Math.floor(this.#draw(`replica of ${key}`) * this.#shows.length);
    const spell = this.#draw(`lag of ${replica} in ${Math.floor(now / spellMs)}`);
    const lag = spell < 0.4 ? 0 : Math.floor(((spell - 0.4) / 0.6) * mostLagMs);
    const moment = Math.max(this.#shows[replica] ?? 0, now - lag);
    this.#shows[replica] = moment;
    return moment;
  }
}

import type { LocalIamOptions } from "../../../src/local/index";
import type { Agrees } from "../acceptance";
import { unknownId } from "../answers";
import type { Answered, Asked, Contradict } from "../stand-in";

/** A service that answers one question otherwise, and the row that must show it. */
export interface Contradiction {
  id: string;
  found: string;
  agrees: Agrees;
  options?: LocalIamOptions;
  /** Made for each run, since it may remember. */
  contradict?: () => Contradict;
}

// biome-ignore lint/suspicious/noExplicitAny: whatever JSON went over the wire
export type Json = any;

export const is = ({ method, path }: Asked, what: string) => `${method} ${path}` === what;

/** Refuses the requests that a test is true of. */
export const refuse =
  (what: string, status: number, isMeant: (asked: Asked) => boolean = () => true): (() => Contradict) =>
  () =>
  async (asked, next) =>
    is(asked, what) && isMeant(asked) ? refusal(status) : next();

export const refusal = (status: number, more: object = {}): Answered => ({
  status,
  body: { error: { code: status, message: "No", ...more } },
  headers: {},
});

export const done: Answered = { status: 200, body: {}, headers: {} };

/** Carries out the first request that names an id, and denies the next. */
export const refuseSecond = (what: string) => (): Contradict => {
  const seen = new Set<unknown>();
  return async (asked, next) => {
    if (!is(asked, what)) return next();
    const [item] = asked.body.items;
    const id = item.id ?? item;
    return seen.has(id) ? refusal(403) : next().finally(() => seen.add(id));
  };
};

/** Changes the items that a call answers, when it succeeds. */
export const change =
  (what: string, items: (items: Json[], asked: Asked) => Json[]): (() => Contradict) =>
  () =>
  async (asked, next) => {
    const answer = await next();
    if (!is(asked, what) || answer.status >= 300) return answer;
    return { ...answer, body: { ...answer.body, items: items(answer.body.items, asked) } };
  };

/** Changes the capabilities of the groups that are listed. */
export const changeCapabilities = (capabilities: (capabilities: Json[]) => Json[]) =>
  change("GET /groups", (items) =>
    items.map((group) => ({ ...group, capabilities: capabilities(group.capabilities ?? []) })),
  );

/** The capabilities of listed groups with a piece of their JSON written otherwise. */
export const changeSpelling = (piece: string | RegExp, by: string) =>
  changeCapabilities((capabilities) => JSON.parse(JSON.stringify(capabilities).replace(piece, by)));

export const someGroup = (isMeant: (spec: Json) => boolean) => (asked: Asked) => asked.body.items.some(isMeant);

export const namesUnknown = ({ body }: Asked) => body.items.some((item: Json) => (item.id ?? item) === unknownId);

export const lagging: LocalIamOptions = { listLagMs: 150 };

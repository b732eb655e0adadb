import type { LocalIamOptions } from "../../../src/local/index";
import {
  type Contradiction,
  change,
  done,
  is,
  type Json,
  lagging,
  namesUnknown,
  refuse,
  refuseSecond,
} from "./contradiction";

const ignoring: LocalIamOptions = { unknownGroupDelete: "ignore" };

/** Of `../groups.ts`. */
export const aboutGroups: Contradiction[] = [
  {
    id: "groups.whole-list",
    found: "nextCursor",
    agrees: "no",
    contradict: () => async (asked, next) => {
      const answer = await next();
      return is(asked, "GET /groups") ? { ...answer, body: { ...answer.body, nextCursor: "more" } } : answer;
    },
  },
  { id: "groups.lag-after-create", found: "later", agrees: "no", options: lagging },
  { id: "groups.lag-after-delete", found: "later", agrees: "no", options: lagging },
  {
    id: "groups.deleted-in-list",
    found: "yes, with isDeleted: true",
    agrees: "handled",
    contradict: () => {
      const seen = new Map<number, Json>();
      const deleted = new Set<number>();
      return async (asked, next) => {
        const answer = await next();
        if (is(asked, "POST /groups/delete")) for (const id of asked.body.items) deleted.add(id);
        if (!is(asked, "GET /groups")) return answer;
        for (const group of answer.body.items) seen.set(group.id, group);
        const gone = [...deleted].flatMap((id) => seen.get(id) ?? []).map((group) => ({ ...group, isDeleted: true }));
        return { ...answer, body: { items: [...answer.body.items, ...gone] } };
      };
    },
  },
  {
    id: "groups.deleted-in-list",
    found: "yes, as if they were alive",
    agrees: "no",
    contradict: () => async (asked, next) => (is(asked, "POST /groups/delete") ? done : next()),
  },
  {
    id: "groups.same-name",
    found: "409",
    agrees: "no",
    contradict: refuse(
      "POST /groups",
      409,
      ({ body }) => body.items.length === 2 && body.items[0].name === body.items[1].name,
    ),
  },
  {
    id: "groups.batch-order",
    found: "no",
    agrees: "no",
    contradict: change("POST /groups", (items) => items.toReversed()),
  },
  {
    id: "groups.batch-atomic",
    found: "400, the other created",
    agrees: "no",
    contradict: () => async (asked, next) => {
      if (is(asked, "POST /groups")) await next({ body: { items: asked.body.items.filter(({ name }: Json) => name) } });
      return next();
    },
  },
  {
    id: "groups.missing-field",
    found: "400, in error, with missingFields",
    agrees: "handled",
    contradict: () => async (_, next) => {
      const answer = await next();
      return "missingFields" in answer.body ? { ...answer, body: { error: answer.body } } : answer;
    },
  },
  {
    id: "groups.missing-field",
    found: "422, bare, with missingFields",
    agrees: "no",
    contradict: () => async (_, next) => {
      const answer = await next();
      return "missingFields" in answer.body ? { ...answer, status: 422 } : answer;
    },
  },
  {
    id: "groups.request-id",
    found: "no",
    agrees: "handled",
    contradict: () => async (_, next) => ({ ...(await next()), headers: {} }),
  },
  { id: "groups.delete-unknown", found: "200", agrees: "handled", options: ignoring },
  {
    id: "groups.delete-unknown",
    found: "403, not named",
    agrees: "no",
    contradict: refuse("POST /groups/delete", 403, namesUnknown),
  },
  { id: "groups.delete-again", found: "200", agrees: "handled", options: ignoring },
  {
    id: "groups.delete-again",
    found: "403, not named",
    agrees: "no",
    contradict: refuseSecond("POST /groups/delete"),
  },
  { id: "groups.delete-partly-unknown", found: "200, deleted", agrees: "handled", options: ignoring },
  {
    id: "groups.delete-1000",
    found: "413, for one ID 400",
    agrees: "no",
    contradict: refuse("POST /groups/delete", 413, ({ body }) => body.items.length > 100),
  },
  {
    id: "groups.body-of-1-MB",
    found: "413",
    agrees: "no",
    contradict: refuse("POST /groups", 413, ({ bytes }) => bytes >= 1_000_000),
  },
];

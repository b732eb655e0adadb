import { unknownId } from "../answers";
import {
  type Contradiction,
  change,
  done,
  is,
  lagging,
  namesUnknown,
  refusal,
  refuse,
  refuseSecond,
} from "./contradiction";

/** Of `../security-categories.ts`. */
export const aboutCategories: Contradiction[] = [
  {
    id: "categories.name-taken",
    found: "400, not named",
    agrees: "handled",
    contradict: () => async (_, next) => {
      const answer = await next();
      return answer.status === 409 ? refusal(400) : answer;
    },
  },
  {
    id: "categories.name-taken",
    found: "422, not named",
    agrees: "no",
    contradict: () => async (_, next) => {
      const answer = await next();
      return answer.status === 409 ? refusal(422) : answer;
    },
  },
  {
    id: "categories.name-taken-among-others",
    found: "yes",
    agrees: "no",
    contradict: () => async (asked, next) => {
      if (is(asked, "POST /securitycategories") && asked.body.items.length === 2)
        await next({ body: { items: asked.body.items.slice(0, 1) } });
      return next();
    },
  },
  {
    id: "categories.name-1000-times",
    found: "400, none created",
    agrees: "no",
    contradict: refuse("POST /securitycategories", 400, ({ body }) => body.items.length > 100),
  },
  {
    id: "categories.name-of-deleted",
    found: "409",
    agrees: "no",
    contradict: () => {
      const names = new Set<string>();
      return async (asked, next) => {
        if (!is(asked, "POST /securitycategories")) return next();
        const [{ name }] = asked.body.items;
        return names.has(name) ? refusal(409) : next().finally(() => names.add(name));
      };
    },
  },
  {
    id: "categories.delete-unknown",
    found: "200",
    agrees: "handled",
    contradict: () => async (asked, next) =>
      is(asked, "POST /securitycategories/delete") && namesUnknown(asked) ? done : next(),
  },
  {
    id: "categories.delete-unknown",
    found: "403, not named",
    agrees: "no",
    contradict: refuse("POST /securitycategories/delete", 403, namesUnknown),
  },
  {
    id: "categories.delete-again",
    found: "200",
    agrees: "handled",
    contradict: () => async (asked, next) => {
      const answer = await next();
      return is(asked, "POST /securitycategories/delete") ? done : answer;
    },
  },
  {
    id: "categories.delete-again",
    found: "403, not named",
    agrees: "no",
    contradict: refuseSecond("POST /securitycategories/delete"),
  },
  {
    id: "categories.delete-partly-unknown",
    found: "yes",
    agrees: "no",
    contradict: () => async (asked, next) => {
      if (is(asked, "POST /securitycategories/delete"))
        await next({ body: { items: asked.body.items.filter((id: number) => id !== unknownId) } });
      return next();
    },
  },
  {
    id: "categories.sort",
    found: "in another order",
    agrees: "no",
    contradict: change("GET /securitycategories", (items) => items.toReversed()),
  },
  {
    id: "categories.pages",
    found: "no nextCursor",
    agrees: "no",
    contradict: () => async (asked, next) => {
      const answer = await next();
      return is(asked, "GET /securitycategories") ? { ...answer, body: { items: answer.body.items } } : answer;
    },
  },
  {
    id: "categories.pages",
    found: "no, to the same page",
    agrees: "no",
    contradict: () => async (asked, next) => {
      const { cursor, ...query } = asked.query;
      return next({ query });
    },
  },
  {
    id: "categories.page-size",
    found: "over 1,000",
    agrees: "handled",
    contradict: () => async (asked, next) =>
      next(is(asked, "GET /securitycategories") ? { query: { ...asked.query, limit: "1000" } } : {}),
  },
  {
    id: "categories.page-size",
    found: "under 1,000",
    agrees: "no",
    contradict: refuse("GET /securitycategories", 400, ({ query }) => Number(query["limit"]) > 100),
  },
  { id: "categories.lag-after-create", found: "later", agrees: "no", options: lagging },
  { id: "categories.lag-after-delete", found: "later", agrees: "no", options: lagging },
  {
    id: "categories.scope-of-deleted",
    found: "no",
    agrees: "no",
    contradict: () => {
      let isDeleted = false;
      return async (asked, next) => {
        const answer = await next();
        isDeleted ||= is(asked, "POST /securitycategories/delete");
        if (!isDeleted || !is(asked, "GET /groups")) return answer;
        const emptied = JSON.stringify(answer.body).replaceAll(/"ids":\["\d+"\]/g, '"ids":[]');
        return { ...answer, body: JSON.parse(emptied) };
      };
    },
  },
];

import { type Contradiction, change, done, is, namesUnknown, refuse, refuseSecond } from "./contradiction";

/** Of `../sessions.ts`. */
export const aboutSessions: Contradiction[] = [
  {
    id: "sessions.status-when-new",
    found: "ACTIVE",
    agrees: "no",
    contradict: change("POST /sessions", (items) => items.map((session) => ({ ...session, status: "ACTIVE" }))),
  },
  {
    id: "sessions.lag-after-create",
    found: "later",
    agrees: "no",
    contradict: () => {
      const startedAt = Date.now();
      return change("GET /sessions", (items) => (Date.now() - startedAt > 250 ? items : []))();
    },
  },
  {
    id: "sessions.fields-in-list",
    found: "no clientId",
    agrees: "no",
    contradict: change("GET /sessions", (items) => items.map(({ clientId, ...rest }) => rest)),
  },
  {
    id: "sessions.filter-in-upper-case",
    found: "others too",
    agrees: "no",
    contradict: () => async (asked, next) => next(is(asked, "GET /sessions") ? { query: {} } : {}),
  },
  {
    id: "sessions.filter-in-upper-case",
    found: "not all",
    agrees: "no",
    contradict: () => {
      let shown = 0;
      return change("GET /sessions", (items) => (shown++ === 0 ? items : []))();
    },
  },
  {
    id: "sessions.filter-in-lower-case",
    found: "400",
    agrees: "handled",
    contradict: refuse("GET /sessions", 400, ({ query }) => query["status"] === "ready"),
  },
  {
    id: "sessions.retrieve-unknown",
    found: "200",
    agrees: "handled",
    contradict: () => async (asked, next) =>
      is(asked, "POST /sessions/byids") ? { ...done, body: { items: [] } } : next(),
  },
  {
    id: "sessions.retrieve-unknown",
    found: "404, not named",
    agrees: "no",
    contradict: refuse("POST /sessions/byids", 404),
  },
  {
    id: "sessions.status-when-revoked",
    found: "CANCELLED",
    agrees: "no",
    contradict: change("POST /sessions/byids", (items) =>
      items.map((session) => ({ ...session, status: "CANCELLED" })),
    ),
  },
  {
    id: "sessions.revoke-again",
    found: "403",
    agrees: "no",
    contradict: refuseSecond("POST /sessions/revoke"),
  },
  {
    id: "sessions.revoke-unknown",
    found: "200",
    agrees: "handled",
    contradict: () => async (asked, next) =>
      is(asked, "POST /sessions/revoke") && namesUnknown(asked) ? done : next(),
  },
  {
    id: "sessions.revoke-unknown",
    found: "403, not named",
    agrees: "no",
    contradict: refuse("POST /sessions/revoke", 403, namesUnknown),
  },
];

import { pollUntil } from "../../src/client/poll";
import { requestAs } from "../../src/client/session-request";
import { objectOf } from "../../src/validation/problems";
import { isNoDenial, lagOf, refusal, unknownId, withinLag } from "./answers";
import { NotAnswered, type Question, type Run, sessionRights } from "./question";
import { itemsOf } from "./wire";

const needs = sessionRights;

/** Sessions: their fields, and how they end. */
export const sessions: Question[] = [
  {
    id: "sessions.status-when-new",
    question: "Status of a new session",
    assumed: "READY",
    reliedOnIn: "sessions/open.ts",
    needs,
    ask: async ({ fixtures }) => statusIn((await fixtures.session()).created),
  },
  {
    id: "sessions.lag-after-create",
    question: "How soon is a new session listed?",
    assumed: withinLag,
    reliedOnIn: "lifecycle/times.ts",
    needs,
    ask: async (run) => {
      const { id } = await run.fixtures.session();
      const start = Date.now();
      if ((await listedSession(run, id)) === undefined) throw new NotAnswered("the session is not listed");
      return lagOf(run, Date.now() - start);
    },
  },
  {
    id: "sessions.fields-in-list",
    question: "Does the list show type, status and client of a session?",
    assumed: "yes",
    reliedOnIn: "sessions/open.ts",
    needs,
    ask: async (run) => {
      const session = await listedSession(run, (await run.fixtures.session()).id);
      if (session === undefined) throw new NotAnswered("the session is not listed");
      const wanted = ["type", "status", ...("clientId" in requestAs(run.connection) ? ["clientId"] : [])];
      const lacking = wanted.filter((field) => typeof session[field] !== "string");
      return lacking.length === 0 ? "yes" : `no ${lacking.join(", ")}`;
    },
  },
  {
    id: "sessions.filter-in-upper-case",
    question: "Does status=READY list all ready sessions, and no others?",
    assumed: "yes",
    reliedOnIn: "client/sessions.ts",
    needs,
    ask: (run) => filtered(run, "READY"),
  },
  {
    id: "sessions.filter-in-lower-case",
    question: "Does status=ready do the same?",
    assumed: "yes",
    needs,
    ask: (run) => filtered(run, "ready"),
  },
  {
    id: "sessions.retrieve-unknown",
    question: "Response to retrieving an unknown session ID",
    assumed: "400, named in missing",
    reliedOnIn: "sessions/handler.ts",
    copesWith: (found) => /^(200|400, .*|.*, named in missing)$/.test(found),
    needs,
    ask: async ({ wire }) =>
      refusal(await wire.post("/sessions/byids", { items: [{ id: unknownId }] }), "missing", { id: unknownId }),
  },
  {
    id: "sessions.status-when-revoked",
    question: "Status of a revoked session",
    assumed: "REVOKED",
    reliedOnIn: "sessions/handler.ts",
    needs,
    ask: async ({ fixtures, wire }) => {
      const { id } = await fixtures.revokedSession();
      const [session] = itemsOf(await wire.post("/sessions/byids", { items: [{ id }] }));
      return statusIn(session);
    },
  },
  {
    id: "sessions.revoke-again",
    question: "Response to revoking a session twice",
    assumed: "200",
    reliedOnIn: "client/sessions.ts",
    needs,
    ask: async ({ fixtures, scratch }) => {
      const { id } = await fixtures.revokedSession();
      return String((await scratch.delete("session", [id])).status);
    },
  },
  {
    id: "sessions.revoke-unknown",
    question: "Response to revoking an unknown session ID",
    assumed: "400, named in missing",
    reliedOnIn: "lifecycle/delete.ts",
    copesWith: isNoDenial,
    needs,
    ask: async ({ scratch }) => refusal(await scratch.delete("session", [unknownId]), "missing", { id: unknownId }),
  },
];

const statuses = ["READY", "ACTIVE", "CANCELLED", "EXPIRED", "REVOKED", "ACCESS_LOST"];

/** The status as the service spells it, if the API documents it. */
function statusIn(session: Record<string, unknown> | undefined): string {
  const status = session?.["status"];
  return typeof status === "string" && statuses.includes(status.toUpperCase()) ? status : "another status";
}

async function filtered(run: Run, status: string): Promise<string> {
  const { id } = await run.fixtures.session();
  // A filter that is ignored shows only if there is a session that is not ready.
  await run.fixtures.revokedSession();
  await listedSession(run, id);
  const reply = await run.wire.get(`/sessions?limit=1000&status=${status}`);
  if (reply.status !== 200) return String(reply.status);
  const shown = itemsOf(reply);
  const others = shown.filter((session) => String(session["status"]).toUpperCase() !== "READY");
  if (others.length > 0) return "others too";
  // Later pages may hold the session.
  const isWhole = objectOf(reply.body)["nextCursor"] == null;
  return isWhole && !shown.some((session) => session["id"] === id) ? "not all" : "yes";
}

const listedSession = ({ client, times }: Run, id: number) =>
  pollUntil(Date.now() + 6 * times.listLagMs, { times }, async (): Promise<Record<string, unknown> | undefined> => {
    const session = (await client.sessions.list({ status: "READY", limit: null })).find((each) => each.id === id);
    return session === undefined ? undefined : { ...session };
  });

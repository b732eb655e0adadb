import type { Capability } from "../../src/capabilities/types";
import { isObject, objectOf } from "../../src/validation/problems";
import { refusal, unknownId } from "./answers";
import { anyAnswer, groupRights, NotAsked, type Question } from "./question";
import { itemsOf } from "./wire";

const unknownUser = "pulumi-cognite-iam-acceptance-nobody";

/** What only reads: token inspect, user profiles, and what scopes name. */
export const reading: Question[] = [
  {
    id: "token.capabilities",
    question: "Is each capability of a token one ACL with a projectScope?",
    assumed: "yes",
    reliedOnIn: "client/token-inspection.ts",
    copesWith: (found) => found === "no projectScope",
    needs: [],
    ask: async ({ client }) => {
      const { capabilities } = await client.token.inspect();
      if (capabilities.length === 0) throw new NotAsked("token inspect shows no capability");
      const isOneAcl = capabilities.every(({ projectScope, projectUrlNames, ...acls }) => {
        const [grant, ...others] = Object.values(acls).map(objectOf);
        return others.length === 0 && Array.isArray(grant?.["actions"]) && isObject(grant["scope"]);
      });
      if (!isOneAcl) return "another shape";
      return capabilities.every(({ projectScope }) => projectScope !== undefined) ? "yes" : "no projectScope";
    },
  },
  {
    id: "token.groups",
    question: "Does token inspect name the same groups as GET /groups?",
    assumed: "yes",
    reliedOnIn: "groups/lockout/guard.ts",
    needs: groupRights,
    ask: async ({ client, inspection }) => {
      const inspected = inspection?.projects.find(({ projectUrlName }) => projectUrlName === client.project)?.groups;
      if (inspected === undefined) throw new NotAsked("token inspect does not show the project");
      const own = (await client.groups.list()).map(({ id }) => id);
      return String(inspected.toSorted()) === String(own.toSorted()) ? "yes" : "no";
    },
  },
  {
    id: "profiles.me",
    question: "Response to GET /profiles/me",
    assumed: "200 or 404",
    reliedOnIn: "groups/lockout/guard.ts",
    copesWith: anyAnswer,
    needs: [],
    ask: async ({ wire }) => {
      const { status } = await wire.get("/profiles/me");
      return { found: [200, 404].includes(status) ? "200 or 404" : String(status), detail: String(status) };
    },
  },
  {
    id: "profiles.retrieve-unknown",
    question: "Response to retrieving the profile of an unknown user",
    assumed: "400, named in missing",
    reliedOnIn: "client/user-profiles.ts",
    needs: [],
    ask: async ({ wire }) => {
      if ((await wire.get("/profiles?limit=1")).status !== 200)
        throw new NotAsked("profiles are off, or not to be read");
      const reply = await wire.post("/profiles/byids", { items: [{ userIdentifier: unknownUser }] });
      return refusal(reply, "missing", { userIdentifier: unknownUser });
    },
  },
  retrievesUnknown("data set", "/datasets", { datasetsAcl: { actions: ["READ"], scope: { all: {} } } }),
  retrievesUnknown("extraction pipeline", "/extpipes", {
    extractionPipelinesAcl: { actions: ["READ"], scope: { all: {} } },
  }),
  retrievesUnknown("time series", "/timeseries", { timeSeriesAcl: { actions: ["READ"], scope: { all: {} } } }),
  retrievesUnknown("asset", "/assets", { assetsAcl: { actions: ["READ"], scope: { all: {} } } }),
  {
    id: "targets.location-filters",
    question: "Response to listing location filters with { flat: true }",
    assumed: "200, items",
    reliedOnIn: "client/scope-targets.ts",
    needs: [{ locationFiltersAcl: { actions: ["READ"], scope: { all: {} } } }],
    ask: async ({ wire }) => {
      const reply = await wire.post("/storage/config/locationfilters/list", { flat: true }, { root: "/apps/v1" });
      return `${reply.status}, ${Array.isArray(objectOf(reply.body)["items"]) ? "items" : "no items"}`;
    },
  },
];

function retrievesUnknown(what: string, path: string, needed: Capability): Question {
  return {
    id: `targets${path.replace("/", ".")}`,
    question: `Response to retrieving an unknown ${what} with ignoreUnknownIds`,
    assumed: "200, left out",
    reliedOnIn: "client/scope-targets.ts",
    copesWith: (found) => found === "400, named in missing",
    needs: [needed],
    ask: async ({ wire }) => {
      const reply = await wire.post(`${path}/byids`, { items: [{ id: unknownId }], ignoreUnknownIds: true });
      if (reply.status >= 300) return refusal(reply, "missing", { id: unknownId });
      return `${reply.status}, ${itemsOf(reply).length === 0 ? "left out" : "answered"}`;
    },
  };
}

import { sleep } from "../../src/client/poll";
import { isObject, objectOf } from "../../src/validation/problems";
import { isListed, isNoDenial, lagOf, refusal, unknownId, unknownIds, withinLag } from "./answers";
import { listGroups } from "./clear";
import { anyAnswer, groupRights, NotAnswered, type Question } from "./question";
import { itemsOf } from "./wire";

const needs = groupRights;

/** What happens to groups: lists, batches, deletes, limits. */
export const groups: Question[] = [
  {
    id: "groups.whole-list",
    question: "Does GET /groups return every group in one response?",
    assumed: "no nextCursor",
    reliedOnIn: "client/groups.ts",
    needs,
    ask: async ({ wire }) => {
      const { body } = await wire.get("/groups?all=true");
      return objectOf(body)["nextCursor"] == null ? "no nextCursor" : "nextCursor";
    },
  },
  {
    id: "groups.lag-after-create",
    question: "How soon is a new group listed?",
    assumed: withinLag,
    reliedOnIn: "lifecycle/times.ts",
    needs,
    ask: async (run) => lagOf(run, (await run.fixtures.group()).afterMs),
  },
  {
    id: "groups.lag-after-delete",
    question: "How soon does a deleted group leave the list?",
    assumed: withinLag,
    reliedOnIn: "lifecycle/times.ts",
    needs,
    ask: async (run) => lagOf(run, (await run.fixtures.deletedGroup()).afterMs),
  },
  {
    id: "groups.deleted-in-list",
    question: "Does the list include deleted groups?",
    assumed: "no",
    reliedOnIn: "client/groups.ts",
    copesWith: (found) => found === "yes, with isDeleted: true",
    needs,
    ask: async ({ fixtures }) => (await fixtures.deletedGroup()).shown,
  },
  {
    id: "groups.same-name",
    question: "Can two groups have the same name?",
    assumed: "201",
    reliedOnIn: "groups/namesakes.ts",
    needs,
    ask: async ({ fixtures }) => String((await fixtures.pair()).status),
  },
  {
    id: "groups.batch-order",
    question: "Does a create return the groups in the order of the request?",
    assumed: "yes",
    reliedOnIn: "client/groups.ts",
    needs,
    ask: async ({ fixtures }) => {
      const places = itemsOf(await fixtures.pair()).map(({ metadata }) => objectOf(metadata)["place"]);
      if (places.length !== 2) throw new NotAnswered(`a request for two groups was answered with ${places.length}`);
      return places.join() === "first,second" ? "yes" : "no";
    },
  },
  {
    id: "groups.batch-atomic",
    question: "If one group of a request is invalid, are the others created?",
    assumed: "400, none created",
    reliedOnIn: "client/batches.ts",
    needs,
    ask: async ({ fixtures, scratch, wire, times }) => {
      const { status } = await fixtures.halfWrong();
      await sleep(times.settleMs);
      const isCreated = (await listGroups(wire)).some(({ name }) => name === scratch.nameOf("half"));
      return `${status}, ${isCreated ? "the other created" : "none created"}`;
    },
  },
  {
    id: "groups.missing-field",
    question: "Response to a create without a required field",
    assumed: "400, bare, with missingFields",
    reliedOnIn: "client/api-error.ts",
    copesWith: (found) => found.startsWith("400, "),
    needs,
    ask: async ({ fixtures }) => {
      const { status, body } = await fixtures.halfWrong();
      const error = objectOf(body)["error"];
      const inner = isObject(error) ? error : objectOf(body);
      return `${status}, ${isObject(error) ? "in error" : "bare"}, ${"missingFields" in inner ? "with" : "without"} missingFields`;
    },
  },
  {
    id: "groups.request-id",
    question: "Do errors carry the header x-request-id?",
    assumed: "yes",
    reliedOnIn: "client/answer.ts",
    copesWith: anyAnswer,
    needs,
    ask: async ({ fixtures }) => ((await fixtures.halfWrong()).header("x-request-id") ? "yes" : "no"),
  },
  {
    id: "groups.delete-unknown",
    question: "Response to deleting an unknown group ID",
    assumed: "400, named in missing",
    reliedOnIn: "lifecycle/delete.ts",
    copesWith: isNoDenial,
    needs,
    ask: async ({ scratch }) => refusal(await scratch.delete("group", [unknownId]), "missing", { id: unknownId }),
  },
  {
    id: "groups.delete-again",
    question: "Response to deleting a group twice",
    assumed: "400, named in missing",
    reliedOnIn: "lifecycle/delete.ts",
    copesWith: isNoDenial,
    needs,
    ask: async ({ fixtures, scratch }) => {
      const { id } = await fixtures.deletedGroup();
      return refusal(await scratch.delete("group", [id]), "missing", { id });
    },
  },
  {
    id: "groups.delete-partly-unknown",
    question: "Are known groups deleted if the same request has an unknown ID?",
    assumed: "400, not deleted",
    needs,
    ask: async (run) => {
      const { id } = await run.fixtures.createGroup({ name: run.scratch.nameOf("known") });
      const { status } = await run.scratch.delete("group", [id, unknownId]);
      await sleep(run.times.settleMs);
      return `${status}, ${isListed(await listGroups(run.wire), id) ? "not deleted" : "deleted"}`;
    },
  },
  {
    id: "groups.delete-1000",
    question: "Can one request delete 1,000 groups?",
    assumed: "same response as for one ID",
    reliedOnIn: "client/batches.ts",
    needs,
    ask: async ({ scratch }) => {
      const [one, many] = [await scratch.delete("group", [unknownId]), await scratch.delete("group", unknownIds(1000))];
      return one.status === many.status ? "same response as for one ID" : `${many.status}, for one ID ${one.status}`;
    },
  },
  {
    id: "groups.body-of-1-MB",
    question: "Does a create accept a body of 1,000,000 bytes?",
    assumed: "201",
    reliedOnIn: "client/batches.ts",
    needs,
    ask: async ({ scratch }) =>
      String((await scratch.createGroups([{ name: scratch.nameOf("body") }], 1_000_000)).status),
  },
];

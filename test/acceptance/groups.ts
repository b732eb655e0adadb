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
    question: "Does one answer list every group?",
    assumed: "without a cursor",
    reliedOnIn: "client/groups.ts",
    needs,
    ask: async ({ wire }) => {
      const { body } = await wire.get("/groups?all=true");
      return objectOf(body)["nextCursor"] == null ? "without a cursor" : "with a cursor";
    },
  },
  {
    id: "groups.lag-after-create",
    question: "How long after a create is a group listed?",
    assumed: withinLag,
    reliedOnIn: "lifecycle/times.ts",
    needs,
    ask: async (run) => lagOf(run, (await run.fixtures.group()).afterMs),
  },
  {
    id: "groups.lag-after-delete",
    question: "How long after a delete is a group gone from the list?",
    assumed: withinLag,
    reliedOnIn: "lifecycle/times.ts",
    needs,
    ask: async (run) => lagOf(run, (await run.fixtures.deletedGroup()).afterMs),
  },
  {
    id: "groups.deleted-in-list",
    question: "Are deleted groups listed?",
    assumed: "left out",
    reliedOnIn: "client/groups.ts",
    copesWith: (found) => found === "with isDeleted: true",
    needs,
    ask: async ({ fixtures }) => (await fixtures.deletedGroup()).shown,
  },
  {
    id: "groups.same-name",
    question: "May two groups have the same name?",
    assumed: "201",
    reliedOnIn: "groups/namesakes.ts",
    needs,
    ask: async ({ fixtures }) => String((await fixtures.pair()).status),
  },
  {
    id: "groups.batch-order",
    question: "Does the answer to a create keep the order of the request?",
    assumed: "in the order sent",
    reliedOnIn: "client/groups.ts",
    needs,
    ask: async ({ fixtures }) => {
      const places = itemsOf(await fixtures.pair()).map(({ metadata }) => objectOf(metadata)["place"]);
      if (places.length !== 2) throw new NotAnswered(`a request for two groups was answered with ${places.length}`);
      return places.join() === "first,second" ? "in the order sent" : "in another order";
    },
  },
  {
    id: "groups.batch-atomic",
    question: "Does a group that is wrong keep the others of its request from being created?",
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
    question: "What does a create without a required field answer?",
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
    question: "Does an error carry the header x-request-id?",
    assumed: "yes",
    reliedOnIn: "client/answer.ts",
    copesWith: anyAnswer,
    needs,
    ask: async ({ fixtures }) => ((await fixtures.halfWrong()).header("x-request-id") ? "yes" : "no"),
  },
  {
    id: "groups.delete-unknown",
    question: "What does deleting an unknown id answer?",
    assumed: "400, missing names it",
    reliedOnIn: "lifecycle/delete.ts",
    copesWith: isNoDenial,
    needs,
    ask: async ({ scratch }) => refusal(await scratch.delete("group", [unknownId]), "missing", { id: unknownId }),
  },
  {
    id: "groups.delete-again",
    question: "What does deleting a group again answer?",
    assumed: "400, missing names it",
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
    question: "What becomes of the known groups in a delete with an unknown id?",
    assumed: "400, the known one stays",
    needs,
    ask: async (run) => {
      const { id } = await run.fixtures.createGroup({ name: run.scratch.nameOf("known") });
      const { status } = await run.scratch.delete("group", [id, unknownId]);
      await sleep(run.times.settleMs);
      return `${status}, the known one ${isListed(await listGroups(run.wire), id) ? "stays" : "is deleted"}`;
    },
  },
  {
    id: "groups.delete-1000",
    question: "Does one request delete 1,000 ids?",
    assumed: "as it does one",
    reliedOnIn: "client/batches.ts",
    needs,
    ask: async ({ scratch }) => {
      const [one, many] = [await scratch.delete("group", [unknownId]), await scratch.delete("group", unknownIds(1000))];
      return one.status === many.status ? "as it does one" : `${many.status}, of one id ${one.status}`;
    },
  },
  {
    id: "groups.body-of-1-MB",
    question: "Does a create take a body of 1,000,000 bytes?",
    assumed: "201",
    reliedOnIn: "client/batches.ts",
    needs,
    ask: async ({ scratch }) =>
      String((await scratch.createGroups([{ name: scratch.nameOf("body") }], 1_000_000)).status),
  },
];

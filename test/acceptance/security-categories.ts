import { sleep } from "../../src/client/poll";
import { listOf, objectOf } from "../../src/validation/problems";
import { idsIn, isListed, isNoDenial, lagOf, refusal, unknownId, withinLag } from "./answers";
import { listCategories, listGroups } from "./clear";
import { categoryRights, groupRights, NotAnswered, type Question } from "./question";
import { itemsOf } from "./wire";

const needs = categoryRights;

/** Security categories: unique names, batches, deletes, lists. */
export const securityCategories: Question[] = [
  {
    id: "categories.name-taken",
    question: "Response to creating a category whose name is taken",
    assumed: "409, named in duplicated",
    reliedOnIn: "security-categories/handler.ts",
    copesWith: (found) => /^40[09], /.test(found),
    needs,
    ask: async ({ fixtures, scratch }) => {
      await fixtures.category();
      return refusal(await scratch.createCategories(["taken"]), "duplicated", { name: scratch.nameOf("taken") });
    },
  },
  {
    id: "categories.name-taken-among-others",
    question: "If one name of a request is taken, are the others created?",
    assumed: "no",
    reliedOnIn: "client/security-categories.ts",
    needs,
    ask: async ({ fixtures, scratch, wire, times }) => {
      await fixtures.category();
      await scratch.createCategories(["other", "taken"]);
      await sleep(times.settleMs);
      const isCreated = (await listCategories(wire)).some(({ name }) => name === scratch.nameOf("other"));
      return isCreated ? "yes" : "no";
    },
  },
  {
    id: "categories.name-1000-times",
    question: "Response to a create with the same name 1,000 times",
    assumed: "201, one created",
    reliedOnIn: "client/security-categories.ts",
    needs,
    ask: async ({ scratch }) => {
      const reply = await scratch.createCategories(Array.from({ length: 1000 }, () => "repeated"));
      const created = new Set(itemsOf(reply).map(({ id }) => id)).size;
      return `${reply.status}, ${created === 0 ? "none" : created === 1 ? "one" : "several"} created`;
    },
  },
  {
    id: "categories.name-of-deleted",
    question: "Can the name of a deleted category be reused?",
    assumed: "201",
    reliedOnIn: "security-categories/handler.ts",
    needs,
    ask: async ({ fixtures, scratch }) => {
      await fixtures.deletedCategory();
      return String((await scratch.createCategories(["deleted"])).status);
    },
  },
  {
    id: "categories.delete-unknown",
    question: "Response to deleting an unknown category ID",
    assumed: "400, named in missing",
    reliedOnIn: "lifecycle/delete.ts",
    copesWith: isNoDenial,
    needs,
    ask: async ({ scratch }) =>
      refusal(await scratch.delete("security category", [unknownId]), "missing", { id: unknownId }),
  },
  {
    id: "categories.delete-again",
    question: "Response to deleting a category twice",
    assumed: "400, named in missing",
    reliedOnIn: "lifecycle/delete.ts",
    copesWith: isNoDenial,
    needs,
    ask: async ({ fixtures, scratch }) => {
      const { id } = await fixtures.deletedCategory();
      return refusal(await scratch.delete("security category", [id]), "missing", { id });
    },
  },
  {
    id: "categories.delete-partly-unknown",
    question: "Are known categories deleted if the same request has an unknown ID?",
    assumed: "no",
    reliedOnIn: "client/security-categories.ts",
    needs,
    ask: async ({ fixtures, scratch, wire, times }) => {
      const { id } = await fixtures.createCategory("known");
      await scratch.delete("security category", [id, unknownId]);
      await sleep(times.settleMs);
      return isListed(await listCategories(wire), id) ? "no" : "yes";
    },
  },
  {
    id: "categories.sort",
    question: "In which order are categories listed?",
    assumed: "by name",
    reliedOnIn: "client/security-categories.ts",
    needs,
    ask: async ({ fixtures, scratch, wire }) => {
      await fixtures.createCategory("order-b");
      await fixtures.createCategory("order-a");
      const names = (await listCategories(wire)).map(({ name }) => name);
      const [a, b] = [names.indexOf(scratch.nameOf("order-a")), names.indexOf(scratch.nameOf("order-b"))];
      return a < b ? "by name" : "in another order";
    },
  },
  {
    id: "categories.pages",
    question: "Does nextCursor lead to the next page?",
    assumed: "yes",
    reliedOnIn: "client/paging.ts",
    needs,
    ask: async ({ fixtures, wire }) => {
      await fixtures.createCategory("page-1");
      await fixtures.createCategory("page-2");
      const first = await wire.get("/securitycategories?limit=1");
      const cursor = objectOf(first.body)["nextCursor"];
      if (typeof cursor !== "string") return "no nextCursor";
      const second = await wire.get(`/securitycategories?limit=1&cursor=${encodeURIComponent(cursor)}`);
      const [one, other] = [first, second].map((page) => itemsOf(page).map(({ id }) => id));
      if (one?.length !== 1 || other?.length !== 1) return "the limit is ignored";
      return one[0] === other[0] ? "no, to the same page" : "yes";
    },
  },
  {
    id: "categories.page-size",
    question: "What is the largest page of categories?",
    assumed: "1,000",
    reliedOnIn: "client/paging.ts",
    copesWith: (found) => found === "over 1,000",
    needs,
    ask: async ({ wire }) => {
      const [largest, larger] = [
        await wire.get("/securitycategories?limit=1000"),
        await wire.get("/securitycategories?limit=1001"),
      ];
      if (largest.status !== 200) return "under 1,000";
      return larger.status === 200 ? "over 1,000" : "1,000";
    },
  },
  {
    id: "categories.lag-after-create",
    question: "How soon is a new category listed?",
    assumed: withinLag,
    reliedOnIn: "lifecycle/times.ts",
    needs,
    ask: async (run) => lagOf(run, (await run.fixtures.category()).afterMs),
  },
  {
    id: "categories.lag-after-delete",
    question: "How soon does a deleted category leave the list?",
    assumed: withinLag,
    reliedOnIn: "lifecycle/times.ts",
    needs,
    ask: async (run) => lagOf(run, (await run.fixtures.deletedCategory()).afterMs),
  },
  {
    id: "categories.scope-of-deleted",
    question: "Do scopes keep the ID of a deleted category?",
    assumed: "yes",
    reliedOnIn: "client/security-categories.ts",
    needs: [...groupRights, ...categoryRights],
    ask: async ({ fixtures, scratch, wire, times }) => {
      const { id, categoryId } = await fixtures.scopedGroup();
      await scratch.delete("security category", [categoryId]);
      await sleep(times.settleMs);
      const group = (await listGroups(wire)).find((each) => each["id"] === id);
      if (group === undefined) throw new NotAnswered("the group is not listed any more");
      const ids = listOf(group["capabilities"]).flatMap((capability) =>
        idsIn(objectOf(objectOf(objectOf(capability)["securityCategoriesAcl"])["scope"])),
      );
      return ids.map(String).includes(String(categoryId)) ? "yes" : "no";
    },
  },
];

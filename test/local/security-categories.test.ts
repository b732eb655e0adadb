import { expect, test } from "vitest";
import type { LocalIam } from "../../src/local/index";
import { call, items, start } from "./harness";

const make = (iam: LocalIam, ...names: string[]) =>
  items(call(iam, "POST /securitycategories", { items: names.map((name) => ({ name })) }), 201);
const listed = async (iam: LocalIam, query = "?limit=1000") =>
  (await items(call(iam, `GET /securitycategories${query}`))).map((one) => one.name);

test("a new category is answered with 201, id and name", async () => {
  const iam = await start();
  expect(await make(iam, "secret")).toEqual([{ id: expect.any(Number), name: "secret" }]);
});

test("a category name repeated inside one request is ignored", async () => {
  const iam = await start();
  expect((await make(iam, "a", "b", "a")).map((one) => one.name)).toEqual(["a", "b"]);
});

test("a category name that exists refuses the whole request with 409 and is named", async () => {
  const iam = await start();
  await make(iam, "a");
  const refused = await call(iam, "POST /securitycategories", { items: [{ name: "new" }, { name: "a" }] });
  expect(refused.status).toBe(409);
  expect(refused.body.error).toMatchObject({ code: 409, duplicated: [{ name: "a" }] });
  expect(await listed(iam)).toEqual(["a"]);
});

test("the name of a deleted category can be used again", async () => {
  const iam = await start();
  const [a] = await make(iam, "a");
  expect(await call(iam, "POST /securitycategories/delete", { items: [a.id] })).toMatchObject({
    status: 200,
    body: {},
  });
  const [again] = await make(iam, "a");
  expect(again.id).not.toBe(a.id);
});

test("an unknown category id refuses the whole delete and is named", async () => {
  const iam = await start();
  const [a] = await make(iam, "a");
  const refused = await call(iam, "POST /securitycategories/delete", { items: [a.id, 77] });
  expect(refused.status).toBe(400);
  expect(refused.body.error).toMatchObject({ code: 400, missing: [{ id: 77 }] });
  expect(await listed(iam)).toEqual(["a"]);
});

test("repeated category ids refuse a delete", async () => {
  const iam = await start();
  const refused = await call(iam, "POST /securitycategories/delete", { items: [7, 7] });
  expect(refused.body.error).toMatchObject({ code: 400, duplicated: [{ id: 7 }] });
});

test.each([
  ["create", { items: [] }],
  ["create", { items: [{}] }],
  ["create", { items: [{ name: "" }] }],
  ["create", { items: [{ name: null }] }],
  ["create", { items: ["a"] }],
  ["create", { items: Array.from({ length: 1001 }, () => ({ name: "a" })) }],
  ["delete", { items: [] }],
  ["delete", { items: [{ id: 1 }] }],
])("a malformed %s of categories is refused: %j", async (what, body) => {
  const iam = await start();
  const path = what === "create" ? "/securitycategories" : "/securitycategories/delete";
  expect((await call(iam, `POST ${path}`, body)).body.error).toMatchObject({ code: 400 });
});

test("categories come in pages of 25 by default, sorted by name either way, with a cursor to the end", async () => {
  const iam = await start();
  const names = Array.from({ length: 60 }, (_, n) => `c${String((n * 37) % 60).padStart(2, "0")}`);
  await make(iam, ...names);
  for (const sort of ["", "sort=ASC&", "sort=DESC&"]) {
    const seen: string[] = [];
    const sizes: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await call(iam, `GET /securitycategories?${sort}${cursor === undefined ? "" : `cursor=${cursor}`}`);
      seen.push(...page.body.items.map((one: { name: string }) => one.name));
      sizes.push(page.body.items.length);
      cursor = page.body.nextCursor;
    } while (cursor !== undefined);
    expect(sizes).toEqual([25, 25, 10]);
    expect(seen).toEqual(sort.includes("DESC") ? names.toSorted().toReversed() : names.toSorted());
  }
});

test("the last page of categories may be full and then has no cursor", async () => {
  const iam = await start();
  await make(iam, "a", "b");
  expect((await call(iam, "GET /securitycategories?limit=2")).body).not.toHaveProperty("nextCursor");
});

test("a page of categories stays right when others are created or deleted between", async () => {
  const iam = await start();
  const [, b] = await make(iam, "a", "b", "d", "e");
  const first = await call(iam, "GET /securitycategories?limit=2");
  await call(iam, "POST /securitycategories/delete", { items: [b.id] });
  expect(iam.createSecurityCategory("aa").name).toBe("aa");
  expect(await listed(iam, `?limit=2&cursor=${first.body.nextCursor}`)).toEqual(["d", "e"]);
});

test.each([
  "limit=0",
  "limit=1001",
  "limit=x",
  "limit=-1",
  "limit=1.5",
  "sort=asc",
  "sort=UP",
  "cursor=nonsense",
  "cursor=e30",
])("the list of categories is refused with %s", async (query) => {
  const iam = await start();
  expect((await call(iam, `GET /securitycategories?${query}`)).body.error).toMatchObject({ code: 400 });
});

test("a cursor of categories is refused with another sort order", async () => {
  const iam = await start();
  await make(iam, "a", "b");
  const { body } = await call(iam, "GET /securitycategories?limit=1&sort=ASC");
  expect((await call(iam, `GET /securitycategories?limit=1&sort=DESC&cursor=${body.nextCursor}`)).status).toBe(400);
});

test("a project holds 1,000 categories", async () => {
  const iam = await start();
  await make(iam, ...Array.from({ length: 999 }, (_, n) => `c${n}`));
  expect((await call(iam, "POST /securitycategories", { items: [{ name: "x" }, { name: "y" }] })).status).toBe(400);
  await make(iam, "x");
  expect(await listed(iam)).toHaveLength(1000);
});

test("projects do not share category names", async () => {
  const iam = await start({ projects: ["one", "two"] });
  await make(iam, "a");
  expect((await call(iam, "POST /securitycategories", { items: [{ name: "a" }] }, { project: "two" })).status).toBe(
    201,
  );
});

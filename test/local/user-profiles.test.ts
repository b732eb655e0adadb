import { expect, test } from "vitest";
import type { LocalUserProfile } from "../../src/local/index";
import { call, items, start } from "./harness";

const PROFILES: LocalUserProfile[] = [
  { userIdentifier: "u3", displayName: "Cara van Dyke", email: "c@example.com", lastUpdatedTime: 5 },
  { userIdentifier: "u1", displayName: "Ann Berg", givenName: "Ann", surname: "Berg" },
  { userIdentifier: "u2", givenName: "Bo", surname: "Annersen" },
  { userIdentifier: "sp", displayName: "Robot", identityType: "SERVICE_PRINCIPAL" },
  { userIdentifier: "in", displayName: "Inner", identityType: "INTERNAL_SERVICE" },
];
const admin = { clientId: "me", clientSecret: "s", groups: ["cdf-administrators"], userIdentifier: "u1" };
const ids = (list: LocalUserProfile[]) => list.map((one) => one.userIdentifier);

test("profiles/me is the profile of the caller's principal id", async () => {
  const iam = await start({ profiles: PROFILES, clients: [admin] });
  expect(await call(iam, "GET /profiles/me")).toMatchObject({
    status: 200,
    body: { userIdentifier: "u1", displayName: "Ann Berg", identityType: "USER", lastUpdatedTime: expect.any(Number) },
  });
});

test("profiles/me is 404 for a caller without a profile", async () => {
  const iam = await start({ profiles: PROFILES });
  expect((await call(iam, "GET /profiles/me")).body).toEqual({ error: { code: 404, message: expect.any(String) } });
});

test.each([
  ["", ["u1", "u2", "u3"]],
  ["?identityType=USER", ["u1", "u2", "u3"]],
  ["?identityType=SERVICE_PRINCIPAL", ["sp"]],
  ["?identityType=INTERNAL_SERVICE", ["in"]],
  ["?identityType=ALL", ["u1", "u2", "u3", "in", "sp"]],
  ["?limit=5000", ["u1", "u2", "u3"]],
  ["/?limit=2", ["u1", "u2"]],
])("profiles are listed by name: %j", async (query, expected) => {
  const iam = await start({ profiles: PROFILES });
  expect(ids(await items(call(iam, `GET /profiles${query}`)))).toEqual(expected);
});

test("profiles are listed in pages", async () => {
  const iam = await start({ profiles: PROFILES });
  const first = await call(iam, "GET /profiles?limit=2&identityType=ALL");
  const rest = await call(iam, `GET /profiles?limit=1000&identityType=ALL&cursor=${first.body.nextCursor}`);
  expect([...ids(first.body.items), ...ids(rest.body.items)]).toEqual(["u1", "u2", "u3", "in", "sp"]);
  expect(rest.body).not.toHaveProperty("nextCursor");
});

test.each(["limit=0", "limit=x", "identityType=ROBOT", "cursor=x"])(
  "the list of profiles is refused with %s",
  async (query) => {
    expect((await call(await start(), `GET /profiles?${query}`)).status).toBe(400);
  },
);

test("profiles/byids answers in the order asked for", async () => {
  const iam = await start({ profiles: PROFILES });
  const wanted = { items: [{ userIdentifier: "u2" }, { userIdentifier: "u3" }] };
  const found = await items(call(iam, "POST /profiles/byids", wanted));
  expect(ids(found)).toEqual(["u2", "u3"]);
  expect(found[1]).toEqual({
    userIdentifier: "u3",
    displayName: "Cara van Dyke",
    email: "c@example.com",
    identityType: "USER",
    lastUpdatedTime: 5,
  });
});

test.each([
  ["unknown ones are named", ["u1", "x", "y"], { missing: [{ userIdentifier: "x" }, { userIdentifier: "y" }] }],
  ["repeated ones are named", ["u1", "u1"], { duplicated: [{ userIdentifier: "u1" }] }],
  ["none", [], {}],
  ["more than 1,000", Array.from({ length: 1001 }, (_, n) => `u${n}`), {}],
])("profiles/byids refuses %s", async (_, wanted, details) => {
  const iam = await start({ profiles: PROFILES });
  const got = await call(iam, "POST /profiles/byids", { items: wanted.map((userIdentifier) => ({ userIdentifier })) });
  expect(got.status).toBe(400);
  expect(got.body.error).toMatchObject({ code: 400, ...details });
});

test.each([
  [{ search: { name: "an" } }, ["u1", "u2"]],
  [{ search: { name: "ANN" }, filter: {} }, ["u1", "u2"]],
  [{ search: { name: "dyke c" } }, ["u3"]],
  [{ search: { name: "nn" } }, []],
  [{ search: { name: "" } }, []],
  [{ search: { name: "a" }, limit: 1 }, ["u2"]],
])("a search of profiles matches the beginning of any part of the name, in any case: %j", async (body, expected) => {
  const iam = await start({ profiles: PROFILES });
  expect(ids(await items(call(iam, "POST /profiles/search", body))).sort()).toEqual(expected);
});

test.each([
  {},
  { search: {} },
  { search: { name: 1 } },
  { search: { name: "a" }, limit: 1001 },
  { search: { name: "a" }, limit: 0 },
  { search: { name: "a" }, limit: "5" },
])("a search of profiles is refused: %j", async (body) => {
  expect((await call(await start(), "POST /profiles/search", body)).status).toBe(400);
});

test("any group is enough to read profiles", async () => {
  const iam = await start({
    profiles: PROFILES,
    groups: [{ name: "plain", members: ["u3"] }],
    clients: [{ clientId: "c", clientSecret: "s", userIdentifier: "u3" }],
  });
  expect((await call(iam, "GET /profiles/me")).body.userIdentifier).toBe("u3");
  expect((await call(iam, "GET /groups")).status).toBe(403);
});

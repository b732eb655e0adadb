import { describe, expect, test } from "vitest";
import type { Handler, Props } from "../../src/lifecycle/handler";
import type { LocalIam } from "../../src/local/index";
import {
  create,
  errorOf,
  group,
  ProviderProcess,
  type ResourceState,
  replace,
  start,
} from "../support/provider-process";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const [here, there] = ["here", "there"];

const twoProjects = () => start({ projects: [here, there] });

const names = (iam: LocalIam, project: string) =>
  iam
    .state(project)
    .groups.filter(({ isDeleted, name }) => !isDeleted && name !== "cdf-administrators")
    .map(({ name }) => name);

const tokens = (iam: LocalIam) => iam.requests.filter(({ operation }) => operation === "token").length;

/** The resource with its state as another process would find it. */
const inState = ({ id, outs, inputs }: ResourceState): ResourceState => ({ id, outs, inputs });

describe("a resource that names a project", () => {
  test("is created, read and deleted there, and one that names none in the connection's", async () => {
    const iam = await twoProjects();
    const { group: groups } = new ProviderProcess(iam);
    const [a, b] = [await create(groups, group("a")), await create(groups, group("b", { project: there }))];
    expect([names(iam, here), names(iam, there)]).toEqual([["a"], ["b"]]);
    expect([a.outs["project"], b.outs["project"]]).toEqual([here, there]);
    expect(await groups.read(b.id, b.outs)).toEqual({
      id: b.id,
      outs: b.outs,
      inputs: { name: "b", owner: b.inputs["owner"], project: there },
    });
    await groups.delete(a.id, a.outs);
    await groups.delete(b.id, b.outs);
    expect([names(iam, here), names(iam, there)]).toEqual([[], []]);
    expect(tokens(iam)).toBe(1);
  });

  test("stays there whatever the connection's project is; one that names none is refused elsewhere", async () => {
    const iam = await twoProjects();
    const first = new ProviderProcess(iam);
    const [a, b] = [await create(first.group, group("a")), await create(first.group, group("b", { project: here }))];
    const [clientId] = [iam.connection.clientId];
    const elsewhere = new ProviderProcess(iam, { connection: iam.connectionFor(clientId, there) }).group;
    expect(await elsewhere.diff(b.id, b.outs, b.inputs)).toEqual([]);
    expect(await elsewhere.read(b.id, b.outs)).toMatchObject({ id: b.id });
    const refusals = [
      elsewhere.diff(a.id, a.outs, a.inputs),
      elsewhere.read(a.id, a.outs),
      elsewhere.delete(a.id, a.outs),
      // The argument is gone from the program, so the connection counts.
      elsewhere.diff(b.id, b.outs, group("b")),
    ];
    for (const refusal of refusals) {
      const { code, message } = await errorOf(refusal);
      expect(code).toBe("CONFIG");
      expect(message).toContain(`is in the CDF project "here", but the connection is to "there"`);
    }
    await elsewhere.delete(b.id, b.outs);
    expect(names(iam, here)).toEqual(["a"]);
  });

  test("is replaced while the connection is elsewhere only once its project is declared, so that the old one can be deleted", async () => {
    const iam = await start({ projects: [here, there, "third"] });
    const a = await create(new ProviderProcess(iam).group, group("a"));
    const connection = iam.connectionFor(iam.connection.clientId, "third");
    const elsewhere = () => new ProviderProcess(iam, { connection }).group;
    const moved = group("a", { project: there });
    for (const project of [there, "third"]) {
      const { message } = await errorOf(elsewhere().diff(a.id, a.outs, group("a", { project })));
      expect(message).toContain(
        'Or declare `project: "here"` on the resource, and run `pulumi up` with only that change.',
      );
    }
    const changed = group("a", { project: here, metadata: { team: "x" } });
    await expect(elsewhere().diff(a.id, a.outs, changed)).rejects.toThrow("run `pulumi up` with only that change");
    expect(await elsewhere().diff(a.id, a.outs, group("a", { project: unknown }))).toEqual(["project"]);
    expect(await elsewhere().diff(a.id, a.outs, group("a", { project: here }))).toEqual([]);
    await replace(elsewhere(), { ...a, outs: { ...a.outs, isProjectDeclared: true } }, moved);
    expect([names(iam, here), names(iam, there)]).toEqual([[], ["a"]]);
  });

  test.each<[what: string, kind: "group" | "category" | "session", inputs: Props]>([
    ["a group", "group", group("moving", { capabilities: [] })],
    ["a security category", "category", { name: "moving", owner: "p/dev/c#0123456789ab" }],
    ["a session", "session", { owner: "p/dev/s#0123456789ab" }],
  ])("moves by a replacement across projects: %s", async (_, kind, inputs) => {
    const iam = await twoProjects();
    const process = new ProviderProcess(iam);
    const handler: Handler = process[kind];
    const old = await create(handler, inputs);
    const news = { ...inputs, project: there };
    expect(await handler.diff(old.id, old.outs, news)).toEqual(["project"]);
    const moved = await replace(handler, old, news);
    expect(moved.outs["project"]).toBe(there);
    expect(await handler.read(moved.id, moved.outs)).toMatchObject({ id: moved.id });
    const live = (project: string) => {
      const { groups, securityCategories, sessions } = iam.state(project);
      return [
        groups.filter(({ isDeleted, name }) => !isDeleted && name === "moving"),
        securityCategories,
        sessions.filter(({ status }) => status !== "REVOKED"),
      ].flat().length;
    };
    expect([live(here), live(there)]).toEqual([0, 1]);
  });

  test("takes over what its import names there", async () => {
    const iam = await twoProjects();
    const { id } = iam.createGroup({ name: "old" }, there);
    const { group: groups } = new ProviderProcess(iam);
    const inputs = group("old", { importId: String(id) });
    expect((await groups.check({}, inputs)).errors).toEqual([
      expect.stringContaining(`import: there is no group with ID ${id}`),
    ]);
    const imported = await create(groups, { ...inputs, project: there });
    expect(imported.id).toBe(String(id));
    expect(names(iam, there)).toEqual(["old"]);
  });

  test.each([
    ["", "an empty string"],
    ["a/b", '"a/b"'],
    [7, "a number"],
  ])("is refused at preview when the name is not valid: %j", async (project, found) => {
    const iam = await twoProjects();
    const process = new ProviderProcess(iam);
    for (const handler of [process.group, process.category])
      expect((await handler.check({}, group("a", { project }))).errors).toEqual([
        `project: is not a valid URL name: 3 to 32 letters, digits and hyphens, at least one letter, no hyphen at either end; found ${found}`,
      ]);
    expect(iam.requests).toEqual([]);
  });

  test("that is not known yet previews without a call, and as a replacement of what stands", async () => {
    const iam = await twoProjects();
    const { group: groups } = new ProviderProcess(iam);
    const a = await create(groups, group("a"));
    const { length } = iam.requests;
    const news = group("a", { project: unknown, importId: "12" });
    expect((await groups.check(a.outs, news)).errors).toEqual([]);
    expect(await groups.diff(a.id, a.outs, news)).toEqual(["project"]);
    expect((await groups.check({}, news)).errors).toEqual([]);
    expect(iam.requests).toHaveLength(length);
  });
});

describe("the projects of one process", () => {
  test("cost one token, and a refresh of all groups one list for each", async () => {
    const iam = await twoProjects();
    const first = new ProviderProcess(iam);
    const kept = [];
    for (const name of ["a", "b", "c", "d"])
      kept.push(await create(first.group, group(name, name < "c" ? {} : { project: there })));
    iam.requests.length = 0;
    const second = new ProviderProcess(iam);
    await Promise.all(kept.map((each) => second.group.read(each.id, inState(each).outs)));
    expect(iam.requests.map(({ project, operation }) => `${project ?? ""} ${operation}`).sort()).toEqual([
      " token",
      "here groups.list",
      "there groups.list",
    ]);
  });

  test("do not wait for each other: a lost answer in one stalls no other", async () => {
    const iam = await twoProjects();
    const { group: groups } = new ProviderProcess(iam, { timeoutMs: 700, totalMs: 3_000 });
    await create(groups, group("first", { project: there }));
    iam.fail({ operation: "groups.create", match: ({ project }) => project === here, hangMs: true });
    const done: string[] = [];
    const slow = groups.create(group("slow")).then(() => done.push("slow"));
    await groups.create(group("quick", { project: there })).then(() => done.push("quick"));
    await slow;
    expect(done).toEqual(["quick", "slow"]);
    expect([names(iam, here), names(iam, there)]).toEqual([["slow"], ["first", "quick"]]);
  });

  test("have a name each: the same name in two is no namesake and no copy", async () => {
    const iam = await twoProjects();
    const process = new ProviderProcess(iam);
    await create(process.group, group("a"));
    await create(process.group, { ...group("a"), owner: "p/dev/other#0123456789ab", project: there });
    await create(process.category, { name: "c", owner: "p/dev/c1#0123456789ab" });
    await create(process.category, { name: "c", owner: "p/dev/c2#0123456789ac", project: there });
    expect(process.warnings).toEqual([]);
  });
});

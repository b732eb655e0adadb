import { describe, expect, test } from "vitest";
import { sleep } from "../../src/client/poll";
import { type Connection, resolveConnection } from "../../src/connection/resolve";
import type { LocalConnection, LocalIam } from "../../src/local/index";
import { start } from "../local/harness";
import { askAll, sweep } from "./acceptance";
import { unknownId } from "./answers";
import { newRunId, prefix } from "./names";
import { questions } from "./questions";
import { everyKind, startStandIn } from "./stand-in";
import { hasPassed, reportText } from "./table";

const times = { listLagMs: 2_000, settleMs: 20, pollMs: 5 };

const connectionTo = (args: LocalConnection): Connection => resolveConnection({ args, environment: {} });

const only = (...ids: string[]) => questions.filter(({ id }) => ids.includes(id));

/** What stands of the runs of this suite. */
function standing({ state }: LocalIam): string[] {
  const { groups, securityCategories, sessions } = state();
  return [
    ...groups.filter(({ isDeleted }) => !isDeleted).map(({ name }) => name),
    ...securityCategories.map(({ name }) => name),
    ...sessions.filter(({ status }) => status !== "REVOKED").map(({ id }) => `session ${id}`),
  ].filter((each) => each !== "cdf-administrators");
}

describe("a run against the local server", () => {
  test("finds everything as assumed, and leaves nothing but what was there", async () => {
    const iam = await start({ ...everyKind, groups: [{ name: "readers", sourceId: "readers" }] });
    iam.createSecurityCategory("secret");
    const report = await askAll(connectionTo(iam.connection), { questions, times });
    expect(report.rows.filter(({ agrees }) => agrees !== "yes")).toEqual([]);
    expect(report).toMatchObject({ rows: { length: questions.length }, left: [] });
    expect(hasPassed(report)).toBe(true);
    expect(standing(iam)).toEqual(["readers", "secret"]);
  });

  test("creates few groups, in which nobody is", async () => {
    const iam = await start(everyKind);
    const { groups } = await askAll(connectionTo(iam.connection), { questions, times });
    const created = iam.state().groups.filter(({ name }) => name.startsWith(prefix));
    expect(created.length).toBe(groups);
    expect(groups).toBeLessThanOrEqual(17);
    const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
    for (const { sourceId = "", members = [] } of created)
      expect([members, sourceId === "" || uuid.test(sourceId)]).toEqual([[], true]);
  });

  test("passes if the service answers differently where that is handled", async () => {
    const iam = await start({
      ...everyKind,
      unknownGroupDelete: "ignore",
      lowerCaseScopeKeys: true,
      returnSourceIdWithMembers: true,
    });
    const report = await askAll(connectionTo(iam.connection), { questions, times });
    const handled = report.rows.filter(({ agrees }) => agrees !== "yes").map(({ id, agrees }) => `${id}: ${agrees}`);
    expect(handled).toEqual([
      "groups.delete-unknown: handled",
      "groups.delete-again: handled",
      "groups.delete-partly-unknown: handled",
      "content.scope-keys: handled",
      "content.source-id-of-members: handled",
    ]);
    expect(hasPassed(report)).toBe(true);
  });

  test("asks no more than the caller's rights allow, and does not pass on that alone", async () => {
    const iam = await start({
      ...everyKind,
      clients: [
        { clientId: "admin", clientSecret: "admin-secret", groups: ["cdf-administrators"] },
        { clientId: "reader", clientSecret: "reader-secret", groups: ["readers"] },
      ],
      groups: [
        {
          name: "readers",
          sourceId: "readers",
          capabilities: [
            { groupsAcl: { actions: ["LIST"], scope: { all: {} } } },
            { projectsAcl: { actions: ["LIST"], scope: { all: {} } } },
          ],
        },
      ],
    });
    const asked = only("groups.batch-order", "sessions.status-when-new");
    const report = await askAll(connectionTo(iam.connectionFor("reader")), { questions: asked, times });
    expect(report.rows).toMatchObject([
      { agrees: "not asked", found: "needs groupsAcl:LIST,CREATE,DELETE" },
      { agrees: "not asked", found: "needs sessionsAcl:LIST,CREATE,DELETE" },
    ]);
    expect(hasPassed(report)).toBe(false);
    expect(iam.requests.filter(({ operation }) => operation?.endsWith(".create"))).toEqual([]);
  });
});

describe("a run deletes nothing that it has not created", () => {
  const readers = { name: "readers", sourceId: "readers" };

  test.each<[string, "before" | "meanwhile", (id: number) => object]>([
    ["a group that was there before, by its name", "before", (id) => ({ id, name: "readers" })],
    ["a group that was there before, by the name that was sent", "before", (id) => ({ id })],
    ["a group that somebody creates meanwhile", "meanwhile", (id) => ({ id, name: "readers" })],
  ])("when the answer to a create names %s", async (_, isThere, named) => {
    let existing: number | undefined;
    const { iam, connection, close } = await startStandIn({}, async (asked, next) => {
      const answer = await next();
      if (`${asked.method} ${asked.path}` !== "POST /groups") return answer;
      existing ??= iam.createGroup(readers).id;
      const [item, ...rest] = answer.body.items.toReversed();
      return { ...answer, body: { items: [...rest, { ...item, ...named(existing) }] } };
    });
    try {
      if (isThere === "before") existing = iam.createGroup(readers).id;
      const asked = only("groups.deleted-in-list", "groups.delete-again", "content.scope-ids");
      const report = await askAll(connectionTo(connection), { questions: asked, times: { ...times, listLagMs: 20 } });
      expect(report.rows.map(({ agrees }) => agrees)).toContain("failed");
      expect(standing(iam)).toEqual(["readers"]);
    } finally {
      await close();
    }
  });

  test("when ids that nothing should have are in use", async () => {
    const iam = await start(everyKind);
    iam.createGroup(readers);
    const answer = { items: [{ id: unknownId, name: "readers" }] };
    iam.fail({ operation: "groups.list", body: answer, status: 200, times: 1 });
    const { rows } = await askAll(connectionTo(iam.connection), { questions: only("groups.delete-unknown"), times });
    expect(rows).toMatchObject([{ agrees: "failed", found: `group ${unknownId} is not one that the run has created` }]);
    expect(iam.requests.filter(({ operation }) => operation === "groups.delete")).toEqual([]);
  });
});

describe("whatever happens, a run clears what it has created", () => {
  test.each([
    ["groups.create", "content.limits"],
    ["securityCategories.create", "categories.name-taken"],
  ] as const)("when the answer to %s gets lost", async (operation, id) => {
    const iam = await start(everyKind);
    iam.fail({ operation, breakConnection: true, when: "after" });
    const report = await askAll(connectionTo(iam.connection), { questions: only(id), times });
    expect(report).toMatchObject({ rows: [{ agrees: "failed" }], left: [] });
    expect(hasPassed(report)).toBe(false);
    expect(iam.requests.filter((request) => request.operation === operation).length).toBe(1);
    expect(standing(iam)).toEqual([]);
  });

  test("when the answer to a create gets lost, and the lists lag", async () => {
    const iam = await start({ ...everyKind, listLagMs: 60 });
    iam.fail({ operation: "groups.create", breakConnection: true, when: "after" });
    const report = await askAll(connectionTo(iam.connection), {
      questions: only("content.limits"),
      times: { ...times, settleMs: 200 },
    });
    expect(report.left).toEqual([]);
    expect(standing(iam)).toEqual([]);
  });

  test("but for a session whose answer gets lost, of which it says so", async () => {
    const iam = await start(everyKind);
    iam.fail({ operation: "sessions.create", breakConnection: true, when: "after" });
    const report = await askAll(connectionTo(iam.connection), { questions: only("sessions.status-when-new"), times });
    expect(report.left).toEqual(["a session whose response got lost: nobody can use it, and it expires by itself"]);
    expect(hasPassed(report)).toBe(false);
  });

  test("when the service does not know yet what it has just created", async () => {
    const iam = await start({ ...everyKind, listLagMs: 60 });
    iam.fail({ operation: "groups.delete", status: 400 });
    const report = await askAll(connectionTo(iam.connection), {
      questions: only("content.limits"),
      times: { ...times, settleMs: 200 },
    });
    expect(report).toMatchObject({ rows: [{ agrees: "yes" }], left: [] });
    expect(standing(iam)).toEqual([]);
  });

  test("when the service fails in the middle", async () => {
    const iam = await start(everyKind);
    iam.fail({ operation: "groups.delete", status: 503, times: 1 });
    const report = await askAll(connectionTo(iam.connection), { questions: only("groups.delete-again"), times });
    expect(report).toMatchObject({ rows: [{ agrees: "failed" }], left: [] });
    expect(standing(iam)).toEqual([]);
  });

  test("when the token is not accepted any more", async () => {
    const iam = await start(everyKind);
    iam.fail({ operation: "groups.create", status: 401 });
    const report = await askAll(connectionTo(iam.connection), { questions: only("groups.batch-order"), times });
    expect(report).toMatchObject({ rows: [{ agrees: "yes" }], left: [] });
    expect(standing(iam)).toEqual([]);
  });

  test.each([
    ...[1, 2, 3, 21, 34, 55, 89].map((nth) => [nth, questions] as const),
    ...[5, 6, 7, 8].map((nth) => [nth, only("categories.sort")] as const),
  ])("when it is interrupted at request %i", async (nth, asked) => {
    const iam = await start(everyKind);
    const interruption = new AbortController();
    const creates = () => iam.requests.filter(({ operation }) => operation?.endsWith(".create")).length;
    let [count, before] = [0, 0];
    const interrupt = () => {
      count += 1;
      if (count !== nth) return false;
      before = creates();
      interruption.abort();
      return false;
    };
    iam.fail({ match: interrupt });
    const interrupted = interruption.signal;
    const report = await askAll(connectionTo(iam.connection), { questions: asked, interrupted, times });
    expect(report).toMatchObject({ endedEarly: "interrupted", left: [] });
    expect(hasPassed(report)).toBe(false);
    await sleep(50);
    expect([standing(iam), creates()]).toEqual([[], before]);
  });

  test("when it is interrupted before it has begun", async () => {
    const iam = await start();
    const report = await askAll(connectionTo(iam.connection), { questions, interrupted: AbortSignal.abort(), times });
    expect(report).toMatchObject({ rows: [], endedEarly: "interrupted", groups: 0, left: [] });
  });

  test("when it is interrupted while a create is under way, and the lists lag", async () => {
    const iam = await start({ latencyMs: 30, listLagMs: 500 });
    const interruption = new AbortController();
    const interrupt = () => {
      interruption.abort();
      return false;
    };
    iam.fail({ operation: "groups.create", match: interrupt });
    const interrupted = interruption.signal;
    const asked = only("content.limits");
    expect(await askAll(connectionTo(iam.connection), { questions: asked, interrupted, times })).toMatchObject({
      groups: 1,
      left: [],
    });
    expect(standing(iam)).toEqual([]);
  });

  test("or says which session it could not revoke", async () => {
    const iam = await start(everyKind);
    iam.fail({ operation: "sessions.revoke", status: 403, times: Number.POSITIVE_INFINITY });
    const asked = only("sessions.status-when-new");
    const report = await askAll(connectionTo(iam.connection), { questions: asked, times });
    expect(report.left).toEqual([expect.stringMatching(/^session \d+: the service refused to delete it \(403\)$/)]);
    expect(hasPassed(report)).toBe(false);
  });

  test("or says what is left, and how to delete it", async () => {
    const iam = await start(everyKind);
    iam.fail({ operation: "groups.delete", status: 403, times: Number.POSITIVE_INFINITY });
    const impatient = { ...times, listLagMs: 20 };
    const report = await askAll(connectionTo(iam.connection), { questions: only("content.limits"), times: impatient });
    expect(report.left).toEqual([expect.stringMatching(/^group \d+: the service refused to delete it \(403\)$/)]);
    expect(iam.requests.filter(({ operation }) => operation === "groups.delete").length).toBe(1);
    expect(hasPassed(report)).toBe(false);
    expect(reportText(report)).toContain("npm run test:acceptance -- --sweep");
  });
});

describe("a sweep", () => {
  const marked = (runId: string) => ({ name: `${prefix}-${runId}-group`, metadata: { [prefix]: runId } });
  const [one, other] = [newRunId(), newRunId()];

  test("deletes what any run has left, and nothing that only looks like it", async () => {
    const iam = await start();
    for (const runId of [one, other]) {
      iam.createGroup(marked(runId));
      iam.createSecurityCategory(`${prefix}-${runId}-taken`);
    }
    const lookAlikes = [
      { ...marked(one), metadata: {} },
      { ...marked(one), metadata: { [prefix]: other } },
      { ...marked(one), name: "readers" },
      { ...marked("0123456789abcdef"), metadata: { [prefix]: "0123456789abcdef" } },
    ];
    for (const spec of lookAlikes) iam.createGroup(spec);
    iam.createSecurityCategory(`${prefix}-0123456789abcdef-taken`);
    iam.createSecurityCategory(`${prefix}-mine`);
    expect(await sweep(connectionTo(iam.connection), times)).toEqual({ deleted: 4, left: [] });
    expect(standing(iam)).toEqual([
      ...lookAlikes.map(({ name }) => name),
      `${prefix}-0123456789abcdef-taken`,
      `${prefix}-mine`,
    ]);
  });

  test("deletes nothing for a caller who may not list everything", async () => {
    const reader = { clientId: "reader", clientSecret: "reader-secret", groups: ["readers"] };
    const capabilities = [{ groupsAcl: { actions: ["LIST", "DELETE"], scope: { currentuserscope: {} } } }];
    const iam = await start({ clients: [reader], groups: [{ name: "readers", sourceId: "readers", capabilities }] });
    iam.createGroup(marked(one));
    const { deleted, left } = await sweep(connectionTo(iam.connection), times);
    expect({ deleted, left }).toEqual({
      deleted: 0,
      left: ["unknown: finding out needs groupsAcl:LIST,CREATE,DELETE and securityCategoriesAcl:LIST,CREATE,DELETE"],
    });
    expect(standing(iam)).toContain(marked(one).name);
  });
});

test("the table shows what differs, and which file relies on it", () => {
  const row = { id: "groups.x", question: "What | which?", assumed: "201", reliedOnIn: "groups/x.ts" };
  const text = reportText({
    rows: [{ ...row, found: "a\nb", detail: "1 s", agrees: "no" }],
    groups: 2,
    lostAnswer: false,
    left: [],
  });
  expect(text).toContain("| What \\| which? | 201 | a b (1 s) | no |\n");
  expect(text).toContain("groups.x: src/groups/x.ts relies on the assumed answer.\n");
  expect(text).toContain("0 as assumed, 0 different but handled, 1 different, 0 failed, 0 not asked.\n");
});

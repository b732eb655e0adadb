import { describe, expect, test } from "vitest";
import type { FailRule, LocalIam } from "../../src/local/index";
import {
  alive,
  create,
  declaresProject,
  errorOf,
  group,
  ProviderProcess,
  type ResourceState,
  start,
} from "../support/provider-process";

const things = {
  group: {
    operation: "groups.delete",
    make: (iam: LocalIam) => create(new ProviderProcess(iam).group, group("a")),
    remove: (iam: LocalIam, { id }: ResourceState) => iam.deleteGroup(Number(id)),
    left: (iam: LocalIam) => alive(iam).length,
  },
  category: {
    operation: "securityCategories.delete",
    make: (iam: LocalIam) => create(new ProviderProcess(iam).category, group("a")),
    remove: (iam: LocalIam, { id }: ResourceState) => iam.deleteSecurityCategory(Number(id)),
    left: (iam: LocalIam) => iam.state().securityCategories.length,
  },
  session: {
    operation: "sessions.revoke",
    make: (iam: LocalIam) => create(new ProviderProcess(iam).session, {}),
    remove: (iam: LocalIam, { id }: ResourceState) => new ProviderProcess(iam).client.sessions.revoke(Number(id)),
    left: (iam: LocalIam) => iam.state().sessions.filter(({ status }) => status === "READY").length,
  },
} as const;

const lost: [string, FailRule][] = [
  ["a 503 after acting", { status: 503, when: "after" }],
  ["a 503 before acting", { status: 503 }],
  ["no content", { status: 204, when: "after" }],
  ["a proxy's page with 200, after acting", { html: true, status: 200, when: "after" }],
  ["a connection broken after acting", { breakConnection: true, when: "after" }],
  ["an answer cut off", { truncate: true }],
  ["429 with Retry-After", { retryAfter: 0.02 }],
  ["a 401", { status: 401 }],
];

describe.each(["group", "category", "session"] as const)("deleting a %s", (kind) => {
  const { operation, make, remove, left } = things[kind];

  test.each(lost)("is done after %s", async (_, rule) => {
    const iam = await start();
    const kept = await make(iam);
    iam.fail({ operation, ...rule });
    await new ProviderProcess(iam)[kind].delete(kept.id, kept.outs);
    expect(left(iam)).toBe(0);
  });

  test("is done when somebody else did it, whether or not the service minds", async () => {
    for (const unknownGroupDelete of ["missing", "ignore"] as const) {
      const iam = await start({ unknownGroupDelete });
      const kept = await make(iam);
      await remove(iam, kept);
      await new ProviderProcess(iam)[kind].delete(kept.id, kept.outs);
      expect(left(iam)).toBe(0);
    }
  });

  test("is done when the service only says 400 for an unknown id", async () => {
    const iam = await start();
    const kept = await make(iam);
    await remove(iam, kept);
    iam.fail({ operation, status: 400, times: Number.POSITIVE_INFINITY });
    await new ProviderProcess(iam)[kind].delete(kept.id, kept.outs);
  });

  test.each([404, 400, 403, 500])("is not done, and fails, when it stands after a status %i", async (status) => {
    const iam = await start();
    const kept = await make(iam);
    iam.fail({ operation, status, times: Number.POSITIVE_INFINITY });
    const error = await errorOf(new ProviderProcess(iam, { totalMs: 100 })[kind].delete(kept.id, kept.outs));
    expect(error).toMatchObject({ status });
    expect(left(iam)).toBe(1);
  });

  test("fails when a wrong address answers 404 to everything", async () => {
    const iam = await start();
    const kept = await make(iam);
    iam.fail({
      status: 404,
      html: true,
      times: Number.POSITIVE_INFINITY,
      match: ({ path }) => path !== "/oauth2/token",
    });
    await errorOf(new ProviderProcess(iam)[kind].delete(kept.id, kept.outs));
    expect(left(iam)).toBe(1);
  });

  test.skipIf(declaresProject)("elsewhere is refused, naming both projects", async () => {
    const iam = await start({ projects: ["project-a", "project-b"] });
    const kept = await make(iam);
    const { [kind]: handler } = new ProviderProcess(iam, { connection: iam.connectionFor("local-admin", "project-b") });
    iam.requests.length = 0;
    const error = await errorOf(handler.delete(kept.id, kept.outs));
    expect(error).toMatchObject({ code: "CONFIG", message: expect.stringMatching(/project-a.*project-b/) });
    expect(iam.requests).toEqual([]);
  });
});

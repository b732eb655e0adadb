import { expect, test } from "vitest";
import type { LocalIam } from "../../src/local/index";
import { can } from "../support/capability";
import { alive, create, errorOf, group, ProviderProcess, start } from "../support/provider-process";

const own = { currentuserscope: {} };

/** A project whose caller may make any group, and sees and deletes only its own; token inspect may leave it out. */
function limited(inspect: "shown" | "left out" = "shown"): Promise<LocalIam> {
  return start({
    clients: [{ clientId: "robot", clientSecret: "not-a-secret", groups: ["robots"] }],
    groups: [
      {
        name: "robots",
        sourceId: "robots",
        capabilities: [
          can("groupsAcl", ["CREATE"]),
          can("groupsAcl", ["LIST", "DELETE"], own),
          ...(inspect === "shown" ? [can("projectsAcl", ["LIST"])] : []),
        ],
      },
    ],
  });
}

test.each(["shown", "left out"] as const)(
  "what the caller may not see is neither gone nor deleted: %s",
  async (inspect) => {
    const iam = await limited(inspect);
    const kept = await create(new ProviderProcess(iam).group, group("strangers", { sourceId: "strangers" }));
    const read = await errorOf(new ProviderProcess(iam).group.read(kept.id, kept.outs));
    expect(read).toMatchObject({
      code: "NOT_ALL_SHOWN",
      message: expect.stringContaining("you can list only your own groups"),
    });
    const deleted = await errorOf(new ProviderProcess(iam).group.delete(kept.id, kept.outs));
    expect(deleted).toMatchObject({ code: "ACCESS_DENIED" });
    expect(alive(iam).map(({ name }) => name)).toEqual(["robots", "strangers"]);
  },
);

test.each(["shown", "left out"] as const)(
  "a create whose answer got lost is not repeated when its group might not be seen: %s",
  async (inspect) => {
    const iam = await limited(inspect);
    iam.fail({ operation: "groups.create", breakConnection: true, when: "after" });
    const error = await errorOf(create(new ProviderProcess(iam).group, group("g", { sourceId: "strangers" })));
    expect(error).toMatchObject({
      code: "UNDECIDED",
      message: expect.stringContaining("you can list only your own groups"),
    });
    expect(alive(iam).filter(({ name }) => name === "g")).toHaveLength(1);
  },
);

test.each(["group", "category"] as const)(
  "a %s is not gone when its delete is refused and the list lags",
  async (kind) => {
    const iam = await start({ listLagMs: 400 });
    const times = { listLagMs: 600 };
    const kept = await create(new ProviderProcess(iam, { times })[kind], group("a"));
    iam.fail({
      operation: ["groups.delete", "securityCategories.delete"],
      status: 403,
      times: Number.POSITIVE_INFINITY,
    });
    const error = await errorOf(new ProviderProcess(iam, { times })[kind].delete(kept.id, kept.outs));
    expect(error).toMatchObject({ code: "ACCESS_DENIED" });
  },
);

test.each(["group", "category"] as const)(
  "a %s is not gone for a 400 that says nothing, while the list lags",
  async (kind) => {
    const iam = await start({ listLagMs: 400 });
    const times = { listLagMs: 600 };
    const kept = await create(new ProviderProcess(iam, { times })[kind], group("a"));
    iam.fail({ operation: ["groups.delete", "securityCategories.delete"], status: 400 });
    const error = await errorOf(new ProviderProcess(iam, { times })[kind].delete(kept.id, kept.outs));
    expect(error).toMatchObject({ status: 400 });
  },
);

import { describe, expect, test } from "vitest";
import { messageOf } from "../../src/errors";
import type { Handler, Props } from "../../src/lifecycle/handler";
import type { LocalGroupSpec } from "../../src/local/index";
import {
  declaresProject,
  group,
  ProviderProcess,
  previewCreate,
  type ResourceState,
  start,
} from "../support/provider-process";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const [here, there] = ["here", "there"] as const;

/** A group, and the project that it is in or declared in; without one, in the connection's. */
type Placed = Partial<LocalGroupSpec> & { project?: string };

interface Row {
  what: string;
  /** What the caller's groups are, by the resource's name. */
  before: Record<string, Placed>;
  /** What the program declares then. */
  after: Record<string, Placed>;
  /** The project of a resource while it is not known yet. */
  unknownAtPreview?: string;
  preview: "allowed" | "refused" | "not asked";
  up: "allowed" | "refused by check" | `refused by delete: ${string}`;
}

const all = { all: {} };
const inspecting = { projectsAcl: { actions: ["LIST"], scope: all } };
const admin: Placed = {
  sourceId: "idp-ops",
  capabilities: [{ groupsAcl: { actions: ["LIST", "CREATE", "DELETE"], scope: all } }, inspecting],
};
const weak: Placed = { sourceId: "idp-ops", capabilities: [inspecting] };
const refused = { preview: "refused", up: "refused by check" } as const;
const allowed = { preview: "allowed", up: "allowed" } as const;
const at = (project: string, spec: Placed = admin): Placed => ({ ...spec, project });

const rows: readonly Row[] = [
  {
    what: "the group that gives the rights moves away",
    before: { admin: at(here) },
    after: { admin: at(there) },
    ...refused,
  },
  {
    what: "the group that gives the rights moves away from the connection's project, which it does not name",
    before: { admin },
    after: { admin: at(there) },
    ...refused,
  },
  {
    what: "it moves away, and another group of its project gives the same",
    before: { admin: at(here), other: at(here) },
    after: { admin: at(there), other: at(here) },
    ...allowed,
  },
  {
    what: "it moves away, and a group of the other project gives the same",
    before: { admin: at(here), other: at(there) },
    after: { admin: at(there), other: at(there) },
    ...refused,
  },
  {
    what: "it moves away, and a new group of its project gives the same",
    before: { admin: at(here) },
    after: { admin: at(there), fresh: at(here) },
    ...allowed,
  },
  {
    what: "it moves away, and a new group of the other project gives the same",
    before: { admin: at(here) },
    after: { admin: at(there), fresh: at(there) },
    ...refused,
  },
  {
    what: "two groups that give the rights change places",
    before: { one: at(here), two: at(there) },
    after: { one: at(there), two: at(here) },
    ...allowed,
  },
  {
    what: "a group that moves in counts as it is declared, not as it was: it gives less",
    before: { admin: at(here), other: at(there), third: at(there) },
    after: { admin: at(there), other: at(here, weak), third: at(there) },
    ...refused,
  },
  {
    what: "a group that moves in counts as it is declared, not as it was: it gives more",
    before: { admin: at(here), other: at(there, weak) },
    after: { admin: at(here, weak), other: at(here) },
    ...allowed,
  },
  {
    what: "a group that moves in with a limit to the project that it comes from",
    before: { admin: at(here), other: at(there, weak) },
    after: {
      admin: at(here, weak),
      other: at(here, {
        ...admin,
        capabilities: (admin.capabilities ?? []).map((one) => ({ ...one, projectUrlNames: { urlNames: [there] } })),
      }),
    },
    ...refused,
  },
  {
    what: "the groups that give the rights are weakened in one of two projects",
    before: { one: at(here), two: at(there) },
    after: { one: at(here), two: at(there, weak) },
    ...refused,
  },
  {
    what: "a delete in one project, while a group of another gives the same",
    before: { one: at(here), two: at(there) },
    after: { one: at(here) },
    preview: "not asked",
    up: "refused by delete: two",
  },
  {
    what: "deletes of two projects are judged apart: one is the last of its project",
    before: { one: at(here), spare: at(here), two: at(there) },
    after: { spare: at(here) },
    preview: "not asked",
    up: "refused by delete: two",
  },
  {
    what: "deletes of two projects are judged apart: none is the last of its project",
    before: { one: at(here), two: at(here), three: at(there), four: at(there) },
    after: { two: at(here), four: at(there) },
    preview: "not asked",
    up: "allowed",
  },
  {
    what: "the last of each of two projects",
    before: { one: at(here), two: at(there) },
    after: {},
    preview: "not asked",
    up: "refused by delete: one, two",
  },
  {
    what: "it moves to a project that is not known at preview",
    before: { admin: at(here) },
    after: { admin: at(there) },
    unknownAtPreview: "admin",
    preview: "allowed",
    up: "refused by check",
  },
  {
    what: "it turns out to stay in its project, which is not known at preview",
    before: { admin: at(here) },
    after: { admin: at(here) },
    unknownAtPreview: "admin",
    ...allowed,
  },
  {
    what: "it moves away, and the project of a new group that gives the same is not known at preview",
    before: { admin: at(here) },
    after: { admin: at(there), fresh: at(here) },
    unknownAtPreview: "fresh",
    ...allowed,
  },
  {
    what: "it moves away, and a new group that gives the same turns out to be in the other project, too",
    before: { admin: at(here) },
    after: { admin: at(there), fresh: at(there) },
    unknownAtPreview: "fresh",
    preview: "allowed",
    up: "refused by check",
  },
  {
    what: "it moves away, and the project of a group that gives no such right is not known at preview",
    before: { admin: at(here) },
    after: { admin: at(there), fresh: at(there, weak) },
    unknownAtPreview: "fresh",
    ...refused,
  },
];

describe.each(rows)("with two projects: $what", (row) => {
  test(`is ${row.preview} at preview and ${row.up} at up`, async () => {
    expect(await outcome(row, false)).toEqual({ preview: row.preview, up: row.up });
  });

  test("is allowed with consent", async () => {
    expect(await outcome(row, true)).toEqual({
      preview: row.preview === "not asked" ? row.preview : "allowed",
      up: "allowed",
    });
  });
});

async function outcome(row: Row, allowLockout: boolean): Promise<Pick<Row, "preview" | "up">> {
  const clients = [{ clientId: "ops", clientSecret: "ops-secret", groups: ["idp-ops"], appId: "app" }];
  const iam = await start({ projects: [here, there], clients });
  // What lets the caller create groups in both; being limited by appIds, the guard does not count it.
  for (const project of [here, there])
    iam.createGroup({ name: "limited", ...admin, attributes: { token: { appIds: ["app"] } } }, project);
  const state = new Map<string, ResourceState>();
  for (const [name, placed] of Object.entries(row.before)) {
    const { project = here, ...spec } = placed;
    const inputs = group(name, placed);
    const { id } = iam.createGroup({ name, ...spec, metadata: { pulumi: String(inputs["owner"]) } }, project);
    const isDeclared = declaresProject || placed.project !== undefined;
    const outs = { ...inputs, groupId: id, project, ...(isDeclared && { isProjectDeclared: true }) };
    state.set(name, { id: String(id), inputs, outs });
  }
  const process = () => new ProviderProcess(iam, { allowLockout }).group;
  const before = iam.requests.length;
  const isAsked = row.preview !== "not asked";
  const preview = isAsked ? await checked(process(), state, row.after, row.unknownAtPreview) : undefined;
  expect(
    iam.requests.slice(before).filter(({ method, operation }) => method !== "GET" && operation !== "token"),
  ).toEqual([]);
  return {
    preview: preview === undefined ? "not asked" : preview.errors.length === 0 ? "allowed" : "refused",
    up: await carriedOut(process(), state, row.after),
  };
}

/** The checks and diffs that the engine makes of a program, the resources in their order. */
async function checked(handler: Handler, state: Map<string, ResourceState>, program: Row["after"], open?: string) {
  const errors: string[] = [];
  const steps: { inputs: Props; old: ResourceState | undefined }[] = [];
  const groups = Object.keys(program).length;
  for (const [name, placed] of Object.entries(program)) {
    const news = group(name, { ...placed, groups, ...(name === open && { project: unknown }) });
    const old = state.get(name);
    const check = async (olds: Props) => {
      const found = await handler.check(olds, news);
      errors.push(...found.errors);
      return found.inputs;
    };
    if (old !== undefined) {
      const inputs = await check(old.inputs);
      if ((await handler.diff(old.id, old.outs, inputs)).length === 0) continue;
    }
    steps.push({ inputs: await check({}), old });
  }
  for (const { inputs } of steps)
    await previewCreate(handler, inputs).catch((error: unknown) => errors.push(messageOf(error)));
  for (const error of errors) expect(error).toMatch(/would lock you out: you would lose/);
  return { errors, steps };
}

/** All of an `up`: what is created goes before what is deleted. */
async function carriedOut(
  handler: Handler,
  state: Map<string, ResourceState>,
  program: Row["after"],
): Promise<Row["up"]> {
  const { errors, steps } = await checked(handler, state, program);
  if (errors.length > 0) return "refused by check";
  for (const { inputs } of steps) await handler.create(inputs);
  const replaced = steps.flatMap(({ old }) => old ?? []);
  const dropped = [...state].filter(([name]) => program[name] === undefined).map(([, kept]) => kept);
  const goners = [...replaced, ...dropped];
  const ends = await Promise.allSettled(goners.map(({ id, outs }) => handler.delete(id, outs)));
  const names = ends.flatMap((end, i) => {
    if (end.status === "fulfilled" || /40[13] /.test(String(end.reason))) return [];
    expect(String(end.reason)).toMatch(/would lock you out: you would lose/);
    return [String(goners[i]?.inputs["name"])];
  });
  return names.length === 0 ? "allowed" : `refused by delete: ${names.join(", ")}`;
}

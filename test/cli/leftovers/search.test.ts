import { beforeEach, describe, expect, test } from "vitest";
import { deleteLeftovers } from "../../../src/cli/leftovers/delete";
import { searchLeftovers } from "../../../src/cli/leftovers/search";
import { readStackState, type StackState } from "../../../src/cli/leftovers/state";
import { IamClient } from "../../../src/client/client";
import { resolveConnection } from "../../../src/connection/resolve";
import { newMarker, ownerOf } from "../../../src/contract/marker";
import { typeToken } from "../../../src/contract/resource-types";
import type { Context } from "../../../src/lifecycle/handler";
import type { LocalIam } from "../../../src/local/index";
import { programWording } from "../../../src/validation/wording";
import { start } from "../../local/harness";
import { can } from "../../support/capability";

const type = typeToken("Group");
const urnOf = (resource: string) => `urn:pulumi:dev::proj::${type}::${resource}`;
const urn = urnOf("readers");
const metadata = (resource = "readers") => ({ pulumi: newMarker(ownerOf(urnOf(resource), "acme")) });

let iam: LocalIam;
let context: Context;

beforeEach(async () => {
  iam = await start();
  connect();
});

function connect(): void {
  const connection = resolveConnection({ args: { ...iam.connection }, environment: {} });
  const client = new IamClient(connection);
  context = {
    connection: () => connection,
    client: () => client,
    warn: () => undefined,
    wording: programWording,
    times: { listLagMs: 100, pollMs: 10, reconcileMs: 100, nonceMs: 10 },
  };
}

/** A state with the group of these ids, and with creates of it that have not ended. */
const stateOf = (ids: readonly number[], pending = 0): StackState =>
  readStackState({
    deployment: {
      resources: ids.map((id) => ({ urn, type, id: String(id), outputs: { name: "readers" } })),
      pending_operations: Array.from({ length: pending }, () => ({ type: "creating", resource: { urn, type } })),
    },
  });

/** Looks while the state is one after the other of these; the last one stays. */
function look(states: readonly (() => StackState)[], forDelete = false) {
  let next = 0;
  const readState = async () => {
    const state = states[Math.min(next++, states.length - 1)];
    if (state === undefined) throw new Error("There is no state.");
    return state();
  };
  return searchLeftovers({ context, readState, fullName: "acme/proj/dev", forDelete });
}

const idsOf = ({ leftovers }: Awaited<ReturnType<typeof look>>) => leftovers.map(({ group }) => group.id);

describe("looking for leftovers", () => {
  test("reads the state after each list, so that what an update makes meanwhile is in it", async () => {
    const order: string[] = [];
    const readState = async () => {
      order.push(...iam.requests.splice(0).map(({ operation }) => String(operation)), "state");
      return stateOf([]);
    };
    await searchLeftovers({ context, readState, fullName: "acme/proj/dev", forDelete: false });
    expect(order).toEqual(["token", "inspect", "groups.list", "state", "groups.list", "state"]);
  });

  test("sees a group that the lists do not show yet", async () => {
    iam.listLagMs = 60;
    const { id } = iam.createGroup({ name: "readers", metadata: metadata() });
    expect(idsOf(await look([() => stateOf([])]))).toEqual([id]);
  });

  test("does not count a group that was deleted and that the lists still show", async () => {
    const { id } = iam.createGroup({ name: "readers", metadata: metadata() });
    iam.listLagMs = 60;
    iam.deleteGroup(id);
    expect(idsOf(await look([() => stateOf([])]))).toEqual([]);
  });

  test("does not count a group that an update has noted in the state by the second look", async () => {
    const { id } = iam.createGroup({ name: "readers", metadata: metadata() });
    expect(idsOf(await look([() => stateOf([]), () => stateOf([id])], true))).toEqual([]);
  });

  test.each([
    ["the first", [() => stateOf([], 1), () => stateOf([])]],
    ["the second", [() => stateOf([]), () => stateOf([], 1)]],
  ])("is refused for a delete where a create has not ended at %s look", async (_, states) => {
    await expect(look(states, true)).rejects.toMatchObject({
      code: "PULUMI",
      message: expect.stringMatching(
        /^nothing was deleted: .* proj\/dev .*\("readers"\).*`pulumi cancel`, then `pulumi refresh --clear-pending-creates`$/,
      ),
    });
  });

  test("lists what there is where a create has not ended", async () => {
    const { id } = iam.createGroup({ name: "readers", metadata: metadata() });
    expect(idsOf(await look([() => stateOf([], 1)]))).toEqual([id]);
  });
});

describe("looking in several projects", () => {
  test("lists each project that the first look has found in the state, before the state is read again", async () => {
    await iam.close();
    iam = await start({ projects: ["home", "away"] });
    connect();
    const order: string[] = [];
    const made = iam.createGroup({ name: "readers", metadata: metadata() }, "away");
    const state = {
      urn,
      type,
      id: String(made.id),
      inputs: { project: "away" },
      outputs: { name: "r", project: "away" },
    };
    const readState = async () => {
      const calls = iam.requests.splice(0).filter(({ operation }) => operation === "groups.list");
      order.push(...calls.map(({ project }) => String(project)), "state");
      return readStackState({ deployment: { resources: [state] } });
    };
    const copy = iam.createGroup({ name: "readers", metadata: metadata() }, "away");
    const found = await searchLeftovers({ context, readState, fullName: "acme/proj/dev", forDelete: false });
    expect(order).toEqual(["home", "state", "home", "away", "state"]);
    expect(found).toMatchObject({
      projects: ["home", "away"],
      unsearched: [],
      leftovers: [{ project: "away", group: { id: copy.id } }],
    });
  });
});

describe("deleting leftovers", () => {
  test("deletes each proven one once, what lets the caller delete last, and goes on after one that fails", async () => {
    const admin = iam.createGroup({
      name: "admins",
      capabilities: [can("groupsAcl", ["LIST", "CREATE", "DELETE"])],
      metadata: metadata("a"),
    });
    const [stuck, gone] = ["b", "c"].map((name) => iam.createGroup({ name, metadata: metadata(name) }));
    const doubted = iam.createGroup({ name: "theirs", metadata: { pulumi: ownerOf(urn, "other") } });
    const { leftovers } = await look([() => stateOf([])], true);
    iam.requests.length = 0;
    iam.fail({ operation: "groups.delete", status: 400 });
    const { deleted, left } = await deleteLeftovers(context, leftovers);
    expect(deleted.map(({ group }) => group.id)).toEqual([gone?.id, admin.id]);
    expect(left).toMatchObject([
      { group: { id: doubted.id } },
      { group: { id: stuck?.id }, error: expect.any(String) },
    ]);
    const deletes = iam.requests.filter(({ operation }) => operation === "groups.delete");
    expect(deletes).toHaveLength(3);
  });
});

import { expect, test } from "vitest";
import { seededRandom } from "../../src/local/faults";
import type { FailRule, LocalIam } from "../../src/local/index";
import { create, group, ownerOf, ProviderProcess, type ResourceState, start } from "../support/provider-process";

/** How many creates and deletes, how many of them at once, and for how long at most, in ms. */
const [operations, atOnce, mostMs] = [2_000, 16, 300_000];

/** Every kind of fault; one of them meets one request in ten. */
const kinds: readonly FailRule[] = [
  { status: 429 },
  { retryAfter: 0.05 },
  { status: 500 },
  { status: 500, headers: { "cdf-is-auto-retryable": "true" }, when: "after" },
  { html: true },
  { html: true, status: 200, when: "after" },
  { status: 503 },
  { status: 503, when: "after" },
  { breakConnection: true },
  { breakConnection: true, when: "after" },
  { hangMs: true },
  { hangMs: true, when: "after" },
  { truncate: true },
  { status: 200, body: '{"items":[{"id":', when: "after" },
  { status: 401 },
  { delayMs: 40 },
];

/** A thing that is declared or not any more, and what the state has of it. */
interface Thing {
  kind: "group" | "category";
  name: string;
  declared: boolean;
  kept: ResourceState | undefined;
}

test("2,000 creates and deletes on a service that fails at random: server and state agree to the last id", async () => {
  const seed = Number(process.env["SOAK_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`SOAK_SEED=${seed}`);
  const random = seededRandom(seed);
  const iam = await start({ groupQuota: 100_000, listLagMs: 20 });
  const calm = failAtRandom(iam, random);
  const things: Thing[] = [];
  const begin = Date.now();
  let done = 0;
  let failed = 0;
  while (done < operations && Date.now() - begin < mostMs) {
    // One run of the program after the other, each with a process of its own.
    const tasks = plan(things, random, Math.min(200, operations - done));
    failed += await carryOut(iam, tasks);
    done += tasks.length;
  }
  calm();
  expect(done).toBe(operations);
  for (let left = open(things), runs = 0; left.length > 0; left = open(things), runs++) {
    expect(runs, "runs on a calm service until all is as declared").toBeLessThan(3);
    await carryOut(iam, left);
  }
  const ms = Date.now() - begin;
  console.log(`${done} operations, ${failed} of them failed at first, ${iam.requests.length} requests, ${ms} ms`);
  const ids = (kind: Thing["kind"]) =>
    things.flatMap((thing) => (thing.kind === kind && thing.kept ? [thing.kept.id] : [])).sort();
  const { groups, securityCategories } = iam.state();
  const alive = groups.filter(({ isDeleted, name }) => !isDeleted && name !== "cdf-administrators");
  expect(alive.map(({ id }) => String(id)).sort()).toEqual(ids("group"));
  expect(securityCategories.map(({ id }) => String(id)).sort()).toEqual(ids("category"));
  expect(ids("group").length).toBeGreaterThan(50);
});

const open = (things: readonly Thing[]) => things.filter(({ declared, kept }) => declared !== (kept !== undefined));

/** Things that become declared or stop being so; what failed before is tried again. */
function plan(things: Thing[], random: () => number, count: number): Thing[] {
  const tasks = new Set(open(things).slice(0, count));
  while (tasks.size < count) {
    const old = things[Math.floor(random() * things.length)];
    const thing: Thing =
      old !== undefined && !tasks.has(old) && random() < 0.5
        ? old
        : {
            kind: random() < 0.7 ? "group" : "category",
            name: `thing-${things.length}`,
            declared: false,
            kept: undefined,
          };
    if (thing !== old) things.push(thing);
    thing.declared = !thing.declared;
    tasks.add(thing);
  }
  return [...tasks];
}

/** Does so many at once, and gives how many failed. */
async function carryOut(iam: LocalIam, tasks: readonly Thing[]): Promise<number> {
  const process = new ProviderProcess(iam, {
    timeoutMs: 400,
    totalMs: 1_500,
    times: { listLagMs: 100, pollMs: 20, reconcileMs: 2_000 },
  });
  const waiting = [...tasks];
  let failed = 0;
  const worker = async () => {
    for (let thing = waiting.shift(); thing !== undefined; thing = waiting.shift()) {
      try {
        await bringAbout(process, thing);
      } catch {
        failed += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return failed;
}

async function bringAbout(process: ProviderProcess, thing: Thing): Promise<void> {
  const handler = process[thing.kind];
  const { name, kept } = thing;
  if (!thing.declared) {
    if (kept !== undefined) await handler.delete(kept.id, kept.outs);
    thing.kept = undefined;
    return;
  }
  // Half of the groups are twins of others.
  const twin = Number(name.split("-")[1]) % 2 === 0;
  const inputs =
    thing.kind === "category" ? { name, owner: ownerOf(name) } : group(name, { name: twin ? "twin" : name });
  thing.kept = await create(handler, inputs).catch((error: Error) => {
    // A category that was made and is not in the state: the line of the error, pasted.
    const id = /\{ import: "(\d+)" \}/.exec(error.message)?.[1];
    if (id === undefined) throw error;
    return create(handler, { ...inputs, importId: id });
  });
}

function failAtRandom(iam: LocalIam, random: () => number): () => void {
  let roll = 0;
  const removes = kinds.map((rule, i) =>
    iam.fail({
      ...rule,
      times: Number.POSITIVE_INFINITY,
      match() {
        // One roll for each request, whichever rule asks first.
        if (i === 0) roll = random() * 10 * kinds.length;
        return Math.floor(roll) === i;
      },
    }),
  );
  return () => {
    for (const remove of removes) remove();
  };
}

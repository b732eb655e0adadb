import { expect, test } from "vitest";
import { endVirtualTime, passTime, sleep, startVirtualTime } from "./clock";
import { steps } from "./engine-steps";
import type { Event, Item, Run } from "./history";
import { Simulation } from "./simulate";

const group = (variant: number, options: Partial<Item> = {}): Item => ({
  name: "readers",
  kind: "group",
  cdfName: "readers",
  variant,
  ...options,
});
const admins: Item = { name: "admins", kind: "group", cdfName: "admins", variant: 0, admin: true };
const category = (cdfName: string): Item => ({ name: "secret", kind: "category", cdfName, variant: 0 });

const up = (program: readonly Item[], options: Partial<Run> = {}): Run => ({
  what: "run",
  key: 1,
  stack: 0,
  command: "up",
  program,
  hasPreview: false,
  replace: [],
  faults: "none",
  ...options,
});
const first = up([group(0)]);
const killedAt = (nth: number) => ({ crash: { at: "moment", nth, isSent: true, of: "machine" } }) as const;
const deleteFirst = group(1, { deleteBeforeReplace: true });
const retained = group(0, { retainOnDelete: true });

/** What happens, the last of it being the step. */
const histories: Record<keyof typeof steps, readonly Event[]> = {
  "a new resource": [first],
  "an import": [
    { what: "stranger makes", label: "theirs", item: group(0) },
    { what: "wait", ms: 10_000 },
    up([group(0, { import: "theirs" })]),
  ],
  "no change": [first, first],
  "a project that is named, or not any more": [first, up([group(0, { project: "home" })])],
  "renamed by an alias": [first, up([group(0, { name: "renamed", alias: "readers" })])],
  "a replacement": [first, up([group(1)])],
  "a replacement by --replace": [first, up([group(0)], { replace: ["readers"] })],
  "a replacement by a taint": [first, { what: "taint", stack: 0, name: "readers" }, first],
  "a replacement with deleteBeforeReplace": [first, up([deleteFirst])],
  "a replacement by --replace with deleteBeforeReplace": [first, up([deleteFirst], { replace: ["readers"] })],
  "a replacement with retainOnDelete": [up([retained]), up([group(1, { retainOnDelete: true })])],
  "a replacement that another resource needs": [
    up([category("a"), group(0, { uses: "secret" })]),
    up([category("b"), group(0, { uses: "secret" })]),
  ],
  "dropped from the program": [first, up([])],
  "dropped with retainOnDelete": [up([retained]), up([])],
  "a change that is no target": [first, up([group(1)], { targets: [] })],
  "a new resource that is no target": [up([group(0)], { targets: [] })],
  "a refresh": [first, up([], { command: "refresh" })],
  "a refresh of what is gone": [
    first,
    { what: "stranger deletes", stack: 0, name: "readers" },
    up([], { command: "refresh" }),
  ],
  "up --refresh": [first, up([group(0)], { command: "up --refresh" })],
  "a destroy": [first, up([], { command: "destroy" })],
  "up, after a kill between the create and the delete of a replacement": [
    first,
    up([group(1)], killedAt(9)),
    up([group(1)]),
  ],
  "destroy, after a kill between the create and the delete of a replacement": [
    first,
    up([group(1)], killedAt(9)),
    up([], { command: "destroy" }),
  ],
  "up, after a kill between the delete and the create of a deleteBeforeReplace": [
    first,
    up([deleteFirst], killedAt(9)),
    up([deleteFirst]),
  ],
};

test.each(Object.entries(histories))("the simulated engine makes the calls of %s", async (name, events) => {
  startVirtualTime();
  try {
    const traits = { inspect: "truth", mindsTheGone: true, takenIs: 409, idsRepeat: false } as const;
    const simulation = new Simulation({ seed: 1, traits, events, muted: [] });
    let calls: readonly string[] = [];
    await passTime(
      (async () => {
        await simulation.happen({ what: "stranger makes", label: "admins", item: admins });
        for (const [at, event] of events.entries()) {
          await sleep(10_000);
          if (at < events.length - 1 || event.what !== "run") await simulation.happen(event);
          else ({ calls } = await simulation.command(event));
        }
      })(),
    );
    expect(calls).toEqual(steps[name as keyof typeof steps]);
  } finally {
    endVirtualTime();
  }
});

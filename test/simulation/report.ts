import type { Event, History, Item } from "./history";
import { stackNames } from "./history";
import { promises } from "./promises";
import type { Outcome } from "./simulate";

/** What a broken promise is reported as: the promise, the history that breaks it, and how to run it again. */
export function report({ seed, events, traits }: History, { broken, met, output }: Outcome): string {
  if (broken === undefined) return `seed ${seed}: every promise holds`;
  const texts = new Map(
    output
      .join("")
      .trimEnd()
      .split("\n")
      .map((text) => [text.replace(/^run \d+, /, ""), text]),
  );
  return [
    `${promises[broken.promise]} (${broken.promise})`,
    `  ${broken.detail}`,
    `The smallest history found (token inspect reads from ${traits.inspect === "truth" ? "the truth" : "a replica"}):`,
    ...events.map((event) => `  - ${describe(event)}`),
    ...met.map(({ key, fault }) => `  ! ${key}: ${fault}`),
    "What its runs said:",
    ...[...texts.values()].slice(-8).map((text) => `  | ${text.slice(0, 300)}`),
    `Again: npm run simulate -- --seed ${seed} --histories 1`,
  ].join("\n");
}

function describe(event: Event): string {
  switch (event.what) {
    case "wait":
      return `${(event.ms / 1000).toFixed(1)} s pass`;
    case "taint":
      return `taint ${stackNames[event.stack]}/${event.name}`;
    case "stranger makes":
      return `by hand: ${event.item.kind} ${itemText(event.item)} is made, labelled "${event.label}"`;
    case "stranger deletes":
      return `by hand: ${stackNames[event.stack]}/${event.name} is deleted`;
    case "stranger edits":
      return `by hand: ${stackNames[event.stack]}/${event.name} is made again, ${event.change} changed, and the old one deleted`;
    case "run": {
      const { key, stack, command, faults, program, replace, targets, hasPreview, crash, besideNext } = event;
      const { faultsIn, isElsewhere } = event;
      const texts = [
        `run ${key} of ${stackNames[stack]}: ${hasPreview ? "preview, " : ""}${command}`,
        ...(replace.length > 0 ? [`--replace ${replace}`] : []),
        ...(targets ? [`--target ${targets}`] : []),
        ...(faults === "no write gets through" ? ["while no write gets through"] : []),
        ...(faultsIn !== undefined ? [`while calls go wrong in ${faultsIn} alone`] : []),
        ...(isElsewhere ? ["with the connection to plant"] : []),
        `of [${program.map(itemText).join(", ")}]`,
        ...(crash
          ? [
              `; ${crash.of} killed at ${crash.at} ${crash.nth}${crash.at === "request" && crash.isSent ? ", which is sent" : ""}`,
            ]
          : []),
        ...(besideNext ? ["; the next beside it"] : []),
      ];
      return texts.join(" ");
    }
  }
}

function itemText({ name, cdfName, variant, kind: _, ...options }: Item): string {
  const given = Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => (value === true ? key : `${key} ${value}`));
  return `${name} "${cdfName}" ${variant}${given.length > 0 ? ` (${given.join(", ")})` : ""}`;
}

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Stack, type Workspace, workspace } from "../engine/harness";
import { steps } from "../simulation/engine-steps";
import { killAt } from "./kill";

/** Runs in each provider process: notes every call of the handlers, with the resource's name. */
const recorder = `
const Module = require("node:module");
const { appendFileSync } = require("node:fs");
const load = Module._load;
const isEmpty = (props) => Object.keys(props).length === 0;
const nameOf = (props) => /\\/([^/#]*)#/.exec(props.owner ?? "")?.[1];
const calls = {
  check: (olds, news) => [isEmpty(olds) ? "check {}" : "check olds", nameOf(news)],
  diff: (id, olds, news) => ["diff", nameOf(news)],
  create: (inputs) => ["create", nameOf(inputs)],
  read: (id, props) => ["read", nameOf(props)],
  update: (id, olds, news) => ["update", nameOf(news)],
  delete: (id, props) => ["delete", nameOf(props)],
};
Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (request !== "pulumi-cognite-iam/engine" || loaded.isRecorded) return loaded;
  for (const provider of [loaded.Group, loaded.SecurityCategory])
    for (const [call, textOf] of Object.entries(calls)) {
      const original = provider[call];
      provider[call] = (...args) => {
        appendFileSync(process.env.RECORDED_CALLS, JSON.stringify(textOf(...args)) + "\\n");
        return original(...args);
      };
    }
  return Object.defineProperty(loaded, "isRecorded", { value: true });
};
`;

let space: Workspace;
let files: { recorder: string; calls: string };

beforeAll(async () => {
  space = await workspace();
  files = { recorder: path.join(space.folder, "recorder.cjs"), calls: path.join(space.folder, "calls.jsonl") };
  writeFileSync(files.recorder, recorder);
});

/** A stack whose provider processes note their calls. */
async function recordedStack(project: string, program: string): Promise<Stack> {
  const stack = await space.stack(project, program);
  stack.env = { ...stack.env, NODE_OPTIONS: `--require ${files.recorder}`, RECORDED_CALLS: files.calls };
  return stack;
}

/** The calls that a command makes, by resource; under "" all of them, in their order. */
async function callsOf(command: () => Promise<unknown>): Promise<Record<string, string[]>> {
  writeFileSync(files.calls, "");
  await command();
  const byName: Record<string, string[]> = { "": [] };
  for (const line of readFileSync(files.calls, "utf8").trim().split("\n").filter(Boolean)) {
    const [call, name] = JSON.parse(line) as [string, string];
    byName[""]?.push(call);
    byName[name] = [...(byName[name] ?? []), call];
  }
  return byName;
}

const group = (name: string, team: number, options = "{}") =>
  `new iam.Group("${name}", { name: "${name}", metadata: { team: "${team}" } }, ${options});`;

describe("the calls that the engine makes are those that the simulation models", () => {
  test("in an up, with and without a change, and forced", async () => {
    const { id } = space.iam.createGroup({ name: "imported", metadata: { team: "1" } });
    const stack = await recordedStack(
      "steps",
      [
        group("imported", 1, `{ import: "${id}" }`),
        group("same", 1),
        group("named", 1),
        group("old-name", 1),
        group("replaced", 1),
        group("delete-first", 1),
        group("retained", 1, "{ retainOnDelete: true }"),
        group("dropped", 1),
        group("dropped-retained", 1, "{ retainOnDelete: true }"),
      ].join("\n"),
    );
    const first = await callsOf(() => stack.up());
    expect(first["same"]).toEqual(steps["a new resource"]);
    expect(first["imported"]).toEqual(steps["an import"]);

    const kept = [
      group("same", 1),
      group("named", 1).replace("metadata", 'project: "local-project", metadata'),
      group("old-name", 1, '{ aliases: [{ name: "old-name" }] }').replace('"old-name"', '"new-name"'),
      group("replaced", 2),
      group("delete-first", 2, "{ deleteBeforeReplace: true }"),
      group("retained", 2, "{ retainOnDelete: true }"),
    ].join("\n");
    stack.write(kept);
    const second = await callsOf(() => stack.up());
    expect(second).toMatchObject({
      same: steps["no change"],
      named: steps["a project that is named, or not any more"],
      "new-name": steps["renamed by an alias"],
      replaced: steps["a replacement"],
      "delete-first": steps["a replacement with deleteBeforeReplace"],
      retained: steps["a replacement with retainOnDelete"],
      dropped: steps["dropped from the program"],
    });
    expect(second["dropped-retained"] ?? []).toEqual(steps["dropped with retainOnDelete"]);

    const urn = (name: string) => `urn:pulumi:dev::steps::pulumi-nodejs:dynamic/cognite:Group::${name}`;
    await stack.pulumi(["state", "taint", urn("same"), "--yes"]);
    const forced = await callsOf(() => stack.up("--replace", urn("replaced"), "--replace", urn("delete-first")));
    expect(forced).toMatchObject({
      same: steps["a replacement by a taint"],
      replaced: steps["a replacement by --replace"],
      "delete-first": steps["a replacement by --replace with deleteBeforeReplace"],
    });

    stack.write(`${kept.replace(group("replaced", 2), group("replaced", 3))}\n${group("new", 1)}`);
    const targeted = await callsOf(() => stack.up("--target", urn("same")));
    expect(targeted["replaced"] ?? []).toEqual(steps["a change that is no target"]);
    expect(targeted["new"] ?? []).toEqual(steps["a new resource that is no target"]);

    space.iam.deleteGroup(Number(stack.state()["delete-first"]?.id));
    stack.write(kept);
    const refreshed = await callsOf(() => stack.refresh());
    expect(refreshed).toMatchObject({
      same: steps["a refresh"],
      "delete-first": steps["a refresh of what is gone"],
    });
    const both = await callsOf(() => stack.up("--refresh"));
    expect(both["same"]).toEqual(steps["up --refresh"]);
    const destroyed = await callsOf(() => stack.destroy());
    expect(destroyed["same"]).toEqual(steps["a destroy"]);
  });

  test("in a replacement that another resource needs", async () => {
    const program = (name: string) => `
      const secret = new iam.SecurityCategory("secret", { name: "${name}" });
      new iam.Group("readers", { name: "readers", capabilities: [
        { securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [secret.categoryId] } } } },
      ] });`;
    const stack = await recordedStack("needed", program("a"));
    await stack.up();
    stack.write(program("b"));
    const calls = await callsOf(() => stack.up());
    expect(calls[""]).toEqual(steps["a replacement that another resource needs"]);
  });

  test("after a kill", async () => {
    const stack = await recordedStack("killed", group("readers", 1));
    await stack.up();
    const up = ["up", "--yes", "--skip-preview"];
    const killedAt = async (operation: string, program: string) => {
      stack.write(program);
      const counts = (request: { operation: string | undefined }) => request.operation === operation;
      await killAt(stack, up, { nth: 1, counts, fault: { breakConnection: true } });
      await stack.pulumi(["cancel", "--yes"]);
    };

    await killedAt("groups.delete", group("readers", 2));
    const completed = await callsOf(() => stack.up());
    expect(completed["readers"]).toEqual(steps["up, after a kill between the create and the delete of a replacement"]);
    await killedAt("groups.delete", group("readers", 3));
    const destroyed = await callsOf(() => stack.destroy());
    expect(destroyed["readers"]).toEqual(
      steps["destroy, after a kill between the create and the delete of a replacement"],
    );

    const deleteFirst = (team: number) => group("readers", team, "{ deleteBeforeReplace: true }");
    stack.write(deleteFirst(1));
    await stack.up();
    await killedAt("groups.create", deleteFirst(2));
    const created = await callsOf(() => stack.up());
    expect(created["readers"]).toEqual(
      steps["up, after a kill between the delete and the create of a deleteBeforeReplace"],
    );
  });
});

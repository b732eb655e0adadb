import { describe, expect, test } from "vitest";
import { IamClient } from "../../src/client/client";
import { groupForm } from "../../src/groups/schema-form";
import type { LocalIam } from "../../src/local/index";
import { type Run, type Stack, workspace } from "../engine/harness";
import { plugins } from "../engine/plugin-stack";
import { type Row, rows } from "../faults/lockout-table";

const refusal = /would lock you out[:,]/g;
/** Who sets the scene, and is in no group that a row is about. */
const admin = { clientId: "admin", clientSecret: "not-a-secret", groups: ["cdf-administrators"] };

/** Where the groups are, in the connection's project or in one that each of them declares; and whose resources they are. */
const places: Place[] = [
  { where: "on the engine" },
  { where: "on the engine, by the argument", project: "argued" },
  { where: "on the engine, by the plugin", usesPlugin: true },
];

interface Place {
  where: string;
  project?: string;
  usesPlugin?: true;
}

type PlacedRow = Row & Place;

const cases = places.flatMap((place) => rows.map((row): PlacedRow => ({ ...row, ...place })));

describe.each(cases)("$where: $what", (row) => {
  test(`is ${row.preview} at preview and ${row.up} at up, and allowed with consent`, async () => {
    const { stack, iam } = await scene(row);
    const steps = stepsOf(row);
    stack.write(program(row, steps.isDestroy ? "before" : "after"));

    if (row.replace !== undefined) {
      const preview = await stack.run(["preview", ...steps.options]);
      expect([preview.text, outcomeOf(preview)]).toEqual([preview.text, row.preview]);
      expect(preview.calls.filter((call) => /create|delete/.test(call))).toEqual([]);
    }

    const run = await stack.run([...steps.command, ...steps.options]);
    expect([run.text, outcomeOf(run, row)]).toEqual([run.text, row.up]);
    if (row.up === "allowed") return;
    await expectManaging(iam, row);

    await stack.pulumi(["config", "set", "cognite-iam:allowLockout", "true"]);
    // A destroy goes by the settings of the last `up`, unless it runs the program.
    const consented = await stack.run([...steps.command, ...(steps.isDestroy ? ["--run-program"] : steps.options)]);
    expect(consented.text.match(refusal)).toBeNull();
    // Who has given up the rights in the middle of a run cannot go on; nothing else may fail.
    if (consented.code !== 0) expect(consented.text).toMatch(/40[13] /);
  });
});

/** The row's groups, made by an administrator; from then on the caller of the row runs the commands. */
async function scene(row: PlacedRow): Promise<{ stack: Stack; iam: LocalIam }> {
  const { project, usesPlugin, caller, profile, server, deletedBefore, broken = [] } = row;
  const client = { clientId: "ops", clientSecret: "ops-secret", groups: ["idp-ops"], ...caller };
  const space = await workspace({
    clients: [client, admin],
    profiles: profile === undefined ? [] : [{ userIdentifier: client.userIdentifier ?? "ops", identityType: profile }],
    ...(project !== undefined && { projects: ["elsewhere", project] }),
    ...server,
  });
  // What the caller may do in the connection's project decides nothing: all where a row refuses, nothing where it allows.
  if (project !== undefined && row.up !== "allowed")
    space.iam.createGroup({ name: "admin", ...rows[0]?.groups["admin"] });
  const stack = await space.stack("lockout", program(row, "before"));
  if (usesPlugin) stack.write({ "Pulumi.yaml": `name: lockout\nruntime: nodejs\n${plugins}` });
  const { env } = stack;
  stack.env = { ...env, IDP_CLIENT_ID: admin.clientId, IDP_CLIENT_SECRET: admin.clientSecret };
  await stack.up();
  stack.env = env;
  if (deletedBefore !== undefined) {
    stack.write(program(row, "deleted before"));
    await stack.up();
    space.iam.listLagMs = 4_000;
  }
  for (const each of broken)
    space.iam.fail({
      operation: each === "inspect" ? "inspect" : "groups.list",
      match: ({ query }) => each === "inspect" || query["all"] === "false",
      status: 403,
      times: Number.POSITIVE_INFINITY,
    });
  return { stack, iam: space.iam };
}

function program(
  { groups, project, usesPlugin, replace, deletedBefore, delete: deleted = [] }: PlacedRow,
  when: "before" | "deleted before" | "after",
): string {
  const all = { ...groups, readers: { sourceId: "idp-ops" } };
  return Object.entries(all)
    .filter(([name]) => when === "before" || name !== deletedBefore)
    .filter(([name]) => when !== "after" || !deleted.includes(name))
    .map(([name, spec]) => {
      const by = when === "after" && replace?.name === name ? replace.by : {};
      const args = { name, ...(project !== undefined && { project }), ...spec, ...by };
      const options = { deleteBeforeReplace: replace?.deleteFirst === true };
      if (!usesPlugin) return `new iam.Group(${asText(name, args, options)});`;
      return `new pulumi.CustomResource("${pluginType}", ${asText(name, groupForm.toSchema(args), options)});`;
    })
    .join("\n");
}

const asText = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join(", ");

const pluginType = "cognite-iam:index:Group";

function stepsOf({ groups, usesPlugin, replace, delete: deleted = [] }: PlacedRow) {
  const isDestroy = Object.keys({ ...groups, readers: {} }).every((name) => deleted.includes(name));
  const type = usesPlugin ? pluginType : "pulumi-nodejs:dynamic/cognite:Group";
  const urn = `urn:pulumi:dev::lockout::${type}::${replace?.name}`;
  return {
    isDestroy,
    command: [isDestroy ? "destroy" : "up", "--yes", "--skip-preview"],
    options: replace?.forced ? ["--replace", urn] : [],
  };
}

function outcomeOf(run: Run, row?: Row): string {
  if (run.code === 0) return "allowed";
  const refusals = new Set(run.text.match(/Deleting group "[^"]+"|Replacing group "[^"]+"/g) ?? []);
  if (run.text.match(refusal) === null) return `failed: ${run.text}`;
  expect(run.text).toContain("cognite-iam:allowLockout true");
  expect(run.text).not.toMatch(/^\s+at .*\(/m);
  if (row === undefined) return "refused";
  if (row.replace !== undefined)
    return run.calls.includes("groups.create") || row.replace.deleteFirst ? "refused by delete" : "refused by check";
  return row.what.startsWith("two") && refusals.size === 1 ? "one refused by delete" : "refused by delete";
}

/** The caller can still list, create and delete groups. */
async function expectManaging(iam: LocalIam, { broken, project }: PlacedRow): Promise<void> {
  if (broken !== undefined) return;
  iam.listLagMs = 0;
  const client = new IamClient(iam.connection).inProject(project ?? iam.connection.project);
  const { id } = await client.groups.create({ name: "still" });
  await client.groups.delete(id);
  expect((await client.groups.list({ all: true })).length).toBeGreaterThan(1);
}

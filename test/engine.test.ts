import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  expect,
  type MockInstance,
  onTestFinished,
  test,
  vi,
} from "vitest";
import { type LocalIam, startLocalIam } from "../src/local/index";

// Built, as the engine loads it: it loads the client by `require`.
const engine = path.resolve(__dirname, "../dist/engine.js");
const { Group } = createRequire(engine)(engine) as typeof import("../src/engine");

let iam: LocalIam;
let warn: MockInstance<typeof console.warn>;

beforeAll(async () => {
  iam = await startLocalIam();
  const config = new Map(Object.entries(iam.connection).map(([key, value]) => [`cognite-iam:${key}`, String(value)]));
  Group.configure({ config });
});
afterAll(() => iam.close());
beforeEach(() => {
  warn = vi.spyOn(console, "warn").mockReturnValue();
});
afterEach(() => warn.mockRestore());

const warnings = () => warn.mock.calls.flat().join("\n");
const owner = (name: string) => `project/dev/${name}#${createHash("sha256").update(name).digest("hex").slice(0, 12)}`;
const refuse = (message: string) =>
  iam.fail({ operation: "groups.create", status: 400, body: { error: { code: 400, message } } });
const messageOf = (call: Promise<unknown>) =>
  call.then(
    () => "nothing failed",
    ({ message, stack }: Error) => `${message}${stack}`,
  );

const secretive = {
  name: "a",
  owner: owner("one"),
  metadata: { key: "hush-hush-value", short: "a", flag: "true", number: "12", pin: "4711" },
  secretInputs: ["name", "metadata"],
};

test("a secret that the service quotes is not shown, and what is short or common stays", async () => {
  refuse(
    'a value "hush-hush-value" (hush-hush-values, hush%2Dhush-value) of 12, pin 4711, id 47112, is true for a group',
  );
  expect(await messageOf(Group.create(secretive))).toMatch(
    /^POST \/groups: 400 a value "\[secret\]" \(\[secret\]s, .*\) of 12, pin \[secret\], id 47112, is true for a group/,
  );
  refuse(`${"x".repeat(485)} hush-hush-value`);
  expect(await messageOf(Group.create(secretive))).not.toContain("hush");
  refuse("value 'hush-hush-value'");
  expect(await messageOf(Group.create({ ...secretive, secretInputs: undefined }))).toContain("'hush-hush-value'");
});

test("a refused login while reading or deleting says whose settings are used, once to each, and while creating does not", async () => {
  const made = await Promise.all(["p", "q"].map((name) => Group.create({ name, owner: owner(name) })));
  const settings =
    " `pulumi destroy` and `pulumi refresh` use the settings of the last `pulumi up`, unless you pass `--run-program`.";
  const refused = { status: 401, times: Number.POSITIVE_INFINITY };
  const stop = iam.fail({ ...refused, match: ({ operation }) => operation !== "token" });
  const calls = made.flatMap(({ id, outs }) => [Group.read(id, { ...outs }), Group.delete(id, { ...outs })]);
  for (const message of await Promise.all(calls.map(messageOf))) {
    expect(message).toMatch(
      /^[A-Z]+ \S+: 401 .*Check the project's name, and that the token is for this project and has not expired\. `pulumi/,
    );
    expect(message.split(settings)).toEqual([expect.any(String), ""]);
  }
  const others = [Group.create({ name: "r", owner: owner("r") }), Group.read(String(made[0]?.id), {})];
  for (const message of await Promise.all(others.map(messageOf))) {
    expect(message).toMatch(/: 401 /);
    expect(message).not.toContain(settings);
  }
  stop();
  for (const { id, outs } of made) await Group.delete(id, { ...outs });
});

test("which inputs are secrets is kept for what comes later, and is no change", async () => {
  const { id, outs } = await Group.create(secretive);
  const { secretInputs: _, ...before } = secretive;
  const unchanged = { changes: false, replaces: [], deleteBeforeReplace: false };
  expect(await Group.diff(id, before, secretive)).toEqual(unchanged);
  expect(await Group.diff(id, { ...outs }, before)).toEqual(unchanged);
  const read = await Group.read(id, { ...outs });
  expect(read).toMatchObject({ props: { secretInputs: ["name", "metadata"] } });
  expect(await Group.read(id, { ...read.props })).toEqual(read);
  iam.fail({
    operation: "groups.delete",
    status: 400,
    body: { error: { code: 400, message: "group of hush-hush-value stays" } },
  });
  expect(await messageOf(Group.delete(id, { ...read.props }))).toContain("group of [secret] stays");
  await Group.delete(id, { ...read.props });
  const plain = await Group.create({ name: "plain", owner: owner("plain") });
  expect(plain.outs).not.toHaveProperty("secretInputs");
  expect(warnings()).toBe("");
});

test("nothing that others wrote steers the terminal, and our own lines stay lines", async () => {
  const { id } = iam.createGroup({ name: "g", metadata: { pulumi: "x\u001b[2J\u0007\nred" } });
  const inputs = { owner: owner("imported"), importId: String(id) };
  const { failures } = await Group.check({}, { ...inputs, name: "\u009b31m" });
  expect(failures[0]?.reason.split("\n").slice(0, 2)).toEqual([
    `import: group ${id} does not match its declaration, so it was not imported:`,
    '  name: declared "\\u{9b}31m", found "g"',
  ]);
  expect(await Group.check({}, { ...inputs, name: "g" })).toMatchObject({ failures: [] });
  expect(warnings()).toContain(`group ${id} has the owner marker of x\\u{1b}[2J\\u{7}\\u{a}red, so two stacks`);
  refuse("\u001b[31mno");
  expect(await messageOf(Group.create({ name: "other", owner: owner("other") }))).toContain("400 \\u{1b}[31mno");
});

test("a process that still has something to say when nobody reads it any more ends, rather than fail without end", async () => {
  const script = `
    // As the SDK's own process does.
    process.on("uncaughtException", (error) => console.error(error));
    require(${JSON.stringify(engine)}).Group.configure({ config: new Map() });
    setInterval(() => console.warn("a warning"), 5);`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stderr, "data");
  child.stderr.destroy();
  child.stdout.destroy();
  const [code] = await once(child, "exit");
  expect(code).toBe(1);
});

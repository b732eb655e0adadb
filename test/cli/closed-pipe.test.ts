import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type LocalIam, startLocalIam } from "../../src/local/index";
import { temporaryFolder } from "../support/temporary-folder";

vi.setConfig({ testTimeout: 60_000 });

// Built, since it is the process that a closed pipe ends.
const main = path.resolve(__dirname, "../../dist/cli/main.js");
let iam: LocalIam;
const folder = temporaryFolder();

beforeAll(async () => {
  iam = await startLocalIam();
});
afterAll(() => iam.close());

/** A command whose standard output, or both outputs, nobody reads. */
async function ended(args: readonly string[], alsoErrors = false) {
  const child = spawn(process.execPath, [main, ...args], { cwd: folder, env: { ...process.env, ...iam.env } });
  child.stdout.destroy();
  let stderr = "";
  if (alsoErrors) child.stderr.destroy();
  else child.stderr.on("data", (chunk) => (stderr += chunk));
  const [code] = await once(child, "close");
  return { code, stderr };
}

const commands = [
  ["--help"],
  ["local", "--json"],
  ["verify"],
  ["access"],
  ["access", "--json"],
  ["adopt", "--json"],
  ["adopt", "--out", "program"],
];

test.skipIf(process.platform === "win32").each(commands.map((args) => [args.join(" "), args] as const))(
  "%s ends quietly when nobody reads its output",
  async (_, args) => {
    const { code, stderr } = await ended(args);
    expect(code).toBe(141);
    // `adopt` says there how much it has found.
    expect(stderr).toMatch(/^(The import file has 1 group and 0 security categories of .*\n)?$/);
  },
);

test.skipIf(process.platform === "win32")("an error that nobody reads ends it too", async () => {
  expect(await ended(["access", "--state", "nowhere.json"], true)).toMatchObject({ code: 141 });
});

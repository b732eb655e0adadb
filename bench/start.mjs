import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { root } from "../scripts/project.mjs";
import { group } from "./group.mjs";
import { memoryOf } from "./memory.mjs";
import { temporaryFolder, writeProgram } from "./stack.mjs";
import { nothing, nothingText } from "./variants.mjs";

const require = createRequire(import.meta.url);
const script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider/index.js");
// What speaks to a provider process comes with Pulumi's SDK, and is found from there.
const ofPulumi = createRequire(script);
const grpc = ofPulumi("@grpc/grpc-js");
const struct = ofPulumi("google-protobuf/google/protobuf/struct_pb");
const { ResourceProviderClient } = ofPulumi("@pulumi/pulumi/proto/provider_grpc_pb");
const messages = ofPulumi("@pulumi/pulumi/proto/provider_pb");

/** @type {typeof import("../dist/contract/resource-types.js")} */
const { providerCode } = require("../dist/contract/resource-types.js");
/** @type {typeof import("../dist/local/index.js")} */
const { startLocalIam } = require("../dist/local/index.js");

/**
 * How long a provider process takes until it is ready: started as the engine starts it, until it says where it listens;
 * until its first `check` is answered, which is what loads the provider's code; and until its first `read` is, for which
 * ours loads its client, gets a token and lists the groups. The variants by turns, after one run of each that does not
 * count.
 *
 * @param {number} times
 * @returns {Promise<import("./results.mjs").Start[]>}
 */
export async function measureStarts(times) {
  const folder = temporaryFolder();
  const local = await startLocalIam({ groups: [group(1)] });
  const engine = createServer().listen(0, "127.0.0.1");
  await once(engine, "listening");
  try {
    writeProgram(folder, nothing, "");
    const { port } = /** @type {import("node:net").AddressInfo} */ (engine.address());
    const id = local.state().groups.find(({ name }) => name === group(1).name)?.id ?? 0;
    const given = { folder, engine: `127.0.0.1:${port}`, env: { ...process.env, ...local.env }, id };
    const dynamic = [process.execPath, script];
    const owner = "bench/dev/g1#0123456789ab";
    const variants = /** @type {const} */ ([
      { variant: "null", command: dynamic, inputs: { ...group(1), owner, __provider: nothingText } },
      { variant: "ours", command: dynamic, inputs: { ...group(1), owner, __provider: providerCode("Group") } },
      { variant: "plugin", command: [path.join(root, "plugin/pulumi-resource-cognite-iam")], inputs: group(1) },
    ]);
    /** @type {import("./results.mjs").Start[]} */
    const starts = [];
    for (let i = 0; i <= times; i++) {
      for (const { variant, ...started } of i % 2 === 0 ? variants : variants.toReversed()) {
        const took = await start({ ...given, ...started });
        if (i > 0) starts.push({ variant, ...took });
      }
    }
    return starts;
  } finally {
    engine.close();
    await local.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const urn = "urn:pulumi:dev::bench::cognite-iam:index:Group::g1";

/**
 * @param {object} given
 * @param {string} given.folder
 * @param {string} given.engine - the address
 * @param {NodeJS.ProcessEnv} given.env
 * @param {number} given.id - of the group that is there
 * @param {readonly string[]} given.command
 * @param {Readonly<Record<string, unknown>>} given.inputs
 */
async function start({ folder, engine, env, id, command: [program = "", ...args], inputs }) {
  const begun = performance.now();
  const since = () => Math.round((performance.now() - begun) * 10) / 10;
  const child = spawn(program, [...args, engine], { cwd: folder, env });
  let complaints = "";
  child.stderr.on("data", (chunk) => (complaints += chunk));
  try {
    const port = await new Promise((resolve, reject) => {
      child.stdout.once("data", (chunk) => resolve(Number(String(chunk))));
      child.once("exit", () => reject(new Error(`The provider process ended: ${complaints}`)));
    });
    const portMs = since();
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    try {
      await call(client, "configure", message("ConfigureRequest", { Args: {} }));
      const answer = await call(client, "check", message("CheckRequest", { Olds: {}, News: inputs }, urn));
      const failures = answer.getFailuresList().map((/** @type {any} */ failure) => failure.getReason());
      if (failures.length > 0) throw new Error(`The check failed: ${failures.join(", ")}`);
      const checkMs = since();
      const restBytes = process.platform === "linux" ? memoryOf(child.pid ?? 0, folder, "VmRSS") : undefined;
      const outputs = { ...inputs, groupId: id, project: "local-project" };
      const request = message("ReadRequest", { Properties: outputs, Inputs: inputs }, urn);
      request.setId(String(id));
      const found = await call(client, "read", request);
      if (found.getId() !== String(id)) throw new Error("The read did not find the group.");
      return { portMs, checkMs, readMs: since(), ...(restBytes !== undefined && { restBytes }) };
    } finally {
      client.close();
    }
  } finally {
    child.kill();
  }
}

/**
 * A request, its structures set from plain objects.
 *
 * @param {string} name
 * @param {Readonly<Record<string, object>>} structures
 * @param {string} [of] - the URN of a resource
 */
function message(name, structures, of) {
  const made = new messages[name]();
  if (of !== undefined) made.setUrn(of);
  for (const [field, value] of Object.entries(structures)) made[`set${field}`](struct.Struct.fromJavaScript(value));
  return made;
}

/**
 * @param {any} client
 * @param {"configure" | "check" | "read"} method
 * @param {unknown} request
 * @returns {Promise<any>}
 */
const call = (client, method, request) =>
  new Promise((resolve, reject) => {
    client[method](request, (/** @type {unknown} */ error, /** @type {unknown} */ answer) =>
      error ? reject(error) : resolve(answer),
    );
  });

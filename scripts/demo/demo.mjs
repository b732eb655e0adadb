import { createRequire } from "node:module";
import path from "node:path";
import { parseArgs } from "node:util";
import { messageOf, root } from "../project.mjs";
import { explainKept, keepRunning, stopKept } from "./keep.mjs";
import { bold, explain, red, say } from "./output.mjs";
import { PulumiError, pulumiWith } from "./pulumi.mjs";
import { newRun, programs, removeDeadRuns, removeRun } from "./runs.mjs";
import { tour } from "./tour.mjs";

const usage = `usage: npm run demo [-- --keep | -- --stop]

  --keep   keep the local server and both stacks running, and print how to use them
  --stop   stop the servers that --keep left running, and remove their stacks`;

/** Settings of the user's own that must not reach the demo: its Pulumi, and the project that is really theirs. */
const foreign = /^(PULUMI_|CDF_|IDP_|PROVIDER$|LOGIN_FLOW$)/;

async function main() {
  const asked = readArguments();
  if (asked === undefined) return 2;
  if (asked.help) {
    say(usage);
    return 0;
  }
  const others = removeDeadRuns();
  if (asked.stop) {
    await stopKept(others);
    return 0;
  }
  const engine = process.env.PULUMI_ENGINE_DIR;
  if (!engine) {
    console.error("PULUMI_ENGINE_DIR has no Pulumi engine: start the demo with `npm run demo`.");
    return 2;
  }
  return demo(engine, asked.keep);
}

/** @param {string} engine @param {boolean} keep */
async function demo(engine, keep) {
  const stopping = new AbortController();
  let signalled = 0;
  for (const [signal, code] of /** @type {const} */ ([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ]))
    process.on(signal, () => {
      if (signalled === 0) say("\nStopping: Pulumi finishes its current step, and everything is removed.");
      signalled = code;
      stopping.abort(new Error("stopped"));
    });

  const run = newRun();
  const { startLocalIam } = built("local/index.js");
  const dataFile = path.join(run.folder, "iam.db");
  const server = await startLocalIam({ dataFile });
  const own = ownEnvironment(run, server.env);
  const tools = [engine, path.join(root, "node_modules", ".bin")];
  const theirs = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
  const env = { ...theirs, ...own, PATH: [...tools, process.env.PATH].join(path.delimiter) };
  const pulumi = pulumiWith({ env, stop: stopping.signal });
  let kept = false;
  try {
    await tour({ pulumi, server, programs, stack: run.stack, keep });
    if (keep) {
      await server.close();
      await keepRunning(run, { url: server.url, dataFile, connection: server.connection });
      kept = true;
      explainKept(run, own, tools);
    }
    explainRealProject();
    return 0;
  } catch (error) {
    if (signalled > 0) return signalled;
    say();
    say(red(`The demo ends here: ${messageOf(error)}`));
    if (error instanceof PulumiError) say(`Its output:\n\n${error.output}`);
    else if (error instanceof Error) say(String(error.stack));
    return 1;
  } finally {
    await server.close();
    if (!kept) removeRun(run);
  }
}

/** A module of `dist`. @param {string} file */
const built = (file) => createRequire(import.meta.url)(path.join(root, "dist", file));

/**
 * What Pulumi needs to run against the local server, with a home and a backend of the demo's own.
 *
 * @param {import("./runs.mjs").Run} run
 * @param {Record<string, string>} connection
 */
function ownEnvironment({ folder }, connection) {
  const { proxyBypass } = built("cli/environment.js");
  return {
    ...connection,
    PULUMI_HOME: path.join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${path.join(folder, "state").replaceAll("\\", "/")}`,
    PULUMI_CONFIG_PASSPHRASE: "demo",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...proxyBypass("127.0.0.1"),
  };
}

function explainRealProject() {
  say();
  say(bold("With your own project"));
  explain(
    "You need an OAuth client in a group that gives groupsAcl LIST, CREATE and DELETE and projectsAcl LIST (for the security category also securityCategoriesAcl LIST, CREATE and DELETE). In your own Pulumi program:",
  );
  say(`
  npm install pulumi-cognite-iam @pulumi/pulumi
  pulumi config set cognite-iam:project my-project
  pulumi config set cognite-iam:cluster westeurope-1
  pulumi config set cognite-iam:tenantId <your Entra tenant>
  pulumi config set cognite-iam:clientId <the client ID>
  pulumi config set --secret cognite-iam:clientSecret
  pulumi preview
`);
  explain(
    "Start from examples/quickstart/index.ts. Other identity providers: docs/authentication.md. What a preview guarantees, and which deletes are refused: docs/safety.md.",
  );
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        keep: { type: "boolean", default: false },
        stop: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    // `npm run demo --keep`, without the `--` that npm wants.
    return { ...values, keep: values.keep || process.env.npm_config_keep === "true" };
  } catch (error) {
    console.error(`${messageOf(error)}\n\n${usage}`);
    return undefined;
  }
}

process.exitCode = await main();

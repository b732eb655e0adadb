import { once } from "node:events";
import path from "node:path";
import { Command, InvalidArgumentError } from "commander";
import type { LocalIam, LocalUserProfile } from "../../local/index";
import { exportLines, proxyBypass } from "../environment";
import { collect, projectName, wholeNumber } from "../options";

interface LocalOptions {
  port: number;
  host: string;
  allowedHost?: string[];
  dataFile?: string;
  latencyMs: number;
  project?: string[];
  dataSet?: string[];
  user?: string[];
  json?: boolean;
}

/** `pulumi-cognite-iam local`: the local IAM server, which runs until it is stopped. */
export function local(): Command {
  return new Command("local")
    .description("Run a local stand-in for the CDF IAM API, for trying things out and for tests.")
    .option("--port <number>", "port to listen on; 0 takes any free port", wholeNumber(0, 65_535), 0)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option(
      "--allowed-host <name>",
      "also answer requests to this host name; repeatable (default: only this machine's own names)",
      collect((name) => name),
    )
    .option("--data-file <file>", "SQLite file that keeps the state across restarts (default: in memory only)")
    .option("--latency-ms <number>", "milliseconds added before each answer", wholeNumber(0, 600_000), 0)
    .option("--project <name>", "a project to create; repeatable", collect(projectName))
    .option(
      "--data-set <externalId>",
      "a data set to create in each new project; repeatable",
      collect((externalId) => externalId),
    )
    .option(
      "--user <id=name>",
      "a user profile to create, with the user identifier and the name; repeatable (default: none)",
      collect(userText),
    )
    .option("--json", "print one line of JSON instead of text")
    .addHelpText("after", help)
    .action(run);
}

const help = `
The command prints the environment variables to connect with, and runs until Ctrl-C
or SIGTERM. Each project starts with one group, cdf-administrators, which may manage
access. The OAuth client that it prints is in that group.

Examples:
  $ npx pulumi-cognite-iam local
  $ npx pulumi-cognite-iam local --port 4000 --data-file iam.db --project dev --project prod
  $ npx pulumi-cognite-iam local --data-set ds_pumps --user "user-1=Ada Lovelace"`;

/** A user's identifier and, after the first `=`, the name. */
function userText(text: string): string {
  if (/^[^=]/.test(text)) return text;
  throw new InvalidArgumentError('It must be a user identifier, or one with a name: "user-1=Ada Lovelace".');
}

function profileOf(text: string): LocalUserProfile {
  const [userIdentifier = "", ...rest] = text.split("=");
  const displayName = rest.join("=").trim();
  return { userIdentifier, ...(displayName !== "" && { displayName }) };
}

async function run(options: LocalOptions): Promise<void> {
  const { startLocalIam } = await import("../../local/index.js");
  const { isLoopback } = await import("../../connection/resolve.js");
  const stop = stopSignal();
  const { dataFile, project, dataSet, user, allowedHost, json, ...rest } = options;
  const iam = await startLocalIam({
    ...rest,
    ...(dataFile !== undefined && { dataFile }),
    ...(project !== undefined && { projects: project }),
    ...(allowedHost !== undefined && { allowedHosts: allowedHost }),
    ...(user !== undefined && { profiles: user.map(profileOf) }),
    ...(dataSet !== undefined && { dataSets: dataSet.map((externalId) => ({ externalId })) }),
  }).catch((error: unknown) => Promise.reject(explained(error, options)));
  if (!isLoopback(options.host))
    process.stderr.write(
      "Other machines can reach this server, and its client secret is well known: use it only in a network that you trust.\n",
    );
  process.stdout.write(json ? `${JSON.stringify(jsonOutput(iam, options))}\n` : textOutput(iam, options));
  await stop;
  await iam.close();
}

/** Resolves when the process is asked to stop; a second signal stops it immediately. */
async function stopSignal(): Promise<void> {
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
}

function jsonOutput(iam: LocalIam, { dataFile }: LocalOptions): object {
  return { url: iam.url, env: environment(iam), dataFile: dataFile === undefined ? null : path.resolve(dataFile) };
}

function textOutput(iam: LocalIam, { dataFile, project = [] }: LocalOptions): string {
  const kept = dataFile === undefined ? "nothing is kept when it stops" : `its state is kept in ${dataFile}`;
  const others = project.slice(1);
  return [
    `The local IAM server listens at ${iam.url}; ${kept}.`,
    "To use it from another shell:",
    "",
    ...exportLines(environment(iam)),
    "",
    ...(others.length > 0 ? [`Or with CDF_PROJECT=${others.join(", CDF_PROJECT=")}.`] : []),
    "Press Ctrl-C to stop it.",
    "",
  ].join("\n");
}

const environment = ({ env, url }: LocalIam) => ({ ...env, ...proxyBypass(new URL(url).hostname) });

/** What the system says of an address, in words. */
function explained(error: unknown, { host, port, dataFile }: LocalOptions): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return new Error(`port ${port} on ${host} is in use: choose another with --port`);
  if (code === "EACCES")
    return new Error(`port ${port} on ${host} needs more rights: choose one above 1023 with --port`);
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return new Error(`${host} is not an address of this machine: change --host`);
  if (code === "ERR_SQLITE_ERROR" && error instanceof Error)
    return new Error(`the data file ${dataFile} cannot be used: ${error.message}`);
  return error;
}

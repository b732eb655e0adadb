import * as pulumi from "@pulumi/pulumi";
import type { IamClient } from "../client/client";
import { memo } from "../client/memo";
import { type Connection, resolveConnection } from "../connection/resolve";
import type { ConnectionArgs } from "../connection/settings";
import { type Directory, directory, type LookupArgs, type Program, Programs } from "../directory/directory";
import { nextTick } from "../directory/shared-answers";
import { CdfError, ConfigError } from "../errors";
import { providerInputs, providerOf, stackConfig } from "./provider";
import { isKnown, resourcesBefore, valueIn } from "./pulumi-internals";
import { asRunError, expectLateUse, withoutValues } from "./run-error";

/** A question to the API, in a project. */
export type Lookup<A, R> = (directory: Directory, args: A) => Promise<R>;

/** {@link LookupArgs}, which may be an input. */
export interface LookupInputs {
  /** The CDF project, by its URL name. Default: the project of the connection. */
  project?: pulumi.Input<string | undefined> | undefined;
}

/**
 * Pulumi waits for what a program exports only after a while; Node.js warns about a promise that fails sooner. In ms.
 */
const soonestFailureMs = 100;

/** Runs a lookup now. @throws ConfigError when the provider's settings are known only after `up`. */
export function invoke<A extends LookupArgs, R>(
  lookup: Lookup<A, R>,
  args: A,
  opts: pulumi.InvokeOptions = {},
): Promise<R> {
  const run = currentRun();
  return withoutStack(run, async () => {
    refuseOutputs(args);
    refuseOptions(args);
    const settings = settingsOf(opts);
    if (settings !== undefined && !(await isKnown(settings)))
      throw new ConfigError(
        "The provider's settings are known only after `up`, so this lookup cannot run in a preview: use its Output form (…Output), which waits for them",
      );
    const connection = settings === undefined ? undefined : await valueIn(settings);
    return answered(ask(lookup, run, connection, args, false));
  });
}

/** Runs a lookup once its arguments (each may be an input), its provider's settings and its dependencies are known. */
export function invokeOutput<A extends LookupArgs, R>(
  lookup: Lookup<A, R>,
  args: object,
  opts: pulumi.InvokeOutputOptions = {},
): pulumi.Output<R> {
  const run = currentRun();
  const given = pulumi.output(args) as pulumi.Output<A>;
  const settings = given.apply(() => withoutStack(run, async () => settingsOf(opts))) as pulumi.Output<
    ConnectionArgs | undefined
  >;
  const outcome = pulumi
    .all([given, settings, resourcesBefore(given, opts.dependsOn)])
    .apply(([known, connection, resources]) =>
      withoutStack(
        run,
        async () => {
          refuseOptions(args);
          return answered(ask(lookup, run, connection, known as A, resources > 0));
        },
        async (error) => ((await pulumi.isSecret(given)) ? withoutValues(error, known) : error),
      ),
    );
  return outcome as pulumi.Output<R>;
}

/** `isDependent`: the target may have been created just now. */
async function ask<A extends LookupArgs, R>(
  lookup: Lookup<A, R>,
  run: Run,
  connection: ConnectionArgs | undefined,
  { project, ...args }: A,
  isDependent: boolean,
): Promise<R> {
  return lookup(await directory(run.program(connection, project), isDependent ? nextTick() : 0), args as A);
}

/** Each lookup gets a copy of its own: answers are shared, and a program may change what it got. */
const answered = async <R>(answer: Promise<R>): Promise<R> => structuredClone(await answer);

/** The settings of an invoke's provider: its own, or its parent's, as in Pulumi; none for the default provider. */
function settingsOf({ provider, parent }: pulumi.InvokeOptions): pulumi.Output<ConnectionArgs> | undefined {
  const chosen = providerOf({ provider, parent });
  if (chosen === undefined) return undefined;
  const inputs = providerInputs(chosen);
  if (inputs === undefined)
    throw new ConfigError(
      `The ${provider === undefined ? "provider of a lookup's parent" : "option `provider` of a lookup"} is not a Provider from this copy of pulumi-cognite-iam`,
    );
  // The answer is not secret just because the credentials are.
  return pulumi.unsecret(pulumi.output(inputs)) as pulumi.Output<ConnectionArgs>;
}

/** What the lookups of one run share. */
interface Shared {
  /** By connection, whatever its project: all lookups of a run share one token, and no list outlives the run. */
  programs: Map<string, Programs>;
  /** By text: Pulumi shows an error object once, however many outputs wait for it, but shows another object again. */
  errors: Map<string, CdfError>;
}

interface Run {
  program(args: ConnectionArgs | undefined, project: string | undefined): Program;
  /** The error with that text from earlier in the run, or else this one. */
  known(error: CdfError): CdfError;
}

const runs = new WeakMap<object, Shared>();

/** The current run; with the Automation API a process may have several, each with a monitor of its own. */
function currentRun(): Run {
  const monitor: object = pulumi.runtime.getMonitor() ?? runs;
  const { programs, errors } = runs.get(monitor) ?? { programs: new Map(), errors: new Map() };
  runs.set(monitor, { programs, errors });
  const config = stackConfig();
  return {
    known(error) {
      const known = errors.get(error.message) ?? asRunError(error);
      errors.set(known.message, known);
      return known;
    },
    program(args, project) {
      const places = args === undefined ? { config } : { args };
      const connection: Connection = resolveConnection({ ...places, environment: process.env });
      const { project: home, ...shared } = connection;
      const key = JSON.stringify(shared);
      const known = programs.get(key) ?? new Programs(memo(() => clientOf(connection)));
      programs.set(key, known);
      return known.in(project ?? home);
    },
  };
}

/** Loaded with the first lookup: a program without lookups starts faster. */
async function clientOf(connection: Connection): Promise<IamClient> {
  const { IamClient } = await import("../client/client.js");
  return new IamClient(connection, { notify: (message) => void pulumi.log.warn(message) });
}

/** An error of the user or the service: Pulumi shows its message, once in a run and without this package's stack. */
async function withoutStack<R>(
  run: Run,
  ask: () => Promise<R>,
  told: (error: CdfError) => Promise<CdfError> = async (error) => error,
): Promise<R> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof CdfError)) throw error;
    const known = run.known(await told(error));
    expectLateUse();
    await new Promise((resolve) => setTimeout(resolve, soonestFailureMs));
    throw known;
  }
}

/** Options in place of the arguments would silently use another connection. */
function refuseOptions(args: object): void {
  for (const option of ["provider", "parent", "dependsOn"])
    if (option in args)
      throw new CdfError(
        "INVALID_ARGUMENT",
        `${option} is an option, not an argument of a lookup: pass options second, as in inspectToken({}, { provider })`,
      );
}

/** JavaScript has no types to prevent this. */
function refuseOutputs(args: unknown): void {
  for (const [key, value] of Object.entries(args ?? {}))
    if ([value].flat().some((each) => pulumi.Output.isInstance(each) || each instanceof Promise))
      throw new CdfError(
        "INVALID_ARGUMENT",
        `${key} is an Output or a promise, so its value is not known yet: use the Output form (…Output) of this lookup`,
      );
}

import * as pulumi from "@pulumi/pulumi";
import { IamClient } from "./client/client";
import { type ConnectionArgs, resolveConnection } from "./connection";
import { CdfError, ConfigError } from "./errors";
import { providerInputs, stackConfig } from "./provider";

/** What a lookup runs on: the client of its connection, and lists that the lookups of a program share. */
export interface Directory {
  readonly client: IamClient;
  /** The list of that key, fetched once for all who ask, unless it is older than what the lookup depends on. */
  shared<T>(key: string, fetch: () => Promise<T>): Promise<T>;
  /** The list of that key, fetched again: what was looked for may have been made in the meantime. */
  again<T>(key: string, fetch: () => Promise<T>): Promise<T>;
}

/** A question to the API. */
export type Lookup<A, R> = (directory: Directory, args: A) => Promise<R>;

interface SharedList {
  startedAt: number;
  answer: Promise<unknown>;
}

interface Program {
  client: IamClient;
  lists: Map<string, SharedList>;
}

/** By connection: programs are short, and all of a program's lookups share one token. */
const programs = new Map<string, Program>();

/** Runs a lookup now. @throws ConfigError when the provider's settings are known only after `up`. */
export function invoke<A, R>(lookup: Lookup<A, R>, args: A, opts: pulumi.InvokeOptions = {}): Promise<R> {
  return readable(async () => {
    const settings = settingsOf(opts);
    if (settings !== undefined && !(await isKnown(settings)))
      throw new ConfigError(
        "The provider's settings are known only after `up`, so this lookup cannot run in a preview: use its Output form (…Output), which waits for them",
      );
    const connection = settings === undefined ? undefined : await valueIn(settings);
    return lookup(directory(program(connection), 0), args);
  });
}

/** Runs a lookup when its arguments (each may be an input), its provider's settings and what it depends on are known. */
export function invokeOutput<A, R>(
  lookup: Lookup<A, R>,
  args: object,
  opts: pulumi.InvokeOutputOptions = {},
): pulumi.Output<R> {
  const given = pulumi.output(args) as pulumi.Output<A>;
  const settings: pulumi.Output<ConnectionArgs | undefined> = settingsOf(opts) ?? pulumi.output(undefined);
  const dependencies = pulumi.output(opts.dependsOn ?? []).apply((resources) => {
    const list = (Array.isArray(resources) ? resources : [resources]) as pulumi.Resource[];
    // An id is unknown until the resource stands, and so is whatever waits for it.
    return pulumi.all(
      list.map((resource) => (pulumi.CustomResource.isInstance(resource) ? resource.id : resource.urn)),
    );
  });
  return pulumi.all([given, dependencies]).apply(([known, ids]) =>
    settings.apply(async (connection) => {
      const since = ids.length > 0 || (await dependsOnResources(given)) ? Date.now() : 0;
      return readable(() => lookup(directory(program(connection), since), known as A));
    }),
  ) as pulumi.Output<R>;
}

/** The settings of the provider that an invoke goes to: its own, or its parent's, as Pulumi has it; none for the default. */
function settingsOf({ provider, parent }: pulumi.InvokeOptions): pulumi.Output<ConnectionArgs> | undefined {
  const inherited =
    provider ?? (parent as WithProviders | undefined)?.getProvider?.("pulumi-nodejs:dynamic/cognite:Group");
  const inputs = providerInputs(inherited);
  if (inherited !== undefined && inputs === undefined && provider !== undefined)
    throw new ConfigError("The option `provider` of a lookup takes a Provider of pulumi-cognite-iam");
  // What the answer shows is not secret because the credentials are.
  return inputs === undefined ? undefined : (pulumi.unsecret(pulumi.output(inputs)) as pulumi.Output<ConnectionArgs>);
}

interface WithProviders {
  getProvider?(moduleMember: string): pulumi.ProviderResource | undefined;
}

function program(args: ConnectionArgs | undefined): Program {
  const places = args === undefined ? { config: stackConfig() } : { args };
  const connection = resolveConnection({ ...places, environment: process.env });
  const key = JSON.stringify(connection);
  let known = programs.get(key);
  if (known === undefined) {
    known = {
      client: new IamClient(connection, { notify: (message) => void pulumi.log.warn(message) }),
      lists: new Map(),
    };
    programs.set(key, known);
  }
  return known;
}

function directory({ client, lists }: Program, since: number): Directory {
  const start = <T>(key: string, fetch: () => Promise<T>): Promise<T> => {
    const answer = fetch();
    lists.set(key, { startedAt: Date.now(), answer });
    // A list that failed is fetched anew by the next who asks.
    answer.catch(() => lists.get(key)?.answer === answer && lists.delete(key));
    return answer;
  };
  return {
    client,
    shared<T>(key: string, fetch: () => Promise<T>): Promise<T> {
      const list = lists.get(key);
      return list !== undefined && list.startedAt >= since ? (list.answer as Promise<T>) : start(key, fetch);
    },
    again: start,
  };
}

/** A mistake of the user's, or the service's: Pulumi shows its message without our stack. */
async function readable<R>(run: () => Promise<R>): Promise<R> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof CdfError ? asRunError(error) : error;
  }
}

/** Marks an error as Pulumi's `RunError` does: its message is shown, its stack is not. */
export function asRunError<E extends CdfError>(error: E): E {
  return Object.defineProperty(error, "__pulumiRunError", { value: true });
}

/** What Pulumi's outputs are made of; not in its types, and unchanged since its first version. */
interface OutputParts {
  isKnown: Promise<boolean>;
  promise(): Promise<unknown>;
  resources(): Set<unknown>;
  allResources?: () => Promise<Set<unknown>>;
}

const partsOf = (output: pulumi.Output<unknown>) => output as unknown as OutputParts;

const isKnown = (output: pulumi.Output<unknown>): Promise<boolean> => partsOf(output).isKnown;

const valueIn = async <T>(output: pulumi.Output<T>): Promise<T> => (await partsOf(output).promise()) as T;

async function dependsOnResources(output: pulumi.Output<unknown>): Promise<boolean> {
  const parts = partsOf(output);
  return (parts.allResources === undefined ? parts.resources() : await parts.allResources()).size > 0;
}

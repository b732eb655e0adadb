// What the text in `__provider` loads, in a process of the engine's own. Old states name this module and what it exports:
// neither may ever change its name.
import { AsyncLocalStorage } from "node:async_hooks";
import type { IamClient } from "./client/client";
import type { HttpOptions } from "./client/http";
import { type Connection, resolveConnection } from "./connection/resolve";
import { type ConnectionArgs, connectionKeys } from "./connection/settings";
import { AuthError, CdfError } from "./errors";
import { groupHandler } from "./groups/handler";
import { isEngineAlive } from "./lifecycle/engine-alive";
import type { Context, Handler, Props } from "./lifecycle/handler";
import { secretsIn } from "./lifecycle/memory";
import { describe } from "./lifecycle/owner";
import { isProjectDeclared, projectDeclared, settingsInUse } from "./lifecycle/project";
import { times } from "./lifecycle/times";
import { masked } from "./redaction/masked";
import { securityCategoryHandler } from "./security-categories/handler";
import { sessionHandler } from "./sessions/handler";
import { plainLines } from "./text/plain-text";

/** The stack config, or the inputs of an explicit provider, decrypted. */
interface EngineConfig {
  get(key: string): string | undefined;
}

/** What Pulumi's dynamic provider calls. */
export interface DynamicProvider {
  configure(request: { config: EngineConfig }): void;
  check(olds: Props, news: Props): Promise<{ inputs: object; failures: { property: string; reason: string }[] }>;
  diff(
    id: string,
    olds: Props,
    news: Props,
  ): Promise<{ changes: boolean; replaces: string[]; deleteBeforeReplace: false }>;
  create(inputs: Props): Promise<{ id: string; outs: object }>;
  update(id: string, olds: Props, news: Props): Promise<{ outs: object }>;
  read(id: string, props: Props): Promise<{ id?: string; props?: object; inputs?: object }>;
  delete(id: string, props: Props): Promise<void>;
}

let config: EngineConfig | undefined;
let connection: Connection | undefined;
let client: IamClient | undefined;

/** Where the engine listens: what Pulumi starts a provider process with. */
const engineAddress = process.argv[2] ?? "";

const context: Context = {
  connection() {
    connection ??= resolveConnection({
      config: Object.fromEntries(connectionKeys.map((key) => [key, config?.get(`cognite:${key}`)])) as ConnectionArgs,
      environment: process.env,
    });
    return connection;
  },
  client() {
    // Loaded when it is first needed: a preview or an `up` without a change calls nothing, and most of the start is this.
    const { IamClient } = require("./client/client") as typeof import("./client/client");
    const options: HttpOptions = { beforeWrite: exitWithEngine, notify };
    client ??= new IamClient(context.connection(), options);
    return client;
  },
  warn: (message) => console.warn(shown(message)),
  times,
};

/** The resource that the process is busy with: in words, and what of its inputs is secret. */
const currentResource = new AsyncLocalStorage<{ what: string; secrets: readonly unknown[] }>();

function notify(message: string): void {
  const what = currentResource.getStore()?.what;
  context.warn(what === undefined ? message : `${what}: ${message}`);
}

/** A message as it goes out: the service may quote secrets, and a live group may hold what steers a terminal. */
const shown = (message: string): string => plainLines(masked(message, currentResource.getStore()?.secrets));

/** What the program declares as secrets; handlers see every value in the clear. */
const secretValues = (props: Props): unknown[] => [...secretsIn(props)].map((field) => props[String(field)]);

let isWatching = false;

/** A killed engine leaves its provider processes behind: they write nothing more, and end. */
async function exitWithEngine(): Promise<void> {
  if (await isEngineAlive(engineAddress)) return;
  console.error("The Pulumi engine is gone: nothing more is written.");
  process.exit(1);
}

/** The handlers by kind, each made when it is first needed. */
export const Group = dynamicProvider("Group", () => groupHandler(context));
export const SecurityCategory = dynamicProvider("SecurityCategory", () => securityCategoryHandler(context));
export const Session = dynamicProvider("Session", () => sessionHandler(context));

function dynamicProvider(kind: string, make: () => Handler): DynamicProvider {
  let made: Handler | undefined;
  const handler = () => {
    made ??= make();
    return made;
  };
  const asResource = <T>(props: Props, olds: Props, call: () => Promise<T>) =>
    currentResource.run({ what: describe(kind, props), secrets: [props, olds].map(secretValues) }, () =>
      withoutStack(call),
    );
  return {
    // Pulumi does not wait for this before the first calls.
    configure(request) {
      config = request.config;
      if (!isWatching) setInterval(() => void exitWithEngine(), 10_000).unref();
      isWatching = true;
    },
    check: (olds, news) =>
      asResource(news, olds, async () => {
        const { inputs, errors } = await handler().check(olds, news);
        // A failure that names a property would make the engine print its value, secrets too.
        return { inputs, failures: errors.map((reason) => ({ property: "", reason: shown(reason) })) };
      }),
    diff: (id, olds, news) =>
      asResource(news, olds, async () => {
        const replaces = await handler().diff(id, olds, news);
        const isUpdated = isProjectDeclared(olds) !== (news["project"] !== undefined);
        return { changes: replaces.length > 0 || isUpdated, replaces, deleteBeforeReplace: false as const };
      }),
    // Nothing that the service has can be updated, only what the state says of the declaration.
    async update(_id, { isProjectDeclared: _, ...olds }, news) {
      return { outs: toState({ ...olds, ...projectDeclared(news) }, news) };
    },
    create: (inputs) =>
      asResource(inputs, {}, async () => {
        const { id, outs } = await handler().create(inputs);
        return { id, outs: toState(outs, inputs) };
      }),
    read: (id, props) =>
      asResource(props, {}, async () => {
        const found = await withSettingsInUse(props, () => handler().read(id, props));
        return found === undefined
          ? {}
          : { id: found.id, props: toState(found.outs, props), inputs: toState(found.inputs, props) };
      }),
    delete: (id, props) => asResource(props, {}, () => withSettingsInUse(props, () => handler().delete(id, props))),
  };
}

/** A refused login says which settings Pulumi used for what is in the state: after a secret was rotated, the old ones. */
async function withSettingsInUse<T>(props: Props, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof AuthError) || props["project"] === undefined) throw error;
    // A new one: calls that wait for one token share its error.
    throw new AuthError(`${error.message}${/[.?]$/.test(error.message) ? "" : "."} ${settingsInUse}`, { cause: error });
  }
}

/** An error that is meant for the user goes out without its stack, which Pulumi would print. */
async function withoutStack<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error) {
      error.stack = error instanceof CdfError ? "" : shown(error.stack ?? "");
      error.message = shown(error.message);
    }
    throw error;
  }
}

/**
 * What the state keeps of a resource; which inputs are secrets too, for `read` and `delete` are given nothing else. An
 * undefined value would make Pulumi fail after the thing was made.
 */
const toState = (outs: Record<string, unknown>, { secretInputs }: Props) =>
  Object.fromEntries(Object.entries({ ...outs, secretInputs }).filter(([, value]) => value !== undefined));

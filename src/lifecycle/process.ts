import { AsyncLocalStorage } from "node:async_hooks";
import type { IamClient } from "../client/client";
import type { HttpOptions } from "../client/http";
import { type Connection, resolveConnection } from "../connection/resolve";
import type { ConnectionArgs } from "../connection/settings";
import { AuthError, CdfError } from "../errors";
import { masked } from "../redaction/masked";
import { plainLines } from "../text/plain-text";
import type { Wording } from "../validation/wording";
import { isEngineAlive } from "./engine-alive";
import type { Context, Props } from "./handler";
import { secretsIn } from "./memory";
import { describe } from "./owner";
import { settingsInUse } from "./project";
import { times } from "./times";

/** What a provider process is started with. */
export interface ProcessOptions {
  /** The address of the engine, as `host:port`. */
  engineAddress(): string;
  /** The settings that the engine passes: stack config, or the inputs of an explicit provider, decrypted. */
  settings(): ConnectionArgs;
  /** Shows the user a message that is not an error. */
  warn(message: string): void;
  /** The terms that messages use. */
  wording: Wording;
  /** Whether previews call for creates too. */
  previewsCreates: boolean;
}

/** The resource that the process is working on: its name in words, and which of its inputs are secret. */
interface CurrentResource {
  what: string;
  secrets: readonly unknown[];
}

/** A process of the engine that runs handlers, whatever protocol it speaks. */
export class ProviderProcess {
  readonly context: Context;
  readonly #options: ProcessOptions;
  readonly #current = new AsyncLocalStorage<CurrentResource>();
  #isWatching = false;
  #isCancelled = false;

  constructor(options: ProcessOptions) {
    this.#options = options;
    let connection: Connection | undefined;
    let client: IamClient | undefined;
    this.context = {
      connection() {
        connection ??= resolveConnection({ config: options.settings(), environment: process.env });
        return connection;
      },
      client: () => {
        // Loaded on first use: a preview or an `up` without a change calls nothing, and loading this is most of the
        // startup time.
        const { IamClient } = require("../client/client") as typeof import("../client/client");
        const http: HttpOptions = { beforeWrite: () => this.#beforeWrite(), notify: (text) => this.#notify(text) };
        client ??= new IamClient(this.context.connection(), http);
        return client;
      },
      warn: (message) => options.warn(this.shown(message)),
      wording: options.wording,
      previewsCreates: options.previewsCreates,
      times,
    };
  }

  /** From now on, exits when the engine has exited: a killed engine leaves its provider processes behind. */
  watchEngine(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    setInterval(() => void this.#exitWithEngine(), 10_000).unref();
    // Pulumi's error handler would write this error to the same broken pipe in an endless loop, and the timer would
    // never run.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => process.exit(1));
  }

  /** The user has cancelled: calls in flight end, and nothing more is written. */
  cancel(): void {
    this.#isCancelled = true;
  }

  /**
   * Runs a call of the engine for a resource. Warnings name the resource; an error meant for the user goes out without
   * its stack, which Pulumi would print; neither shows a secret of the resource.
   */
  async run<T>(kind: string, props: Props, olds: Props, call: () => Promise<T>): Promise<T> {
    const resource = { what: describe(kind, props), secrets: [props, olds].map(secretValues) };
    return this.#current.run(resource, async () => {
      try {
        return await call();
      } catch (error) {
        if (error instanceof Error) {
          error.stack = error instanceof CdfError ? "" : this.shown(error.stack ?? "");
          error.message = this.shown(error.message);
        }
        throw error;
      }
    });
  }

  /**
   * A message as it goes out: the service may quote secrets, and a live group may contain characters that control a
   * terminal.
   */
  shown(message: string): string {
    return plainLines(masked(message, this.#current.getStore()?.secrets));
  }

  #notify(message: string): void {
    const what = this.#current.getStore()?.what;
    this.context.warn(what === undefined ? message : `${what}: ${message}`);
  }

  async #beforeWrite(): Promise<void> {
    if (this.#isCancelled) throw new CdfError("CANCELLED", "The run was cancelled; stopping without further writes.");
    await this.#exitWithEngine();
  }

  async #exitWithEngine(): Promise<void> {
    if (await isEngineAlive(this.#options.engineAddress())) return;
    console.error("The Pulumi engine has exited; stopping without further writes.");
    process.exit(1);
  }
}

/**
 * For a refused login, says which settings Pulumi used for what is in the state: after a secret was rotated, the old
 * ones.
 */
export async function withSettingsInUse<T>(props: Props, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof AuthError) || props["project"] === undefined) throw error;
    // A new error: calls that wait for one token share its error.
    throw new AuthError(`${error.message}${/[.?]$/.test(error.message) ? "" : "."} ${settingsInUse}`, { cause: error });
  }
}

/** The values that the program declares as secrets; handlers see all values in plain text. */
const secretValues = (props: Props): unknown[] => [...secretsIn(props)].map((field) => props[String(field)]);

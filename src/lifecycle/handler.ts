import type { IamClient } from "../client/client";
import type { Connection } from "../connection/resolve";
import type { Wording } from "../validation/wording";

/** JSON from the engine: inputs or state. */
export type Props = Readonly<Record<string, unknown>>;

/** The result of `check`: the inputs to continue with, and what is wrong with them. */
export interface CheckResult {
  inputs: Record<string, unknown>;
  errors: readonly string[];
}

/** A resource that exists: its ID and everything that the state keeps. */
export interface CreatedResource {
  id: string;
  outs: Record<string, unknown>;
}

/** The result of `read`: the resource, and the inputs that would declare it as it is. */
export interface Found extends CreatedResource {
  inputs: Record<string, unknown>;
}

/**
 * A kind of resource: plain functions on JSON. Nothing here knows Pulumi's protocol; `engine.ts` does. No kind can be
 * updated, so a difference always means a replacement.
 */
export interface Handler {
  check(olds: Props, news: Props): Promise<CheckResult>;
  /** The properties that differ. */
  diff(id: string, olds: Props, news: Props): Promise<string[]>;
  create(inputs: Props): Promise<CreatedResource>;
  /** Refuses in a preview what `create` would refuse on account of the whole program. Only the plugin calls it. */
  previewCreate?(inputs: Props): Promise<void>;
  /** Undefined when the resource no longer exists. */
  read(id: string, props: Props): Promise<Found | undefined>;
  delete(id: string, props: Props): Promise<void>;
}

/** What the handlers of a provider process share. */
export interface Context {
  /** @throws ConfigError when settings are missing or invalid. */
  connection(): Connection;
  /** One client for the process, and so one token. */
  client(): IamClient;
  /** Shows the user a message that is not an error. */
  warn(message: string): void;
  /** The terms that messages use. */
  wording: Wording;
  /** Whether a preview calls `previewCreate`. Default: no. */
  previewsCreates?: boolean;
  /** Times in ms; tests shorten them. */
  times: {
    /** How long the service's lists may lag behind. */
    listLagMs: number;
    pollMs: number;
    /** How long a create is repeated when its answers are lost. */
    reconcileMs: number;
    /** The time after which the nonce of a session has certainly expired; the service says about a minute. */
    nonceMs: number;
  };
}

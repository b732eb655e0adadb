import type { IamClient } from "../client/client";
import type { Connection } from "../connection/resolve";
import type { Wording } from "../validation/wording";

/** JSON from the engine: inputs or state. */
export type Props = Readonly<Record<string, unknown>>;

/** What `check` found: the inputs to go on with, and what is wrong with them. */
export interface CheckResult {
  inputs: Record<string, unknown>;
  errors: readonly string[];
}

/** A resource that stands: its id and all that is kept of it. */
export interface CreatedResource {
  id: string;
  outs: Record<string, unknown>;
}

/** What `read` found: the resource, and the inputs that would declare it as it is. */
export interface Found extends CreatedResource {
  inputs: Record<string, unknown>;
}

/**
 * A kind of resource: plain functions on JSON. Nothing here knows Pulumi's protocol; `engine.ts` does. None of the kinds
 * can be updated, so a difference is always a replacement.
 */
export interface Handler {
  check(olds: Props, news: Props): Promise<CheckResult>;
  /** The properties that differ. */
  diff(id: string, olds: Props, news: Props): Promise<string[]>;
  create(inputs: Props): Promise<CreatedResource>;
  /** Refuses in a preview what `create` would refuse for the sake of the whole program. Only some doors ask. */
  previewCreate?(inputs: Props): Promise<void>;
  /** Undefined when the resource is gone. */
  read(id: string, props: Props): Promise<Found | undefined>;
  delete(id: string, props: Props): Promise<void>;
}

/** What a provider process shares among its handlers. */
export interface Context {
  /** @throws ConfigError when settings are missing or wrong. */
  connection(): Connection;
  /** One client for the process, and so one token. */
  client(): IamClient;
  /** Tells the user something that is no error. */
  warn(message: string): void;
  /** The words of the door that the process serves. */
  wording: Wording;
  /** Whether a preview calls `previewCreate`. Default: no. */
  previewsCreates?: boolean;
  /** Times in ms; tests shorten them. */
  times: {
    /** How long the service's lists may lag behind. */
    listLagMs: number;
    pollMs: number;
    /** How long a create is repeated whose answers get lost. */
    reconcileMs: number;
    /** After this, the nonce of a session is surely worth nothing; the service says about a minute. */
    nonceMs: number;
  };
}

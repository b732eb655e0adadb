import type { LocalClient, LocalUserProfile } from "./options";
import type { Rights } from "./rights";
import type { Store } from "./store";
import type { Caller, Tokens } from "./tokens";

/** What every operation can see of the server: its state, and how it was told to behave. */
export interface World {
  /** Where the server listens; empty until it does. */
  url: string;
  store: Store;
  tokens: Tokens;
  clients: ReadonlyMap<string, LocalClient>;
  profiles: readonly (LocalUserProfile & { lastUpdatedTime: number })[];
  settings: Settings;
}

/** How the server was told to behave; latency and lag may change while it runs. */
export interface Settings {
  latencyMs: number;
  listLagMs: number;
  groupQuota: number;
  tokenLifetimeSeconds: number;
  unknownGroupDelete: "missing" | "ignore";
  returnSourceIdWithMembers: boolean;
  lowerCaseScopeKeys: boolean;
  dataModelingOnly: boolean;
}

/** A request for an operation in a project, its sender known. */
export interface Call {
  world: World;
  project: string;
  caller: Caller;
  rights: Rights;
  query: Readonly<Record<string, string>>;
  body: unknown;
}

/** What an operation answers. */
export interface Answer {
  status: number;
  body: object;
}

/** One call of the API, as the server acts on it; refusals are thrown. */
export type Handler = (call: Call) => Answer;

/** 200 with a body. */
export const ok = (body: object): Answer => ({ status: 200, body });

/** 201 with a body. */
export const created = (body: object): Answer => ({ status: 201, body });

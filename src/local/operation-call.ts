import type { Rights } from "./rights";
import type { ServerState } from "./server-state";
import type { Caller } from "./tokens";

/** A request for an operation in a project, its sender known. */
export interface OperationCall {
  server: ServerState;
  project: string;
  caller: Caller;
  rights: Rights;
  query: Readonly<Record<string, string>>;
  body: unknown;
}

/** What an operation answers. */
export interface Reply {
  status: number;
  body: object;
}

/** One call of the API, as the server acts on it; refusals are thrown. */
export type OperationHandler = (call: OperationCall) => Reply;

/** 200 with a body. */
export const ok = (body: object): Reply => ({ status: 200, body });

/** 201 with a body. */
export const created = (body: object): Reply => ({ status: 201, body });

import type { Rights } from "./rights";
import type { ServerState } from "./server-state";
import type { Caller } from "./tokens";

/** A request for an operation in a project, from a known caller. */
export interface OperationCall {
  server: ServerState;
  project: string;
  caller: Caller;
  rights: Rights;
  query: Readonly<Record<string, string>>;
  body: unknown;
}

/** The answer of an operation. */
export interface Reply {
  status: number;
  body: object;
}

/** Handles one call to the API; throws refusals. */
export type OperationHandler = (call: OperationCall) => Reply;

/** 200 with a body. */
export const ok = (body: object): Reply => ({ status: 200, body });

/** 201 with a body. */
export const created = (body: object): Reply => ({ status: 201, body });

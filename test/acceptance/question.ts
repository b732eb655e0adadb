import type { Rights } from "../../src/capabilities/rights";
import type { Capability } from "../../src/capabilities/types";
import type { IamClient } from "../../src/client/client";
import type { TokenInspection } from "../../src/client/token-inspection";
import type { Connection } from "../../src/connection/resolve";
import type { Times } from "./clear";
import type { Fixtures } from "./fixtures";
import type { Scratch } from "./scratch";
import type { Wire } from "./wire";

/** Something that the API's documentation leaves open, or that sources disagree about. */
export interface Question {
  /** Names it in `--only` and in JSON. */
  id: string;
  question: string;
  /** The answer that this package assumes and the local server gives. */
  assumed: string;
  /** The file of `src` that relies on it; left out where nothing does. */
  reliedOnIn?: string;
  /** Whether that file handles a different answer, too. Default: no. */
  copesWith?: (found: string) => boolean;
  /** The rights needed to ask it. */
  needs: readonly Capability[];
  ask(run: Run): Promise<Finding | string>;
}

/** An answer, in our words: it repeats nothing that the service wrote. */
export interface Finding {
  found: string;
  /** What was measured; it is shown, but not compared. */
  detail: string;
}

/** What questions ask with. */
export interface Run {
  connection: Connection;
  client: IamClient;
  wire: Wire;
  scratch: Scratch;
  fixtures: Fixtures;
  times: Times;
  /** What the caller's token is and reaches; undefined where it cannot be inspected. */
  inspection: TokenInspection | undefined;
  /** Which of the rights the caller lacks. */
  lacks(rights: Rights): boolean;
}

/** The question cannot be asked in this project, or by this caller. */
export class NotAsked extends Error {}

/** The question could not be asked, since the service did not do what comes before it. */
export class NotAnswered extends Error {}

export const anyAnswer = () => true;

export const groupRights: Capability[] = [{ groupsAcl: { actions: ["LIST", "CREATE", "DELETE"], scope: { all: {} } } }];

export const categoryRights: Capability[] = [
  { securityCategoriesAcl: { actions: ["LIST", "CREATE", "DELETE"], scope: { all: {} } } },
];

export const sessionRights: Capability[] = [
  { sessionsAcl: { actions: ["LIST", "CREATE", "DELETE"], scope: { all: {} } } },
];

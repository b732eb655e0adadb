import { placeOf, type Resource } from "./engine";
import type { Thing } from "./service";
import { keyOf } from "./services";

/** What docs/safety.md promises, each in the words of a report. */
export const promises = {
  previewWritesNothing: "A preview writes nothing.",
  noChangeCallsNothing: "A run without a change calls nothing.",
  refreshListsOnce: "A refresh lists the groups of a project once, and the categories once.",
  createMakes: "`create` gives an id that it has made in that call, or the one to import.",
  nothingIsLost: "What is alive does not fall out of the state.",
  staysInItsProject: "A resource is in the project that it declares, or else in the connection's.",
  projectsStandApart: "What goes wrong in one project neither fails nor delays what is in another.",
  noDeadId: "The state names nothing that is gone.",
  othersAreSafe: "Nothing is deleted that somebody else has made.",
  deleteIsDone: "A delete is done when the thing is gone.",
  noUnreportedCopy: "Nothing is made twice without a report.",
  crashLeavesNothing: "The commands for after a crash leave no copy.",
  noLockout: "The caller keeps the right to manage groups.",
  lockoutIsForeseen: "What a replacement would take from the caller is refused before anything is made.",
  theDeadWriteNothing: "A dead run writes nothing.",
  runsEnd: "A command ends.",
  errorsAreMeant: "Every error is meant.",
  converges: "A run without faults ends in what is declared.",
} as const;

export type PromiseName = keyof typeof promises;

/** A promise that a history has broken, and how. */
export interface Broken {
  promise: PromiseName;
  detail: string;
}

/** What is known of a stack beside its state. */
export class StackRecord {
  readonly number: number;
  readonly state: Resource[] = [];
  /** What the state has had, by `keyOf`, as all that follow. */
  readonly noted = new Set<string>();
  /** What an `import` has taken over. */
  readonly adopted = new Set<string>();
  /** What the engine has left alone, by the option `retainOnDelete`. */
  readonly retained = new Set<string>();
  /** What the engine was about to delete when a run failed or died. */
  readonly underDelete = new Set<string>();
  /** The resources of which an error said that something may have been made. */
  readonly undecided = new Set<string>();
  /** All that its runs have said. */
  output = "";

  constructor(number: number) {
    this.number = number;
  }

  names(thing: Thing): boolean {
    return this.state.some((resource) => keyOf(placeOf(resource)) === keyOf(thing));
  }
}

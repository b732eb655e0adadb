import type { Resource } from "./engine";
import type { Thing } from "./service";

/** What docs/safety.md promises, each in the words of a report. */
export const promises = {
  previewWritesNothing: "A preview writes nothing.",
  noChangeCallsNothing: "A run without a change calls nothing.",
  refreshListsOnce: "A refresh lists the groups once, and the categories once.",
  createMakes: "`create` gives an id that it has made in that call, or the one to import.",
  nothingIsLost: "What is alive does not fall out of the state.",
  noDeadId: "The state names nothing that is gone.",
  othersAreSafe: "Nothing is deleted that somebody else has made.",
  deleteIsDone: "A delete is done when the thing is gone.",
  noUnreportedCopy: "Nothing is made twice without a report.",
  crashLeavesNothing: "The commands for after a crash leave no copy.",
  noLockout: "The caller keeps the right to manage groups.",
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
  /** The ids that the state has had. */
  readonly noted = new Set<number>();
  /** The ids that an `import` has taken over. */
  readonly adopted = new Set<number>();
  /** The ids that the engine has left alone, by the option `retainOnDelete`. */
  readonly retained = new Set<number>();
  /** The ids that the engine was about to delete when a run failed or died. */
  readonly underDelete = new Set<number>();
  /** The resources of which an error said that something may have been made. */
  readonly undecided = new Set<string>();
  /** All that its runs have said. */
  output = "";

  constructor(number: number) {
    this.number = number;
  }

  names(thing: Thing): boolean {
    return this.state.some(({ kind, id }) => kind === thing.kind && id === String(thing.id));
  }
}

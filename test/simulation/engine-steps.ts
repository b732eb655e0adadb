/**
 * The calls of a provider that the engine makes for each kind of step, in order, for resources of this package. The model
 * in `engine.ts` is held to them by `engine-steps.test.ts`, and the real engine by a test of its own, so that the one
 * simulates the other. "check {}" has no old inputs, "check olds" has those of the state.
 */
export const steps = {
  "a new resource": ["check {}", "create"],
  "an import": ["check {}", "create"],
  "no change": ["check olds", "diff"],
  "a project that is named, or not any more": ["check olds", "diff", "update"],
  "renamed by an alias": ["check olds", "diff"],
  "a replacement": ["check olds", "diff", "check {}", "create", "delete"],
  "a replacement by --replace": ["check {}", "create", "delete"],
  "a replacement by a taint": ["check {}", "create", "delete"],
  "a replacement with deleteBeforeReplace": ["check olds", "diff", "check {}", "delete", "create"],
  "a replacement by --replace with deleteBeforeReplace": ["check {}", "delete", "create"],
  "a replacement with retainOnDelete": ["check olds", "diff", "check {}", "create"],
  "a replacement that another resource needs": [
    ...["check olds", "diff", "check {}", "create"],
    ...["check olds", "diff", "check {}", "create"],
    ...["delete", "delete"],
  ],
  "dropped from the program": ["delete"],
  "dropped with retainOnDelete": [],
  "a change that is no target": [],
  "a new resource that is no target": [],
  "a refresh": ["read", "diff"],
  "a refresh of what is gone": ["read"],
  "up --refresh": ["read", "diff", "check olds", "diff"],
  "a destroy": ["delete"],
  "up, after a kill between the create and the delete of a replacement": ["check olds", "diff", "delete"],
  "destroy, after a kill between the create and the delete of a replacement": ["delete", "delete"],
  "up, after a kill between the delete and the create of a deleteBeforeReplace": [
    ...["check olds", "diff", "check {}", "create"],
  ],
} satisfies Record<string, readonly string[]>;

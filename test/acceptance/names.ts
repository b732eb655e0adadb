import { createHash, randomBytes } from "node:crypto";
import { isObject } from "../../src/validation/problems";

/** How the name of everything begins that a run creates; of groups also the metadata key of the run that created them. */
export const prefix = "pulumi-cognite-iam-acceptance";

/** The id of one run: 8 random hex digits, and 8 by which a name is known to come from here, since a category has a name only. */
export function newRunId(): string {
  const random = randomBytes(4).toString("hex");
  return random + checkDigits(random);
}

const checkDigits = (random: string) => createHash("sha256").update(`${prefix} ${random}`).digest("hex").slice(0, 8);

const name = new RegExp(`^${prefix}-([0-9a-f]{8})([0-9a-f]{8})-`);

/** The run that a name names; undefined for the name of anything else. */
export function runIdIn(text: unknown): string | undefined {
  const [, random = "", digits] = (typeof text === "string" && name.exec(text)) || [];
  return digits !== undefined && digits === checkDigits(random) ? random + digits : undefined;
}

/** The run that created a group: its name and its marker must agree. */
export function runOfGroup(group: Record<string, unknown>): string | undefined {
  const runId = runIdIn(group["name"]);
  const marker = isObject(group["metadata"]) ? group["metadata"][prefix] : undefined;
  return marker === runId ? runId : undefined;
}

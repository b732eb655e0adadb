import { createHash, randomBytes } from "node:crypto";
import { isObject } from "../../src/validation/problems";

/** What all names begin with; also the metadata key under which groups name their run. */
export const prefix = "pulumi-cognite-iam-acceptance";

/** The id of a run: 8 random hex digits and 8 check digits, which mark a category, since it has nothing but its name. */
export function newRunId(): string {
  const random = randomBytes(4).toString("hex");
  return random + checkDigits(random);
}

const checkDigits = (random: string) => createHash("sha256").update(`${prefix} ${random}`).digest("hex").slice(0, 8);

const name = new RegExp(`^${prefix}-([0-9a-f]{8})([0-9a-f]{8})-`);

/** The run that a name belongs to; undefined if it is none of a run's. */
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

import { createHash } from "node:crypto";

/** The metadata key that says which resource of which stack made a group. */
export const markerKey = "pulumi";

/** The most bytes of a metadata value. */
const valueBytes = 512;

/**
 * The owner of a group: `<project>/<stack>/<name>#<12 hex>`, the digits telling apart organizations and resources whose
 * cut names are equal.
 */
export function ownerOf(urn: string, organization: string): string {
  const [start = "", project = "", , ...rest] = urn.split("::");
  const stack = start.slice("urn:pulumi:".length);
  const name = rest.join("::");
  const digest = createHash("sha256").update(`${organization}\n${urn}`).digest("hex").slice(0, 12);
  const [head, tail] = [`${project}/${stack}/`, `#${digest}`];
  return head + cutToBytes(name, valueBytes - Buffer.byteLength(head + tail)) + tail;
}

/** A group's metadata without the marker. */
export function withoutMarker(metadata: Readonly<Record<string, string>> | null | undefined): Record<string, string> {
  const { [markerKey]: _, ...own } = metadata ?? {};
  return own;
}

/** The longest beginning of a text that fits, without half a character. */
function cutToBytes(text: string, bytes: number): string {
  let cut = text;
  while (Buffer.byteLength(cut) > bytes) cut = [...cut].slice(0, -1).join("");
  return cut;
}

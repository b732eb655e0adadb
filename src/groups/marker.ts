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
  const tail = `#${digest}`;
  return cutToBytes(`${project}/${stack}/${name}`, valueBytes - tail.length) + tail;
}

/** A group's metadata without the marker. */
export function withoutMarker(metadata: Readonly<Record<string, string>> | null | undefined): Record<string, string> {
  const { [markerKey]: _, ...own } = metadata ?? {};
  return own;
}

/** The longest beginning of a text that fits, without half a character. */
function cutToBytes(text: string, bytes: number): string {
  let [cut, left] = ["", bytes];
  for (const letter of text) {
    left -= Buffer.byteLength(letter);
    if (left < 0) break;
    cut += letter;
  }
  return cut;
}

import { createHash, randomBytes } from "node:crypto";

/** The metadata key of the owner marker, which says which resource of which stack created a group. */
export const markerKey = "pulumi";

/** The limit of a metadata value, in bytes. */
const valueBytes = 512;

/** The end of an owner: `#` and 12 hex digits; a marker adds a dot and 8 hex digits for one create call. */
const tail = /#([0-9a-f]{12})(?:\.([0-9a-f]{8}))?$/;

/** The bytes of the longest tail, which every marker needs. */
const tailBytes = "#".length + 12 + ".".length + 8;

/**
 * The owner of a group: `<project>/<stack>/<name>#<12 hex>`. The digits distinguish organizations, and resources whose
 * truncated names are equal.
 */
export function ownerOf(urn: string, organization: string): string {
  const [start = "", project = "", , ...rest] = urn.split("::");
  const stack = start.slice("urn:pulumi:".length);
  const name = rest.join("::");
  const digits = createHash("sha256").update(`${organization}\n${urn}`).digest("hex").slice(0, 12);
  return `${cutToBytes(`${project}/${stack}/${name}`, valueBytes - `#${digits}`.length)}#${digits}`;
}

/**
 * The marker of one create call: the owner, and digits that no other call has. Whatever a list shows, and however late,
 * a group with that marker was created by that call.
 *
 * @param bytes - the limit of its length; the name is truncated to fit.
 */
export function newMarker(owner: string, bytes = valueBytes): string {
  const [digits = ""] = tail.exec(owner) ?? [];
  const call = `.${randomBytes(4).toString("hex")}`;
  const name = owner.slice(0, owner.length - digits.length);
  return cutToBytes(name, Math.min(bytes, valueBytes) - digits.length - call.length) + digits + call;
}

/** Whether two owners or markers belong to one resource: markers of earlier versions have no digits for a call. */
export const isSameOwner = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && resourceIn(a) === resourceIn(b);

/** The part of an owner or marker that identifies the resource: the name may be truncated at another place. */
const resourceIn = (mark: string): string => tail.exec(mark)?.[1] ?? mark;

/**
 * The stack that an owner or marker names, as `<project>/<stack>`, and the resource's name; undefined for other text.
 */
export function readMarker(mark: string): { stack: string; name: string; digits: string } | undefined {
  const [ending, digits] = tail.exec(mark) ?? [];
  const [project, stack, ...name] = mark.slice(0, mark.length - (ending?.length ?? 0)).split("/");
  if (digits === undefined || stack === undefined) return undefined;
  return { stack: `${project}/${stack}`, name: name.join("/"), digits };
}

/** The bytes that a marker of that owner needs at least: the name may be truncated, but not the stack. */
export const leastMarkerBytes = (owner: string): number =>
  Buffer.byteLength(`${readMarker(owner)?.stack ?? ""}/`) + tailBytes;

/** A group's metadata without the marker. */
export function withoutMarker(metadata: Readonly<Record<string, string>> | null | undefined): Record<string, string> {
  const { [markerKey]: _, ...own } = metadata ?? {};
  return own;
}

/** The longest prefix of a text that fits, without half a character. */
function cutToBytes(text: string, bytes: number): string {
  let [cut, left] = ["", bytes];
  for (const letter of text) {
    left -= Buffer.byteLength(letter);
    if (left < 0) break;
    cut += letter;
  }
  return cut;
}

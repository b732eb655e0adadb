import type { Props } from "./handler";

/** The owner of the resource, which every resource of a program passes; a `get` has none. */
export function ownerIn(props: Props): string | undefined {
  const owner = props["owner"];
  return typeof owner === "string" ? owner : undefined;
}

/** A resource in words: its kind, and its name in the program if that is known. */
export function describe(kind: string, props: Props): string {
  const name = ownerIn(props)
    ?.replace(/#[0-9a-f]{12}$/, "")
    .split("/")
    .slice(2)
    .join("/");
  return name ? `${kind} "${name}"` : kind;
}

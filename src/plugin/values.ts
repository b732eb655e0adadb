import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type { Props } from "../lifecycle/handler";
import { isObject } from "../validation/problems";
import { unknownValue } from "../validation/unknown";

/** The key that marks a value as more than JSON in Pulumi's protocol, and the value of that key for a secret. */
const [signatureKey, secretSignature] = ["4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"];

/** What a preview has for a value that is not known yet, one text for each type that it will have. */
const unknownValues: ReadonlySet<unknown> = new Set([
  unknownValue,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Properties from the engine, in plain text, with the names of those that are secret or contain a secret. */
export interface Received {
  props: Props;
  secrets: ReadonlySet<string>;
}

/** Reads properties of a request. */
export function received(struct: Struct | undefined): Received {
  const secrets = new Set<string>();
  const values = Object.entries(struct?.toJavaScript() ?? {});
  const props = Object.fromEntries(values.map(([key, value]) => [key, plain(value, () => secrets.add(key))]));
  return { props, secrets };
}

/**
 * Properties of an answer; those with the given names are secrets. Undefined values are omitted at any depth: the
 * protocol refuses them, and a create would fail after the resource was created.
 */
export function sent(props: Props, secrets: ReadonlySet<string>): Struct {
  const present: Props = JSON.parse(JSON.stringify(props));
  const values = Object.entries(present).map(([key, value]) => [
    key,
    secrets.has(key) ? { [signatureKey]: secretSignature, value } : value,
  ]);
  return Struct.fromJavaScript(Object.fromEntries(values));
}

function plain(value: unknown, onSecret: () => void): unknown {
  if (unknownValues.has(value)) return unknownValue;
  if (Array.isArray(value)) return value.map((each) => plain(each, onSecret));
  if (!isObject(value)) return value;
  if (value[signatureKey] === secretSignature) {
    onSecret();
    return plain(value["value"], onSecret);
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each, onSecret)]));
}

import { acls } from "../capabilities/catalogue";
import { inJson, withoutSecrets } from "./secrets";

/**
 * A text without the values in some JSON, which are secrets. A long value is found wherever it is and in every
 * spelling, with its whitespace collapsed or its end cut off. A number or a short text is replaced only where it stands
 * alone, and not at all when it is so short or so common that it reveals nothing and the message would become
 * unreadable.
 */
export function masked(text: string, values: unknown): string {
  const secrets = textsIn(values).filter((value) => value.length >= shortest && !common.has(value));
  const isLong = (value: string) => value.length >= long && !/^\d+$/.test(value);
  const withoutLong = withoutSecrets(
    text,
    secrets.filter(isLong).flatMap((value) => [value, inOneLine(value), ...(text.includes(cut) ? cutOff(value) : [])]),
  );
  const short = secrets.filter((value) => !isLong(value)).flatMap((value) => [value, inJson(value)]);
  const alone = (value: string) => new RegExp(`(?<!\\w)${value.replace(/[^\w\s]/g, "\\$&")}(?!\\w)`, "g");
  return short
    .sort((a, b) => b.length - a.length)
    .reduce((shown, value) => shown.replaceAll(alone(value), "[secret]"), withoutLong);
}

const [shortest, long] = [4, 8];

/** Words that messages consist of. */
const common: ReadonlySet<string> = new Set([
  ...["true", "false", "null", "secret", "allUserAccounts"],
  ...Object.values(acls).flatMap(({ actions }): readonly string[] => actions),
]);

/** The end of a quotation that is too long to show. */
const cut = "…";

const inOneLine = (value: string) => value.replace(/\s+/g, " ");

/** The truncated forms of a text, longest first. */
function cutOff(value: string): string[] {
  const letters = [...inOneLine(value)];
  return letters.slice(long).map((_, i) => letters.slice(0, letters.length - 1 - i).join("") + cut);
}

/** Every text and number in some JSON. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

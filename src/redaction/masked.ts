import { acls } from "../capabilities/catalogue";
import { inJson, withoutSecrets } from "./secrets";

/**
 * A text without the values of some JSON, which are secrets. A long one is found wherever it stands and however it is
 * spelled, with its spaces made one or its end cut off. A number, or a text of few letters, only where it stands alone, and
 * not at all when it is so short, or so common, that it tells nothing and the text would be past reading.
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

/** Words that messages are made of. */
const common: ReadonlySet<string> = new Set([
  ...["true", "false", "null", "secret", "allUserAccounts"],
  ...Object.values(acls).flatMap(({ actions }): readonly string[] => actions),
]);

/** What ends a quotation that is too long to be shown. */
const cut = "…";

const inOneLine = (value: string) => value.replace(/\s+/g, " ");

/** The beginnings of a text that may be left of it, from the longest. */
function cutOff(value: string): string[] {
  const letters = [...inOneLine(value)];
  return letters.slice(long).map((_, i) => letters.slice(0, letters.length - 1 - i).join("") + cut);
}

/** Every text and number in some JSON. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

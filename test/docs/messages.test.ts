import { describe, expect, test } from "vitest";
import { snippets } from "./markdown";
import { texts } from "./source-texts";

const escaped = (text: string): string => text.replaceAll(/[^\w\s]/g, "\\$&");

/** The texts with enough fixed words to be recognized, as patterns of what they may say. */
const patterns = texts
  .flatMap((text) => text.split("\n"))
  .filter((text) => text.replaceAll("…", "").length > 16)
  .map((text) => new RegExp(text.split("…").map(escaped).join(".*")));

const isSaid = (line: string): boolean => patterns.some((pattern) => pattern.test(line));

/** The lines of the messages that pages quote. What is indented is data. */
const lines = snippets("text")
  .filter(({ run }) => run === "message")
  .flatMap(({ page, line, text }) =>
    text
      .trim()
      .split("\n")
      .map((said, i) => [`${page}:${line + 1 + i}`, said] as const),
  )
  .filter(([, said]) => !said.startsWith(" "));

describe("a message that a page quotes", () => {
  test.each(lines)("%s is what the source says: %s", (_, line) => {
    expect(isSaid(line)).toBe(true);
  });

  test("fails this test with other words", () => {
    expect(lines.length).toBeGreaterThan(3);
    for (const [, line] of lines)
      expect(isSaid(line.replaceAll(/ (was|unchanged|match|already)/g, " never"))).toBe(false);
  });
});

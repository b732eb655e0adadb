import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { resolveConnection } from "../../src/connection/resolve";
import { askAll } from "./acceptance";
import { contradictions } from "./contradictions";
import { anyAnswer } from "./question";
import { questions } from "./questions";
import { startStandIn } from "./stand-in";
import { hasPassed } from "./table";

const times = { listLagMs: 60, settleMs: 20, pollMs: 5 };

test.concurrent.each(contradictions)(
  "a service that answers $id with '$found' is noticed: $agrees",
  async (contradiction) => {
    const { id, found, agrees, options = {}, contradict } = contradiction;
    const { connection, close } = await startStandIn(options, contradict?.());
    try {
      const asked = questions.filter((question) => question.id === id);
      const report = await askAll(resolveConnection({ args: connection, environment: {} }), {
        questions: asked,
        times,
      });
      expect(report).toMatchObject({ rows: [{ id, found, agrees }] });
      expect(hasPassed(report)).toBe(agrees === "handled");
    } finally {
      await close();
    }
  },
);

test("each question is contradicted by a service, and none by words that it takes for agreement", () => {
  const contradicted = new Set(contradictions.map(({ id }) => id));
  expect([...contradicted].sort()).toEqual(questions.map(({ id }) => id).sort());
  expect(contradictions.filter(({ agrees }) => !["no", "handled"].includes(agrees))).toEqual([]);
});

test("each question on which something relies is contradicted in a way that fails, unless every answer is handled", () => {
  const failing = new Set(contradictions.flatMap(({ id, agrees }) => (agrees === "no" ? [id] : [])));
  const relied = questions.filter(({ reliedOnIn, copesWith }) => reliedOnIn !== undefined && copesWith !== anyAnswer);
  expect(relied.map(({ id }) => id).filter((id) => !failing.has(id))).toEqual([]);
});

test("what relies on an answer is a file of src", () => {
  for (const { id, reliedOnIn } of questions)
    if (reliedOnIn !== undefined) expect([id, existsSync(`src/${reliedOnIn}`)]).toEqual([id, true]);
});

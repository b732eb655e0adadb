import { describe, expect, test } from "vitest";
import { defaultRetryPolicy } from "../../src/client/retry";
import { tokenSource } from "../../src/client/token-source";
import { resolveConnection } from "../../src/connection/resolve";
import type { LocalIam } from "../../src/local/index";
import { start } from "../local/harness";

/** The tokens of a client whose endpoint answers so, and how often it is asked. */
function answering(iam: LocalIam, body: object) {
  iam.fail({ operation: "token", status: 200, body });
  const { credentials } = resolveConnection({ args: iam.connection, environment: {} });
  const before = iam.requests.length;
  return { source: tokenSource(credentials, 2_000, defaultRetryPolicy), asked: () => iam.requests.length - before };
}

describe("a token", () => {
  test.each([3600, "3600", 1e300, 0, -1, "0", "-5", null, "", "soon", undefined, true, {}, []])(
    "that lives for %j seconds is taken, and asked for once",
    async (expires_in) => {
      const { source, asked } = answering(await start(), { access_token: "a-token", expires_in });
      expect([await source.token(), await source.token(), await source.token()]).toEqual(Array(3).fill("a-token"));
      expect(asked()).toBe(1);
    },
  );

  test.each([undefined, null, "", 5, {}])("answer of %j counts as no token", async (access_token) => {
    const { source } = answering(await start(), { access_token, expires_in: 3600 });
    await expect(source.token()).rejects.toMatchObject({
      code: "AUTH",
      message: expect.stringMatching(/200, but the answer has no token/),
    });
  });

  test.each(["a b", " start", "a\n", "a\r\nx-more: 1", "tokén", "a\u007f", "a\0"])(
    "that is %j is refused",
    async (token) => {
      const { source, asked } = answering(await start(), { access_token: token, expires_in: 3600 });
      const error = await source.token().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        code: "AUTH",
        message: expect.stringMatching(/: the token in the answer contains whitespace or an invalid character$/),
      });
      expect(String(error)).not.toContain(token);
      expect(asked()).toBe(1);
    },
  );

  test.each([undefined, null])(
    "is refused with the endpoint's reason, also with the description %j",
    async (described) => {
      const { source } = answering(await start(), { error: "invalid_client", error_description: described });
      await expect(source.token()).rejects.toThrow("no token: invalid_client. Check that the client secret is correct");
    },
  );

  test("may hold the same characters, whether it is a setting or comes from the endpoint", async () => {
    const iam = await start();
    for (const code of [...Array(260).keys(), 0x2028, 0xfeff]) {
      const token = `a${String.fromCharCode(code)}b`;
      const asSetting = () => resolveConnection({ args: { project: "proj", cluster: "c", token }, environment: {} });
      const isTaken = (task: Promise<unknown>) =>
        task.then(
          () => true,
          () => false,
        );
      const isSetting = await isTaken(Promise.resolve().then(asSetting));
      expect([code, await isTaken(answering(iam, { access_token: token }).source.token())]).toEqual([code, isSetting]);
    }
  });
});

import { describe, expect, test, vi } from "vitest";
import { send } from "../../src/client/transport";

const request = vi.hoisted(() => vi.fn());
vi.mock("undici", async (original) => ({ ...(await original<typeof import("undici")>()), request }));

const errorWith = (more: object) => Object.assign(new Error("oops"), more);
const refused = { code: "ECONNREFUSED", syscall: "connect" };

/** How a request ends when undici fails so. */
async function failing(error: Error): Promise<unknown> {
  request.mockRejectedValueOnce(error);
  const url = "http://127.0.0.1:1/groups?limit=1";
  return send({ method: "POST", url, headers: {}, timeoutMs: 1_000 }).catch((thrown: unknown) => thrown);
}

describe("a request", () => {
  test.each<[string, Error]>([
    ["a host that cannot be reached", errorWith({ code: "EHOSTUNREACH", syscall: "connect" })],
    ["a network that cannot be reached", errorWith({ code: "ENETUNREACH", syscall: "connect" })],
    ["a connection that is not answered", errorWith({ code: "ETIMEDOUT", syscall: "connect" })],
    ["a connection that undici gave up", errorWith({ code: "UND_ERR_CONNECT_TIMEOUT" })],
    ["nobody who listens", errorWith(refused)],
    [
      "nobody who listens at several addresses",
      Object.assign(new AggregateError([errorWith(refused), errorWith(refused)]), { code: refused.code }),
    ],
    ["an unknown host", errorWith({ code: "ENOTFOUND", syscall: "getaddrinfo" })],
    ["names that cannot be looked up", errorWith({ code: "EAI_AGAIN", syscall: "getaddrinfo" })],
    ["a cause that says so", new Error("failed", { cause: errorWith(refused) })],
  ])("that met %s was not sent", async (_, error) => {
    expect(await failing(error)).toMatchObject({
      code: "CONNECTION",
      sent: false,
      message: expect.stringMatching(
        /^POST http:\/\/127\.0\.0\.1:1\/groups: (nothing listens at|host .* was not found|127.* cannot be)/,
      ),
    });
  });

  const underWay = ["EHOSTUNREACH", "ENETUNREACH", "ECONNREFUSED", "ETIMEDOUT", "ECONNRESET", "EPIPE"];

  test.each([
    ...underWay.map((code) => ({ code, syscall: "read" })),
    ...underWay.map((code) => ({ code, syscall: "write" })),
    ...underWay.map((code) => ({ code })),
    { code: "UND_ERR_SOCKET" },
    { code: "UND_ERR_HEADERS_TIMEOUT" },
    {},
  ])("that ends in %o may have been sent", async (failure) => {
    expect(await failing(errorWith(failure))).toMatchObject({
      code: "CONNECTION",
      sent: true,
      message: expect.stringMatching(/: the connection to 127\.0\.0\.1:1 broke before the answer was complete/),
    });
  });
});

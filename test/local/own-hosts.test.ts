import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { hostRefusal } from "../../src/local/own-hosts";

test.each([
  ["10.0.0.5:4000", "10.0.0.5", true],
  ["10.0.0.5:4000", "::ffff:10.0.0.5", true],
  ["[fd00::5]:4000", "fd00::5", true],
  ["10.0.0.6:4000", "10.0.0.5", false],
  ["10.0.0.5:4001", "10.0.0.5", false],
])(
  "a request to %s that arrives at the address %s of a server on all of them is answered: %s",
  (host, localAddress, isAnswered) => {
    const incoming = { headers: { host }, socket: { localAddress, localPort: 4000 } } as IncomingMessage;
    expect(hostRefusal(incoming, { host: "0.0.0.0", allowedHosts: [] })?.status).toBe(isAnswered ? undefined : 403);
  },
);

import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";
import { apiError, type IamError } from "./errors";

/** The names that always mean the machine that uses them. */
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/** Which names a server answers to. */
export interface OwnHosts {
  /** The address that it listens on. */
  host: string;
  /** Other names, each for one port or for any. */
  allowedHosts: readonly string[];
}

/**
 * The refusal of a request whose `Host` is not one of the server's names. A page in a browser could otherwise reach the server
 * by a domain of its own that resolves to this machine (DNS rebinding), and read every answer.
 */
export function hostRefusal(incoming: IncomingMessage, { host, allowedHosts }: OwnHosts): IamError | undefined {
  const { localAddress = "", localPort } = incoming.socket;
  const sent = (incoming.headers.host ?? "").toLowerCase();
  const withPort = /:\d+$/.test(sent) ? sent : `${sent}:80`;
  const own = [...LOOPBACK, bracketed(host.toLowerCase()), bracketed(localAddress)].map(
    (name) => `${name}:${localPort}`,
  );
  const others = allowedHosts.map((name) => name.toLowerCase());
  if (own.includes(withPort) || others.includes(sent) || others.includes(sent.replace(/:\d+$/, ""))) return undefined;
  return apiError(
    403,
    `This local server does not answer to the host "${sent}". Use http://127.0.0.1:${localPort}, or start it with allowedHosts (--allowed-host) for that name.`,
  );
}

/** An address as a URL has it; IPv4 addresses may come in the form of IPv6. */
const bracketed = (address: string): string =>
  (isIPv6(address) ? `[${address}]` : address).replace(/^\[::ffff:(.+\..+)\]$/, "$1");

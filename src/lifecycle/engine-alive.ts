import { connect } from "node:net";

/**
 * Whether the engine that a provider process works for still lives. A killed engine does not take its provider processes
 * along, and one that went on would write beside the next `up`.
 * @param address - `host:port` of the engine, as the provider process was given it.
 */
export function isEngineAlive(address: string): Promise<boolean> {
  const [, host, port] = /^(.*):(\d+)$/.exec(address) ?? [];
  if (host === undefined || port === undefined) return Promise.resolve(true);
  return new Promise((resolve) => {
    const socket = connect({ host: host.replace(/^\[|\]$/g, ""), port: Number(port) });
    const end = (alive: boolean) => {
      socket.destroy();
      resolve(alive);
    };
    socket.once("connect", () => end(true));
    // Only a refusal proves that nobody listens: a machine out of sockets has a living engine.
    socket.once("error", (error: NodeJS.ErrnoException) => end(error.code !== "ECONNREFUSED"));
  });
}

import { connect } from "node:net";

/**
 * Whether the engine that started a provider process is still running. A killed engine does not end its provider
 * processes, and one that continued would write at the same time as the next `up`.
 * @param address - `host:port` of the engine, as passed to the provider process.
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
    // Only a refusal proves that nothing is listening: on a machine without free sockets, the engine may still run.
    socket.once("error", (error: NodeJS.ErrnoException) => end(error.code !== "ECONNREFUSED"));
  });
}

import { AsyncLocalStorage } from "node:async_hooks";
import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/engine_pb";

/** Shows the warnings of a provider in the engine, next to the resource that they concern. */
export class EngineLog {
  readonly #urn = new AsyncLocalStorage<string>();
  #client: EngineClient | undefined;
  #address: string;

  /** @param address - `host:port` of the engine, or empty while it is not known. */
  constructor(address: string) {
    this.#address = address;
  }

  get address(): string {
    return this.#address;
  }

  set address(address: string) {
    if (address !== this.#address) this.#client = undefined;
    this.#address = address;
  }

  /** Runs something for a resource. */
  beside<T>(urn: string, act: () => Promise<T>): Promise<T> {
    return this.#urn.run(urn, act);
  }

  warn(message: string): void {
    const request = new rpc.LogRequest();
    request.setSeverity(rpc.LogSeverity.WARNING);
    request.setMessage(message);
    request.setUrn(this.#urn.getStore() ?? "");
    this.#client ??= new EngineClient(this.#address, grpc.credentials.createInsecure());
    // If the engine does not accept it, it shows what is on stderr.
    this.#client.log(request, (error) => error !== null && console.error(message));
  }
}

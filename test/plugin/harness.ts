import { createRequire } from "node:module";
import path from "node:path";
import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type * as engine from "@pulumi/pulumi/proto/engine_pb";
import { ResourceProviderClient, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { onTestFinished, vi } from "vitest";
import { type LocalIam, type LocalIamOptions, startLocalIam } from "../../src/local/index";

// Built, as the engine loads it: it loads the client by `require`.
const dist = createRequire(path.resolve(__dirname, "../../dist/plugin.js"));
const { service }: typeof import("../../src/plugin/server") = dist("./plugin/server.js");
const { served }: typeof import("../../src/plugin") = dist("./plugin.js");

/** JSON as the protocol carries it. */
export type Json = Record<string, unknown>;

/** The key of what is more than JSON, and what stands there for a secret. */
const signatureKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** A secret as the protocol carries it. */
export const secret = (value: unknown): Json => ({ [signatureKey]: secretSignature, value });

/** What stands in a preview for a text that is not known yet. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const urnOf = (name: string, kind = "Group"): string =>
  `urn:pulumi:dev::test::cognite-iam:index:${kind}::${name}`;

/** A local IAM server and a plugin beside it, spoken to as the engine does. */
export interface Scene {
  iam: LocalIam;
  plugin: Plugin;
  /** The operations that the server was asked for since, without those for tokens. */
  calls(): string[];
}

export async function scene(options: LocalIamOptions = {}): Promise<Scene> {
  const iam = await startLocalIam(options);
  onTestFinished(() => iam.close());
  // What the shell says of another project must not count.
  for (const name of Object.keys(iam.env)) vi.stubEnv(name, "");
  onTestFinished(() => void vi.unstubAllEnvs());
  const plugin = await startPlugin();
  await plugin.configure({ ...iam.connection });
  const calls = () => iam.requests.map(({ operation }) => String(operation)).filter((each) => each !== "token");
  return { iam, plugin, calls };
}

/** The plugin on a port of its own, and an engine that keeps what it is to show. */
export async function startPlugin(): Promise<Plugin> {
  const shown: { message: string; urn: string }[] = [];
  const engineServer = new grpc.Server();
  const log = ({ request }: { request: engine.LogRequest }, callback: grpc.sendUnaryData<Empty>) => {
    shown.push({ message: request.getMessage(), urn: request.getUrn() });
    callback(null, new Empty());
  };
  engineServer.addService(EngineService, { log } as unknown as grpc.UntypedServiceImplementation);
  const engineAddress = `127.0.0.1:${await bound(engineServer)}`;
  const server = new grpc.Server();
  server.addService(ResourceProviderService, service(served, engineAddress));
  const client = new ResourceProviderClient(`127.0.0.1:${await bound(server)}`, grpc.credentials.createInsecure());
  onTestFinished(() => {
    client.close();
    server.forceShutdown();
    engineServer.forceShutdown();
  });
  return new Plugin(client, shown);
}

function bound(server: grpc.Server): Promise<number> {
  return new Promise((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    ),
  );
}

type Call<Request, Response> = (
  request: Request,
  metadata: grpc.Metadata,
  options: object,
  callback: (error: grpc.ServiceError | null, response: Response) => void,
) => unknown;

/** The calls of the engine, each with JSON in and out. */
export class Plugin {
  readonly #client: ResourceProviderClient;
  /** What the engine was to show. */
  readonly shown: readonly { message: string; urn: string }[];

  constructor(client: ResourceProviderClient, shown: readonly { message: string; urn: string }[]) {
    this.#client = client;
    this.shown = shown;
  }

  #call<Request, Response>(call: Call<Request, Response>, request: Request): Promise<Response> {
    return new Promise((resolve, reject) =>
      call.call(this.#client, request, new grpc.Metadata(), {}, (error, response) =>
        error === null ? resolve(response) : reject(new Error(error.details)),
      ),
    );
  }

  async handshake(engineAddress: string): Promise<void> {
    const request = new rpc.ProviderHandshakeRequest();
    request.setEngineAddress(engineAddress);
    await this.#call(this.#client.handshake, request);
  }

  async checkConfig(news: Json): Promise<string[]> {
    const request = new rpc.CheckRequest();
    request.setNews(Struct.fromJavaScript(news as never));
    const response = await this.#call(this.#client.checkConfig, request);
    return response.getFailuresList().map((failure) => failure.getProperty() + failure.getReason());
  }

  async diffConfig(olds: Json, news: Json): Promise<Diff> {
    const request = new rpc.DiffRequest();
    request.setOldInputs(Struct.fromJavaScript(olds as never));
    request.setNews(Struct.fromJavaScript(news as never));
    return diffIn(await this.#call(this.#client.diffConfig, request));
  }

  async configure(args: Json): Promise<void> {
    const request = new rpc.ConfigureRequest();
    request.setArgs(Struct.fromJavaScript(args as never));
    await this.#call(this.#client.configure, request);
  }

  async check(urn: string, news: Json, olds?: Json): Promise<{ inputs: Json; failures: string[] }> {
    const request = new rpc.CheckRequest();
    request.setUrn(urn);
    request.setNews(Struct.fromJavaScript(news as never));
    if (olds !== undefined) request.setOlds(Struct.fromJavaScript(olds as never));
    const response = await this.#call(this.#client.check, request);
    const failures = response.getFailuresList().map((failure) => failure.getProperty() + failure.getReason());
    return { inputs: json(response.getInputs()), failures };
  }

  async diff(urn: string, old: { id: string; state: Json; inputs: Json }, news: Json): Promise<Diff> {
    const request = new rpc.DiffRequest();
    request.setUrn(urn);
    request.setId(old.id);
    request.setOlds(Struct.fromJavaScript(old.state as never));
    request.setOldInputs(Struct.fromJavaScript(old.inputs as never));
    request.setNews(Struct.fromJavaScript(news as never));
    return diffIn(await this.#call(this.#client.diff, request));
  }

  async create(urn: string, inputs: Json, preview = false): Promise<{ id: string; state: Json }> {
    const request = new rpc.CreateRequest();
    request.setUrn(urn);
    request.setPreview(preview);
    request.setProperties(Struct.fromJavaScript(inputs as never));
    const response = await this.#call(this.#client.create, request);
    return { id: response.getId(), state: json(response.getProperties()) };
  }

  /** Without a state, an import. */
  async read(
    urn: string,
    id: string,
    state: Json = {},
    inputs: Json = {},
  ): Promise<{ id: string; state: Json; inputs: Json }> {
    const request = new rpc.ReadRequest();
    request.setUrn(urn);
    request.setId(id);
    request.setProperties(Struct.fromJavaScript(state as never));
    request.setInputs(Struct.fromJavaScript(inputs as never));
    const response = await this.#call(this.#client.read, request);
    return { id: response.getId(), state: json(response.getProperties()), inputs: json(response.getInputs()) };
  }

  async delete(urn: string, old: { id: string; state: Json; inputs?: Json }): Promise<void> {
    const request = new rpc.DeleteRequest();
    request.setUrn(urn);
    request.setId(old.id);
    request.setProperties(Struct.fromJavaScript(old.state as never));
    request.setOldInputs(Struct.fromJavaScript((old.inputs ?? {}) as never));
    await this.#call(this.#client.delete, request);
  }

  async invoke(name: string, args: Json = {}): Promise<Json> {
    const request = new rpc.InvokeRequest();
    request.setTok(`cognite-iam:index:${name}`);
    request.setArgs(Struct.fromJavaScript(args as never));
    return json((await this.#call(this.#client.invoke, request)).getReturn());
  }

  async cancel(): Promise<void> {
    await this.#call(this.#client.cancel, new Empty());
  }

  /** A new resource, with the calls that `up` makes. */
  async up(urn: string, news: Json): Promise<{ id: string; state: Json; inputs: Json }> {
    const { inputs, failures } = await this.check(urn, news);
    if (failures.length > 0) throw new Error(failures.join("\n"));
    return { ...(await this.create(urn, inputs)), inputs };
  }
}

/** What differs, and how, by path. */
export interface Diff {
  changes: number;
  replaces: string[];
  paths: Record<string, number>;
}

function diffIn(response: rpc.DiffResponse): Diff {
  const paths = [...response.getDetaileddiffMap().entries()] as unknown as [string, rpc.PropertyDiff][];
  return {
    changes: response.getChanges(),
    replaces: response.getReplacesList(),
    paths: Object.fromEntries(paths.map(([path, entry]) => [path, entry.getKind()])),
  };
}

const json = (struct: Struct | undefined): Json => (struct?.toJavaScript() ?? {}) as Json;

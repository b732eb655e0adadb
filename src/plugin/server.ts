import * as grpc from "@grpc/grpc-js";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import { type IResourceProviderServer, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { manifest } from "../client/manifest";
import { messageOf } from "../errors";
import type { Context } from "../lifecycle/handler";
import { ProviderProcess } from "../lifecycle/process";
import { schemaWording } from "../validation/wording";
import { settingErrors, settingsChanged, settingsIn } from "./configuration";
import type { Difference } from "./detailed-diff";
import { EngineLog } from "./engine-log";
import { Functions, type LookupFunction } from "./functions";
import { type ResourceKind, Resources } from "./resources";
import { type Received, received, sent } from "./values";

/** What a plugin serves. */
export interface Served {
  /** The schema, as JSON text. */
  schema(): string;
  /** The resources by their type tokens. */
  resources(context: Context): Readonly<Record<string, ResourceKind>>;
  /** The lookups by their tokens. */
  functions: Readonly<Record<string, LookupFunction>>;
}

/** The limit of Pulumi's own providers: a state may be large. In bytes. */
const maxMessageBytes = 400 * 1024 * 1024;

/** Serves Pulumi's provider protocol, and prints its port as the first line on stdout. */
export async function serve(served: Served): Promise<void> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": maxMessageBytes });
  server.addService(ResourceProviderService, service(served, process.argv[2] ?? ""));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  process.stdout.write(`${port}\n`);
}

/** The protocol, implemented with handlers and lookups. @param engineAddress - `host:port` of the engine, or empty. */
export function service(served: Served, engineAddress: string): grpc.UntypedServiceImplementation {
  let settings: Received["props"] = {};
  const log = new EngineLog(engineAddress);
  const running = new ProviderProcess({
    engineAddress: () => log.address,
    settings: () => settingsIn(settings),
    warn: (message) => log.warn(message),
    wording: schemaWording,
    previewsCreates: true,
  });
  const resources = new Map(
    Object.entries(served.resources(running.context)).map(([token, kind]) => [token, new Resources(running, kind)]),
  );
  const functions = new Functions(running, served.functions);
  const of = (urn: string): Resources => {
    const token = urn.split("::")[2]?.split("$").at(-1) ?? "";
    const known = resources.get(token);
    if (known === undefined) throw new Error(`There is no resource type ${token} in this provider`);
    return known;
  };
  /** Runs something for a resource: its warnings are shown next to it. */
  const forResource = <Request extends { getUrn(): string }, Response>(
    act: (resources: Resources, request: Request) => Promise<Response>,
  ) =>
    unary<Request, Response>(async (request) => {
      const kind = of(request.getUrn());
      return log.beside(request.getUrn(), () => act(kind, request));
    });

  const implementation: Partial<IResourceProviderServer> = {
    handshake: unary(async (request: rpc.ProviderHandshakeRequest) => {
      log.address = request.getEngineAddress();
      const response = new rpc.ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      return response;
    }),
    attach: unary(async (request: plugin.PluginAttach) => {
      log.address = request.getAddress();
      return new Empty();
    }),
    cancel: unary(async () => {
      running.cancel();
      return new Empty();
    }),
    getPluginInfo: unary(async () => {
      const info = new plugin.PluginInfo();
      info.setVersion(manifest.version);
      return info;
    }),
    getSchema: unary(async () => {
      const response = new rpc.GetSchemaResponse();
      response.setSchema(served.schema());
      return response;
    }),
    checkConfig: unary(async (request: rpc.CheckRequest) => {
      const response = new rpc.CheckResponse();
      const news = received(request.getNews());
      response.setInputs(request.getNews());
      response.setFailuresList(failures(settingErrors(news)));
      return response;
    }),
    diffConfig: unary(async (request: rpc.DiffRequest) => {
      const changed = settingsChanged(
        received(request.getOldInputs() ?? request.getOlds()).props,
        received(request.getNews()).props,
      );
      return diffResponse(
        [],
        changed.map((key) => [key, "update"]),
      );
    }),
    configure: unary(async (request: rpc.ConfigureRequest) => {
      settings = received(request.getArgs()).props;
      running.watchEngine();
      const response = new rpc.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      return response;
    }),
    check: forResource(async (kind, request: rpc.CheckRequest) => {
      const [olds, news] = [received(request.getOlds()), received(request.getNews())];
      const { props, secrets, errors } = await kind.check(request.getUrn(), olds, news);
      const response = new rpc.CheckResponse();
      response.setInputs(sent(props, secrets));
      response.setFailuresList(failures(errors));
      return response;
    }),
    diff: forResource(async (kind, request: rpc.DiffRequest) => {
      const [olds, news] = [received(request.getOlds()), received(request.getNews())];
      const oldInputs = received(request.getOldInputs());
      const { replaces, differences } = await kind.diff(request.getId(), request.getUrn(), olds, oldInputs, news);
      return diffResponse(replaces, differences);
    }),
    create: forResource(async (kind, request: rpc.CreateRequest) => {
      const { id, props, secrets } = await kind.create(
        request.getUrn(),
        received(request.getProperties()),
        request.getPreview(),
      );
      functions.noteWritten();
      const response = new rpc.CreateResponse();
      response.setId(id);
      response.setProperties(sent(props, secrets));
      return response;
    }),
    read: forResource(async (kind, request: rpc.ReadRequest) => {
      const [state, inputs] = [received(request.getProperties()), received(request.getInputs())];
      const found = await kind.read(request.getId(), request.getUrn(), state, inputs);
      const response = new rpc.ReadResponse();
      if (found === undefined) return response;
      response.setId(found.id);
      response.setProperties(sent(found.state.props, found.state.secrets));
      response.setInputs(sent(found.inputs.props, found.inputs.secrets));
      return response;
    }),
    delete: forResource(async (kind, request: rpc.DeleteRequest) => {
      const [state, oldInputs] = [received(request.getProperties()), received(request.getOldInputs())];
      await kind.delete(request.getId(), request.getUrn(), state, oldInputs);
      functions.noteWritten();
      return new Empty();
    }),
    invoke: unary(async (request: rpc.InvokeRequest) => {
      const response = new rpc.InvokeResponse();
      response.setReturn(sent(await functions.invoke(request.getTok(), received(request.getArgs())), new Set()));
      return response;
    }),
  };
  return implementation as grpc.UntypedServiceImplementation;
}

/** One call: an error goes out as its message alone, which the engine shows next to the resource. */
function unary<Request, Response>(
  act: (request: Request) => Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return ({ request }, callback) => {
    act(request).then(
      (response) => callback(null, response),
      (error: unknown) => callback({ code: grpc.status.UNKNOWN, details: messageOf(error) }),
    );
  };
}

/** Without the property's name, which would make the engine print its value: the reason names the property. */
function failures(errors: readonly string[]): rpc.CheckFailure[] {
  return errors.map((reason) => {
    const failure = new rpc.CheckFailure();
    failure.setReason(reason);
    return failure;
  });
}

const kinds = {
  replace: {
    add: rpc.PropertyDiff.Kind.ADD_REPLACE,
    delete: rpc.PropertyDiff.Kind.DELETE_REPLACE,
    update: rpc.PropertyDiff.Kind.UPDATE_REPLACE,
  },
  update: {
    add: rpc.PropertyDiff.Kind.ADD,
    delete: rpc.PropertyDiff.Kind.DELETE,
    update: rpc.PropertyDiff.Kind.UPDATE,
  },
} as const;

function diffResponse(
  replaces: readonly string[],
  differences: readonly [path: string, difference: Difference][],
): rpc.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
  const response = new rpc.DiffResponse();
  response.setChanges(replaces.length + differences.length > 0 ? DIFF_SOME : DIFF_NONE);
  response.setReplacesList([...replaces]);
  response.setDiffsList([...replaces]);
  response.setHasdetaileddiff(true);
  for (const [path, difference] of differences) {
    const entry = new rpc.PropertyDiff();
    entry.setKind(kinds[replaces.length > 0 ? "replace" : "update"][difference]);
    entry.setInputdiff(true);
    response.getDetaileddiffMap().set(path, entry);
  }
  return response;
}

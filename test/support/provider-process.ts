import { IamClient } from "../../src/client/client";
import type { HttpOptions } from "../../src/client/http";
import { resolveConnection } from "../../src/connection/resolve";
import { ownerOf as ownerOfUrn } from "../../src/contract/marker";
import type { Kind } from "../../src/contract/resource-types";
import { groupHandler } from "../../src/groups/handler";
import type { Context, CreatedResource, Handler, Props } from "../../src/lifecycle/handler";
import type { LocalConnection, LocalIam, LocalIamOptions } from "../../src/local/index";
import { securityCategoryHandler } from "../../src/security-categories/handler";
import { sessionHandler } from "../../src/sessions/handler";
import { programWording, schemaWording } from "../../src/validation/wording";
import { start as startServer } from "../local/harness";
import { throughPlugin, urnOf } from "./through-plugin";

/**
 * Whether every resource declares the project that it is in, while the connection is to another: the second run of the same
 * tests, which vitest calls `declared`.
 */
export const declaresProject = process.env["DECLARED_PROJECT"] === "true";

/** Whether handlers are spoken to through the plugin, in the words of its schema: the third run, which vitest calls `plugin`. */
export const speaksSchema = process.env["PLUGIN_DOOR"] === "true";

/** What the connection is to in that run. */
export const elsewhere = "elsewhere";

/** A server that ends with the test. */
export const start = (options: LocalIamOptions = {}): Promise<LocalIam> =>
  startServer({
    ...options,
    projects: [...(options.projects ?? ["local-project"]), ...(declaresProject ? [elsewhere] : [])],
  });

/** What a provider process is given besides its connection; times in ms. */
export interface ProcessOptions {
  connection?: LocalConnection;
  ownerMetadata?: boolean;
  allowLockout?: boolean;
  times?: Partial<Context["times"]>;
  /** How long one try may take. */
  timeoutMs?: number;
  /** How long one call may take with all its tries. */
  totalMs?: number;
  beforeWrite?: () => Promise<void>;
}

/** One provider process, its times short: what `engine.ts` makes of a connection. */
export class ProviderProcess {
  readonly warnings: string[] = [];
  /** What the client said while it waited. */
  readonly waits: string[] = [];
  readonly client: IamClient;
  readonly group: Handler;
  readonly category: Handler;
  readonly session: Handler;

  constructor(iam: LocalIam, options: ProcessOptions = {}) {
    const { ownerMetadata = true, allowLockout = false, timeoutMs = 2_000, totalMs = 1_000 } = options;
    const { project, ...given } = options.connection ?? iam.connection;
    const args = { ...given, project: declaresProject ? elsewhere : project, ownerMetadata, allowLockout };
    const connection = { ...resolveConnection({ args, environment: {} }), timeoutMs };
    const http: HttpOptions = {
      retry: { totalMs, connectMs: totalMs / 2, baseMs: 5, capMs: 40 },
      notify: (message) => this.waits.push(message),
      beforeWrite: options.beforeWrite,
    };
    const client = new IamClient(connection, http);
    this.client = client.inProject(project);
    const context: Context = {
      connection: () => connection,
      client: () => client,
      warn: (message) => this.warnings.push(message),
      wording: speaksSchema ? schemaWording : programWording,
      previewsCreates: speaksSchema,
      times: { listLagMs: 60, pollMs: 10, reconcileMs: 400, nonceMs: 50, ...options.times },
    };
    const asDeclared = (handler: Handler) => (declaresProject ? declaring(handler, project) : handler);
    const asServed = (kind: Kind, handler: Handler) => (speaksSchema ? throughPlugin(context, kind, handler) : handler);
    this.group = asDeclared(asServed("Group", groupHandler(context)));
    this.category = asDeclared(asServed("SecurityCategory", securityCategoryHandler(context)));
    this.session = asDeclared(asServed("Session", sessionHandler(context)));
  }
}

/** A handler whose resources all declare a project, if they do not declare another. */
function declaring(handler: Handler, project: string): Handler {
  const declared = (inputs: Props): Props => ({ project, ...inputs });
  /** Of a resource that is only read, the program declares no more than that. */
  const placed = (props: Props): Props =>
    props["project"] === undefined ? { ...props, project, isProjectDeclared: true } : props;
  return {
    check: (olds, news) => handler.check(olds, declared(news)),
    diff: (id, olds, news) => handler.diff(id, olds, declared(news)),
    create: (inputs) => handler.create(declared(inputs)),
    read: (id, props) => handler.read(id, placed(props)),
    delete: (id, props) => handler.delete(id, placed(props)),
  };
}

/** The inputs of a group of that name, as the resource in the program hands them over. */
export const group = (name: string, more: object = {}): Props => ({ name, owner: ownerOf(name), ...more });

/** The marker of a resource. */
export const ownerOf = (name: string): string =>
  speaksSchema
    ? ownerOfUrn(urnOf(`project/dev/${name}`), "")
    : `project/dev/${name}#${Buffer.from(name).toString("hex").padEnd(12, "0").slice(-12)}`;

/** The groups that are alive, without the administrators that the server starts with. */
export const alive = (iam: LocalIam) =>
  iam.state().groups.filter(({ isDeleted, name }) => !isDeleted && name !== "cdf-administrators");

/** A resource in the state of a small engine. */
export interface ResourceState extends CreatedResource {
  inputs: Props;
}

/** A new resource, with the calls that the engine makes. */
export async function create(handler: Handler, inputs: Props): Promise<ResourceState> {
  const checked = await check(handler, {}, inputs);
  return { ...(await handler.create(checked)), inputs: checked };
}

/** A replacement by diff: the new one is made before the old one is deleted, or after. */
export async function replace(
  handler: Handler,
  kept: ResourceState,
  news: Props,
  how: { deleteFirst?: boolean; forced?: boolean } = {},
): Promise<ResourceState> {
  await previewReplacement(handler, kept, news, how);
  if (how.deleteFirst) await handler.delete(kept.id, kept.outs);
  const created = await handler.create(news);
  if (!how.deleteFirst) await handler.delete(kept.id, kept.outs);
  return { ...created, inputs: news };
}

/** What a preview calls for a replacement; throws what the check finds. */
export async function previewReplacement(
  handler: Handler,
  kept: ResourceState,
  news: Props,
  how: { forced?: boolean } = {},
): Promise<void> {
  if (!how.forced) {
    await check(handler, kept.inputs, news);
    if ((await handler.diff(kept.id, kept.outs, news)).length === 0) throw new Error("This is no change.");
  }
  await previewCreate(handler, await check(handler, {}, news));
}

/** What a preview asks for beyond checks and diffs: through the plugin, each create. */
export async function previewCreate(handler: Handler, inputs: Props): Promise<void> {
  if (speaksSchema) await handler.previewCreate?.(inputs);
}

async function check(handler: Handler, olds: Props, news: Props): Promise<Props> {
  const { inputs, errors } = await handler.check(olds, news);
  if (errors.length > 0) throw new Error(errors.join("\n"));
  return inputs;
}

/** The error that something ends in. */
export async function errorOf(task: Promise<unknown>): Promise<Error & { code?: string }> {
  try {
    await task;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("This should have failed.");
}

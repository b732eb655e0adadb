// The module that the text in `__provider` loads, in a process of the engine. Old states contain its name and those of
// its exports, so they must never change.
import { type ConnectionArgs, connectionKeys, settingIn } from "./connection/settings";
import type { Kind } from "./contract/resource-types";
import { groupHandler } from "./groups/handler";
import type { Context, Handler, Props } from "./lifecycle/handler";
import { ProviderProcess, withSettingsInUse } from "./lifecycle/process";
import { isProjectDeclared, projectDeclared } from "./lifecycle/project";
import { securityCategoryHandler } from "./security-categories/handler";
import { sessionHandler } from "./sessions/handler";
import { programWording } from "./validation/wording";

/** The stack config, or the inputs of an explicit provider, decrypted. */
interface EngineConfig {
  get(key: string): string | undefined;
}

/** What Pulumi's dynamic provider calls. */
export interface DynamicProvider {
  configure(request: { config: EngineConfig }): void;
  check(olds: Props, news: Props): Promise<{ inputs: object; failures: { property: string; reason: string }[] }>;
  diff(
    id: string,
    olds: Props,
    news: Props,
  ): Promise<{ changes: boolean; replaces: string[]; deleteBeforeReplace: false }>;
  create(inputs: Props): Promise<{ id: string; outs: object }>;
  update(id: string, olds: Props, news: Props): Promise<{ outs: object }>;
  read(id: string, props: Props): Promise<{ id?: string; props?: object; inputs?: object }>;
  delete(id: string, props: Props): Promise<void>;
}

let config: EngineConfig | undefined;

const provider = new ProviderProcess({
  // Pulumi passes the address to a provider process as its argument.
  engineAddress: () => process.argv[2] ?? "",
  settings: () =>
    Object.fromEntries(
      connectionKeys.map((key) => [key, settingIn((name) => config?.get(name), key)]),
    ) as ConnectionArgs,
  warn: (message) => console.warn(message),
  wording: programWording,
  previewsCreates: false,
});

/** The handlers by kind, each created on first use. */
export const Group = dynamicProvider("Group", groupHandler);
export const SecurityCategory = dynamicProvider("SecurityCategory", securityCategoryHandler);
export const Session = dynamicProvider("Session", sessionHandler);

function dynamicProvider(kind: Kind, create: (context: Context) => Handler): DynamicProvider {
  let created: Handler | undefined;
  const handler = () => {
    created ??= create(provider.context);
    return created;
  };
  return {
    // Pulumi does not wait for this before the first calls.
    configure(request) {
      config = request.config;
      provider.watchEngine();
    },
    check: (olds, news) =>
      provider.run(kind, news, olds, async () => {
        const { inputs, errors } = await handler().check(olds, news);
        // A failure that names a property would make the engine print its value, secrets too.
        return { inputs, failures: errors.map((reason) => ({ property: "", reason: provider.shown(reason) })) };
      }),
    diff: (id, olds, news) =>
      provider.run(kind, news, olds, async () => {
        const replaces = await handler().diff(id, olds, news);
        const isUpdated = isProjectDeclared(olds) !== (news["project"] !== undefined);
        return { changes: replaces.length > 0 || isUpdated, replaces, deleteBeforeReplace: false as const };
      }),
    create: (inputs) =>
      provider.run(kind, inputs, {}, async () => {
        const { id, outs } = await handler().create(inputs);
        return { id, outs: toState(outs, inputs) };
      }),
    // Nothing in the service can be updated, only what the state says about the declaration.
    async update(_id, { isProjectDeclared: _, ...olds }, news) {
      return { outs: toState({ ...olds, ...projectDeclared(news) }, news) };
    },
    read: (id, props) =>
      provider.run(kind, props, {}, async () => {
        const found = await withSettingsInUse(props, () => handler().read(id, props));
        return found === undefined
          ? {}
          : { id: found.id, props: toState(found.outs, props), inputs: toState(found.inputs, props) };
      }),
    delete: (id, props) =>
      provider.run(kind, props, {}, () => withSettingsInUse(props, () => handler().delete(id, props))),
  };
}

/**
 * What the state keeps of a resource. This includes which inputs are secrets, since `read` and `delete` get nothing
 * else. An undefined value would make Pulumi fail after the resource was created.
 */
const toState = (outs: Record<string, unknown>, { secretInputs }: Props) =>
  Object.fromEntries(Object.entries({ ...outs, secretInputs }).filter(([, value]) => value !== undefined));

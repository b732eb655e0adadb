import type { Props } from "../../src/lifecycle/handler";
import { isProjectDeclared, projectDeclared } from "../../src/lifecycle/project";
import type { Kind, ProviderProcess } from "./provider-process";

/** A resource of a program, as the engine gets it. */
export interface Declared {
  name: string;
  kind: Kind;
  /** What it is declared as; `categoryId` gives the id of a category of the program, once there is one. */
  inputs(categoryId: (name: string) => unknown): Props;
  /** The project that it declares. */
  project?: string | undefined;
  /** The category that its inputs need. */
  uses?: string | undefined;
  deleteBeforeReplace?: boolean | undefined;
  retainOnDelete?: boolean | undefined;
  /** The name that it had before. */
  alias?: string | undefined;
}

/** A resource in the state. */
export interface Resource {
  name: string;
  kind: Kind;
  id: string;
  inputs: Props;
  outs: Props;
  uses?: string | undefined;
  retainOnDelete?: boolean | undefined;
  /** Replaced; to be deleted at the end of this `up` or the next. */
  pendingDelete?: boolean;
  /** Deleted before its replacement, which is not there yet. */
  pendingReplacement?: boolean;
  taint?: boolean;
}

/** Where a resource of the state is. */
export const placeOf = ({ kind, id, outs }: Resource) => ({ project: String(outs["project"]), kind, id });

export interface UpOptions {
  /** The option `--replace`: the names of resources. */
  replace?: readonly string[];
  /** The option `--target`. */
  targets?: readonly string[] | undefined;
  /** The option `--refresh`. */
  refresh?: boolean;
}

/** A resource, declared or in the state. */
export type Named = Declared | Resource;

/** Follows what the engine does. */
export interface Watcher {
  /** Before and after each call of the provider. A promise that never ends: the engine was killed. */
  moment(): Promise<void>;
  created(resource: Resource, importId: unknown, calledAt: number): void;
  /** The engine gives up an id: it is about to be deleted, or a refresh has not found it. */
  givenUp(resource: Resource, why: "delete" | "gone" | "retained"): void;
  deleted(resource: Resource): void;
  /** @param isReplaced - whether this run has replaced the resource, since it differs from what is declared. */
  failed(resource: Named, error: unknown, isReplaced: boolean): void;
  /** One call of the provider, in the words of `engine-steps.ts`. */
  called(call: string, resource: Named): void;
  /** The same call has ended, well or not. */
  ended(call: string, resource: Named, tookMs: number): void;
}

/** Stands in the place of what a preview does not know yet: `pulumi.runtime.unknownValue`. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * What the engine does with one provider process: which calls it makes, in which order, and what it writes into the state
 * after each. Written from the engine's source (`resource/deploy`, 3.259); `engine-steps.ts` says it step by step.
 */
export class Engine {
  readonly #process: ProviderProcess;
  readonly #watcher: Watcher;
  /** The resources, written after each step; a preview has a copy. */
  readonly #state: Resource[];
  readonly #isPreview: boolean;
  /** What a `diff` of this run has found to differ. */
  readonly #replaced = new Set<Named>();
  #hasFailed = false;

  constructor(given: { process: ProviderProcess; watcher: Watcher; state: Resource[]; isPreview?: boolean }) {
    this.#process = given.process;
    this.#watcher = given.watcher;
    this.#isPreview = given.isPreview ?? false;
    this.#state = this.#isPreview ? given.state.map((resource) => ({ ...resource })) : given.state;
  }

  /** Whether all went well. */
  async up(program: readonly Declared[], options: UpOptions = {}): Promise<boolean> {
    if (options.refresh && !(await this.refresh())) return false;
    // Resources are registered one after the other; creates run beside.
    const steps = new Map<string, Promise<void>>();
    const seen = new Set<Resource>();
    for (const declared of program) {
      if (declared.uses !== undefined) await steps.get(declared.uses);
      if (this.#hasFailed) break;
      const old = this.#state.find(
        (each) =>
          !each.pendingDelete &&
          each.kind === declared.kind &&
          (each.name === declared.name || each.name === declared.alias),
      );
      if (old !== undefined) seen.add(old);
      if (options.targets !== undefined && !options.targets.includes(declared.name)) continue;
      const step = await this.#step(declared, old, options).catch((error: unknown) => this.#fail(declared, error));
      if (step !== undefined)
        steps.set(
          declared.name,
          step().catch((error: unknown) => this.#fail(declared, error)),
        );
    }
    await Promise.all(steps.values());
    if (!this.#hasFailed && !this.#isPreview)
      await this.#deleteAll(
        this.#state.filter(
          (each) =>
            (each.pendingDelete || !(seen.has(each) || steps.has(each.name))) &&
            (options.targets === undefined || options.targets.includes(each.name)),
        ),
      );
    return !this.#hasFailed;
  }

  async destroy(): Promise<boolean> {
    await this.#deleteAll([...this.#state]);
    return !this.#hasFailed;
  }

  /** Reads all at once. */
  async refresh(): Promise<boolean> {
    await Promise.all(
      this.#state
        .filter(({ pendingReplacement }) => !pendingReplacement)
        .map((resource) => this.#refresh(resource).catch((error: unknown) => this.#fail(resource, error))),
    );
    return !this.#hasFailed;
  }

  async #refresh(resource: Resource): Promise<void> {
    const { kind, id, outs, inputs } = resource;
    const handler = this.#process.handlers[kind];
    const found = await this.#call("read", resource, () => handler.read(id, outs));
    if (found === undefined) {
      this.#watcher.givenUp(resource, "gone");
      this.#state.splice(this.#state.indexOf(resource), 1);
      return;
    }
    // The diff is shown the other way round.
    await this.#call("diff", resource, () => handler.diff(id, found.outs, inputs));
    resource.inputs = found.inputs;
    resource.outs = stored(found.outs);
  }

  /** The checks and the diff of a resource; what is left is to carry out the step that they lead to. */
  async #step(
    declared: Declared,
    old: Resource | undefined,
    options: UpOptions,
  ): Promise<(() => Promise<void>) | undefined> {
    const handler = this.#process.handlers[declared.kind];
    const news = declared.inputs((name) => this.#categoryId(name));
    const isForced = options.replace?.includes(declared.name) || old?.taint;
    if (old === undefined || isForced) {
      const inputs = await this.#check(declared, {}, news);
      return () => this.#create(declared, inputs, old);
    }
    const inputs = await this.#check(declared, old.inputs, news);
    const changes = await this.#call("diff", declared, () => handler.diff(old.id, old.outs, inputs));
    if (changes.length === 0 && !old.pendingReplacement) {
      const { name, uses, retainOnDelete } = declared;
      const isUpdated = isProjectDeclared(old.outs) !== isProjectDeclared(projectDeclared(inputs));
      if (isUpdated && !this.#isPreview) await this.#call("update", declared, async () => update(old, inputs));
      Object.assign(old, { name, uses, retainOnDelete, inputs });
      return undefined;
    }
    this.#replaced.add(old);
    const fresh = await this.#check(declared, {}, news);
    return () => this.#create(declared, fresh, old);
  }

  async #check(declared: Declared, olds: Props, news: Props): Promise<Props> {
    const call = Object.keys(olds).length === 0 ? "check {}" : "check olds";
    const handler = this.#process.handlers[declared.kind];
    const { inputs, errors } = await this.#call(call, declared, () => handler.check(olds, news));
    if (errors.length > 0) throw new CheckFailure(errors.join("\n"));
    return stored(inputs);
  }

  async #create(declared: Declared, inputs: Props, old: Resource | undefined): Promise<void> {
    const { name, kind, uses, retainOnDelete } = declared;
    if (this.#isPreview) {
      if (old !== undefined) old.pendingDelete = true;
      return;
    }
    if (old !== undefined && declared.deleteBeforeReplace && !old.pendingReplacement) {
      await this.#delete(old);
      if (this.#hasFailed) return;
      // It stays in the state, so that a run that dies here is not the end of it.
      old.pendingReplacement = true;
      this.#state.push(old);
    }
    const calledAt = Date.now();
    const handler = this.#process.handlers[kind];
    const made = await this.#call("create", declared, () => handler.create(inputs));
    const resource = { name, kind, id: made.id, inputs, outs: stored(made.outs), uses, retainOnDelete };
    this.#watcher.created(resource, inputs["importId"], calledAt);
    this.#state.push(resource);
    if (old?.pendingReplacement) this.#state.splice(this.#state.indexOf(old), 1);
    else if (old !== undefined) old.pendingDelete = true;
  }

  /** What needs others goes before them; after a failure, what is under way is the last. */
  async #deleteAll(resources: readonly Resource[]): Promise<void> {
    for (const wave of [resources.filter(({ uses }) => uses), resources.filter(({ uses }) => !uses)])
      if (!this.#hasFailed) await Promise.all(wave.map((resource) => this.#delete(resource)));
  }

  async #delete(resource: Resource): Promise<void> {
    const { kind, id, outs, retainOnDelete, pendingReplacement } = resource;
    const handler = this.#process.handlers[kind];
    try {
      if (retainOnDelete) this.#watcher.givenUp(resource, "retained");
      else if (!pendingReplacement) {
        this.#watcher.givenUp(resource, "delete");
        await this.#call("delete", resource, () => handler.delete(id, outs));
        this.#watcher.deleted(resource);
      }
      this.#state.splice(this.#state.indexOf(resource), 1);
    } catch (error) {
      this.#fail(resource, error);
    }
  }

  async #call<T>(call: string, resource: Named, task: () => Promise<T>): Promise<T> {
    await this.#watcher.moment();
    this.#watcher.called(call, resource);
    const calledAt = Date.now();
    const result = await task().finally(() => this.#watcher.ended(call, resource, Date.now() - calledAt));
    await this.#watcher.moment();
    return result;
  }

  #fail(resource: Named, error: unknown): undefined {
    this.#hasFailed = true;
    this.#watcher.failed(resource, error, this.#replaced.has(resource));
    return undefined;
  }

  /** Of a category that is not there yet, or about to be replaced, a preview knows nothing. */
  #categoryId(name: string): unknown {
    const category = this.#state.find((each) => each.name === name && each.kind === "category" && !each.pendingDelete);
    return category?.outs["categoryId"] ?? unknown;
  }
}

/** What `engine.ts` makes of an update: the service has nothing to update. */
function update(resource: Resource, inputs: Props): void {
  const { isProjectDeclared: _, ...outs } = resource.outs;
  Object.assign(resource, { outs: { ...outs, ...projectDeclared(inputs) }, inputs });
}

/** What a check has found wrong with inputs: the engine stops there. */
export class CheckFailure extends Error {}

/** What a round trip through the state leaves of a value. */
const stored = (props: Props) => JSON.parse(JSON.stringify(props)) as Props;

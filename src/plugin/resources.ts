import { ownerOf } from "../contract/marker";
import type { Kind } from "../contract/resource-types";
import type { Handler, Props } from "../lifecycle/handler";
import { type ProviderProcess, withSettingsInUse } from "../lifecycle/process";
import { projectDeclared, projectIn } from "../lifecycle/project";
import type { SchemaForm } from "../lifecycle/schema-form";
import { unknownValue } from "../validation/unknown";
import { type Difference, detailedDiff } from "./detailed-diff";
import type { Received } from "./values";

/** A kind of resource, as the plugin serves it. */
export interface ResourceKind {
  kind: Kind;
  handler: Handler;
  form: SchemaForm;
  /** The inputs in the schema, except `project`. */
  inputs: readonly string[];
  /** The properties that only the service knows; the first is the ID as a number, which every state has. */
  outputs: readonly [idOutput: string, ...others: string[]];
  /** The properties that are always secrets. */
  secrets: readonly string[];
}

/** Properties of an answer, with the names of those that are secret. */
export interface Answer {
  props: Props;
  secrets: ReadonlySet<string>;
}

/** What differs, by path, and the inputs that it belongs to. */
export interface DiffAnswer {
  replaces: string[];
  differences: [path: string, difference: Difference][];
}

/** What it needs of the process that runs the handlers. */
type Running = Pick<ProviderProcess, "context" | "run" | "shown">;

/** The resources of one kind, between Pulumi's protocol and a handler. */
export class Resources {
  readonly #process: Running;
  readonly #kind: ResourceKind;
  /** The inputs in the state, by URN: the second check of a replacement does not get them. */
  readonly #oldInputs = new Map<string, Props>();

  constructor(process: Running, kind: ResourceKind) {
    this.#process = process;
    this.#kind = kind;
  }

  /** The inputs to continue with, and what is wrong with them. */
  check(urn: string, olds: Received, news: Received): Promise<Answer & { errors: string[] }> {
    const { form, handler, kind } = this.#kind;
    const [before, now] = [this.#inputs(urn, olds), this.#inputs(urn, news)];
    const isNew = Object.keys(olds.props).length === 0;
    if (!isNew) this.#oldInputs.set(urn, before);
    return this.#process.run(kind, now, before, async () => {
      const { inputs, errors } = await handler.check(isNew ? {} : before, now);
      const known = this.#oldInputs.get(urn);
      const aligned = known === undefined ? inputs : form.align(known, inputs);
      return { ...this.#shown(aligned, news), errors: errors.map((error) => this.#process.shown(error)) };
    });
  }

  /** @param outputs - the state; @param oldInputs - the inputs that declared it. */
  diff(id: string, urn: string, outputs: Received, oldInputs: Received, news: Received): Promise<DiffAnswer> {
    const { form, handler, kind } = this.#kind;
    const [state, now] = [this.#state(urn, outputs, oldInputs), this.#inputs(urn, news)];
    return this.#process.run(kind, now, state, async () => {
      const replaces = await handler.diff(id, state, now);
      if (replaces.length === 0) return { replaces, differences: [] };
      const [kept, was] = [form.toSchema(state), form.toSchema(this.#inputs(urn, oldInputs))];
      const is = form.toSchema(now);
      // A property that was never declared, such as the connection's project, is compared with the state.
      const before = (field: string) => was[field] ?? kept[field];
      return { replaces, differences: replaces.flatMap((field) => detailedDiff(field, before(field), is[field])) };
    });
  }

  /** In a preview, writes nothing and returns what is known. */
  create(urn: string, inputs: Received, isPreview: boolean): Promise<{ id: string } & Answer> {
    const { handler, kind, outputs } = this.#kind;
    const props = this.#inputs(urn, inputs);
    return this.#process.run(kind, props, {}, async () => {
      if (isPreview) {
        await handler.previewCreate?.(props);
        const unknown = Object.fromEntries(outputs.map((output) => [output, unknownValue]));
        const project = props["project"] ?? this.#process.context.connection().project;
        return { id: "", ...this.#shown({ ...props, ...unknown, project }, inputs) };
      }
      const { id, outs } = await handler.create(props);
      return { id, ...this.#shown(outs, inputs) };
    });
  }

  /** Undefined when it no longer exists. Without a state, it is an import or a `get`. */
  read(
    id: string,
    urn: string,
    outputs: Received,
    inputs: Received,
  ): Promise<{ id: string; state: Answer; inputs: Answer } | undefined> {
    const { handler, kind } = this.#kind;
    const state = this.#state(urn, outputs, inputs);
    return this.#process.run(kind, state, {}, async () => {
      const found = await withSettingsInUse(state, () => handler.read(id, state));
      if (found === undefined) return undefined;
      return { id: found.id, state: this.#shown(found.outs, outputs), inputs: this.#shown(found.inputs, inputs) };
    });
  }

  delete(id: string, urn: string, outputs: Received, oldInputs: Received): Promise<void> {
    const { handler, kind } = this.#kind;
    const state = this.#state(urn, outputs, oldInputs);
    return this.#process.run(kind, state, {}, () => withSettingsInUse(state, () => handler.delete(id, state)));
  }

  /** Inputs in the terms of handlers, with what dynamic resources add on the program's side. */
  #inputs(urn: string, { props, secrets }: Received): Props {
    const { form, inputs } = this.#kind;
    const declared = [...secrets].filter((field) => inputs.includes(field));
    return {
      ...form.fromSchema(ownProps(props)),
      owner: ownerOf(urn, ""),
      ...(declared.length > 0 && { secretInputs: declared }),
    };
  }

  /**
   * The state in the terms of handlers. For a resource that is read by its ID, `project` is what the program passes.
   */
  #state(urn: string, outputs: Received, oldInputs: Received): Props {
    const isManaged = outputs.props[this.#kind.outputs[0]] !== undefined;
    const declared = projectIn(isManaged ? oldInputs.props : outputs.props);
    return { ...this.#inputs(urn, outputs), ...(declared !== undefined && projectDeclared({ project: declared })) };
  }

  /** Properties of an answer; what was secret in the request is secret in the answer. */
  #shown(props: Props, { secrets }: Received): Answer {
    return { props: this.#kind.form.toSchema(ownProps(props)), secrets: new Set([...secrets, ...this.#kind.secrets]) };
  }
}

/** Properties without what dynamic resources or Pulumi add to them. */
function ownProps(props: Props): Props {
  const { __provider, __defaults, owner, importId, secretInputs, groups, isProjectDeclared, ...own } = props;
  return own;
}

import { isUnknown } from "../validation/unknown";
import type { CheckResult, Context, CreatedResource, Found, Handler, Props } from "./handler";
import { ownerIn } from "./owner";
import { isProjectDeclared, projectDeclared, projectIn } from "./project";

/** The engine passes only the ID of what it imports. */
const importedElsewhere =
  "import: IDs are looked up only in the project of the connection. To import from another project, give the resource a provider that connects to it";

/**
 * The resources of a kind in any number of CDF projects, with a handler for each project, since lists, memory and the
 * lockout guard are separate for each. A resource that declares a `project` belongs to that one, any other to the
 * connection's.
 */
export class HandlersByProject implements Handler {
  readonly #context: Context;
  readonly #create: (context: Context) => Handler;
  readonly #handlers = new Map<string | undefined, Handler>();
  /** Resources that the engine has read by their IDs alone; a `check` follows only when it imports them. */
  readonly #readById = new Set<string | undefined>();

  /** @param create - creates the handler for one project. */
  constructor(context: Context, create: (context: Context) => Handler) {
    this.#context = context;
    this.#create = create;
  }

  async check(olds: Props, news: Props): Promise<CheckResult> {
    const project = projectIn(news);
    const { inputs, errors } = await this.#for(project).check(olds, news);
    const isElsewhere = project !== undefined && project !== this.#ownProject();
    return {
      inputs,
      errors: isElsewhere && this.#readById.has(ownerIn(news)) ? [...errors, importedElsewhere] : errors,
    };
  }

  /**
   * The project that has the resource knows what it loses, also when the resource moves to another. The old resource is
   * deleted last, according to its state: one that declared no project can be replaced only with a connection to its
   * own project.
   */
  async diff(id: string, olds: Props, news: Props): Promise<string[]> {
    const { project } = news;
    const fields = await this.#for(project === undefined ? undefined : projectIn(olds)).diff(id, olds, news);
    const isReached = isProjectDeclared(olds) || isUnknown(project) || olds["project"] === this.#ownProject();
    return fields.length === 0 || isReached ? fields : this.#for(undefined).diff(id, olds, news);
  }

  async previewCreate(inputs: Props): Promise<void> {
    await this.#for(projectIn(inputs)).previewCreate?.(inputs);
  }

  async create(inputs: Props): Promise<CreatedResource> {
    const { id, outs } = await this.#for(projectIn(inputs)).create(inputs);
    return { id, outs: { ...outs, ...projectDeclared(inputs) } };
  }

  async read(id: string, props: Props): Promise<Found | undefined> {
    const owner = ownerIn(props);
    if (owner !== undefined && props["project"] === undefined) this.#readById.add(owner);
    const found = await this.#at(props).read(id, props);
    if (found === undefined || !isProjectDeclared(props)) return found;
    const { project } = props;
    return { ...found, outs: { ...found.outs, ...projectDeclared(props) }, inputs: { ...found.inputs, project } };
  }

  async delete(id: string, props: Props): Promise<void> {
    await this.#at(props).delete(id, props);
  }

  /**
   * The handler for a resource: its state names the project if it declares one; otherwise it must be in the
   * connection's.
   */
  #at(props: Props): Handler {
    return this.#for(isProjectDeclared(props) ? projectIn(props) : undefined);
  }

  #for(declared: string | undefined): Handler {
    const project = declared ?? this.#ownProject();
    const known = this.#handlers.get(project) ?? this.#create(this.#contextOf(declared));
    this.#handlers.set(project, known);
    return known;
  }

  /** The connection's project; undefined while its settings are wrong, which the handler's check reports. */
  #ownProject(): string | undefined {
    try {
      return this.#context.connection().project;
    } catch {
      return undefined;
    }
  }

  #contextOf(project: string | undefined): Context {
    return project === undefined ? this.#context : contextIn(this.#context, project);
  }
}

/** The same host, credentials and token in another project. */
export const contextIn = (context: Context, project: string): Context => ({
  ...context,
  connection: () => ({ ...context.connection(), project }),
  client: () => context.client().inProject(project),
});

import { type Directory, directory, type LookupArgs, Programs } from "../directory/directory";
import { nextTick } from "../directory/shared-answers";
import type { Props } from "../lifecycle/handler";
import type { ProviderProcess } from "../lifecycle/process";
import type { Received } from "./values";

/** A lookup, as the plugin serves it. */
export interface LookupFunction {
  find(directory: Directory, args: object): Promise<unknown>;
  /** The name of the result, when it is not an object or may be absent. */
  under?: string;
  /** The result, or each item of a list, in the terms of the schema. Default: unchanged. */
  toSchema?(answer: Props): Props;
}

/** The lookups of a process; those in one project share their answers until something is written. */
export class Functions {
  readonly #process: ProviderProcess;
  readonly #lookups: Readonly<Record<string, LookupFunction>>;
  readonly #programs: Programs;
  #writtenAt = 0;

  /** @param lookups - by token. */
  constructor(process: ProviderProcess, lookups: Readonly<Record<string, LookupFunction>>) {
    this.#process = process;
    this.#lookups = lookups;
    this.#programs = new Programs(async () => process.context.client());
  }

  /** A later lookup may be for something that was created just now, which the engine does not say. */
  noteWritten(): void {
    this.#writtenAt = nextTick();
  }

  async invoke(token: string, { props, secrets }: Received): Promise<Props> {
    const lookup = this.#lookups[token];
    if (lookup === undefined) throw new Error(`There is no function ${token} in this provider`);
    const { project, ...args } = props as LookupArgs;
    const what = token.split(":").at(-1) ?? token;
    return this.#process.run(what, { ...props, secretInputs: [...secrets] }, {}, async () => {
      const program = this.#programs.in(project ?? this.#process.context.connection().project);
      const answer = await lookup.find(await directory(program, this.#writtenAt), args);
      const shown = Array.isArray(answer) ? answer.map((each) => inSchema(lookup, each)) : inSchema(lookup, answer);
      return lookup.under === undefined ? (shown as Props) : { [lookup.under]: shown };
    });
  }
}

const inSchema = ({ toSchema }: LookupFunction, answer: unknown): unknown =>
  toSchema === undefined || answer === undefined ? answer : toSchema(answer as Props);

import { RawCode, templateText } from "../../source-code/print";
import { uniqueNames } from "./names";

/** An environment of the Toolkit, by the `<env>` of its `config.<env>.yaml`. */
export type EnvironmentName = string;

/** A variable of the Toolkit's config, or one of the environment, as one place of the YAML sees it. */
export interface Variable {
  name: string;
  /** The folders of the definition that is nearest to the place; undefined for an environment variable. */
  folders: readonly string[] | undefined;
  /** The value in each environment that has one. */
  values: ReadonlyMap<EnvironmentName, unknown>;
}

/** A variable that is a whole value rather than part of a text: a list, a number, or a word of the API. */
export class WholeVariable extends RawCode {
  readonly token: string;
  /** Its type in TypeScript. */
  readonly type: string;

  constructor(token: string, type: string) {
    super(token);
    this.token = token;
    this.type = type;
  }
}

/**
 * The variables that a program reads. In JSON, a token stands for each, in texts as in keys: it is YAML in any place, and no
 * project has such characters.
 */
export class Variables {
  readonly #all: Variable[] = [];
  readonly #tokens = new Map<string, string>();
  #keys: ReadonlyMap<Variable, string> | undefined;

  /** The token of a variable; one definition has one token. */
  token(variable: Variable, identity: string): string {
    const known = this.#tokens.get(identity);
    if (known !== undefined) return known;
    const token = `\ue000${this.#all.length}\ue001`;
    this.#all.push(variable);
    this.#tokens.set(identity, token);
    return token;
  }

  /** The variables in a text, in their order. */
  in(text: string): Variable[] {
    return [...text.matchAll(tokens)].map(([, index]) => this.#at(index));
  }

  /** The variable that a text is, and nothing besides. */
  only(text: string): Variable | undefined {
    const [, index] = /^\ue000(\d+)\ue001$/.exec(text) ?? [];
    return index === undefined ? undefined : this.#at(index);
  }

  /** A text as an environment has it; undefined where a variable has no value, or is read when the program runs. */
  expand(text: string, environment: EnvironmentName): string | undefined {
    let isKnown = true;
    const expanded = text.replaceAll(tokens, (_, index: string) => {
      const value = this.#at(index).values.get(environment);
      if (value === undefined || fromEnvironment(value)) isKnown = false;
      return value === null ? "" : String(value);
    });
    return isKnown ? expanded : undefined;
  }

  /** A text with each variable's name in its place, for names in the program and messages. */
  shown(text: string, around: (name: string) => string = (name) => name): string {
    return text.replaceAll(tokens, (_, index: string) => around(this.#at(index).name));
  }

  /** A text with each variable's key in its place, for keys that are made of others. */
  keyed(text: string): string {
    return text.replaceAll(tokens, (_, index: string) => this.keyOf(this.#at(index)));
  }

  /** The key in the stack's config: the variable's own name where it is alone in that, else with its folder's. */
  keyOf(variable: Variable): string {
    this.#keys ??= this.#assignKeys();
    return this.#keys.get(variable) ?? variable.name;
  }

  #assignKeys(): Map<Variable, string> {
    const configured = this.#all.filter(({ folders }) => folders !== undefined);
    const wanted = configured.map(({ name, folders = [] }) => {
      const isAlone = configured.filter((other) => other.name === name).length === 1;
      return isAlone || folders.length < 2 ? name : `${folders.at(-1)}.${name}`;
    });
    const keys = uniqueNames(wanted, ["import", "selected"]);
    return new Map(configured.map((variable, i) => [variable, keys[i] ?? variable.name]));
  }

  #at(index: string | undefined): Variable {
    const variable = this.#all[Number(index)];
    if (variable === undefined) throw new RangeError(`no variable ${index}`);
    return variable;
  }
}

const tokens = /\ue000(\d+)\ue001/g;

/** Whether a text, or a key, has a variable in it. */
export const holdsVariable = (text: string): boolean => text.includes("\ue000");

/** Whether a value of the Toolkit's config names an environment variable, as in `${GROUP_ID}`. */
export const fromEnvironment = (value: unknown): boolean =>
  Array.isArray(value) ? value.some(fromEnvironment) : typeof value === "string" && /\$\{\w+\}/.test(value);

/** A text with variables as a template literal, or as the variable alone. */
export function templateCode(text: string, codeOf: (token: string) => string): string {
  const parts = text.split(/(\ue000\d+\ue001)/).filter((part) => part !== "");
  if (parts.length === 1) return codeOf(text);
  return `\`${parts.map((part) => (holdsVariable(part) ? `\${${codeOf(part)}}` : templateText(part))).join("")}\``;
}

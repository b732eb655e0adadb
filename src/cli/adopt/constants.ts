import { scopeTargetKinds } from "../../capabilities/scope-target-kinds";
import { FunctionCall, printInline, printKey, printString, RawCode } from "../../source-code/print";
import { uniqueNames, variableOf } from "./names";
import { prefixOf, Target } from "./targets";
import {
  fromEnvironment,
  holdsVariable,
  templateCode,
  type Variable,
  type Variables,
  WholeVariable,
} from "./variables";

/** A value that a program reads once, at its top or in the block of a module: a variable, or the ID of an external ID. */
export interface Constant {
  variable: string;
  code: string;
  /** The modules whose resources use it; undefined among them for what is in every environment. */
  modules: Set<string | undefined>;
}

/** A security category that the program declares. */
interface DeclaredCategory {
  title: string;
  variable: string;
  module: string | undefined;
}

/** Puts code in the place of variables and of what scopes name, and gathers the constants that the code refers to. */
export class Constants {
  readonly #variables: Variables;
  readonly #categories: ReadonlyMap<string, DeclaredCategory>;
  readonly #taken: Set<string>;
  readonly #byCode = new Map<string, Constant>();
  /** The variables that are settings of the program, with the modules that use them. */
  readonly settings = new Map<Variable, Set<string | undefined>>();

  /** @param taken - the names of other variables of the program. */
  constructor(variables: Variables, categories: readonly DeclaredCategory[], taken: Iterable<string>) {
    this.#variables = variables;
    this.#categories = new Map(categories.map((category) => [category.title, category]));
    this.#taken = new Set(taken);
  }

  /** All of them, each after those that it refers to. */
  get all(): Constant[] {
    return [...this.#byCode.values()];
  }

  /** JSON with code in the place of each variable and each target of a scope. */
  resolve(value: unknown, module: string | undefined): unknown {
    if (value instanceof Target) return new RawCode(this.#target(value, module));
    if (value instanceof WholeVariable) return new RawCode(this.#whole(value, module));
    if (value instanceof RawCode) return value;
    if (value instanceof FunctionCall)
      return new FunctionCall(value.name, ...value.args.map((each) => this.resolve(each, module)));
    if (typeof value === "string") return holdsVariable(value) ? new RawCode(this.#text(value, module)) : value;
    if (Array.isArray(value)) return value.map((each) => this.resolve(each, module));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, each]) => [key, this.resolve(each, module)] as const);
    return entries.some(([key]) => holdsVariable(key))
      ? new RawCode(this.#computed(entries, module))
      : Object.fromEntries(entries);
  }

  /** A text as an expression that refers to no constant. */
  inline(text: string, module: string | undefined): unknown {
    return holdsVariable(text) ? new RawCode(templateCode(text, (token) => this.#read(token, "string", module))) : text;
  }

  #text(text: string, module: string | undefined): string {
    return templateCode(text, (token) =>
      this.#constant(this.#read(token, "string", module), this.#nameOf(token), module),
    );
  }

  #whole({ token, type }: WholeVariable, module: string | undefined): string {
    return this.#constant(this.#read(token, type, module), this.#nameOf(token), module);
  }

  #target({ kind, called }: Target, module: string | undefined): string {
    const { lookup, by } = scopeTargetKinds[kind];
    const declared =
      kind === "securityCategories" && typeof called === "string" ? this.#categories.get(called) : undefined;
    if (declared?.module === undefined && declared !== undefined) return `${declared.variable}.categoryId`;
    const find = (argument: string) => `iam.${lookup}Output({ ${argument} }).id`;
    if (called instanceof WholeVariable) {
      const list = this.#whole(called, module);
      return this.#constant(
        `${list}.map((${by}) => ${find(by)})`,
        `${this.#nameOf(called.token).replace(/(ExternalId)?s?$/, "")}Ids`,
        module,
      );
    }
    if (called instanceof RawCode) return called.text;
    const isVariable = this.#variables.only(called) !== undefined;
    const text = holdsVariable(called) ? this.#text(called, module) : printString(called);
    const code = find(text === by ? by : `${by}: ${text}`);
    if (declared !== undefined) return `${declared.variable}?.categoryId ?? ${code}`;
    const name = isVariable
      ? `${this.#nameOf(called).replace(/ExternalId$/, "")}Id`
      : variableOf(this.#variables.shown(called), prefixOf(kind));
    return this.#constant(code, name, module);
  }

  /** How the program reads a variable. */
  #read(token: string, type: string, module: string | undefined): string {
    const variable = this.#variables.only(token);
    if (variable === undefined) throw new RangeError("no variable");
    const values = [...new Set(variable.values.values())];
    const [only] = values;
    const named = values.length === 1 && typeof only === "string" ? /^\$\{(\w+)\}$/.exec(only)?.[1] : undefined;
    if (named !== undefined) return `environment(${printString(named)})`;
    this.settings.set(variable, (this.settings.get(variable) ?? new Set()).add(module));
    const key = printString(this.#variables.keyOf(variable));
    const isFromEnvironment = values.some(fromEnvironment);
    if (type.endsWith("[]")) {
      const list = `config.requireObject<${type}>(${key})`;
      return isFromEnvironment ? `${list}.map(withEnvironment)` : list;
    }
    if (type === "number") return `config.requireNumber(${key})`;
    const text = `config.require${type === "string" ? "" : `<${type}>`}(${key})`;
    return isFromEnvironment ? `withEnvironment(${text})` : text;
  }

  #constant(code: string, wanted: string, module: string | undefined): string {
    const known = this.#byCode.get(code);
    const constant = known ?? { variable: this.#free(wanted), code, modules: new Set() };
    constant.modules.add(module);
    this.#byCode.set(code, constant);
    return constant.variable;
  }

  #free(wanted: string): string {
    const [name = wanted] = uniqueNames([wanted], this.#taken);
    this.#taken.add(name);
    return name;
  }

  #nameOf(token: string): string {
    const variable = this.#variables.only(token);
    return variableOf(variable === undefined ? "" : this.#variables.keyOf(variable), "setting");
  }

  #computed(entries: readonly (readonly [string, unknown])[], module: string | undefined): string {
    const pairs = entries.map(([key, value]) => {
      const name = holdsVariable(key) ? `[${this.#text(key, module)}]` : printKey(key);
      return `${name}: ${printInline(value)}`;
    });
    return `{ ${pairs.join(", ")} }`;
  }
}

import { stringify } from "yaml";

/** @typedef {{ readonly [key: string]: unknown }} Args */
/** @typedef {{ name: string; kind: string; args: Args }} Step a resource, or a call of a function, and the name of what it gives */
/** @typedef {{ title: string; steps: Step[]; exports: Readonly<Record<string, Reference>> }} Example */

/** An output of a step. */
export class Reference {
  /** @param {string} step @param {string[]} path */
  constructor(step, ...path) {
    this.step = step;
    this.path = path;
  }

  /** @param {Language} language */
  in(language) {
    return [this.step, ...this.path.map(language.name)].join(".");
  }
}

/** The name of the npm package that `npm run sdk` writes; the dynamic resources have the other one. */
export const npmName = "pulumi-cognite-iam-sdk";

/** A description with its example, from which each of Pulumi's generators takes its own language. @param {string} said @param {Example | undefined} example */
export function withExample(said, example) {
  if (!example) throw new Error(`there is no example in examples.mjs for what is described so: ${said}`);
  const blocks = { typescript: typescript(example), python: python(example), yaml: yaml(example).trimEnd() };
  const fences = Object.entries(blocks).map(([language, code]) => `\`\`\`${language}\n${code}\n\`\`\``);
  const body = ["{{% examples %}}", "## Example Usage", "{{% example %}}", `### ${example.title}`, ...fences];
  return [said, ...body, "{{% /example %}}", "{{% /examples %}}"].join("\n\n");
}

const isCall = (/** @type {Step} */ { kind }) => /^[a-z]/.test(kind);

/** The parts of a Pulumi.yaml that an example adds. @param {Example} example */
export function yaml({ steps, exports }) {
  const value = (/** @type {unknown} */ each) =>
    withReferences(each, (reference) => `\${${[reference.step, ...reference.path].join(".")}}`);
  const section = (/** @type {Step[]} */ some, /** @type {(each: Step) => object} */ entry) =>
    some.length > 0 ? Object.fromEntries(some.map((each) => [each.name, entry(each)])) : undefined;
  const parts = {
    variables: section(steps.filter(isCall), ({ kind, args }) => ({
      "fn::invoke": {
        function: `cognite-iam:${kind}`,
        ...(Object.keys(args).length > 0 && { arguments: value(args) }),
      },
    })),
    resources: section(
      steps.filter((each) => !isCall(each)),
      ({ kind, args }) => ({ type: `cognite-iam:${kind}`, properties: value(args) }),
    ),
    outputs: Object.keys(exports).length > 0 ? value(exports) : undefined,
  };
  return stringify(parts, { lineWidth: 0 });
}

/** How a language writes values. @typedef {{ indent: string; pad: string; key(key: string): string; name(name: string): string; word(value: unknown): string }} Language */

/** @type {Language} */
const inTypeScript = {
  indent: "  ",
  pad: " ",
  key: (key) => key,
  name: (name) => name,
  word: (value) => JSON.stringify(value),
};

/** @type {Language} */
const inPython = {
  indent: "    ",
  pad: "",
  key: (key) => JSON.stringify(snakeCase(key)),
  name: (name) => snakeCase(name),
  word: (value) => (value === true ? "True" : value === false ? "False" : JSON.stringify(value)),
};

/** @param {Example} example */
export function typescript({ steps, exports }) {
  const made = steps.map((each) => {
    const args = literal(each.args, "", inTypeScript);
    const value = isCall(each) ? `iam.${each.kind}Output(${args})` : `new iam.${each.kind}("${each.name}", ${args})`;
    return `const ${each.name} = ${value};`;
  });
  const shown = Object.entries(exports).map(([name, value]) => `export const ${name} = ${value.in(inTypeScript)};`);
  return [`import * as iam from "${npmName}";`, "", ...made, ...shown].join("\n");
}

/** @param {Example} example */
export function python({ steps, exports }) {
  const made = steps.map((each) => {
    const args = Object.entries(each.args).map(
      ([key, value]) => `${snakeCase(key)}=${literal(value, "    ", inPython)}`,
    );
    const kind = isCall(each) ? `${snakeCase(each.kind)}_output` : each.kind;
    const all = isCall(each) ? args : [`"${each.name}"`, ...args];
    return `${each.name} = iam.${kind}(${listed(all, "", { ...inPython, pad: "" })})`;
  });
  const shown = Object.entries(exports).map(
    ([name, value]) => `pulumi.export("${snakeCase(name)}", ${value.in(inPython)})`,
  );
  const imports = [...(shown.length > 0 ? ["import pulumi"] : []), "import pulumi_cognite_iam as iam"];
  return [...imports, "", ...made, ...shown].join("\n");
}

/** A name as Pulumi's Python generator spells it. @param {string} name */
export const snakeCase = (name) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** @param {unknown} value @param {string} indent @param {Language} language @returns {string} */
function literal(value, indent, language) {
  if (value instanceof Reference) return value.in(language);
  if (typeof value !== "object" || value === null) return language.word(value);
  const inner = indent + language.indent;
  if (Array.isArray(value)) {
    const items = value.map((each) => literal(each, inner, language));
    return `[${listed(items, indent, { ...language, pad: "" })}]`;
  }
  const entries = Object.entries(value).map(([key, each]) => `${language.key(key)}: ${literal(each, inner, language)}`);
  return `{${listed(entries, indent, language)}}`;
}

/** On one line where they fit. @param {string[]} items @param {string} indent @param {Language} language */
function listed(items, indent, { indent: step, pad }) {
  if (items.length === 0) return "";
  const line = items.join(", ");
  if (!line.includes("\n") && line.length <= 90) return `${pad}${line}${pad}`;
  return `\n${items.map((item) => `${indent}${step}${item},\n`).join("")}${indent}`;
}

/** The same JSON with something else in the place of each reference. @param {unknown} value @param {(reference: Reference) => unknown} write @returns {any} */
function withReferences(value, write) {
  if (value instanceof Reference) return write(value);
  if (Array.isArray(value)) return value.map((each) => withReferences(each, write));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withReferences(each, write)]));
}

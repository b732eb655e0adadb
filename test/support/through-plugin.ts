import type { Kind } from "../../src/contract/resource-types";
import type { Context, Handler, Props } from "../../src/lifecycle/handler";
import { isProjectDeclared, projectDeclared } from "../../src/lifecycle/project";
import { forms } from "../../src/plugin";
import { type Answer, Resources } from "../../src/plugin/resources";
import { type Received, received, sent } from "../../src/plugin/values";

/** The URN of a resource, by what its owner's mark names: `<project>/<stack>/<name>`. */
export function urnOf(path: string): string {
  const [project, stack, ...name] = path.split("/");
  return `urn:pulumi:${stack}::${project}::type::${name.join("/")}`;
}

/** A handler as the engine reaches it: by a resource's URN, in the words of the schema, over the wire and back. */
export function throughPlugin(context: Context, kind: Kind, handler: Handler): Handler {
  const { form, inputs } = forms[kind];
  const running = {
    context,
    run: <T>(_kind: string, _props: Props, _olds: Props, call: () => Promise<T>) => call(),
    shown: (message: string) => message,
  };
  const resources = new Resources(running, { kind, handler, ...forms[kind] });
  const urn = ({ owner = "project/dev/nobody#0" }: Props) => urnOf(String(owner).replace(/#\w+$/, ""));
  const asReceived = ({ owner, importId, secretInputs, groups, isProjectDeclared: _, ...own }: Props): Received =>
    received(sent(form.toSchema(own), new Set(Array.isArray(secretInputs) ? secretInputs : [])));
  /** What a state was declared by. */
  const declaredOf = (state: Props): Props =>
    Object.fromEntries(
      Object.entries(state).filter(
        ([key]) =>
          ["owner", "secretInputs", ...inputs].includes(key) || (key === "project" && isProjectDeclared(state)),
      ),
    );
  const asProps = ({ props, secrets }: Answer, { owner, secretInputs }: Props): Record<string, unknown> => ({
    ...form.fromSchema(received(sent(props, secrets)).props),
    ...(owner !== undefined && { owner }),
    ...(secretInputs !== undefined && { secretInputs }),
  });
  return {
    async check(olds, news) {
      const found = await resources.check(urn(news), asReceived(olds), asReceived(news));
      return { inputs: asProps(found, news), errors: found.errors };
    },
    async diff(id, olds, news) {
      const { replaces } = await resources.diff(
        id,
        urn(news),
        asReceived(olds),
        asReceived(declaredOf(olds)),
        asReceived(news),
      );
      return replaces;
    },
    async create(news) {
      const { id, ...state } = await resources.create(urn(news), asReceived(news), false);
      return { id, outs: { ...asProps(state, news), ...projectDeclared(news) } };
    },
    async previewCreate(news) {
      await resources.create(urn(news), asReceived(news), true);
    },
    async read(id, props) {
      const found = await resources.read(id, urn(props), asReceived(props), asReceived(declaredOf(props)));
      if (found === undefined) return undefined;
      const { isProjectDeclared: declared } = props;
      return {
        id: found.id,
        outs: { ...asProps(found.state, props), ...(declared === true && { isProjectDeclared: true }) },
        inputs: asProps(found.inputs, props),
      };
    },
    delete: (id, props) => resources.delete(id, urn(props), asReceived(props), asReceived(declaredOf(props))),
  };
}

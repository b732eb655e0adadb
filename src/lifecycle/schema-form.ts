import type { Props } from "./handler";

/**
 * A resource in the words of the plugin's schema, which every language can type, beside those of the API, which handlers
 * take. What a state of the dynamic resources holds is read too.
 */
export interface SchemaForm {
  /** Inputs or outputs as handlers take them. */
  fromSchema(props: Props): Props;
  /** Inputs or outputs as the schema has them. */
  toSchema(props: Props): Props;
  /** New inputs in the places and spelling of the old ones, wherever nothing has changed: Pulumi compares place by place. */
  align(olds: Props, news: Props): Props;
}

/** Of a resource whose words are the same in both, and which has nothing without order. */
export const plainForm: SchemaForm = {
  fromSchema: (props) => props,
  toSchema: (props) => props,
  align: (_, news) => news,
};

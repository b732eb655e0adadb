import type { Props } from "./handler";

/**
 * Converts between the terms of the plugin's schema, which every language can type, and those of the API, which
 * handlers use. It also reads states of the dynamic resources.
 */
export interface SchemaForm {
  /** Inputs or outputs in the terms of handlers. */
  fromSchema(props: Props): Props;
  /** Inputs or outputs in the terms of the schema. */
  toSchema(props: Props): Props;
  /**
   * New inputs in the order and spelling of the old ones, wherever nothing has changed: Pulumi compares by position.
   */
  align(olds: Props, news: Props): Props;
}

/** For a resource whose terms are the same in both, and in which all order matters. */
export const plainForm: SchemaForm = {
  fromSchema: (props) => props,
  toSchema: (props) => props,
  align: (_, news) => news,
};

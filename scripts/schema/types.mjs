/** Types of Pulumi's schema. @typedef {{ readonly [key: string]: unknown }} Type */

/** @typedef {Record<string, Type>} Properties */

/** @type {Type} */
export const text = { type: "string" };
/** @type {Type} */
export const secret = { type: "string", secret: true };
/** Whole numbers up to 2^53 - 1, which ids and times are. @type {Type} */
export const integer = { type: "integer" };
/** @type {Type} */
export const flag = { type: "boolean" };
/** Any JSON. @type {Type} */
export const any = { $ref: "pulumi.json#/Any" };

/** @param {Type} items @returns {Type} */
export const listOf = (items) => ({ type: "array", items });

/** @param {Type} values @returns {Type} */
export const mapOf = (values) => ({ type: "object", additionalProperties: values });

/** The token of what the package names so. @param {string} name */
export const token = (name) => `cognite-iam:index:${name}`;

/** A type of the package. @param {string} name @returns {Type} */
export const named = (name) => ({ $ref: `#/types/${token(name)}` });

/** @param {string} name */
export const capitalized = (name) => name.charAt(0).toUpperCase() + name.slice(1);

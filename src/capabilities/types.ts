import { acls, aclVariants, scopes } from "./catalogue";

/** The name of an ACL, such as `assetsAcl`. {@link acls} has all of them, with their actions and scopes. */
export type AclName = keyof typeof acls;

/** An action of an ACL, such as `READ`; each ACL has its own. */
export type Action<A extends AclName = AclName> = (typeof acls)[A]["actions"][number];

/** The name of a scope, such as `datasetScope`. {@link scopes} has all of them, with their content. */
export type ScopeName = keyof typeof scopes;

/** An ID; a decimal string counts as the number. */
export type ScopeId = number | string;

/** RAW databases and their tables; a database without tables stands for all of its tables. */
export type Tables = { readonly [database: string]: readonly string[] | { readonly tables?: readonly string[] } };

type FieldTypes = { ids: readonly ScopeId[]; names: readonly string[]; tables: Tables };

/** The content of a scope, such as `{ ids: [1, 2] }`. */
export type ScopeContent<S extends ScopeName> = keyof (typeof scopes)[S] extends never
  ? Record<string, never>
  : {
      [F in keyof (typeof scopes)[S]]: (typeof scopes)[S][F] extends keyof FieldTypes
        ? FieldTypes[(typeof scopes)[S][F]]
        : never;
    };

/** A scope of an ACL: one key, as in `{ all: {} }` or `{ datasetScope: { ids: [1, 2] } }`. */
export type Scope<A extends AclName = AclName> = {
  [S in (typeof acls)[A]["scopes"][number]]: { [K in S]: ScopeContent<S> };
}[(typeof acls)[A]["scopes"][number]];

/** Actions of an ACL, and where they are allowed. */
export interface Grant<A extends AclName = AclName> {
  /** At least one of the ACL's own actions, in any order. */
  actions: readonly Action<A>[];
  /** Exactly one of the ACL's own scopes; for another scope, write another capability. */
  scope: Scope<A>;
}

/** Limits a capability to some projects, for tokens that reach several. */
export interface ProjectUrlNames {
  /** The URL names of the projects where the capability applies, at least one. Default: no limit. */
  projectUrlNames?: { urlNames: readonly string[] };
}

/**
 * A capability: exactly one ACL with its actions and scope, as in
 * `{ assetsAcl: { actions: ["READ"], scope: { all: {} } } }`. `projectUrlNames: { urlNames: […] }` next to the ACL limits it
 * to some projects. {@link acls} has all ACLs.
 */
export type Capability = { [A in AclName]: { [K in A]: Grant<A> } & ProjectUrlNames }[AclName];

/** A capability as the service returns it: one ACL, its actions and scope; what is new in the API passes through. */
export type WireCapability = Record<string, unknown>;

/**
 * A capability that the catalogue does not know yet, created by {@link unlisted}. A closed type, since an index
 * signature here would let TypeScript accept any property in every other capability.
 */
export type UnlistedCapability = {
  /** Distinguishes it from a capability that is checked. */
  readonly unlisted: true;
};

/**
 * A capability with an ACL, action or scope that this package does not know yet. It is sent to the service as written,
 * with a warning. Without `unlisted`, an unknown word is rejected, since it is most likely misspelled.
 *
 * @param capability - in the API's own JSON: one ACL with a list of actions and exactly one scope, none of them
 * checked.
 * @example
 * ```ts
 * iam.unlisted({ brandNewAcl: { actions: ["READ"], scope: { all: {} } } })
 * ```
 */
export function unlisted(capability: Readonly<Record<string, unknown>>): UnlistedCapability {
  return { ...capability, unlisted: true };
}

/** The keys that a capability may have beside the ACL. */
export const siblingKeys: readonly string[] = ["projectUrlNames", "unlisted"];

/** What the catalogue knows about an ACL. */
export interface KnownAcl {
  name: AclName;
  actions: readonly string[];
  scopes: readonly ScopeName[];
  status: (typeof acls)[AclName]["status"];
}

/** The ACL with that name, in any of the spellings in Cognite's documentation. */
export function findAcl(name: string): KnownAcl | undefined {
  const key = Object.hasOwn(aclVariants, name) ? aclVariants[name] : name;
  if (key === undefined || !isAcl(key)) return undefined;
  return { name: key, ...acls[key] };
}

/**
 * The scope with that name, in any case; `idScope` and `idscope` are spellings of one, and `among` has the right one.
 */
export function findScope(
  name: string,
  among: readonly ScopeName[] = Object.keys(scopes) as ScopeName[],
): ScopeName | undefined {
  return among.find((scope) => scope === name) ?? among.find((scope) => scope.toLowerCase() === name.toLowerCase());
}

/** What a field of a scope contains: `ids`, `names` or `tables`; undefined for an unknown field. */
export function fieldKind(scope: ScopeName, field: string): keyof FieldTypes | undefined {
  const fields: Readonly<Record<string, keyof FieldTypes>> = scopes[scope];
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
}

/** The fields that a scope must have. */
export const fieldsOf = (scope: ScopeName): string[] => Object.keys(scopes[scope]);

/** The names of all ACLs, for suggestions. */
export const aclNames = (): string[] => Object.keys(acls);

const isAcl = (name: string): name is AclName => Object.hasOwn(acls, name);

import { acls, aclVariants, scopes } from "./catalogue";

/** The name of an ACL, as in `assetsAcl`. All of them, each with its actions and scopes: {@link acls}. */
export type AclName = keyof typeof acls;

/** An action of an ACL, as in `READ`; each ACL has its own. */
export type Action<A extends AclName = AclName> = (typeof acls)[A]["actions"][number];

/** The name of a scope, as in `datasetScope`. All of them, each with what is in it: {@link scopes}. */
export type ScopeName = keyof typeof scopes;

/** A decimal string counts as the number. */
export type ScopeId = number | string;

/** RAW databases and their tables; a database without tables stands for all of its tables. */
export type Tables = { readonly [database: string]: readonly string[] | { readonly tables?: readonly string[] } };

type FieldTypes = { ids: readonly ScopeId[]; names: readonly string[]; tables: Tables };

/** What a scope holds, as in `{ ids: [1, 2] }`. */
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
  /** At least one of the ACL's own actions; their order makes no difference. */
  actions: readonly Action<A>[];
  /** Exactly one of the ACL's own scopes; for another one, write another capability. */
  scope: Scope<A>;
}

/** Limits a capability to some projects, for tokens that reach several. */
export interface ProjectUrlNames {
  /** The URL names of the projects where the capability counts, at least one. Default: no such limit. */
  projectUrlNames?: { urlNames: readonly string[] };
}

/**
 * A right: exactly one ACL with its actions and scope, as in `{ assetsAcl: { actions: ["READ"], scope: { all: {} } } }`. Beside
 * the ACL, `projectUrlNames: { urlNames: […] }` may limit it to some projects. All ACLs: {@link acls}.
 */
export type Capability = { [A in AclName]: { [K in A]: Grant<A> } & ProjectUrlNames }[AclName];

/** A capability as the service answers it: one ACL, its actions and scope; what is new in the API passes through. */
export type WireCapability = Record<string, unknown>;

/**
 * A right that the catalogue does not know yet: made by {@link unlisted}, and closed, since an index signature here would
 * let TypeScript take any property in every other capability.
 */
export type UnlistedCapability = {
  /** What tells it from a capability that is checked. */
  readonly unlisted: true;
};

/**
 * A right with an ACL, action or scope that this package does not know yet; it goes to the service as written, with a
 * warning. Written plainly, an unknown word is refused, since it is most likely misspelled.
 *
 * @param capability - in the API's own JSON: one ACL with a list of actions and exactly one scope, which are not checked.
 * @example
 * ```ts
 * iam.unlisted({ brandNewAcl: { actions: ["READ"], scope: { all: {} } } })
 * ```
 */
export function unlisted(capability: Readonly<Record<string, unknown>>): UnlistedCapability {
  return { ...capability, unlisted: true };
}

/** The keys beside the ACL that a capability may have. */
export const siblingKeys: readonly string[] = ["projectUrlNames", "unlisted"];

/** What the catalogue knows of an ACL. */
export interface KnownAcl {
  name: AclName;
  actions: readonly string[];
  scopes: readonly ScopeName[];
  status: (typeof acls)[AclName]["status"];
}

/** The ACL of that name, in one of the spellings that Cognite's documents use. */
export function findAcl(name: string): KnownAcl | undefined {
  const key = Object.hasOwn(aclVariants, name) ? aclVariants[name] : name;
  if (key === undefined || !isAcl(key)) return undefined;
  return { name: key, ...acls[key] };
}

/** The scope of that name in any case; `idScope` and `idscope` are spellings of one, of which `among` has the right one. */
export function findScope(
  name: string,
  among: readonly ScopeName[] = Object.keys(scopes) as ScopeName[],
): ScopeName | undefined {
  return among.find((scope) => scope === name) ?? among.find((scope) => scope.toLowerCase() === name.toLowerCase());
}

/** What a field of a scope holds: `ids`, `names` or `tables`; undefined for a field that is not known. */
export function fieldKind(scope: ScopeName, field: string): keyof FieldTypes | undefined {
  const fields: Readonly<Record<string, keyof FieldTypes>> = scopes[scope];
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
}

/** The fields that a scope must hold. */
export const fieldsOf = (scope: ScopeName): string[] => Object.keys(scopes[scope]);

/** Every ACL's name, for suggestions. */
export const aclNames = (): string[] => Object.keys(acls);

const isAcl = (name: string): name is AclName => Object.hasOwn(acls, name);

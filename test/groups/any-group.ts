import * as fc from "fast-check";
import { acls, aclVariants, scopes } from "../../src/capabilities/catalogue";
import { canonicalGroup } from "../../src/groups/canonical";

export type Json = Record<string, unknown>;

/** Texts that break whatever joins, splits, or looks up by name. */
const nasty = [
  "",
  ",",
  "a,b",
  '"',
  '","',
  "[]",
  "[a]",
  "{}",
  ":",
  "a:b",
  "@",
  "#",
  "/",
  "\\",
  "\n",
  "\u0000",
  "12",
  "012",
  "1e3",
  "null",
  "true",
  "undefined",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "pulumi",
  "ids",
  "tables",
  "all",
  "é",
  "e\u0301",
  "ß",
  "ẞ",
  "İ",
  "🙂",
  "\ud83d",
  "allUserAccounts",
];
const word = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ maxLength: 6 }),
  fc.string({ unit: "grapheme", maxLength: 3 }),
);
export const name = word.filter((text) => text !== "");
const id = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }));
const some = <T>(each: fc.Arbitrary<T>) => fc.uniqueArray(each, { minLength: 1, maxLength: 4 });

const record = <T>(key: fc.Arbitrary<string>, value: fc.Arbitrary<T>, max = 4): fc.Arbitrary<Record<string, T>> =>
  fc
    .uniqueArray(fc.tuple(key, value), { maxLength: max, selector: ([each]) => each })
    .map((pairs) => Object.fromEntries(pairs));

const fields = {
  ids: fc.uniqueArray(id, { maxLength: 4 }),
  names: fc.uniqueArray(name, { maxLength: 4 }),
  tables: record(name, fc.record({ tables: fc.uniqueArray(name, { maxLength: 3 }) }), 3),
};

type AclName = keyof typeof acls;

/** Half of them those whose scopes hold the most different things. */
const aclName = fc.oneof(
  fc.constantFrom(...(Object.keys(acls) as AclName[])),
  fc.constantFrom<AclName>("rawAcl", "rawAcl", "timeSeriesAcl", "dataModelsAcl"),
);

const capability: fc.Arbitrary<Json> = aclName
  .chain((acl) =>
    fc.constantFrom(...acls[acl].scopes, ...acls[acl].scopes.slice(1)).chain((scope) =>
      fc.record({
        acl: fc.constant(acl),
        actions: some(fc.constantFrom<string>(...acls[acl].actions)),
        scope: fc
          .record(
            Object.fromEntries(
              Object.entries(scopes[scope]).map(([field, kind]) => [field, fields[kind as keyof typeof fields]]),
            ),
          )
          .map((content) => ({ [scope]: { ...content } })),
        projects: fc.option(some(name), { nil: undefined, freq: 6 }),
      }),
    ),
  )
  .map(({ acl, actions, scope, projects }) => ({
    [acl]: { actions, scope },
    ...(projects && { projectUrlNames: { urlNames: projects } }),
  }));

/** A group as a program declares it, in the catalogue's spelling. */
export const group: fc.Arbitrary<Json> = fc
  .record({
    name,
    who: fc.oneof(
      fc.constant({}),
      fc.record({ sourceId: name }),
      fc.record({ members: fc.oneof(some(name), fc.constant("allUserAccounts")) }),
    ),
    capabilities: fc.uniqueArray(capability, {
      maxLength: 4,
      selector: (each) => canonicalGroup({ capabilities: [each] }),
    }),
    metadata: record(
      name.filter((key) => key !== "pulumi"),
      word,
    ),
    appIds: fc.option(some(name), { nil: undefined }),
  })
  .map(({ name, who, capabilities, metadata, appIds }) => ({
    name,
    ...who,
    capabilities,
    metadata,
    ...(appIds && { attributes: { token: { appIds } } }),
  }));

const shuffled = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });

const reordered = <T>(value: Record<string, T>): fc.Arbitrary<Record<string, T>> =>
  shuffled(Object.entries(value)).map((entries) => Object.fromEntries(entries));

/** One of them twice, perhaps: what has no order has no number either. */
const repeated = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
  fc.tuple(shuffled(list), fc.nat(Math.max(0, list.length - 1)), fc.boolean()).map(([all, i, twice]) => {
    const again = all[i];
    return twice && again !== undefined ? [...all, again] : all;
  });

const mixedCase = (text: string): fc.Arbitrary<string> =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((upper) => [...text].map((letter, i) => (upper[i] ? letter.toUpperCase() : letter.toLowerCase())).join(""));

const sequence = <T>(all: readonly fc.Arbitrary<T>[]): fc.Arbitrary<T[]> => fc.tuple(...all) as fc.Arbitrary<T[]>;

function respelledField(kind: string | undefined, value: unknown): fc.Arbitrary<unknown> {
  if (kind === "ids")
    return repeated(value as unknown[]).chain((ids) =>
      sequence(
        ids.map((each) =>
          typeof each === "number" ? fc.constantFrom<unknown>(each, String(each), `00${each}`) : fc.constant(each),
        ),
      ),
    );
  if (Array.isArray(value)) return repeated(value);
  if (kind === undefined) return fc.constant(value);
  return reordered(value as Record<string, { tables: string[] }>).chain((databases) =>
    sequence(
      Object.entries(databases).map(([database, { tables }]) =>
        repeated(tables)
          .chain((list) =>
            fc.constantFrom<unknown>(list, { tables: list }, ...(list.length === 0 ? [{}, { tables: null }] : [])),
          )
          .map((content) => [database, content] as const),
      ),
    ).map((entries) => Object.fromEntries(entries)),
  );
}

/** The same right, as a person, a document or the service may spell it. */
function respelledCapability(given: Json): fc.Arbitrary<Json> {
  const { projectUrlNames, ...rest } = given;
  const [acl, grant] = Object.entries(rest)[0] as [string, { actions: string[]; scope: Json } & Json];
  const [scope, content] = Object.entries(grant.scope)[0] as [string, Json];
  const kinds: Record<string, string> = Object.hasOwn(scopes, scope) ? scopes[scope as keyof typeof scopes] : {};
  const variants = Object.keys(aclVariants).filter((key) => aclVariants[key] === acl);
  return fc
    .record({
      acl: fc.oneof(fc.constantFrom(acl, ...variants), mixedCase(acl)),
      actions: repeated(grant.actions),
      scope: mixedCase(scope),
      content: sequence(
        Object.entries(content).map(([field, value]) =>
          respelledField(kinds[field], value).map((each) => [field, each] as const),
        ),
      ),
      projects: projectUrlNames
        ? repeated((projectUrlNames as { urlNames: string[] }).urlNames).map((urlNames) => ({
            projectUrlNames: { urlNames },
          }))
        : fc.constant({}),
    })
    .chain((parts) =>
      reordered<unknown>({
        [parts.acl]: { ...grant, scope: { [parts.scope]: Object.fromEntries(parts.content) }, actions: parts.actions },
        ...parts.projects,
      }),
    );
}

/** The same group: other orders, other spellings, and what the service adds. */
export function respelled(given: Json): fc.Arbitrary<Json> {
  const {
    name,
    sourceId,
    members,
    capabilities = [],
    metadata = {},
    attributes,
  } = given as {
    capabilities?: Json[];
    metadata?: Record<string, string>;
    attributes?: { token?: { appIds?: string[] } };
  } & Json;
  const nothing = (...spellings: Json[]) => fc.constantFrom<Json>({}, ...spellings);
  return fc
    .record({
      who:
        typeof sourceId === "string"
          ? fc.constantFrom<Json>({ sourceId }, { sourceId, members: null })
          : members === "allUserAccounts"
            ? fc.constantFrom<Json>(
                { members },
                { members, sourceId: "" },
                { members, sourceId: "added by the service" },
              )
            : Array.isArray(members)
              ? fc
                  .tuple(repeated(members), nothing({ sourceId: "" }, { sourceId: "added by the service" }))
                  .map(([list, added]) => ({ members: list, ...added }))
              : nothing({ sourceId: "" }, { sourceId: null, members: null }, { members: [] }),
      capabilities:
        capabilities.length === 0
          ? nothing({ capabilities: [] }, { capabilities: null })
          : repeated(capabilities)
              .chain((list) => sequence(list.map(respelledCapability)))
              .map((list) => ({ capabilities: list })),
      metadata: fc
        .tuple(reordered(metadata), nothing({ pulumi: "proj/dev/g#0123456789ab" }))
        .chain(([own, marker]) =>
          Object.keys(own).length === 0
            ? fc.constantFrom<Json>({}, { metadata: null }, { metadata: { ...marker } })
            : reordered<unknown>({ ...own, ...marker }).map((all) => ({ metadata: all })),
        ),
      attributes: attributes
        ? repeated(attributes.token?.appIds ?? []).map((appIds) =>
            attributes.token?.appIds
              ? { attributes: { ...attributes, token: { ...attributes.token, appIds } } }
              : { attributes },
          )
        : nothing(
            { attributes: null },
            { attributes: {} },
            { attributes: { token: {} } },
            { attributes: { token: null } },
            { attributes: { token: { appIds: null } } },
          ),
    })
    .chain(({ who, capabilities, metadata, attributes }) =>
      reordered<unknown>({ name, ...who, ...capabilities, ...metadata, ...attributes }),
    );
}

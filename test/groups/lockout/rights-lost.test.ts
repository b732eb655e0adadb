import { describe, expect, test } from "vitest";
import { unlisted } from "../../../src/capabilities/types";
import type { Group } from "../../../src/client/groups";
import {
  type Caller,
  type Change,
  type DeclaredGroup,
  type GrantingGroup,
  givesGroupAdmin,
  isUndecided,
  lockoutError,
  rightsLost,
} from "../../../src/groups/lockout/rights-lost";
import { can } from "../../support/capability";

const vital = ["LIST", "CREATE", "DELETE"];
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const rights = (actions: readonly string[] = vital, scope: object = { all: {} }) => can("groupsAcl", actions, scope);
const own = { currentuserscope: {} };
const ownRights = rights(vital, own);
/** Rights in a scope that nobody knows yet. */
const newRights = rights(vital, { moonScope: {} });

/** A service principal in the provider's group "admins". */
const caller: Caller = {
  sourceIds: new Set(["admins"]),
  userIdentifier: "me",
  subject: "my-subject",
  isUserAccount: false,
  project: "proj",
};
const user: Caller = { ...caller, isUserAccount: true };
const unprofiled: Caller = { ...caller, userIdentifier: undefined };

/** A group that the service names as the caller's. */
const group = (about: Partial<Group> & { id: number }): Group => ({ name: "g", capabilities: [rights()], ...about });
const admins = (about: Partial<Group> = {}) => group({ id: 1, name: "admins", sourceId: "admins", ...about });
type Capabilities = NonNullable<Group["capabilities"]>;
const another = (...capabilities: Capabilities) => group({ id: 2, capabilities });
const adminsWith = (...capabilities: Capabilities) => admins({ capabilities });
/** A group that is still to be created. */
const declared = (about: Partial<GrantingGroup>): GrantingGroup => ({
  name: "new",
  capabilities: [rights()],
  ...about,
});

const everything = vital.map((action) => ({ action, left: "nothing" }));
const ownOnly = vital.map((action) => ({ action, left: "own groups only" }));
const nothing: typeof everything = [];

type Row = [what: string, removed: Group, others: (Group | GrantingGroup)[], lost: typeof everything, who?: Caller];

const isLive = (each: Group | GrantingGroup): each is Group => "id" in each;

/** What is lost when one of the caller's groups goes; of the others, those without an id are declared. */
function change(removed: Group, others: readonly (Group | GrantingGroup)[], who = caller): Change {
  const live = [removed, ...others.filter(isLive)];
  return {
    own: live,
    confirmed: new Set(live.map(({ id }) => id)),
    removing: new Set([removed.id]),
    adding: others.filter((each) => !isLive(each)),
    caller: who,
  };
}

const limited = { attributes: { token: { appIds: ["app"] } } };

const byWhatIsLeft: readonly Row[] = [
  ["the only group", admins(), [], everything],
  ["the only group, limited to applications", admins(limited), [], everything],
  ["one of two", admins(), [group({ id: 2 })], nothing],
  ["one, and the other is limited to applications", admins(), [group({ id: 2, ...limited })], everything],
  [
    "one, and the other has an empty limit",
    admins(),
    [group({ id: 2, attributes: { token: { appIds: [] } } })],
    nothing,
  ],
];

const byWhoWouldBeInIt: readonly Row[] = [
  ["a sourceId of the caller's", admins(), [declared({ sourceId: "admins" })], nothing],
  ["another sourceId", admins(), [declared({ sourceId: "others" })], everything],
  ["an empty sourceId", admins(), [declared({ sourceId: "" })], everything],
  ["the caller as a member", admins(), [declared({ members: ["x", "me"] })], nothing],
  ["others as members", admins(), [declared({ members: ["you"] })], everything],
  [
    "others as members, and a sourceId that happens to be the caller's",
    admins(),
    [declared({ members: ["you"], sourceId: "admins" })],
    everything,
  ],
  [
    "the token's subject as a member, but the profile calls the caller otherwise",
    admins(),
    [declared({ members: ["my-subject"] })],
    everything,
  ],
  [
    "the token's subject as a member, and there is no profile",
    admins(),
    [declared({ members: ["my-subject"] })],
    nothing,
    unprofiled,
  ],
  ["nobody in it", admins(), [declared({})], everything],
  ["all user accounts, and the caller is one", admins(), [declared({ members: "allUserAccounts" })], nothing, user],
  [
    "all user accounts, and the caller is not known to be one",
    admins(),
    [declared({ members: "allUserAccounts" })],
    everything,
  ],
  ["a limit to applications", admins(), [declared({ sourceId: "admins", ...limited })], everything],
];

const byRights: readonly Row[] = [
  ["a group without groupsAcl", adminsWith(can("assetsAcl", ["READ"])), [], nothing],
  ["a group without capabilities", admins({ capabilities: [] }), [], nothing],
  ["a group whose capabilities the service leaves out", admins({ capabilities: undefined }), [], nothing],
  ["a group that may only read and change groups", adminsWith(rights(["READ", "UPDATE"])), [], nothing],
  [
    "a group that gives one of the three rights",
    adminsWith(rights(["DELETE"])),
    [],
    [{ action: "DELETE", left: "nothing" }],
  ],
  [
    "rights in several capabilities of one group",
    admins({ capabilities: vital.map((action) => rights([action])) }),
    [],
    everything,
  ],
  [
    "one, and two others give half each",
    admins(),
    [another(rights(["LIST"])), declared({ members: ["me"], capabilities: [rights(["CREATE", "DELETE"])] })],
    nothing,
  ],
  [
    "one, and another gives all but one right",
    admins(),
    [another(rights(["LIST", "CREATE"]))],
    [{ action: "DELETE", left: "nothing" }],
  ],
  ["one of two halves", adminsWith(rights(["LIST", "CREATE"])), [another(rights(["DELETE"]))], everything.slice(0, 2)],
  ["one, and another gives the rights for own groups only", admins(), [another(ownRights)], ownOnly],
  ["one for own groups, and another for all", adminsWith(ownRights), [group({ id: 2 })], nothing],
  ["one for own groups, and another for own groups", adminsWith(ownRights), [another(ownRights)], nothing],
  ["the only one, for own groups", adminsWith(ownRights), [], everything],
  ["one, and another whose scope nobody knows yet", admins(), [another(newRights)], everything],
  [
    "one for own groups, and another whose scope nobody knows yet",
    adminsWith(ownRights),
    [another(newRights)],
    everything,
  ],
  ["one whose scope nobody knows yet", adminsWith(newRights), [], everything],
  [
    "one whose scope nobody knows yet, and another for own groups",
    adminsWith(newRights),
    [another(ownRights)],
    ownOnly,
  ],
  ["one whose scope nobody knows yet, and another for all", adminsWith(newRights), [group({ id: 2 })], nothing],
  [
    "one whose scope nobody knows yet, and the new one has the same",
    adminsWith(rights(vital, { moonScope: { ids: [1, 2] } })),
    [declared({ sourceId: "admins", capabilities: [rights(vital, { MoonScope: { ids: ["2", "1"] } })] })],
    nothing,
  ],
  ["one, and another without any scope", admins(), [another(rights(vital, {}))], everything],
  ["one, and another in other spellings", admins(), [another(can("GroupsAcl", vital, { ALL: {} }))], nothing],
  [
    "one, and another that is unlisted",
    admins(),
    [group({ id: 2, capabilities: [unlisted(rights())] as GrantingGroup["capabilities"] })],
    nothing,
  ],
  [
    "one, and another that holds in another project",
    admins(),
    [another({ ...rights(), projectUrlNames: { urlNames: ["other"] } })],
    everything,
  ],
  [
    "one, and another that holds in this project too",
    admins(),
    [another({ ...rights(), projectUrlNames: { urlNames: ["other", "proj"] } })],
    nothing,
  ],
  [
    "one that holds in another project",
    adminsWith({ ...rights(), projectUrlNames: { urlNames: ["other"] } }),
    [],
    nothing,
  ],
  [
    "one, and what is left is garbled",
    admins(),
    [
      group({
        id: 2,
        capabilities: [
          { groupsAcl: null },
          { groupsAcl: { actions: "LIST", scope: { all: {} } } },
          can("groupsAcl", vital, "all"),
        ],
      }),
    ],
    everything,
  ],
];

describe.each([
  ["what is left", byWhatIsLeft],
  ["who would be in the group that comes", byWhoWouldBeInIt],
  ["what the groups give", byRights],
])("rights that a deleted group takes are found by %s:", (_, rows) => {
  test.each(rows)("%s", (_, removed, others, lost, who = caller) => {
    expect(rightsLost(change(removed, others, who))).toEqual(lost.map((each) => ({ ...each, through: [removed] })));
  });
});

test("a deleted group that no answer names as the caller's takes no rights", () => {
  expect(rightsLost({ ...change(admins(), []), own: [] })).toEqual([]);
});

test("a group that only one answer names as the caller's does not count as left", () => {
  const both = change(admins(), [group({ id: 2 })]);
  expect(rightsLost(both)).toEqual([]);
  expect(rightsLost({ ...both, confirmed: new Set([1]) })).toHaveLength(3);
});

test("groups that are deleted together do not count for each other", () => {
  const both = change(admins(), [group({ id: 2 })]);
  expect(rightsLost({ ...both, removing: new Set([1, 2]) })).toHaveLength(3);
});

test("only groups that give a right to manage groups need a look at the caller", () => {
  expect(givesGroupAdmin(admins())).toBe(true);
  expect(givesGroupAdmin({ capabilities: [rights(["LIST"], own)] })).toBe(true);
  expect(givesGroupAdmin({ capabilities: [rights(["CREATE"], { moonScope: {} })] })).toBe(true);
  expect(givesGroupAdmin({ capabilities: [rights(["READ", "UPDATE"])] })).toBe(false);
  expect(givesGroupAdmin({ capabilities: undefined })).toBe(false);
});

describe("it cannot be told yet what a declared group gives, when it has", () => {
  test.each<[string, Partial<Record<keyof GrantingGroup, unknown>>, boolean]>([
    ["a sourceId that is not known yet", { sourceId: unknown }, true],
    ["members that are not known yet", { members: unknown }, true],
    ["a member that is not known yet", { members: ["a", unknown] }, true],
    ["capabilities that are not known yet", { capabilities: unknown }, true],
    ["a capability that is not known yet", { capabilities: [unknown] }, true],
    ["a grant that is not known yet", { capabilities: [{ groupsAcl: unknown }] }, true],
    [
      "actions that are not known yet",
      { capabilities: [{ groupsAcl: { actions: unknown, scope: { all: {} } } }] },
      true,
    ],
    ["an action that is not known yet", { capabilities: [rights(["LIST", unknown])] }, true],
    ["a scope that is not known yet", { capabilities: [can("groupsAcl", vital, unknown)] }, true],
    ["projects that are not known yet", { capabilities: [{ ...rights(), projectUrlNames: unknown }] }, true],
    ["a grant that is not known yet, in another spelling", { capabilities: [{ GroupsAcl: unknown }] }, true],
    ["a right of another kind that is not known yet: no", { capabilities: [{ assetsAcl: unknown }, rights()] }, false],
    ["a name that is not known yet: no", { name: unknown }, false],
    ["nothing that is not known yet: no", { sourceId: "s", members: undefined, capabilities: [rights()] }, false],
  ])("%s", (_, content, undecided) => {
    expect(isUndecided({ project: "p", name: "g", ...content } as DeclaredGroup)).toBe(undecided);
  });
});

test("the lockout error says what would be lost, through which group, and how to allow it", () => {
  const going = adminsWith(rights(["LIST", "CREATE"]), rights(["DELETE"], own));
  const others = [another(rights(["LIST"], own))];
  const error = lockoutError('Deleting group "admins" (1)', rightsLost(change(going, others)));
  expect(error).toMatchObject({ code: "LOCKOUT", name: "LockoutError" });
  expect(error.message).toBe(
    'Deleting group "admins" (1) would lock you out: you would lose groupsAcl:LIST (except for your own groups), groupsAcl:CREATE, groupsAcl:DELETE. Only group "admins" (1) is known to give you this. Nothing was changed. First give yourself these permissions through another group. If a lockout is intended, allow it with `pulumi config set cognite-iam:allowLockout true` (or `allowLockout: true` on an explicit Provider). `pulumi destroy` and `pulumi refresh` use the settings of the last `pulumi up`, unless you pass `--run-program`.',
  );
});

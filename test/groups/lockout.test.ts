import { describe, expect, test } from "vitest";
import { unlisted } from "../../src/groups/capabilities";
import {
  type Caller,
  type GrantingGroup,
  grantsVitalRights,
  isUndecided,
  lockoutError,
  lossOf,
} from "../../src/groups/lockout";

const vital = ["LIST", "CREATE", "DELETE"];
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const rights = (actions: readonly string[] = vital, scope: object = { all: {} }) => ({ groupsAcl: { actions, scope } });
const own = { currentuserscope: {} };

/** A service principal in groups 1 and 2, and in the provider's group "admins". */
const caller: Caller = {
  groupIds: new Set([1, 2]),
  sourceIds: new Set(["admins"]),
  userIdentifier: "me",
  subject: "my-subject",
  isUserAccount: false,
  project: "proj",
};
const user: Caller = { ...caller, isUserAccount: true };
const somebody: Caller = { ...caller, isUserAccount: undefined };
const outsider: Caller = {
  ...caller,
  groupIds: new Set(),
  sourceIds: new Set(),
  userIdentifier: undefined,
  subject: undefined,
};
const unprofiled: Caller = { ...caller, userIdentifier: undefined };

let nextId = 100;
const group = (about: Partial<GrantingGroup>): GrantingGroup => ({
  id: nextId++,
  name: "g",
  capabilities: [rights()],
  ...about,
});
const admins = (about: Partial<GrantingGroup> = {}) => group({ id: 1, name: "admins", sourceId: "admins", ...about });

const everything = vital.map((action) => ({ action, left: "nothing" }));
const ownOnly = vital.map((action) => ({ action, left: "own groups only" }));
const nothing: typeof everything = [];

type Row = [what: string, going: GrantingGroup, staying: GrantingGroup[], lost: typeof everything, who?: Caller];

const byMembership: readonly Row[] = [
  ["the only group, which the service lists as the caller's", group({ id: 1 }), [], everything],
  ["the only group, by sourceId", group({ sourceId: "admins" }), [], everything],
  ["the only group, by the subject as a member", group({ members: ["x", "my-subject"] }), [], everything],
  ["the only group, by the profile as a member", group({ members: ["me"] }), [], everything],
  ["the only group, of all user accounts", group({ members: "allUserAccounts" }), [], everything, user],
  [
    "the only group, of all user accounts, and it is not known if the caller is one",
    group({ members: "allUserAccounts" }),
    [],
    everything,
    somebody,
  ],
  ["a group of all user accounts, and the caller is none", group({ members: "allUserAccounts" }), [], nothing],
  ["a group of others by sourceId", group({ sourceId: "others" }), [], nothing],
  ["a group of others by members", group({ members: ["you"] }), [], nothing],
  ["a group of nobody", group({}), [], nothing],
  ["a group of nobody, with an empty sourceId", group({ sourceId: "" }), [], nothing],
  ["a group, and the caller is in none", admins(), [], nothing, outsider],
  [
    "a group of members whose sourceId happens to be the caller's",
    group({ members: ["you"], sourceId: "admins" }),
    [],
    nothing,
  ],
  [
    "the only group, limited to applications",
    group({ id: 1, attributes: { token: { appIds: ["app"] } } }),
    [],
    everything,
  ],
  [
    "a group of others, limited to applications",
    group({ sourceId: "others", attributes: { token: { appIds: ["app"] } } }),
    [],
    nothing,
  ],
];

const byWhatIsLeft: readonly Row[] = [
  ["one of two that the service lists", admins(), [group({ id: 2 })], nothing],
  ["one of two by sourceId", admins(), [group({ sourceId: "admins" })], nothing],
  [
    "one, and the new one has the caller as a member",
    admins(),
    [{ name: "new", members: ["me"], capabilities: [rights()] }],
    nothing,
  ],
  [
    "one, and the new one has the token's subject as a member, but the profile calls the caller otherwise",
    admins(),
    [{ name: "new", members: ["my-subject"], capabilities: [rights()] }],
    everything,
  ],
  [
    "one, and the new one has the token's subject as a member, and there is no profile",
    admins(),
    [{ name: "new", members: ["my-subject"], capabilities: [rights()] }],
    nothing,
    unprofiled,
  ],
  [
    "one, and one that stands has the token's subject as a member, but the service does not list it",
    admins(),
    [group({ members: ["my-subject"] })],
    everything,
    unprofiled,
  ],
  [
    "one, and the new one has another sourceId",
    admins(),
    [{ name: "new", sourceId: "others", capabilities: [rights()] }],
    everything,
  ],
  ["one, and the new one has nobody in it", admins(), [{ name: "new", capabilities: [rights()] }], everything],
  [
    "one, and the other is of all user accounts, and the caller is one",
    admins(),
    [group({ members: "allUserAccounts" })],
    nothing,
    user,
  ],
  [
    "one, and the other is of all user accounts, and the caller is none",
    admins(),
    [group({ members: "allUserAccounts" })],
    everything,
  ],
  [
    "one, and the other is of all user accounts, and it is not known if the caller is one",
    admins(),
    [group({ members: "allUserAccounts" })],
    everything,
    somebody,
  ],
  [
    "one, and the other is of all user accounts and listed as the caller's",
    admins(),
    [group({ id: 2, members: "allUserAccounts" })],
    nothing,
    somebody,
  ],
  [
    "one, and the other is limited to applications",
    admins(),
    [group({ id: 2, attributes: { token: { appIds: ["app"] } } })],
    everything,
  ],
  [
    "one, and the other has an empty limit",
    admins(),
    [group({ id: 2, attributes: { token: { appIds: [] } } })],
    nothing,
  ],
  ["one, and the other is of others", admins(), [group({ members: ["you"] })], everything],
];

const byRights: readonly Row[] = [
  [
    "a group without groupsAcl",
    admins({ capabilities: [{ assetsAcl: { actions: ["READ"], scope: { all: {} } } }] }),
    [],
    nothing,
  ],
  ["a group without capabilities", admins({ capabilities: [] }), [], nothing],
  ["a group whose capabilities the service leaves out", admins({ capabilities: undefined }), [], nothing],
  ["a group that may only read and change groups", admins({ capabilities: [rights(["READ", "UPDATE"])] }), [], nothing],
  [
    "a group that gives one of the three rights",
    admins({ capabilities: [rights(["DELETE"])] }),
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
    [
      group({ id: 2, capabilities: [rights(["LIST"])] }),
      group({ members: ["me"], capabilities: [rights(["CREATE", "DELETE"])] }),
    ],
    nothing,
  ],
  [
    "one, and another gives all but one right",
    admins(),
    [group({ id: 2, capabilities: [rights(["LIST", "CREATE"])] })],
    [{ action: "DELETE", left: "nothing" }],
  ],
  [
    "one of two halves",
    admins({ capabilities: [rights(["LIST", "CREATE"])] }),
    [group({ id: 2, capabilities: [rights(["DELETE"])] })],
    everything.slice(0, 2),
  ],
  [
    "one, and another gives the rights for own groups only",
    admins(),
    [group({ id: 2, capabilities: [rights(vital, own)] })],
    ownOnly,
  ],
  [
    "one for own groups, and another for all",
    admins({ capabilities: [rights(vital, own)] }),
    [group({ id: 2 })],
    nothing,
  ],
  [
    "one for own groups, and another for own groups",
    admins({ capabilities: [rights(vital, own)] }),
    [group({ id: 2, capabilities: [rights(vital, own)] })],
    nothing,
  ],
  ["the only one, for own groups", admins({ capabilities: [rights(vital, own)] }), [], everything],
  [
    "one, and another whose scope nobody knows yet",
    admins(),
    [group({ id: 2, capabilities: [rights(vital, { moonScope: {} })] })],
    everything,
  ],
  [
    "one for own groups, and another whose scope nobody knows yet",
    admins({ capabilities: [rights(vital, own)] }),
    [group({ id: 2, capabilities: [rights(vital, { moonScope: {} })] })],
    everything,
  ],
  ["one whose scope nobody knows yet", admins({ capabilities: [rights(vital, { moonScope: {} })] }), [], everything],
  [
    "one whose scope nobody knows yet, and another for own groups",
    admins({ capabilities: [rights(vital, { moonScope: {} })] }),
    [group({ id: 2, capabilities: [rights(vital, own)] })],
    ownOnly,
  ],
  [
    "one whose scope nobody knows yet, and another for all",
    admins({ capabilities: [rights(vital, { moonScope: {} })] }),
    [group({ id: 2 })],
    nothing,
  ],
  [
    "one whose scope nobody knows yet, and the new one has the same",
    admins({ capabilities: [rights(vital, { moonScope: { ids: [1, 2] } })] }),
    [{ name: "new", sourceId: "admins", capabilities: [rights(vital, { MoonScope: { ids: ["2", "1"] } })] }],
    nothing,
  ],
  ["one, and another without any scope", admins(), [group({ id: 2, capabilities: [rights(vital, {})] })], everything],
  [
    "one, and another in other spellings",
    admins(),
    [group({ id: 2, capabilities: [{ GroupsAcl: { actions: vital, scope: { ALL: {} } } }] })],
    nothing,
  ],
  [
    "one, and another that is unlisted",
    admins(),
    [group({ id: 2, capabilities: [unlisted(rights())] as GrantingGroup["capabilities"] })],
    nothing,
  ],
  [
    "one, and another that holds in another project",
    admins(),
    [group({ id: 2, capabilities: [{ ...rights(), projectUrlNames: { urlNames: ["other"] } }] })],
    everything,
  ],
  [
    "one, and another that holds in this project too",
    admins(),
    [group({ id: 2, capabilities: [{ ...rights(), projectUrlNames: { urlNames: ["other", "proj"] } }] })],
    nothing,
  ],
  [
    "one that holds in another project",
    admins({ capabilities: [{ ...rights(), projectUrlNames: { urlNames: ["other"] } }] }),
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
          { groupsAcl: { actions: vital, scope: "all" } },
        ],
      }),
    ],
    everything,
  ],
];

describe.each([
  ["who is in it", byMembership],
  ["who is left", byWhatIsLeft],
  ["what is left", byRights],
])("losing, by %s", (_, rows) => {
  test.each(rows)("%s", (_, going, staying, lost, who = caller) => {
    expect(lossOf(going, staying, who)).toEqual(lost);
  });
});

test("only groups that give a right to manage groups need a look at the caller", () => {
  expect(grantsVitalRights(admins())).toBe(true);
  expect(grantsVitalRights({ capabilities: [rights(["LIST"], own)] })).toBe(true);
  expect(grantsVitalRights({ capabilities: [rights(["CREATE"], { moonScope: {} })] })).toBe(true);
  expect(grantsVitalRights({ capabilities: [rights(["READ", "UPDATE"])] })).toBe(false);
  expect(grantsVitalRights({ capabilities: undefined })).toBe(false);
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
    ["a scope that is not known yet", { capabilities: [{ groupsAcl: { actions: vital, scope: unknown } }] }, true],
    ["projects that are not known yet", { capabilities: [{ ...rights(), projectUrlNames: unknown }] }, true],
    ["a grant that is not known yet, in another spelling", { capabilities: [{ GroupsAcl: unknown }] }, true],
    ["a right of another kind that is not known yet: no", { capabilities: [{ assetsAcl: unknown }, rights()] }, false],
    ["a name that is not known yet: no", { name: unknown }, false],
    ["nothing that is not known yet: no", { sourceId: "s", members: undefined, capabilities: [rights()] }, false],
  ])("%s", (_, content, undecided) => {
    expect(isUndecided({ name: "g", ...content } as GrantingGroup)).toBe(undecided);
  });
});

test("the error says what would be lost, through which group, and how to allow it", () => {
  const going = admins({ capabilities: [rights(["LIST", "CREATE"]), rights(["DELETE"], own)] });
  const staying = [group({ id: 2, capabilities: [rights(["LIST"], own)] })];
  const error = lockoutError('Deleting group "admins" (1)', going, lossOf(going, staying, caller));
  expect(error).toMatchObject({ code: "LOCKOUT", name: "LockoutError" });
  expect(error.message).toBe(
    'Deleting group "admins" (1) would take away your own right to manage groups: groupsAcl:LIST (but for your own groups), groupsAcl:CREATE, groupsAcl:DELETE would be gone, which you have through group "admins" (1), and through no other group that is sure to count. The group stays as it is. Give yourself these rights through another group first; or, if it is meant, allow it with `pulumi config set cognite:allowLockout true` (or `allowLockout: true` of an explicit Provider). `pulumi destroy` and `pulumi refresh` go by the settings of the last `pulumi up`, unless they are given `--run-program`.',
  );
});

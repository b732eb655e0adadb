import type { LocalClient, LocalGroupSpec, LocalIamOptions } from "../../src/local/index";
import { can } from "../support/capability";

/** What is done, and what becomes of it; `refused` by the check at preview or up, or by the delete at up. */
export interface Row {
  what: string;
  /** The groups besides the readers, by the resource's name; the caller is in what holds `idp-ops` or `ops`. */
  groups: Record<string, Partial<LocalGroupSpec>>;
  caller?: Partial<LocalClient>;
  profile?: "USER" | "SERVICE_PRINCIPAL";
  server?: Partial<LocalIamOptions>;
  /** What the service does not let the caller do: `inspect`, or `own` groups. */
  broken?: readonly ("inspect" | "own")[];
  /** A group that an earlier run has deleted just now, so that lists still show it. */
  deletedBefore?: string;
  replace?: { name: string; by: Partial<LocalGroupSpec>; forced?: boolean; deleteFirst?: boolean };
  delete?: readonly string[];
  preview: "allowed" | "refused" | "not asked";
  up: "allowed" | "refused by check" | "refused by delete" | "one refused by delete";
}

const all = { all: {} };
const groupsAcl = (actions: readonly string[], scope: object = all) => can("groupsAcl", actions, scope);
const inspecting = can("projectsAcl", ["LIST"]);
const managing = [groupsAcl(["LIST", "CREATE", "DELETE"]), inspecting];

const bySource: Partial<LocalGroupSpec> = { sourceId: "idp-ops", capabilities: managing };
const byMembers: Partial<LocalGroupSpec> = { members: ["somebody", "ops"], capabilities: managing };
const byAll: Partial<LocalGroupSpec> = { members: "allUserAccounts", capabilities: managing };
const limited = { attributes: { token: { appIds: ["app"] } } };
const weak = { capabilities: [groupsAcl(["LIST", "READ"]), inspecting] };
const refused = { preview: "refused", up: "refused by check" } as const;
const allowed = { preview: "allowed", up: "allowed" } as const;
const deleted = { preview: "not asked" } as const;

export const rows: readonly Row[] = [
  { what: "weaken", groups: { admin: bySource }, replace: { name: "admin", by: weak }, ...refused },
  {
    what: "weaken, but another group gives the same",
    groups: { admin: bySource, other: bySource },
    replace: { name: "admin", by: weak },
    ...allowed,
  },
  {
    what: "weaken to currentuserscope",
    groups: { admin: bySource },
    replace: {
      name: "admin",
      by: { capabilities: [groupsAcl(["LIST", "CREATE", "DELETE"], { currentuserscope: {} }), inspecting] },
    },
    ...refused,
  },
  {
    what: "weaken by a limit to another project",
    groups: { admin: bySource },
    replace: {
      name: "admin",
      by: {
        capabilities: [
          { ...groupsAcl(["LIST", "CREATE", "DELETE"]), projectUrlNames: { urlNames: ["another"] } },
          inspecting,
        ],
      },
    },
    ...refused,
  },
  {
    what: "change something else",
    groups: { admin: bySource },
    replace: { name: "admin", by: { metadata: { team: "x" } } },
    ...allowed,
  },
  {
    what: "move to another sourceId",
    groups: { admin: bySource },
    replace: { name: "admin", by: { sourceId: "idp-else" } },
    ...refused,
  },
  {
    what: "move to a sourceId that another of the caller's groups shows",
    groups: { admin: bySource, other: { sourceId: "idp-second" } },
    caller: { groups: ["idp-ops", "idp-second"] },
    replace: { name: "admin", by: { sourceId: "idp-second" } },
    ...allowed,
  },
  {
    what: "move to members with the caller",
    groups: { admin: bySource },
    replace: { name: "admin", by: { ...byMembers, sourceId: "" } },
    ...allowed,
  },
  {
    what: "move to members without the caller",
    groups: { admin: bySource },
    replace: { name: "admin", by: { members: ["somebody"], sourceId: "" } },
    ...refused,
  },
  {
    what: "move to members with the token's subject, which is not what the profile calls the caller",
    groups: { admin: bySource },
    caller: { subject: "subject-1", userIdentifier: "principal-1" },
    profile: "SERVICE_PRINCIPAL",
    replace: { name: "admin", by: { members: ["subject-1"], sourceId: "" } },
    ...refused,
  },
  {
    what: "move to members with the token's subject, without a profile, and the service does not take it",
    groups: { admin: bySource },
    caller: { subject: "subject-1", userIdentifier: "principal-1" },
    replace: { name: "admin", by: { members: ["subject-1"], sourceId: "" } },
    preview: "allowed",
    up: "refused by delete",
  },
  {
    what: "move to members with the token's subject, without a profile, and the service takes it",
    groups: { admin: bySource },
    caller: { subject: "subject-1", userIdentifier: "subject-1" },
    replace: { name: "admin", by: { members: ["subject-1"], sourceId: "" } },
    ...allowed,
  },
  { what: "delete", groups: { admin: bySource }, delete: ["admin"], ...deleted, up: "refused by delete" },
  {
    what: "delete one of two",
    groups: { admin: bySource, other: byMembers },
    delete: ["admin"],
    ...deleted,
    up: "allowed",
  },
  {
    what: "destroy all, of which one gives the rights",
    groups: { admin: bySource },
    delete: ["readers", "admin"],
    ...deleted,
    up: "refused by delete",
  },
  {
    what: "two admin groups at once",
    groups: { admin: bySource, other: byMembers },
    delete: ["admin", "other"],
    ...deleted,
    up: "one refused by delete",
  },
  {
    what: "the one admin group after the other, within the lag of the lists",
    groups: { admin: bySource, other: bySource },
    deletedBefore: "other",
    delete: ["admin"],
    ...deleted,
    up: "refused by delete",
  },
  {
    what: "weaken, and an admin group that is gone is still listed",
    groups: { admin: bySource, other: bySource },
    deletedBefore: "other",
    replace: { name: "admin", by: weak },
    ...refused,
  },
  {
    what: "forced replacement that weakens, and an admin group that is gone is still listed",
    groups: { admin: bySource, other: bySource },
    deletedBefore: "other",
    replace: { name: "admin", by: weak, forced: true },
    preview: "allowed",
    up: "refused by delete",
  },
  {
    what: "a group that gives no such right",
    groups: { admin: bySource },
    delete: ["readers"],
    ...deleted,
    up: "allowed",
  },
  {
    what: "a group that others are in",
    groups: { admin: bySource, other: { sourceId: "idp-else", capabilities: managing } },
    delete: ["other"],
    ...deleted,
    up: "allowed",
  },
  {
    what: "through members: delete",
    groups: { admin: byMembers },
    delete: ["admin"],
    ...deleted,
    up: "refused by delete",
  },
  {
    what: "through members, as the profile calls the caller: delete",
    groups: { admin: { ...byMembers, members: ["principal-1"] }, other: { ...byMembers, members: ["principal-1"] } },
    caller: { userIdentifier: "principal-1" },
    profile: "SERVICE_PRINCIPAL",
    replace: { name: "admin", by: { members: ["principal-1", "somebody"] } },
    ...allowed,
  },
  {
    what: "through members: take the caller out",
    groups: { admin: byMembers },
    replace: { name: "admin", by: { members: ["somebody"] } },
    ...refused,
  },
  {
    what: "through allUserAccounts: delete",
    groups: { admin: byAll },
    caller: { isUser: true },
    profile: "USER",
    delete: ["admin"],
    ...deleted,
    up: "refused by delete",
  },
  {
    what: "through allUserAccounts: change something else",
    groups: { admin: byAll },
    caller: { isUser: true },
    replace: { name: "admin", by: { metadata: { team: "x" } } },
    ...allowed,
  },
  {
    what: "through allUserAccounts, which does not hold a service principal: delete the other",
    groups: { admin: bySource, other: byAll },
    profile: "SERVICE_PRINCIPAL",
    delete: ["admin"],
    ...deleted,
    up: "refused by delete",
  },
  {
    what: "through two groups that each give half: delete either",
    groups: {
      lister: { sourceId: "idp-ops", capabilities: [groupsAcl(["LIST"]), inspecting] },
      writer: { members: ["ops"], capabilities: [groupsAcl(["CREATE", "DELETE"])] },
    },
    delete: ["writer"],
    ...deleted,
    up: "refused by delete",
  },
  {
    what: "through two groups that each give half: delete a third that gives all",
    groups: {
      admin: bySource,
      lister: { sourceId: "idp-ops", capabilities: [groupsAcl(["LIST"]), inspecting] },
      writer: { members: ["ops"], capabilities: [groupsAcl(["CREATE", "DELETE"])] },
    },
    delete: ["admin"],
    ...deleted,
    up: "allowed",
  },
  {
    what: "what is left is limited by appIds",
    groups: { admin: bySource, other: { ...bySource, ...limited } },
    caller: { appId: "app" },
    delete: ["admin"],
    ...deleted,
    up: "refused by delete",
  },
  {
    what: "limit by appIds",
    groups: { admin: bySource },
    caller: { appId: "app" },
    replace: { name: "admin", by: limited },
    ...refused,
  },
  {
    what: "the only one is limited by appIds: delete",
    groups: { admin: { ...bySource, ...limited } },
    caller: { appId: "app" },
    delete: ["admin"],
    ...deleted,
    up: "refused by delete",
  },
  {
    what: "inspect without projectsAcl: delete",
    groups: { admin: { ...bySource, capabilities: [groupsAcl(["LIST", "CREATE", "DELETE"])] } },
    delete: ["admin"],
    ...deleted,
    up: "refused by delete",
  },
  {
    what: "inspect without projectsAcl: delete one of two",
    groups: {
      admin: { ...bySource, capabilities: [groupsAcl(["LIST", "CREATE", "DELETE"])] },
      other: { ...bySource, capabilities: [groupsAcl(["LIST", "CREATE", "DELETE"])] },
    },
    delete: ["admin"],
    ...deleted,
    up: "allowed",
  },
  {
    what: "neither inspect nor the caller's own groups answer: delete one of two",
    groups: { admin: bySource, other: bySource },
    broken: ["inspect", "own"],
    delete: ["admin"],
    ...deleted,
    up: "refused by delete",
  },
  {
    what: "forced replacement with the same content",
    groups: { admin: bySource },
    replace: { name: "admin", by: {}, forced: true },
    ...allowed,
  },
  {
    what: "forced replacement that weakens",
    groups: { admin: bySource },
    replace: { name: "admin", by: weak, forced: true },
    preview: "allowed",
    up: "refused by delete",
  },
  {
    what: "deleteBeforeReplace with another content",
    groups: { admin: bySource },
    replace: { name: "admin", by: { metadata: { team: "x" } }, deleteFirst: true },
    preview: "allowed",
    up: "refused by delete",
  },
  {
    what: "deleteBeforeReplace, but another group gives the same",
    groups: { admin: bySource, other: bySource },
    replace: { name: "admin", by: { metadata: { team: "x" } }, deleteFirst: true },
    ...allowed,
  },
];

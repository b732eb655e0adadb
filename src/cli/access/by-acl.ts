import type { AccessGroup, AclStatus } from "./model";
import { compare } from "./rights";

/** An ACL, and which groups have it. A group appears at most once in each column. */
export interface AclHolders {
  acl: string;
  status: AclStatus;
  writeProject: AccessGroup[];
  writeScoped: AccessGroup[];
  readProject: AccessGroup[];
  readScoped: AccessGroup[];
}

/** Which groups have each ACL, sorted by ACL. */
export function holdersByAcl(groups: readonly AccessGroup[]): AclHolders[] {
  const all = new Map<
    string,
    { [K in keyof AclHolders]: AclHolders[K] extends AccessGroup[] ? Set<AccessGroup> : AclHolders[K] }
  >();
  for (const group of groups)
    for (const { acl, status, read, write, scope } of group.rights) {
      let holders = all.get(acl);
      if (holders === undefined) {
        const none = () => new Set<AccessGroup>();
        holders = { acl, status, writeProject: none(), writeScoped: none(), readProject: none(), readScoped: none() };
        all.set(acl, holders);
      }
      const everywhere = scope.reach === "project";
      if (write.length > 0) holders[everywhere ? "writeProject" : "writeScoped"].add(group);
      if (read.length > 0) holders[everywhere ? "readProject" : "readScoped"].add(group);
    }
  return [...all.values()]
    .filter(({ acl: _, status: __, ...sets }) => Object.values(sets).some(({ size }) => size > 0))
    .map(({ acl, status, ...sets }) => ({
      acl,
      status,
      writeProject: [...sets.writeProject],
      writeScoped: [...sets.writeScoped],
      readProject: [...sets.readProject],
      readScoped: [...sets.readScoped],
    }))
    .sort((a, b) => compare(a.acl, b.acl));
}

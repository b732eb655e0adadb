import type { AccessGroup } from "./model";
import { memberText, whoOf } from "./phrases";

/** Who is in a group; with an application, by its tokens only. */
export interface Principal {
  id: string;
  text: string;
  application?: string | undefined;
}

/** Who is in a group, one by one as far as the group names them. */
export function principalsOf(group: AccessGroup | undefined): Principal[] {
  if (group === undefined) return [];
  const { membership, applications } = group;
  const who = ((): Principal[] => {
    switch (membership.kind) {
      case "members":
        return membership.members.map((member) => ({ id: `member ${member.id}`, text: memberText(member) }));
      case "nobody":
        return [];
      default:
        return [{ id: whoOf(group), text: whoOf(group) }];
    }
  })();
  if (applications.length === 0) return who;
  return who.flatMap((each) => applications.map((application) => ({ ...each, application })));
}

/** Those of `some` that are not among `others`, who count by the tokens of every application or of the same one. */
export function principalsBeyond(some: readonly Principal[], others: readonly Principal[]): string[] {
  return some
    .filter(({ id, application }) =>
      others.every((other) => other.id !== id || (other.application ?? application) !== application),
    )
    .map(({ text, application }) => (application === undefined ? text : `${text} through application ${application}`));
}

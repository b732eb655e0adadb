import { unlistedWords } from "../capabilities/check";
import type { SchemaForm } from "../lifecycle/schema-form";
import { isObject } from "../validation/problems";
import { alignInputs } from "./drift/align";

/** Stands in the list of members for every user account: a schema cannot express "a list or a text". */
const allUserAccounts = "allUserAccounts";

/** A group in the schema: `members` is always a list, and a capability that the catalogue lacks is in `unlisted`. */
export const groupForm: SchemaForm = {
  fromSchema: (props) =>
    mapped(props, {
      members: (members) =>
        Array.isArray(members) && members.length === 1 && members[0] === allUserAccounts ? allUserAccounts : members,
      capability: ({ unlisted, ...rest }) =>
        isObject(unlisted)
          ? { ...rest, ...unlisted, unlisted: true }
          : { ...rest, ...(unlisted !== undefined && { unlisted }) },
    }),
  toSchema: (props) =>
    mapped(props, {
      members: (members) => (members === allUserAccounts ? [allUserAccounts] : members),
      capability: ({ projectUrlNames, unlisted, ...grant }) => ({
        ...(unlisted === true || unlistedWords(grant).length > 0 ? { unlisted: grant } : grant),
        ...(projectUrlNames !== undefined && { projectUrlNames }),
      }),
    }),
  align: (olds, news) => ({ ...news, ...alignInputs(olds, news) }),
};

interface Mapping {
  members(members: unknown): unknown;
  capability(capability: Record<string, unknown>): unknown;
}

function mapped(props: Readonly<Record<string, unknown>>, { members, capability }: Mapping) {
  const { capabilities } = props;
  return {
    ...props,
    ...("members" in props && { members: members(props["members"]) }),
    ...(Array.isArray(capabilities) && {
      capabilities: capabilities.map((each) => (isObject(each) ? capability(each) : each)),
    }),
  };
}

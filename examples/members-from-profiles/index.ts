import * as pulumi from "@pulumi/pulumi";
import * as iam from "pulumi-cognite-iam";

const config = new pulumi.Config();

/** Complete names, such as `["Ann Ek", "Bo Berg"]`. */
const names = config.requireObject<string[]>("names");

// Names are not unique and may change. User identifiers never change, so the group holds only these.
const found = Promise.all(
  names.map(async (name) => {
    // A search matches the beginnings of names, so "Ann Ek" also finds Ann Ekman, who must not get in.
    const users = await iam.searchUserProfiles({ name, limit: 1000 });
    const [user, second] = users.filter(({ displayName }) => displayName === name);
    if (user === undefined) throw new pulumi.RunError(`There is no user with the name "${name}".`);
    if (second !== undefined) throw new pulumi.RunError(`Several users have the name "${name}".`);
    return user.userIdentifier;
  }),
);
const members = found.then((identifiers) => [...new Set(identifiers)]);

const team = new iam.Group("team", {
  name: "team",
  members,
  capabilities: [{ timeSeriesAcl: { actions: ["READ"], scope: { all: {} } } }],
});

export const groupId = team.groupId;

// The reverse lookup: the names of the members.
export const people = iam
  .getUserProfilesOutput({ userIdentifiers: members })
  .apply((users) => users.map(({ displayName }) => displayName ?? "").sort());

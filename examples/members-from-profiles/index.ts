import * as pulumi from "@pulumi/pulumi";
import * as iam from "pulumi-cognite-iam";

const config = new pulumi.Config();

/** Parts of names, such as `["Ann Ek", "Bo"]`; each matches the users whose first or last name begins with it. */
const names = config.requireObject<string[]>("names");

// Names are not unique and may change. User identifiers never change, so the group holds only these.
const found = Promise.all(
  names.map(async (name) => {
    const users = await iam.searchUserProfiles({ name, limit: 100 });
    if (users.length === 0) throw new pulumi.RunError(`There is no user whose name begins with "${name}".`);
    return users;
  }),
);
const members = found.then((users) => [...new Set(users.flat().map(({ userIdentifier }) => userIdentifier))]);

// A search returns users in any order, which does not matter: members have no order.
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

import * as pulumi from "@pulumi/pulumi";
import * as iam from "pulumi-cognite-iam";

const config = new pulumi.Config();

/** Parts of names, such as `["Ann Ek", "Bo"]`; each stands for those users a part of whose name begins so. */
const names = config.requireObject<string[]>("names");

// Names are not unique and change; the user identifier never does, and is all that goes into the group.
const found = Promise.all(
  names.map(async (name) => {
    const users = await iam.searchUserProfiles({ name, limit: 100 });
    if (users.length === 0) throw new pulumi.RunError(`There is no user whose name begins with "${name}".`);
    return users;
  }),
);
const members = found.then((users) => [...new Set(users.flat().map(({ userIdentifier }) => userIdentifier))]);

// A search answers in any order, which makes no difference here: members have none.
const team = new iam.Group("team", {
  name: "team",
  members,
  capabilities: [{ timeSeriesAcl: { actions: ["READ"], scope: { all: {} } } }],
});

export const groupId = team.groupId;

// The other way round: who is in it, by name.
export const people = iam
  .getUserProfilesOutput({ userIdentifiers: members })
  .apply((users) => users.map(({ displayName }) => displayName ?? "").sort());

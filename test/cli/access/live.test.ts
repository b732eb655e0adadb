import { describe, expect, test } from "vitest";
import { readLiveAccess } from "../../../src/cli/access/live";
import { IamClient } from "../../../src/client/index";
import type { LocalIam, LocalIamOptions } from "../../../src/local/index";
import { start } from "../../local/harness";
import { can } from "../../support/capability";

let iam: LocalIam | undefined;

const list = can("groupsAcl", ["LIST"]);
const groups = [
  { name: "reviewers", sourceId: "reviewers", capabilities: [list] },
  { name: "people", members: ["ada", "gone", "grace"] },
];

async function reader(options: LocalIamOptions = {}) {
  iam = await start({
    groups,
    clients: [{ clientId: "reviewer", clientSecret: "s", groups: ["reviewers"] }],
    profiles: [
      { userIdentifier: "ada", displayName: "Ada Lovelace" },
      { userIdentifier: "grace", givenName: "Grace", surname: "Hopper" },
    ],
    ...options,
  });
  return new IamClient({ ...iam.connection, clientId: "reviewer", clientSecret: "s" });
}

describe("a live project, with groupsAcl:LIST alone", () => {
  test("is read but for its security categories, which is said", async () => {
    const access = await readLiveAccess(await reader());
    expect(access.groups.map(({ name }) => name).sort()).toEqual(["cdf-administrators", "people", "reviewers"]);
    expect(access.categories).toBeUndefined();
    expect(access.notes).toEqual([
      "security categories may not be read (securityCategoriesAcl:LIST): none is known to be gone",
    ]);
  });

  test("names its members, those without a profile left out", async () => {
    const { names } = await readLiveAccess(await reader());
    expect(Object.fromEntries(names)).toEqual({ ada: "Ada Lovelace", grace: "Grace Hopper" });
  });

  test("is read without names where there are no profiles, and says so if they cannot be read", async () => {
    expect((await readLiveAccess(await reader({ profiles: [] }))).names.size).toBe(0);
    const client = await reader();
    iam?.fail({ operation: "profiles.byids", status: 403, times: 5 });
    const { names, notes } = await readLiveAccess(client);
    expect(names.size).toBe(0);
    expect(notes.join()).toContain("the names of members could not be read");
  });
});

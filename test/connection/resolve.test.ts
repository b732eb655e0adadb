import { describe, expect, test } from "vitest";
import { type Connection, resolveConnection } from "../../src/connection/resolve";
import {
  type ConnectionArgs,
  type ConnectionKey,
  connectionKeys,
  environmentNames,
  type SettingPlaces,
} from "../../src/connection/settings";
import { ConfigError } from "../../src/errors";
import { type Refused, titled } from "../support/refused";

const resolve = ({ environment = {}, ...places }: Partial<SettingPlaces>): Connection =>
  resolveConnection({ ...places, environment });

/** What is wrong, one line each. */
function problems(places: Partial<SettingPlaces>): string[] {
  try {
    resolve(places);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ code: "CONFIG" });
    const [head, ...lines] = (error as ConfigError).message.split("\n");
    expect(head).toBe("The connection to Cognite Data Fusion is incomplete or invalid:");
    return lines.map((line) => line.replace(/^ {2}- /, ""));
  }
  return [];
}

const client = { clientId: "id", clientSecret: "s3cret" };
const complete = { project: "proj", cluster: "westeurope-1", tenantId: "tenant", ...client };
const withToken = { project: "proj", cluster: "westeurope-1", token: "t0ken" };

function clientOf(connection: Connection) {
  if (connection.credentials.kind !== "clientCredentials") throw new Error("not client credentials");
  return connection.credentials;
}

describe("settings come from the arguments, then the stack config, then the environment:", () => {
  const base = { ...complete, tokenUrl: "https://base.example/token", idp: "other" };
  const rows: [
    key: ConnectionKey,
    values: [string, string, string],
    read: (connection: Connection) => unknown,
    shown: unknown[],
    base?: ConnectionArgs,
  ][] = [
    ["project", ["aaa", "bbb", "ccc"], ({ project }) => project, ["aaa", "bbb", "ccc"]],
    [
      "cluster",
      ["a1", "b1", "c1"],
      ({ baseUrl }) => baseUrl,
      ["https://a1.cognitedata.com", "https://b1.cognitedata.com", "https://c1.cognitedata.com"],
    ],
    [
      "baseUrl",
      ["https://a.example", "https://b.example/x/", "http://127.0.0.1:8080//"],
      ({ baseUrl }) => baseUrl,
      ["https://a.example", "https://b.example/x", "http://127.0.0.1:8080"],
    ],
    [
      "idp",
      ["cdf", "auth0", "other"],
      (connection) => [clientOf(connection).scope, clientOf(connection).audience],
      [
        [undefined, undefined],
        ["IDENTITY user_impersonation", "https://proj.fusion.cognite.com/proj"],
        ["https://westeurope-1.cognitedata.com/.default", "https://westeurope-1.cognitedata.com"],
      ],
    ],
    [
      "tenantId",
      ["a", "b", "c.example"],
      (connection) => clientOf(connection).tokenUrl,
      ["a", "b", "c.example"].map((tenant) => `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`),
      { ...complete },
    ],
    [
      "tokenUrl",
      ["https://a.example/t", "https://b.example/t", "https://c.example/t"],
      (connection) => clientOf(connection).tokenUrl,
      ["https://a.example/t", "https://b.example/t", "https://c.example/t"],
    ],
    ["scopes", ["a", "b1,b2", "c1, c2 c3"], (connection) => clientOf(connection).scope, ["a", "b1 b2", "c1 c2 c3"]],
    ["audience", ["a", "b", "c"], (connection) => clientOf(connection).audience, ["a", "b", "c"]],
  ];

  test.each(rows)("%s", (key, [first, second, third], read, [a, b, c], rest = base) => {
    const { [key]: _, ...others } = rest;
    const environment = { [environmentNames[key] ?? ""]: third };
    const given = (args: string | undefined, config: string | undefined, variable: string | undefined) =>
      read(
        resolve({
          args: { ...others, [key]: args },
          config: { [key]: config },
          environment: { [environmentNames[key] ?? ""]: variable },
        }),
      );
    expect(given(first, second, third)).toEqual(a);
    expect(given(undefined, second, third)).toEqual(b);
    expect(given(undefined, undefined, third)).toEqual(c);
    // An empty string is not set, wherever it stands.
    expect(given("", second, third)).toEqual(b);
    expect(given("", "", third)).toEqual(c);
    expect(given(first, "", "")).toEqual(a);
    expect(read(resolve({ args: others, environment }))).toEqual(c);
  });

  test.each(["allowLockout", "ownerMetadata"] as const)("%s, but never from the environment", (key) => {
    const otherwise = key === "ownerMetadata";
    expect(resolve({ args: withToken })[key]).toBe(otherwise);
    expect(resolve({ args: { ...withToken, [key]: !otherwise }, config: { [key]: otherwise } })[key]).toBe(!otherwise);
    expect(resolve({ args: { ...withToken, [key]: String(otherwise) }, config: { [key]: !otherwise } })[key]).toBe(
      otherwise,
    );
    expect(resolve({ args: { ...withToken, [key]: "" }, config: { [key]: String(!otherwise) } })[key]).toBe(!otherwise);
    expect(
      resolve({ args: withToken, environment: { [key]: String(!otherwise), CDF_ALLOW_LOCKOUT: "true" } })[key],
    ).toBe(otherwise);
    expect(problems({ args: { ...withToken, [key]: "yes" } })).toEqual([`${key} must be true or false; found "yes"`]);
  });

  test("the list of all settings", () => {
    expect(connectionKeys).toEqual([
      "project",
      "cluster",
      "baseUrl",
      "idp",
      "tenantId",
      "tokenUrl",
      "clientId",
      "clientSecret",
      "scopes",
      "audience",
      "token",
      "allowLockout",
      "ownerMetadata",
    ]);
  });

  test("no other variable of the environment counts", () => {
    const environment = { COGNITE_PROJECT: "x", PROJECT: "x", project: "x", AZURE_TENANT_ID: "x" };
    expect(problems({ environment })).toHaveLength(5);
  });
});

describe("credentials are taken whole from the first place that has any", () => {
  const here = { project: "proj", cluster: "c", tenantId: "tenant" };
  const rows: readonly (readonly [what: string, places: Partial<SettingPlaces>, found: object])[] = [
    [
      "a token in the arguments",
      { args: { ...here, token: "a" }, config: { token: "b" } },
      { kind: "token", token: "a" },
    ],
    [
      "a token in the stack config",
      { args: here, config: { token: "b" }, environment: { CDF_TOKEN: "c" } },
      { kind: "token", token: "b" },
    ],
    ["a token in the environment", { args: here, environment: { CDF_TOKEN: "c" } }, { kind: "token", token: "c" }],
    [
      "a token left in a shell does not join the config's client",
      { args: here, config: client, environment: { CDF_TOKEN: "left" } },
      { kind: "clientCredentials", clientId: "id", clientSecret: "s3cret" },
    ],
    [
      "a token of the config does not join the arguments' client",
      { args: { ...here, ...client }, config: { token: "left" } },
      { kind: "clientCredentials", clientId: "id" },
    ],
    [
      "a client left in a shell does not join the arguments' token",
      { args: { ...here, token: "a" }, environment: { IDP_CLIENT_ID: "left", IDP_CLIENT_SECRET: "left" } },
      { kind: "token", token: "a" },
    ],
    [
      "a client of the environment",
      { args: here, environment: { IDP_CLIENT_ID: "i", IDP_CLIENT_SECRET: "s" } },
      { kind: "clientCredentials", clientId: "i", clientSecret: "s" },
    ],
    [
      "empty credentials are none",
      { args: { ...here, token: "", clientId: "" }, config: client },
      { kind: "clientCredentials", clientId: "id" },
    ],
    [
      "of a token and a client in one place, the token",
      { args: { ...here, ...client, token: "a" } },
      { kind: "token", token: "a" },
    ],
  ];

  test.each(rows)("%s", (_, places, found) => {
    expect(resolve(places).credentials).toMatchObject(found);
  });

  const where = {
    clientId:
      "set it with `pulumi config set cognite-iam:clientId …`, in the environment as IDP_CLIENT_ID, or as `clientId` of an explicit Provider",
    clientSecret:
      "set it with `pulumi config set --secret cognite-iam:clientSecret …`, in the environment as IDP_CLIENT_SECRET, or as `clientSecret` of an explicit Provider",
  };
  test.each([
    ["args", "the provider's arguments", (half: ConnectionArgs) => ({ args: { ...here, ...half }, config: client })],
    [
      "config",
      "the stack config",
      (half: ConnectionArgs) => ({ args: here, config: half, environment: { CDF_TOKEN: "t" } }),
    ],
    [
      "environment",
      "the environment",
      ({ clientId, clientSecret }: ConnectionArgs) => ({
        args: here,
        environment: { IDP_CLIENT_ID: clientId, IDP_CLIENT_SECRET: clientSecret },
      }),
    ],
  ])("half a client is an error, even where a later place has the rest: %s", (_, place, places) => {
    const other = `(the other half is in ${place}; both must come from the same place)`;
    expect(problems(places({ clientId: "id" }))).toEqual([`clientSecret is missing ${other}: ${where.clientSecret}`]);
    expect(problems(places({ clientSecret: "s3cret" }))).toEqual([`clientId is missing ${other}: ${where.clientId}`]);
  });
});

describe("LOGIN_FLOW", () => {
  const both = { ...complete, token: "t0ken" };

  test("token takes the first token, even where an earlier place has a client", () => {
    const environment = { LOGIN_FLOW: "token", CDF_TOKEN: "late" };
    expect(resolve({ args: both, environment }).credentials).toEqual({ kind: "token", token: "t0ken" });
    expect(resolve({ args: complete, environment }).credentials).toEqual({ kind: "token", token: "late" });
  });

  test("token without a token names the missing token", () => {
    expect(problems({ args: complete, environment: { LOGIN_FLOW: "token" } })).toEqual([
      "token is missing (LOGIN_FLOW is token): set it with `pulumi config set --secret cognite-iam:token …`, in the environment as CDF_TOKEN, or as `token` of an explicit Provider",
    ]);
  });

  test("client_credentials takes the first client, even where an earlier place has a token", () => {
    const environment = { LOGIN_FLOW: "client_credentials", CDF_TOKEN: "t" };
    expect(resolve({ args: both, environment }).credentials.kind).toBe("clientCredentials");
    expect(resolve({ args: withToken, config: { tenantId: "t", ...client }, environment }).credentials.kind).toBe(
      "clientCredentials",
    );
  });

  test("client_credentials without a client names the missing client", () => {
    const found = problems({
      args: { ...withToken, tenantId: "t" },
      environment: { LOGIN_FLOW: "client_credentials" },
    });
    expect(found.map((line) => line.split(":", 1)[0])).toEqual([
      "clientId is missing (LOGIN_FLOW is client_credentials)",
      "clientSecret is missing",
    ]);
  });

  test("that is empty decides nothing", () => {
    expect(resolve({ args: withToken, environment: { LOGIN_FLOW: "" } }).credentials.kind).toBe("token");
  });

  test.each(["device_code", "interactive", "session"])("%s is refused as not supported", (flow) => {
    expect(problems({ args: withToken, environment: { LOGIN_FLOW: flow } })).toEqual([
      `LOGIN_FLOW is "${flow}", which needs a person or a keyring and is not supported: use client_credentials or token, or unset it`,
    ]);
  });

  test.each([
    ["client_credential", '; did you mean "client_credentials"?'],
    ["TOKEN", '; did you mean "token"?'],
    ["oauth", ""],
  ])("%s is refused as not known", (flow, near) => {
    expect(problems({ args: withToken, environment: { LOGIN_FLOW: flow } })).toEqual([
      `LOGIN_FLOW is "${flow}", which is unknown: use client_credentials or token, or unset it${near}`,
    ]);
  });
});

describe("defaults of the identity provider:", () => {
  const host = "https://westeurope-1.cognitedata.com";
  const rows: readonly (readonly [what: string, args: ConnectionArgs, found: object])[] = [
    [
      "entra_id, which is the default",
      {},
      {
        tokenUrl: "https://login.microsoftonline.com/tenant/oauth2/v2.0/token",
        scope: `${host}/.default`,
        audience: host,
      },
    ],
    [
      "entra_id with a token URL and no tenant",
      { idp: "entra_id", tenantId: "", tokenUrl: "https://idp.example/t" },
      { tokenUrl: "https://idp.example/t", scope: `${host}/.default` },
    ],
    ["entra_id with both", { tokenUrl: "https://idp.example/t" }, { tokenUrl: "https://idp.example/t" }],
    [
      "a tenant that is no part of a path",
      { tenantId: "a/../b?c" },
      { tokenUrl: "https://login.microsoftonline.com/a%2F..%2Fb%3Fc/oauth2/v2.0/token" },
    ],
    [
      "auth0",
      { idp: "auth0", tokenUrl: "https://idp.example/t" },
      {
        tokenUrl: "https://idp.example/t",
        scope: "IDENTITY user_impersonation",
        audience: "https://proj.fusion.cognite.com/proj",
      },
    ],
    [
      "other",
      { idp: "other", tokenUrl: "https://idp.example/t" },
      { tokenUrl: "https://idp.example/t", scope: `${host}/.default`, audience: host },
    ],
    [
      "cdf, whatever else is set",
      { idp: "cdf", tokenUrl: "https://idp.example/t", scopes: "x", audience: "y" },
      { tokenUrl: "https://auth.cognite.com/oauth2/token", scope: undefined, audience: undefined },
    ],
    ["scopes and audience that are set", { scopes: "a,b", audience: "c" }, { scope: "a b", audience: "c" }],
    ["scopes of nothing but commas", { scopes: " , " }, { scope: "" }],
  ];

  test.each(rows)("%s", (_, args, found) => {
    expect(clientOf(resolve({ args: { ...complete, ...args } }))).toMatchObject(found);
  });

  test("scope and audience name the cluster, not the address that calls go to", () => {
    const through = { ...complete, baseUrl: "http://127.0.0.1:8080" };
    expect(resolve({ args: through })).toMatchObject({
      baseUrl: "http://127.0.0.1:8080",
      credentials: { scope: `${host}/.default`, audience: host },
    });
    const elsewhere = { ...complete, baseUrl: "https://az-eastus-1.cognitedata.com" };
    expect(clientOf(resolve({ args: elsewhere }))).toMatchObject({ scope: `${host}/.default`, audience: host });
    const { cluster: _, ...withoutCluster } = through;
    expect(clientOf(resolve({ args: withoutCluster }))).toMatchObject({ scope: undefined, audience: undefined });
  });

  test.each([
    ["https://az-eastus-1.cognitedata.com", "az-eastus-1"],
    ["https://az-eastus-1.cognitedata.com:443/", "az-eastus-1"],
    ["https://x.plink.az-eastus-1.cognitedata.com", "az-eastus-1"],
    ["https://cognitedata.com.example", undefined],
  ])("without a cluster setting, the cluster is read from the address %s", (baseUrl, cluster) => {
    const { cluster: _, ...rest } = complete;
    const audience = cluster && `https://${cluster}.cognitedata.com`;
    expect(clientOf(resolve({ args: { ...rest, baseUrl } })).audience).toBe(audience);
  });
});

describe("one error names all that is missing, with each place where it can be set:", () => {
  test("where nothing is set at all", () => {
    expect(problems({})).toEqual([
      "project is missing: set it with `pulumi config set cognite-iam:project …`, in the environment as CDF_PROJECT, or as `project` of an explicit Provider",
      "cluster is missing (or baseUrl): set it with `pulumi config set cognite-iam:cluster …`, in the environment as CDF_CLUSTER, or as `cluster` of an explicit Provider",
      "clientId is missing (or a ready token): set it with `pulumi config set cognite-iam:clientId …`, in the environment as IDP_CLIENT_ID, or as `clientId` of an explicit Provider",
      "clientSecret is missing: set it with `pulumi config set --secret cognite-iam:clientSecret …`, in the environment as IDP_CLIENT_SECRET, or as `clientSecret` of an explicit Provider",
      "tenantId is missing (or tokenUrl): set it with `pulumi config set cognite-iam:tenantId …`, in the environment as IDP_TENANT_ID, or as `tenantId` of an explicit Provider",
    ]);
  });

  test.each(["auth0", "other"])("identity provider %s needs a token URL, to be set with --plaintext", (idp) => {
    expect(problems({ args: { ...complete, idp } })).toEqual([
      `tokenUrl is missing (idp is ${idp}): set it with \`pulumi config set --plaintext cognite-iam:tokenUrl …\`, in the environment as IDP_TOKEN_URL, or as \`tokenUrl\` of an explicit Provider`,
    ]);
  });

  test("and all that is wrong beside it", () => {
    const args = { project: "-p-", idp: "entra", baseUrl: "ftp://x", clientId: "i", allowLockout: "perhaps" };
    const environment = { CDF_CLIENT_TIMEOUT: "soon", LOGIN_FLOW: "sso" };
    expect(problems({ args, environment }).map((line) => line.split(/[:;(]/, 1)[0]?.trim())).toEqual([
      "project is not a valid URL name",
      "baseUrl is not an http or https URL",
      'LOGIN_FLOW is "sso", which is unknown',
      "clientSecret is missing",
      'idp is "entra", but must be one of entra_id, auth0, cdf, other',
      "allowLockout must be true or false",
      "CDF_CLIENT_TIMEOUT must be a positive number of seconds",
    ]);
  });
});

describe("the check of settings", () => {
  const noProject =
    "project is not a valid URL name: 3 to 32 letters, digits and hyphens, at least one letter, no hyphen at either end";
  const noCluster =
    'cluster is not a valid cluster name, such as "westeurope-1": write it without https:// and .cognitedata.com';
  const rows: readonly Refused<ConnectionArgs>[] = [
    [{ project: "ab" }, `${noProject}; found "ab"`],
    [{ project: "a".repeat(33) }, `${noProject}; found "${"a".repeat(33)}"`],
    [{ project: "12345" }, `${noProject}; found "12345"`],
    [{ project: "a/../b" }, `${noProject}; found "a/../b"`],
    [{ cluster: "https://az-eastus-1.cognitedata.com" }, `${noCluster}; found "https://az-eastus-1.cognitedata.com"`],
    [{ cluster: "az-eastus-1.cognitedata.com" }, `${noCluster}; found "az-eastus-1.cognitedata.com"`],
    [{ cluster: "evil.example/#" }, `${noCluster}; found a string of 14 characters`],
    [{ baseUrl: "file:///etc" }, 'baseUrl is not an http or https URL; found "file:///etc"'],
    [{ baseUrl: "westeurope-1" }, 'baseUrl is not an http or https URL; found "westeurope-1"'],
    [{ baseUrl: "user:s3cret@x.example" }, "baseUrl is not an http or https URL; found a string of 21 characters"],
    [{ allowLockout: "yes please" }, "allowLockout must be true or false; found a string of 10 characters"],
    [{ project: "s3cret~" }, `${noProject}; found a string of 7 characters`],
    [{ baseUrl: "https://u:s3cret@x.example" }, "baseUrl contains a user name or a password: remove it"],
    [{ baseUrl: "https://x.example?key=s3cret" }, "baseUrl contains a query or a fragment: remove it"],
    [{ baseUrl: "https://x.example#s3cret" }, "baseUrl contains a query or a fragment: remove it"],
    [
      { baseUrl: "http://x.example" },
      "baseUrl uses http, which sends tokens and secrets unencrypted: use https (http is allowed only to this machine)",
    ],
    [
      { baseUrl: "http://127.0.0.1.example" },
      "baseUrl uses http, which sends tokens and secrets unencrypted: use https (http is allowed only to this machine)",
    ],
    [{ tokenUrl: "https://u:s3cret@x.example" }, "tokenUrl contains a user name or a password: remove it"],
    [
      { tokenUrl: "http://x.example" },
      "tokenUrl uses http, which sends tokens and secrets unencrypted: use https (http is allowed only to this machine)",
    ],
    [{ idp: "entraid" }, 'idp is "entraid", but must be one of entra_id, auth0, cdf, other; did you mean "entra_id"?'],
    [{ idp: "keycloak" }, 'idp is "keycloak", but must be one of entra_id, auth0, cdf, other'],
    [{ token: "s3cret\n" }, "token contains whitespace or an invalid character"],
    [{ token: "Bearer s3cret" }, "token contains whitespace or an invalid character"],
  ];

  test.each(titled(rows))("says: %s", (_, args, messages) => {
    expect(problems({ args: { ...complete, ...args } })).toEqual(messages);
  });

  test.each([{ project: "a".repeat(32) }, { baseUrl: "http://localhost:1" }, { baseUrl: "http://[::1]:1" }])(
    "accepts %j",
    (args) => {
      expect(problems({ args: { ...complete, ...args } })).toEqual([]);
    },
  );

  test.each([
    ["0.5", 500],
    ["90", 90_000],
    ["0.0004", 1],
    ["1e9", 2 ** 31 - 1],
    ["", 60_000],
    [undefined, 60_000],
  ])("turns a timeout of %s seconds into whole milliseconds that a timer can wait", (seconds, timeoutMs) => {
    expect(resolve({ args: withToken, environment: { CDF_CLIENT_TIMEOUT: seconds } }).timeoutMs).toBe(timeoutMs);
  });

  test.each(["0", "-1", "x", "NaN", "Infinity", "60s"])("refuses a timeout of %s", (seconds) => {
    expect(problems({ args: withToken, environment: { CDF_CLIENT_TIMEOUT: seconds } })).toEqual([
      `CDF_CLIENT_TIMEOUT must be a positive number of seconds; found "${seconds}"`,
    ]);
  });
});

test("no secret is in any message, wherever it stands", () => {
  const secret = "hunter2 4711";
  for (const key of connectionKeys.filter((each) => each !== "idp")) {
    const given = { project: "-", [key]: secret, allowLockout: "x" };
    for (const places of [
      { args: given },
      { config: given },
      { args: { project: "-" }, environment: { [environmentNames[key] ?? ""]: secret } },
    ]) {
      const told = problems(places).join("\n");
      expect(told).not.toBe("");
      expect(told).not.toContain("hunter2");
    }
  }
});

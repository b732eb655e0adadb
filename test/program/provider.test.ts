import * as pulumi from "@pulumi/pulumi";
import { afterEach, expect, test, vi } from "vitest";
import { connectionKeys } from "../../src/connection/settings";
import { ConfigError } from "../../src/errors";
import { Provider, type ProviderArgs, providerInputs } from "../../src/program/provider";

afterEach(() => vi.unstubAllEnvs());

test.each([
  ["projekt", '; did you mean "project"?'],
  ["region", ""],
  ["", ""],
])("a Provider's setting %j that there is not is refused, with what is near it, if anything", (key, near) => {
  const args = { [key]: "x" } as ProviderArgs;
  expect(() => new Provider("p", args)).toThrow(
    new ConfigError(`Provider "p": there is no setting "${key}"; allowed: ${connectionKeys.join(", ")}${near}`),
  );
});

test.each([
  [undefined, ["clientId", "clientSecret"]],
  ["sso", ["clientId", "clientSecret"]],
  ["client_credentials", ["clientId", "clientSecret"]],
  ["token", ["clientId", "clientSecret", "token"]],
])("a Provider takes from the stack config what LOGIN_FLOW %s needs", (flow, credentials) => {
  vi.stubEnv("LOGIN_FLOW", flow);
  pulumi.runtime.setMocks({ newResource: () => ({ id: "p", state: {} }), call: () => ({}) });
  pulumi.runtime.setAllConfig({ "cognite-iam:project": "proj", "cognite-iam:token": "t" });
  const provider = new Provider("p", { clientId: "i", clientSecret: "s" });
  expect(Object.keys(providerInputs(provider) ?? {})).toEqual(["project", ...credentials]);
});

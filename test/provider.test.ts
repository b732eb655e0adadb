import { expect, test } from "vitest";
import { ConfigError } from "../src/errors";
import { Provider, type ProviderArgs } from "../src/provider";
import { connectionKeys } from "../src/settings";

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

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { root, spawned, temporaryFolder } from "../engine/harness";

const sdk = path.join(temporaryFolder(), "sdk");
const written = spawnSync(process.execPath, [path.join(root, "scripts/sdk.mjs"), "--language", "go", "--out", sdk], {
  encoding: "utf8",
});
const missing = written.status === 0 ? undefined : written.stderr.trim().replace(/\s+/g, " ");

const program = `package main

import (
	"github.com/pulumi-cognite-iam/pulumi-cognite-iam/sdk/go/cogniteiam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		_, err := cogniteiam.NewGroup(ctx, "readers", &cogniteiam.GroupArgs{
			Name: pulumi.String("readers"),
			Capabilities: cogniteiam.CapabilityArray{cogniteiam.CapabilityArgs{
				AssetsAcl: cogniteiam.AssetsAclArgs{
					Actions: pulumi.ToStringArray([]string{"READ"}),
					Scope:   cogniteiam.AllOrDatasetScopeArgs{All: pulumi.Map{}},
				},
			}},
		})
		return err
	})
}
`;

const title = "the SDK for Go compiles, and with it a program of typed capabilities";
test.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, async () => {
  mkdirSync(path.join(sdk, "program"));
  writeFileSync(path.join(sdk, "program/main.go"), program);
  for (const args of [
    ["mod", "tidy"],
    ["build", "./..."],
  ]) {
    const { code, text } = await spawned("go", args, { cwd: sdk, env: { ...process.env, GOWORK: "off" } });
    expect(code, text).toBe(0);
  }
});

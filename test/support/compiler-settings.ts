/** What programs of users are compiled with: nothing that keeps the compiler from reading the types of packages. */
const always = {
  strict: true,
  target: "es2020",
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  forceConsistentCasingInFileNames: true,
  noEmit: true,
};

/** The settings that packages are found by, by what they are known for. */
export const compilerSettings = {
  // Without `esModuleInterop`, and with decorators of the old kind.
  "pulumi new typescript": { ...always, module: "commonjs", moduleResolution: "node", experimentalDecorators: true },
  nodenext: { ...always, module: "nodenext", moduleResolution: "nodenext" },
  bundler: { ...always, module: "esnext", moduleResolution: "bundler" },
};

/** What a program declares: a group that may read what carries a security category. */
export const secretAndReaders = `
const secret = new iam.SecurityCategory("secret", { name: "secret" });
const readers = new iam.Group("readers", {
  name: "readers",
  capabilities: [
    { assetsAcl: { actions: ["READ"], scope: { all: {} } } },
    { securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [secret.categoryId] } } } },
  ],
});
`;

/** A program that takes something of each entry of the package. */
export const programOfAllEntries = `import type { Output } from "@pulumi/pulumi";
import * as iam from "pulumi-cognite-iam";
import { IamClient } from "pulumi-cognite-iam/client";
import { startLocalIam } from "pulumi-cognite-iam/local";

${secretAndReaders}
export const readersId: Output<number> = readers.groupId;
export const others: unknown[] = [IamClient, startLocalIam];
// @ts-expect-error assetsAcl has no action REED
new iam.Group("wrong", { name: "wrong", capabilities: [{ assetsAcl: { actions: ["REED"], scope: { all: {} } } }] });
`;

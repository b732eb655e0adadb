import { createRequire } from "node:module";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type * as Iam from "../../src/index";
import { root } from "./harness";

const iam: typeof Iam = createRequire(path.join(root, "package.json"))("./dist/index.js");

/** A program as a user would have it: a component, with what depends on what. */
class Access extends pulumi.ComponentResource {
  readonly secret: Iam.SecurityCategory;
  readonly readers: Iam.Group;

  constructor(name: string) {
    super("test:index:Access", name);
    this.secret = new iam.SecurityCategory("secret", { name: `${name}-secret` }, { parent: this });
    this.readers = new iam.Group(
      "readers",
      {
        name: `${name}-readers`,
        sourceId: "idp-readers",
        capabilities: [
          {
            securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [this.secret.categoryId] } } },
          },
        ],
      },
      { parent: this },
    );
  }
}

const known = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));

describe("under pulumi.runtime.setMocks", () => {
  const made: pulumi.runtime.MockResourceArgs[] = [];

  beforeAll(async () => {
    await pulumi.runtime.setMocks(
      {
        newResource(args) {
          made.push(args);
          const ids = { groupId: 17, categoryId: 18, project: "mocked" };
          return { id: args.custom ? "17" : undefined, state: { ...args.inputs, ...(args.custom && ids) } };
        },
        call: ({ inputs }) => inputs,
      },
      "mocked-project",
      "mocked-stack",
    );
  });
  beforeEach(() => {
    made.length = 0;
  });

  test("a user's program can be tested: outputs flow from one resource into the other", async () => {
    const { readers, secret } = new Access("data");
    expect(await known(readers.groupId)).toBe(17);
    expect(await known(readers.project)).toBe("mocked");
    expect(await known(secret.name)).toBe("data-secret");
    expect(await known(readers.capabilities)).toEqual([
      { securityCategoriesAcl: { actions: ["MEMBEROF"], scope: { idscope: { ids: [18] } } } },
    ]);
  });

  test("the mocks see the declared inputs, the constant text and the owner", async () => {
    const { readers } = new Access("seen");
    await known(readers.urn);
    const group = made.find(({ type }) => type === "pulumi-nodejs:dynamic/cognite:Group");
    expect(group).toMatchObject({
      name: "readers",
      inputs: {
        name: "seen-readers",
        sourceId: "idp-readers",
        __provider: 'exports.handler = () => require("pulumi-cognite-iam/engine").Group;',
      },
    });
    expect(group?.inputs.owner).toMatch(/^mocked-project\/mocked-stack\/readers#[0-9a-f]{12}$/);
  });

  test("isInstance tells the resources apart, and get reads by id", async () => {
    const { readers, secret } = new Access("told");
    expect([iam.Group.isInstance(readers), iam.Group.isInstance(secret)]).toEqual([true, false]);
    expect([iam.SecurityCategory.isInstance(secret), iam.SecurityCategory.isInstance(readers)]).toEqual([true, false]);
    const got = iam.Group.get("got", "17");
    expect(await known(got.id)).toBe("17");
    expect(made.find(({ name }) => name === "got")?.inputs).not.toHaveProperty("owner");
  });
});

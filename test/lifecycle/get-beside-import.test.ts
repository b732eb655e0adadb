import { expect, test } from "vitest";
import { create, errorOf, group, ownerOf, ProviderProcess, start } from "../support/provider-process";

test.each(["group", "category"] as const)(
  "a %s that a program only reads may be imported by another resource",
  async (kind) => {
    const iam = await start();
    const { id } = kind === "group" ? iam.createGroup({ name: "a" }) : iam.createSecurityCategory("a");
    const process = new ProviderProcess(iam);
    // What `get` gives the provider: an id, and no outputs.
    await process[kind].read(String(id), {});
    const taken = await create(process[kind], group("a", { importId: String(id) }));
    expect(taken.id).toBe(String(id));
    await process[kind].read(String(id), {});

    const other = { ...group("a", { importId: String(id) }), owner: ownerOf("b") };
    expect((await errorOf(create(process[kind], other))).message).toContain(`${id} is already managed in this stack`);
  },
);

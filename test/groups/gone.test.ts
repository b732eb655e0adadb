import { expect, test } from "vitest";
import { create, group, ownerOf, ProviderProcess, start } from "../support/provider-process";

test("a group that was edited by hand, and so created again, is gone from the state, and a warning names the other one of its name", async () => {
  const iam = await start();
  const kept = await create(new ProviderProcess(iam).group, group("readers", { sourceId: "idp" }));
  iam.deleteGroup(Number(kept.id));
  const byHand = iam.createGroup({ name: "readers", sourceId: "idp", metadata: { by: "hand" } });
  iam.createGroup({ name: "readers", metadata: { pulumi: ownerOf("twin") } });
  const { group: handler, warnings } = new ProviderProcess(iam);
  expect(await handler.read(kept.id, kept.outs)).toBeUndefined();
  expect(warnings).toEqual([
    `Group "readers" (${kept.id}) was deleted, but another group has the same name: "readers" (${byHand.id}). If somebody created it to edit this group, delete it after \`pulumi up\`; until then its capabilities still apply`,
  ]);
});

test("the warning of a group that is gone without a namesake names no other group", async () => {
  const iam = await start();
  const kept = await create(new ProviderProcess(iam).group, group("readers"));
  iam.deleteGroup(Number(kept.id));
  iam.createGroup({ name: "writers" });
  const { group: handler, warnings } = new ProviderProcess(iam);
  expect(await handler.read(kept.id, kept.outs)).toBeUndefined();
  expect(warnings).toEqual([]);
});

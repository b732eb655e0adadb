import { describe, expect, test } from "vitest";
import { Imports } from "../../src/lifecycle/imports";

const owner = "proj/dev/a#0123456789ab";
const other = "proj/dev/b#ba9876543210";

describe("the option import", () => {
  test("counts while the resource is not in the state", () => {
    const imports = new Imports("Group", "group");
    expect(imports.wanted({ owner, importId: "123" })).toBe(123);
    expect(imports.wanted({ importId: "123" })).toBe(123);
    expect(imports.wanted({ owner })).toBeUndefined();
  });

  test("is done once the resource is in the state, for that resource alone", () => {
    const imports = new Imports("Group", "group");
    imports.seenInState(owner);
    expect(imports.wanted({ owner, importId: "123" })).toBeUndefined();
    expect(imports.wanted({ owner: other, importId: "123" })).toBe(123);
  });

  test("of a resource without an owner, as one that is only read, never ends for all of those", () => {
    const imports = new Imports("Group", "group");
    imports.seenInState(undefined);
    expect(imports.wanted({ importId: "123" })).toBe(123);
  });

  test.each([undefined, null, "", "0", "-1", "1.5", "12a", "9007199254740992", 12, ["1"]])(
    "of %j asks for no import",
    (importId) => {
      expect(new Imports("Group", "group").wanted({ owner, importId })).toBeUndefined();
    },
  );
});

describe("a resource that was taken over", () => {
  test("is not deleted by the same process", () => {
    const imports = new Imports("Group", "group");
    expect(imports.isKept(123)).toBe(false);
    expect(imports.claim(123, owner)).toBe(true);
    expect(imports.claim(123, owner)).toBe(false);
    expect(imports.isKept(123)).toBe(true);
    expect(imports.isKept(124)).toBe(false);
  });

  test("belongs to one resource", () => {
    const imports = new Imports("Group", "group");
    expect(imports.otherClaim(123, owner)).toBeUndefined();
    imports.claim(123, owner);
    expect(imports.otherClaim(123, owner)).toBeUndefined();
    expect(imports.otherClaim(123, other)).toEqual({ owner });
    expect(imports.otherClaim(124, other)).toBeUndefined();
  });

  test("belongs to a resource even where that has no owner", () => {
    const imports = new Imports("Group", "group");
    imports.claim(123, undefined);
    expect(imports.otherClaim(123, owner)).toEqual({ owner: undefined });
    expect(imports.otherClaim(123, undefined)).toBeUndefined();
  });

  test("is kept where a diff finds it unchanged under the id that its import names", () => {
    const imports = new Imports("Group", "group");
    imports.compared(123, { owner, importId: "123" }, false);
    imports.compared(124, { owner, importId: "123" }, false);
    expect([imports.isKept(123), imports.isKept(124)]).toEqual([true, false]);
  });

  test("is kept where a diff finds it unchanged after a check of what is in the state", () => {
    const imports = new Imports("Group", "group");
    imports.compared(1, { owner }, false);
    expect(imports.isKept(1)).toBe(false);
    imports.seenInState(owner);
    imports.compared(1, { owner }, false);
    expect(imports.isKept(1)).toBe(true);
    imports.compared(2, { owner: other }, false);
    expect(imports.isKept(2)).toBe(false);
  });

  test("is deleted where a diff finds it changed, also after another found it unchanged", () => {
    const imports = new Imports("Group", "group");
    imports.seenInState(owner);
    imports.compared(1, { owner }, false);
    imports.compared(1, { owner }, true);
    expect(imports.isKept(1)).toBe(false);
  });
});

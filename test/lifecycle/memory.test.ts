import { describe, expect, test } from "vitest";
import { Memory } from "../../src/lifecycle/memory";

const owner = "proj/dev/a#0123456789ab";
const other = "proj/dev/b#ba9876543210";

describe("the option import", () => {
  test("counts while the resource is not in the state", () => {
    const imports = new Memory("Group", "group");
    expect(imports.importIdOf({ owner, importId: "123" })).toBe(123);
    expect(imports.importIdOf({ importId: "123" })).toBe(123);
    expect(imports.importIdOf({ owner })).toBeUndefined();
  });

  test("is done once the resource is in the state, for that resource alone", () => {
    const imports = new Memory("Group", "group");
    imports.noteInState(owner);
    expect(imports.importIdOf({ owner, importId: "123" })).toBeUndefined();
    expect(imports.importIdOf({ owner: other, importId: "123" })).toBe(123);
  });

  test("of a resource without an owner, as one that is only read, never ends for all of those", () => {
    const imports = new Memory("Group", "group");
    imports.noteInState(undefined);
    expect(imports.importIdOf({ importId: "123" })).toBe(123);
  });

  test.each([undefined, null, "", "0", "-1", "1.5", "12a", "9007199254740992", 12, ["1"]])(
    "of %j asks for no import",
    (importId) => {
      expect(new Memory("Group", "group").importIdOf({ owner, importId })).toBeUndefined();
    },
  );
});

describe("a resource that was taken over", () => {
  test("is not deleted by the same process", () => {
    const imports = new Memory("Group", "group");
    expect(imports.isInUse(123)).toBe(false);
    expect(imports.noteImport(123, owner)).toBe(true);
    expect(imports.noteImport(123, owner)).toBe(false);
    expect(imports.isInUse(123)).toBe(true);
    expect(imports.isInUse(124)).toBe(false);
  });

  test("belongs to one resource", () => {
    const imports = new Memory("Group", "group");
    expect(imports.otherImporter(123, owner)).toBeUndefined();
    imports.noteImport(123, owner);
    expect(imports.otherImporter(123, owner)).toBeUndefined();
    expect(imports.otherImporter(123, other)).toEqual({ owner });
    expect(imports.otherImporter(124, other)).toBeUndefined();
  });

  test("belongs to a resource even where that has no owner", () => {
    const imports = new Memory("Group", "group");
    imports.noteImport(123, undefined);
    expect(imports.otherImporter(123, owner)).toEqual({ owner: undefined });
    expect(imports.otherImporter(123, undefined)).toBeUndefined();
  });

  test("is kept where a diff finds it unchanged under the id that its import names", () => {
    const imports = new Memory("Group", "group");
    imports.noteCompared(123, { owner, importId: "123" }, false);
    imports.noteCompared(124, { owner, importId: "123" }, false);
    expect([imports.isInUse(123), imports.isInUse(124)]).toEqual([true, false]);
  });

  test("is kept where a diff finds it unchanged after a check of what is in the state", () => {
    const imports = new Memory("Group", "group");
    imports.noteCompared(1, { owner }, false);
    expect(imports.isInUse(1)).toBe(false);
    imports.noteInState(owner);
    imports.noteCompared(1, { owner }, false);
    expect(imports.isInUse(1)).toBe(true);
    imports.noteCompared(2, { owner: other }, false);
    expect(imports.isInUse(2)).toBe(false);
  });

  test("is deleted where a diff finds it changed, also after another found it unchanged", () => {
    const imports = new Memory("Group", "group");
    imports.noteInState(owner);
    imports.noteCompared(1, { owner }, false);
    imports.noteCompared(1, { owner }, true);
    expect(imports.isInUse(1)).toBe(false);
  });
});

import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { root, start, temporaryFolder, write } from "./harness.js";

test("the lock is held by one process at a time, and not by one that died", async () => {
  const home = temporaryFolder();
  const counter = write(path.join(home, "counter"), "0");
  write(path.join(home, "locks/test.lock"), "99999999"); // the pid of nobody
  const script = write(
    path.join(home, "count.mjs"),
    `import { readFileSync, writeFileSync } from "node:fs";
     import { setImmediate as others } from "node:timers/promises";
     import { withLock } from ${JSON.stringify(path.join(root, "scripts/lock.mjs"))};
     for (let round = 0; round < 3; round += 1) {
       await withLock("test", async () => {
         const count = Number(readFileSync(${JSON.stringify(counter)}, "utf8"));
         await others();
         writeFileSync(${JSON.stringify(counter)}, String(count + 1));
       });
     }`,
  );
  const runs = Array.from({ length: 6 }, () => start(script, [], { PULUMI_COGNITE_IAM_CACHE: home }).ended);
  for (const { code, stderr } of await Promise.all(runs)) expect(code, stderr).toBe(0);
  expect(readFileSync(counter, "utf8")).toBe("18");
});

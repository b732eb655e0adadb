import { fork } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { group } from "./group.mjs";
import { temporaryFolder } from "./stack.mjs";

const require = createRequire(import.meta.url);
/** @type {typeof import("../dist/local/index.js")} */
const { startLocalIam } = require("../dist/local/index.js");

const clients = /** @type {const} */ (["ours", "sdk"]);

/** How many of each exist: ten times the categories that the API allows, for ten pages. */
const counts = /** @type {const} */ ({ groups: 1_000, "security categories": 10_000 });

/**
 * Our client compared with Cognite's: lists of everything, in turns, in a process apart from the server, after one run of each that
 * does not count.
 *
 * @param {number} times
 * @returns {Promise<import("./results.mjs").Listing[]>}
 */
export async function measureListings(times) {
  const folder = temporaryFolder();
  const server = await seededServer(path.join(folder, "local.db"));
  const child = fork(path.join(import.meta.dirname, "client-process.mjs"), { env: { ...process.env, ...server.env } });
  try {
    /** @type {import("./results.mjs").Listing[]} */
    const listings = [];
    for (const [what, count] of /** @type {["groups" | "security categories", number][]} */ (Object.entries(counts))) {
      for (let i = 0; i <= times; i++) {
        for (const client of i % 2 === 0 ? clients : clients.toReversed()) {
          server.requests.length = 0;
          const { seconds, length } = await ask(child, { client, what });
          if (length < count) throw new Error(`${client} listed ${length} of ${count} ${what}.`);
          if (i > 0) listings.push({ what, count, client, seconds, requests: server.requests.length });
        }
      }
    }
    return listings;
  } finally {
    child.kill();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A server with all that is listed. It allows no more security categories than the API does, so they are put into its
 * data file.
 *
 * @param {string} dataFile
 */
async function seededServer(dataFile) {
  const groups = Array.from({ length: counts.groups }, (_, i) => group(i));
  const empty = await startLocalIam({ dataFile, groups });
  await empty.close();
  /** @type {typeof import("../dist/local/store.js")} */
  const { Store } = require("../dist/local/store.js");
  const store = new Store(dataFile);
  const categories = Array.from({ length: counts["security categories"] }, (_, i) => ({
    id: i + 1,
    name: `category-${String(i).padStart(5, "0")}`,
    createdTime: 0,
    deletedTime: -1,
  }));
  store.save(empty.connection.project, "securityCategories", categories);
  store.close();
  return startLocalIam({ dataFile });
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {{ client: "ours" | "sdk", what: "groups" | "security categories" }} question
 * @returns {Promise<{ seconds: number, length: number }>}
 */
function ask(child, question) {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error("The process of the clients ended."));
    child.once("exit", ended);
    child.once("message", (answer) => {
      child.off("exit", ended);
      resolve(/** @type {{ seconds: number, length: number }} */ (answer));
    });
    child.send(question);
  });
}

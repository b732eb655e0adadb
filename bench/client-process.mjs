// The process that runs both clients: it lists what it is asked for, and answers how long that took.
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";

const require = createRequire(import.meta.url);
/** @type {typeof import("../dist/client/index.js")} */
const { IamClient } = require("../dist/client/index.js");
// The declarations of this package import without extensions, which TypeScript does not resolve here.
const { CogniteClient } = /** @type {any} */ (require("@cognite/sdk"));

const ours = new IamClient();
const sdk = new CogniteClient({
  appId: "bench",
  project: process.env["CDF_PROJECT"],
  baseUrl: process.env["CDF_URL"],
  oidcTokenProvider,
});

/** @type {Record<string, Record<string, () => Promise<unknown[]>>>} */
const lists = {
  ours: {
    groups: () => ours.groups.list({ all: true }),
    "security categories": () => ours.securityCategories.list({ limit: null }),
  },
  sdk: {
    groups: () => sdk.groups.list({ all: true }),
    // By itself it takes pages of 25, the API's default; ours takes 1,000, the most that the API gives.
    "security categories": () =>
      sdk.securityCategories.list({ limit: 1000 }).autoPagingToArray({ limit: Number.POSITIVE_INFINITY }),
  },
};

process.on("message", async (/** @type {{ client: string, what: string }} */ { client, what }) => {
  const start = performance.now();
  const { length } = (await lists[client]?.[what]?.()) ?? [];
  process.send?.({ seconds: Math.round((performance.now() - start) * 10) / 10_000, length });
});

async function oidcTokenProvider() {
  const { IDP_TOKEN_URL = "", IDP_CLIENT_ID = "", IDP_CLIENT_SECRET = "" } = process.env;
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: IDP_CLIENT_ID,
    client_secret: IDP_CLIENT_SECRET,
  });
  const answer = await fetch(IDP_TOKEN_URL, { method: "POST", body });
  return /** @type {{ access_token: string }} */ (await answer.json()).access_token;
}

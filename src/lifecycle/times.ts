import type { Context } from "./handler";

/** The times for the real service, in ms. */
export const times: Context["times"] = { listLagMs: 5_000, pollMs: 500, reconcileMs: 60_000, nonceMs: 90_000 };

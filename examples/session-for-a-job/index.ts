import * as pulumi from "@pulumi/pulumi";
import * as iam from "pulumi-cognite-iam";
import { JobRun } from "./job-run";

const config = new pulumi.Config();
const version = config.get("version") ?? "1";

// As the connection logs in: with its client id and secret, or else by exchanging its token.
const session = new iam.Session("nightly", {
  // Another version needs another run, a run another nonce, and a nonce another session.
  triggers: [version],
});

// The nonce is good for about a minute, once: what uses it comes right after the session, in the same `pulumi up`.
const run = new JobRun("nightly", {
  url: config.require("jobUrl"),
  version,
  sessionId: session.sessionId,
  nonce: session.nonce,
});

export const sessionId = session.sessionId;
export const sessionType = session.type;
export const runId = run.runId;

import * as pulumi from "@pulumi/pulumi";
import * as iam from "pulumi-cognite-iam";
import { JobRun } from "./job-run";

const config = new pulumi.Config();
const version = config.get("version") ?? "1";

// The session uses the connection's credentials: its client ID and secret, or else an exchange of its token.
const session = new iam.Session("nightly", {
  // A new version needs a new run, which needs a new nonce, and so a new session.
  triggers: [version],
});

// The nonce is valid once, for about a minute: use it right after the session opens, in the same `pulumi up`.
const run = new JobRun("nightly", {
  url: config.require("jobUrl"),
  version,
  sessionId: session.sessionId,
  nonce: session.nonce,
});

export const sessionId = session.sessionId;
export const sessionType = session.type;
export const runId = run.runId;

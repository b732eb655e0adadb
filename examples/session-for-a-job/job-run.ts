import * as pulumi from "@pulumi/pulumi";

/** A run of a job that uses a session's access. */
export interface JobRunArgs {
  /** Where to start the job: the endpoint of a transformation, a function or a workflow that takes a nonce. */
  url: pulumi.Input<string>;
  version: pulumi.Input<string>;
  sessionId: pulumi.Input<number>;
  /** Valid once, for about a minute. */
  nonce: pulumi.Input<string>;
}

interface Inputs {
  url: string;
  version: string;
  sessionId: number;
  nonce: string;
}

/** Starts the job on create, and again for each new session; never in a preview. */
export class JobRun extends pulumi.dynamic.Resource {
  declare readonly runId: pulumi.Output<string>;

  constructor(name: string, args: JobRunArgs, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, { runId: undefined, ...args }, { ...opts, additionalSecretOutputs: ["nonce"] });
  }
}

const provider: pulumi.dynamic.ResourceProvider<Inputs, { runId: string }> = {
  async diff(_id, olds, news) {
    // A new nonce comes with a new session, so the session alone decides.
    const changed = (olds as unknown as Inputs).sessionId !== news.sessionId;
    return { changes: changed, replaces: changed ? ["sessionId"] : [] };
  },
  async create({ url, version, sessionId, nonce }) {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ version, nonce }),
    });
    if (!answer.ok) throw new Error(`The job was not started: ${url} answered ${answer.status}.`);
    const { id } = (await answer.json()) as { id: string };
    return { id, outs: { runId: id, url, version, sessionId } };
  },
};

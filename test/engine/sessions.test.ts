import { beforeAll, describe, expect, test } from "vitest";
import { type Stack, type Workspace, workspace } from "./harness";

const options = {
  clients: [
    { clientId: "admin", clientSecret: "admin-secret-1", groups: ["cdf-administrators"] },
    { clientId: "opener", clientSecret: "opener-secret-2", groups: ["openers"] },
    { clientId: "job", clientSecret: "job-secret-3" },
  ],
  groups: [
    {
      name: "openers",
      sourceId: "openers",
      capabilities: [{ sessionsAcl: { actions: ["CREATE", "DELETE"], scope: { all: {} } } }],
    },
  ],
};

describe("sessions of a stack", () => {
  let space: Workspace;
  let stack: Stack;
  /** Everything that any command has shown. */
  let shown = "";
  const nonces = new Set<string>();
  /** The session of which the server once says that there is none. */
  let gone: number | undefined;

  const run = async (command: "preview" | "up" | "refresh" | "destroy", ...args: string[]) => {
    const done = await stack[command](...args);
    shown += done.text;
    return done;
  };
  const status = (name: string) => stack.state()[name]?.outputs["status"];
  const sessionOf = (name: string) =>
    space.iam.state().sessions.find(({ id }) => String(id) === stack.state()[name]?.id);
  const program = (trigger: string) => `
    const job = new pulumi.Config().requireSecret("jobSecret");
    exports.own = new iam.Session("own", { triggers: [${trigger}] }).nonce;
    exports.other = new iam.Session("other", { clientId: "job", clientSecret: job }).nonce;
    exports.exchange = new iam.Session("exchange", { tokenExchange: true }).nonce;
    exports.oneshot = new iam.Session("oneshot", { oneshotTokenExchange: true }).nonce;
  `;

  beforeAll(async () => {
    space = await workspace(options);
    stack = await space.stack("sessions", program("1"));
    await stack.pulumi(["config", "set", "--secret", "jobSecret", "job-secret-3"]);
  });

  /** Learns the nonces, which only this command shows. */
  const learnNonces = async () => {
    const { stdout } = await stack.pulumi(["stack", "output", "--json", "--show-secrets"]);
    const all: string[] = Object.values(JSON.parse(stdout));
    for (const nonce of all) nonces.add(nonce);
    return all;
  };
  const expectHidden = async () => {
    const exported = (await stack.pulumi(["stack", "export"])).stdout;
    const compact = JSON.stringify(JSON.parse(exported));
    for (const secret of [...nonces, ...options.clients.map(({ clientSecret }) => clientSecret)]) {
      expect(secret.length).toBeGreaterThan(10);
      for (const text of [exported, compact, stack.stateText(), shown]) expect(text).not.toContain(secret);
    }
  };

  test("are opened in each way, by default as the connection logs in; a preview opens none", async () => {
    expect((await run("preview", "--diff")).requests).toEqual([]);
    const { calls } = await run("up", "--diff");
    // Before each, what is there already: a lost answer would be looked for in what has come since.
    expect(calls.sort()).toEqual(["sessions.create", "sessions.list"].flatMap((call) => Array(4).fill(call)));
    expect(
      ["own", "other", "exchange", "oneshot"].map((name) => [sessionOf(name)?.type, sessionOf(name)?.clientId]),
    ).toEqual([
      ["CLIENT_CREDENTIALS", "admin"],
      ["CLIENT_CREDENTIALS", "job"],
      ["TOKEN_EXCHANGE", undefined],
      ["ONESHOT_TOKEN_EXCHANGE", undefined],
    ]);
    expect(stack.state()["own"]?.outputs).toMatchObject({
      sessionId: Number(stack.state()["own"]?.id),
      type: "CLIENT_CREDENTIALS",
      status: "READY",
      project: "local-project",
    });
    expect(new Set(await learnNonces()).size).toBe(4);
    await expectHidden();
  });

  test("stay as they are in a second up, which calls nothing", async () => {
    expect((await run("up", "--expect-no-changes")).requests).toEqual([]);
  });

  test("are opened anew with another trigger, and then the old one is revoked", async () => {
    const before = sessionOf("own");
    stack.write(program("2"));
    const preview = await run("preview", "--diff");
    expect(preview.requests).toEqual([]);
    expect(preview.text).toContain("1 to replace");
    const { calls } = await run("up", "--diff");
    expect(calls).toEqual(["sessions.list", "sessions.create", "sessions.revoke"]);
    expect(sessionOf("own")?.status).toBe("READY");
    expect(space.iam.state().sessions.find(({ id }) => id === before?.id)?.status).toBe("REVOKED");
    await learnNonces();
    expect(nonces.size).toBe(5);
    await expectHidden();
  });

  test("keep what a refresh finds: revoked and expired ones their status, and only an unknown id is gone", async () => {
    const [own, exchange] = [sessionOf("own"), sessionOf("exchange")];
    const answer = (id: number | undefined, more: object) =>
      space.iam.fail({
        operation: "sessions.byids",
        match: ({ body }) => JSON.stringify(body).includes(String(id)),
        ...more,
      });
    answer(own?.id, { status: 200, body: { items: [{ ...own, status: "REVOKED" }] } });
    answer(exchange?.id, { status: 200, body: { items: [{ ...exchange, status: "EXPIRED" }] } });
    gone = sessionOf("oneshot")?.id;
    answer(gone, {
      status: 400,
      body: { error: { code: 400, message: "Sessions not found.", missing: [{ id: gone }] } },
    });
    await run("refresh", "--diff");
    expect([status("own"), status("exchange"), status("other")]).toEqual(["REVOKED", "EXPIRED", "READY"]);
    expect(stack.state()["oneshot"]).toBeUndefined();
    expect(await learnNonces()).toContain([...nonces][4]);
    await expectHidden();
    const up = await run("up");
    expect(up.calls).toEqual(["sessions.list", "sessions.create"]);
    expect(up.text).toContain("1 created");
    await learnNonces();
  });

  test("are kept with a warning by a refresh of someone who may not list them", async () => {
    const before = stack.state()["own"]?.outputs;
    stack.env = { ...stack.env, IDP_CLIENT_ID: "opener", IDP_CLIENT_SECRET: "opener-secret-2" };
    const { text } = await run("refresh");
    stack.env = { ...space.iam.env };
    expect(text).toMatch(/Session "own".*: the state is kept, since the session cannot be read: .*sessionsAcl:LIST/);
    expect(text).not.toMatch(/^\s+at /m);
    expect({ ...stack.state()["own"]?.outputs, nonce: before?.["nonce"] }).toEqual(before);
    expect([...nonces]).toEqual(expect.arrayContaining(await learnNonces()));
    expect((await run("up", "--expect-no-changes")).requests).toEqual([]);
  });

  test("that cannot be opened say why, without the secret", async () => {
    stack.write(`new iam.Session("bad", { clientId: "job", clientSecret: pulumi.secret("wrong-but-secret") });`);
    const failed = await stack.fails("up", "--target", "**bad");
    expect(failed.text).toContain("POST /sessions: 403");
    expect(failed.text).not.toMatch(/wrong-but-secret|^\s+at /m);
    expect(stack.stateText()).not.toContain("wrong-but-secret");
  });

  test.each([
    [
      '{ clientId: "job", clientSecret: "hidden-1", tokenExchange: true }',
      "set only one of clientId with clientSecret, tokenExchange, and",
    ],
    ['{ clientSecrets: "hidden-1" }', 'there is no property "clientSecrets"; '],
    ['{}, { import: "17" }', "import: is not supported for sessions"],
  ])("are refused before anything is sent when they make no sense: %s", async (args, message) => {
    stack.write(`new iam.Session("bad", ${args});`);
    const failed = await stack.fails("preview");
    expect(failed.text).toContain(message);
    expect(failed.text).not.toMatch(/hidden-1|^\s+at /m);
    expect(failed.requests).toEqual([]);
  });

  test("that are not managed here can be read", async () => {
    const id = sessionOf("own")?.id;
    stack.write(`${program("2")}
      exports.read = iam.Session.get("read", "${id}").status;
    `);
    await run("up");
    expect(stack.outputs()["read"]).toBe("READY");
    stack.write(`${program("2")}\niam.Session.get("read", "17");`);
    const failed = await stack.fails("preview");
    expect(failed.text).toContain("17");
    expect(failed.text).not.toMatch(/^\s+at /m);
  });

  test("are revoked by a destroy, whoever has revoked them before, and those that nobody knows are gone", async () => {
    stack.write(program("2"));
    const unknown = sessionOf("exchange")?.id;
    space.iam.fail({
      operation: "sessions.revoke",
      match: ({ body }) => JSON.stringify(body).includes(String(unknown)),
      status: 400,
      body: { error: { code: 400, message: "Sessions not found.", missing: [{ id: unknown }] } },
    });
    await run("destroy");
    const left = space.iam.state().sessions.filter(({ status }) => status !== "REVOKED");
    expect(new Set(left.map(({ id }) => id))).toEqual(new Set([gone, unknown]));
    expect(stack.state()).toEqual({});
    await expectHidden();
  });
});

import { assertClaim, explain, say, step } from "./output.mjs";
import { isNoise, isUnchanged } from "./pulumi.mjs";

/**
 * @typedef {{ id: number; name: string; isDeleted: boolean; capabilities: Record<string, { actions: string[]; scope: object }>[] }} Group
 * @typedef {{
 *   pulumi: ReturnType<typeof import("./pulumi.mjs").pulumiWith>;
 *   server: { requests: { operation?: string; method: string }[]; state(): { groups: Group[] }; deleteGroup(id: number): boolean };
 *   programs: { quickstart: string; second: string };
 *   stack: string;
 *   keep: boolean;
 * }} TourOptions
 */

/** The steps of the demo; each says what it shows, does it, and checks it against the server. @param {TourOptions} options */
export async function tour({ pulumi, server, programs, stack, keep }) {
  const { quickstart, second } = programs;
  const steps = keep ? 6 : 7;
  const up = { args: ["--yes", "--skip-preview", "--stack", stack] };
  const alive = () => server.state().groups.filter(({ isDeleted }) => !isDeleted);
  const group = (/** @type {string} */ name) => alive().filter((each) => each.name === name);
  const idOf = (/** @type {string} */ name) => group(name)[0]?.id;

  explain(
    "pulumi-cognite-iam manages who can do what in a Cognite Data Fusion (CDF) project as code. This demo runs it with the real Pulumi CLI against a local stand-in for the CDF API. It does not touch your Pulumi login, stacks or CDF settings, and takes about a minute. Commands are shown as you would type them; the demo adds --yes and the name of its stack.",
  );
  const silently = { quiet: true };
  await Promise.all([quickstart, second].map((folder) => pulumi(folder, `pulumi stack init ${stack}`, silently)));

  step(
    `1/${steps}  Preview`,
    "examples/quickstart/index.ts declares a security category and two groups; one group is scoped to the category. A preview shows what would be created.",
  );
  server.requests.length = 0;
  await pulumi(quickstart, "pulumi preview", { args: ["--stack", stack] });
  assertClaim(
    `The API received ${server.requests.length} calls: a preview writes nothing.`,
    server.requests.length === 0,
  );

  step(
    `2/${steps}  Create`,
    "`pulumi up` creates what the preview showed, in the order of the references between resources.",
  );
  await pulumi(quickstart, "pulumi up", up);
  const [before, engineersBefore] = [idOf("readers"), idOf("engineers")];
  say("\n    The project's groups now, as the API lists them:");
  listGroups(alive());
  assertClaim("Both groups exist, besides the one that the project started with.", alive().length === 3);

  step(
    `3/${steps}  Use a group in another stack`,
    "examples/second-stack/index.ts gets the ID of `readers` from the first stack through a StackReference, looks the group up, and gives the same people one more right with a group of its own.",
  );
  const followed = await pulumi(second, "pulumi up", up);
  assertClaim(`The second stack has the ID ${before}.`, followed.includes(`readersId : ${before}`));

  step(
    `4/${steps}  Change a group`,
    "The CDF API cannot change a group, so changing a capability creates a new group, deletes the old one, and changes the ID. The quickstart has a setting that gives the readers one more right:",
  );
  await pulumi(quickstart, "pulumi config set readEvents true", { args: ["--stack", stack] });
  await pulumi(quickstart, "pulumi preview --diff", { args: ["--stack", stack], trim: isUnchanged });
  server.requests.length = 0;
  await pulumi(quickstart, "pulumi up", up);
  const after = idOf("readers");
  const writes = server.requests.map(({ operation }) => operation).filter((name) => /create|delete/.test(name ?? ""));
  assertClaim(
    `The new group (${after}) was created before the old one (${before}) was deleted; one is left.`,
    writes.join() === "groups.create,groups.delete" && group("readers").length === 1 && after !== before,
  );

  step(
    `5/${steps}  Update the other stack`,
    "Other stacks see the new ID on their own next `pulumi up`. Until then, the second stack has the old ID.",
  );
  const following = await pulumi(second, "pulumi up", up);
  assertClaim(
    `The new ID has arrived: ${before} => ${after}.`,
    following.includes(`readersId : ${before} => ${after}`),
  );

  step(
    `6/${steps}  Repair a manual change`,
    "Somebody deletes the group `engineers` by hand, outside Pulumi. `pulumi refresh` notices, and the next `pulumi up` creates it again.",
  );
  server.deleteGroup(engineersBefore ?? 0);
  const refreshed = await pulumi(quickstart, "pulumi refresh", { ...up, trim: isNoiseOrOutput });
  assertClaim(
    "The refresh noticed that one group was deleted.",
    /^ +- 1 deleted$/m.test(refreshed) && !idOf("engineers"),
  );
  await pulumi(quickstart, "pulumi up", up);
  assertClaim(`The group exists again, with a new ID: ${idOf("engineers")}.`, group("engineers").length === 1);
  if (keep) return;

  step(`7/${steps}  Destroy`, "`pulumi destroy` deletes what Pulumi created, and nothing else.");
  await pulumi(second, "pulumi destroy", up);
  await pulumi(quickstart, "pulumi destroy", up);
  const gone = server.state().groups.length - alive().length;
  assertClaim(
    `Only the group that the project started with is left. ${gone} deleted groups still count towards the group quota, as in CDF.`,
    alive().length === 1,
  );
}

/** A refresh also shows the outputs of the last `up`. @param {string} line */
const isNoiseOrOutput = (line) => isNoise(line) || /^(Outputs:| {4}\w+ *: )/.test(line);

/** @param {Group[]} groups */
function listGroups(groups) {
  for (const { id, name, capabilities } of groups) {
    const rights = capabilities.flatMap((capability) =>
      Object.entries(capability).map(([acl, { actions, scope }]) => {
        const [where = ""] = Object.keys(scope);
        return `${acl} ${actions.join(",")}${where === "all" ? "" : ` (${where})`}`;
      }),
    );
    const shownRights = name === "cdf-administrators" ? "manages access" : rights.join("; ");
    say(`    ${String(id).padEnd(17)} ${name.padEnd(19)} ${shownRights}`);
  }
}

// @ts-check

/** @typedef {import("../page-data").PageData} PageData */
/** @typedef {"write" | "read"} Access */
/** @typedef {(typeof groups)[number]} Group */
/** @typedef {Group["rights"][number]} Right */
/** @typedef {ReturnType<typeof filters>} Filters */
/** @typedef {ReturnType<typeof matching>} Result */
/** @typedef {Result["found"][number]} Match */

/** @type {PageData} */
const data = JSON.parse(byId("data", HTMLElement).textContent ?? "");
const { acls, risks } = data;

/** The groups, with what each is searched by and whether its rights are shown. */
const groups = data.groups.map((group) => {
  const rights = group.rights.map(([acl, scope, read, write, limit]) => {
    const [where, wide] = data.scopes[scope];
    const right = {
      acl,
      scope: where + (limit && `, ${limit}`),
      wide,
      read: data.words[read],
      write: data.words[write],
    };
    return { ...right, text: [acls[acl][0], right.scope, ...right.read, ...right.write].join(" ").toLowerCase() };
  });
  const about = [group.name, group.id, group.project, group.note, ...group.who, ...group.metadata.flat()];
  return { ...group, rights, text: about.join(" ").toLowerCase(), open: false };
});
const there = groups.filter((group) => group.there);

/** The current filter values. */
function filters() {
  const text = (/** @type {string} */ id) => byId(id, HTMLInputElement).value.trim().toLowerCase();
  return {
    search: searchedWords(),
    group: text("group"),
    acl: choiceIn("acl") === "" ? -1 : Number(choiceIn("acl")),
    access: /** @type {Access | ""} */ (choiceIn("access")),
    scope: choiceIn("scope"),
    kind: choiceIn("kind"),
    status: choiceIn("status"),
    project: choiceIn("project"),
    risky: byId("risky", HTMLInputElement).checked,
  };
}

/** The groups that match, each with the rights that do. */
function matching() {
  const wanted = filters();
  const limited = wanted.acl !== -1 || wanted.access !== "" || wanted.scope !== "";
  const found = groups.flatMap((group, place) => {
    const rights = isWanted(group, wanted) ? wantedRights(group, wanted, limited) : undefined;
    if (rights === undefined) return [];
    const count = (/** @type {Access} */ kind) =>
      new Set(rights.filter((right) => right[kind].length > 0).map((right) => right.acl)).size;
    return [{ group, place, rights, writes: count("write"), reads: count("read") }];
  });
  return {
    found,
    access: wanted.access,
    wanted,
    ofPeople: !limited && [wanted.kind, wanted.status, wanted.group].every((each) => each === ""),
  };
}

/** @param {Group} group @param {Filters} wanted */
function isWanted(group, wanted) {
  if (wanted.risky && group.risks.length === 0) return false;
  if (wanted.kind !== "" && group.kind !== wanted.kind) return false;
  if (wanted.status !== "" && group.status !== wanted.status) return false;
  if (wanted.project !== "" && group.project !== wanted.project) return false;
  return group.name.toLowerCase().includes(wanted.group);
}

/**
 * The rights of a group that match; undefined if the group does not match for want of any.
 *
 * @param {Group} group
 * @param {Filters} wanted
 * @param {boolean} limited
 */
function wantedRights(group, wanted, limited) {
  let rights = group.rights.filter(
    (right) =>
      (wanted.acl === -1 || right.acl === wanted.acl) &&
      (wanted.access === "" || right[wanted.access].length > 0) &&
      (wanted.scope === "" || right.wide === (wanted.scope === "project")),
  );
  if (limited && rights.length === 0) return undefined;
  // A word is found in the group itself, or else in rights: then these alone are shown.
  for (const word of wanted.search) {
    if (group.text.includes(word)) continue;
    rights = rights.filter((right) => right.text.includes(word));
    if (rights.length === 0) return undefined;
  }
  return rights;
}

// @ts-check

/** @type {Record<string, string>} */
const kinds = {
  sourceId: "identity provider group",
  members: "listed members",
  allUserAccounts: "all user accounts",
  nobody: "nobody",
  hidden: "hidden",
};

/** @param {Result} result */
function groupTable({ found, access }) {
  const rows = sorted("groups", found, {
    name: ({ group }) => group.name,
    who: ({ group }) => `${kinds[group.kind]} ${group.who.join(" ")}`,
    write: ({ writes }) => -writes,
    read: ({ reads }) => -reads,
    risks: ({ group }) => -group.risks.length,
  });
  return element(
    "table",
    {},
    element("caption", { class: "visually-hidden" }, "Groups, who is in them and what they may do"),
    head(
      "groups",
      [
        ["name", "Group"],
        ["who", "Who is in it"],
        ["write", "Write"],
        ["read", "Read"],
        ["risks", "Risks"],
      ],
      render,
    ),
    element(
      "tbody",
      {},
      rows.flatMap((match) => groupRows(match, access)),
    ),
  );
}

/** @param {Match} match @param {Access | ""} access */
function groupRows(match, access) {
  const { group, rights, place } = match;
  const open = group.open || state.open;
  const toggle = () => {
    group.open = !open;
    if (state.open) {
      state.open = false;
      for (const other of groups) other.open = other !== group;
    }
    render("groups");
    focusGroup(place);
  };
  const name = element(
    "button",
    { type: "button", class: "link", "aria-expanded": String(open), click: toggle },
    element("bdi", {}, group.name),
  );
  const small = [group.id === null ? "not created yet" : `id ${group.id}`, group.project, group.note];
  const who =
    group.kind === "members"
      ? some(group.who, (member) => element("li", {}, element("bdi", {}, member)), "members")
      : element("bdi", {}, group.who[0]);
  const row = element(
    "tr",
    { id: `group-${place}` },
    element("th", { scope: "row" }, name, element("span", { class: "small" }, small.filter(Boolean).join("; "))),
    cell("Members", who),
    cell("Write", access === "read" ? "" : aclChips(rights, "write")),
    cell("Read", access === "write" ? "" : aclChips(rights, "read")),
    cell(
      "Risks",
      group.risks.length === 0
        ? ""
        : element("span", { class: risks[group.risks[0]].severity }, String(group.risks.length)),
    ),
  );
  return open ? [row, details(match)] : [row];
}

/** @param {number} place */
function focusGroup(place) {
  byId(`group-${place}`, HTMLElement).querySelector("button")?.focus();
}

/** The row below a group's own: its risks with their reasons, its rights, its metadata. @param {Match} match */
function details({ group, rights }) {
  const reasons = group.risks.map((risk) => {
    const { severity, title, reason } = risks[risk];
    return element("li", {}, element("strong", { class: severity }, title), `: ${reason}.`);
  });
  const metadata = group.metadata.map(([key, value]) => element("li", {}, element("bdi", {}, `${key}: ${value}`)));
  const none = group.there ? "No rights." : "No rights: the group is in the state, but not in the project.";
  return element(
    "tr",
    { class: "details" },
    element(
      "td",
      { colspan: "5" },
      reasons.length > 0 ? element("ul", {}, reasons) : "",
      rights.length === 0 ? element("p", {}, none) : rightsTable(group, rights),
      metadata.length > 0 ? element("ul", { class: "chips", "aria-label": "Metadata" }, metadata) : "",
    ),
  );
}

/** @param {Group} group @param {Right[]} rights */
function rightsTable(group, rights) {
  const rows = rights.map((right) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, acls[right.acl][0], statusOf(right.acl)),
      element("td", { class: "write-text", "data-label": "Write" }, right.write.join(", ")),
      cell("Read", right.read.join(", ")),
      cell("Where", element("bdi", {}, right.scope)),
    ),
  );
  const part = rights.length < group.rights.length ? ` that match, ${rights.length} of ${group.rights.length}` : "";
  const columns = ["ACL", "Write", "Read", "Where"].map((label) => element("th", { scope: "col" }, label));
  return element(
    "table",
    {},
    element("caption", {}, "Rights of ", element("bdi", {}, group.name), part),
    element("thead", {}, element("tr", {}, columns)),
    element("tbody", {}, rows),
  );
}

/** The ACLs of some rights. @param {Right[]} rights @param {Access} kind */
function aclChips(rights, kind) {
  /** @type {Map<number, boolean>} */
  const wide = new Map();
  for (const right of rights)
    if (right[kind].length > 0) wide.set(right.acl, wide.get(right.acl) === true || right.wide);
  const list = [...wide].sort((a, b) => Number(b[1]) - Number(a[1]) || collator.compare(acls[a[0]][0], acls[b[0]][0]));
  return list.length === 0 ? "" : some(list, ([acl, everywhere]) => chip(kind, acls[acl][0], everywhere), "ACLs");
}

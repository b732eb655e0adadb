// @ts-check

/** Whether the rights of every group are shown. */
const state = { open: false };

/**
 * What holds project-wide is in bold, the rest says that it is scoped.
 *
 * @param {Access} kind
 * @param {Child} name
 * @param {boolean} wide
 */
function chip(kind, name, wide) {
  return element("li", { class: kind + (wide ? " wide" : "") }, name, wide ? "" : element("span", {}, " (scoped)"));
}

/** @param {number} acl */
function statusOf(acl) {
  const [, status] = acls[acl];
  return status === "current" ? "" : element("span", { class: "small" }, status);
}

/** @typedef {Map<Match, boolean>} Holders The groups that hold an ACL, each with whether it does project-wide. */

/** @param {Result} result */
function aclTable({ found, access }) {
  /** @type {Map<number, { acl: number, write: Holders, read: Holders }>} */
  const rows = new Map();
  for (const match of found)
    for (const right of match.rights) {
      const row = rows.get(right.acl) ?? { acl: right.acl, write: new Map(), read: new Map() };
      rows.set(right.acl, row);
      for (const kind of /** @type {const} */ (["write", "read"]))
        if (right[kind].length > 0 && (access === "" || access === kind))
          row[kind].set(match, row[kind].get(match) === true || right.wide);
    }
  const list = sorted("acls", [...rows.values()], {
    acl: ({ acl }) => acls[acl][0],
    write: ({ write }) => -write.size,
    read: ({ read }) => -read.size,
  });
  return element(
    "table",
    {},
    element(
      "caption",
      {},
      "Bold: project-wide for at least one action, even if the group has other, scoped permissions.",
    ),
    head(
      "acls",
      [
        ["acl", "ACL"],
        ["write", "Who can write"],
        ["read", "Who can read"],
      ],
      render,
    ),
    element(
      "tbody",
      {},
      list.map(({ acl, write, read }) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, aclButton(acl), statusOf(acl)),
          cell("Write", holderChips("write", write)),
          cell("Read", holderChips("read", read)),
        ),
      ),
    ),
  );
}

/** An ACL's name, which shows this ACL alone. @param {number} acl */
function aclButton(acl) {
  const only = () => {
    const field = byId("acl", HTMLSelectElement);
    field.value = String(acl);
    render();
    field.focus();
  };
  return element("button", { type: "button", class: "link", click: only }, acls[acl][0], hint(": show this ACL only"));
}

/** @param {Access} kind @param {Holders} holders */
function holderChips(kind, holders) {
  const order = [...holders].sort(
    (a, b) => Number(b[1]) - Number(a[1]) || collator.compare(a[0].group.name, b[0].group.name),
  );
  if (order.length === 0) return "";
  return some(
    order,
    ([{ group }, wide]) => chip(kind, element("bdi", {}, group.name + (group.project && ` in ${group.project}`)), wide),
    "groups",
  );
}

/** @param {Result} result */
function riskTable({ found, wanted, ofPeople }) {
  const places = new Set(found.map(({ place }) => place));
  const isFound = (/** @type {string} */ text) => wanted.search.every((word) => text.toLowerCase().includes(word));
  // Those of a principal have no group.
  const shown = risks.filter(({ group, subject }) => (group === -1 ? ofPeople && isFound(subject) : places.has(group)));
  if (shown.length === 0)
    return element("p", { class: "quiet" }, risks.length === 0 ? "None." : "None of these groups has any.");
  return riskRows(shown, render, ({ subject, project, group }) => {
    const name = element("bdi", {}, subject);
    const where = project === "" ? "" : element("span", { class: "small" }, project);
    const show = () => goTo(group);
    return [group === -1 ? name : element("button", { type: "button", class: "link", click: show }, name), where];
  });
}

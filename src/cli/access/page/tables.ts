/** The part of the page's script that builds its tables. It stands within the script, and uses what that has above it. */
export const tablesScript = `  /** A table's head whose buttons sort it. */
  function head(name, columns) {
    const [key, direction] = state.sort[name];
    return element("thead", {}, element("tr", {}, columns.map(([column, label]) => {
      if (column === "") return element("th", { scope: "col" }, label);
      const sorted = column === key ? (direction === 1 ? "ascending" : "descending") : undefined;
      const sort = () => {
        state.sort[name] = [column, column === key ? -direction : 1];
        render(name);
        document.querySelector("#" + name + " [data-column='" + column + "']").focus();
      };
      const button = element("button", { type: "button", "data-column": column, onclick: sort }, label);
      return element("th", { scope: "col", "aria-sort": sorted }, button);
    })));
  }

  function sorted(name, rows, keys) {
    const [column, direction] = state.sort[name];
    const key = keys[column];
    if (key === undefined) return rows;
    const compare = (a, b) => (typeof a === "number" ? a - b : collator.compare(a, b));
    return [...rows].sort((a, b) => direction * compare(key(a), key(b)));
  }

  /** The first few of some things, and a button for the others. */
  function some(things, make, what) {
    const list = element("ul", { class: "chips" }, things.slice(0, shownAtOnce).map(make));
    if (things.length <= shownAtOnce) return list;
    const rest = things.length - shownAtOnce;
    const more = element("li", {}, element("button", {
      type: "button",
      class: "link",
      onclick: () => {
        const added = things.slice(shownAtOnce).map(make);
        list.append(...added);
        added[0].tabIndex = -1;
        added[0].focus();
        more.remove();
      },
    }, "+ " + rest, element("span", { class: "visually-hidden" }, " more " + what)));
    list.append(more);
    return list;
  }

  const cell = (label, ...children) => element("td", { "data-label": label }, ...children);

  /** The ACLs of some rights, those that hold project-wide in bold. */
  function aclChips(rights, kind) {
    const wide = new Map();
    for (const right of rights)
      if (right[kind].length > 0) wide.set(right.acl, wide.get(right.acl) === true || right.wide);
    const list = [...wide].sort((a, b) => b[1] - a[1] || collator.compare(acls[a[0]][0], acls[b[0]][0]));
    if (list.length === 0) return "";
    const chip = ([acl, everywhere]) =>
      element("li", { class: kind + (everywhere ? " wide" : "") }, acls[acl][0], everywhere ? "" : element("span", {}, " (scoped)"));
    return some(list, chip, "ACLs");
  }

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
      document.querySelector("#group-" + place + " button").focus();
    };
    const name = element("button", { type: "button", class: "link", "aria-expanded": String(open), onclick: toggle }, element("bdi", {}, group.name));
    const small = [group.id === null ? "not made yet" : "id " + group.id, group.project, group.note].filter(Boolean).join("; ");
    const who = group.kind === "members"
      ? some(group.who, (member) => element("li", {}, element("bdi", {}, member)), "members")
      : element("bdi", {}, group.who[0]);
    const row = element("tr", { id: "group-" + place },
      element("th", { scope: "row" }, name, element("span", { class: "small" }, small)),
      cell("Members", who),
      cell("Write", access === "read" ? "" : aclChips(rights, "write")),
      cell("Read", access === "write" ? "" : aclChips(rights, "read")),
      cell("Risks", group.risks.length === 0 ? "" : element("span", { class: risks[group.risks[0]].severity }, String(group.risks.length))),
    );
    return open ? [row, details(match)] : [row];
  }

  function details({ group, rights }) {
    const rows = rights.map((right) => element("tr", {},
      element("th", { scope: "row" }, acls[right.acl][0], acls[right.acl][1] === "current" ? "" : element("span", { class: "small" }, acls[right.acl][1])),
      element("td", { class: "write-text", "data-label": "Write" }, right.write.join(", ")),
      cell("Read", right.read.join(", ")),
      cell("Where", element("bdi", {}, right.scope)),
    ));
    const columns = ["ACL", "Write", "Read", "Where"].map((label) => element("th", { scope: "col" }, label));
    const caption = element("caption", {}, "Rights of ", element("bdi", {}, group.name), rights.length < group.rights.length ? " that match, " + rights.length + " of " + group.rights.length : "");
    const table = rows.length === 0 ? element("p", {}, group.there ? "No rights." : "No rights: the group is in the state, and not in the project.") : element("table", {}, caption, element("thead", {}, element("tr", {}, columns)), element("tbody", {}, rows));
    const reasons = group.risks.map((risk) => element("li", {}, element("strong", { class: risks[risk].severity }, risks[risk].title), ": " + risks[risk].reason + "."));
    const metadata = group.metadata.map(([key, value]) => element("li", {}, element("bdi", {}, key + ": " + value)));
    return element("tr", { class: "details" }, element("td", { colspan: "5" },
      reasons.length > 0 ? element("ul", {}, reasons) : "",
      table,
      metadata.length > 0 ? element("ul", { class: "chips", "aria-label": "Metadata" }, metadata) : "",
    ));
  }

  function groupTable({ found, access }) {
    const rows = sorted("groups", found, {
      name: ({ group }) => group.name,
      who: ({ group }) => kinds[group.kind] + " " + group.who.join(" "),
      write: ({ writes }) => -writes,
      read: ({ reads }) => -reads,
      risks: ({ group }) => -group.risks.length,
    });
    return element("table", {},
      element("caption", { class: "visually-hidden" }, "Groups, who is in them and what they may do"),
      head("groups", [["name", "Group"], ["who", "Who is in it"], ["write", "Write"], ["read", "Read"], ["risks", "Risks"]]),
      element("tbody", {}, rows.flatMap((match) => groupRows(match, access))),
    );
  }

  /** Shows one group alone. */
  function goTo(place) {
    byId("filters").reset();
    clearTimeout(waiting);
    groups[place].open = true;
    render();
    const row = byId("group-" + place);
    row.scrollIntoView({ block: "center" });
    row.querySelector("button").focus();
  }

  function aclTable({ found, access }) {
    const rows = new Map();
    for (const match of found)
      for (const right of match.rights) {
        const row = rows.get(right.acl) || { acl: right.acl, write: new Map(), read: new Map() };
        rows.set(right.acl, row);
        for (const kind of ["write", "read"])
          if (right[kind].length > 0 && (access === "" || access === kind))
            row[kind].set(match, row[kind].get(match) === true || right.wide);
      }
    const list = sorted("acls", [...rows.values()], {
      acl: ({ acl }) => acls[acl][0],
      write: ({ write }) => -write.size,
      read: ({ read }) => -read.size,
    });
    const chips = (kind, holders) => {
      const order = [...holders].sort((a, b) => b[1] - a[1] || collator.compare(a[0].group.name, b[0].group.name));
      const chip = ([{ group }, wide]) =>
        element("li", { class: kind + (wide ? " wide" : "") }, element("bdi", {}, group.name), wide ? "" : element("span", {}, " (scoped)"));
      return order.length === 0 ? "" : some(order, chip, "groups");
    };
    return element("table", {},
      element("caption", {}, "In bold: project-wide, in whatever else the group may be scoped."),
      head("acls", [["acl", "ACL"], ["write", "Who can write"], ["read", "Who can read"]]),
      element("tbody", {}, list.map(({ acl, write, read }) => {
        const only = () => {
          byId("acl").value = String(acl);
          render();
          byId("acl").focus();
        };
        const [name, status] = acls[acl];
        return element("tr", {},
          element("th", { scope: "row" },
            element("button", { type: "button", class: "link", onclick: only }, name, element("span", { class: "visually-hidden" }, ": show this ACL only")),
            status === "current" ? "" : element("span", { class: "small" }, status)),
          cell("Write", chips("write", write)),
          cell("Read", chips("read", read)),
        );
      })),
    );
  }

  function riskTable({ found, wanted, ofPeople }) {
    const places = new Set(found.map(({ place }) => place));
    const isFound = (text) => wanted.search.every((word) => text.toLowerCase().includes(word));
    // Those of a principal have no group.
    const shown = risks.filter(({ group, subject }) => (group === -1 ? ofPeople && isFound(subject) : places.has(group)));
    if (shown.length === 0) return element("p", { class: "quiet" }, risks.length === 0 ? "None." : "None of these groups has any.");
    const grave = { high: 0, medium: 1, low: 2 };
    const rows = sorted("risks", shown, {
      severity: ({ severity }) => grave[severity],
      title: ({ title }) => title,
      subject: ({ subject }) => subject,
    });
    return element("table", {},
      element("caption", { class: "visually-hidden" }, "Risks, each with its reason"),
      head("risks", [["severity", "Severity"], ["title", "Risk"], ["subject", "Group or principal"], ["", "Reason"]]),
      element("tbody", {}, rows.map(({ severity, title, subject, reason, group }) => element("tr", {},
        element("td", { class: "severity " + severity }, severity),
        cell("Risk", title),
        cell("Group", group === -1
          ? element("bdi", {}, subject)
          : element("button", { type: "button", class: "link", onclick: () => goTo(group) }, element("bdi", {}, subject))),
        cell("Reason", reason),
      ))),
    );
  }

  const tables = { risks: riskTable, acls: aclTable, groups: groupTable };
`;

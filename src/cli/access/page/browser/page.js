// @ts-check

const tables = { risks: riskTable, acls: aclTable, groups: groupTable };

/** Rebuilds all tables, or one of them. @param {TableName} [only] */
function render(only) {
  const result = matching();
  for (const [name, make] of Object.entries(tables))
    if (only === undefined || only === name)
      byId(name, HTMLElement).querySelector(".scroll")?.replaceChildren(make(result));
  if (only !== undefined) return;
  const found = result.found.filter(({ group }) => group.there);
  const missing = result.found.length - found.length;
  const count =
    found.length === there.length
      ? `All ${many(there.length, "group")}`
      : `${many(found.length, "group")} of ${there.length}`;
  byId("found", HTMLElement).textContent = `${count}${missing === 0 ? "" : `, and ${missing} missing`}.`;
}

const filtering = followFilters(() => render());

/** Shows one group alone. @param {number} place */
function goTo(place) {
  filtering.reset();
  groups[place].open = true;
  render();
  byId(`group-${place}`, HTMLElement).scrollIntoView({ block: "center" });
  focusGroup(place);
}

/** Fills the parts that never change: the totals, and the choices of the filters. */
function fill() {
  const writing = groups.filter(({ rights }) => rights.some(({ write }) => write.length > 0));
  const everywhere = writing.filter(({ rights }) => rights.some(({ write, wide }) => wide && write.length > 0));
  showTotals({
    Groups: there.length,
    "Can write": writing.length,
    "Write project-wide": everywhere.length,
    ...riskTotals(risks),
  });
  const names = [...new Set(groups.map(({ name }) => name))].sort(collator.compare);
  byId("group-names", HTMLElement).append(...names.map((name) => element("option", { value: name })));
  const options = acls.map(([name], place) => ({ name, place })).sort((a, b) => collator.compare(a.name, b.name));
  byId("acl", HTMLElement).append(
    ...options.map(({ name, place }) => element("option", { value: String(place) }, name)),
  );
  for (const [kind, label] of Object.entries(kinds))
    if (groups.some((group) => group.kind === kind))
      byId("kind", HTMLElement).append(element("option", { value: kind }, label));
}

function listen() {
  const openAll = byId("open-all", HTMLElement);
  openAll.addEventListener("click", () => {
    state.open = !state.open;
    for (const group of groups) group.open = false;
    openAll.textContent = state.open ? "Hide the rights" : "Show every right";
    render("groups");
  });
}

sorting.groups = ["name", 1];
fill();
listen();
followTheme();
render();

import { tablesScript } from "./tables";

/**
 * The page's script: plain JavaScript for browsers. It sets text and never markup. Written without back-ticks and
 * backslashes, so that it stands here as it runs.
 */
export const pageScript = `
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { acls, scopes, words, groups, risks } = data;
  const shownAtOnce = 6;
  const byId = (id) => document.getElementById(id);
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const kinds = {
    sourceId: "identity provider group",
    members: "listed members",
    allUserAccounts: "all user accounts",
    nobody: "nobody",
    hidden: "hidden",
  };
  const many = (count, one, several) => count + " " + (count === 1 ? one : several || one + "s");

  /** An element with attributes and children; texts become text, whatever is in them. */
  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "onclick") made.addEventListener("click", value);
      else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.flat().filter((child) => child !== undefined && child !== ""));
    return made;
  }

  // What each group is searched by, and how much it may.
  for (const group of groups) {
    group.rights = group.rights.map(([acl, scope, read, write, limit]) => ({
      acl,
      scope: scopes[scope][0] + (limit && ", " + limit),
      wide: scopes[scope][1],
      read: words[read],
      write: words[write],
    }));
    const about = [group.name, group.id, group.project, group.note, ...group.who, ...group.metadata.flat()];
    group.text = about.join(" ").toLowerCase();
    for (const right of group.rights)
      right.text = [acls[right.acl][0], right.scope, ...right.read, ...right.write].join(" ").toLowerCase();
    group.open = false;
  }

  const there = groups.filter((group) => group.there);
  const state = { sort: { groups: ["name", 1], acls: ["acl", 1], risks: ["", 1] }, open: false };

  /** The filters as they are set. */
  function filters() {
    const value = (id) => byId(id).value;
    return {
      search: value("search").trim().toLowerCase().split(" ").filter(Boolean),
      group: value("group").trim().toLowerCase(),
      acl: value("acl") === "" ? -1 : Number(value("acl")),
      access: value("access"),
      scope: value("scope"),
      kind: value("kind"),
      risky: byId("risky").checked,
    };
  }

  /** The groups that match, each with the rights that do. */
  function matching() {
    const wanted = filters();
    const limited = wanted.acl !== -1 || wanted.access !== "" || wanted.scope !== "";
    const found = [];
    groups.forEach((group, place) => {
      if (wanted.risky && group.risks.length === 0) return;
      if (wanted.kind !== "" && group.kind !== wanted.kind) return;
      if (wanted.group !== "" && !group.name.toLowerCase().includes(wanted.group)) return;
      let rights = group.rights.filter(
        (right) =>
          (wanted.acl === -1 || right.acl === wanted.acl) &&
          (wanted.access === "" || right[wanted.access].length > 0) &&
          (wanted.scope === "" || right.wide === (wanted.scope === "project")),
      );
      if (limited && rights.length === 0) return;
      // A word is found in the group itself, or else in rights: then these alone are shown.
      for (const word of wanted.search) {
        if (group.text.includes(word)) continue;
        rights = rights.filter((right) => right.text.includes(word));
        if (rights.length === 0) return;
      }
      const count = (kind) => new Set(rights.filter((right) => right[kind].length > 0).map((right) => right.acl)).size;
      found.push({ group, place, rights, writes: count("write"), reads: count("read") });
    });
    return { found, access: wanted.access, wanted, ofPeople: !limited && wanted.kind === "" && wanted.group === "" };
  }

${tablesScript}
  /** Builds the tables, or one of them, anew. */
  function render(only) {
    const result = matching();
    for (const [name, make] of Object.entries(tables))
      if (only === undefined || only === name) document.querySelector("#" + name + " .scroll").replaceChildren(make(result));
    if (only !== undefined) return;
    const found = result.found.filter(({ group }) => group.there);
    const missing = result.found.length - found.length;
    byId("found").textContent = (found.length === there.length ? "All " + many(there.length, "group") : many(found.length, "group") + " of " + there.length) + (missing === 0 ? "" : ", and " + missing + " missing") + ".";
  }

  // The parts that never change.
  const writing = groups.filter(({ rights }) => rights.some(({ write }) => write.length > 0));
  const everywhere = writing.filter(({ rights }) => rights.some(({ write, wide }) => wide && write.length > 0));
  for (const [label, count] of [
    ["Groups", there.length],
    ["Can write", writing.length],
    ["Write project-wide", everywhere.length],
    ["Grave risks", risks.filter(({ severity }) => severity === "high").length],
    ["Other risks", risks.filter(({ severity }) => severity !== "high").length],
  ]) byId("totals").append(element("div", {}, element("dt", {}, label), element("dd", {}, String(count))));
  byId("group-names").append(...[...new Set(groups.map(({ name }) => name))].sort(collator.compare).map((name) => element("option", { value: name })));
  const order = acls.map(([name], place) => [name, place]).sort((a, b) => collator.compare(a[0], b[0]));
  byId("acl").append(...order.map(([name, place]) => element("option", { value: String(place) }, name)));
  for (const [kind, label] of Object.entries(kinds))
    if (groups.some((group) => group.kind === kind)) byId("kind").append(element("option", { value: kind }, label));

  let waiting;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(render, 120);
  };
  byId("filters").addEventListener("input", soon);
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("reset", () => {
    clearTimeout(waiting);
    // The fields are empty only after this event.
    waiting = setTimeout(render);
  });
  byId("open-all").addEventListener("click", () => {
    state.open = !state.open;
    for (const group of groups) group.open = false;
    byId("open-all").textContent = state.open ? "Hide the rights" : "Show every right";
    render("groups");
  });
  byId("print").addEventListener("click", () => window.print());
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let theme = dark.matches ? "dark" : "light";
  const showTheme = () => {
    byId("theme").textContent = theme === "dark" ? "Light" : "Dark";
    byId("theme").setAttribute("aria-label", "Switch to the " + (theme === "dark" ? "light" : "dark") + " theme");
  };
  byId("theme").removeAttribute("aria-pressed");
  byId("theme").addEventListener("click", () => {
    theme = theme === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    showTheme();
  });
  dark.addEventListener("change", () => {
    if (document.documentElement.dataset.theme) return;
    theme = dark.matches ? "dark" : "light";
    showTheme();
  });
  showTheme();
  render();
})();
`;

// @ts-check

/** @typedef {import("../page-data").ComparisonData} ComparisonData */
/** @typedef {import("../page-data").ChangeData} ChangeData */

/** @type {ComparisonData} */
const comparison = JSON.parse(byId("data", HTMLElement).textContent ?? "");
const changes = comparison.changes.map((change) => {
  const sides = [...change.gains, ...change.loses].map(([entry]) => entry);
  return { ...change, text: [change.name, change.note, ...change.reasons, ...sides].join(" ").toLowerCase() };
});

const drawings = { risks: newRiskTable, groups: changeTable };

/** Rebuilds all tables, or one of them. @param {TableName} [only] */
function drawComparison(only) {
  for (const [name, make] of Object.entries(drawings))
    if (only === undefined || only === name) byId(name, HTMLElement).querySelector(".scroll")?.replaceChildren(make());
  if (only !== undefined) return;
  const found = changesFound().length;
  const all = changes.length === 0 ? comparison.none : `All ${many(changes.length, "group")}.`;
  byId("found", HTMLElement).textContent =
    found === changes.length ? all : `${many(found, "group")} of ${changes.length}.`;
}

/** The changes that match the filters. */
function changesFound() {
  const [words, kind, project] = [searchedWords(), choiceIn("change"), choiceIn("project")];
  const gaining = byId("gaining", HTMLInputElement).checked;
  return changes.filter(
    (change) =>
      (kind === "" || change.change === kind) &&
      (project === "" || change.project === project) &&
      (!gaining || change.reasons.length > 0) &&
      words.every((word) => change.text.includes(word)),
  );
}

function changeTable() {
  const rows = sorted("groups", changesFound(), {
    name: ({ name }) => name,
    change: ({ change }) => change,
    gains: ({ gains }) => -gains.length,
    loses: ({ loses }) => -loses.length,
  });
  if (rows.length === 0) return element("p", { class: "quiet" }, changes.length === 0 ? comparison.none : "None.");
  return element(
    "table",
    { class: "changes" },
    element("caption", { class: "visually-hidden" }, "Groups that are different, those that gain write first"),
    head(
      "groups",
      [
        ["name", "Group"],
        ["change", "Change"],
        ["gains", comparison.gains],
        ["loses", comparison.loses],
      ],
      drawComparison,
    ),
    element(
      "tbody",
      {},
      rows.map((change) =>
        element(
          "tr",
          {},
          element(
            "th",
            { scope: "row" },
            element("bdi", {}, change.name),
            element("span", { class: "small" }, change.note),
          ),
          cell(
            "Change",
            change.change,
            change.reasons.map((reason) => element("span", { class: "reason" }, reason)),
          ),
          cell(comparison.gains, sideList(change.gains)),
          cell(comparison.loses, sideList(change.loses)),
        ),
      ),
    ),
  );
}

/** @param {ChangeData["gains"]} entries */
function sideList(entries) {
  if (entries.length === 0) return "";
  return some(
    entries,
    ([text, writes]) => element("li", writes ? { class: "write" } : {}, element("bdi", {}, text)),
    "entries",
  );
}

function newRiskTable() {
  const words = searchedWords();
  const shown = comparison.risks.filter(({ subject, title, reason }) =>
    words.every((word) => [subject, title, reason].join(" ").toLowerCase().includes(word)),
  );
  if (shown.length === 0) return element("p", { class: "quiet" }, "None.");
  return riskRows(shown, drawComparison, ({ subject }) => [element("bdi", {}, subject)]);
}

showTotals({
  Groups: changes.length,
  [comparison.gaining]: changes.filter(({ reasons }) => reasons.length > 0).length,
  ...riskTotals(comparison.risks),
});
followFilters(() => drawComparison());
followTheme();
drawComparison();

// @ts-check

/**
 * The table of some risks, in the order that is asked for.
 *
 * @template {{ severity: string, title: string, subject: string, reason: string }} Risk
 * @param {Risk[]} risks
 * @param {(name: TableName) => void} redraw
 * @param {(risk: Risk) => (string | Node)[]} whose - the cell that says whose a risk is
 */
function riskRows(risks, redraw, whose) {
  const rows = sorted("risks", risks, {
    severity: ({ severity }) => severities.indexOf(severity),
    title: ({ title }) => title,
    subject: ({ subject }) => subject,
  });
  return element(
    "table",
    {},
    element("caption", { class: "visually-hidden" }, "Risks, each with its reason"),
    head(
      "risks",
      [
        ["severity", "Severity"],
        ["title", "Risk"],
        ["subject", "Group or principal"],
        ["", "Reason"],
      ],
      redraw,
    ),
    element(
      "tbody",
      {},
      rows.map((risk) =>
        element(
          "tr",
          {},
          element("td", { class: `severity ${risk.severity}` }, risk.severity),
          cell("Risk", risk.title),
          cell("Group", ...whose(risk)),
          cell("Reason", risk.reason),
        ),
      ),
    ),
  );
}

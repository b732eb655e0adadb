// @ts-check

/** The tiles at the top. @param {Record<string, number>} totals */
function showTotals(totals) {
  for (const [label, count] of Object.entries(totals))
    byId("totals", HTMLElement).append(element("div", {}, element("dt", {}, label), element("dd", {}, String(count))));
}

/** How many risks there are of each severity, in the words of the table. @param {{ severity: string }[]} all */
function riskTotals(all) {
  return Object.fromEntries(
    severities.map((severity) => [
      `${severity.charAt(0).toUpperCase()}${severity.slice(1)} risks`,
      all.filter((risk) => risk.severity === severity).length,
    ]),
  );
}

/** Redraws after a filter changes, once for a burst of typing. @param {() => void} draw */
function followFilters(draw) {
  const form = byId("filters", HTMLFormElement);
  /** @type {number | undefined} */
  let waiting;
  const drawSoon = (/** @type {number} */ milliseconds) => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, milliseconds);
  };
  form.addEventListener("input", () => drawSoon(120));
  form.addEventListener("submit", (event) => event.preventDefault());
  // The fields are empty only after this event.
  form.addEventListener("reset", () => drawSoon(0));
  byId("print", HTMLElement).addEventListener("click", () => window.print());
  return {
    reset() {
      form.reset();
      clearTimeout(waiting);
    },
  };
}

/** What a filter is set to; empty where the page does not have it. @param {string} id */
function choiceIn(id) {
  const field = document.getElementById(id);
  return field instanceof HTMLSelectElement ? field.value : "";
}

/** The search words. */
function searchedWords() {
  return byId("search", HTMLInputElement).value.trim().toLowerCase().split(" ").filter(Boolean);
}

/** The theme is the system's, until the button says otherwise. */
function followTheme() {
  const button = byId("theme", HTMLElement);
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const show = () => {
    const theme = root.dataset.theme ?? (dark.matches ? "dark" : "light");
    const other = theme === "dark" ? "light" : "dark";
    button.textContent = other === "dark" ? "Dark" : "Light";
    button.setAttribute("aria-label", `Switch to the ${other} theme`);
    return other;
  };
  button.removeAttribute("aria-pressed");
  let other = show();
  button.addEventListener("click", () => {
    root.dataset.theme = other;
    other = show();
  });
  dark.addEventListener("change", () => {
    other = show();
  });
}

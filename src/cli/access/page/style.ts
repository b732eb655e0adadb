/** The page's style. Colours meet WCAG AA on their grounds in both themes. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#ffffff, #14171c);
  --raised: light-dark(#f5f6f8, #1d2128);
  --line: light-dark(#d5d9e0, #363c47);
  --text: light-dark(#1a1d23, #e6e8ec);
  --quiet: light-dark(#545b68, #a4abb8);
  --link: light-dark(#1a56b8, #8ab4ff);
  --write: light-dark(#8a3b00, #ffb47a);
  --write-ground: light-dark(#fdeee0, #3b2716);
  --read: light-dark(#14532d, #8fd6a8);
  --read-ground: light-dark(#e6f4ea, #17301f);
  --high: light-dark(#a3121f, #ff9a9f);
  --medium: light-dark(#7a4a00, #f2c063);
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 100rem; padding: 1rem 1.5rem 4rem; background: var(--ground); color: var(--text); font: 0.9375rem/1.5 system-ui, "Segoe UI", sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.125rem; margin: 2rem 0 0.5rem; }
p { margin: 0.5rem 0; }
a { color: var(--link); }
header p, .quiet { color: var(--quiet); }
.title { display: flex; gap: 1rem; justify-content: space-between; align-items: start; }
.skip { position: absolute; left: -100vw; }
.skip:focus { position: static; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.notes { background: var(--raised); border-left: 3px solid var(--medium); margin: 0.5rem 0; padding: 0.5rem 1rem 0.5rem 2rem; overflow-wrap: anywhere; }
#totals { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1rem 0; }
#totals div { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 0.5rem 1rem; min-width: 8rem; }
#totals dt { color: var(--quiet); font-size: 0.8125rem; }
#totals dd { font-size: 1.375rem; font-weight: 600; margin: 0; }
nav a { margin-right: 1rem; }
#filters { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; align-items: end; background: var(--ground); border-bottom: 1px solid var(--line); padding: 0.75rem 0; margin-top: 1rem; }
#filters label { display: flex; flex-direction: column; color: var(--quiet); font-size: 0.8125rem; flex: 1 1 8rem; max-width: 16rem; }
#filters label.wide { flex-basis: 16rem; max-width: 26rem; }
#filters label.check { flex: 0 0 auto; flex-direction: row; gap: 0.375rem; align-items: center; min-height: 2.25rem; color: var(--text); font-size: inherit; }
input, select, button { font: inherit; color: var(--text); background: var(--ground); border: 1px solid light-dark(#858c99, #6d7584); border-radius: 4px; padding: 0.25rem 0.5rem; min-height: 2.25rem; }
input:not([type="checkbox"]), select { width: 100%; }
input::placeholder { color: var(--quiet); opacity: 1; }
button { cursor: pointer; background: var(--raised); }
#found { color: var(--quiet); min-height: 1.5em; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--quiet); padding: 0.25rem 0; }
@media screen and (min-width: 45.01rem), print {
  .scroll > table { table-layout: fixed; min-width: 45rem; }
  #risks th:nth-child(1) { width: 7rem; }
  #risks th:nth-child(2) { width: 22%; }
  #risks th:nth-child(3) { width: 26%; }
  #acls th:nth-child(1) { width: 22%; }
  #groups .scroll > table > thead th { width: 24%; }
  #groups .scroll > table > thead th:last-child { width: 5rem; }
}
section { scroll-margin-top: 6rem; }
th, td { text-align: left; vertical-align: top; padding: 0.375rem 0.75rem 0.375rem 0; border-bottom: 1px solid var(--line); }
td, th[scope="row"] { overflow-wrap: anywhere; min-width: 7rem; }
th[scope="row"] { font-weight: 600; }
thead th { color: var(--quiet); font-weight: 600; white-space: nowrap; vertical-align: bottom; }
thead button { background: none; border: 0; color: inherit; font-weight: inherit; padding: 0; min-height: 1.5rem; white-space: nowrap; }
thead button::after { content: " \\2195"; opacity: 0.6; }
th[aria-sort="ascending"] button::after { content: " \\2191"; opacity: 1; }
th[aria-sort="descending"] button::after { content: " \\2193"; opacity: 1; }
td.number { white-space: nowrap; min-width: 0; }
.chips { display: flex; flex-wrap: wrap; gap: 0.25rem; list-style: none; margin: 0; padding: 0; }
.chips li { border-radius: 4px; padding: 0 0.375rem; background: var(--raised); }
.chips .write { background: var(--write-ground); color: var(--write); }
.chips .read { background: var(--read-ground); color: var(--read); }
.chips .wide { font-weight: 600; }
button.link { background: none; border: 0; color: var(--link); padding: 0; min-height: 1.5rem; text-align: left; text-decoration: underline; overflow-wrap: anywhere; }
th[scope="row"] button.link { font-weight: 600; text-decoration: none; }
th[scope="row"] button.link[aria-expanded]::before { content: "\\25B8"; display: inline-block; width: 1em; }
th[scope="row"] button.link[aria-expanded="true"]::before { content: "\\25BE"; }
.details > td { background: var(--raised); padding: 0.5rem 1rem; }
.details table { font-size: 0.875rem; table-layout: fixed; }
.details ul:not(.chips) { margin: 0.25rem 0; padding-left: 1.25rem; }
.details td, .details th { border-color: var(--line); }
.write-text { color: var(--write); }
.severity { font-weight: 600; white-space: nowrap; min-width: 0; }
.high { color: var(--high); }
.medium { color: var(--medium); }
.low { color: var(--quiet); }
.small { display: block; color: var(--quiet); font-size: 0.8125rem; font-weight: 400; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.hidden { display: none; }
@media (max-width: 45rem) {
  body { padding: 0.75rem 0.75rem 3rem; }
  #filters { position: static; }
  #filters label { flex: 1 1 40%; max-width: none; }
  #filters label.wide { flex-basis: 100%; }
  #totals div { flex: 1 1 40%; min-width: 0; }
  main thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  main table, main caption, main tbody, main tr, main td, main th[scope="row"] { display: block; width: 100%; min-width: 0; border: 0; padding: 0.125rem 0; }
  main tr { border-bottom: 1px solid var(--line); padding: 0.5rem 0; }
  td[data-label]::before { content: attr(data-label) ": "; color: var(--quiet); font-size: 0.8125rem; }
  td:empty { display: none; }
}
@media print {
  :root, :root[data-theme] { color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 9pt; }
  #filters, nav, .tools, #theme, .skip { display: none; }
  .scroll { overflow: visible; }
  .scroll > table { min-width: 0; }
  .chips li { border: 1px solid var(--line); }
  thead { display: table-header-group; }
  thead button::after, th[scope="row"] button.link::before { content: ""; display: none; }
  tr { break-inside: avoid; }
  .details { break-inside: auto; }
}
`;

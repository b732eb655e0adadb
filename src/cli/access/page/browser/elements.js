// @ts-check

/**
 * An element that the page has.
 *
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
function byId(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no ${kind.name} with the id ${id}`);
  return found;
}

/** @typedef {string | Node} Child What is `""` is left out. */

/**
 * An element with attributes and children; texts become text, whatever is in them.
 *
 * @param {string} tag
 * @param {Record<string, string | (() => void) | undefined>} attributes A function is what the element does on that event.
 * @param {...(Child | Child[])} children
 */
function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== ""));
  return made;
}

/** A cell, with its column's label for narrow screens. @param {string} label @param {...(Child | Child[])} children */
function cell(label, ...children) {
  return element("td", { "data-label": label }, ...children);
}

const shownAtOnce = 6;

/**
 * The first few items, and a button that shows the rest.
 *
 * @template T
 * @param {T[]} things
 * @param {(thing: T) => HTMLElement} make
 * @param {string} what
 */
function some(things, make, what) {
  const list = element("ul", { class: "chips" }, things.slice(0, shownAtOnce).map(make));
  if (things.length <= shownAtOnce) return list;
  const showRest = () => {
    const added = things.slice(shownAtOnce).map(make);
    list.append(...added);
    added[0].tabIndex = -1;
    added[0].focus();
    more.remove();
  };
  const more = element(
    "li",
    {},
    element(
      "button",
      { type: "button", class: "link", click: showRest },
      `+ ${things.length - shownAtOnce}`,
      hint(` more ${what}`),
    ),
  );
  list.append(more);
  return list;
}

/** Text for screen readers only. @param {string} text */
function hint(text) {
  return element("span", { class: "visually-hidden" }, text);
}

/** @param {number} count @param {string} one */
function many(count, one) {
  return `${count} ${count === 1 ? one : `${one}s`}`;
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

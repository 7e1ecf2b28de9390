// Small controls that several panels share.

import { h } from "./dom.js";

/** One of a few values, as radio buttons that look like one switch. */
export function segmented(label, values, value, choose, key, hints = {}) {
  const name = `${key}-${label}`;
  return h(
    "fieldset",
    { class: "segmented" },
    h("legend", {}, label),
    Object.entries(values).map(([each, definition]) =>
      h(
        "label",
        { title: definition, class: each },
        h("input", { type: "radio", name, value: each, checked: each === value, "data-key": `${name}-${each}`, on: { change: () => choose(each) } }),
        h("span", {}, each, hints[each] ? h("kbd", { "aria-hidden": "true" }, hints[each]) : null),
      ),
    ),
  );
}

/** A select over a vocabulary. */
export function choice(label, values, value, choose, key) {
  const options = Object.entries(values).map(([each, definition]) =>
    h("option", { value: each, selected: each === value, title: definition }, each),
  );
  return h(
    "label",
    { class: "field" },
    h("span", {}, label),
    h("select", { "data-key": key, on: { change: (event) => choose(event.target.value) } }, options),
  );
}

/** A line of text that counts once it is finished. */
export function line(label, value, finish, key, { placeholder = "", required = false, pattern, title } = {}) {
  const finished = (event) => {
    const typed = event.target.value.trim();
    if (event.target.checkValidity() && (typed || !required)) finish(typed || null);
    else event.target.reportValidity();
  };
  return h(
    "label",
    { class: "field" },
    h("span", {}, label),
    h("input", { type: "text", value: value ?? "", placeholder, required, pattern, title, autocomplete: "off", "data-key": key, on: { change: finished } }),
  );
}

/** Words of the text with a button that takes them away; a click on the words shows them in the text. */
export function chip(words, { show, remove, what, number = null, kind = "", key }) {
  return h(
    "span",
    { class: `chip ${kind}` },
    number === null ? null : h("span", { class: "number" }, String(number)),
    h("button", { type: "button", class: "words", title: words, "data-key": `${key}-show`, on: { click: show } }, words),
    remove
      ? h("button", { type: "button", class: "remove", "aria-label": `Remove ${what}`, "data-key": `${key}-remove`, on: { click: remove } }, "×")
      : null,
  );
}

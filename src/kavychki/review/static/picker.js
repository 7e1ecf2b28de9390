// Choosing by typing: a dialog with a combobox over a list (WAI-ARIA Authoring Practices).

import { h } from "./dom.js";

/** Lower case, ё as е: how labels are compared. */
export const folded = (text) => text.toLowerCase().replaceAll("ё", "е");

const ENDING = 2;

/** How well one typed word fits one word of a label; a Russian ending of two letters may differ. */
function wordFit(word, typed) {
  if (word.startsWith(typed)) return word.length === typed.length ? 3 : 2;
  return typed.length > 2 * ENDING && word.startsWith(typed.slice(0, -ENDING)) ? 1 : 0;
}

/** How well a label fits what was typed: 0 not at all, else more is better. Every typed word must fit a word of it. */
export function fit(label, typed) {
  const words = folded(label).split(/[^\p{L}\p{N}]+/u);
  const wanted = folded(typed).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const fits = wanted.map((each) => Math.max(...words.map((word) => wordFit(word, each))));
  if (!fits.every(Boolean)) return 0;
  const first = wordFit(words[0], wanted[0] ?? "");
  return fits.reduce((sum, each) => sum + each, 0) + first / 2 + 1 / (1 + label.length);
}

let count = 0;

/**
 * Ask for one of several options; resolves to its value, or to null when it is closed.
 * @param {string} title
 * @param {(typed: string) => {value: any, label: string, detail?: string, chosen?: boolean}[]} options for what was typed
 */
export function pick(title, options, { placeholder = "Type to search", empty = "Nothing fits" } = {}) {
  return new Promise((resolve) => {
    const name = `picker-${(count += 1)}`;
    let listed = [];
    let at = 0;
    const list = h("ul", { id: `${name}-list`, role: "listbox", "aria-label": title, class: "options" });
    const input = h("input", {
      type: "text",
      role: "combobox",
      "aria-label": title,
      "aria-expanded": "true",
      "aria-controls": list.id,
      "aria-autocomplete": "list",
      autocomplete: "off",
      spellcheck: "false",
      placeholder,
    });
    const none = h("p", { class: "quiet", role: "status" });
    const close = h("button", { type: "button", class: "button plain close", "aria-label": "Close", on: { click: () => finish(null) } }, "✕");
    const dialog = h("dialog", { class: "picker", "aria-label": title }, h("header", {}, h("h2", {}, title), close), input, list, none);

    const finish = (value) => {
      dialog.close();
      dialog.remove();
      resolve(value);
    };
    const move = (to) => {
      at = Math.max(0, Math.min(listed.length - 1, to));
      [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
      const active = list.children[at];
      if (active) {
        input.setAttribute("aria-activedescendant", active.id);
        active.scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    };
    const show = () => {
      listed = options(input.value);
      list.replaceChildren(
        ...listed.map((option, index) =>
          h(
            "li",
            { id: `${name}-${index}`, role: "option", class: option.chosen ? "chosen" : "", on: { click: () => finish(option.value) } },
            h("span", { class: "label" }, option.label),
            option.detail ? h("span", { class: "detail" }, option.detail) : null,
          ),
        ),
      );
      none.textContent = listed.length ? "" : empty;
      move(0);
    };
    input.addEventListener("input", show);
    input.addEventListener("keydown", (event) => {
      const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
      if (event.key in steps) move(at + steps[event.key]);
      else if (event.key === "Enter" && listed[at]) finish(listed[at].value);
      else return;
      event.preventDefault();
    });
    dialog.addEventListener("cancel", () => finish(null));
    dialog.addEventListener("click", (event) => event.target === dialog && finish(null));
    document.body.append(dialog);
    show();
    dialog.showModal();
    input.focus();
  });
}

"use strict";
/* A field that offers what begins with the words typed into it (the combobox of the ARIA practices). */

(function (kavychki) {
  const { element } = kavychki;
  const MOST = 8;

  /**
   * @param {string} id of the field
   * @param {string} label of the field
   * @param {{label: string, note?: string, lang?: string}[]} options
   * @param {(place: number) => void} choose called with the place of the option that is chosen
   */
  function combobox(id, label, options, choose) {
    const column = new kavychki.Column(options.map((option) => `${option.label} ${option.note || ""}`));
    const field = element("input", {
      id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder: label,
      "aria-label": label, "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list`,
    });
    const list = element("ul", { id: `${id}-list`, role: "listbox", "aria-label": label, hidden: true });
    let offered = [];
    let current = -1;

    function offer() {
      const words = kavychki.wordsOf(field.value);
      offered = words.length ? matching(words) : [];
      list.replaceChildren(...offered.map((place, row) => {
        const { label: text, note, lang } = options[place];
        const shown = [element("span", { lang }, kavychki.marked(text, words))];
        if (note) shown.push(element("span", { class: "quiet", lang: "ru" }, kavychki.marked(note, words)));
        return element("li", { id: `${id}-${row}`, role: "option", "aria-selected": "false", onpointerdown: (event) => { event.preventDefault(); take(row); } }, shown);
      }));
      list.hidden = !offered.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
      move(offered.length ? 0 : -1);
    }

    function matching(words) {
      let left = null;
      for (const word of words) {
        const found = new Set();
        column.eachMatch(word, (place) => { if (left === null || left.has(place)) found.add(place); });
        left = found;
      }
      return [...left].slice(0, MOST);
    }

    function move(row) {
      current = row;
      [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === row)));
      if (row < 0) field.removeAttribute("aria-activedescendant");
      else field.setAttribute("aria-activedescendant", `${id}-${row}`);
    }

    function close() {
      field.value = "";
      offer();
    }

    function take(row) {
      const place = offered[row];
      close();
      choose(place);
    }

    const keys = {
      ArrowDown: () => move((current + 1) % offered.length),
      ArrowUp: () => move((current + offered.length - 1) % offered.length),
      Enter: () => take(current),
      Escape: close,
    };
    field.addEventListener("input", offer);
    field.addEventListener("blur", close);
    field.addEventListener("keydown", (event) => {
      if (offered.length && keys[event.key]) {
        event.preventDefault();
        keys[event.key]();
      }
    });
    return element("div", { class: "combobox" }, field, list);
  }

  Object.assign(kavychki, { combobox });
})(window.kavychki);

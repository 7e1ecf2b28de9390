"use strict";
/* Elements are made of text alone: nothing that an article says becomes markup. */

(function (kavychki) {
  /** An element with attributes and children; what is null, false or undefined is left out. */
  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
    }
    made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
    return made;
  }

  /** A text with what the words match in it marked, kept together against bidirectional surprises. */
  function marked(text, words) {
    const parts = [];
    let at = 0;
    for (const [start, end] of kavychki.stretches(text, words)) {
      parts.push(text.slice(at, start), element("mark", null, text.slice(start, end)));
      at = end;
    }
    parts.push(text.slice(at));
    return element("bdi", null, parts);
  }

  const format = new Intl.NumberFormat("en");

  /** A number with the word that it counts. */
  function plural(number, word) {
    return `${format.format(number)} ${word}${number === 1 ? "" : "s"}`;
  }

  /** "/" leads to the field from everywhere, Escape empties it. */
  function searchKeys(field) {
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        field.focus();
        field.select();
      }
    });
    field.form.addEventListener("submit", (event) => event.preventDefault());
  }

  /** A list that is drawn a part at a time, with a button for more. */
  class Listing {
    constructor(list, button, size) {
      Object.assign(this, { list, button, size });
      button.addEventListener("click", () => {
        const first = this.shown;
        this.draw();
        this.list.children[first]?.querySelector("a")?.focus();
      });
    }

    show(items, row) {
      Object.assign(this, { items, row, shown: 0 });
      this.list.replaceChildren();
      this.draw();
    }

    draw() {
      const part = this.items.slice(this.shown, this.shown + this.size);
      this.list.append(...part.map(this.row));
      this.shown += part.length;
      const left = this.items.length - this.shown;
      this.button.hidden = left === 0;
      this.button.textContent = `Show ${Math.min(left, this.size)} more of ${format.format(left)}`;
    }
  }

  Object.assign(kavychki, { Listing, element, format, marked, plural, searchKeys });
})(window.kavychki);

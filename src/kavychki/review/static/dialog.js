// A modal dialog of the page; the browser keeps the focus inside and closes it on Esc.

import { button, h } from "./dom.js";

/** Show a dialog; resolves to the value of the button that closed it, or to null. `buttons` are [label, value, kind]. */
export function ask(title, content, buttons = [["Close", null, ""]], { wide = false } = {}) {
  return new Promise((resolve) => {
    const close = (value) => {
      dialog.close();
      dialog.remove();
      resolve(value);
    };
    const row = buttons.map(([label, value, kind]) =>
      button(label, () => close(typeof value === "function" ? value() : value), { kind }),
    );
    const dialog = h(
      "dialog",
      { class: wide ? "wide" : "", "aria-label": title },
      h("h2", {}, title),
      h("div", { class: "content", tabindex: "0" }, content),
      h("footer", {}, row),
    );
    dialog.addEventListener("cancel", () => close(null));
    dialog.addEventListener("click", (event) => event.target === dialog && close(null));
    document.body.append(dialog);
    dialog.showModal();
  });
}

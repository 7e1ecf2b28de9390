// A modal dialog of the page; the browser keeps the focus inside and closes it on Esc.

import { button, h } from "./dom.js";

/** Show a dialog; resolves to the value of the button that closed it, or to null. `buttons` are [label, value, kind]. */
export function ask(title, content, buttons = [["Close", null, ""]], { wide = false } = {}) {
  return new Promise((resolve) => {
    let answer = null;
    const close = (value) => {
      answer = value;
      dialog.close();
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
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    document.body.append(dialog);
    dialog.showModal();
  });
}

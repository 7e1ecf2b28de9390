// Elements from plain values. Text only ever becomes a text node, so nothing in a record can turn into markup.

/** An element: `on` holds listeners, `data` dataset values, everything else attributes; false, null leave one out. */
export function h(tag, { on = {}, data = {}, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  for (const [name, value] of Object.entries(data)) element.dataset[name] = value;
  for (const [name, listener] of Object.entries(on)) element.addEventListener(name, listener);
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A button with a key's hint, told to assistive technology as a shortcut. */
export function button(label, run, { key, hint, kind = "", ...attributes } = {}) {
  return h(
    "button",
    { type: "button", class: `button ${kind}`, on: { click: run }, "aria-keyshortcuts": hint, "data-key": key, ...attributes },
    label,
    hint ? h("kbd", { "aria-hidden": "true" }, hint) : null,
  );
}

/** Replace an element's children and leave the focus where it was, found again by `data-key`. */
export function refresh(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const scrolled = [...element.querySelectorAll("[data-scroll]")].map((each) => [each.dataset.scroll, each.scrollTop]);
  element.replaceChildren(...children.flat(Infinity).filter(Boolean));
  for (const [name, top] of scrolled) {
    const again = [...element.querySelectorAll("[data-scroll]")].find((each) => each.dataset.scroll === name);
    if (again) again.scrollTop = top;
  }
  if (focused) [...element.querySelectorAll("[data-key]")].find((each) => each.dataset.key === focused)?.focus();
}

/** Whether a line of text within an element is being typed: until it is finished, it must not be replaced. */
export function beingTyped(element) {
  const field = document.activeElement;
  return element.contains(field) && field.matches(LINE) && field.value !== field.defaultValue;
}

/** What stands in a line of text is no longer being typed. */
export function finishTyping(field) {
  if (field.matches(LINE)) field.defaultValue = field.value;
}

const LINE = "input[type=text]";

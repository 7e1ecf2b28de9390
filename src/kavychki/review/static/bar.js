// The head of the page: which record, how far, undo, save.

import { button, h } from "./dom.js";
import { countOf } from "./findings.js";

export function bar(desk) {
  const { session, info } = desk;
  const at = info.records.findIndex((record) => record.id === session.id) + 1;
  const found = countOf(session.findings);
  const worst = session.findings.some((each) => each.severity === "error") ? "error" : "warning";
  return [
    button([h("span", { class: "id" }, session.id), h("span", { class: "quiet count" }, `${at} of ${info.records.length}`)], () => desk.run("records"), {
      key: "records",
      kind: "plain record",
      "aria-label": `Record ${session.id}, ${at} of ${info.records.length}: open another`,
      "aria-haspopup": "dialog",
    }),
    h("span", { class: `tag status ${session.annotation.status}`, title: `by ${session.annotation.annotators.join(", ")}` }, session.annotation.status),
    session.opened.text_free ? h("span", { class: "tag", title: "The record is stored without its text" }, "text-free") : null,
    progress(desk),
    h("span", { class: "space" }),
    found ? button(found, () => desk.run("next-finding"), { key: "next-finding", kind: `plain found ${worst}`, "aria-label": `${found}: go to the next` }) : null,
    h("span", { class: "quiet saved" }, session.dirty ? "not saved" : "saved"),
    h(
      "span",
      { class: "buttons" },
      button("↶", () => desk.run("undo"), { key: "undo", kind: "plain icon", disabled: !session.past.length, "aria-label": "Undo", title: session.past.length ? `Undo: ${session.past.at(-1).label} (Ctrl+Z)` : "Nothing to undo" }),
      button("↷", () => desk.run("redo"), { key: "redo", kind: "plain icon", disabled: !session.future.length, "aria-label": "Redo", title: session.future.length ? `Redo: ${session.future.at(-1).label} (Ctrl+Shift+Z)` : "Nothing to redo" }),
      button("?", () => desk.run("help"), { key: "help", kind: "plain icon", "aria-label": "Keys", title: "Keys (?)" }),
      button("Save", () => desk.run("save"), { key: "save", kind: session.dirty ? "primary" : "", title: "Ctrl+S" }),
    ),
  ];
}

/** How much is decided, where there is something to decide. */
function progress(desk) {
  const { done, all, what } = desk.decided();
  if (!all) return null;
  const label = `${done} of ${all} ${what} decided`;
  return h("span", { class: "progress" }, h("progress", { max: all, value: done, "aria-label": label }), h("span", { class: "quiet" }, `${done} of ${all}`));
}

const LAYERS = [
  ["quotes", "Quotes"],
  ["attribution", "Cues and sources"],
  ["speakers", "Speakers"],
  ["entities", "Entities"],
];

/** The switches of what is drawn over the text. */
export function layerSwitches(desk) {
  return LAYERS.map(([name, label]) =>
    h(
      "button",
      {
        type: "button",
        class: "switch",
        "aria-pressed": String(desk.shown[name]),
        "data-key": `layer-${name}`,
        on: { click: () => desk.toggleLayer(name) },
      },
      label,
    ),
  );
}

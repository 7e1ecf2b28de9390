// The list of quotes; the one being worked on is open, with everything that can be said of it.

import { chip, segmented } from "./controls.js";
import { button, h } from "./dom.js";
import * as edits from "./edits.js";
import { findingList, findingsOf } from "./findings.js";

export function quotesPanel(desk) {
  const { session } = desk;
  const depths = session.depths();
  const items = session.quotes.map((quote) => item(desk, quote, depths.get(quote.id)));
  if (!items.length) {
    const hint = "No quotes yet. Select words in the text and press Q.";
    return [h("p", { class: "empty" }, hint)];
  }
  return [h("ol", { class: "quotes", "aria-label": "Quotes" }, items)];
}

function item(desk, quote, depth) {
  const { session } = desk;
  const current = quote.id === session.current;
  const open = session.isUndecided(quote.id);
  const found = findingsOf(session, "quotes", quote.id);
  const people = quote.speakers.map((id) => desk.speakerName(id)).join(", ");
  const row = h(
    "button",
    {
      type: "button",
      class: "row",
      "aria-expanded": String(current),
      "data-key": `quote-${quote.id}`,
      on: { click: () => desk.chooseQuote(current ? null : quote.id) },
    },
    h("span", { class: `type ${quote.type}`, title: quote.type }, h("span", { class: "sr" }, `${quote.type}: `)),
    h("span", { class: "words" }, session.words(quote.content)),
    h(
      "span",
      { class: "meta" },
      h("span", { class: quote.speakers.length ? "who" : "who nobody" }, people || "no speaker"),
      open ? h("span", { class: "tag" }, "suggestion") : null,
      quote.factual ? null : h("span", { class: "tag" }, "not factual"),
      found.length ? h("span", { class: `tag ${worst(found)}` }, found.length === 1 ? found[0].code : `${found.length} findings`) : null,
    ),
  );
  const node = h("li", { class: `quote ${current ? "current" : ""} ${open ? "open" : ""}` }, row);
  node.style.setProperty("--depth", String(Math.min(depth, 3)));
  if (current) node.append(editor(desk, quote, open, found));
  return node;
}

const worst = (findings) => (findings.some((each) => each.severity === "error") ? "error" : "warning");

function editor(desk, quote, open, found) {
  const { session, info } = desk;
  const change = (label, value) => session.apply(label, { layers: edits.changeQuote(session.layers, quote.id, value) });
  const words = info.vocabularies;
  return h(
    "div",
    { class: "editor", role: "group", "aria-label": `Quote ${quote.id}` },
    findingList(found),
    segmented("Type", words["quote-type"], quote.type, (type) => change("type", { type }), quote.id, { direct: "1", indirect: "2", mixed: "3" }),
    segmented("Medium", words.medium, quote.medium, (medium) => change("medium", { medium }), quote.id),
    h(
      "label",
      { class: "check" },
      h("input", { type: "checkbox", checked: quote.factual, "data-key": `${quote.id}-factual`, on: { change: (event) => change("factual", { factual: event.target.checked }) } }),
      "The act took place (factual)",
      h("kbd", { "aria-hidden": "true" }, "F"),
    ),
    spans(desk, quote, "content", "Content", [["Replace", "content", "E"], ["Add part", "part", "P"]]),
    spans(desk, quote, "cue", "Cue", [["Set", "cue", "C"], ["Add", "cue-part", "Shift+C"]]),
    spans(desk, quote, "source", "Source", [["Set", "source", "S"], ["Add", "source-part", "Shift+S"]]),
    people(desk, quote, "speakers", "Speaker", "speaker", "W"),
    people(desk, quote, "addressees", "Addressee", "addressee", desk.mode === "adjudicate" ? null : "B"),
    h(
      "div",
      { class: "actions" },
      open
        ? [
            button("Accept", () => desk.run("accept"), { key: "accept", hint: "A", kind: "primary" }),
            button("Reject", () => desk.run("reject"), { key: "reject", hint: "X" }),
          ]
        : button("Delete", () => desk.run("delete"), { key: "delete", hint: "Del" }),
    ),
  );
}

function spans(desk, quote, role, label, actions) {
  const { session } = desk;
  const several = quote[role].length > 1;
  const chips = quote[role].map((span, index) =>
    chip(session.words([span]), {
      kind: role === "content" ? quote.type : role,
      number: several ? index + 1 : null,
      what: `${label.toLowerCase()} “${session.words([span])}”`,
      key: `${quote.id}-${role}-${index}`,
      show: () => desk.view.reveal(span),
      remove:
        role === "content" && !several
          ? null
          : () => session.apply(`remove ${role}`, { layers: edits.removeSpan(session.layers, quote.id, role, span) }),
    }),
  );
  const buttons = actions.map(([name, command, hint]) =>
    button(name, () => desk.run(command), { key: command, hint, kind: "small", "aria-label": `${name}: ${label.toLowerCase()} from the selection`, disabled: !session.selected }),
  );
  return h("div", { class: "field-row" }, h("span", { class: "name" }, label), h("div", { class: "chips" }, chips, h("span", { class: "buttons" }, buttons)));
}

function people(desk, quote, field, label, command, hint) {
  const { session } = desk;
  const chips = quote[field].map((id) =>
    chip(desk.speakerName(id), {
      kind: "person",
      what: `${label.toLowerCase()} ${desk.speakerName(id)}`,
      key: `${quote.id}-${field}-${id}`,
      show: () => desk.showSpeaker(id),
      remove: () => session.apply(`remove ${label.toLowerCase()}`, { layers: edits.togglePerson(session.layers, quote.id, field, id) }),
    }),
  );
  const choose = button("Choose", () => desk.run(command), { key: command, hint, kind: "small", "aria-label": `Choose ${label.toLowerCase()}` });
  return h("div", { class: "field-row" }, h("span", { class: "name" }, label), h("div", { class: "chips" }, chips, h("span", { class: "buttons" }, choose)));
}

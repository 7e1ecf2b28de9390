// Speakers with their mentions and quotes; merged and split here.

import { chip, choice, line } from "./controls.js";
import { ask } from "./dialog.js";
import { button, h } from "./dom.js";
import * as edits from "./edits.js";
import { findingList, findingsOf } from "./findings.js";
import { pick } from "./picker.js";

export function speakersPanel(desk) {
  const { session } = desk;
  const items = session.layers.speakers.map((speaker) => item(desk, speaker));
  const add = button("New speaker", () => newSpeaker(desk), { key: "new-speaker", kind: "small" });
  return [
    items.length
      ? h("ul", { class: "speakers", "aria-label": "Speakers" }, items)
      : h("p", { class: "empty" }, "No speakers yet. Press W on a quote to name who speaks."),
    h("div", { class: "actions" }, add),
  ];
}

const quotesOf = (session, id) =>
  session.quotes.filter((quote) => quote.speakers.includes(id) || quote.addressees.includes(id));

function item(desk, speaker) {
  const { session } = desk;
  const open = desk.speaker === speaker.id;
  const count = quotesOf(session, speaker.id).length;
  const row = h(
    "button",
    {
      type: "button",
      class: "row",
      "aria-expanded": String(open),
      "data-key": `speaker-${speaker.id}`,
      on: { click: () => desk.showSpeaker(open ? null : speaker.id) },
    },
    h("span", { class: "words" }, speaker.name),
    h(
      "span",
      { class: "meta" },
      [speaker.role, speaker.kind, speaker.anonymity === "named" ? null : speaker.anonymity].filter(Boolean).join(" · "),
      h("span", { class: `tag ${count ? "" : "warning"}` }, count === 1 ? "1 quote" : `${count} quotes`),
    ),
  );
  return h("li", { class: `speaker ${open ? "current" : ""}` }, row, open ? editor(desk, speaker) : null);
}

function editor(desk, speaker) {
  const { session, info } = desk;
  const key = (name) => `${speaker.id}-${name}`;
  const change = (label, value) =>
    session.apply(label, { layers: edits.changeSpeaker(session.layers, speaker.id, value) });
  const mentions = speaker.mentions.map((span, index) =>
    chip(session.words([span]), {
      kind: "mention",
      what: `mention “${session.words([span])}”`,
      key: key(`mention-${index}`),
      show: () => desk.view.reveal(span),
      remove: () => session.apply("remove mention", { layers: edits.removeMention(session.layers, speaker.id, span) }),
    }),
  );
  const quotes = quotesOf(session, speaker.id);
  return h(
    "div",
    { class: "editor", role: "group", "aria-label": `Speaker ${speaker.name}` },
    findingList(findingsOf(session, "speakers", speaker.id)),
    line("Name", speaker.name, (name) => change("name", { name }), key("name"), { required: true }),
    line("Role", speaker.role, (role) => change("role", { role }), key("role"), { placeholder: "as the text gives it" }),
    h(
      "div",
      { class: "pair" },
      choice("Kind", info.vocabularies["speaker-kind"], speaker.kind, (kind) => change("kind", { kind }), key("kind")),
      choice("Anonymity", info.vocabularies.anonymity, speaker.anonymity, (anonymity) => change("anonymity", { anonymity }), key("anonymity")),
    ),
    line("Wikidata", speaker.wikidata, (wikidata) => change("wikidata", { wikidata }), key("wikidata"), {
      placeholder: "Q…, only if certain",
      pattern: "Q[1-9][0-9]*",
      title: "An item such as Q42",
    }),
    h(
      "div",
      { class: "field-row" },
      h("span", { class: "name" }, "Mentions"),
      h("div", { class: "chips" }, mentions, h("span", { class: "buttons" }, button("Add", () => desk.run("mention"), { key: key("mention"), hint: "V", kind: "small", disabled: !session.selected }))),
    ),
    h(
      "div",
      { class: "field-row" },
      h("span", { class: "name" }, "Quotes"),
      h(
        "div",
        { class: "chips" },
        quotes.map((quote) =>
          chip(session.words(quote.content), { kind: quote.type, key: key(quote.id), show: () => desk.chooseQuote(quote.id) }),
        ),
      ),
    ),
    h(
      "div",
      { class: "actions" },
      button("Merge into…", () => merge(desk, speaker), { key: key("merge"), disabled: session.layers.speakers.length < 2 }),
      button("Split…", () => split(desk, speaker), { key: key("split"), disabled: quotes.length + speaker.mentions.length < 2 }),
      button("Delete", () => session.apply("delete speaker", { layers: edits.removeSpeaker(session.layers, speaker.id) }), { key: key("delete") }),
    ),
  );
}

async function newSpeaker(desk) {
  const { session } = desk;
  const name = h("input", { type: "text", "aria-label": "Name", autofocus: true, value: session.selected ? session.words([session.selected]) : "" });
  const answer = await ask("New speaker", [h("label", { class: "field" }, h("span", {}, "Name in the nominative, without title"), name)], [
    ["Cancel", null, ""],
    ["Add", () => name.value.trim(), "primary"],
  ]);
  if (!answer) return;
  const added = edits.addSpeaker(session.layers, answer);
  desk.speaker = added.id;
  session.apply("new speaker", { layers: added.layers });
}

async function merge(desk, speaker) {
  const { session } = desk;
  const others = session.layers.speakers.filter((each) => each.id !== speaker.id);
  const into = await pick(`Merge ${speaker.name} into`, desk.speakerOptions(others));
  if (!into) return;
  desk.speaker = into;
  session.apply("merge speakers", { layers: edits.mergeSpeakers(session.layers, speaker.id, into) });
  desk.say(`Merged into ${desk.speakerName(into)}`);
}

async function split(desk, speaker) {
  const { session } = desk;
  const quotes = quotesOf(session, speaker.id);
  const name = h("input", { type: "text", "aria-label": "Name of the new speaker", autofocus: true });
  const box = (words) => {
    const input = h("input", { type: "checkbox" });
    return { input, row: h("label", { class: "check" }, input, h("span", { class: "words" }, words)) };
  };
  const mentionBoxes = speaker.mentions.map((span) => ({ span, ...box(session.words([span])) }));
  const quoteBoxes = quotes.map((quote) => ({ id: quote.id, ...box(session.words(quote.content)) }));
  const group = (title, boxes) => (boxes.length ? h("fieldset", {}, h("legend", {}, title), boxes.map((each) => each.row)) : null);
  const answer = await ask(
    `Split ${speaker.name}`,
    [
      h("p", { class: "quiet" }, "Tick what belongs to somebody else; it goes to a new speaker."),
      h("label", { class: "field" }, h("span", {}, "Name of the new speaker"), name),
      group("Quotes", quoteBoxes),
      group("Mentions", mentionBoxes),
    ],
    [
      ["Cancel", null, ""],
      ["Split", () => name.value.trim(), "primary"],
    ],
  );
  if (!answer) return;
  const done = edits.splitSpeaker(session.layers, speaker.id, answer, {
    mentions: mentionBoxes.filter((each) => each.input.checked).map((each) => each.span),
    quotes: quoteBoxes.filter((each) => each.input.checked).map((each) => each.id),
  });
  desk.speaker = done.id;
  session.apply("split speaker", { layers: done.layers });
}

// A record that was changed on disk meanwhile: both are shown, and nothing is lost whichever is gone on from.

import { ask } from "./dialog.js";
import { h } from "./dom.js";

const NAMES = { quotes: "Quote", speakers: "Speaker", entities: "Entity" };

/** Where two states of the layers differ: [what, mine, theirs] in words. */
export function differing(session, mine, theirs, topics) {
  const rows = [];
  const naming = (layers) => new Map(layers.speakers.map((speaker) => [speaker.id, speaker.name]));
  const shown = {
    quotes: (quote, names) =>
      `${quote.type}, ${quote.medium}${quote.factual ? "" : ", not factual"} «${session.words(quote.content)}» · cue ${session.words(quote.cue) || "–"} · source ${session.words(quote.source) || "–"} · ${quote.speakers.map((id) => names.get(id)).join(", ") || "no speaker"}${quote.addressees.length ? ` to ${quote.addressees.map((id) => names.get(id)).join(", ")}` : ""}`,
    speakers: (speaker) =>
      `${speaker.name} · ${speaker.kind}, ${speaker.anonymity}${speaker.role ? `, ${speaker.role}` : ""} · ${session.words(speaker.mentions) || "no mention"}`,
    entities: (entity) => `${entity.type} «${session.words(entity.spans)}»`,
  };
  for (const layer of Object.keys(NAMES)) {
    const items = [mine, theirs].map((layers) => new Map((layers[layer] ?? []).map((item) => [item.id, item])));
    for (const id of new Set([...items[0].keys(), ...items[1].keys()])) {
      const [own, other] = items.map((map, index) => map.has(id) ? shown[layer](map.get(id), naming([mine, theirs][index])) : "–");
      if (own !== other) rows.push([`${NAMES[layer]} ${id}`, own, other]);
    }
  }
  const named = (codes) => codes.map((code) => topics.get(code)?.ru ?? topics.get(code)?.en ?? code).join(", ") || "–";
  if (mine.topics.join() !== theirs.topics.join()) rows.push(["Topics", named(mine.topics), named(theirs.topics)]);
  return rows;
}

/** Show both; resolves to "mine", "theirs", or null to decide later. */
export function showConflict(session, theirs, topics) {
  if (!theirs) {
    const gone = h("p", {}, "Somebody removed it while you worked on it. Your work is kept on this machine and was not stored.");
    return ask("The record is gone from disk", [gone]);
  }
  const rows = differing(session, session.layers, theirs.layers, topics);
  const table = h(
    "table",
    { class: "conflict" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, ""), h("th", { scope: "col" }, "Yours"), h("th", { scope: "col" }, `On disk (${theirs.annotation.status}, ${theirs.annotation.date})`))),
    h("tbody", {}, rows.map(([what, mine, other]) => h("tr", {}, h("th", { scope: "row" }, what), h("td", {}, mine), h("td", {}, other)))),
  );
  const text = h(
    "p",
    {},
    "Somebody stored another version while you worked on this one. Nothing was overwritten. ",
    rows.length ? "Choose which to go on from: the other stays one undo away." : "Both say the same of the text.",
  );
  return ask(
    "The record changed on disk",
    [text, rows.length ? table : null].filter(Boolean),
    [
      ["Decide later", null, ""],
      ["Go on from the disk's", "theirs", ""],
      ["Go on from mine", "mine", ""],
    ],
    { wide: true },
  );
}

// Topics of the IPTC Media Topics: one to four, searched in Russian and in English.

import { button, h } from "./dom.js";
import * as edits from "./edits.js";
import { findingList } from "./findings.js";
import { fit, pick } from "./picker.js";

const MOST = 4;
const MOST_SHOWN = 60;

/** The topics by code, with the path of what is broader. */
export function topicIndex(rows) {
  const byCode = new Map(rows.map(([code, en, ru, parent]) => [code, { code, en, ru, parent }]));
  const path = (code) => (byCode.has(code) ? [...path(byCode.get(code).parent), byCode.get(code).en] : []);
  for (const topic of byCode.values()) topic.path = path(topic.parent).join(" › ");
  return byCode;
}

/** The topics that fit what was typed, in Russian or in English, best first. */
export function searchTopics(topics, typed) {
  if (!typed.trim()) return [...topics.values()].filter((topic) => !topic.parent).slice(0, MOST_SHOWN);
  return [...topics.values()]
    .map((topic) => ({ topic, score: Math.max(fit(topic.en, typed), fit(topic.ru ?? "", typed)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_SHOWN)
    .map(({ topic }) => topic);
}

export function topicsPanel(desk) {
  const { session } = desk;
  const chosen = session.layers.topics.map((code, index) => {
    const topic = desk.topics.get(code) ?? { en: code, ru: null, path: "" };
    return h(
      "li",
      { class: "topic" },
      h("div", {}, h("strong", {}, topic.ru ?? topic.en), h("span", { class: "quiet" }, topic.ru ? topic.en : ""), h("span", { class: "quiet path" }, topic.path)),
      index ? button("↑", () => session.apply("order of topics", { layers: edits.raiseTopic(session.layers, code) }), { key: `raise-${code}`, kind: "small", "aria-label": `Move ${topic.en} up` }) : null,
      button("×", () => session.apply("remove topic", { layers: edits.toggleTopic(session.layers, code) }), { key: `drop-${code}`, kind: "small", "aria-label": `Remove ${topic.en}` }),
    );
  });
  const full = chosen.length >= MOST;
  return [
    findingList(session.findings.filter((each) => each.layer === "topics")),
    chosen.length
      ? h("ol", { class: "topics", "aria-label": "Topics, most central first" }, chosen)
      : h("p", { class: "empty" }, "No topic yet. One code always: what headline and first paragraph are about."),
    h("div", { class: "actions" }, button(full ? "Four are the most" : "Add a topic", () => pickTopic(desk), { key: "topics", hint: full ? undefined : "T", kind: full ? "" : "primary", disabled: full })),
  ];
}

/** Ask for topics, one after another, until the dialog is closed. */
export async function pickTopic(desk) {
  const { session } = desk;
  const options = (typed) =>
    searchTopics(desk.topics, typed).map((topic) => ({
      value: topic.code,
      label: topic.ru ? `${topic.ru} · ${topic.en}` : topic.en,
      detail: topic.path,
      chosen: session.layers.topics.includes(topic.code),
    }));
  const code = await pick("Topic", options, { placeholder: "мост, выборы, weather, court …", empty: "No topic has these words" });
  if (!code || session.layers.topics.includes(code)) return;
  session.apply("add topic", { layers: edits.toggleTopic(session.layers, code, MOST) });
}

// The side of the page: one panel a layer of the annotation, behind tabs (WAI-ARIA Authoring Practices).

import { differencesPanel } from "./differences-panel.js";
import { h } from "./dom.js";
import { entitiesPanel } from "./entities-panel.js";
import { findingList, findingsOf, otherFindings } from "./findings.js";
import { quotesPanel } from "./quotes-panel.js";
import { speakersPanel } from "./speakers-panel.js";
import { topicsPanel } from "./topics-panel.js";

const PANELS = {
  differences: { label: "Differences", panel: differencesPanel, count: ({ opened, now }) => opened.differences.filter((each) => !now.choices[each.key]).length },
  quotes: { label: "Quotes", panel: quotesPanel, count: ({ quotes }) => quotes.length },
  speakers: { label: "Speakers", panel: speakersPanel, count: ({ layers }) => layers.speakers.length },
  topics: { label: "Topics", panel: topicsPanel, count: ({ layers }) => layers.topics.length },
  entities: { label: "Entities", panel: entitiesPanel, count: ({ layers }) => layers.entities?.length ?? 0 },
};

/** The panels of a kind of work, in order. */
export const panelNames = (mode) => Object.keys(PANELS).filter((name) => name !== "differences" || mode === "adjudicate");

/** Tabs and the panel that is chosen. */
export function side(desk) {
  const { session, panel } = desk;
  const general = panel === "quotes" ? [...otherFindings(session), ...findingsOf(session, "quotes", null)] : [];
  return [
    tabs(desk),
    h(
      "div",
      { role: "tabpanel", id: "panel", "aria-labelledby": `tab-${panel}`, tabindex: "-1", data: { scroll: `panel-${panel}` } },
      findingList(general),
      PANELS[panel].panel(desk),
    ),
  ];
}

function tabs(desk) {
  const names = panelNames(desk.mode);
  return h("div", { role: "tablist", class: "tabs", "aria-label": "Layers of the annotation" }, names.map((name) => tab(desk, name, names)));
}

function tab(desk, name, names) {
  const { session } = desk;
  const selected = name === desk.panel;
  const wrong = session.findings.some((each) => each.layer === name && each.severity === "error");
  const move = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by || event.shiftKey || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    event.stopPropagation();
    desk.showPanel(names[(names.indexOf(name) + by + names.length) % names.length]);
  };
  return h(
    "button",
    {
      type: "button",
      role: "tab",
      id: `tab-${name}`,
      class: wrong ? "wrong" : "",
      "aria-selected": String(selected),
      "aria-controls": "panel",
      tabindex: selected ? "0" : "-1",
      "data-key": `tab-${name}`,
      on: { click: () => desk.showPanel(name), keydown: move },
    },
    PANELS[name].label,
    h("span", { class: "quiet" }, ` ${PANELS[name].count(session)}`),
  );
}

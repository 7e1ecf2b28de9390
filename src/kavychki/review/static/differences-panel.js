// Where two passes differ: side by side, with what is taken and why.

import { takeAll } from "./choices.js";
import { button, h } from "./dom.js";

export function differencesPanel(desk) {
  const { session } = desk;
  const differences = session.opened.differences;
  const [a, b] = session.opened.passes;
  const left = differences.filter((each) => !session.now.choices[each.key]).length;
  if (!differences.length) return [h("p", { class: "empty" }, "The two passes agree on everything.")];
  const groups = [...new Set(differences.map((each) => each.layer))];
  return [
    h(
      "div",
      { class: "sides" },
      h("span", { class: "side-name a" }, h("b", {}, "A"), ` ${a}`),
      h("span", { class: "side-name b" }, h("b", {}, "B"), ` ${b}`),
    ),
    h(
      "div",
      { class: "actions" },
      button("Take all of A here", () => desk.run("take-all-a"), { key: "take-all-a", hint: "Shift+A", kind: "small", disabled: !left }),
      button("Take all of B here", () => desk.run("take-all-b"), { key: "take-all-b", hint: "Shift+B", kind: "small", disabled: !left }),
    ),
    groups.map((layer) => group(desk, layer, differences.filter((each) => each.layer === layer))),
  ];
}

function group(desk, layer, differences) {
  const { session } = desk;
  const open = differences.filter((each) => !session.now.choices[each.key]);
  const all = (side) =>
    session.apply(`take all ${layer} of ${side.toUpperCase()}`, takeAll(session.now, differences, side, session.opened.pool));
  return h(
    "section",
    { class: "differences" },
    h(
      "h2",
      {},
      layer,
      h("span", { class: "quiet" }, open.length ? ` ${open.length} open` : " all decided"),
      open.length
        ? h(
            "span",
            { class: "buttons" },
            ["a", "b"].map((side) => button(`All ${side.toUpperCase()}`, () => all(side), { key: `all-${layer}-${side}`, kind: "small", "aria-label": `Take all ${layer} of ${side.toUpperCase()}` })),
          )
        : null,
    ),
    h("ol", { "aria-label": `Differences in ${layer}` }, differences.map((each) => item(desk, each))),
  );
}

function item(desk, difference) {
  const { session } = desk;
  const current = desk.difference === difference.key;
  const choice = session.now.choices[difference.key];
  const decided = { a: "A taken", b: "B taken", other: "as edited" }[choice?.decision];
  const words = difference.place ? session.words([difference.place]) : "";
  const row = h(
    "button",
    {
      type: "button",
      class: "row",
      "aria-expanded": String(current),
      "data-key": `difference-${difference.key}`,
      on: { click: () => desk.showDifference(current ? null : difference) },
    },
    h("span", { class: "words" }, h("b", {}, difference.label), words ? ` ${words}` : ""),
    h("span", { class: "meta" }, h("span", { class: `tag ${decided ? `taken ${choice.decision}` : ""}` }, decided ?? "open")),
  );
  return h("li", { class: `difference ${current ? "current" : ""} ${decided ? "decided" : ""}` }, row, current ? editor(desk, difference, choice) : null);
}

function editor(desk, difference, choice) {
  const side = (name) =>
    h(
      "div",
      { class: `option ${name} ${choice?.decision === name ? "taken" : ""}` },
      h("div", { class: "value" }, shown(desk, difference, name)),
      button(`Take ${name.toUpperCase()}`, () => desk.run(`take-${name}`), { key: `take-${name}`, hint: name.toUpperCase(), kind: choice?.decision === name ? "primary" : "", "aria-pressed": String(choice?.decision === name) }),
    );
  const reason = h("input", {
    type: "text",
    value: choice?.reason ?? "",
    placeholder: "§ of the guidelines, and why",
    "data-key": `reason-${difference.key}`,
    list: "reasons",
    id: "reason",
    on: { change: (event) => desk.giveReason(difference, event.target.value.trim()) },
  });
  const earlier = [...new Set(Object.values(desk.session.now.choices).map((each) => each.reason).filter(Boolean))];
  return h(
    "div",
    { class: "editor", role: "group", "aria-label": `Difference: ${difference.label}` },
    h("div", { class: "options-pair" }, side("a"), side("b")),
    h("label", { class: "field" }, h("span", {}, "Reason"), reason),
    h("datalist", { id: "reasons" }, earlier.map((each) => h("option", { value: each }))),
    h("div", { class: "actions" }, button("Neither: as edited", () => desk.run("take-other"), { key: "take-other", hint: "X", kind: choice?.decision === "other" ? "primary" : "" })),
  );
}

const topicNames = (desk, codes) =>
  codes.split(", ").map((code) => h("div", {}, desk.topics.get(code)?.ru ?? desk.topics.get(code)?.en ?? code));

/** What a side says: the words where it names spans, and what else there is to it. */
function shown(desk, difference, name) {
  const spans = difference.spans[name];
  const said = difference.shown[name];
  if (difference.layer === "topics") return topicNames(desk, said);
  if (!spans.length) return said;
  const rest = said.replace(PLACES, "");
  return [h("q", {}, desk.session.words(spans)), rest ? h("span", { class: "quiet" }, rest) : null];
}

/** Offsets at the end of what is said: for the table of decisions, the page has the words. */
const PLACES = /\s*\d+-\d+(?:, \d+-\d+)*$/;

// Entities in order of place: type by a select, added from a selection.

import { button, h } from "./dom.js";
import * as edits from "./edits.js";
import { findingList, findingsOf } from "./findings.js";
import { fit, pick } from "./picker.js";

export function entitiesPanel(desk) {
  const { session } = desk;
  if (session.layers.entities === null) {
    return [h("p", { class: "empty" }, "The entities of this collection are upstream's own; they are taken over when the text is hydrated.")];
  }
  const items = session.layers.entities.map((entity) => item(desk, entity));
  const add = button("Entity from the selection", () => desk.run("entity"), { key: "entity", hint: "Y", disabled: !session.selected });
  return [
    h("div", { class: "actions" }, add),
    items.length ? h("ol", { class: "entities", "aria-label": "Entities" }, items) : h("p", { class: "empty" }, "No entities yet."),
  ];
}

function item(desk, entity) {
  const { session } = desk;
  const words = session.words(entity.spans);
  const types = [...new Set([...session.opened.entity_types, entity.type])].sort();
  const options = types.map((type) => h("option", { value: type, selected: type === entity.type }, type));
  const change = (event) => session.apply("type of entity", { layers: edits.changeEntity(session.layers, entity.id, { type: event.target.value }) });
  return h(
    "li",
    { class: "entity" },
    h("button", { type: "button", class: "words", "data-key": `entity-${entity.id}`, on: { click: () => desk.view.reveal(entity.spans[0]) } }, words),
    h("select", { "aria-label": `Type of ${words}`, "data-key": `entity-type-${entity.id}`, on: { change } }, options),
    h("button", { type: "button", class: "remove", "aria-label": `Remove ${words}`, "data-key": `entity-drop-${entity.id}`, on: { click: () => session.apply("remove entity", { layers: edits.removeEntity(session.layers, entity.id) }) } }, "×"),
    findingList(findingsOf(session, "entities", entity.id)),
  );
}

/** Ask for the type of a new entity. */
export async function pickEntity(desk) {
  const { session, info } = desk;
  const span = session.selected;
  if (!span || session.layers.entities === null) return;
  const definitions = info.vocabularies["entity-type"];
  const options = (typed) =>
    session.opened.entity_types
      .filter((type) => !typed || fit(`${type} ${definitions[type]}`, typed) > 0)
      .map((type) => ({ value: type, label: type, detail: definitions[type] }));
  const type = await pick(`“${session.words([span])}” is a`, options);
  if (type) session.apply("new entity", { layers: edits.addEntity(session.layers, span, type).layers });
}

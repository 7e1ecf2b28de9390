// Deciding a difference of two passes. An option is a list of changes, each of which says how things are afterwards.

import { sameSpan, withSpan } from "./spans.js";

const CHANGES = {
  set: (layers, { layer, id, field, value }) => ({
    ...layers,
    [layer]: layers[layer].map((item) => (item.id === id ? { ...item, [field]: value } : item)),
  }),
  put: (layers, { layer, item }) =>
    layers[layer].some((each) => each.id === item.id)
      ? layers
      : { ...layers, [layer]: [...layers[layer], item].sort((a, b) => begin(a) - begin(b)) },
  drop: (layers, { layer, id }) => ({ ...layers, [layer]: layers[layer].filter((each) => each.id !== id) }),
  "drop-span": (layers, change) => withSpans(layers, change, (spans) => spans.filter((each) => !sameSpan(each, change.span))),
  "add-span": (layers, change) => withSpans(layers, change, (spans) => withSpan(spans, change.span)),
  topics: (layers, { value }) => ({ ...layers, topics: value }),
};

const withSpans = (layers, { layer, id, field }, change) => ({
  ...layers,
  [layer]: layers[layer].map((item) => (item.id === id ? { ...item, [field]: change(item[field]) } : item)),
});

const begin = (item) => item.content?.[0].start ?? item.spans?.[0].start ?? Number(item.id.slice(1));

/** Take a side ("a" or "b") of a difference, or keep what was edited by hand ("other"). */
export function take(now, difference, side, pool) {
  const kept = now.choices[difference.key]?.reason ?? "";
  const choices = { ...now.choices, [difference.key]: { decision: side, reason: kept } };
  if (side === "other") return { choices };
  const layers = difference.options[side].reduce((state, change) => CHANGES[change.op](state, change), now.layers);
  return { choices, layers: withCited(layers, pool) };
}

/** Take one side of every difference that is still open. */
export function takeAll(now, differences, side, pool) {
  const open = differences.filter((each) => !now.choices[each.key]);
  return open.reduce((state, each) => ({ ...state, ...take(state, each, side, pool) }), now);
}

/** Speakers that only one pass has come with the quotes that cite them, and go with the last of these. */
function withCited(layers, pool) {
  const cited = new Set(layers.quotes.flatMap((quote) => [...quote.speakers, ...quote.addressees]));
  const idle = new Set(pool.filter((speaker) => !cited.has(speaker.id)).map((speaker) => speaker.id));
  const known = new Set(layers.speakers.map((speaker) => speaker.id));
  const missing = pool.filter((speaker) => cited.has(speaker.id) && !known.has(speaker.id));
  return { ...layers, speakers: [...layers.speakers.filter((speaker) => !idle.has(speaker.id)), ...missing] };
}

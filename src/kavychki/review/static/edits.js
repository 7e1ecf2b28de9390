// Changes of a record's layers. Each function takes layers and returns new ones; what it does not touch is shared.

import { holds, inOrder, overlap, sameSpan, withSpan, withoutStretch } from "./spans.js";

const ROLES = ["content", "cue", "source"];

/** An id that no item of a layer has: q12 after q11. */
export function freshId(items, letter) {
  const highest = items.reduce((most, item) => Math.max(most, Number(item.id.slice(1)) || 0), 0);
  return `${letter}${highest + 1}`;
}

const replaced = (items, id, change) => items.map((item) => (item.id === id ? change(item) : item));

export const changeQuote = (layers, id, change) => ({
  ...layers,
  quotes: replaced(layers.quotes, id, (quote) => ({ ...quote, ...change })),
});

export const changeSpeaker = (layers, id, change) => ({
  ...layers,
  speakers: replaced(layers.speakers, id, (speaker) => ({ ...speaker, ...change })),
});

export const changeEntity = (layers, id, change) => ({
  ...layers,
  entities: replaced(layers.entities, id, (entity) => ({ ...entity, ...change })),
});

export function addQuote(layers, span, type) {
  const quote = {
    id: freshId(layers.quotes, "q"),
    type,
    medium: "speech",
    factual: true,
    content: [span],
    cue: [],
    source: [],
    speakers: [],
    addressees: [],
    parent: null,
  };
  const quotes = [...layers.quotes, quote].sort(
    (a, b) => a.content[0].start - b.content[0].start || b.content.at(-1).end - a.content.at(-1).end,
  );
  return { layers: { ...layers, quotes }, id: quote.id };
}

export function removeQuote(layers, id) {
  const quotes = layers.quotes.filter((quote) => quote.id !== id);
  return { ...layers, quotes: quotes.map((quote) => (quote.parent === id ? { ...quote, parent: null } : quote)) };
}

/**
 * Set a role of a quote to a span, or add the span to it; the quote's other roles give way, so that none overlap.
 * `trim` takes the white space off what is left of them.
 */
export function setRole(layers, id, role, span, { add = false, trim = (left) => left } = {}) {
  const quote = layers.quotes.find((each) => each.id === id);
  const change = { [role]: add ? withSpan(quote[role], span) : [span] };
  for (const other of ROLES.filter((each) => each !== role)) {
    const left = withoutStretch(quote[other], span).map(trim).filter(({ start, end }) => start < end);
    change[other] = other === "content" && left.length === 0 ? quote[other] : left;
  }
  const changed = changeQuote(layers, id, change);
  return role === "source" ? withSourceMention(withSourceSpeaker(changed, id), id) : changed;
}

export function removeSpan(layers, id, role, span) {
  const quote = layers.quotes.find((each) => each.id === id);
  const left = quote[role].filter((each) => !sameSpan(each, span));
  return role === "content" && left.length === 0 ? removeQuote(layers, id) : changeQuote(layers, id, { [role]: left });
}

/** A quote without speaker gets the one whose mention its source overlaps. */
function withSourceSpeaker(layers, id) {
  const quote = layers.quotes.find((each) => each.id === id);
  if (quote.speakers.length) return layers;
  const found = speakersAt(layers, quote.source);
  return found.length ? changeQuote(layers, id, { speakers: found.map((speaker) => speaker.id) }) : layers;
}

/** Speakers one of whose mentions overlaps one of the spans. */
export const speakersAt = (layers, spans) =>
  layers.speakers.filter((speaker) => speaker.mentions.some((mention) => spans.some((span) => overlap(mention, span))));

/** A source that holds no mention of the quote's one speaker becomes one, by section 8 of the guidelines. */
function withSourceMention(layers, id) {
  const quote = layers.quotes.find((each) => each.id === id);
  if (quote.speakers.length !== 1) return layers;
  const speaker = layers.speakers.find((each) => each.id === quote.speakers[0]);
  if (!speaker || speaker.mentions.some((mention) => quote.source.some((span) => overlap(mention, span)))) return layers;
  return changeSpeaker(layers, speaker.id, { mentions: inOrder([...speaker.mentions, ...quote.source]) });
}

/** Add a person to a quote's speakers or addressees, or take them off. */
export function togglePerson(layers, id, field, speaker) {
  const quote = layers.quotes.find((each) => each.id === id);
  const had = quote[field].includes(speaker);
  const people = had ? quote[field].filter((each) => each !== speaker) : [...quote[field], speaker];
  const changed = changeQuote(layers, id, { [field]: people });
  return field === "speakers" && !had ? withSourceMention(changed, id) : changed;
}

export function addSpeaker(layers, name) {
  const id = freshId(layers.speakers, "s");
  const speaker = { id, name, kind: "person", anonymity: "named", role: null, wikidata: null, mentions: [] };
  return { layers: { ...layers, speakers: [...layers.speakers, speaker] }, id };
}

/** Remove a speaker, from every quote too. */
export function removeSpeaker(layers, id) {
  const without = (people) => (people.includes(id) ? people.filter((each) => each !== id) : people);
  return {
    ...layers,
    speakers: layers.speakers.filter((speaker) => speaker.id !== id),
    quotes: layers.quotes.map((quote) => ({
      ...quote,
      speakers: without(quote.speakers),
      addressees: without(quote.addressees),
    })),
  };
}

/** One speaker of two: mentions and quotes go to `into`, which keeps its name and fills what it lacks. */
export function mergeSpeakers(layers, from, into) {
  const gone = layers.speakers.find((speaker) => speaker.id === from);
  const kept = layers.speakers.find((speaker) => speaker.id === into);
  const mentions = gone.mentions.reduce(
    (list, mention) => (list.some((each) => overlap(each, mention)) ? list : withSpan(list, mention)),
    kept.mentions,
  );
  const moved = (people) => [...new Set(people.map((each) => (each === from ? into : each)))];
  return {
    ...layers,
    speakers: layers.speakers
      .filter((speaker) => speaker.id !== from)
      .map((speaker) =>
        speaker.id === into
          ? { ...kept, mentions, role: kept.role ?? gone.role, wikidata: kept.wikidata ?? gone.wikidata }
          : speaker,
      ),
    quotes: layers.quotes.map((quote) => ({
      ...quote,
      speakers: moved(quote.speakers),
      addressees: moved(quote.addressees),
    })),
  };
}

/** Two speakers of one: the chosen mentions and quotes go to a new one of the given name. */
export function splitSpeaker(layers, id, name, { mentions, quotes }) {
  const old = layers.speakers.find((speaker) => speaker.id === id);
  const added = addSpeaker(layers, name);
  const goes = (mention) => mentions.some((each) => sameSpan(each, mention));
  const given = changeSpeaker(added.layers, added.id, {
    kind: old.kind,
    anonymity: old.anonymity,
    mentions: old.mentions.filter(goes),
  });
  const left = changeSpeaker(given, id, { mentions: old.mentions.filter((mention) => !goes(mention)) });
  const moved = (people) => people.map((each) => (each === id ? added.id : each));
  return {
    id: added.id,
    layers: {
      ...left,
      quotes: left.quotes.map((quote) =>
        quotes.includes(quote.id)
          ? { ...quote, speakers: moved(quote.speakers), addressees: moved(quote.addressees) }
          : quote,
      ),
    },
  };
}

export const addMention = (layers, id, span) =>
  changeSpeaker(layers, id, { mentions: withSpan(layers.speakers.find((each) => each.id === id).mentions, span) });

export const removeMention = (layers, id, span) =>
  changeSpeaker(layers, id, {
    mentions: layers.speakers.find((each) => each.id === id).mentions.filter((each) => !sameSpan(each, span)),
  });

export function addEntity(layers, span, type) {
  const same = layers.entities.find((each) => each.type === type && holds([span], each.spans) && holds(each.spans, [span]));
  if (same) return { layers, id: same.id };
  const entity = { id: freshId(layers.entities, "e"), type, spans: [span], wikidata: null };
  const entities = [...layers.entities, entity].sort(
    (a, b) => a.spans[0].start - b.spans[0].start || b.spans.at(-1).end - a.spans.at(-1).end,
  );
  return { layers: { ...layers, entities }, id: entity.id };
}

export const removeEntity = (layers, id) => ({ ...layers, entities: layers.entities.filter((each) => each.id !== id) });

export function toggleTopic(layers, code, most = 4) {
  if (layers.topics.includes(code)) return { ...layers, topics: layers.topics.filter((each) => each !== code) };
  return layers.topics.length < most ? { ...layers, topics: [...layers.topics, code] } : layers;
}

/** A topic one place nearer to the front: the most central stands first. */
export function raiseTopic(layers, code) {
  const at = layers.topics.indexOf(code);
  if (at < 1) return layers;
  const topics = [...layers.topics];
  [topics[at - 1], topics[at]] = [topics[at], topics[at - 1]];
  return { ...layers, topics };
}

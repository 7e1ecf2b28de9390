// What the keys and the buttons do.

import { asContent, unspaced } from "./borders.js";
import { take, takeAll } from "./choices.js";
import * as edits from "./edits.js";
import { pickEntity } from "./entities-panel.js";
import { showHelp } from "./help.js";
import { fit, pick } from "./picker.js";
import { pickTopic } from "./topics-panel.js";

const MEDIA = ["speech", "writing", "thought"];
const NEW = Symbol("new");

/** The commands by id. Each returns false where it has nothing to do, so that the key keeps its usual meaning. */
export function commandsFor(desk) {
  const session = () => desk.session;
  const quote = () => session().quote;

  /** The selection without white space at its edges; says so where there is none. */
  const selected = () => {
    const span = session().selected && unspaced(session().points, session().selected);
    if (span && span.start < span.end) return span;
    desk.say("Select words in the text first: with the mouse, or with the arrow keys");
    return null;
  };
  const trim = (span) => unspaced(session().points, span);
  const chosen = () => {
    if (quote()) return quote();
    desk.say("Choose a quote first: J goes to the next one, Q makes one of the selection");
    return null;
  };
  const change = (label, value) => {
    const at = chosen();
    if (at) session().apply(label, { layers: edits.changeQuote(session().layers, at.id, value) });
  };
  const setRole = (role, add) => {
    const at = chosen();
    const span = at && selected();
    if (!span) return;
    const fitted = role === "content" ? asContent(session().points, session().opened.marks, span).span : span;
    if (fitted.start >= fitted.end) return;
    session().apply(add ? `add to ${role}` : `set ${role}`, { layers: edits.setRole(session().layers, at.id, role, fitted, { add, trim }) });
    desk.clearSelection();
  };
  const step = (list, direction) => {
    if (!list.length) return null;
    const at = quote() ? quote().content[0].start : desk.firstVisible() - 1;
    const own = list.findIndex((each) => each.id === session().current);
    if (own >= 0) return list[(own + direction + list.length) % list.length];
    const next = direction > 0 ? list.find((each) => each.content[0].start > at) : list.findLast((each) => each.content[0].start < at);
    return next ?? (direction > 0 ? list[0] : list.at(-1));
  };
  const open = () => session().quotes.filter((each) => session().isUndecided(each.id));
  const go = (direction) => {
    if (desk.panel === "differences") return desk.stepDifference(direction);
    const next = step(session().quotes, direction);
    if (next) desk.chooseQuote(next.id);
  };
  const goOpen = (direction) => {
    const next = step(open(), direction);
    if (next) desk.chooseQuote(next.id);
    else desk.say("No suggestion is left to decide");
  };

  /** Decide the current suggestion by what `layersAfter` makes of the layers, and go to the next one. */
  const decide = (label, layersAfter) => {
    const at = quote();
    if (!at || !session().isUndecided(at.id)) {
      desk.say(at ? "This quote is no suggestion: Delete removes it" : "Choose a suggestion first: N goes to the next one");
      return;
    }
    const next = step(open(), 1);
    const undecided = session().now.undecided.filter((id) => id !== at.id);
    session().apply(label, { undecided, layers: layersAfter(at) }, next && next.id !== at.id ? next.id : null);
    if (session().current) desk.chooseQuote(session().current);
    else desk.say("Every suggestion is decided: Ctrl+S saves");
  };

  const choosePerson = async (field, label) => {
    const at = chosen();
    if (!at) return;
    const { layers } = session();
    const near = new Set(edits.speakersAt(layers, at.source).map((speaker) => speaker.id));
    const listed = [...layers.speakers].sort((a, b) => near.has(b.id) - near.has(a.id));
    const options = (typed) => [
      ...desk.speakerOptions(listed, at[field])(typed),
      ...(typed.trim() ? [{ value: NEW, label: `New speaker “${typed.trim()}”`, detail: "not in the list yet" }] : []),
    ];
    let name = "";
    const answer = await pick(label, (typed) => {
      name = typed.trim();
      return options(typed);
    }, { placeholder: "Type a name", empty: "Type the name of a new speaker" });
    if (answer === null) return;
    const added = answer === NEW ? edits.addSpeaker(layers, name) : { layers, id: answer };
    session().apply(label.toLowerCase(), { layers: edits.togglePerson(added.layers, at.id, field, added.id) });
  };

  const decideDifference = (side) => {
    const at = desk.currentDifference();
    if (!at) return desk.say("Choose a difference first: J goes to the next one");
    session().apply(side === "other" ? "keep as edited" : `take ${side.toUpperCase()}`, take(session().now, at, side, session().opened.pool));
    desk.stepDifference(1, true);
  };
  const decideAll = (side) => {
    const { differences, pool } = session().opened;
    session().apply(`take all of ${side.toUpperCase()}`, takeAll(session().now, differences, side, pool));
  };

  const select = (move) => {
    const moved = move(desk.selecting, session().selected);
    if (moved) desk.selectByKey(moved);
  };
  const stepBy = (unit, direction) => () => select((by, now) => by.step(now, unit, direction, desk.firstVisible()));
  const endBy = (unit, direction) => () =>
    select((by, now) => (now ? by.moveEnd(now, unit, direction) : by.step(now, unit, direction, desk.firstVisible())));
  const startBy = (unit, direction) => () =>
    session().selected ? select((by, now) => by.moveStart(now, unit, direction)) : false;

  return {
    "next": () => go(1),
    "previous": () => go(-1),
    "next-open": () => goOpen(1),
    "previous-open": () => goOpen(-1),
    "accept": () => decide("accept", () => session().layers),
    "reject": () => decide("reject", (at) => edits.removeQuote(session().layers, at.id)),
    "delete": () => {
      const at = chosen();
      if (!at) return;
      const undecided = session().now.undecided.filter((id) => id !== at.id);
      session().apply("delete quote", { undecided, layers: edits.removeQuote(session().layers, at.id) }, null);
      desk.say("Deleted; Ctrl+Z brings it back");
    },
    "new": () => {
      const span = selected();
      if (!span) return;
      const made = asContent(session().points, session().opened.marks, span);
      if (made.span.start >= made.span.end) return;
      const same = session().quotes.find((each) => each.content.length === 1 && each.content[0].start === made.span.start && each.content[0].end === made.span.end);
      if (same) {
        desk.say("There is a quote of exactly these words");
        desk.chooseQuote(same.id);
        return;
      }
      const { layers, id } = edits.addQuote(session().layers, made.span, made.type);
      session().apply("new quote", { layers }, id);
      desk.clearSelection();
      desk.chooseQuote(id);
    },
    "content": () => setRole("content", false),
    "part": () => setRole("content", true),
    "cue": () => setRole("cue", false),
    "cue-part": () => setRole("cue", true),
    "source": () => setRole("source", false),
    "source-part": () => setRole("source", true),
    "mention": () => {
      const speaker = desk.speaker ?? quote()?.speakers[0];
      if (!speaker) return desk.say("Open a speaker first, or a quote that has one");
      const span = selected();
      if (!span) return;
      session().apply("add mention", { layers: edits.addMention(session().layers, speaker, span) });
      desk.clearSelection();
    },
    "entity": () => (selected() ? pickEntity(desk) : undefined),
    "direct": () => change("type", { type: "direct" }),
    "indirect": () => change("type", { type: "indirect" }),
    "mixed": () => change("type", { type: "mixed" }),
    "medium": () => change("medium", { medium: MEDIA[(MEDIA.indexOf(quote()?.medium) + 1) % MEDIA.length] }),
    "factual": () => change("factual", { factual: !quote()?.factual }),
    "speaker": () => void choosePerson("speakers", "Speaker"),
    "addressee": () => void choosePerson("addressees", "Addressee"),
    "topics": () => {
      desk.showPanel("topics");
      void pickTopic(desk);
    },
    "show-quotes": () => desk.toggleLayer("quotes"),
    "show-attribution": () => desk.toggleLayer("attribution"),
    "show-speakers": () => desk.toggleLayer("speakers"),
    "show-entities": () => desk.toggleLayer("entities"),
    "undo": () => desk.say(saying("Undone", session().undo())),
    "redo": () => desk.say(saying("Done again", session().redo())),
    "save": () => void desk.save(),
    "save-next": () => void desk.saveAndNext(),
    "records": () => void desk.chooseRecord(),
    "next-finding": () => desk.nextFinding(),
    "help": () => void showHelp(desk.mode),
    "clear": () => desk.clear(),
    "take-a": () => decideDifference("a"),
    "take-b": () => decideDifference("b"),
    "take-other": () => decideDifference("other"),
    "take-all-a": () => decideAll("a"),
    "take-all-b": () => decideAll("b"),
    "reason": () => {
      const field = document.getElementById("reason");
      if (!field) return false;
      field.focus();
    },
    "word-right": stepBy("word", 1),
    "word-left": stepBy("word", -1),
    "sentence-down": stepBy("sentence", 1),
    "sentence-up": stepBy("sentence", -1),
    "end-word-right": endBy("word", 1),
    "end-word-left": endBy("word", -1),
    "end-sentence-down": endBy("sentence", 1),
    "end-sentence-up": endBy("sentence", -1),
    "end-character-right": endBy("character", 1),
    "end-character-left": endBy("character", -1),
    "start-word-left": startBy("word", -1),
    "start-word-right": startBy("word", 1),
    "start-character-left": startBy("character", -1),
    "start-character-right": startBy("character", 1),
  };
}

const saying = (what, label) => (label ? `${what}: ${label}` : "Nothing more in the history");

/** Options over speakers for what was typed. */
export function speakerOptions(session, speakers, chosen = []) {
  return (typed) =>
    speakers
      .map((speaker) => ({ speaker, score: typed ? Math.max(fit(speaker.name, typed), fit(speaker.role ?? "", typed) / 2) : 1 }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .map(({ speaker }) => ({
        value: speaker.id,
        label: speaker.name,
        detail: [speaker.role, session.words(speaker.mentions.slice(0, 3))].filter(Boolean).join(" · "),
        chosen: chosen.includes(speaker.id),
      }));
}

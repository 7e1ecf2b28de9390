// The page at work on one record after another: what is shown, what is chosen, storing.

import { api } from "./api.js";
import { bar, layerSwitches } from "./bar.js";
import { commandsFor, speakerOptions } from "./commands.js";
import { showConflict } from "./conflict.js";
import { beingTyped, finishTyping, refresh } from "./dom.js";
import { countOf } from "./findings.js";
import { Highlights } from "./highlights.js";
import { Keeping } from "./keeping.js";
import { drawParts } from "./parts.js";
import { fit, pick } from "./picker.js";
import { Selecting, wordsOf } from "./selecting.js";
import { Session } from "./session.js";
import { panelNames, side } from "./side.js";
import { covers, size } from "./spans.js";
import { TextView } from "./text-view.js";

const part = (id) => document.getElementById(id);

export class Desk {
  constructor(info, topics) {
    this.info = info;
    this.mode = info.mode;
    this.topics = topics;
    this.shown = { quotes: true, attribution: true, speakers: false, entities: false };
    this.commands = commandsFor(this);
    this.#listen();
  }

  /** Open a record; the work on the one before is kept. */
  async open(id) {
    if (this.session) {
      await this.keeping.flush();
      this.keeping.stop();
    }
    let opened;
    try {
      opened = await api.open(id);
    } catch (error) {
      this.say(error.message, "error");
      return;
    }
    this.session = new Session(opened);
    this.panel = this.mode === "adjudicate" ? "differences" : "quotes";
    this.speaker = null;
    this.difference = null;
    this.view = new TextView(part("text"), opened.text, opened.title, opened.lang);
    this.highlights = new Highlights(this.view);
    this.keeping = new Keeping(this.session, { onError: (error) => this.say(error.message, "error") });
    const words = wordsOf(opened.text, opened.lang, this.view.offsets);
    const sentences = opened.sentences.map(([start, end]) => ({ start, end }));
    this.selecting = new Selecting(words, sentences, this.view.offsets.length);
    this.session.addEventListener("change", () => this.#changed());
    this.session.addEventListener("current", () => this.#renderCurrent());
    this.session.addEventListener("findings", () => this.#renderSides());
    this.session.addEventListener("selection", () => this.#selectionChanged());
    history.replaceState(null, "", `#${id}`);
    document.title = `${id} · Kavychki`;
    part("reading").scrollTop = 0;
    this.#render();
    if (this.session.resumed) this.say("Your earlier work on this record, which was not saved, is back; undo leaves it");
    this.announce(`${id} is open`);
  }

  run(command) {
    if (document.activeElement?.matches("input[type=text]")) document.activeElement.blur(); // what is typed counts
    return this.commands[command]();
  }

  speakerName(id) {
    return this.session.layers.speakers.find((speaker) => speaker.id === id)?.name ?? id;
  }

  speakerOptions(speakers, chosen) {
    return speakerOptions(this.session, speakers, chosen);
  }

  /** How many of what there is to decide are decided. */
  decided() {
    if (this.mode === "adjudicate") {
      const { differences } = this.session.opened;
      const done = differences.filter((each) => this.session.now.choices[each.key]).length;
      return { done, all: differences.length, what: "differences" };
    }
    const all = this.session.opened.undecided.length;
    return { done: all - this.session.now.undecided.length, all, what: "suggestions" };
  }

  chooseQuote(id) {
    this.panel = "quotes";
    this.session.choose(id);
    const quote = this.session.quote;
    if (!quote) return;
    this.view.reveal(quote.content[0]);
    const open = this.session.isUndecided(id) ? ", suggestion" : "";
    this.announce(`${quote.type}${open}: ${this.session.words(quote.content)}`);
  }

  showSpeaker(id) {
    this.panel = "speakers";
    this.speaker = id;
    this.#renderSides();
    this.#drawMarks();
    this.#bringCurrent();
  }

  showPanel(name) {
    this.panel = name;
    this.#renderSides();
    this.#drawMarks();
  }

  currentDifference() {
    return this.session.opened.differences?.find((each) => each.key === this.difference) ?? null;
  }

  showDifference(difference) {
    this.panel = "differences";
    this.difference = difference?.key ?? null;
    this.#renderSides();
    this.#drawMarks();
    if (difference?.place) this.view.reveal(difference.place);
    if (difference) this.announce(`Difference: ${difference.label}. A: ${difference.shown.a}. B: ${difference.shown.b}`);
    this.#bringCurrent();
  }

  /** Go to the next or previous difference, or to the next that is open. */
  stepDifference(direction, openOnly = false) {
    const { differences } = this.session.opened;
    const at = differences.findIndex((each) => each.key === this.difference);
    const from = at < 0 && direction < 0 ? differences.length : at;
    for (let steps = 1; steps <= differences.length; steps += 1) {
      const next = differences[(from + direction * steps + 2 * differences.length) % differences.length];
      if (!openOnly || !this.session.now.choices[next.key]) return this.showDifference(next);
    }
    this.showDifference(null);
    this.say("Every difference is decided: Ctrl+S saves");
  }

  giveReason(difference, reason) {
    const choice = this.session.now.choices[difference.key] ?? { decision: "other" };
    const choices = { ...this.session.now.choices, [difference.key]: { ...choice, reason } };
    this.session.apply("reason", { choices });
  }

  toggleLayer(name) {
    this.shown = { ...this.shown, [name]: !this.shown[name] };
    this.#drawRecord();
    this.#drawSides();
  }

  selectByKey(span) {
    getSelection().removeAllRanges();
    this.session.select(span);
    this.view.reveal(span);
    this.announce(this.session.words([span]));
  }

  clearSelection() {
    getSelection().removeAllRanges();
    this.session.select(null);
  }

  clear() {
    if (this.session.selected) this.clearSelection();
    else if (this.panel === "differences") this.showDifference(null);
    else this.session.choose(null);
  }

  /** The first place of the text that is in view. */
  firstVisible() {
    const frame = part("reading").getBoundingClientRect();
    const line = this.view.lines.find((each) => each.node.parentElement.getBoundingClientRect().bottom > frame.top + 48);
    return line ? this.view.offsets.point(line.start) : 0;
  }

  nextFinding() {
    const { findings } = this.session;
    if (!findings.length) return this.say("No findings");
    this.finding = ((this.finding ?? -1) + 1) % findings.length;
    const found = findings[this.finding];
    if (found.layer === "quotes" && found.item) this.chooseQuote(found.item);
    else if (found.layer === "speakers" && found.item) this.showSpeaker(found.item);
    else this.showPanel(panelNames(this.mode).includes(found.layer) ? found.layer : "quotes");
    if (found.span) this.view.reveal({ start: found.span[0], end: found.span[1] });
    this.say(`${found.code}: ${found.message}`, found.severity);
  }

  /** Store the record; says what came of it, and whether it is stored. */
  async save() {
    const { session } = this;
    await this.keeping.pause();
    const state = session.now;
    try {
      const answer = await api.save(session.id, session.work());
      session.markStored(answer.digest, answer.annotation, state);
      session.setFindings(answer.findings);
      const found = countOf(answer.findings);
      const record = this.info.records.find((each) => each.id === session.id);
      Object.assign(record, { status: answer.annotation.status, quotes: session.quotes.length });
      const waits = answer.annotation.status === "draft" && this.mode === "review" && !session.now.undecided.length;
      const hint = waits ? ". It becomes single once it has a topic" : "";
      this.say(`Saved as ${answer.annotation.status}${found ? `, with ${found}` : ""}${hint}`, "good");
      return true;
    } catch (error) {
      if (error.status === 422) {
        session.setFindings(error.body.findings);
        this.finding = -1;
        const first = error.body.findings.findIndex((each) => each.severity === "error");
        if (first >= 0) {
          this.finding = first - 1;
          this.nextFinding();
        }
        this.say(`Not saved: ${countOf(error.body.findings.filter((each) => each.severity === "error"))}. Mend what is marked, then save again.`, "error");
      } else if (error.status === 409) await this.#resolve(error.body.theirs);
      else this.say(error.message, "error");
      return false;
    } finally {
      this.keeping.resume();
    }
  }

  async saveAndNext() {
    if (!(await this.save())) return;
    const at = this.info.records.findIndex((record) => record.id === this.session.id);
    const next = this.info.records[at + 1];
    if (next) await this.open(next.id);
    else this.say("Saved; this was the last record", "good");
  }

  async chooseRecord() {
    const options = (typed) =>
      this.info.records
        .filter((record) => !typed || fit(`${record.id} ${record.title ?? ""}`, typed) > 0)
        .map((record) => ({
          value: record.id,
          label: record.title ?? record.id,
          detail: [record.id, record.status, record.has_text ? null : "its text is not on this machine", record.begun ? "begun" : null].filter(Boolean).join(" · "),
          chosen: record.id === this.session?.id,
        }));
    const id = await pick("Open a record", options, { placeholder: "Headline or id" });
    if (id && id !== this.session?.id) await this.open(id);
  }

  /** Tell everybody, for a moment. */
  say(message, kind = "") {
    const status = part("status");
    status.className = kind;
    status.textContent = message ?? "";
    clearTimeout(this.saying);
    this.saying = setTimeout(() => (status.textContent = ""), kind === "error" ? 12000 : 5000);
  }

  /** Tell a screen reader. */
  announce(message) {
    part("announcements").textContent = message;
  }

  async #resolve(theirs) {
    const { session } = this;
    this.say("Not saved: the record changed on disk", "error");
    await this.keeping.flush();
    const answer = await showConflict(session, theirs, this.topics);
    if (!answer) return;
    session.rebase(theirs);
    if (answer === "theirs") {
      const undecided = session.now.undecided.filter((id) => theirs.annotation.status === "draft" && theirs.layers.quotes.some((quote) => quote.id === id));
      session.apply("take the version on disk", { layers: theirs.layers, undecided });
      session.markStored(theirs.digest, theirs.annotation, session.now);
      session.setFindings(theirs.findings);
    } else {
      this.keeping.changed();
      this.#renderSides();
      this.say("You go on from yours: saving now replaces the version that you saw");
    }
  }

  #listen() {
    document.addEventListener("selectionchange", () => {
      const span = this.view?.selectedSpan();
      if (span) this.session.select(span);
      else if (this.session?.selected && getSelection().anchorNode && part("text").contains(getSelection().anchorNode)) this.session.select(null);
    });
    part("text").addEventListener("click", (event) => this.#clicked(event));
    part("side").addEventListener("change", ({ target }) => finishTyping(target), { capture: true });
    part("side").addEventListener("focusout", () => this.#drawWhatWaits());
    addEventListener("pointerdown", () => (this.pressed = true), { capture: true });
    for (const end of ["pointerup", "pointercancel"]) {
      addEventListener(end, () => {
        this.pressed = false;
        this.#drawWhatWaits();
      }, { capture: true });
    }
    new ResizeObserver(() => this.session && this.#drawParts()).observe(part("text"));
    addEventListener("beforeunload", (event) => {
      if (!this.keeping?.waiting) return;
      void this.keeping.flush();
      event.preventDefault();
    });
  }

  /** A click chooses the innermost quote at the place, a second one the quote around it. */
  #clicked(event) {
    if (this.view.selectedSpan()) return;
    const point = this.view.pointAt(event.clientX, event.clientY);
    if (point === null) return;
    const there = this.session.quotes
      .filter((quote) => covers([...quote.content, ...quote.cue, ...quote.source], point))
      .sort((a, b) => size(a.content) - size(b.content));
    if (!there.length) return;
    const at = there.findIndex((quote) => quote.id === this.session.current);
    this.chooseQuote(there[(at + 1) % there.length].id);
  }

  #changed() {
    this.keeping.changed();
    this.#render();
  }

  #selectionChanged() {
    const { selected } = this.session;
    this.highlights.draw("selected", selected ? [selected] : []);
    if (this.hadSelection !== Boolean(selected)) this.#renderSides();
    this.hadSelection = Boolean(selected);
  }

  #render() {
    this.#drawRecord();
    this.#renderCurrent();
  }

  #renderCurrent() {
    this.#drawMarks();
    this.#renderSides();
    this.#bringCurrent();
  }

  #drawRecord() {
    this.highlights.drawRecord(this.session, this.shown);
    this.#drawParts();
  }

  /** What is drawn for the thing that is being worked on: a quote, a speaker's mentions, the sides of a difference. */
  #drawMarks() {
    const { session, highlights } = this;
    const difference = this.panel === "differences" ? this.currentDifference() : null;
    highlights.drawCurrent(this.panel === "quotes" ? session.quote : null);
    highlights.draw("side-a", difference?.spans.a ?? []);
    highlights.draw("side-b", difference?.spans.b ?? []);
    const speaker = this.panel === "speakers" && session.layers.speakers.find((each) => each.id === this.speaker);
    if (speaker) highlights.draw("current-source", speaker.mentions);
    this.#drawParts();
  }

  #drawParts() {
    drawParts(part("parts"), this.view, this.shown.quotes ? this.session.quotes : [], this.panel === "quotes" ? this.session.quote : null);
  }

  #renderSides() {
    this.highlights.drawFindings(this.session.findings);
    this.#drawSides();
  }

  /**
   * Draw the bar and the panel. It waits while something in them is under way that it would undo: a press, whose click
   * would find its button gone, or a line being typed.
   */
  #drawSides() {
    this.sidesWait = this.pressed || beingTyped(part("side"));
    if (this.pressed) return;
    refresh(part("layers"), layerSwitches(this));
    refresh(part("bar"), bar(this));
    if (this.sidesWait) return;
    refresh(part("side"), side(this));
    if (document.activeElement.matches("[role=tab]")) part(`tab-${this.panel}`).focus();
  }

  /** Once the event under way, and the click or the focus that follows it, is through. */
  #drawWhatWaits() {
    setTimeout(() => this.sidesWait && this.#drawSides());
  }

  #bringCurrent() {
    part("side").querySelector("li.current")?.scrollIntoView({ block: "nearest" });
  }
}

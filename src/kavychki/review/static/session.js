// The record on the page: its layers, what is decided, undo and redo, and who wants to know of a change.

import { parents } from "./spans.js";

const MOST_STEPS = 500;

export class Session extends EventTarget {
  /** @param {object} opened what the server says of a record */
  constructor(opened) {
    super();
    this.opened = opened;
    this.id = opened.id;
    this.digest = opened.digest;
    this.annotation = opened.annotation;
    this.points = [...opened.text];
    this.findings = opened.findings;
    this.now = { layers: opened.layers, undecided: opened.undecided, choices: opened.choices ?? {} };
    this.stored = this.now;
    this.past = [];
    this.future = [];
    this.current = null;
    this.selected = null;
    this.#resume(opened.progress);
  }

  get layers() {
    return this.now.layers;
  }

  get quotes() {
    return this.now.layers.quotes;
  }

  get dirty() {
    return this.now !== this.stored;
  }

  get quote() {
    return this.quotes.find((quote) => quote.id === this.current) ?? null;
  }

  /** Words of the text: the parts of a list of spans, joined as in the dataset. */
  words(spans) {
    return spans.map(({ start, end }) => this.points.slice(start, end).join("")).join(" … ");
  }

  isUndecided(id) {
    return this.now.undecided.includes(id);
  }

  /** Depth of each quote by id: 0 for one that lies in no other. */
  depths() {
    if (this.#depthsOf?.quotes !== this.quotes) this.#depthsOf = { quotes: this.quotes, depths: this.#depths() };
    return this.#depthsOf.depths;
  }

  #depthsOf = null;

  #depths() {
    const around = parents(this.quotes);
    const depth = (id) => (around.get(id) ? 1 + depth(around.get(id)) : 0);
    return new Map(this.quotes.map((quote) => [quote.id, depth(quote.id)]));
  }

  /** One step that can be undone. `change` has new layers, undecided or choices. */
  apply(label, change, current = this.current) {
    const next = { ...this.now, ...change };
    if (Object.keys(change).every((key) => this.now[key] === change[key])) return;
    this.past.push({ state: this.now, current: this.current, label });
    if (this.past.length > MOST_STEPS) this.past.shift();
    this.future = [];
    this.#go(next, current);
  }

  /** Go back a step; its label, or null where there is none. */
  undo() {
    return this.#move(this.past, this.future);
  }

  /** Go forward again. */
  redo() {
    return this.#move(this.future, this.past);
  }

  /** Make a quote the current one; null for none. */
  choose(id) {
    this.current = id;
    this.#tell("current");
  }

  /** Remember what is selected in the text; null for nothing. */
  select(span) {
    this.selected = span;
    this.#tell("selection");
  }

  setFindings(findings) {
    this.findings = findings;
    this.#tell("findings");
  }

  /** The page's state is what the server has now. */
  markStored(digest, annotation, state) {
    this.digest = digest;
    this.annotation = annotation;
    this.stored = state;
    this.#tell("change");
  }

  /** Go on from another state of the record on disk; what the page has stays in the history. */
  rebase(theirs) {
    this.digest = theirs.digest;
    this.annotation = theirs.annotation;
    this.stored = null;
  }

  /** What the server is sent. */
  work() {
    return { digest: this.digest, ...this.now };
  }

  #resume(progress) {
    if (!progress) return;
    const { layers = this.layers, choices = this.now.choices } = progress;
    const known = new Set(layers.quotes.map((quote) => quote.id));
    const undecided = progress.undecided.filter((id) => known.has(id));
    if (same(layers, this.layers) && same(choices, this.now.choices)) {
      this.now = { ...this.now, undecided };
      this.stored = this.now;
    } else {
      this.apply("resume earlier work", { layers, undecided, choices });
      this.resumed = true;
    }
  }

  #move(from, to) {
    const step = from.pop();
    if (!step) return null;
    to.push({ state: this.now, current: this.current, label: step.label });
    this.#go(step.state, step.current);
    return step.label;
  }

  #go(state, current) {
    this.now = state;
    this.current = state.layers.quotes.some((quote) => quote.id === current) ? current : null;
    this.#tell("change");
  }

  #tell(what) {
    this.dispatchEvent(new Event(what));
  }
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// Spans drawn over the text by the CSS Custom Highlight API: layers that overlap freely and touch no markup.

/** Every layer from the bottom up; style.css has a ::highlight() rule for each. */
const LAYERS = [
  "entity",
  "mention",
  ...["direct", "indirect", "mixed"].flatMap((type) => [0, 1, 2].map((depth) => `${type}-${depth}`)),
  ...["direct", "indirect", "mixed"].flatMap((type) => [0, 1, 2].map((depth) => `open-${type}-${depth}`)),
  "source",
  "cue",
  "current-content",
  "current-source",
  "current-cue",
  "side-a",
  "side-b",
  "warning",
  "error",
  "selected",
];

export const supported = () => typeof CSS !== "undefined" && "highlights" in CSS;

export class Highlights {
  constructor(view) {
    this.view = view;
    this.layers = new Map();
    CSS.highlights.clear();
    LAYERS.forEach((name, priority) => {
      const highlight = new Highlight();
      highlight.priority = priority;
      this.layers.set(name, highlight);
      CSS.highlights.set(name, highlight);
    });
  }

  /** Draw exactly these spans in a layer. */
  draw(name, spans) {
    const highlight = this.layers.get(name);
    highlight.clear();
    for (const span of spans) {
      const range = this.view.staticRange(span);
      if (range) highlight.add(range);
    }
  }

  /** Draw a record: contents by type and depth, cues, sources, mentions, entities; `shown` has the layers to show. */
  drawRecord(session, shown) {
    const depths = session.depths();
    const spans = new Map(LAYERS.slice(0, LAYERS.indexOf("source")).map((name) => [name, []]));
    for (const quote of shown.quotes ? session.quotes : []) {
      const open = session.isUndecided(quote.id) ? "open-" : "";
      spans.get(`${open}${quote.type}-${Math.min(2, depths.get(quote.id))}`)?.push(...quote.content);
    }
    if (shown.speakers) spans.set("mention", session.layers.speakers.flatMap((speaker) => speaker.mentions));
    if (shown.entities) spans.set("entity", (session.layers.entities ?? []).flatMap((entity) => entity.spans));
    for (const [name, list] of spans) this.draw(name, list);
    for (const role of ["cue", "source"]) {
      this.draw(role, shown.attribution ? session.quotes.flatMap((quote) => quote[role]) : []);
    }
  }

  /** Mark the places that findings are about. */
  drawFindings(findings) {
    for (const severity of ["warning", "error"]) {
      const found = findings.filter((each) => each.severity === severity && each.span);
      this.draw(severity, found.map(({ span: [start, end] }) => ({ start, end })));
    }
  }

  /** Draw the quote that is being worked on, above the others. */
  drawCurrent(quote) {
    for (const role of ["content", "cue", "source"]) this.draw(`current-${role}`, quote ? quote[role] : []);
  }
}

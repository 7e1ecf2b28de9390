// The article as paragraphs of one text node each. Nothing is ever put into them: places are found by offsets.

import { h } from "./dom.js";
import { Offsets } from "./offsets.js";

export class TextView {
  /** Show a text; `title` is the headline's span or null. */
  constructor(element, text, title, lang) {
    this.element = element;
    this.offsets = new Offsets(text);
    this.lines = [];
    element.lang = lang;
    element.replaceChildren();
    let unit = 0;
    for (const line of text.split("\n")) {
      if (line) {
        const heading = title && title.start === this.offsets.point(unit);
        const block = h(heading ? "h1" : "p", {}, line);
        element.append(block);
        this.lines.push({ node: block.firstChild, start: unit, end: unit + line.length });
      }
      unit += line.length + 1;
    }
    this.starts = this.lines.map((line) => line.start);
  }

  /** A static range over a span, for highlights; null where it covers no character. */
  staticRange(span) {
    const from = this.#place(span.start, false);
    const to = this.#place(span.end, true);
    if (!from || !to) return null;
    return new StaticRange({ startContainer: from.node, startOffset: from.at, endContainer: to.node, endOffset: to.at });
  }

  /** A live range over a span, for its geometry. */
  range(span) {
    const fixed = this.staticRange(span);
    if (!fixed) return null;
    const range = document.createRange();
    range.setStart(fixed.startContainer, fixed.startOffset);
    range.setEnd(fixed.endContainer, fixed.endOffset);
    return range;
  }

  /** The code point offset of a place in the DOM; null outside the text. */
  pointOf(node, at) {
    if (node.nodeType !== Node.TEXT_NODE) {
      const inner = node.childNodes[at] ?? node.lastChild;
      if (!inner || !this.element.contains(inner)) return null;
      const first = document.createTreeWalker(inner, NodeFilter.SHOW_TEXT);
      const text = inner.nodeType === Node.TEXT_NODE ? inner : first.nextNode();
      return text ? this.pointOf(text, node.childNodes[at] ? 0 : text.length) : null;
    }
    const line = this.lines.find((each) => each.node === node);
    return line ? this.offsets.point(line.start + at) : null;
  }

  /** The code point offset under a point of the window; null beside the text. */
  pointAt(x, y) {
    const found = document.caretPositionFromPoint
      ? document.caretPositionFromPoint(x, y)
      : document.caretRangeFromPoint(x, y);
    const node = found?.offsetNode ?? found?.startContainer;
    return node && this.element.contains(node) ? this.pointOf(node, found.offset ?? found.startOffset) : null;
  }

  /** The span that is selected with mouse or touch; null for none. */
  selectedSpan() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!this.element.contains(range.startContainer) || !this.element.contains(range.endContainer)) return null;
    const start = this.pointOf(range.startContainer, range.startOffset);
    const end = this.pointOf(range.endContainer, range.endOffset);
    return start !== null && end !== null && start < end ? { start, end } : null;
  }

  /** Bring a span into view, unless it is there already. */
  reveal(span) {
    const box = this.range(span)?.getBoundingClientRect();
    const frame = this.element.closest("#reading").getBoundingClientRect();
    if (!box || (box.top >= frame.top + 56 && box.bottom <= frame.bottom - 24)) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = box.top - frame.top - frame.height / 3;
    this.element.closest("#reading").scrollBy({ top, behavior: calm ? "instant" : "smooth" });
  }

  /** The text node and place of a code point offset; the end of a span stays in the line where it began to end. */
  #place(point, isEnd) {
    const unit = this.offsets.unit(point);
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] < unit + (isEnd ? 0 : 1)) low = middle + 1;
      else high = middle;
    }
    let line = this.lines[low - 1];
    if (!isEnd && line && unit >= line.end) line = this.lines[low] ?? line;
    if (!line) line = this.lines[0];
    return line && { node: line.node, at: Math.max(0, Math.min(unit, line.end) - line.start) };
  }
}

// Selecting by keyboard: word by word, sentence by sentence, and either edge by a character. Offsets are code points.

/** The words of a text as spans, by the language's own rules where the browser knows them. */
export function wordsOf(text, lang, offsets) {
  const segments = new Intl.Segmenter(lang, { granularity: "word" }).segment(text);
  const words = [];
  for (const { segment, index, isWordLike } of segments) {
    if (isWordLike) words.push({ start: offsets.point(index), end: offsets.point(index + segment.length) });
  }
  return words;
}

export class Selecting {
  /**
   * @param {{start: number, end: number}[]} words in order
   * @param {{start: number, end: number}[]} sentences in order
   * @param {number} length of the text
   */
  constructor(words, sentences, length) {
    this.units = { word: words, sentence: sentences };
    this.length = length;
  }

  /** The next (1) or previous (-1) unit after a selection; from `from` where nothing is selected. */
  step(selected, unit, direction, from = 0) {
    const list = this.units[unit];
    if (!selected) return list.find((each) => each.end > from) ?? list.at(-1) ?? null;
    if (direction > 0) return list.find((each) => each.start >= selected.end) ?? selected;
    return list.findLast((each) => each.end <= selected.start) ?? selected;
  }

  /** The selection with its end moved by a unit, never past its start. */
  moveEnd(selected, unit, direction) {
    if (unit === "character") return this.#within(selected.start, selected.end + direction);
    const ends = this.units[unit].map((each) => each.end);
    const end = direction > 0 ? ends.find((each) => each > selected.end) : ends.findLast((each) => each < selected.end);
    return end !== undefined && end > selected.start ? { ...selected, end } : selected;
  }

  /** The selection with its start moved by a unit, never past its end. */
  moveStart(selected, unit, direction) {
    if (unit === "character") return this.#within(selected.start + direction, selected.end);
    const starts = this.units[unit].map((each) => each.start);
    const start =
      direction > 0
        ? starts.find((each) => each > selected.start)
        : starts.findLast((each) => each < selected.start);
    return start !== undefined && start < selected.end ? { ...selected, start } : selected;
  }

  #within(start, end) {
    if (start < 0 || end > this.length || start >= end) {
      return { start: Math.max(0, Math.min(start, end - 1)), end: Math.min(this.length, Math.max(end, start + 1)) };
    }
    return { start, end };
  }
}

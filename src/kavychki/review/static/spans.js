// Spans are {start, end} in code points, half-open. A list of them stands in order and does not overlap.

export const overlap = (a, b) => a.start < b.end && b.start < a.end;
export const within = (inner, outer) => outer.start <= inner.start && inner.end <= outer.end;
export const size = (spans) => spans.reduce((sum, span) => sum + span.end - span.start, 0);
export const sameSpan = (a, b) => a.start === b.start && a.end === b.end;
export const sameSpans = (a, b) => a.length === b.length && a.every((span, index) => sameSpan(span, b[index]));
export const holds = (outer, inner) => inner.every((span) => outer.some((around) => within(span, around)));
export const covers = (spans, point) => spans.some((span) => span.start <= point && point < span.end);
export const inOrder = (spans) => [...spans].sort((a, b) => a.start - b.start || a.end - b.end);

/** The list with a span in it; what the span overlaps gives way to it. */
export const withSpan = (spans, span) => inOrder([...spans.filter((each) => !overlap(each, span)), span]);

/** The list without what a span covers: an edge is cut off, one that holds the span inside becomes two. */
export function withoutStretch(spans, stretch) {
  return spans.flatMap((span) => {
    if (!overlap(span, stretch)) return [span];
    return [
      { start: span.start, end: stretch.start },
      { start: stretch.end, end: span.end },
    ].filter((rest) => rest.start < rest.end);
  });
}

/** The innermost quote around each quote, by id: parents follow from the contents. */
export function parents(quotes) {
  const outward = [...quotes].sort((a, b) => size(a.content) - size(b.content));
  return new Map(
    quotes.map((quote) => {
      const own = size(quote.content);
      const around = outward.find((each) => size(each.content) > own && holds(each.content, quote.content));
      return [quote.id, around?.id ?? null];
    }),
  );
}

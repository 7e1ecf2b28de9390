// What a selection means as a content: its borders and its type, by sections 2 and 5 of the guidelines.

const INTRODUCES = /^(?:что|чтобы|будто|якобы)\s+/iu;
const LEADS = /^[\s,;:–—-]+/u;
const TRAILS = /[\s,;:–—-]+$/u;

/**
 * The span and the type of a new quote.
 * @param {string[]} points the text's characters, one a code point
 * @param {[number, number][]} marks pairs of quotation marks: offset of the opening one, offset behind the closing one
 */
export function asContent(points, marks, selected) {
  let { start, end } = unspaced(points, selected);
  const pair = marks.find(([opening, closing]) => opening <= start && end <= closing);
  if (pair) {
    start = Math.max(start, pair[0] + 1);
    end = Math.min(end, pair[1] - 1);
    return { span: unstopped(points, unspaced(points, { start, end })), type: "direct" };
  }
  const turn = /^\s*[–—-]\s/u.test(points.slice(lineStart(points, start), start + 2).join(""));
  const before = points.slice(lineStart(points, start), start).join("").trim();
  const text = () => points.slice(start, end).join("");
  start += count(text().match(LEADS)?.[0]);
  if (turn && /^[–—-]?$/u.test(before)) return { span: unstopped(points, { start, end }), type: "direct" };
  start += count(text().match(INTRODUCES)?.[0]);
  const marked = marks.some(([opening, closing]) => start <= opening && closing <= end);
  return { span: unstopped(points, { start, end }), type: marked ? "mixed" : "indirect" };
}

/** A span without the white space at its edges; null where nothing is left. */
export function unspaced(points, { start, end }) {
  while (start < end && /\s/u.test(points[start])) start += 1;
  while (end > start && /\s/u.test(points[end - 1])) end -= 1;
  return { start, end };
}

/** A span without a final full stop (not of an ellipsis or an abbreviation's inside), comma or dash. */
function unstopped(points, { start, end }) {
  end -= count(points.slice(start, end).join("").match(TRAILS)?.[0]);
  if (points[end - 1] === "." && points[end - 2] !== ".") end -= 1;
  return { start, end };
}

function lineStart(points, at) {
  while (at > 0 && points[at - 1] !== "\n") at -= 1;
  return at;
}

const count = (text) => [...(text ?? "")].length;

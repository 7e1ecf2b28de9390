// Records count Unicode code points, the DOM counts UTF-16 units. This is the one place that knows both.

export class Offsets {
  /** @param {string} text without unpaired surrogates */
  constructor(text) {
    this.wideUnits = []; // UTF-16 offsets of the characters that take two units
    for (let unit = 0; unit < text.length; unit += 1) {
      if (text.codePointAt(unit) > 0xffff) {
        this.wideUnits.push(unit);
        unit += 1;
      }
    }
    this.widePoints = this.wideUnits.map((unit, index) => unit - index);
    this.length = text.length - this.wideUnits.length;
  }

  /** The UTF-16 offset of a code point offset. */
  unit(point) {
    return point + below(this.widePoints, point);
  }

  /** The code point offset of a UTF-16 offset; one between the two halves of a character counts as behind it. */
  point(unit) {
    const before = below(this.wideUnits, unit);
    const halved = before > 0 && this.wideUnits[before - 1] === unit - 1;
    return halved ? unit - before + 1 : unit - before;
  }
}

/** How many numbers of an ascending list are below a number. */
function below(list, value) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

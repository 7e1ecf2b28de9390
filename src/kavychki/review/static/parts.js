// Numbers at the parts of a discontinuous quote, in an overlay above the text.

import { h } from "./dom.js";

/** Number the parts of the quotes that have several. `overlay` lies exactly over the text. */
export function drawParts(overlay, view, quotes, current) {
  const origin = overlay.getBoundingClientRect();
  const broken = quotes.filter((quote) => quote.content.length > 1);
  const places = broken.flatMap((quote) =>
    quote.content.map((span, index) => ({ quote, index, box: view.range(span)?.getClientRects()[0] })),
  );
  const badges = places.map(({ quote, index, box }) => {
    if (!box) return null;
    const classes = `part ${quote.type} ${quote === current ? "current" : ""}`;
    const badge = h("span", { class: classes }, String(index + 1));
    badge.style.setProperty("left", `${box.left - origin.left}px`);
    badge.style.setProperty("top", `${box.top - origin.top}px`);
    return badge;
  });
  overlay.replaceChildren(...badges.filter(Boolean));
}

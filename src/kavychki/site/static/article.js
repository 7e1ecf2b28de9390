"use strict";
/* An article: a quote's card and its words show each other, and the layers stay as the reader left them. */

(function () {
  const CURRENT = "current";
  const KEPT = "kavychki-layers";

  const pieces = document.querySelectorAll("[data-quotes]");
  const cards = document.querySelectorAll("[data-quote]");
  const aside = document.querySelector("aside");
  const switches = document.querySelectorAll(".switches input");

  function light(number) {
    for (const piece of pieces) piece.classList.toggle(CURRENT, number !== null && piece.dataset.quotes.split(" ").includes(number));
    for (const card of cards) card.classList.toggle(CURRENT, card.dataset.quote === number);
  }

  /** Bring a card into view where the cards have a scroll bar of their own; on a telephone the reader stays in the text. */
  function reveal(number) {
    const card = document.querySelector(`[data-quote="${number}"]`);
    if (!card || aside.scrollHeight <= aside.clientHeight) return;
    const { top, bottom } = card.getBoundingClientRect();
    const view = aside.getBoundingClientRect();
    if (top < view.top || bottom > view.bottom) aside.scrollTop += top - view.top - view.height / 3;
  }

  /** The quote of a piece that begins last: the innermost. */
  function innermost(piece) {
    return piece.dataset.quotes.split(" ").at(-1);
  }

  for (const card of cards) {
    // Only a hand that moves: a card that scrolls in under a pointer at rest is not meant.
    card.addEventListener("pointermove", (event) => { if (event.movementX || event.movementY) light(card.dataset.quote); });
    card.addEventListener("focusin", () => light(card.dataset.quote));
  }
  for (const piece of pieces) {
    piece.addEventListener("click", () => {
      if (String(getSelection())) return;
      light(innermost(piece));
      reveal(innermost(piece));
    });
  }

  function follow() {
    const found = /^#quote-([0-9]+)$/.exec(location.hash);
    light(found ? found[1] : null);
    if (found) reveal(found[1]);
  }
  addEventListener("hashchange", follow);
  follow();

  /** Storage may be forbidden, to pages from the disk above all; then nothing is kept. */
  function kept(value) {
    try {
      if (value !== undefined) localStorage.setItem(KEPT, value);
      return localStorage.getItem(KEPT);
    } catch {
      return null;
    }
  }
  const before = kept();
  for (const each of switches) {
    if (before !== null) each.checked = before.split(" ").includes(each.id);
    each.addEventListener("change", () => {
      kept([...switches].filter((one) => one.checked).map((one) => one.id).join(" "));
    });
  }
})();

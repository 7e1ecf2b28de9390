"use strict";
/* The speakers: everybody by how much is quoted, found by the beginning of a name. */

(function (kavychki) {
  const PAGE = 100;

  kavychki.start = function start() {
    const { Listing, data, element, marked, plural, wordsOf } = kavychki;
    const { speakers, names, vocabularies } = data;
    const at = (id) => document.getElementById(id);
    const field = at("words");
    const listing = new Listing(at("results"), at("more"), PAGE);
    const ordered = speakers.key.map((_, place) => place);
    ordered.sort((one, other) => speakers.quotes[other] - speakers.quotes[one] || one - other);

    function row(place, words) {
      const kind = vocabularies["speaker-kind"][speakers.kind[place]][0];
      const anonymity = vocabularies.anonymity[speakers.anonymity[place]][0];
      const facts = [kind, anonymity === "named" ? null : anonymity, plural(speakers.quotes[place], "quote"), speakers.articles[place] > 1 ? plural(speakers.articles[place], "article") : null];
      const others = speakers.others[place];
      return element("li", null,
        element("a", { href: `speakers/${speakers.key[place]}.html`, lang: speakers.lang[place] }, marked(speakers.name[place], words)),
        others.length ? [" ", element("span", { class: "quiet", lang: speakers.lang[place] }, marked(others.join(", "), words))] : null,
        " ", element("span", { class: "quiet" }, facts.filter(Boolean).join(" · ")));
    }

    function show() {
      const words = wordsOf(field.value);
      const bits = new Uint32Array(speakers.key.length);
      words.forEach((word, number) => names.eachMatch(word, (place) => { bits[place] |= 1 << number; }));
      const full = words.length ? 2 ** words.length - 1 : 0;
      const found = ordered.filter((place) => bits[place] === full);
      listing.show(found, (place) => row(place, words));
      at("status").textContent = plural(found.length, "speaker");
    }

    field.addEventListener("input", show);
    kavychki.searchKeys(field);
    show();
    document.body.dataset.ready = "all";
  };
})(window.kavychki);

"use strict";
/* A row of the results: an article with the quotes that answer, or a quote with its speaker and its article. */

(function (kavychki) {
  const { element, marked, plural } = kavychki;
  const LONGEST = 360;
  const BEFORE = 90;
  const SHOWN_QUOTES = 3;
  const SHOWN_SPEAKERS = 4;

  class Rows {
    constructor(search) {
      this.search = search;
      this.data = search.data;
    }

    article(place, result) {
      const { articles, topics } = this.data;
      const title = articles.title[place];
      const { shown, left } = this.search.quotesOf(place, result, SHOWN_QUOTES);
      const href = `articles/${articles.id[place]}.html`;
      const facts = [
        title ? articles.id[place] : null,
        plural(articles.quotes[place], "quote"),
        articles.text[place] ? null : "without text",
        ...articles.topics[place].map((topic) => topics[topic].en),
      ];
      return element("li", { class: "hit" },
        element("h2", { lang: title ? articles.lang[place] : null }, element("a", { href }, marked(title || articles.id[place], result.words))),
        element("p", { class: "quiet" }, facts.filter(Boolean).join(" · ")),
        this.speakersOf(place, result.words),
        shown.length ? element("ol", { class: "said" }, shown.map((quote) => this.quote(quote, result, false))) : null,
        left ? element("p", { class: "quiet" }, element("a", { href }, `${plural(left, "more quote")}`)) : null);
    }

    /** Names of an article's speakers, those with words first. */
    speakersOf(place, words) {
      const { articles, speakers } = this.data;
      const all = articles.speakers[place];
      if (!all.length) return null;
      const hit = words.length ? all.filter((each) => kavychki.stretches(speakers.name[each], words).length) : [];
      const ordered = [...new Set([...hit, ...all])];
      const shown = ordered.slice(0, SHOWN_SPEAKERS).map((each, at) => [at ? ", " : "", this.speaker(each, words)]);
      const left = ordered.length - SHOWN_SPEAKERS;
      return element("p", { class: "people" }, shown, left > 0 ? element("span", { class: "quiet" }, ` and ${left} more`) : null);
    }

    speaker(place, words) {
      const { speakers } = this.data;
      return element("a", { href: `speakers/${speakers.key[place]}.html`, lang: speakers.lang[place] }, marked(speakers.name[place], words));
    }

    quote(place, result, withArticle) {
      const { articles, quotes, vocabularies } = this.data;
      const article = quotes.article[place];
      const type = vocabularies["quote-type"][quotes.type[place]][0];
      const medium = vocabularies.medium[quotes.medium[place]][0];
      const offsets = quotes.places.get(place);
      const href = `articles/${articles.id[article]}.html#quote-${quotes.number[place]}`;
      const words = offsets ? element("span", { class: "quiet" }, offsets) : marked(excerpt(quotes.content[place], result.words), result.words);
      const who = quotes.speakers[place].map((each, at) => [at ? ", " : "", this.speaker(each, result.words)]);
      const title = articles.title[article] || articles.id[article];
      return element("li", { class: `card ${type}` },
        element("blockquote", { lang: offsets ? null : articles.lang[article] }, element("a", { href }, words)),
        element("p", { class: "meta" },
          who.length ? element("span", { class: "people" }, who) : element("i", { class: "quiet" }, "no speaker"),
          " ", element("span", { class: `tag ${type}` }, type),
          medium === "speech" ? null : [" ", element("span", { class: "tag" }, medium)],
          quotes.factual[place] ? null : [" ", element("span", { class: "tag" }, "not factual")],
          withArticle ? element("span", { class: "from quiet", lang: articles.title[article] ? articles.lang[article] : null }, element("bdi", null, title)) : null));
    }
  }

  /** A long quote is cut to what is around the first word that was looked for. */
  function excerpt(text, words) {
    if (text.length <= LONGEST) return text;
    const [first] = kavychki.stretches(text, words);
    const from = first && first[1] > LONGEST ? text.lastIndexOf(" ", first[0] - BEFORE) + 1 : 0;
    const cut = text.slice(from, from + LONGEST);
    const whole = from + LONGEST < text.length ? cut.slice(0, cut.lastIndexOf(" ") > 0 ? cut.lastIndexOf(" ") : LONGEST) : cut;
    return (from ? "… " : "") + whole + (from + whole.length < text.length ? " …" : "");
  }

  Object.assign(kavychki, { Rows });
})(window.kavychki);

"use strict";
/* The data: articles and speakers in one script, quotes in several that follow. Pages from the disk may not fetch. */

(function (kavychki) {
  const ARTICLE = ["id", "title", "collection", "split", "genre", "status", "topics", "speakers", "quotes", "length", "text", "lang"];
  const SPEAKER = ["name", "others", "kind", "anonymity", "key", "quotes", "articles", "lang"];
  const TOPIC = ["code", "en", "ru", "level", "parent"];

  const named = (columns, names) => Object.fromEntries(names.map((name, place) => [name, columns[place]]));

  const receivers = {
    articles(value) {
      const articles = named(value.articles, ARTICLE);
      const speakers = named(value.speakers, SPEAKER);
      const firsts = new Uint32Array(articles.id.length + 1);
      articles.quotes.forEach((count, place) => {
        firsts[place + 1] = firsts[place] + count;
      });
      kavychki.data = {
        articles,
        speakers,
        firsts,
        topics: value.topics.map((row) => Object.fromEntries(TOPIC.map((name, place) => [name, row[place]]))),
        collections: value.collections,
        splits: value.splits,
        vocabularies: value.vocabularies,
        chunks: value.chunks,
        titles: new kavychki.Column(articles.title.map((title) => title || "")),
        names: new kavychki.Column(speakers.name.map((name, place) => [name, ...speakers.others[place]].join("\n"))),
        quotes: {
          count: value.quotes,
          ready: 0,
          columns: [],
          article: new Uint32Array(value.quotes),
          type: new Uint8Array(value.quotes),
          medium: new Uint8Array(value.quotes),
          factual: new Uint8Array(value.quotes),
          number: new Uint32Array(value.quotes),
          content: new Array(value.quotes),
          speakers: new Array(value.quotes),
          places: new Map(),
        },
      };
      kavychki.start();
    },

    quotes(value) {
      const { quotes } = kavychki.data;
      const { first, content } = value;
      for (let place = 0; place < content.length; place += 1) {
        const at = first + place;
        quotes.article[at] = value.article[place];
        quotes.type[at] = value.type.charCodeAt(place) - 48;
        quotes.medium[at] = value.medium.charCodeAt(place) - 48;
        quotes.factual[at] = value.factual.charCodeAt(place) - 48;
        quotes.number[at] = value.number[place];
        quotes.content[at] = content[place];
        quotes.speakers[at] = value.speakers[place];
      }
      for (const [place, words] of value.places) quotes.places.set(first + place, words);
      quotes.columns.push({ first, column: new kavychki.Column(content) });
      quotes.ready = first + content.length;
    },
  };

  kavychki.receive = (name, value) => receivers[name](value);

  /** Load the quotes, chunk by chunk; calls ``progress`` after each, with whether it was the last or failed. */
  kavychki.loadQuotes = function loadQuotes(progress) {
    const next = (number) => {
      const script = document.createElement("script");
      script.src = `data/quotes-${number}.js`;
      script.onload = () => {
        const last = number + 1 === kavychki.data.chunks;
        progress(last ? "last" : "more");
        // The page stays quick: what a reader does comes before the next chunk.
        if (!last) setTimeout(next, 0, number + 1);
      };
      script.onerror = () => progress("failed");
      document.head.append(script);
    };
    next(0);
  };
})(window.kavychki);

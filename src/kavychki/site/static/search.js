"use strict";
/* Which articles and quotes answer to words and filters, and how many each filter would leave. */

(function (kavychki) {
  /** What can be filtered by. A filter of articles gives an article's values, one of quotes a quote's. */
  function facets(data) {
    const { articles, quotes, speakers, topics, vocabularies } = data;
    const options = (rows) => rows.map(([value, label, ru]) => ({ value, label, ru }));
    const plain = (name) => options(vocabularies[name].map(([value, en, ru]) => [value, value, `${en} ${ru}`]));
    const above = topics.map((_, place) => {
      const found = [];
      for (let at = place; at >= 0 && !found.includes(at); at = topics[at].parent) found.push(at);
      return found;
    });
    const one = (column) => (place) => (column[place] < 0 ? [] : [column[place]]);
    return [
      { id: "type", title: "Type of quote", of: "quotes", options: plain("quote-type"), values: (place) => [quotes.type[place]] },
      { id: "medium", title: "Medium", of: "quotes", options: plain("medium"), values: (place) => [quotes.medium[place]] },
      { id: "factual", title: "Act", of: "quotes", options: options([["no", "not factual", null], ["yes", "factual", null]]), values: (place) => [quotes.factual[place]] },
      { id: "speaker", title: "Speaker", of: "quotes", options: speakers.key.map((key, place) => ({ value: key, label: speakers.name[place], lang: speakers.lang[place] })), values: (place) => quotes.speakers[place] },
      { id: "kind", title: "Kind of speaker", of: "quotes", options: plain("speaker-kind"), values: (place) => quotes.speakers[place].map((speaker) => speakers.kind[speaker]) },
      { id: "topic", title: "Topic", of: "articles", options: topics.map((each) => ({ value: each.code, label: each.en, ru: each.ru, level: each.level })), values: (place) => new Set(articles.topics[place].flatMap((topic) => above[topic])) },
      { id: "collection", title: "Collection", of: "articles", options: options(data.collections), values: one(articles.collection) },
      { id: "genre", title: "Genre", of: "articles", options: plain("genre"), values: one(articles.genre) },
      { id: "split", title: "Split", of: "articles", options: data.splits.map((split) => ({ value: split, label: split })), values: one(articles.split) },
      { id: "status", title: "Status", of: "articles", options: plain("status"), values: one(articles.status) },
      { id: "text", title: "Text", of: "articles", options: options([["no", "without text", null], ["yes", "with text", null]]), values: (place) => [articles.text[place]] },
    ];
  }

  /** For each article or quote the facets of which it has no chosen value, as bits. */
  function failures(count, asked) {
    const failed = new Uint32Array(count);
    for (const { facet, chosen, bit } of asked) {
      if (!chosen.size) continue;
      for (let place = 0; place < count; place += 1) {
        let passes = false;
        for (const value of facet.values(place)) passes = passes || chosen.has(value);
        if (!passes) failed[place] |= bit;
      }
    }
    return failed;
  }

  /** For each title, speaker and quote the words that begin in it, as bits. */
  function wordHits(data, words) {
    const titles = new Uint32Array(data.articles.id.length);
    const names = new Uint32Array(data.speakers.name.length);
    const contents = new Uint32Array(data.quotes.count);
    words.forEach((word, place) => {
      const bit = 1 << place;
      data.titles.eachMatch(word, (at) => { titles[at] |= bit; });
      data.names.eachMatch(word, (at) => { names[at] |= bit; });
      for (const { first, column } of data.quotes.columns) column.eachMatch(word, (at) => { contents[first + at] |= bit; });
    });
    return { titles, names, contents };
  }

  /** Looks through everything that is loaded; a few milliseconds for thousands of articles. */
  class Search {
    constructor(data) {
      this.data = data;
      this.facets = facets(data);
      this.facets.forEach((facet) => {
        facet.places = new Map(facet.options.map((option, place) => [option.value, place]));
      });
    }

    /**
     * @param {{q: string, show: string, filters: Object<string, string[]>}} state
     * @returns articles and quotes that answer, in order; the hits of words; the counts of each facet's options
     */
    run(state) {
      const { articles, quotes, firsts } = this.data;
      const words = kavychki.wordsOf(state.q);
      const full = words.length ? 2 ** words.length - 1 : 0;
      const asked = this.facets.map((facet, place) => {
        const chosen = (state.filters[facet.id] || []).map((value) => facet.places.get(value));
        return { facet, bit: 1 << place, chosen: new Set(chosen.map((at) => (at === undefined ? -1 : at))) };
      });
      const ofArticles = asked.filter(({ facet }) => facet.of === "articles");
      const ofQuotes = asked.filter(({ facet }) => facet.of === "quotes");
      const articleFails = failures(articles.id.length, ofArticles);
      const quoteFails = failures(quotes.ready, ofQuotes);
      const narrow = ofQuotes.some(({ chosen }) => chosen.size);
      const hits = wordHits(this.data, words);

      const matched = [];
      const answers = new Uint8Array(articles.id.length);
      const scores = new Float64Array(articles.id.length);
      const foundQuotes = [];
      for (let article = 0; article < articles.id.length; article += 1) {
        let speakersHit = 0;
        if (full) for (const speaker of articles.speakers[article]) speakersHit |= hits.names[speaker];
        let seen = hits.titles[article] | speakersHit;
        let passing = 0;
        const last = Math.min(firsts[article + 1], quotes.ready);
        for (let quote = firsts[article]; quote < last; quote += 1) {
          if (quoteFails[quote]) continue;
          passing += 1;
          seen |= hits.contents[quote];
          if (hits.contents[quote]) scores[article] += 1;
          if (articleFails[article] === 0 && (!full || this.inQuote(quote, hits) === full)) {
            foundQuotes.push(quote);
            scores[article] += 10;
          }
        }
        if (hits.titles[article]) scores[article] += hits.titles[article] === full ? 1000 : 100;
        answers[article] = seen === full && (!narrow || passing) ? 1 : 0;
        if (answers[article] && articleFails[article] === 0) matched.push(article);
      }
      if (full) matched.sort((one, other) => scores[other] - scores[one] || one - other);
      const counts = this.counts(asked, { articleFails, quoteFails, answers, hits, full });
      return { articles: matched, quotes: foundQuotes, words, hits, quoteFails, narrow, counts };
    }

    /** The words that a quote has, in its content or in the names of its speakers, as bits. */
    inQuote(quote, hits) {
      let seen = hits.contents[quote];
      for (const speaker of this.data.quotes.speakers[quote]) seen |= hits.names[speaker];
      return seen;
    }

    /** How many articles, or quotes, have each option, given everything else that is asked. */
    counts(asked, { articleFails, quoteFails, answers, hits, full }) {
      const { quotes } = this.data;
      const found = {};
      for (const { facet, bit } of asked) {
        const counted = (found[facet.id] = new Uint32Array(facet.options.length));
        if (facet.id === "speaker") continue;
        if (facet.of === "articles") {
          for (let article = 0; article < answers.length; article += 1) {
            if (!answers[article] || articleFails[article] & ~bit) continue;
            for (const value of facet.values(article)) counted[value] += 1;
          }
        } else {
          for (let quote = 0; quote < quotes.ready; quote += 1) {
            const article = quotes.article[quote];
            if (quoteFails[quote] & ~bit || articleFails[article] || (full && this.inQuote(quote, hits) !== full)) continue;
            for (const value of new Set(facet.values(quote))) counted[value] += 1;
          }
        }
      }
      return found;
    }

    /** The quotes of an article to show in a list: those that pass, with words if there are any, the best first. */
    quotesOf(article, result, most) {
      const { firsts, quotes } = this.data;
      if (!result.words.length && !result.narrow) return { shown: [], left: 0 };
      const found = [];
      const last = Math.min(firsts[article + 1], quotes.ready);
      for (let quote = firsts[article]; quote < last; quote += 1) {
        const bits = result.hits.contents[quote];
        if (!result.quoteFails[quote] && (bits || !result.words.length)) found.push([quote, ones(bits)]);
      }
      found.sort((one, other) => other[1] - one[1] || one[0] - other[0]);
      return { shown: found.slice(0, most).map(([quote]) => quote), left: Math.max(0, found.length - most) };
    }
  }

  function ones(bits) {
    let count = 0;
    for (let rest = bits; rest; rest &= rest - 1) count += 1;
    return count;
  }

  Object.assign(kavychki, { Search });
})(window.kavychki);

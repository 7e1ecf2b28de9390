"use strict";
/* The search: what is asked, from the field, the filters and the address, and what is shown for it. */

(function (kavychki) {
  const PAGE = 30;
  const WIDE = "(min-width: 60rem)";

  kavychki.start = function start() {
    const { Facets, Listing, Rows, Search, address, data, format, plural } = kavychki;
    const at = (id) => document.getElementById(id);
    const field = at("words");
    const filters = at("filters");
    const summary = filters.querySelector("summary");
    const search = new Search(data);
    const rows = new Rows(search);
    const listing = new Listing(at("results"), at("more"), PAGE);
    const facets = new Facets(search, at("facets"), at("chips"), change);
    let state = address.read(search.facets);
    let loading = "more";

    function show() {
      const began = performance.now();
      const result = search.run(state);
      const inUse = facets.update(state.filters, result.counts);
      summary.textContent = inUse ? `Filters (${inUse})` : "Filters";
      for (const radio of document.getElementsByName("show")) radio.checked = radio.value === state.show;
      if (state.show === "quotes") listing.show(result.quotes, (quote) => rows.quote(quote, result, true));
      else listing.show(result.articles, (article) => rows.article(article, result));
      at("count-articles").textContent = format.format(result.articles.length);
      at("count-quotes").textContent = format.format(result.quotes.length);
      at("status").textContent = told(result);
      kavychki.took = performance.now() - began;
    }

    function told(result) {
      const asked = state.q || Object.keys(state.filters).length;
      const found = state.show === "quotes" ? plural(result.quotes.length, "quote") : plural(result.articles.length, "article");
      if (loading === "failed") return `${found}; some quotes could not be loaded: their files are missing`;
      return loading === "more" && asked ? `${found} so far` : found;
    }

    function change(id, values) {
      if (id === null) state.filters = {};
      else if (values.length) state.filters = { ...state.filters, [id]: values };
      else state.filters = Object.fromEntries(Object.entries(state.filters).filter(([name]) => name !== id));
      address.write(state, true);
      show();
    }

    field.value = state.q;
    field.addEventListener("input", () => {
      state.q = field.value;
      address.write(state, false);
      show();
    });
    at("unit").addEventListener("change", (event) => {
      state.show = event.target.value;
      address.write(state, true);
      show();
    });
    window.addEventListener("popstate", () => {
      state = address.read(search.facets);
      field.value = state.q;
      show();
    });
    filters.open = matchMedia(WIDE).matches;
    matchMedia(WIDE).addEventListener("change", (event) => { filters.open = event.matches; });
    kavychki.searchKeys(field);
    show();
    document.body.dataset.ready = "list";
    kavychki.loadQuotes((progress) => {
      loading = progress;
      if (progress !== "more") document.body.dataset.ready = "all";
      if (progress !== "more" || state.q || Object.keys(state.filters).length) show();
    });
  };
})(window.kavychki);

"use strict";
/* What is asked stands in the address, behind the #, so that it can be kept, sent and gone back to. */

(function (kavychki) {
  /** The state that an address names. */
  function read(facets) {
    const given = new URLSearchParams(location.hash.slice(1));
    const filters = {};
    for (const facet of facets) {
      const values = given.getAll(facet.id);
      if (values.length) filters[facet.id] = values;
    }
    return { q: given.get("q") || "", show: given.get("show") === "quotes" ? "quotes" : "articles", filters };
  }

  /** Write a state into the address, as a step to go back to or in place of the last one. */
  function write(state, step) {
    const given = new URLSearchParams();
    if (state.q) given.set("q", state.q);
    if (state.show === "quotes") given.set("show", "quotes");
    for (const [name, values] of Object.entries(state.filters)) values.forEach((value) => given.append(name, value));
    const address = `#${given}`;
    if (address === (location.hash || "#")) return;
    history[step ? "pushState" : "replaceState"](null, "", address);
  }

  Object.assign(kavychki, { address: { read, write } });
})(window.kavychki);

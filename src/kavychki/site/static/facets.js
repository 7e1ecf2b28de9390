"use strict";
/* The filters: boxes to tick with how many each leaves, fields for what there is too much of, chips for what is in use. */

(function (kavychki) {
  const { element, format } = kavychki;
  const TICKED = ["collection", "topic", "type", "medium", "factual", "kind", "genre", "split", "status", "text"];

  class Facets {
    /** ``change`` is called with the id of a facet and its new values. */
    constructor(search, place, chips, change) {
      Object.assign(this, { search, chips, change, boxes: [], filters: {} });
      place.append(...search.facets.map((facet) => this.fieldset(facet)).filter(Boolean));
    }

    fieldset(facet) {
      const used = this.used(facet);
      const ticks = TICKED.includes(facet.id) ? used.filter(({ option }) => option.level === undefined || option.level === 1) : [];
      const field = facet.id === "speaker" || facet.id === "topic" ? this.field(facet, used) : null;
      if (ticks.length < 2 && !field) return null;
      return element("fieldset", { class: "facet" }, element("legend", null, facet.title), field, ticks.length ? element("ul", null, ticks.map((each) => this.box(facet, each))) : null);
    }

    /** The options that anything has, so that no filter is offered that never leaves anything. */
    used(facet) {
      const { data } = this.search;
      const all = facet.options.map((option, place) => ({ option, place }));
      if (facet.of === "quotes") return all;
      const found = new Uint32Array(all.length);
      data.articles.id.forEach((_, article) => { for (const value of facet.values(article)) found[value] += 1; });
      const used = all.filter(({ place }) => found[place]);
      return facet.id === "topic" ? used.sort((one, other) => found[other.place] - found[one.place]) : used;
    }

    box(facet, { option, place }) {
      const input = element("input", { type: "checkbox", onchange: () => this.toggle(facet.id, option.value) });
      const count = element("span", { class: "count" });
      this.boxes.push({ facet, option, place, input, count });
      const ru = facet.id === "topic" && option.ru ? element("span", { class: "quiet", lang: "ru" }, option.ru) : null;
      const title = facet.id === "topic" ? null : option.ru;
      return element("li", null, element("label", { title }, input, element("span", { class: "label" }, option.label, ru && " ", ru), count));
    }

    field(facet, used) {
      const people = facet.id === "speaker";
      const { speakers } = this.search.data;
      const ordered = people ? [...used].sort((one, other) => speakers.quotes[other.place] - speakers.quotes[one.place]) : used;
      const offered = ordered.map(({ option, place }) => ({
        label: option.label, lang: option.lang,
        note: people ? speakers.others[place].join(", ") : option.ru,
      }));
      return kavychki.combobox(`${facet.id}-field`, people ? "Name of a speaker" : "Any topic", offered, (at) => {
        const { value } = ordered[at].option;
        if (!(this.filters[facet.id] || []).includes(value)) this.toggle(facet.id, value);
      });
    }

    toggle(id, value) {
      const before = this.filters[id] || [];
      this.change(id, before.includes(value) ? before.filter((each) => each !== value) : [...before, value]);
    }

    /** Show which filters are in use and what each would leave. */
    update(filters, counts) {
      this.filters = filters;
      for (const { facet, option, place, input, count } of this.boxes) {
        input.checked = (filters[facet.id] || []).includes(option.value);
        const left = counts[facet.id][place];
        count.textContent = format.format(left);
        count.parentElement.classList.toggle("none", left === 0 && !input.checked);
      }
      const inUse = this.search.facets.flatMap((facet) => (filters[facet.id] || []).map((value) => this.chip(facet, value)));
      if (inUse.length > 1) inUse.push(element("li", null, element("button", { type: "button", class: "plain", onclick: () => this.change(null) }, "Clear all")));
      this.chips.replaceChildren(...inUse);
      return inUse.length;
    }

    chip(facet, value) {
      const option = facet.options[facet.places.get(value)];
      const label = option ? option.label : value;
      const remove = () => {
        this.toggle(facet.id, value);
        document.getElementById("words").focus();
      };
      return element("li", null, element("button", { type: "button", class: "chip", "aria-label": `Remove ${facet.title}: ${label}`, onclick: remove }, element("span", { class: "quiet" }, facet.title), " ", element("bdi", { lang: option && option.lang }, label), element("span", { "aria-hidden": "true" }, " ×")));
    }
  }

  Object.assign(kavychki, { Facets });
})(window.kavychki);

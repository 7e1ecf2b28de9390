// What the validator says, beside the place that it is about.

import { h } from "./dom.js";

/** The findings about one item, as a list; null where there are none. */
export function findingList(findings) {
  if (!findings.length) return null;
  return h(
    "ul",
    { class: "findings" },
    findings.map((each) =>
      h(
        "li",
        { class: each.severity },
        h("span", { class: "code", title: each.slug }, each.code),
        h("span", {}, each.message, h("span", { class: "quiet" }, ` ${each.remedy}`)),
      ),
    ),
  );
}

export const findingsOf = (session, layer, item) =>
  session.findings.filter((each) => each.layer === layer && each.item === item);

/** Findings about the record as a whole, or about a part that has no panel. */
export const otherFindings = (session) =>
  session.findings.filter((each) => !["quotes", "speakers", "entities", "topics"].includes(each.layer));

/** “2 errors, 1 warning”, or an empty string. */
export function countOf(findings) {
  return ["error", "warning"]
    .map((severity) => [severity, findings.filter((each) => each.severity === severity).length])
    .filter(([, count]) => count)
    .map(([severity, count]) => `${count} ${severity}${count === 1 ? "" : "s"}`)
    .join(", ");
}

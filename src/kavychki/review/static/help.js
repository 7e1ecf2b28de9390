// The help sheet: the table of keys.

import { ask } from "./dialog.js";
import { h } from "./dom.js";
import { keysOf } from "./keys.js";

const keycaps = (keys) => keys.split("+").flatMap((key, index) => [index ? "\u2009" : null, h("kbd", {}, key)]);

export function showHelp(mode) {
  const keys = keysOf(mode);
  const groups = [...new Set(keys.map((each) => each.group))];
  const sheet = groups.map((group) =>
    h(
      "section",
      {},
      h("h3", {}, group),
      h(
        "dl",
        {},
        keys
          .filter((each) => each.group === group)
          .map((each) => h("div", {}, h("dt", {}, keycaps(each.keys)), h("dd", {}, each.label))),
      ),
    ),
  );
  const note = h(
    "p",
    { class: "quiet" },
    "Letters are told by their place on the keyboard: they work under a Russian layout too. On a Mac, ⌘ is Ctrl.",
  );
  return ask("Keys", [h("div", { class: "sheet" }, sheet), note], [["Close", null, "primary"]], { wide: true });
}

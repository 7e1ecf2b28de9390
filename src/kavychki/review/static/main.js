// The start: token, session, topics, the first record.

import { api, takeToken } from "./api.js";
import { Desk } from "./desk.js";
import { h } from "./dom.js";
import { supported } from "./highlights.js";
import { listen } from "./keys.js";
import { topicIndex } from "./topics-panel.js";

function refuse(title, message) {
  document.getElementById("main").replaceChildren(h("div", { class: "refusal", role: "alert" }, h("h1", {}, title), h("p", {}, message)));
}

async function start() {
  if (!supported()) {
    refuse("This browser is too old", "The page draws with the CSS Custom Highlight API: Chrome 105, Safari 17.2, Firefox 140 or later.");
    return;
  }
  const wanted = location.hash.slice(1);
  takeToken();
  try {
    const [info, rows] = await Promise.all([api.session(), api.topics()]);
    if (!info.records.some((record) => record.has_text)) {
      refuse("No text is on this machine", "The records under review ship no text. Get your copies with kavychki hydrate, then reload.");
      return;
    }
    const desk = new Desk(info, topicIndex(rows));
    listen(info.mode, (command) => (desk.session ? desk.run(command) : false));
    const known = info.records.find((record) => record.id === wanted);
    await desk.open((known ?? info.records.find((record) => record.has_text)).id);
    document.body.dataset.ready = "";
  } catch (error) {
    if (error.status === 401) refuse("Open the address that the terminal shows", "It carries the key to this page, which every tab needs once. Nothing is lost.");
    else refuse("The page could not start", error.message);
  }
}

void start();

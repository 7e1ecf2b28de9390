// Which key does what: one table, from which both the page and the help sheet are made.
// Letters are told by their place on the keyboard, so that they work under a Russian layout too.

export const KEYS = [
  ["Moving", "next-open", "N", "Next suggestion"],
  ["Moving", "previous-open", "Shift+N", "Previous suggestion"],
  ["Moving", "next", "J", "Next quote or difference"],
  ["Moving", "previous", "K", "The quote or difference before"],
  ["Moving", "records", "O", "Open another record"],
  ["Moving", "next-finding", "G", "Next finding"],
  ["Deciding", "accept", "A", "Accept, go to the next"],
  ["Deciding", "reject", "X", "Reject, go to the next"],
  ["Deciding", "delete", "Delete", "Delete the quote"],
  ["Selecting", "word-right", "→", "Select the next word"],
  ["Selecting", "word-left", "←", "Select the word before"],
  ["Selecting", "sentence-down", "↓", "Select the next sentence"],
  ["Selecting", "sentence-up", "↑", "Select the sentence before"],
  ["Selecting", "end-word-right", "Shift+→", "Extend by a word"],
  ["Selecting", "end-word-left", "Shift+←", "Shorten by a word"],
  ["Selecting", "end-sentence-down", "Shift+↓", "Extend by a sentence"],
  ["Selecting", "end-sentence-up", "Shift+↑", "Shorten by a sentence"],
  ["Selecting", "start-word-left", "Alt+←", "Start a word earlier"],
  ["Selecting", "start-word-right", "Alt+→", "Start a word later"],
  ["Selecting", "end-character-right", "Ctrl+Shift+→", "End a character later"],
  ["Selecting", "end-character-left", "Ctrl+Shift+←", "End a character earlier"],
  ["Selecting", "start-character-left", "Alt+Shift+←", "Start a character earlier"],
  ["Selecting", "start-character-right", "Alt+Shift+→", "Start a character later"],
  ["Selecting", "clear", "Esc", "Select nothing; close"],
  ["Making", "new", "Q", "Selection: new quote"],
  ["Making", "content", "E", "Selection: the content"],
  ["Making", "part", "P", "Selection: one more part"],
  ["Making", "cue", "C", "Selection: the cue"],
  ["Making", "cue-part", "Shift+C", "Selection: more of the cue"],
  ["Making", "source", "S", "Selection: the source"],
  ["Making", "source-part", "Shift+S", "Selection: more of the source"],
  ["Making", "mention", "V", "Selection: a mention"],
  ["Making", "entity", "Y", "Selection: an entity"],
  ["Describing", "direct", "1", "Direct"],
  ["Describing", "indirect", "2", "Indirect"],
  ["Describing", "mixed", "3", "Mixed"],
  ["Describing", "medium", "M", "Speech, writing, thought"],
  ["Describing", "factual", "F", "Factual or not"],
  ["Describing", "speaker", "W", "Speaker: choose by typing"],
  ["Describing", "addressee", "B", "Addressee: by typing"],
  ["Describing", "topics", "T", "Topics"],
  ["Showing", "show-quotes", "Shift+1", "Quotes"],
  ["Showing", "show-attribution", "Shift+2", "Cues and sources"],
  ["Showing", "show-speakers", "Shift+3", "Speakers"],
  ["Showing", "show-entities", "Shift+4", "Entities"],
  ["Keeping", "undo", "Ctrl+Z", "Undo"],
  ["Keeping", "redo", "Ctrl+Shift+Z", "Redo"],
  ["Keeping", "save", "Ctrl+S", "Save"],
  ["Keeping", "save-next", "Ctrl+Enter", "Save, open the next"],
  ["Keeping", "help", "?", "This sheet"],
].map(([group, id, keys, label]) => ({ group, id, keys, label }));

export const ADJUDICATION_KEYS = [
  ["Deciding", "take-a", "A", "Take A"],
  ["Deciding", "take-b", "B", "Take B"],
  ["Deciding", "take-other", "X", "Neither: as edited"],
  ["Deciding", "take-all-a", "Shift+A", "Take all of A here"],
  ["Deciding", "take-all-b", "Shift+B", "Take all of B here"],
  ["Deciding", "reason", "R", "Write the reason"],
].map(([group, id, keys, label]) => ({ group, id, keys, label }));

/** The table of a kind of work: in adjudication, A, B and X decide differences. */
export function keysOf(mode) {
  if (mode !== "adjudicate") return KEYS;
  const taken = new Set(ADJUDICATION_KEYS.map((each) => each.keys));
  return [...ADJUDICATION_KEYS, ...KEYS.filter((each) => !taken.has(each.keys))];
}

const ARROWS = { ArrowRight: "→", ArrowLeft: "←", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", Backspace: "Delete" };

/** A key event in the table's spelling: Ctrl+Shift+Z, whatever the layout. */
export function spelled(event) {
  if (event.key === "?" || event.code === "F1") return "?";
  const letter = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(event.code)?.[1];
  const name = letter ?? ARROWS[event.code] ?? event.code;
  const held = [
    (event.ctrlKey || event.metaKey) && "Ctrl",
    event.altKey && "Alt",
    event.shiftKey && "Shift",
  ].filter(Boolean);
  return [...held, name].join("+");
}

/** Whether a key belongs to the control that has the focus rather than to the page. */
export function isTyping(event) {
  const target = event.target;
  if (event.ctrlKey || event.metaKey || event.key === "Escape") return false;
  if (target.matches("input[type=text], textarea, select")) return true;
  const moves = event.key.startsWith("Arrow") && !event.shiftKey && !event.altKey;
  if (moves && target.matches("[role=tab], input[type=radio]")) return true;
  return target.matches("button, input, summary") && [" ", "Enter"].includes(event.key);
}

/** Listen for the keys of a table. `run` is asked with the id of what a key does, and says whether it did something. */
export function listen(mode, run) {
  const table = new Map(keysOf(mode).map((each) => [each.keys, each.id]));
  table.set("Ctrl+Y", "redo");
  const listener = (event) => {
    if (document.querySelector("dialog[open]") || isTyping(event)) return;
    const id = table.get(spelled(event));
    if (id && run(id) !== false) event.preventDefault();
  };
  addEventListener("keydown", listener);
  return () => removeEventListener("keydown", listener);
}

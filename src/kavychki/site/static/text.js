"use strict";
/* Words as the search sees them: case, ё and е are one, a word is found by its beginning. */

window.kavychki = window.kavychki || {};

(function (kavychki) {
  const LATIN_LETTERS = 0xc0;
  const PUNCTUATION = [0x2000, 0x2e7f];
  const SPACES = [0x3000, 0x303f];
  const MOST_WORDS = 30;

  const within = ([first, last], code) => first <= code && code <= last;

  /** Whether a UTF-16 unit belongs to a word. */
  function isWordUnit(code) {
    if (code < LATIN_LETTERS) return (48 <= code && code <= 57) || (97 <= code && code <= 122) || (65 <= code && code <= 90);
    return !within(PUNCTUATION, code) && !within(SPACES, code) && code !== 0xd7 && code !== 0xf7;
  }

  /** A text in lower case without ё, of exactly the same length, so that places in it are places in the text. */
  function fold(text) {
    const lower = text.toLowerCase();
    const same = lower.length === text.length ? lower : Array.from(text, foldOne).join("");
    return same.replaceAll("ё", "е");
  }

  function foldOne(character) {
    const lower = character.toLowerCase();
    return lower.length === character.length ? lower : character;
  }

  /** The words of a query, folded, each once. */
  function wordsOf(query) {
    const folded = fold(query.normalize("NFC"));
    const found = [];
    let word = "";
    for (const unit of folded + " ") {
      if (isWordUnit(unit.charCodeAt(0))) {
        word += unit;
      } else if (word) {
        found.push(word);
        word = "";
      }
    }
    return [...new Set(found)].slice(0, MOST_WORDS);
  }

  /** Where a word of a folded text begins so, from a place on; -1 where none does. */
  function nextBeginning(folded, word, from) {
    let at = folded.indexOf(word, from);
    while (at > 0 && isWordUnit(folded.charCodeAt(at - 1))) at = folded.indexOf(word, at + 1);
    return at;
  }

  /** The stretches of a text that the words match, as [start, end), in order and apart. */
  function stretches(text, words) {
    const folded = fold(text);
    const found = [];
    for (const word of words) {
      for (let at = nextBeginning(folded, word, 0); at >= 0; at = nextBeginning(folded, word, at + word.length)) {
        found.push([at, at + word.length]);
      }
    }
    found.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
    return found.filter(([start], place) => place === 0 || found.slice(0, place).every(([, end]) => end <= start));
  }

  /** Many texts in one, so that looking for a word is one pass over a string. */
  class Column {
    constructor(texts) {
      this.starts = new Uint32Array(texts.length + 1);
      let at = 0;
      texts.forEach((text, place) => {
        this.starts[place] = at;
        at += text.length + 1;
      });
      this.starts[texts.length] = at;
      this.folded = fold(texts.join("\n"));
    }

    /** Call with the place of each text in which a word begins so. */
    eachMatch(word, call) {
      const { folded, starts } = this;
      let place = 0;
      let at = nextBeginning(folded, word, 0);
      while (at >= 0) {
        while (starts[place + 1] <= at) place += 1;
        call(place);
        at = nextBeginning(folded, word, starts[place + 1]);
      }
    }
  }

  Object.assign(kavychki, { Column, fold, stretches, wordsOf });
})(window.kavychki);

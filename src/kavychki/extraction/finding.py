"""From a text to its quotes, still without speakers: every stream is read for direct quotes, then for reports."""

from __future__ import annotations

from dataclasses import replace

from kavychki.extraction import tokens as kind
from kavychki.extraction.attribution import Attribution, of_hit
from kavychki.extraction.candidate import Candidate
from kavychki.extraction.cueing import CueHit, find_cues
from kavychki.extraction.direct import (
    IN_PERSON,
    Found,
    attributed,
    attribution_of,
    candidate,
    clause_before,
    read_passages,
    read_turn,
    read_unmarked,
    speaker_before,
    spoken_pieces,
    trimmed,
)
from kavychki.extraction.document import Document, Items
from kavychki.extraction.lexicon import CueTable, kind_words, words
from kavychki.extraction.mentions import is_outlet
from kavychki.extraction.morphology import FIRST, FUTURE, GERUND, NOMINATIVE, PRESENT, lemma
from kavychki.extraction.phrases import noun_phrase
from kavychki.extraction.reports import Reports
from kavychki.extraction.reports.continued import continued
from kavychki.extraction.reports.headlines import headline
from kavychki.extraction.sentence import Sentence

DEEPEST = 5
"""Levels of quotes inside quotes that are read."""

WIDEST_BREAK = 2
"""Line breaks between a colon and the words it announces; where there are more, a block has been left out."""

LONGEST_CAPTION = 4
"""Words of a name that stands under a picture."""

TURNS_APART = 1000
"""Turns of one run are numbered on from a multiple of this."""

_SALUTED = frozenset(("искренне", "примите", "поздравляю", "благодарю"))
"""Words that a letter goes on with behind its salutation."""

_DECREES = frozenset(("указ", "указа", "указом", "указе", "приказ", "приказом", "распоряжение"))
_OWN_VOICE = words("own-voice")
_PERFORMED = words("performed")
"""What somebody does by announcing it: «отмечу, что …»."""
_ADVICE = words("advice")


class Finder:
    """Reads a document. ``candidates`` come in order of discovery; a nested one has its parent."""

    def __init__(self, doc: Document, table: CueTable) -> None:
        self.doc = doc
        self.table = table
        self.candidates: list[Candidate] = []
        self._turns = 0
        self._introduced: Attribution | None = None
        """The attribution that the paragraph before ended with, behind whose colon this one stands."""
        self._shows_document = False
        """Whether the sentence before tells of a decree, whose words a colon may announce."""
        self._block: Candidate | None = None
        """The quotation without marks that the paragraph before is."""
        self._told: Candidate | None = None
        """The quote of the sentence before in the same paragraph."""

    def read(self) -> list[Candidate]:
        """All candidates of the document."""
        for line in self.doc.paragraphs:
            introduced, self._introduced = self._introduced, None
            if self._follows_gap(line[0]):
                introduced = None
            if introduced is not None and self._is_caption(line):
                self._introduced = introduced
                continue
            if introduced is None and self._goes_on(line):
                continue
            self._block = None
            if self.doc.kinds[line[0]] == kind.DASH and len(line) > 1:
                self._read_turn(line)
            elif introduced is not None and self._read_block(line, introduced):
                continue
            else:
                self._turns = (self._turns // TURNS_APART + 1) * TURNS_APART
                told = read_unmarked(self.doc, line, self.table)
                if told is None:
                    self._read_line(line, None, 0)
                else:
                    self._keep(told, None, 0)
        return self.candidates

    def _follows_gap(self, at: int) -> bool:
        """Whether more line breaks stand before a paragraph than two paragraphs need."""
        return at > 0 and self.doc.ends[at - 1] - self.doc.starts[at - 1] > WIDEST_BREAK

    def _is_caption(self, line: Items) -> bool:
        """Whether a paragraph is nothing but the name under a picture: «Н. К. Шубарева»."""
        names = [at for at in line if self.doc.kinds[at] == kind.WORD]
        if not 1 < len(names) <= LONGEST_CAPTION or line[-1] != names[-1] or not all(map(self.doc.capital, names)):
            return False
        return all(self.doc.lower[at] == "." for at in line if self.doc.kinds[at] != kind.WORD)

    def _goes_on(self, line: Items) -> bool:
        """Keep a paragraph that goes on in the voice of the block before it; whether it does."""
        doc, block = self.doc, self._block
        if block is None or self._follows_gap(line[0]):
            return False
        open_ended = doc.text[block.end : block.end + 1] == "," or doc.lower[line[0]] in _SALUTED
        if not open_ended and not self._is_in_person(line):
            return False
        words = trimmed(doc, line)
        if not words or doc.kinds[line[-1]] == kind.COLON or any(map(doc.is_passage, line[:1])):
            return False
        block.content.append(doc.span(words))
        self._read_line(words, block, 1)
        return True

    def _is_in_person(self, line: Items) -> bool:
        """Whether somebody speaks in a paragraph, of himself or to somebody, outside of marks."""
        return any(self.doc.lower[at] in IN_PERSON for at in line)

    def _read_turn(self, line: Items) -> None:
        self._turns += 1
        found = read_turn(self.doc, line, self.table, self._turns)
        if found is not None:
            self._keep(found, None, 0)

    def _read_block(self, line: Items, introduced: Attribution) -> bool:
        """A paragraph behind a colon that closes the one before: a quotation, in marks or set off as a block."""
        doc = self.doc
        begin = len(self.candidates)
        if any(map(doc.is_passage, line[:1])) or line[0] in doc.loose:
            self._read_line(line, None, 0)
            first = self.candidates[begin] if begin < len(self.candidates) else None
            if first is not None and first.begin <= doc.starts[line[0]] + 1 and not first.sources:
                attributed(first, introduced)
                first.continues = False
            return True
        if (introduced.entry is None and not introduced.sources) or doc.kinds[line[-1]] == kind.COLON:
            return False
        if doc.kinds[line[0]] == kind.WORD and not doc.capital(line[0]) and not self._is_in_person(line):
            return False  # a list
        words = trimmed(doc, line)
        if not words:
            return False
        if introduced.entry is None and not self._is_in_person(line) and not self._shows_document:
            return False
        if introduced.entry is None and self._shows_document:
            introduced = replace(introduced, medium="writing")
        self._block = candidate(doc, "block-quotation", [words], introduced)
        self._keep(Found(self._block, [words]), None, 0)
        return True

    def _introduction(self, sentence: Sentence, hits: list[CueHit]) -> Attribution | None:
        """The attribution before a colon at the end of a paragraph."""
        colon = len(sentence) - 1
        if colon < 1 or sentence.kind(colon) != kind.COLON:
            return None
        self._shows_document = any(word in _DECREES for word in sentence.words)
        spoken = [hit for hit in hits if hit.cue.frame != "prepositional" and hit.cue.government & {"прямая", "что"}]
        spoken = [
            hit for hit in spoken if hit.is_finite or hit.bits & GERUND or hit.cue.frame == "noun" or not hit.factual
        ]
        if not any("прямая" in hit.cue.government for hit in spoken):
            cited = [hit for hit in hits if hit.cue.frame == "prepositional"]
            found = of_hit(sentence, cited[-1], 0, colon) if cited else None
            if found is not None and found.sources:
                return found
        if not spoken:
            return speaker_before(sentence, clause_before(sentence, colon), colon)
        finite = [hit for hit in spoken if hit.is_finite and hit.cue.frame == "verb"]
        saying = [hit for hit in finite if "прямая" in hit.cue.government]
        found = of_hit(sentence, (saying or finite or spoken)[-1], 0, colon, right_first=False)
        last = spoken[-1]
        if found.sources and last.bits & GERUND and "прямая" in last.cue.government and last is not spoken[0]:
            return replace(found, cue=last.spans(sentence), entry=last.cue)  # «предложил помощь, заявив:»
        return found

    def _keep(self, found: Found, parent: Candidate | None, depth: int) -> None:
        quote = found.candidate
        self._add(quote, parent)
        if depth < DEEPEST:
            for piece in found.pieces:
                self._read_line(piece, quote, depth + 1)

    def _add(self, quote: Candidate, parent: Candidate | None) -> None:
        """Keep a quote; what papers, channels and documents say is written."""
        quote.parent = parent
        kinds = {kind_words().get(lemma(self.doc.lower[source.head])) for source in quote.sources}
        cited = any(is_outlet(self.doc.text[source.start : source.end]) for source in quote.sources)
        if quote.medium == "speech" and (cited or kinds & {"media", "document"}):
            quote.medium = "writing"
        self.candidates.append(quote)

    def _loose_quote(self, line: Items, parent: Candidate | None, depth: int) -> Items:
        """Keep what stands behind an opening mark without partner up to the author's words; the line without it."""
        place = next((place for place, at in enumerate(line) if at in self.doc.loose and self._opens(at)), None)
        if place is None:
            return line
        pieces, insertions = spoken_pieces(self.doc, line[place + 1 :], self.table, turn=False)
        if not insertions or not pieces:
            return line
        found = attribution_of(self.doc, insertions[:1], self.table)
        first = pieces[:1] if len(insertions) == 1 and insertions[0][-1] == line[-1] else pieces
        self._keep(Found(candidate(self.doc, "open-mark-attribution", first, found), first), parent, depth)
        return line[:place]

    def _take_up(self, sentence: Sentence, begun: int) -> None:
        """Keep a sentence with marked words of whoever was quoted in the one before, if it says nothing of whose."""
        told, self._told = self._told, None
        if len(self.candidates) > begun:
            self._told = self.candidates[-1]
        elif told is not None and (quote := continued(sentence)) is not None:
            quote.continues = True
            self._add(quote, None)
            self._told = quote

    def _opens(self, at: int) -> bool:
        """Whether a mark without partner opens rather than closes."""
        start = self.doc.starts[at]
        before = self.doc.text[start - 1 : start] if start else ""
        return self.doc.lower[at] != "»" and (not before or before in " \u00a0\n(")

    def _read_line(self, line: Items, parent: Candidate | None, depth: int) -> None:
        opened = self._loose_quote(line, parent, depth) if self.doc.loose else line
        if parent is None:
            self._told = None
        for items in self.doc.sentences(opened):
            begun = len(self.candidates)
            sentence = Sentence(self.doc, items)
            hits = [hit for hit in find_cues(sentence, self.table) if not _is_own_voice(sentence, hit, parent)]
            taken: set[int] = set()
            if parent is None:
                self._introduced = self._introduction(sentence, hits)
            if sentence.has_passage():
                for found in read_passages(sentence, hits, self.table):
                    taken.update(found.passages)
                    self._keep(found, parent, depth)
                    taken.update(at for at in found.cues if not _shares(sentence, at, found))
            if parent is None and items[0] == 0 and (named := headline(sentence)) is not None:
                self._add(named, parent)
                continue
            if hits:
                for candidate in Reports(sentence, hits, taken).read():
                    self._add(candidate, parent)
            if parent is None:
                self._take_up(sentence, begun)


def _is_own_voice(sentence: Sentence, hit: CueHit, parent: Candidate | None) -> bool:
    """Whether a speaker, or the author, says here and now what he thinks: nothing that he is quoted with."""
    before = hit.begin - 1 - (sentence.word(hit.begin - 1) in ("также", "ещё", "еще", "лишь"))
    if hit.is_infinitive and sentence.word(before) in _ADVICE:
        return True
    if sentence.word(hit.first) in _ADVICE and sentence.is_infinitive(hit.end):
        return True
    if parent is not None and (_is_wish(sentence, hit) or _is_own_mood(sentence, hit)):
        return True
    if not hit.bits & FIRST or not hit.bits & (PRESENT | FUTURE):
        return False
    return parent is None or hit.cue.expression in (_OWN_VOICE if hit.bits & PRESENT else _PERFORMED)


def _is_wish(sentence: Sentence, hit: CueHit) -> bool:
    """Whether somebody says what he would like to say or do: «хочу сказать, что …», «хотел бы поздравить»."""
    if hit.is_infinitive:
        return any(map(_is_will, sentence.words[max(0, hit.begin - 3) : hit.begin]))
    if hit.cue.expression != "хотеть" or "бы" not in sentence.words[hit.begin : hit.last + 1]:
        return False
    return hit.begin == 0 or sentence.word(hit.begin - 1) in ("я", "мы")


def _is_own_mood(sentence: Sentence, hit: CueHit) -> bool:
    """Whether somebody says how he feels: «мы очень рады, что …»."""
    if hit.cue.frame != "adjective" or hit.places[0][0] != hit.first:
        return False
    return any(sentence.word(at) in ("я", "мы") for at in range(hit.begin - 3, hit.begin))


def _is_will(word: str) -> bool:
    """Whether somebody says what he wants or is able to say: «хочу сказать, что …»."""
    return word in ("хочу", "хотим", "могу", "можем", "хотелось")


def _shares(sentence: Sentence, place: int, found: Found) -> bool:
    """Whether a cue before marks reports something else too: «подсчитал, что X: „Y“», «X, сказал мэр: „Y“»."""
    if found.candidate.rule != "cue-colon-marks":
        return False
    colon = found.passages[0] - 1
    behind = range(place + 1, colon)
    if any(sentence.word(at) in ("что", "чтобы") or sentence.is_infinitive(at) for at in behind):
        return True
    return sentence.kind(place - 1) == kind.COMMA and noun_phrase(sentence, place + 1, NOMINATIVE, colon) is not None

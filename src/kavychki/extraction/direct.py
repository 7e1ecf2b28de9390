"""Direct quotes: words in marks beside an attribution, sentences that stand in marks, turns of a dialogue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kavychki.extraction import tokens as kind
from kavychki.extraction.appositions import with_apposition
from kavychki.extraction.attribution import Attribution, attribute, of_hit, source_of, speaking
from kavychki.extraction.candidate import Candidate
from kavychki.extraction.cueing import CueHit, find_cues
from kavychki.extraction.document import Document, Items
from kavychki.extraction.lexicon import CueTable, words
from kavychki.extraction.morphology import (
    ACCUSATIVE,
    ADJECTIVE,
    ANIMATE,
    GERUND,
    INFINITIVE,
    NOMINATIVE,
    NOUN,
    PAST,
    PLURAL,
    PRONOUN,
    VERB,
    some,
)
from kavychki.extraction.phrases import TIMES, Phrase, noun_phrase
from kavychki.extraction.sentence import QUESTION_WORDS, RELATIVE, Sentence
from kavychki.extraction.subjects import place_of_voice

SHORTEST_SENTENCE = 2
"""Words that a passage must have to be taken for a sentence of its own."""
LONGEST_NAME = 6
"""Words of a passage that may still be a name."""
SHORTEST_CLAUSE = 4
"""Words of a passage that stands before a comma, where a name may stand too."""
FIRST_WORDS = 5
"""Words of an insertion among which its verb stands."""
LONGEST_THING = 3
"""Words of a passage that is a noun with its adjectives."""
_ASIDES = ("когда", "пока", "хотя", "после", "во", "на", "в")
"""Words by which the author goes on behind an attribution, and nothing is reported."""
_SHOUTS = words("shouts")
IN_PERSON = words("in-person")
"""Words by which somebody speaks of himself or to somebody."""
LONGEST_ATTRIBUTION = 16
"""Items of an attribution behind words without marks."""
LONGEST_GAP = 8
"""Items between a cue and the marked words that it governs."""


@dataclass(slots=True)
class Found:
    """A direct quote and the pieces of its content, in which further quotes may be nested."""

    candidate: Candidate
    pieces: list[Items]
    passages: tuple[int, ...] = ()
    cues: tuple[int, ...] = ()
    """Places of the passages and of the cues that it has used up in its sentence."""


def trimmed(doc: Document, items: Items) -> Items:
    """Words without a dash before them and without a comma, a dash or a full stop behind."""
    first, last = 0, len(items)
    while first < last and (
        doc.kinds[items[first]] in (kind.DASH, kind.COMMA, kind.NEWLINE, kind.SEMICOLON, kind.COLON)
        or doc.lower[items[first]] == "."
    ):
        first += 1
    while last > first:
        at = items[last - 1]
        if doc.kinds[at] in (kind.COMMA, kind.DASH, kind.NEWLINE, kind.SEMICOLON, kind.COLON) or (
            doc.lower[at] == "." and not _abbreviated(doc, items, last)
        ):
            last -= 1
        else:
            break
    return items[first:last]


def _abbreviated(doc: Document, items: Items, last: int) -> bool:
    """Whether the last full stop belongs to an abbreviation such as «тыс.»."""
    return last > 1 and doc.lower[items[last - 2]] in ("г", "гг", "тыс", "млн", "млрд", "руб", "др", "пр")


def spoken_pieces(doc: Document, items: Items, table: CueTable, *, turn: bool) -> tuple[list[Items], list[Items]]:
    """The words of a passage or turn without the author's insertions, and these insertions."""
    pieces: list[Items] = []
    insertions: list[Items] = []
    begin = at = 0
    while at < len(items):
        end = _insertion_end(doc, items, at, table, turn=turn)
        if end is None:
            at += 1
            continue
        pieces.append(items[begin:at])
        insertions.append(items[at + 1 : end])
        begin, at = end, end + 1  # the dash that closes an insertion opens none
    pieces.append(items[begin:])
    kept = [words for piece in pieces for line in doc.lines(piece) if (words := trimmed(doc, _unopened(doc, line)))]
    return kept, insertions


def _unopened(doc: Document, line: Items) -> Items:
    """A paragraph without the mark that reopens it."""
    return line[1:] if line and line[0] in doc.reopening else line


def _insertion_end(doc: Document, items: Items, at: int, table: CueTable, *, turn: bool) -> int | None:
    """Where the author's words end that begin with the dash at a place, or None where they do not begin there."""
    if doc.kinds[items[at]] != kind.DASH or at == 0 or at + 1 >= len(items):
        return None
    closes_words = doc.kinds[items[at - 1]] in (kind.COMMA, kind.STOP, kind.OTHER) or doc.is_passage(items[at - 1])
    if not closes_words or doc.kinds[items[at + 1]] != kind.WORD:
        return None
    end, closed = _closing_dash(doc, items, at + 1)
    words = Sentence(doc, items[at + 1 : end])
    if doc.capital(items[at + 1]) and not (closed and doc.lower[items[at - 1]] in ",."):
        return None
    return end if _is_author(words, table, certain=not turn and not closed) else None


def _closing_dash(doc: Document, items: Items, first: int) -> tuple[int, bool]:
    """Where author's words end: at a dash behind a comma, a colon or a stop, or with the line."""
    for at in range(first + 1, min(len(items), first + 120)):
        if doc.kinds[items[at]] == kind.NEWLINE:
            return at, False
        if doc.kinds[items[at]] == kind.DASH and doc.kinds[items[at - 1]] in (kind.COMMA, kind.COLON, kind.STOP):
            return at, True
    return len(items), False


def _is_author(words: Sentence, table: CueTable, *, certain: bool) -> bool:
    """Whether words behind a dash are the author's: a cue among the first, or a verb with its subject behind it."""
    hits = [
        hit
        for hit in find_cues(Sentence(words.doc, words.items[:8]), table)
        if hit.bits & VERB and hit.first < FIRST_WORDS
    ]
    if any(hit.bits & VERB for hit in hits):
        return True
    if certain:
        return False
    for at in range(min(FIRST_WORDS, len(words))):
        if words.kind(at) in (kind.COMMA, kind.STOP):
            return False
        if words.is_finite(at) and words.readings(at)[0] & VERB:
            return attribute(words, (), 0, len(words)) is not None
    return False


def candidate(doc: Document, rule: str, pieces: list[Items], found: Attribution | None) -> Candidate:
    """A direct quote of pieces, with its attribution where it has one."""
    quote = Candidate(rule, "direct", [doc.span(piece) for piece in pieces])
    return quote if found is None else attributed(quote, found)


def attributed(quote: Candidate, found: Attribution) -> Candidate:
    """The quote, with an attribution put in."""
    quote.cue, quote.sources, quote.entry = found.cue, found.sources, found.entry
    quote.medium, quote.factual, quote.verb = found.medium, found.factual, found.verb
    return quote


def read_turn(doc: Document, line: Items, table: CueTable, number: int) -> Found | None:
    """The direct quote of a line that a dash begins."""
    pieces, insertions = spoken_pieces(doc, line[1:], table, turn=True)
    if not pieces:
        return None
    found = attribution_of(doc, insertions, table)
    quote = candidate(doc, "turn-with-attribution" if found else "turn", pieces, found)
    quote.turn = number
    return Found(quote, pieces)


def read_unmarked(doc: Document, line: Items, table: CueTable) -> Found | None:
    """The direct quote of a paragraph without marks that ends with its attribution: «Мост стоит. Ждём — сказал мэр».

    It has several sentences, or somebody speaks in it of himself; a single one is a report like any other.
    """
    nearest = max(0, len(line) - LONGEST_ATTRIBUTION)
    dash = next((place for place in range(len(line) - 1, nearest, -1) if doc.kinds[line[place]] == kind.DASH), 0)
    if not dash or dash + 1 >= len(line) or any(map(doc.is_passage, line[:dash])):
        return None
    words = Sentence(doc, line[dash + 1 :])
    hits = list(find_cues(words, table))
    if not hits or hits[0].first > 0 or not hits[0].is_finite or "прямая" not in hits[0].cue.government:
        return None
    found = attribute(words, hits, 0, len(words))
    spoken = trimmed(doc, line[:dash])
    several = len(list(doc.sentences(spoken))) > 1
    if found is None or not found.sources or not (several or any(doc.lower[at] in IN_PERSON for at in spoken)):
        return None
    if any(words.is_finite(at) and not words.is_capital(at) for at in range(hits[0].end, len(words))):
        return None
    return Found(candidate(doc, "unmarked-attribution", [spoken], found), [spoken])


def attribution_of(doc: Document, insertions: list[Items], table: CueTable) -> Attribution | None:
    """The attribution in the first of the author's insertions that holds one."""
    for items in insertions:
        words = Sentence(doc, items)
        found = attribute(words, list(find_cues(words, table)), 0, len(words))
        if found is not None:
            return found
    return None


def read_passages(sentence: Sentence, hits: list[CueHit], table: CueTable) -> Iterator[Found]:
    """The direct quotes among the marked passages of a sentence."""
    for place in range(len(sentence)):
        if sentence.is_passage(place):
            found = _read_passage(sentence, place, hits, table)
            if found is not None:
                yield found


def _read_passage(sentence: Sentence, place: int, hits: list[CueHit], table: CueTable) -> Found | None:
    doc = sentence.doc
    inner = doc.inside(sentence.items[place])
    pieces, insertions = spoken_pieces(doc, inner, table, turn=False)
    if not pieces:
        return None
    if insertions:
        quote = candidate(doc, "marks-around-attribution", pieces, attribution_of(doc, insertions, table))
        return Found(quote, pieces, (place,))
    for rule in (
        _before_author,
        _after_colon,
        _as_complement,
        _behind_attribution,
        _before_cue,
        _in_dialogue,
        _in_headline,
        _of_its_own,
    ):
        made = rule(sentence, place, hits, pieces)
        if made is not None:
            return made
    return None


def _before_author(sentence: Sentence, place: int, hits: list[CueHit], pieces: list[Items]) -> Found | None:
    """«…», — сказал мэр."""
    dash = place + 1
    if sentence.kind(dash) in (kind.COMMA, kind.STOP) and sentence.kind(dash + 1) == kind.DASH:
        dash += 1
    if sentence.kind(dash) != kind.DASH or dash + 1 >= len(sentence):
        return None
    first = dash + 1
    if not sentence.is_word(first) or sentence.is_capital(first):
        return None
    last = _author_end(sentence, first)
    near = [hit for hit in hits if hit.cue.frame != "noun" or hit.first - first < FIRST_WORDS]
    found = attribute(sentence, near, first, last)
    if found is None or (sentence.is_word(place - 1) and not sentence.is_finite(first)):
        return None
    if found.entry is None and not _wording(sentence, place, SHORTEST_SENTENCE):
        return None
    if found.entry is None and not (sentence.is_finite(first) or sentence.is_pronoun(first)):
        return None  # «Тихий лёд» — книга, что стала знаменитой
    cues = tuple(
        hit.first
        for hit in hits
        if first <= hit.first < last and (hit.spans(sentence) == found.cue or hit.cue.frame == "prepositional")
    )
    return Found(candidate(sentence.doc, "marks-dash-attribution", pieces, found), pieces, (place,), cues)


def _author_end(sentence: Sentence, first: int) -> int:
    """Where the author's words behind a passage end: at a colon, at the next passage, or with the sentence."""
    at = first
    while at < len(sentence) and sentence.kind(at) not in (kind.COLON, kind.SEMICOLON):
        at += 1
    return at


def _after_colon(sentence: Sentence, place: int, hits: list[CueHit], pieces: list[Items]) -> Found | None:
    """Мэр сказал: «…», and without a verb of saying, «Мэр: „…“»."""
    colon = place - 1
    while sentence.kind(colon) == kind.DASH or sentence.word(colon) == "'":  # italics of a wiki
        colon -= 1
    if sentence.kind(colon) != kind.COLON or colon < 1:
        return None
    if sentence.kind(place + 1) == kind.COMMA and sentence.is_passage(place + 2):
        return None
    lowest = clause_before(sentence, colon)
    before = [hit for hit in hits if lowest <= hit.first and hit.last <= colon]
    before = [hit for hit in before if "прямая" in hit.cue.government or hit.cue.frame == "prepositional"]
    finite = [hit for hit in before if hit.cue.frame != "noun" and (hit.is_finite or hit.cue.frame != "verb")]
    finite += [hit for hit in before[-1:] if hit.bits & GERUND and sentence.next_break(hit.end) >= colon]
    if finite or before:
        hit = (finite or before)[-1]
        found: Attribution | None = of_hit(sentence, hit, lowest, colon, right_first=False)
        return Found(candidate(sentence.doc, "cue-colon-marks", pieces, found), pieces, (place,), (hit.first,))
    if not _wording(sentence, place, 1):
        return None
    found = speaker_before(sentence, lowest, colon)
    if found is None:
        return None
    return Found(candidate(sentence.doc, "speaker-colon-marks", pieces, found), pieces, (place,))


def clause_before(sentence: Sentence, colon: int) -> int:
    """Where the clause before a colon begins."""
    at = colon
    while at > 0 and sentence.kind(at - 1) not in (kind.STOP, kind.SEMICOLON, kind.COLON):
        at -= 1
    return at


def speaker_before(sentence: Sentence, first: int, colon: int) -> Attribution | None:
    """The subject before a colon without a verb of saying."""
    start = first
    while start < colon and (sentence.word(start) in ("а", "и", "но", "тут", "потом") or not sentence.is_word(start)):
        start += 1
    for at in range(start, min(colon, start + 8)):
        if sentence.is_preposition(at):
            voice = place_of_voice(sentence, at, colon)
            if voice is not None and voice.last == colon:
                return Attribution((), (source_of(sentence, voice),), None, "speech", True, 0)
            continue
        phrase = noun_phrase(sentence, at, NOMINATIVE, colon)
        if phrase is None or sentence.word(phrase.head) in TIMES:
            continue  # «8 мая мэр подписал указ: „…“»
        if phrase.bits & PLURAL and speaking(sentence, phrase) is None:
            return None  # «Похищены картины: „Мост“ и „Лодка“»
        phrase = _person_behind(sentence, phrase, colon) or phrase
        return Attribution(
            (), (source_of(sentence, with_apposition(sentence, phrase)),), None, "speech", True, phrase.bits | PAST
        )
    return None


def _person_behind(sentence: Sentence, thing: Phrase, colon: int) -> Phrase | None:
    """The person named behind a thing that is the object: «Решение мэр Лев Рыков принимал сам: „…“»."""
    objective = some(sentence.readings(thing.head), NOUN | ACCUSATIVE) and not thing.bits & (ANIMATE | PRONOUN)
    if not objective or sentence.is_capital_inside(thing.head):
        return None
    for at in range(thing.last, min(colon, thing.last + 4)):
        phrase = noun_phrase(sentence, at, NOMINATIVE, colon)
        if (
            phrase is not None
            and phrase.bits & ANIMATE
            and any(map(sentence.is_capital_inside, range(phrase.first, phrase.last)))
        ):
            return phrase
    return None


def _as_complement(sentence: Sentence, place: int, hits: list[CueHit], pieces: list[Items]) -> Found | None:
    """Заявил, что «…»; попросил «не мять»; ответил «нет»."""
    if not _closes_clause(sentence, place + 1) or _goes_on(sentence, place + 1):
        return None
    before = sentence.word(place - 1)
    end = place
    if before in ("что", "чтобы", "будто", "якобы"):
        end = place - 1
        if sentence.kind(end - 1) == kind.COMMA:
            end -= 1
    near = [
        hit
        for hit in hits
        if hit.end <= end and end - hit.end <= LONGEST_GAP and hit.cue.government & {"прямая", "что"}
    ]
    near = [hit for hit in near if sentence.next_break(hit.end) >= end and hit.cue.frame in ("verb", "impersonal")]
    if not near:
        return None
    hit = near[-1]
    if not _governs(sentence, place, hit, before):
        return None
    if "инф" in hit.cue.government and any(
        sentence.is_infinitive(at) for at in range(sentence.previous_break(hit.begin) + 1, hit.begin)
    ):
        return None
    if not (_is_said_so(sentence, place, hit) if end == place else _wording(sentence, place, 2)):
        return None
    found = of_hit(sentence, hit, 0, end, right_first=False)
    return Found(candidate(sentence.doc, "marks-as-complement", pieces, found), pieces, (place,), (hit.first,))


def _behind_attribution(sentence: Sentence, place: int, hits: list[CueHit], pieces: list[Items]) -> Found | None:
    """По словам мэра, «…»; как заявил мэр, «…»: a whole clause in marks."""
    if sentence.kind(place - 1) != kind.COMMA or place + 1 < sentence.end() or not _wording(sentence, place, 2):
        return None
    opening = [hit for hit in hits if hit.end < place and _opens(sentence, hit) and "вводн" in hit.cue.government]
    if not opening or sentence.next_break(opening[0].end) != place - 1:
        return None
    found = of_hit(sentence, opening[0], 0, place - 1)
    if not found.sources:
        return None
    return Found(candidate(sentence.doc, "attribution-marks", pieces, found), pieces, (place,), (opening[0].first,))


def _opens(sentence: Sentence, hit: CueHit) -> bool:
    """Whether an attribution opens the sentence: «по словам …», «как заявил …»."""
    if hit.cue.frame == "prepositional":
        return hit.first == 0
    return sentence.word(0) == "как" and hit.is_finite and hit.cue.frame == "verb"


def _is_said_so(sentence: Sentence, place: int, hit: CueHit) -> bool:
    """Whether marked words right behind a cue are what is said, and neither a name nor a thing: «ответил „не хочу“»."""
    if hit.end != place or "прямая" not in hit.cue.government or "назв" in hit.cue.government:
        return False
    if hit.cue.expression in _SHOUTS:
        return _wording(sentence, place, 1)
    inner = sentence.doc.inside(sentence.items[place])
    named = sentence.doc.capital(inner[0]) and len(inner) <= 4  # noqa: PLR2004 - no name is longer
    return _wording(sentence, place, 2) and not named and not _is_thing(sentence, place)


def _is_thing(sentence: Sentence, place: int) -> bool:
    """Whether marked words are a noun with adjectives, which is nothing said: «решить „мостовой вопрос“»."""
    doc = sentence.doc
    words = [at for at in doc.inside(sentence.items[place]) if doc.kinds[at] == kind.WORD]
    nominal = all(any(form & (NOUN | ADJECTIVE) for form in doc.readings(at)[:1]) for at in words)
    return nominal and 1 < len(words) <= LONGEST_THING and some(doc.readings(words[-1]), NOUN)


def _governs(sentence: Sentence, place: int, hit: CueHit, before: str) -> bool:
    """Whether a cue governs marked words of their kind: not «продолжит „трудиться“», not «отказался, чтобы „…“»."""
    if before == "чтобы":
        return "чтобы" in hit.cue.government
    opening = sentence.doc.inside(sentence.items[place])[0]
    asks = before not in ("что", "будто", "якобы") and some(sentence.doc.readings(opening), INFINITIVE)
    return not asks or "инф" in hit.cue.government


def _closes_clause(sentence: Sentence, place: int) -> bool:
    if place >= len(sentence) or sentence.kind(place) in (kind.STOP, kind.SEMICOLON, kind.COMMA, kind.DASH):
        return True
    return sentence.word(place) in ("и", "а", "но")


def _goes_on(sentence: Sentence, comma: int) -> bool:
    """Whether a clause that begins in marks goes on behind a comma: «что „места мало“, которое …»."""
    after = comma + 1
    return sentence.kind(comma) == kind.COMMA and (
        sentence.word(after) in RELATIVE or sentence.is_preposition(after) or sentence.is_participle(after)
    )


def _before_cue(sentence: Sentence, place: int, hits: list[CueHit], pieces: list[Items]) -> Found | None:
    """«…», сказал мэр: a comma without its dash."""
    if sentence.kind(place + 1) != kind.COMMA or place > 1:
        return None
    near = [
        hit for hit in hits if place + 2 <= hit.begin <= place + 4 and hit.is_finite and "вводн" in hit.cue.government
    ]
    # A name may stand before a comma too, but not where nothing else is reported.
    if not near or not _wording(sentence, place, SHORTEST_CLAUSE if place else 1):
        return None
    found = of_hit(sentence, near[0], place + 2, len(sentence))
    if not found.sources:
        return None
    edge = sentence.next_break(near[0].end)
    aside = sentence.is_gerund(edge + 1) or sentence.word(edge + 1) in _ASIDES
    goes_on = sentence.kind(edge) in (kind.COMMA, kind.DASH) and not aside
    if goes_on and not _wording(sentence, place, LONGEST_NAME + 1):
        return None
    return Found(candidate(sentence.doc, "marks-comma-attribution", pieces, found), pieces, (place,), (near[0].first,))


def _in_headline(sentence: Sentence, place: int, hits: list[CueHit], pieces: list[Items]) -> Found | None:  # noqa: ARG001
    """«Мост стоит»: как спасали переправу."""
    if place != 0 or sentence.items[0] != 0 or sentence.kind(1) != kind.COLON or not _wording(sentence, place, 3):
        return None
    quote = candidate(sentence.doc, "headline-marks", pieces, None)
    return Found(quote, pieces, (place,))


def _in_dialogue(sentence: Sentence, place: int, hits: list[CueHit], pieces: list[Items]) -> Found | None:  # noqa: ARG001
    """«Подорожает?» — «Не знаю»."""
    before = sentence.is_passage(place - 2) and sentence.kind(place - 1) == kind.DASH
    after = sentence.is_passage(place + 2) and sentence.kind(place + 1) == kind.DASH
    if not (before or after) or place > 2 or not _wording(sentence, place, 1):  # noqa: PLR2004
        return None
    if _is_title(sentence, place) and _is_title(sentence, place - 2 if before else place + 2):
        return None
    return Found(candidate(sentence.doc, "marked-dialogue", pieces, None), pieces, (place,))


def _is_title(sentence: Sentence, place: int) -> bool:
    """Whether all words of a passage are capitalised, as in names: «„Заря“ — „Буря“»."""
    doc = sentence.doc
    return all(doc.kinds[at] == kind.WORD and doc.capital(at) for at in doc.inside(sentence.items[place]))


def _of_its_own(sentence: Sentence, place: int, hits: list[CueHit], pieces: list[Items]) -> Found | None:  # noqa: ARG001
    """A sentence that stands in marks as a whole."""
    opens = place == 0 or (place == 1 and sentence.kind(0) == kind.DASH)
    alone = opens and all(sentence.kind(at) in (kind.STOP, kind.OTHER) for at in range(place + 1, len(sentence)))
    if not alone or not (_wording(sentence, place, SHORTEST_SENTENCE) or _is_call(sentence, place)):
        return None
    quote = candidate(sentence.doc, "marked-sentence", pieces, None)
    quote.continues = True
    return Found(quote, pieces, (place,))


def _is_call(sentence: Sentence, place: int) -> bool:
    """Whether a passage is one verb: «Ждите»."""
    doc = sentence.doc
    items = doc.inside(sentence.items[place])
    forms = doc.readings(items[0]) if len(items) == 1 else ()
    return bool(forms) and bool(forms[0] & VERB)


def _wording(sentence: Sentence, place: int, fewest: int) -> bool:
    """Whether a passage reads as somebody's words and not as a name."""
    doc = sentence.doc
    items = doc.inside(sentence.items[place])
    words = sum(doc.kinds[at] == kind.WORD for at in items)
    if doc.kinds[items[-1]] == kind.STOP:
        return True
    return words >= fewest


def question_word(sentence: Sentence, place: int) -> bool:
    """Whether an indirect question can begin at a place."""
    word = sentence.word(place)
    return word in QUESTION_WORDS or (sentence.is_preposition(place) and sentence.word(place + 1) in QUESTION_WORDS)

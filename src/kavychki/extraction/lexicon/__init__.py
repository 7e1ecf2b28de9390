"""The lexicon: cues with medium, government and frame, in TSV files that a linguist edits.

A line in ``cues.tsv`` is enough to teach a cue: its forms come from pymorphy3 when the tables are built.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import IO, Any, Literal, cast, get_args

from kavychki.errors import KavychkiError
from kavychki.extraction.morphology import FIRST, IMPERATIVE, SECOND, VERB, analyser, bits_of
from kavychki.model.vocabulary import Medium, SpeakerKind

Frame = Literal["verb", "adjective", "impersonal", "noun", "prepositional", "gesture", "passive"]
COLUMNS = ("cue", "frame", "medium", "government", "certain", "example")
GOVERNMENT = {
    "что": "a clause with что, будто, якобы",
    "чтобы": "a clause with чтобы",
    "ли": "an indirect question",
    "инф": "an infinitive",
    "вин": "an object that is the content",
    "акт": "an object that names an act",
    "назв": "an object and what it is called",
    "обвин": "the accused, and в with the charge",
    "оценка": "an object, and в with a measure",
    "связь": "an object, and с with what it comes from",
    "как": "an object, and как with what it is taken for",
    "чем": "an object, and an instrumental that explains it",
    "причина": "a cause, and в with where it is seen",
    "слух": "a rumour that stands outside the content",
    "ожидание": "what is expected",
    "твор": "an instrumental",
    "о": "о with an act",
    "в": "в with an act",
    "на": "на with a noun",
    "за": "за with a noun",
    "от": "от with a noun",
    "против": "против with a noun",
    "лицо": "an object that is a person, with a post for which somebody is meant",
    "к": "к with an act",
    "дат-нег": "a dative, under negation",
    "что-нег": "a clause with что, under negation",
    "вин-нег": "an object, under negation",
    "ли-нег": "an indirect question, under negation",
    "вводн": "may stand as a parenthesis in what it reports",
    "прямая": "direct speech",
}
"""What a cue can govern, by the code of the column."""

_CONJUNCTIONS = {"хотя"}
"""Gerunds by their form, which nobody uses as such."""

_CLAUSES = {"что", "чтобы", "ли", "инф", "вводн", "прямая"}
"""Of these, what is no noun phrase."""


class LexiconError(KavychkiError):
    """A line of a lexicon file that cannot be used, with its file, number and remedy."""


@dataclass(frozen=True, slots=True)
class Cue:
    """An entry: the expression in its dictionary form, how it attributes, and what it governs."""

    expression: str
    frame: Frame
    medium: Medium
    government: frozenset[str]
    certain: bool
    example: str


@dataclass(frozen=True, slots=True)
class CueForm:
    """A form of a cue: the words that follow its first one, and the grammar of the first as bits of ``morphology``."""

    cue: Cue
    rest: tuple[str, ...]
    bits: int


CueTable = Mapping[str, tuple[CueForm, ...]]
"""The forms of all cues by their first word in lower case, with ё and without; longer expressions first."""


def read_cues(lines: Iterable[str], name: str = "cues.tsv") -> list[Cue]:
    """The entries of a TSV file with the columns ``COLUMNS``.

    Raises:
        LexiconError: a column is missing, or holds a code that is not known; the message has the line.
    """
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise LexiconError(f"{name}:1: the columns must be {', '.join(COLUMNS)}")
    return [_cue(row, f"{name}:{number}") for number, row in enumerate(rows, 2)]


def _cue(row: Mapping[str, Any], place: str) -> Cue:
    if None in row or None in row.values():
        raise LexiconError(f"{place}: must have {len(COLUMNS)} columns")
    government = frozenset(row["government"].split())
    known: tuple[tuple[str, str, Iterable[str]], ...] = (
        ("frame", row["frame"], get_args(Frame)),
        ("medium", row["medium"], get_args(Medium)),
        ("certain", row["certain"], ("yes", "no")),
        *(("government", code, GOVERNMENT) for code in government),
    )
    for column, value, values in known:
        if value not in values:
            raise LexiconError(f"{place}: {column} {value!r} is none of {', '.join(values)}")
    return Cue(row["cue"], row["frame"], row["medium"], government, row["certain"] == "yes", row["example"])


def cue_table(cues: Iterable[Cue]) -> CueTable:
    """All forms of cues, made with pymorphy3."""
    table: dict[str, list[CueForm]] = defaultdict(list)
    for cue in cues:
        for words, bits in _forms(cue):
            for spelling in {words, tuple(word.replace("ё", "е") for word in words)}:
                form = CueForm(cue, spelling[1:], bits)
                if form not in table[spelling[0]]:
                    table[spelling[0]].append(form)
    return {first: tuple(sorted(forms, key=lambda form: -len(form.rest))) for first, forms in table.items()}


def _forms(cue: Cue) -> Iterator[tuple[tuple[str, ...], int]]:
    """The forms of an expression as words, with the grammar of the word that is inflected."""
    first, *rest = cue.expression.split()
    if cue.frame == "prepositional":
        for form in _numbers(rest) if rest else [()]:
            yield (first, *form), 0
        return
    for word in _lexeme(first, cue.frame):
        if word.word in _CONJUNCTIONS:
            continue
        yield (word.word, *rest), bits_of(word.tag)


def _numbers(words: list[str]) -> Iterator[tuple[str, ...]]:
    """A fixed expression, and where its last word is a noun, the same case in the other number."""
    yield tuple(words)
    noun = next((each for each in analyser().parse(words[-1]) if each.tag.POS == "NOUN"), None)
    if noun is not None and len(words) == 1:
        other = noun.inflect({"sing" if noun.tag.number == "plur" else "plur", noun.tag.case})
        if other is not None:
            yield (other.word,)


def _lexeme(lemma: str, frame: Frame) -> list[Any]:
    """The forms of a lemma as pymorphy3 parses; the part of speech follows from the frame."""
    wanted = {
        "noun": {"NOUN"},
        "adjective": {"ADJS", "PRTS"},
        "impersonal": {"INFN", "PRTS", "ADJS", "PRED"},
        "passive": {"INFN", "PRTS"},
    }
    parses = analyser().parse(lemma)
    parts = wanted.get(frame, {"INFN"})
    found = next((each for each in parses if each.tag.POS in parts), None)
    if found is None:
        # «Обвиняемый» is a participle that serves as a noun.
        return _participles(parses[0])
    if frame == "impersonal" and found.tag.POS != "INFN":
        return [found]
    if frame == "passive" and found.tag.POS == "PRTS":
        return [form for form in found.lexeme if form.tag.POS == "PRTS" and "pssv" in form.tag]
    # «Уверен» is of уверенный and of уверить, and «уверена» of the second alone.
    lexemes = [each.lexeme for each in parses if each.tag.POS in parts] if frame == "adjective" else [found.lexeme]
    forms = [form for lexeme in lexemes for form in lexeme if _belongs(form.tag, frame)]
    return forms or [found]


def _participles(parse: Any) -> list[Any]:
    """The full forms of a participle; of anything else, itself."""
    if parse.tag.POS != "PRTF":
        return [parse]
    tense, voice = parse.tag.tense, parse.tag.voice
    return [
        form for form in parse.lexeme if form.tag.POS == "PRTF" and (form.tag.tense, form.tag.voice) == (tense, voice)
    ]


def _belongs(tag: Any, frame: Frame) -> bool:
    if frame == "adjective":
        return tag.POS in {"ADJS", "PRTS"} and "neut" not in tag  # «согласно» is a preposition
    if frame in ("impersonal", "passive"):
        return tag.POS == "VERB" and ("3per" in tag or "past" in tag)
    return not (tag.POS in {"PRTF", "PRTS"} and "pssv" in tag)


@cache
def cues() -> tuple[Cue, ...]:
    """The entries of the package's own lexicon."""
    with _open("cues.tsv") as stream:
        return tuple(read_cues(stream))


@cache
def own_cue_table() -> CueTable:
    """The table of the package's own lexicon; built once in a process, in about 0.2 s."""
    return cue_table(cues())


@cache
def certain_forms() -> frozenset[str]:
    """Finite forms of the verbs that hardly ever stand without a quote."""
    return _finite_forms(cue for cue in cues() if cue.certain)


@cache
def clausal_forms() -> frozenset[str]:
    """Those of them whose content is a clause, an infinitive or marked words, as a noun phrase is none."""
    return _finite_forms(
        cue for cue in cues() if cue.certain and (cue.medium == "thought" or cue.government <= _CLAUSES)
    )


def _finite_forms(chosen: Iterable[Cue]) -> frozenset[str]:
    verbs = (cue for cue in chosen if " " not in cue.expression)
    return frozenset(
        first
        for first, forms in cue_table(verbs).items()
        if any(form.bits & VERB and not form.bits & (FIRST | SECOND | IMPERATIVE) for form in forms)
    )


@cache
def kind_words() -> Mapping[str, SpeakerKind]:
    """The kind of speaker that a noun names, by its lemma: газета is media, министерство an organization."""
    with _open("kinds.tsv") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["noun"]: cast("SpeakerKind", row["kind"]) for row in rows}


@cache
def kind_forms() -> Mapping[str, str]:
    """The lemma of each form of a kind word."""
    forms: dict[str, str] = {}
    for noun in kind_words():
        parse = next((each for each in analyser().parse(noun) if each.tag.POS == "NOUN"), None)
        for form in parse.lexeme if parse is not None else ():
            forms.setdefault(form.word, noun)
            forms.setdefault(form.word.replace("ё", "е"), noun)
    return forms


@cache
def stage_forms() -> frozenset[str]:
    """The forms of trades whose people are known by one word: «певица Капель»."""
    return _forms_of("stage-trades")


@cache
def kin_forms() -> frozenset[str]:
    """The forms of the words for relatives."""
    return _forms_of("kin")


def _forms_of(name: str) -> frozenset[str]:
    """The forms of the nouns of a list."""
    nouns = (next((each for each in analyser().parse(noun) if each.tag.POS == "NOUN"), None) for noun in words(name))
    return frozenset(form.word for noun in nouns if noun is not None for form in noun.lexeme)


@cache
def offices() -> Mapping[str, frozenset[str]]:
    """The titles of whoever heads a body, by the body's lemma: the head of a state is its president or king."""
    with _open("offices.tsv") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["body"]: frozenset(row["titles"].split()) for row in rows}


@cache
def capitals() -> Mapping[str, str]:
    """The states by their capitals, in lower case: «Сеул заявил» is said of South Korea."""
    with _open("capitals.tsv") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["capital"].lower(): row["state"].lower() for row in rows}


@cache
def _word_lists() -> Mapping[str, frozenset[str]]:
    with _open("words.tsv") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["list"]: frozenset(row["words"].split()) for row in rows}


def words(name: str) -> frozenset[str]:
    """A closed list of words of the grammar, in lower case, by its name in ``words.tsv``."""
    return _word_lists()[name]


def _open(name: str) -> IO[str]:
    return files("kavychki.extraction.lexicon").joinpath(name).open(encoding="utf-8")

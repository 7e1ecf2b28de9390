"""Names in their cases: whether two forms are one name, and its nominative."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from kavychki.extraction.morphology import FEMININE, MASCULINE, analyser, lemma

_ENDINGS = frozenset(
    ["", *"а у ом ем ём е ы и ой ей ою ую ая ий ый ого его ому ему ым им ыми ых их я ю ь й ью ам ами ах яя юю ов ев".split()]
)
_SHORTEST_STEM = 2


@lru_cache(maxsize=100_000)
def same_name(one: str, other: str) -> bool:
    """Whether two lower-case words can be forms of one name: equal but for an ending of the declension."""
    one, other = one.replace("ё", "е"), other.replace("ё", "е")
    if one == other:
        return True
    stem = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        stem += 1
    if stem >= _SHORTEST_STEM and one[stem:] in _ENDINGS and other[stem:] in _ENDINGS:
        return max(len(one), len(other)) - stem <= stem
    return lemma(one) == lemma(other) and one[0] == other[0]


def nominative(words: list[str], gender: int) -> list[str]:
    """The words of a personal name in the nominative, as far as the dictionary knows how; gender as bits."""
    sexes = {"masc": MASCULINE, "femn": FEMININE}
    wanted = next((name for name, bit in sexes.items() if gender & (MASCULINE | FEMININE) == bit), None)
    if wanted is None:
        wanted = _gender_of(words)
    return [_nominative_word(word, wanted) for word in words]


def _gender_of(words: list[str]) -> str | None:
    for word in words:
        for parse in analyser().parse(word.lower()):
            if "Name" in parse.tag or "Patr" in parse.tag:
                return str(parse.tag.gender) if parse.tag.gender else None
    return None


def _nominative_word(word: str, gender: str | None) -> str:
    if len(word) <= 1 or "." in word:
        return word
    parts = word.split("-")
    return "-".join(_nominative_part(part, gender) for part in parts)


def _nominative_part(word: str, gender: str | None) -> str:
    parses = [each for each in analyser().parse(word.lower()) if {"Name", "Surn", "Patr"} & set(each.tag.grammemes)]
    fitting = [each for each in parses if gender is None or each.tag.gender in (gender, None)]
    for each in sorted(fitting, key=_oblique_first):
        form = each.inflect({"nomn", "sing"})
        if form is not None:
            return str(form.word).capitalize()
    return word


def _oblique_first(parse: Any) -> int:
    return {"gent": 0, "datv": 1, "ablt": 2, "nomn": 4}.get(parse.tag.case, 3)


def description(words: list[str], head: int) -> list[str]:
    """A noun phrase in the nominative: its words up to the head are inflected, what follows stays."""
    noun = next((each for each in analyser().parse(words[head].lower()) if each.tag.POS in {"NOUN", "ADJF", "PRTF"}), None)
    if noun is None:
        return words
    number = noun.tag.number or "sing"
    made = []
    for place, word in enumerate(words):
        form = None
        if place <= head:
            parse = noun if place == head else analyser().parse(word.lower())[0]
            if parse.tag.POS in {"NOUN", "ADJF", "PRTF"}:
                agreement = {"nomn", number}
                if place < head and number == "sing" and noun.tag.gender:
                    agreement.add(noun.tag.gender)
                form = parse.inflect(agreement)
        made.append(str(form.word) if form is not None else word)
    return made

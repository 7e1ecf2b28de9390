"""The gender that a Russian personal name tells; what does not tell it stays unknown.

Evidence is asked for in this order, and the first kind that speaks for one gender alone decides: a patronymic or a
first name of pymorphy3's dictionary in the nominative singular (a speaker's name is written so), then a surname by its
ending, -ов or -ова, -ин or -ина, -ский or -ская. A description («житель посёлка») is no name: the masculine of a
Russian noun says nothing of who is meant.

The heuristic serves to measure how a corpus is made up, not to say anything of a person.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from kavychki.extraction.morphology import is_known, parses

Gender = Literal["female", "male"]

_GENDERS: dict[str, Gender] = {"femn": "female", "masc": "male"}
_SURNAME: dict[Gender, re.Pattern[str]] = {
    "male": re.compile(r"(?:[оеё]в|[иы]н|[сц]кий|[сц]кой)$"),
    "female": re.compile(r"(?:[оеё]ва|[иы]на|[сц]кая)$"),
}
_PATRONYMIC = ("ич", "на", "глы", "кызы")
_CHECKED = "gender_checked.tsv"


@lru_cache(maxsize=100_000)
def gender_of(name: str) -> Gender | None:
    """The gender of the person of a name in the nominative, such as «Пётр Ветров»; None where the name does not tell.

    >>> gender_of("Пётр Ветров"), gender_of("Анна Коваленко"), gender_of("Саша Коваленко"), gender_of("житель посёлка")
    ('male', 'female', None, None)
    """
    words = [word for word in name.replace(".", ". ").split() if not word.endswith(".")]
    if not all(word[0].isupper() for word in words):
        return None
    parts = [part for word in words for part in word.lower().split("-") if part]
    for evidence in (_by_patronymic, _by_first_name, _by_surname):
        told = set[Gender]().union(*map(evidence, parts))
        if len(told) == 1:
            return told.pop()
    return None


def _by_patronymic(word: str) -> set[Gender]:
    # The ending first, for reading a word that the dictionary lacks takes long.
    return _read(word, "Patr") if word.endswith(_PATRONYMIC) else set()


def _by_first_name(word: str) -> set[Gender]:
    # What the analyser guesses of a word that its dictionary lacks is no evidence.
    return _read(word, "Name") if is_known(word) else set()


def _by_surname(word: str) -> set[Gender]:
    return {gender for gender, ending in _SURNAME.items() if ending.search(word)}


def _read(word: str, kind: str) -> set[Gender]:
    """The genders of a word's readings as a name of a kind."""
    named = (parse.tag.grammemes for parse in parses(word) if {kind, "nomn", "sing"} <= parse.tag.grammemes)
    return {_GENDERS[each] for grammemes in named for each in _GENDERS.keys() & grammemes}


@dataclass(frozen=True, slots=True)
class Checked:
    """The heuristic on names that were read one by one: how many, how many it leaves open, how many it gets wrong."""

    names: int
    unknown: int
    wrong: int


@cache
def checked() -> Checked:
    """The heuristic held against the sample of names beside this module.

    The sample was drawn at random from the named persons of the constructed collection; a model, no human being, read
    each name, and the article where the name left a doubt. An empty gender is one that the article does not tell.
    """
    text = files("kavychki.statistics").joinpath(_CHECKED).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t"))
    found = [(gender_of(row["name"]), row["gender"]) for row in rows]
    return Checked(
        len(found),
        sum(told is None for told, _ in found),
        sum(told is not None and told != right for told, right in found),
    )

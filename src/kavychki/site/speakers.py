"""Speakers across articles: who shares a page, and what they say there."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kavychki.display.summary import words
from kavychki.model import Article, Quote, Speaker
from kavychki.model.vocabulary import Anonymity, Medium, QuoteType, SpeakerKind


@dataclass(frozen=True, slots=True)
class Said:
    """A quote as a speaker's page shows it."""

    number: int
    type: QuoteType
    medium: Medium
    factual: bool
    content: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """A speaker in one article."""

    article: str
    title: str | None
    lang: str
    has_text: bool
    role: str | None
    said: tuple[Said, ...]


@dataclass(slots=True)
class Profile:
    """One speaker, or those whom articles call the same: one item of Wikidata, else one name and kind.

    ``number`` counts profiles in order of their first article.
    """

    number: int
    key: str
    kind: SpeakerKind
    wikidata: str | None
    names: Counter[str] = field(default_factory=Counter)
    anonymity: Anonymity = "anonymous"
    appearances: list[Appearance] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The most frequent of its names, the first of several."""
        return self.names.most_common(1)[0][0]

    @property
    def other_names(self) -> list[str]:
        """Its other names, most frequent first."""
        return [name for name, _ in self.names.most_common()[1:]]

    @property
    def lang(self) -> str:
        """The language of its first article."""
        return self.appearances[0].lang

    @property
    def quotes(self) -> int:
        """How many quotes are its."""
        return sum(len(each.said) for each in self.appearances)

    @property
    def roles(self) -> list[str]:
        """Its roles in the order of articles, each once."""
        return list(dict.fromkeys(each.role for each in self.appearances if each.role))

    @property
    def page(self) -> str:
        """Its page, from the top of the site."""
        return f"speakers/{self.key}.html"


class Directory:
    """Every speaker of a site."""

    def __init__(self) -> None:
        self._profiles: dict[tuple[str, ...], Profile] = {}

    def __iter__(self) -> Iterator[Profile]:
        return iter(self._profiles.values())

    def __len__(self) -> int:
        return len(self._profiles)

    def add(self, article: Article) -> dict[str, Profile]:
        """Take in an article's speakers; returns their profiles by the ids they have there."""
        title = article.title.text if article.title else None
        found = {}
        for speaker in article.speakers:
            profile = found[speaker.id] = self._profile(speaker)
            profile.names[speaker.name] += 1
            profile.anonymity = min(profile.anonymity, speaker.anonymity, key=_MOST_KNOWN.index)
            said = tuple(
                _said(number, quote) for number, quote in enumerate(article.quotes, 1) if speaker.id in quote.speakers
            )
            profile.appearances.append(
                Appearance(article.id, title, article.lang, article.text is not None, speaker.role, said)
            )
        return found

    def _profile(self, speaker: Speaker) -> Profile:
        identity = (speaker.wikidata,) if speaker.wikidata else (speaker.kind, speaker.name.casefold())
        if identity not in self._profiles:
            key = hashlib.sha256("\0".join(identity).encode()).hexdigest()[:16]
            self._profiles[identity] = Profile(len(self._profiles), key, speaker.kind, speaker.wikidata)
        return self._profiles[identity]


_MOST_KNOWN: tuple[Anonymity, ...] = ("named", "partial", "anonymous")


def _said(number: int, quote: Quote) -> Said:
    return Said(number, quote.type, quote.medium, quote.factual, words(quote.content))

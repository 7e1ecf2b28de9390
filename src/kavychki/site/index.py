"""What the search page knows: articles, speakers and quotes in columns, as scripts that a page from the disk can load.

A page that is opened from the disk may not fetch, so the data are scripts that hand a value over. Articles and
speakers are one script, the quotes follow in chunks while the first list is being read already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from kavychki.display.summary import words
from kavychki.model import Article
from kavychki.model.split import SPLITS
from kavychki.schema.documents import Schema
from kavychki.site.source import Entry, Holding
from kavychki.site.speakers import Directory, Profile

CHUNK_BYTES = 1_000_000
"""About how many bytes of quotes a script holds."""

VOCABULARIES = ("quote-type", "medium", "speaker-kind", "anonymity", "genre", "status")


@dataclass
class _Quotes:
    """Quotes in columns; what is one of a few letters or numbers for each quote is a string of digits."""

    first: int
    article: list[int] = field(default_factory=list)
    content: list[str] = field(default_factory=list)
    type: str = ""
    medium: str = ""
    factual: str = ""
    speakers: list[list[int]] = field(default_factory=list)
    number: list[int] = field(default_factory=list)
    places: dict[int, str] = field(default_factory=dict)
    size: int = 0


class SearchIndex:
    """Takes in articles one by one; the quotes are written as they come, the rest at the end."""

    def __init__(self, folder: Path, holdings: Mapping[str, Holding]) -> None:
        self._folder = folder
        self._holdings = holdings
        self._articles: list[list[Any]] = []
        self._collections: list[str] = []
        self._topics: dict[str, int] = {}
        self._quotes = _Quotes(0)
        self._chunks = 0
        self._count = 0

    def add(self, entry: Entry, profiles: Mapping[str, Profile]) -> None:
        """Take in an article and its speakers' profiles."""
        article = entry.article
        if article.collection not in self._collections:
            self._collections.append(article.collection)
        self._articles.append(
            [
                article.id,
                article.title.text if article.title else None,
                self._collections.index(article.collection),
                -1 if entry.split is None else SPLITS.index(entry.split),
                _place("genre", article.genre),
                _place("status", article.annotation.status),
                [self._topic(code) for code in article.topics],
                list(dict.fromkeys(profiles[speaker.id].number for speaker in article.speakers)),
                len(article.quotes),
                article.text_length,
                int(article.text is not None),
                article.lang,
            ]
        )
        self._add_quotes(article, profiles)

    def _add_quotes(self, article: Article, profiles: Mapping[str, Profile]) -> None:
        for number, quote in enumerate(article.quotes, 1):
            held = self._quotes
            said = words(quote.content)
            if article.text is None:
                held.places[len(held.content)] = said
                said = ""
            held.article.append(len(self._articles) - 1)
            held.content.append(said)
            held.type += str(_place("quote-type", quote.type))
            held.medium += str(_place("medium", quote.medium))
            held.factual += str(int(quote.factual))
            held.speakers.append(list(dict.fromkeys(profiles[each].number for each in quote.speakers)))
            held.number.append(number)
            held.size += len(said.encode()) + 30
            self._count += 1
            if held.size >= CHUNK_BYTES:
                self._write_chunk()

    def _topic(self, code: str) -> int:
        return self._topics.setdefault(code, len(self._topics))

    def _write_chunk(self) -> None:
        held = self._quotes
        data = {name: getattr(held, name) for name in ("first", "article", "content", "type", "medium", "factual")}
        data |= {"speakers": held.speakers, "number": held.number, "places": list(held.places.items())}
        _write(self._folder / f"quotes-{self._chunks}.js", "quotes", data)
        self._chunks += 1
        self._quotes = _Quotes(self._count)

    def finish(self, directory: Directory) -> None:
        """Write what is left: the last quotes, the articles, the speakers, the labels."""
        if self._quotes.content or not self._chunks:
            self._write_chunk()
        speakers = [
            [
                each.name,
                each.other_names,
                _place("speaker-kind", each.kind),
                _place("anonymity", each.anonymity),
                each.key,
                each.quotes,
                len(each.appearances),
                each.lang,
            ]
            for each in directory
        ]
        data = {
            "articles": _columns(self._articles, 12),
            "speakers": _columns(speakers, 8),
            "chunks": self._chunks,
            "quotes": self._count,
            "topics": list(self._topic_rows()),
            "collections": [
                [name, self._holdings[name].title if name in self._holdings else name] for name in self._collections
            ],
            "splits": SPLITS,
            "vocabularies": {
                name: [[value, each.en, each.ru] for value, each in Schema.at().vocabulary(name).items()]
                for name in VOCABULARIES
            },
        }
        _write(self._folder / "articles.js", "articles", data)

    def _topic_rows(self) -> Iterator[Sequence[Any]]:
        """The topics that articles have, then those above them: code, labels, level, place of the one above or -1."""
        schema = Schema.at()
        above = (broader for code in self._topics for broader in schema.broader_topics(code))
        codes = list(dict.fromkeys([*self._topics, *above]))
        places = {code: place for place, code in enumerate(codes)}
        for code in codes:
            topic = schema.media_topics.get(code)
            if topic is None:
                yield code, code, None, 0, -1
            else:
                yield code, topic.label_en, topic.label_ru, topic.level or 0, places.get(topic.parent or "", -1)


def _columns(rows: Sequence[Sequence[Any]], width: int) -> list[list[Any]]:
    return [[row[column] for row in rows] for column in range(width)]


def _place(vocabulary: str, value: str | None) -> int:
    return -1 if value is None else _places(vocabulary)[value]


@cache
def _places(vocabulary: str) -> dict[str, int]:
    return {value: place for place, value in enumerate(Schema.at().vocabulary(vocabulary))}


def _write(path: Path, name: str, data: object) -> None:
    path.write_bytes(b"kavychki.receive(%s, %s);\n" % (orjson.dumps(name), orjson.dumps(data)))

"""Realignment: carrying a record over to another version of its text, all of it or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kavychki.hydration.alignment import Alignment
from kavychki.hydration.hydrator import Hydrator, supplied_by_upstream
from kavychki.hydration.local import SUFFIX, LocalRecord
from kavychki.io.serialisation import canonical_record
from kavychki.model import Article, Span
from kavychki.model.surfaces import map_spans, with_text
from kavychki.text import text_sha256
from kavychki.upstream import parse_brat
from kavychki.validation.level2 import record_problems, span_lists


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that was not carried over, and why; ``lost`` has the places of the spans that were not found again."""

    record: str
    reason: str
    lost: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.record}: not realigned: {self.reason}" + "".join(f"\n  {place}" for place in self.lost)


def realigned(
    article: Article, source: str | None, alignment: Alignment | None, hydrator: Hydrator
) -> LocalRecord | Refusal:
    """The local record for another version of a record's text, whose text goes into the store.

    A span is carried over where the stretches that it stands in are unchanged by their digests; an entity of upstream
    also where its words stand once between the unchanged stretches around it. One span that is not found refuses the
    whole record.
    """
    if source is None:
        return Refusal(article.id, "no file comes near its text")
    if alignment is None:
        return Refusal(article.id, "the corpus has no fingerprint of its text")
    whole = article
    if supplied_by_upstream(article, hydrator.corpus) and (annotation := hydrator.annotation(article)) is not None:
        whole = replace(article, entities=parse_brat(annotation, None).entities)
    lost = tuple(_lost(whole, alignment))
    if lost:
        return Refusal(article.id, f"{len(lost)} spans are not found again in {source}", lost)
    text = alignment.text
    moved = replace(
        map_spans(whole, lambda span: _carried(span, alignment) or span),
        id=f"{article.id}{SUFFIX}",
        text_sha256=text_sha256(text),
        text_length=len(text),
    )
    moved = Article.from_dict(canonical_record(moved.to_dict()))
    if problem := next(record_problems(with_text(moved, text).to_dict(), text), None):
        return Refusal(article.id, f"the record would not be valid: {problem.code}, {problem.message}")
    hydrator.store.put(text)
    return LocalRecord(article, moved, source)


def _carried(span: Span, alignment: Alignment) -> Span | None:
    if found := alignment.carried(span):
        return found
    if span.text is None:
        return None
    start, end = alignment.room(span)
    pattern = rf"(?<!\w){re.escape(span.text)}(?!\w)"
    places = [each.start() for each in re.finditer(pattern, alignment.text[start:end])]
    return Span(start + places[0], start + places[0] + len(span.text)) if len(places) == 1 else None


def _lost(article: Article, alignment: Alignment) -> Iterator[str]:
    """The spans that are not found again, by JSON pointer and offsets."""
    listed = article.to_dict()
    for path, spans in span_lists({**listed, "entities": listed["entities"] or ()}):
        for number, data in enumerate(spans):
            span = Span.from_dict(data)
            if _carried(span, alignment) is None:
                steps = path if path == ("title",) else (*path, number)
                yield f"/{'/'.join(map(str, steps))} [{span.start}, {span.end})"

"""All checks that look at one record: from a line's bytes to its findings and its digest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from kavychki.io.corpus import Corpus, Shard
from kavychki.io.lines import Line
from kavychki.schema.documents import Schema
from kavychki.validation.finding import Finding
from kavychki.validation.level0 import parse
from kavychki.validation.level1 import schema_problems
from kavychki.validation.level2 import record_problems
from kavychki.validation.level3.digest import Digest, Place, digest_of
from kavychki.validation.level3.membership import membership_problems
from kavychki.validation.level4 import guideline_problems
from kavychki.validation.locating import findings_at
from kavychki.validation.problem import Problem

TextLookup = Callable[[str], str | None]
"""From a text's SHA-256 to the text, or None where it is not at hand."""

EntityLookup = Callable[[Mapping[str, Any]], Sequence[Mapping[str, Any]]]
"""From a record without entities of its own to those that upstream supplies, as far as they are at hand."""

HIGHEST = 4

MOST_LISTED = 200
"""Findings about one record that are listed; finding the column of each reads the line anew."""

LARGE_LINE = 2**20
MOST_LISTED_OF_LARGE = 20
"""The same for a line of this many bytes or more."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A line that was checked: its record, where it holds one; its findings; its digest, where L3 wants one."""

    record: dict[str, Any] | None
    findings: tuple[Finding, ...]
    digest: Digest | None


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks records one at a time, up to a level; ``corpus`` is None where records belong to none."""

    schema: Schema
    corpus: Corpus | None = None
    texts: TextLookup | None = None
    level: int = HIGHEST
    entities: EntityLookup | None = None

    def check_line(self, line: Line, file: str, shard: Shard | None = None, offset: int = 0) -> Checked:
        """Every finding about a line alone. ``offset`` is where the line begins in its file, in bytes."""
        parsed = parse(line)
        if parsed.problems or parsed.record is None:
            located = findings_at(parsed.problems, file=file, number=line.number, line=line.data)
            return Checked(parsed.record, tuple(located), None)
        record = parsed.record
        found = _bounded(self.record_problems(record, shard, printed=parsed.printed), line.size)
        digest = None
        if self.level > 2 and not any(problem.code < "K2" for problem in found):  # noqa: PLR2004 - L3 wants L1 clean
            place = Place(file, line.number, offset, line.size)
            digest = digest_of(record, self._text(record), self.corpus, shard, place)
        return Checked(record, self._located(found, file, line, record) if found else (), digest)

    def record_problems(
        self, record: Mapping[str, Any], shard: Shard | None = None, *, printed: bool = True
    ) -> Iterator[Problem]:
        """Every problem of a record, level by level; an error at one level stops the higher ones."""
        text: str | None = None
        # A first pass is kept as it was made; the guidelines are for what was decided from it.
        highest = min(self.level, 3) if shard is not None and shard.is_pass else self.level
        for level in range(1, highest + 1):
            stop = False
            for problem in self._level(level, record, shard, text, printed):
                stop = stop or problem.code not in _PASSABLE
                yield problem
            if stop:
                return
            text = self._text(record) if level == 1 else text

    def _level(
        self, level: int, record: Mapping[str, Any], shard: Shard | None, text: str | None, printed: bool
    ) -> Iterator[Problem]:
        if level == 1:
            return schema_problems(record, self.schema)
        if level == 2:  # noqa: PLR2004
            return record_problems(record, text, schema=self.schema, printed=printed)
        if level == 3:  # noqa: PLR2004
            return membership_problems(record, self.corpus, shard) if self.corpus else iter(())
        supplied = self.entities(record) if self.entities and record["entities"] is None else ()
        return guideline_problems(record, text, self.schema, supplied)

    def _text(self, record: Mapping[str, Any]) -> str | None:
        own: str | None = record["text"]
        return own if own is not None or self.texts is None else self.texts(record["text_sha256"])

    def _located(
        self, problems: list[Problem], file: str, line: Line, record: Mapping[str, Any]
    ) -> tuple[Finding, ...]:
        schema_failed = any(problem.code < "K2" for problem in problems)
        text = None if schema_failed else self._text(record)
        return tuple(findings_at(problems, file=file, number=line.number, line=line.data, record=record, text=text))


def _bounded(problems: Iterator[Problem], size: int) -> list[Problem]:
    """The problems that are listed one by one, and a last one that says so where there are more."""
    most = MOST_LISTED if size < LARGE_LINE else MOST_LISTED_OF_LARGE
    found = list(islice(problems, most + 1))
    if len(found) > most:
        found[most] = Problem("K222", f"the record has more findings than the {most} that are listed")
    return found


_PASSABLE = frozenset({"K221"})
"""Findings that leave the record as good as it was for the higher levels: how a line is printed."""

"""Checking records on their way into the store, at every level and beside all that is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

import orjson

from kavychki.errors import CorpusError
from kavychki.io.corpus import Corpus, Shard
from kavychki.io.lines import Line
from kavychki.io.serialisation import canonical_line
from kavychki.io.waivers import WAIVERS, read_waivers
from kavychki.schema.documents import Schema
from kavychki.store.incoming import Incoming
from kavychki.store.preparing import Prepared
from kavychki.store.shards import StoredLine
from kavychki.validation import Finding, TextLookup
from kavychki.validation.checker import Checked, Checker
from kavychki.validation.level3.across import CrossChecks
from kavychki.validation.level3.digest import Digest, Place, digest_of
from kavychki.validation.position import json_pointer
from kavychki.validation.waiving import Waiving


@dataclass(slots=True)
class Checking:
    """Checks of levels 0 to 4; remembers what it needs of stored records, so that the next check is quick."""

    schema: Schema = field(default_factory=Schema.at)
    _known: dict[bytes, Digest] = field(default_factory=dict)

    def findings(
        self, new: Sequence[Prepared], stored: Iterable[StoredLine], corpus: Corpus, texts: TextLookup
    ) -> tuple[Finding, ...]:
        """What is wrong with new records beside the stored records that stay; waived warnings are left out."""
        checker = Checker(self.schema, corpus, texts)
        checked = [(each.incoming, _check(each, checker, number)) for number, each in enumerate(new)]
        found = [_told(finding, incoming) for incoming, result in checked for finding in result.findings]
        digests = [(incoming, result.digest) for incoming, result in checked if result.digest is not None]
        if digests:
            across = CrossChecks(corpus)
            for digest in self._digests(stored, corpus, texts):
                # What stored records have wrong with each other is not looked at here.
                list(across.add(digest))
            for incoming, digest in sorted(digests, key=lambda pair: pair[1].id):
                for problem in (placed.problem for placed in across.add(digest)):
                    pointer = json_pointer(problem.path)
                    told = Finding(problem.code, problem.message, record=incoming.article.id, pointer=pointer)
                    found.append(_told(told, incoming))
        waiving = Waiving(read_waivers(corpus.path / WAIVERS, self.schema), WAIVERS)
        return tuple(waiving.unwaived(found))

    def _digests(self, stored: Iterable[StoredLine], corpus: Corpus, texts: TextLookup) -> Iterator[Digest]:
        """The digests of stored records; those of lines that were seen before are not made anew."""
        known: dict[bytes, Digest] = {}
        for each in stored:
            place = Place(str(each.shard.path), each.line.number, each.offset, each.line.size)
            key = blake2b(each.line.data, digest_size=16).digest()
            known[key] = self._known.get(key) or _digest(each, corpus, texts, place)
            yield replace(known[key], place=place)
        self._known = known


def _check(prepared: Prepared, checker: Checker, number: int) -> Checked:
    """Check a record as it came, and if it is stored in another form, that form too.

    The number serves as the name of a file: CrossChecks takes the order within a file seriously, and these are in none.
    """
    given, stored = prepared.incoming.article, prepared.stored
    if given.text is not None and stored.text is None:
        first = replace(checker, corpus=None, level=2).check_line(_line(canonical_line(given)), f"{number}")
        if first.findings:
            return first
    shard = Shard(checker.corpus.path, stored.collection) if checker.corpus else None
    return checker.check_line(_line(prepared.line), f"{number}", shard)


def _line(data: bytes) -> Line:
    return Line(1, data, len(data), terminated=True, oversize=False)


def _digest(stored: StoredLine, corpus: Corpus, texts: TextLookup, place: Place) -> Digest:
    try:
        record = orjson.loads(stored.line.data)
        text = record["text"] if record["text"] is not None else texts(record["text_sha256"])
        return digest_of(record, text, corpus, stored.shard, place)
    except (ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"{place.file}:{place.line}: no valid record: run `kavychki validate`") from error


def _told(finding: Finding, incoming: Incoming) -> Finding:
    """A finding in terms of the file that the record came from."""
    told = replace(finding, file=incoming.file, line=incoming.line, column=None)
    return incoming.located(told) if incoming.located else told

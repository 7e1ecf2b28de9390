"""Reading records from files: JSON Lines, inline XML, drafts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson

from kavychki.drafting.draft import record_from_draft
from kavychki.errors import AnchorError, CanonicalTextError, XmlError
from kavychki.io.lines import Line, read_lines
from kavychki.model import Article
from kavychki.schema.documents import Schema
from kavychki.store.incoming import Incoming
from kavychki.store.store import Store
from kavychki.tei import Document, read_document
from kavychki.text import canonical_text
from kavychki.validation import Finding
from kavychki.validation.checker import Checker
from kavychki.validation.formatting import MENDABLE
from kavychki.validation.level0 import parse

SUFFIXES = (".jsonl", ".xml", ".json")


@dataclass(slots=True)
class Reading:
    """What files hold: articles; findings about lines that hold none; complaints about files that cannot be read."""

    articles: list[Incoming] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def read_incoming(paths: Iterable[Path], store: Store) -> Reading:
    """The records of files, by what their names end in: ``.jsonl``, ``.xml``, or ``.json`` for one record or draft.

    A draft's text stands beside it, ``story.txt`` beside ``story.json``; without such a file it is the text that the
    store has for the draft's id. All that is wrong is told, none of it raised.
    """
    reading = Reading()
    for path in paths:
        readers = {".jsonl": _read_lines, ".xml": _read_xml, ".json": _read_json}
        reader = readers.get(path.suffix.lower())
        if reader is None:
            reading.complaints.append(f"{path}: no known kind of file: give {', '.join(SUFFIXES)}")
            continue
        try:
            reader(path, store, reading)
        except XmlError as error:
            reading.complaints += _xml_complaints(path, error)
        except (AnchorError, CanonicalTextError) as error:
            reading.complaints += [f"{path}: {line}" for line in str(error).splitlines()]
        except OSError as error:
            reading.complaints.append(f"{path}: cannot be read: {error.strerror or error}")
    return reading


def _xml_complaints(path: Path, error: XmlError) -> Iterator[str]:
    if not error.problems:
        yield f"{path}: {error}"
    for line, column, message in error.problems:
        yield f"{path}:{line}:{column}: {message}"


def _read_lines(path: Path, _: Store, reading: Reading) -> None:
    before = len(reading.articles) + len(reading.findings)
    with path.open("rb") as stream:
        for line in read_lines(stream):
            parsed = parse(line)
            problems = [each for each in parsed.problems if each.code not in MENDABLE]
            if parsed.record is None and not problems:
                continue
            if parsed.record is None or problems:
                reading.findings += Checker(Schema.at()).check_line(line, str(path)).findings
            else:
                _keep(parsed.record, str(path), line.number, reading)
    if len(reading.articles) + len(reading.findings) == before:
        reading.complaints.append(f"{path}: holds no record")


def _keep(record: dict[str, Any], file: str, number: int | None, reading: Reading) -> None:
    """An article where the schema allows one, else the findings about it."""
    if Schema.at().is_valid("article", record):
        reading.articles.append(Incoming(Article.from_dict(record), file, number))
        return
    data = orjson.dumps(record)
    line = Line(number or 1, data, len(data), terminated=True, oversize=False)
    reading.findings += Checker(Schema.at(), level=1).check_line(line, file).findings


def _read_xml(path: Path, store: Store, reading: Reading) -> None:
    document = read_document(path.read_bytes(), store.original)
    reading.articles.append(Incoming(document.article, str(path), None, _Locator(document)))


@dataclass(frozen=True, slots=True)
class _Locator:
    """Tells where in an XML document a finding about its article is."""

    document: Document

    def __call__(self, finding: Finding) -> Finding:
        place = self._place(finding)
        return replace(finding, line=place[0], column=place[1])

    def _place(self, finding: Finding) -> tuple[int, int]:
        if finding.span is not None:
            return self.document.place_of_offset(finding.span[0])
        steps = (finding.pointer or "").split("/")[1:]
        record = self.document.article.to_dict()
        if len(steps) > 1 and steps[0] in ("quotes", "entities", "speakers"):
            return self.document.place_of_item(steps[0], record[steps[0]][int(steps[1])]["id"])
        return self.document.place_of_item("", "")


def _read_json(path: Path, store: Store, reading: Reading) -> None:
    try:
        value = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        reading.complaints.append(f"{path}: is not JSON: {error}")
        return
    if not isinstance(value, dict):
        reading.complaints.append(f"{path}: must be a JSON object, a record or a draft")
    elif "schema" in value:
        _keep(value, str(path), None, reading)
    else:
        text = _text_of(path, value, store)
        if text is None:
            beside = path.with_suffix(".txt")
            reading.complaints.append(f"{path}: a draft needs its text beside it, in {beside}")
        else:
            article = record_from_draft(value, text)
            _keep(article.to_dict(), str(path), None, reading)


def _text_of(path: Path, draft: dict[str, Any], store: Store) -> str | None:
    beside = path.with_suffix(".txt")
    if beside.exists():
        return canonical_text(beside.read_bytes())
    identifier = draft.get("id")
    return store.original(identifier, None) if isinstance(identifier, str) else None

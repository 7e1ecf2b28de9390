"""Small articles of our own, about invented people, and corpus folders made of them."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from kavychki import Article, record_from_draft
from kavychki.io.serialisation import canonical_line
from kavychki.model.surfaces import without_text

Record = dict[str, Any]

TEXT = (
    "Мост через Вьюнку закрыли\n\n"
    "«Мост закрыт, — сказал мэр Пётр Ветров. — Ждите до осени!» По его словам, ремонт займёт год.\n\n"
    "Жители считают, что обещания властей «пустые» 🙂."
)

DRAFT: Record = {
    "id": "constructed-9001",
    "origin": "constructed",
    "topics": ["medtop:20000593"],
    "speakers": [
        {"name": "Пётр Ветров", "kind": "person", "role": "мэр", "mentions": [{"every": "Пётр Ветров"}]},
        {"name": "жители", "kind": "group", "anonymity": "partial"},
    ],
    "quotes": [
        {
            "type": "direct",
            "content": ["Мост закрыт", "Ждите до осени!"],
            "cue": "сказал",
            "source": "мэр Пётр Ветров",
            "speakers": ["s1"],
        },
        {
            "type": "indirect",
            "content": "ремонт займёт год",
            "cue": ["По", "словам"],
            "source": "его",
            "speakers": ["s1"],
        },
        {
            "type": "mixed",
            "medium": "thought",
            "content": "обещания [...] «пустые»",
            "cue": "считают",
            "source": "Жители",
            "speakers": ["s2"],
        },
    ],
    "entities": [
        {"type": "PERSON", "at": {"every": "Пётр Ветров"}},
        {"type": "LOCATION", "at": "Вьюнку"},
        {"type": "PROFESSION", "at": "[[мэр]] Пётр"},
    ],
    "genre": "regional",
    "phenomena": [
        {"type": "imperative", "quotes": ["q1"]},
        {"type": "cue-preposition", "quotes": ["q2"]},
        {"type": "direct-question", "quotes": ["q3", "q1"], "at": {"every": "Пётр"}},
    ],
    "annotation": {"status": "single", "annotators": ["tester"], "guidelines": "1.0", "date": "2026-01-31"},
}

COLLECTIONS: Record = {
    "constructed": {
        "title": "Test articles",
        "description": "Articles of the tests.",
        "origin": "constructed",
        "publisher": None,
        "upstream": None,
        "text_rights": "CC-BY-4.0",
        "annotation_licence": "CC-BY-4.0",
        "redistributable": True,
        "obtain": "The records carry their texts.",
        "layers": ["entities", "speakers", "quotes", "topics"],
        "entity_types": ["PERSON"],
        "split": {"policy": "hash", "salt": "tests", "validation": 20, "test": 20},
    }
}
COLLECTIONS["press"] = {
    **COLLECTIONS["constructed"],
    "origin": "news",
    "text_rights": "All rights reserved.",
    "redistributable": False,
    "obtain": "Ask the publisher.",
    "split": {"policy": "fixed", "split": "test"},
}
COLLECTIONS["upstreamed"] = {**COLLECTIONS["press"], "split": {"policy": "upstream"}}

_KINDS = {"tester": "tool", "reader": "person", "second": "model", "third": "model"}

ANNOTATORS: Record = {
    name: {"kind": kind, "name": name.title(), "version": None, "description": f"An invented {kind}."}
    for name, kind in _KINDS.items()
}


def text_of(identifier: str) -> str:
    """The text of a sample article: TEXT, and for another id enough words of its own to be no near-duplicate."""
    return TEXT if identifier == DRAFT["id"] else TEXT + "\n\n" + " ".join(f"{identifier}-{n}" for n in range(40))


def article(identifier: str = "constructed-9001", text: str | None = None, **changes: Any) -> Article:
    """The sample article under another id, with other draft keys or another text that holds the same words."""
    shown = {"phenomena": None} if "quotes" in changes else {}
    return record_from_draft({**DRAFT, "id": identifier, **shown, **changes}, text or text_of(identifier))


def record(identifier: str = "constructed-9001", **changes: Any) -> Record:
    """The sample record as plain values, free to be spoiled."""
    return deepcopy(article(identifier, **changes).to_dict())


def text_free(identifier: str = "press-9001") -> Article:
    """The sample as a text-free news record."""
    return without_text(article(identifier, origin="news"))


PRESS_TEXT = text_of("press-9001")
"""The text of ``text_free()``."""


def line(value: Article | Record) -> bytes:
    """The canonical line of an article, or the line of a record as it stands."""
    if isinstance(value, Article):
        return canonical_line(value) + b"\n"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def write_corpus(folder: Path, *articles: Article | Record, collections: Record = COLLECTIONS) -> Path:
    """A corpus folder with one shard a collection; every annotator that it does not use is left out of its registry."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "collections.json").write_text(json.dumps(collections), encoding="utf-8")
    records = [each.to_dict() if isinstance(each, Article) else each for each in articles]
    used = {name for each in records for name in each["annotation"]["annotators"]} or set(ANNOTATORS)
    registry = {name: ANNOTATORS[name] for name in sorted(used & set(ANNOTATORS))}
    (folder / "annotators.json").write_text(json.dumps(registry), encoding="utf-8")
    shards: dict[str, bytes] = {}
    for each in articles:
        name = each.collection if isinstance(each, Article) else each["collection"]
        shards[name] = shards.get(name, b"") + line(each)
    for name, content in shards.items():
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "articles.jsonl").write_bytes(content)
    return folder

"""A small upstream of the tests' own: a text, its brat file, and the corpus that annotates the text stand-off."""

from __future__ import annotations

import tarfile
from copy import deepcopy
from io import BytesIO
from pathlib import Path

from kavychki import Article
from kavychki.hydration.fingerprints import NAME, Fingerprint, write_fingerprints
from kavychki.model.surfaces import without_text
from samples import COLLECTIONS, DRAFT, Record, article, write_corpus

LINES = (
    "Мост через Вьюнку закрыли",
    "",
    "«Мост закрыт, — сказал мэр Пётр Ветров. — Ждите до осени!» По его словам, ремонт займёт год.",
    "",
    "Движение по обоим берегам остановлено с понедельника, и автобусы теперь ходят только до старой пристани.",
    "",
    "Жители считают, что обещания властей «пустые» 🙂.",
    "",
    "В Липовке паром ходит раз в час, расписание висит у кассы. Билеты продаёт кассир на пристани.",
)
TEXT = "\n".join(LINES) + "\n"
ID, PATH = "upstreamed-1", "dev/1_text.txt"


def at(words: str) -> str:
    return f"{TEXT.index(words)} {TEXT.index(words) + len(words)}"


ANNOTATION = (
    f"T1\tPERSON {at('Пётр Ветров')}\tПётр Ветров\n"
    f"T2\tLOCATION {at('Вьюнку')}\tВьюнку\n"
    f"T3\tPROFESSION {at('мэр')}\tмэр\n"
    f"T4\tCITY {at('Липовке')}\tЛиповке\n"
    f"T5\tTIME {at('раз')};{at('час')}\tраз час\n"
    "N1\tReference T1 Wikidata:Q424242\tPyotr Vetrov\n"
    "N2\tReference T3 Wikidata:Q1\ta\n"
    "N3\tReference T3 Wikidata:Q2\tb\n"
)

WITH_UPSTREAM: Record = deepcopy(COLLECTIONS)
WITH_UPSTREAM["upstreamed"]["upstream"] = {
    "url": "https://example.org/someone/texts",
    "commit": "0123456789" * 4,
    "archive_sha256": None,
    "entities": "brat",
}


def upstreamed() -> Article:
    """The text-free record, whose entities are upstream's."""
    quotes = DRAFT["quotes"]
    whole = article(ID, TEXT, origin="news", upstream=PATH, entities=None, quotes=quotes)
    return without_text(whole)


def write_upstream_corpus(folder: Path, *others: Article, annotation: str = ANNOTATION) -> Path:
    """A corpus folder with the record, its fingerprint, and other records."""
    write_corpus(folder, *others, upstreamed(), collections=WITH_UPSTREAM)
    write_fingerprints(folder / "upstreamed" / NAME, [Fingerprint.of(ID, TEXT, annotation)])
    return folder


def write_copies(folder: Path, text: str = TEXT, annotation: str | None = ANNOTATION) -> Path:
    """A user's copies, under names that say nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a").write_bytes(text.encode())
    if annotation is not None:
        (folder / "b").write_bytes(annotation.encode())
    return folder


def archive() -> bytes:
    """Upstream's archive, as a host packs it."""
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, content in (("1_text.txt", TEXT), ("1_text.ann", ANNOTATION), ("other.txt", "Другое")):
            member = tarfile.TarInfo(f"texts-0123/v1/dev/{name}")
            member.size = len(content.encode())
            tar.addfile(member, BytesIO(content.encode()))
    return packed.getvalue()

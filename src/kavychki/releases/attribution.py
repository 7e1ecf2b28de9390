"""Whose texts a release carries, text by text, and where those are to be had that it does not carry."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from kavychki.hydration import Hydrator, TextStore
from kavychki.io.corpus import Corpus
from kavychki.io.records import read_articles
from kavychki.model import Article, Collection
from kavychki.releases.identity import Identity

FILE = "ATTRIBUTION.md"

_MARKUP = re.compile(r"([\\`*_\[\]|#])")
_SPACE = re.compile(r"\s+")


def attribution(identity: Identity, corpus: Corpus, store: TextStore) -> str:
    """The attribution of a release, as Markdown.

    A text is carried where the manifest says that its collection is redistributable and it is in the record or at hand.

    Args:
        identity: the release.
        corpus: the corpus that it is made of.
        store: where texts are that may be passed on and are not in their records.
    """
    hydrator = Hydrator(corpus, store)
    names = sorted(corpus.collections, key=lambda name: not corpus.collections[name].redistributable)
    parts = [_head(identity)]
    for name in names:
        collection, articles = corpus.collections[name], list(read_articles(corpus, name))
        if collection.redistributable:
            hydrated = (hydrator.hydrated(article) for article in articles)
            parts.append(_carried(name, collection, [each.article for each in hydrated if each]))
        else:
            parts.append(_left_out(name, collection, len(articles)))
    parts.append(_VOCABULARIES)
    return "\n".join(parts)


def _head(identity: Identity) -> str:
    authors = ", ".join(author.get("name") or author.get("family-names", "") for author in identity.citation["authors"])
    return (
        f"# Attribution: Kavychki {identity.version}\n\n"
        f"Annotations: © {identity.date.year} {_escaped(authors)}, under CC BY 4.0 unless a collection says otherwise. "
        "`LICENSE-DATA` has the terms, `CITATION.cff` says how to cite. Texts are in canonical form (UTF-8, NFC, line "
        "feeds); nothing else in them was changed.\n"
    )


def _carried(name: str, collection: Collection, articles: Sequence[Article]) -> str:
    rows = [
        f"| `{each.id}` | {_escaped(_title(each))} | {each.published or ''} | {_address(each)} |" for each in articles
    ]
    lines = [
        f"## `{name}`: {_escaped(collection.title)}",
        "",
        f"This release carries {len(articles)} texts.",
        "",
        *_facts(collection),
        "",
        "| id | title | published | address |",
        "|---|---|---|---|",
        *rows,
    ]
    return "\n".join(lines) + "\n"


def _left_out(name: str, collection: Collection, records: int) -> str:
    lines = [
        f"## `{name}`: {_escaped(collection.title)}",
        "",
        f"This release carries **no text** of it: offsets, labels and hashes of {records} records alone.",
        "",
        *_facts(collection),
        f"- How to get the texts: {_escaped(collection.obtain)}",
    ]
    return "\n".join(lines) + "\n"


def _facts(collection: Collection) -> Iterator[str]:
    yield f"- Author or publisher: {_escaped(collection.publisher or 'each text’s own')}"
    yield f"- Licence of the texts: {_escaped(collection.text_rights)}"
    yield f"- Licence of the annotations: {_escaped(collection.annotation_licence)}"
    if collection.upstream:
        yield f"- Taken from: <{collection.upstream.url}>, commit `{collection.upstream.commit}`"


def _title(article: Article) -> str:
    return (article.title and article.title.text) or "(without title)"


def _address(article: Article) -> str:
    return f"<{article.url}>" if article.url else ""


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _MARKUP.sub(r"\\\1", html.escape(_SPACE.sub(" ", text), quote=False))


_VOCABULARIES = """## Vocabularies

Codes, English labels and hierarchy of the topics are the IPTC Media Topics, © IPTC (<https://iptc.org>), under
CC BY 4.0. The Russian labels are the project's own; they are unofficial and not endorsed by IPTC. The types of
entities are those of NEREL (<https://github.com/nerel-ds/NEREL>).
"""

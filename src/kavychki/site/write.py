"""Writing a site: one pass over the articles, a page for each, then the speakers, the search and the numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from importlib.resources import files
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from kavychki.dataset.folder import replaced_folder
from kavychki.display.drawing import MarkStyles, paragraphs_of
from kavychki.display.html import style_sheet, text_html
from kavychki.display.marks import LAYERS
from kavychki.errors import CorpusError
from kavychki.schema.documents import Schema
from kavychki.site.cards import quote_cards, topics_of
from kavychki.site.index import VOCABULARIES, SearchIndex
from kavychki.site.rendering import Templates
from kavychki.site.source import Entry, Source
from kavychki.site.speakers import Directory, Profile
from kavychki.site.statistics import Statistics
from kavychki.site.strip import strip_of

MARKER = "site.json"
"""The file by which a folder is known to be a site, and may be replaced."""


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What a site holds. ``private`` where it has texts that are not known to be free to pass on."""

    articles: int
    with_text: int
    quotes: int
    speakers: int
    private: bool
    pages: int
    bytes: int


def write_site(out: Path, source: Source, *, title: str = "Kavychki", public: bool = False) -> SiteReport:
    """Write a site, which takes the place of an older one at ``out``. The same articles give the same bytes.

    Args:
        out: the folder to write; if it exists it must be empty or an earlier site.
        source: where the articles come from.
        title: what every page calls the site.
        public: leave out texts that are not known to be free to pass on.

    Raises:
        InvalidRecordsError: the records are not valid; nothing was written.
        CorpusError: there is no article, or two have the same id.
        DatasetError: ``out`` is something else than a site.
        OSError: ``out`` cannot be written, or the disk is full; an older site is as it was.
    """
    with replaced_folder(out, MARKER) as folder:
        writer = _Writer(folder, source, title, public=public)
        for before, entry, after in _with_neighbours(source.entries(public=public)):
            writer.article(before, entry, after)
        return writer.finish()


def _with_neighbours(entries: Iterator[Entry]) -> Iterator[tuple[str | None, Entry, str | None]]:
    """Each entry between the ids of those before and after it."""
    before: str | None = None
    for entry, following in pairwise(chain(entries, (None,))):
        if entry is not None:
            yield before, entry, None if following is None else following.article.id
            before = entry.article.id


class _Writer:
    """The folder of a site while it is written."""

    def __init__(self, folder: Path, source: Source, title: str, *, public: bool) -> None:
        self._folder = folder
        self._source = source
        self._titles: dict[str, tuple[str | None, str]] = {}
        self._private = False
        for name in ("articles", "speakers", "assets", "data"):
            (folder / name).mkdir()
        self._index = SearchIndex(folder / "data", source.holdings)
        self._directory = Directory()
        self._statistics = Statistics(source.holdings)
        self._styles = MarkStyles()
        self._templates = Templates(
            site=title,
            source=source.name,
            public=public,
            version=version("kavychki"),
            layers=LAYERS,
            definitions={name: Schema.at().vocabulary(name) for name in VOCABULARIES},
        )

    def article(self, before: str | None, entry: Entry, after: str | None) -> None:
        """Write an article's page, and take it into everything else."""
        article = entry.article
        if article.id in self._titles:
            raise CorpusError(f"two records have the id {article.id}: give records of different ids")
        self._titles[article.id] = (article.title.text if article.title else None, article.lang)
        holding = self._source.holdings.get(article.collection)
        free = holding is not None and holding.redistributable
        self._private = self._private or (article.text is not None and not free)
        profiles = self._directory.add(article)
        self._index.add(entry, profiles)
        self._statistics.add(entry)
        paragraphs = paragraphs_of(article)
        self._styles.add(paragraphs)
        self._templates.write(
            self._folder / "articles" / f"{article.id}.html",
            "article",
            root="../",
            article=article,
            entry=entry,
            holding=holding,
            before=before,
            after=after,
            text=text_html(paragraphs, anchors=True),
            strip=strip_of(article) if article.text is None else None,
            quotes=quote_cards(article, profiles),
            numbers={quote.id: number for number, quote in enumerate(article.quotes, 1)},
            profiles=profiles,
            topics=topics_of(article),
            present={
                "quotes": bool(article.quotes),
                "entities": bool(article.entities),
                "mentions": any(each.mentions for each in article.speakers),
            },
        )

    def finish(self) -> SiteReport:
        """Write everything but the articles."""
        if not self._titles:
            raise CorpusError("there is no record: nothing to make a site of")
        total = self._statistics.total
        for profile in self._directory:
            self._speaker(profile)
        self._index.finish(self._directory)
        pages: dict[str, dict[str, Any]] = {
            "index": {"counts": total},
            "speakers": {"counts": total, "profiles": len(self._directory)},
            "statistics": {
                "counts": total,
                "collections": self._statistics.collections,
                "holdings": self._source.holdings,
                "charts": self._statistics.charts(),
                "profiles": len(self._directory),
                "private": self._private,
            },
            "contents": {"articles": self._titles},
        }
        for name, values in pages.items():
            self._templates.write(self._folder / f"{name}.html", name, root="", **values)
        self._assets()
        written = [path for path in self._folder.rglob("*") if path.is_file()]
        report = SiteReport(
            articles=total.articles,
            with_text=total.with_text,
            quotes=total.quotes,
            speakers=len(self._directory),
            private=self._private,
            pages=sum(path.suffix == ".html" for path in written),
            bytes=sum(path.stat().st_size for path in written),
        )
        marker = {**asdict(report), "source": self._source.name, "kavychki": version("kavychki")}
        (self._folder / MARKER).write_text(json.dumps(marker, indent=2) + "\n", encoding="utf-8", newline="\n")
        return report

    def _speaker(self, profile: Profile) -> None:
        self._templates.write(self._folder / profile.page, "speaker", root="../", profile=profile)

    def _assets(self) -> None:
        """The style sheets, the scripts and the icon that the review page has too."""
        assets = self._folder / "assets"
        (assets / "article.css").write_bytes((style_sheet() + self._styles.css()).encode())
        static = [each for each in Path(__file__).with_name("static").iterdir() if each.is_file()]
        for path in (*static, Path(str(files("kavychki.review") / "static" / "icon.svg"))):
            (assets / path.name).write_bytes(path.read_bytes())

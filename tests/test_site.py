"""A static site: whole pages, nothing in an article can do anything to its reader, the same articles the same bytes."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotated import articles
from conftest import Run
from kavychki import Article
from kavychki.dataset.build import build
from kavychki.errors import CorpusError, DatasetError
from kavychki.hydration import LocalRecords, TextStore
from kavychki.hydration.local import LocalRecord
from kavychki.io.corpus import Corpus
from kavychki.model import Span
from kavychki.model.surfaces import without_text
from kavychki.site import SiteReport, open_source, write_site
from kavychki.site.source import Entry, Holding, InvalidRecordsError
from kavychki.site.speakers import Directory
from kavychki.site.statistics import Statistics
from kavychki.site.strip import strip_of
from samples import COLLECTIONS, PRESS_TEXT, TEXT, article, line, record, text_free, write_corpus

HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}</style>&lt;\u202e\u2028x"


FOREIGN = re.compile(r"https?://(?!www\.w3\.org/2000/svg)|innerHTML|insertAdjacent|eval\(|@import|url\((?!#)")
"""What a script or style sheet must not have: addresses of others, and ways from words to markup or code."""

OFFSETS = " … ".join(f"[{span.start}, {span.end})" for span in text_free().quotes[0].content)


class Page(HTMLParser):
    """The tags, ids, addresses and words of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.handlers: list[str] = []
        self.styles = 0
        self.words = ""
        self.lang = ""
        self.policy = ""
        self.source = path.read_text(encoding="utf-8")
        self.feed(self.source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        self.handlers += [name for name in values if name.startswith("on")]
        self.styles += "style" in values or tag == "style"
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        elif "href" in values or "src" in values:
            self.loaded.append(values.get("href") or values["src"])
        if tag == "html":
            self.lang = values["lang"]
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"]

    def handle_data(self, data: str) -> None:
        self.words += data


def pages_of(site: Path) -> dict[str, Page]:
    return {path.relative_to(site).as_posix(): Page(path) for path in sorted(site.rglob("*.html"))}


def digest(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def data_of(site: Path, name: str) -> Any:
    script = (site / "data" / f"{name}.js").read_text(encoding="utf-8")
    found = re.fullmatch(r"kavychki\.receive\(\"[a-z]+\", (.*)\);\n", script, re.DOTALL)
    assert found
    return json.loads(found[1])


def site_of(corpus: Path, out: Path, **options: Any) -> SiteReport:
    return write_site(out, open_source(corpus), **options)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus", article(), article("constructed-9002"), text_free())


def test_every_page_is_there_and_every_link_leads_somewhere(corpus: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    report = site_of(corpus, site)
    found = pages_of(site)
    assert (report.articles, report.with_text, report.quotes, report.speakers) == (3, 2, 9, 2)
    assert report.pages == len(found) == 4 + 3 + 2
    assert report.private is False
    for name, page in found.items():
        assert len(set(page.ids)) == len(page.ids), name
        for link in page.links + page.loaded:
            parts = urlsplit(link)
            if parts.scheme == "https":
                continue
            target = (site / name).parent / unquote(parts.path) if parts.path else site / name
            assert target.resolve().is_file(), f"{name}: {link}"
            if parts.fragment and target.name != "index.html" and target.suffix == ".html":
                there = found[target.resolve().relative_to(site.resolve()).as_posix()]
                assert parts.fragment in there.ids, f"{name}: {link}"


def test_no_page_asks_anything_of_the_network_or_carries_code_or_style_of_its_own(corpus: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site_of(corpus, site)
    for name, page in pages_of(site).items():
        assert page.policy.startswith("default-src 'none'; script-src 'self' file:; style-src 'self' file:;"), name
        assert "unsafe" not in page.policy
        assert page.styles == 0, name
        assert not page.handlers
        assert all(not urlsplit(each).scheme for each in page.loaded), name
        assert page.lang == "en"
    for path in (site / "assets").iterdir():
        text = path.read_text(encoding="utf-8")
        assert not FOREIGN.search(text), path


def test_nothing_in_an_article_can_do_anything_to_its_reader(tmp_path: Path) -> None:
    sample = article(text=f"{HOSTILE}\n{TEXT}")
    speakers = [replace(each, name=HOSTILE, role=HOSTILE) for each in sample.speakers]
    first = replace(sample.quotes[0], content=(Span(0, len(HOSTILE), HOSTILE),), parent=None)
    spoiled = replace(
        sample, title=Span(0, len(HOSTILE), HOSTILE), speakers=tuple(speakers), quotes=(first, *sample.quotes[1:])
    )
    path = tmp_path / "own.jsonl"
    path.write_bytes(line(spoiled))
    site = tmp_path / "site"
    site_of(path, site, title=HOSTILE)
    for name, page in pages_of(site).items():
        scripts = [each for each in page.loaded if each.endswith(".js")]
        assert page.tags["script"] == len(scripts), name
        assert not {"img", "iframe", "object", "base", "embed"} & set(page.tags), name
        assert not page.handlers
        assert page.styles == 0
        assert "{{7*7}}" in page.words
    assert Page(site / "articles" / "constructed-9001.html").words.count(HOSTILE) >= 3
    assert data_of(site, "articles")["articles"][1] == [HOSTILE]
    assert data_of(site, "quotes-0")["content"][0] == HOSTILE


def test_the_same_articles_give_the_same_bytes_and_replace_the_older_site(corpus: Path, tmp_path: Path) -> None:
    site_of(corpus, tmp_path / "one")
    site_of(corpus, tmp_path / "two")
    assert digest(tmp_path / "one") == digest(tmp_path / "two")
    write_corpus(corpus, article("constructed-9003"))
    site_of(corpus, tmp_path / "two")
    assert not (tmp_path / "two" / "articles" / "constructed-9001.html").exists()
    assert (tmp_path / "two" / "articles" / "constructed-9003.html").is_file()
    left = {path.name for path in tmp_path.iterdir()} - {"one", "two"}
    assert not [name for name in left if "one" in name or "two" in name]


def test_an_older_site_stays_where_the_new_one_fails(corpus: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site_of(corpus, site)
    before = digest(site)
    broken = record("constructed-9004")
    broken["quotes"][0]["content"][0]["end"] = 10_000
    write_corpus(corpus, article(), broken)
    with pytest.raises(InvalidRecordsError) as failed:
        site_of(corpus, site)
    assert "K206" in {finding.code for finding in failed.value.findings}
    twice = tmp_path / "twice.jsonl"
    twice.write_bytes(line(article()) * 2)
    with pytest.raises(CorpusError, match="constructed-9001"):
        site_of(twice, site)
    assert digest(site) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_folder_of_somebody_else_is_left_alone(corpus: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(DatasetError, match="empty or a new folder"):
        site_of(corpus, other)
    build(tmp_path / "dataset", corpus=Corpus.open(corpus))
    with pytest.raises(DatasetError, match=r"site\.json"):
        site_of(corpus, tmp_path / "dataset")
    assert (other / "thesis.txt").is_file()


def articles_of(source: Path, *, public: bool = False) -> dict[str, tuple[Article, str | None]]:
    entries = open_source(source).entries(public=public)
    return {entry.article.id: (entry.article, entry.split) for entry in entries}


class Given:
    """A source of articles that are given."""

    name = "articles"
    holdings: Mapping[str, Holding] = {}

    def __init__(self, *given: Article) -> None:
        self.given = given

    def entries(self, *, public: bool) -> Iterator[Entry]:
        return (Entry(without_text(each) if public else each, None) for each in self.given)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(articles(), st.booleans())
def test_any_valid_article_has_its_pages(
    tmp_path_factory: pytest.TempPathFactory, shown: Article, public: bool
) -> None:
    site = tmp_path_factory.mktemp("any") / "site"
    report = write_site(site, Given(shown), public=public)
    page = Page(site / "articles" / f"{shown.id}.html")
    assert report.with_text == int(not public)
    assert public or (shown.text or "").replace("\n", "") in page.words.replace("\n", "")
    names = {speaker.name for speaker in shown.speakers}
    first, others = data_of(site, "articles")["speakers"][:2]
    assert names <= {*first, *(name for each in others for name in each)}
    assert len(list((site / "speakers").iterdir())) == report.speakers


@pytest.mark.parametrize("hydrated", [False, True])
@pytest.mark.parametrize("public", [False, True])
def test_a_build_and_its_corpus_hold_the_same(corpus: Path, tmp_path: Path, hydrated: bool, public: bool) -> None:
    if hydrated:
        TextStore.default().put(PRESS_TEXT)
    build(tmp_path / "dataset", corpus=Corpus.open(corpus))
    expected = articles_of(corpus, public=public)
    assert articles_of(tmp_path / "dataset", public=public) == expected
    assert [each for each, (shown, _) in expected.items() if shown.text is None] == (
        [] if hydrated and not public else ["press-9001"]
    )


def test_a_text_of_the_user_s_own_version_is_called_so(corpus: Path, tmp_path: Path) -> None:
    own = f"{PRESS_TEXT} И ещё слово."
    original = text_free()
    carried = replace(original, id="press-9001-local", text_sha256=TextStore.default().put(own), text_length=len(own))
    LocalRecords.default().put(LocalRecord(original, carried, "own.txt"))
    build(tmp_path / "dataset", corpus=Corpus.open(corpus))
    for number, source in enumerate((corpus, tmp_path / "dataset")):
        site = tmp_path / f"site{number}"
        site_of(source, site)
        page = Page(site / "articles" / "press-9001-local.html")
        assert "This is your own version of the text" in page.words
        assert "И ещё слово." in page.words
        site_of(source, site, public=True)
        assert "The text is not here" in Page(site / "articles" / "press-9001.html").words


def test_what_may_not_be_passed_on_is_said_or_left_out(corpus: Path, tmp_path: Path) -> None:
    TextStore.default().put(PRESS_TEXT)
    site = tmp_path / "site"
    assert site_of(corpus, site).private is True
    assert "keep it on this machine" in Page(site / "statistics.html").words
    assert site_of(corpus, site, public=True).private is False
    own = tmp_path / "own.jsonl"
    own.write_bytes(line({**record("own-1"), "collection": "own"}))
    assert site_of(own, tmp_path / "other").private is True
    assert site_of(own, tmp_path / "other", public=True).with_text == 0
    secret = "press-9001-39"
    assert secret in PRESS_TEXT
    assert not any(secret.encode() in path.read_bytes() for path in site.rglob("*") if path.is_file())


def test_a_record_without_its_text_shows_its_annotation(corpus: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site_of(corpus, site)
    page = Page(site / "articles" / "press-9001.html")
    for words in ("The text is not here", "Ask the publisher.", OFFSETS, "Пётр Ветров", "PROFESSION"):
        assert words in page.words
    assert text_free().text_sha256 in page.words
    assert page.tags["rect"] == len(strip_of(text_free()).bars)
    assert not re.search(r"Мост закрыт|Жители", page.words)
    quotes = data_of(site, "quotes-0")
    assert quotes["content"].count("") == 3
    assert next(words for _, words in quotes["places"]) == OFFSETS


def test_the_strip_is_to_scale() -> None:
    bare = text_free()
    strip = strip_of(bare)
    first = next(bar for bar in strip.bars if bar.role == "content")
    assert first.left == pytest.approx(100 * 28 / bare.text_length, abs=0.001)
    assert first.width == pytest.approx(100 * 11 / bare.text_length, abs=0.001)
    assert all(bar.top + bar.height <= strip.height and bar.left + bar.width <= 100.01 for bar in strip.bars)


def test_speakers_of_one_name_or_one_item_share_a_page() -> None:
    directory = Directory()
    one, two, three = article("constructed-9001"), article("constructed-9002"), article("constructed-9003")
    linked = replace(two.speakers[0], wikidata="Q1")
    renamed = replace(three.speakers[0], name="П. Ветров", wikidata="Q1")
    upper = replace(three.speakers[1], name="Жители")
    directory.add(one)
    directory.add(replace(two, speakers=(linked, two.speakers[1])))
    directory.add(replace(three, speakers=(renamed, upper)))
    profiles = {profile.name: profile for profile in directory}
    assert [(each.name, len(each.appearances), each.quotes) for each in directory] == [
        ("Пётр Ветров", 1, 2),
        ("жители", 3, 3),
        ("Пётр Ветров", 2, 4),
    ]
    assert profiles["Пётр Ветров"].other_names == ["П. Ветров"]
    assert len({profile.key for profile in directory}) == 3


def test_statistics_count_what_is_there(corpus: Path) -> None:
    source = open_source(corpus)
    statistics = Statistics(source.holdings)
    for entry in source.entries(public=False):
        statistics.add(entry)
    charts = {chart.id: chart for chart in statistics.charts()}
    assert statistics.total.quotes == 9
    assert {bar.label: bar.values for bar in charts["types"].bars} == {
        "direct": (3, 0, 0),
        "indirect": (3, 0, 0),
        "mixed": (0, 0, 3),
    }
    assert charts["types"].segments(charts["types"].bars[2]) == [(0.0, 100.0, 2, 3)]
    assert sum(bar.total for bar in charts["quote-lengths"].bars) == 9
    assert sum(bar.total for bar in charts["lengths"].bars) == 3
    (top,) = charts["tops"].bars
    assert (top.label_ru, top.total) == ("политика и власть", 3)
    assert len(charts["lengths"].bars) <= 13


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere",), "there is no nowhere"),
        (("empty",), "holds no .jsonl file"),
        (("--corpus", "empty"), "collections.json"),
    ],
)
def test_usage_errors_have_status_2(kavychki_command: Run, tmp_path: Path, arguments: Any, message: str) -> None:
    (tmp_path / "empty").mkdir()
    done = kavychki_command("site", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "site").exists()


def test_the_command_says_what_it_wrote(kavychki_command: Run, corpus: Path, tmp_path: Path) -> None:
    done = kavychki_command("site", corpus, "--title", "Наши статьи")
    assert done.returncode == 0
    assert "3 articles, 9 quotes, 2 speakers" in done.stdout
    assert "1 of the articles without text" in done.stdout
    assert (tmp_path / "site" / "index.html").as_uri() in done.stdout
    assert "Наши статьи" in Page(tmp_path / "site" / "index.html").words
    (tmp_path / "broken.jsonl").write_bytes(b"{}\n")
    done = kavychki_command("site", "broken.jsonl")
    assert done.returncode == 1
    assert "K101" in done.stdout
    assert "nothing was written" in done.stderr


def test_a_broken_build_is_a_message(kavychki_command: Run, tmp_path: Path) -> None:
    folder = tmp_path / "dataset"
    folder.mkdir()
    (folder / "build.json").write_text("[]", encoding="utf-8")
    done = kavychki_command("site", folder)
    assert done.returncode == 2
    assert "build the dataset again" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_corpus_without_records_is_a_message(tmp_path: Path) -> None:
    empty = tmp_path / "corpus"
    write_corpus(empty, collections=COLLECTIONS)
    with pytest.raises(CorpusError, match="no record"):
        site_of(empty, tmp_path / "site")
    assert not (tmp_path / "site").exists()

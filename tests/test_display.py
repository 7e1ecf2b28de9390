"""Looking at an article: what is drawn is where it belongs, and nothing in a text can do anything to its reader."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from annotated import articles, words
from conftest import Run
from kavychki import Article
from kavychki.display.html import fragment, page
from kavychki.display.marks import LAYERS, marks_of
from kavychki.display.terminal import ArticleView, wrapped
from kavychki.tei import read_fragment, write_article
from samples import TEXT, article, text_free, write_corpus

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}</style>&lt;\u202e[bold]a[/bold]"


def shown(given: Article, width: int, **options: object) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False, **options)  # type: ignore[arg-type]
    console.print(ArticleView(given, LAYERS if options else ("quotes",)))
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def test_quotes_are_underlined_where_they_stand() -> None:
    lines = [each.rstrip() for each in shown(article(), 60).splitlines()]
    start = lines.index("«Мост закрыт, — сказал мэр Пётр Ветров. — Ждите до осени!»")
    assert lines[start : start + 5] == [
        "«Мост закрыт, — сказал мэр Пётр Ветров. — Ждите до осени!»",
        " 1 direct━━━    1 cue╍ 1 source───────    1 direct━━━━━━━",
        "По его словам, ремонт займёт год.",
        "2c 2s─ 2 cue╍  2 indirect━━━━━━━",
        "",
    ]
    table = "\n".join(lines[start + 5 :])
    for words_ in ("1 direct", "Пётр Ветров", "3 mixed,", "thought", "жители"):
        assert words_ in table


def test_what_is_nested_stands_below() -> None:
    given = read_fragment(
        '«<said type="direct">А <cue corresp="q2">говорил</cue>: <said type="indirect">ещё вчера</said> и всё</said>»'
    )
    lines = shown(given, 60).splitlines()
    start = lines.index("«А говорил: ещё вчера и всё»")
    assert [each.rstrip() for each in lines[start + 1 : start + 3]] == [
        " 1 direct━━━━━━━━━━━━━━━━━━",
        "   2 cue╍╍  2━━━━━━━━",
    ]


@given(st.lists(words() | st.sampled_from([" ", "\n", "\t", "\u00a0", "日本語", "слово" * 30])), st.integers(20, 80))
def test_wrapping_loses_nothing_and_keeps_to_the_width(parts: list[str], width: int) -> None:
    text = "".join(parts)
    bounds = list(wrapped(text, width))
    assert "".join(text[start:end] for start, end in bounds) == text
    assert all(cell_len(text[start:end].rstrip()) <= width for start, end in bounds)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(articles(), st.integers(20, 120))
def test_any_valid_article_can_be_shown(given: Article, width: int) -> None:
    marks = marks_of(given, LAYERS)
    for number, mark in enumerate(marks):
        for other in marks[number + 1 :]:
            assert mark.lane != other.lane or mark.end <= other.start or other.end <= mark.start
    out = shown(given, width)
    assert all(
        cell_len(line) <= max(width, 20)
        for line in out.splitlines()
        if not re.search(r"[^\x00-\u04ff\u2500-\u257f]", line)
    )
    assert parsed(page(given, LAYERS)).lines == visible(given.text or "")


def visible(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


def test_no_color_and_colours(kavychki_command: Run, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", article(), text_free())
    assert "\x1b[" in shown(article(), 80, force_terminal=True, color_system="standard")
    assert "\x1b[3" not in shown(article(), 80, force_terminal=True, no_color=True)
    done = kavychki_command("show", "constructed-9001", "--corpus", corpus)
    assert done.returncode == 0
    assert "\x1b[" not in done.stdout
    assert "1 direct━━━" in done.stdout
    done = kavychki_command("show", "press-9001", "--corpus", corpus)
    assert done.returncode == 0
    assert "The text is not on this machine" in done.stdout
    assert "[28, 39)" in done.stdout


def test_show_writes_a_page_and_shows_xml(kavychki_command: Run, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", article())
    done = kavychki_command("show", "constructed-9001", "--html", "a.html", "--corpus", corpus)
    assert (done.returncode, done.stdout) == (0, "a.html\n")
    assert parsed((tmp_path / "a.html").read_text(encoding="utf-8")).lines == visible(TEXT)
    (tmp_path / "a.xml").write_text(write_article(article("constructed-9002")), encoding="utf-8")
    done = kavychki_command("show", "a.xml", "--layers", "entities,mentions", "--corpus", corpus)
    assert done.returncode == 0
    assert "PERSON" in done.stdout


@pytest.mark.parametrize("arguments", [("nowhere-1",), ("nowhere.xml",), ("constructed-9001", "--layers", "all"), ()])
def test_usage_errors_have_status_2(kavychki_command: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    corpus = write_corpus(tmp_path / "corpus", article())
    done = kavychki_command("show", *arguments, "--corpus", corpus)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr


class Page(HTMLParser):
    """The tags, attributes and lines of text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.lines: list[str] = []
        self.everything = ""
        self._in_text = False
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag == "section":
            self._in_text = ("class", "text") in attrs
        if tag == "p" and self._in_text:
            self.lines.append("")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.everything += data
        if self._in_text and "p" in self._open:
            self.lines[-1] += data


def parsed(html: str) -> Page:
    found = Page()
    found.feed(html)
    found.close()
    return found


def test_a_page_holds_the_text_and_its_quotes() -> None:
    found = parsed(page(article(), LAYERS))
    assert found.lines == visible(TEXT)
    labels = [value for name, value in found.attributes if name == "data-label"]
    for label in ("1 direct", "1 cue", "2s", "2 indirect", "3 mixed", "PERSON", "s1"):
        assert label in labels
    for said in ("Мост закрыт … Ждите до осени!", "mixed, thought", "person, мэр", "constructed-9001"):
        assert said in found.everything
    notes = {value for name, value in found.attributes if name == "title"}
    assert "1 direct: Пётр Ветров" in notes


def test_nothing_in_an_article_can_do_anything_to_its_reader() -> None:
    given = article(text=f"{TEXT}\n{HOSTILE}")
    speakers = tuple(replace(each, name=HOSTILE, role=HOSTILE) for each in given.speakers)
    quotes = tuple(replace(each, content=(replace(each.content[0], text=HOSTILE),)) for each in given.quotes)
    spoiled = replace(given, speakers=speakers, quotes=quotes, id=HOSTILE, url=f"javascript:{HOSTILE}")
    html = page(spoiled, LAYERS)
    found = parsed(html)
    assert not {"script", "img", "link", "iframe", "object", "base", "form", "svg", "a"} & found.tags
    assert not [name for name, _ in found.attributes if name.startswith("on") or name in ("src", "href", "srcset")]
    assert "{{7*7}}" in found.everything
    assert "url(" not in html
    assert "@import" not in html
    assert not re.search(r"https?://", html)
    assert "default-src 'none'" in html
    assert found.lines[-1] == HOSTILE
    assert "[bold]a[/bold]" in shown(spoiled, 100)
    assert "\u202e" not in shown(spoiled, 100)


def test_a_notebook_shows_an_article() -> None:
    html = article()._repr_html_()
    assert html == fragment(article())
    assert parsed(html).lines == visible(TEXT)
    assert html.startswith("<article")
    bare = text_free()._repr_html_()
    assert "The text is not on this machine" in bare
    assert "[28, 39)" in bare

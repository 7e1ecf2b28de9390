"""The workbench for tests: a small corpus with a draft, served from a thread, and a browser that opens it."""

from __future__ import annotations

import json
import time
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from kavychki import Article, record_from_draft
from kavychki.io.corpus import Corpus
from kavychki.io.records import read_articles
from kavychki.io.serialisation import canonical_line
from kavychki.model import Annotation
from kavychki.model.surfaces import without_text
from kavychki.review.progress import Progress
from kavychki.review.records import CorpusRecords
from kavychki.review.serve import Server
from kavychki.review.workbench import Workbench
from kavychki.store import Store
from samples import COLLECTIONS, Record

ID = "constructed-9100"

TEXT = (
    "🚢 Теплоход «Чайка» вернулся в Ольховку\n\n"
    "«Паром стоит, — сказал капитан Илья Громов. — Ждите утра!» По его словам, мотор 🔧 починят за день.\n\n"
    "Пассажиры считают, что порт «опоздал с ремонтом». Диспетчер Анна Лис пообещала открыть кассу в семь."
)

SPEAKERS: list[Record] = [
    {"name": "Илья Громов", "kind": "person", "role": "капитан", "mentions": ["Илья Громов"]},
    {"name": "пассажиры", "kind": "group", "anonymity": "partial", "mentions": ["Пассажиры"]},
    {"name": "Анна Лис", "kind": "person", "role": "диспетчер", "mentions": ["Анна Лис"]},
]

SUGGESTED: list[Record] = [
    {"id": "q1", "type": "direct", "content": "Чайка"},
    {
        "id": "q2",
        "type": "indirect",
        "content": "мотор 🔧 починят за день",
        "cue": ["По", "словам"],
        "source": "его",
        "speakers": ["s1"],
    },
    {
        "id": "q3",
        "type": "indirect",
        "medium": "thought",
        "content": "порт «опоздал с ремонтом»",
        "cue": "считают",
        "source": "Пассажиры",
        "speakers": ["s2"],
    },
]

DRAFT: Record = {
    "id": ID,
    "origin": "constructed",
    "topics": [],
    "speakers": SPEAKERS,
    "quotes": SUGGESTED,
    "entities": [{"type": "PERSON", "at": ["Илья Громов"]}],
    "annotation": {"status": "draft", "annotators": ["tester"], "guidelines": "1.1", "date": "2026-01-31"},
}

ANNOTATORS: Record = {
    name: {"kind": kind, "name": name.title(), "version": None, "description": f"An invented {kind}."}
    for name, kind in {"tester": "tool", "reader": "person", "second": "person", "third": "person"}.items()
}


HOSTILE = [
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "<svg onload=window.hit=1>",
    '"><script>window.hit=1</script>',
    "'><img src=x onerror='window.hit=1'>",
    "</textarea><script>window.hit=1</script>",
    "</title><script>window.hit=1</script>",
    "</style><script>window.hit=1</script>",
    "javascript:window.hit=1",
    "<a href=javascript:window.hit=1>x</a>",
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    "<object data=javascript:window.hit=1>",
    "<body onload=window.hit=1>",
    "<details open ontoggle=window.hit=1>",
    "<math><mi xlink:href=javascript:window.hit=1>",
    "<!--><script>window.hit=1</script>-->",
    "<![CDATA[<script>window.hit=1</script>]]>",
    "{{constructor.constructor('window.hit=1')()}}",
    "${window.hit=1}",
    "`${window.hit=1}`",
    "\\u003cscript\\u003ewindow.hit=1\\u003c/script\\u003e",
    "&lt;script&gt;window.hit=1&lt;/script&gt;",
    "&#60;script&#62;window.hit=1",
    "<style>*{background:url(//example.invalid/x)}</style>",
    "<link rel=stylesheet href=//example.invalid/x>",
    "<meta http-equiv=refresh content='0;url=//example.invalid'>",
    "<base href=//example.invalid/>",
    "<form action=//example.invalid><input type=submit>",
    "__proto__",
    "constructor",
    "toString",
    "../../etc/passwd",
    "<template shadowrootmode=open><script>window.hit=1</script></template>",
    "\u202eтекст наоборот",
    "<x onfocus=window.hit=1 autofocus tabindex=1>",
]
"""What must only ever be text, as the words of an article, a name, a role or an id."""


def draft(**changes: Any) -> Article:
    """The article of the tests, as a draft with three suggestions, or with other keys."""
    return record_from_draft({**DRAFT, **changes}, TEXT)


def corpus_of(folder: Path, *articles: Article) -> Path:
    """A corpus folder with these records and every annotator."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "collections.json").write_text(json.dumps(COLLECTIONS), encoding="utf-8")
    (folder / "annotators.json").write_text(json.dumps(ANNOTATORS), encoding="utf-8")
    for article in sorted(articles, key=lambda each: each.id):
        shard = folder / article.collection / "articles.jsonl"
        shard.parent.mkdir(exist_ok=True)
        with shard.open("ab") as stream:
            stream.write(canonical_line(article) + b"\n")
    return folder


def bench_of(folder: Path, progress: Path, annotator: str = "reader") -> Workbench:
    """The workbench over all records of a corpus folder."""
    corpus = Corpus.open(folder)
    ids = tuple(article.id for article in read_articles(corpus))
    return Workbench(CorpusRecords(Store.open(folder)), corpus, annotator, ids, Progress(progress))


def on_disk(folder: Path, identifier: str = ID) -> Article:
    """The record as it is stored now."""
    return next(article for article in read_articles(Corpus.open(folder)) if article.id == identifier)


def news_draft() -> Article:
    """The draft as a text-free record of news."""
    return without_text(draft(id="press-9100", origin="news"))


def long_article(characters: int) -> Article:
    """An article of that many code points or more, with a quote in every paragraph; single, by the reader."""
    line = "«Паром номер {n} стоит, — сказал капитан Илья Громов. — Ждите утра!» По его словам, мотор {n} починят."
    paragraphs = [line.format(n=n) for n in range(1, 2 + characters // (len(line) - 4))]
    quotes: list[Record] = []
    for n in range(1, len(paragraphs) + 1):
        quotes.append({"type": "direct", "content": [f"«[[Паром номер {n} стоит]],"]})
        quotes.append({"type": "indirect", "content": f"мотор {n} починят"})
    article = record_from_draft(
        {
            "id": "constructed-9200",
            "origin": "constructed",
            "topics": ["medtop:20000593"],
            "quotes": quotes,
            "annotation": {"status": "single", "annotators": ["reader"], "guidelines": "1.1", "date": "2026-01-31"},
        },
        "Паромы\n\n" + "\n".join(paragraphs),
    )
    return replace(article, annotation=Annotation("single", ("reader",), "1.1", "2026-01-31"))


def served(bench: Workbench) -> AbstractContextManager[str]:
    """The address of a workbench that is served from a thread."""
    return Server.bind(bench).running()


def wait_until(check: Any, seconds: float = 5) -> None:
    """Wait for something that another thread brings about."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def press(page: Page, *keys: str) -> None:
    """Press keys one after another; ``Shift+KeyN*3`` presses three times."""
    for key in keys:
        name, _, times = key.partition("*")
        for _ in range(int(times or 1)):
            page.keyboard.press(name)


def opened(browser: Browser, url: str, problems: list[str] | None = None, **options: Any) -> Page:
    """The page, ready. Errors of its scripts and what the browser refuses are added to ``problems``."""
    page = browser.new_page(**{"viewport": {"width": 1280, "height": 800}, **options})
    listed = [] if problems is None else problems
    page.on("pageerror", lambda error: listed.append(str(error)))
    page.on("console", lambda message: listed.append(message.text) if message.type == "error" else None)
    page.goto(url)
    page.wait_for_selector("body[data-ready]")
    return page

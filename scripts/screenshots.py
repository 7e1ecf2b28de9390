"""Take the pictures of docs/annotating.md and docs/site.md in a headless Chromium, one of every state of the page.

Usage: python scripts/screenshots.py [FOLDER]

FOLDER is docs/images by default. Needs the development extra and a chromium (on the PATH, or named in CHROMIUM). Works
on a copy of the corpus, with one constructed article turned back into a draft.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from kavychki.io.corpus import Corpus
from kavychki.io.records import read_path
from kavychki.model import Annotation, Article, Quote, Span
from kavychki.review.adjudication import Adjudication
from kavychki.review.progress import Progress
from kavychki.review.records import CorpusRecords
from kavychki.review.serve import Server
from kavychki.review.workbench import Workbench
from kavychki.site import open_source, write_site
from kavychki.store import Store

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = "constructed-0004"
ANNOTATOR = "anna"
COLOURS = 256
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--force-color-profile=srgb"]


def main() -> int:
    """Take all pictures; returns the exit status."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    target.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        print("no chromium: install it, or name one in CHROMIUM", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        take = Camera(browser, target, Path(folder))
        take.review()
        take.small_screens()
        take.adjudication()
        take.site()
        browser.close()
    return 0


@dataclass
class Camera:
    """Takes pictures of one state after another."""

    browser: Browser
    target: Path
    work: Path

    def review(self) -> None:
        """The states of a review, in light, and one in dark."""
        corpus = draft_corpus(self.work / "review")
        with Server.bind(bench(corpus, self.work / "progress")).running() as url:
            page = self.open(url)
            self.shot(page, "draft")
            press(page, "n", "x", "a")
            self.shot(page, "suggestion")
            self.select(page, "Полки")
            press(page, "q")
            self.select(page, "заполнятся к концу марта, когда болеть станут меньше")
            self.shot(page, "selection")
            press(page, "p")
            self.select(page, "мнению")
            press(page, "Alt+ArrowLeft", "c")
            self.select(page, "Мирзоханова")
            press(page, "s", "w")
            page.keyboard.type("мирз")
            self.shot(page, "speaker-by-typing")
            press(page, "Escape")
            self.shot(page, "new-quote")
            self.panels(page)
            self.errors(page, corpus)
            page.keyboard.press("?")
            self.shot(page, "keys")
            page.close()
            page = self.open(url, color_scheme="dark")
            press(page, "j*4")
            self.shot(page, "dark")
            page.close()

    def panels(self, page: Page) -> None:
        """Speakers, their split, topics, entities."""
        page.click("#tab-speakers")
        page.locator("ul.speakers .row").first.click()
        self.shot(page, "speakers")
        page.get_by_role("button", name="Split…").click()
        self.shot(page, "split")
        press(page, "Escape", "t")
        page.keyboard.type("лекарств")
        self.shot(page, "topics")
        press(page, "Escape")
        page.click("#tab-entities")
        page.get_by_role("button", name="Entities", exact=True).first.click()
        self.shot(page, "entities")
        page.get_by_role("button", name="Entities", exact=True).first.click()

    def errors(self, page: Page, corpus: Path) -> None:
        """A save that is refused, and one that meets a change on disk."""
        page.click("#tab-quotes")
        press(page, "j")
        self.select(page, "корреспондент")
        press(page, "c")
        self.shot(page, "warning")
        press(page, "Control+z", "n", "a*20", "Control+s")
        page.wait_for_selector("#status.good")
        page.get_by_role("tab", name="Topics").click()
        page.locator("#panel .topic").get_by_role("button").click()
        page.click("#tab-quotes")
        press(page, "j*2", "f", "Control+s")
        page.wait_for_selector("#status.error")
        self.shot(page, "refused")
        store = Store.open(corpus)
        kept = store.get(ARTICLE)
        first, *others = kept.article.quotes
        store.put(replace(kept.article, quotes=(replace(first, type="mixed"), *others)), kept.digest)
        press(page, "Control+s")
        page.wait_for_selector("dialog .conflict")
        self.shot(page, "conflict")
        press(page, "Escape")

    def small_screens(self) -> None:
        """A telephone, in light and dark."""
        with Server.bind(bench(draft_corpus(self.work / "small"), self.work / "other")).running() as url:
            for scheme in ("light", "dark"):
                page = self.open(url, viewport={"width": 390, "height": 700}, color_scheme=scheme)
                press(page, "j*3")
                self.shot(page, f"small-{scheme}")
                page.close()

    def adjudication(self) -> None:
        """Two passes side by side."""
        passes = ROOT / "corpus" / "constructed" / "passes"
        one, other = (
            [article for article in read_path(passes / f"model-{side}.jsonl") if article.id == ARTICLE] for side in "ab"
        )
        corpus = Corpus.open(draft_corpus(self.work / "adjudication"))
        with Server.bind(Adjudication.begin(one, other, self.work / "out", corpus, ANNOTATOR)).running() as url:
            page = self.open(url)
            press(page, "j")
            self.shot(page, "differences")
            press(page, "b", "a")
            press(page, "Shift+B", "Control+s")
            page.wait_for_selector("#status.good")
            press(page, "k")
            self.shot(page, "decided")
            page.close()

    def site(self) -> None:
        """The search, an article and the statistics of a site of the corpus."""
        folder = self.work / "site"
        write_site(folder, open_source(ROOT / "corpus"))
        pages = folder.as_uri()
        page = self.open(f"{pages}/index.html#q=мост&type=indirect", "body[data-ready=all]")
        self.shot(page, "site-search")
        page.close()
        page = self.open(f"{pages}/articles/{ARTICLE}.html#quote-7", ".kavychki .text")
        self.shot(page, "site-article")
        page.close()
        page = self.open(f"{pages}/statistics.html", ".chart", color_scheme="dark")
        self.shot(page, "site-statistics")
        page.close()

    def open(self, url: str, ready: str = "body[data-ready]", **options: object) -> Page:
        """The page, ready."""
        page = self.browser.new_page(**{"viewport": {"width": 1120, "height": 700}, **options})  # type: ignore[arg-type]
        page.goto(url)
        page.wait_for_selector(ready)
        return page

    def select(self, page: Page, words: str) -> None:
        """Select words by keyboard, as an annotator does; their first word must stand nowhere before them."""
        page.evaluate("document.activeElement.blur()")
        page.locator("#reading").evaluate("element => { element.scrollTop = 0 }")
        first, *others = words.split()
        while page.locator("#announcements").inner_text() != first:
            page.keyboard.press("ArrowRight")
        press(page, *["Shift+ArrowRight"] * len(others))

    def shot(self, page: Page, name: str) -> None:
        """Write a picture, with few colours so that it is small."""
        page.wait_for_timeout(600)
        picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
        reduced = picture.quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE)
        path = self.target / f"{name}.png"
        reduced.save(path, optimize=True)
        print(f"{path.name}: {path.stat().st_size // 1024} kB")


def press(page: Page, *keys: str) -> None:
    """Press keys one after another; ``j*3`` presses three times."""
    for key in keys:
        name, _, times = key.partition("*")
        for _ in range(int(times or 1)):
            page.keyboard.press(name)


def draft_corpus(folder: Path) -> Path:
    """A copy of the corpus with the article as a draft and a person in the registry."""
    shutil.copytree(ROOT / "corpus", folder, ignore=shutil.ignore_patterns("passes", "waiting"))
    registry = json.loads((folder / "annotators.json").read_text(encoding="utf-8"))
    registry[ANNOTATOR] = {"kind": "person", "name": "Anna", "version": None, "description": "Annotates the pictures."}
    (folder / "annotators.json").write_text(json.dumps(registry), encoding="utf-8")
    store = Store.open(folder)
    kept = store.get(ARTICLE)
    store.put(as_draft(kept.article), kept.digest)
    return folder


def as_draft(article: Article) -> Article:
    """The article as a tool would leave it: a wrong suggestion first, and some quotes not found."""
    text = article.text or ""
    start = text.index("Дозатор")
    name = Span(start, start + len("Дозатор"), "Дозатор")
    wrong = Quote("q99", "direct", "speech", True, (name,), (), (), (), (), None)
    quotes = sorted((wrong, *article.quotes[:-4]), key=lambda quote: quote.content[0].start)
    annotation = Annotation("draft", article.annotation.annotators[:1], "1.1", "2026-11-01")
    return replace(article, quotes=tuple(quotes), topics=article.topics[:1], annotation=annotation)


def bench(corpus: Path, progress: Path) -> Workbench:
    """The workbench over the draft and a few other records."""
    ids = tuple(f"constructed-{number:04}" for number in range(4, 10))
    return Workbench(CorpusRecords(Store.open(corpus)), Corpus.open(corpus), ANNOTATOR, ids, Progress(progress))


if __name__ == "__main__":
    sys.exit(main())

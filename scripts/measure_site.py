"""Measure a site: how long it takes to write, how large it is, how fast its search is in a headless Chromium.

Usage: python scripts/measure_site.py [ARTICLES [BYTES]]

Makes a corpus of ARTICLES records (default 2000), their lines BYTES long on average (default 18000, as those of the
constructed collection), each with speakers of its own, and a site of it. Prints a Markdown table. Needs the development
extra and a chromium (on the PATH, or named in CHROMIUM).
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from kavychki.site import Source, open_source, write_site
from kavychki.site.source import Entry, Holding

SCRIPTS = Path(__file__).resolve().parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

WATCH = """new MutationObserver(() => {
  if (!window.firstList && document.querySelector("#results > li")) window.firstList = performance.now();
  if (!window.allLoaded && document.body?.dataset.ready === "all") window.allLoaded = performance.now();
}).observe(document, { subtree: true, childList: true, attributes: true });"""
"""Notes when the first list stands there, and when every quote has been loaded."""

TYPE = """async (letter) => {
  const field = document.getElementById("words");
  const began = performance.now();
  field.value += letter;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  return performance.now() - began;
}"""
"""Types a letter; milliseconds until the new list is painted."""


@dataclass(frozen=True)
class OwnSpeakers:
    """A source whose articles share no speaker; the articles of a made corpus share all of them."""

    source: Source
    name: str = "articles that were made up"

    @property
    def holdings(self) -> Mapping[str, Holding]:
        """Those of the source."""
        return self.source.holdings

    def entries(self, *, public: bool) -> Iterator[Entry]:
        """Those of the source, each speaker with a number behind its name."""
        for number, entry in enumerate(self.source.entries(public=public)):
            speakers = (replace(each, name=f"{each.name} {number}") for each in entry.article.speakers)
            yield replace(entry, article=replace(entry.article, speakers=tuple(speakers)))


def main() -> int:
    """Make, measure, print; returns the exit status."""
    articles = sys.argv[1] if len(sys.argv) > 1 else "2000"
    size = sys.argv[2] if len(sys.argv) > 2 else "18000"  # noqa: PLR2004
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        print("no chromium: install it, or name one in CHROMIUM", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        corpus, site = Path(name) / "corpus", Path(name) / "site"
        subprocess.run([sys.executable, str(SCRIPTS / "make_corpus.py"), str(corpus), articles, size], check=True)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        print("| what | measured |\n| --- | ---: |")
        for what, measured in (*written(corpus, site), *sizes(site), *searched(browser, site)):
            print(f"| {what} | {measured} |")
        browser.close()
    return 0


def written(corpus: Path, site: Path) -> Iterator[tuple[str, str]]:
    """How long the site takes, and what is in it."""
    began = time.perf_counter()
    report = write_site(site, OwnSpeakers(open_source(corpus)))
    yield "writing the site", f"{time.perf_counter() - began:.1f} s"
    yield "articles, quotes, speakers", f"{report.articles:,}, {report.quotes:,}, {report.speakers:,}"
    yield "whole site", f"{report.bytes / 1e6:.1f} MB"


def sizes(site: Path) -> Iterator[tuple[str, str]]:
    """How large pages and data are."""
    for folder in ("articles", "speakers"):
        pages = sorted(path.stat().st_size for path in (site / folder).iterdir())
        yield f"a page of {folder}, median and largest", f"{pages[len(pages) // 2] / 1e3:.0f}, {pages[-1] / 1e3:.0f} kB"
    data = {path.name: path.stat().st_size for path in (site / "data").iterdir()}
    yield "data for the first list", f"{data['articles.js'] / 1e6:.2f} MB"
    yield "data of the quotes", f"{(sum(data.values()) - data['articles.js']) / 1e6:.2f} MB in {len(data) - 1} scripts"


def searched(browser: Browser, site: Path) -> Iterator[tuple[str, str]]:
    """How fast the search page is, each time in a fresh page."""
    opened = [(page.evaluate("firstList"), page.evaluate("allLoaded")) for page in fresh(browser, site, 5)]
    yield "first list, median of 5", f"{statistics.median(first for first, _ in opened):.0f} ms"
    yield "every quote searched, median of 5", f"{statistics.median(last for _, last in opened):.0f} ms"
    first, later = [], []
    for page in fresh(browser, site, 3):
        words = page.evaluate("kavychki.data.quotes.content.find((said) => said.length > 40).slice(0, 16)")
        times = [page.evaluate(TYPE, letter) for letter in words]
        first.append(times[0])
        later += times[1:]
    yield "first key, until painted", f"{statistics.median(first):.0f} ms"
    yield "later keys, median and slowest", f"{statistics.median(later):.0f}, {max(later):.0f} ms"


def fresh(browser: Browser, site: Path, times: int) -> Iterator[Page]:
    """The search page, loaded anew each time."""
    for _ in range(times):
        page = browser.new_page()
        page.add_init_script(WATCH)
        page.goto((site / "index.html").as_uri())
        page.wait_for_selector("body[data-ready=all]")
        yield page
        page.close()


if __name__ == "__main__":
    sys.exit(main())

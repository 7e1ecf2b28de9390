"""The corpus of this repository: valid, canonical, complete, and without a text that may not be shipped."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from kavychki import Article, Corpus, build, hydrate, read_articles, validate
from kavychki.hydration import TextStore
from kavychki.io.records import read_shard
from kavychki.model import Quote
from kavychki.schema.documents import Schema
from kavychki.text import canonical_text
from kavychki.validation.formatting import canonical_shard

CORPUS = ROOT / "corpus"
LONGEST_NAME = 40
"""Code points: no sentence of a text that may not be shipped fits into a name or role of this length."""


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.open(CORPUS)


@pytest.fixture(scope="module")
def constructed(corpus: Corpus) -> list[Article]:
    return list(read_articles(corpus, "constructed"))


def test_it_is_valid_and_canonical(corpus: Corpus) -> None:
    assert list(validate(CORPUS)) == []
    for shard in (*corpus.shards(), *corpus.passes()):
        content = shard.path.read_bytes()
        assert canonical_shard(content) == content


def test_collections_that_may_not_be_shipped_hold_no_text(corpus: Corpus) -> None:
    for shard in (*corpus.shards(), *corpus.passes()):
        if corpus.collections[shard.collection].redistributable:
            continue
        for article in read_shard(shard):
            assert article.text is None
            assert '"text":"' not in shard.path.read_text(encoding="utf-8")
            assert all(len(part or "") <= LONGEST_NAME for each in article.speakers for part in (each.name, each.role))


def test_adjudicated_records_have_their_two_passes(corpus: Corpus) -> None:
    passes: dict[str, set[str]] = {}
    for shard in corpus.passes():
        for article in read_shard(shard):
            assert article.annotation.status == "single"
            passes.setdefault(article.id, set()).update(article.annotation.annotators)
    for article in read_articles(corpus):
        if article.annotation.status == "adjudicated":
            assert passes[article.id] == set(article.annotation.annotators[:2])
        else:
            assert article.annotation.status == "single"
            assert set(article.annotation.annotators) <= passes[article.id]


def test_nothing_is_called_human(corpus: Corpus) -> None:
    assert {annotator.kind for annotator in corpus.annotators.values()} == {"model", "tool"}


def test_constructed_articles_are_of_the_length_of_news(constructed: list[Article]) -> None:
    assert len(constructed) >= 24
    for article in constructed:
        words = [word for word in (article.text or "").split() if any(map(str.isalpha, word))]
        assert 150 <= len(words) <= 500, article.id
    openings = [(article.text or "").split("\n\n")[1].split()[:3] for article in constructed]
    assert len(set(map(tuple, openings))) == len(openings)


def test_constructed_articles_show_what_they_were_written_for(constructed: list[Article]) -> None:
    quotes = [(article, quote) for article in constructed for quote in article.quotes]
    kinds = {(article.id, speaker.id): speaker for article in constructed for speaker in article.speakers}

    def spoken_by(article: Article, quote: Quote) -> set[str]:
        return {kinds[article.id, identifier].kind for identifier in quote.speakers}

    assert {quote.type for _, quote in quotes} == set(Schema.at().vocabulary("quote-type"))
    assert {quote.medium for _, quote in quotes} == set(Schema.at().vocabulary("medium"))
    assert {quote.factual for _, quote in quotes} == {True, False}
    assert {kind for each in quotes for kind in spoken_by(*each)} == set(Schema.at().vocabulary("speaker-kind"))
    assert any(quote.parent for _, quote in quotes)
    assert any(len(quote.content) > 1 for _, quote in quotes)
    assert any(len(quote.speakers) > 1 for _, quote in quotes)
    assert any(quote.addressees for _, quote in quotes)
    assert any(span.text in {"он", "она", "его", "её", "ее"} for _, quote in quotes for span in quote.source)
    assert {speaker.anonymity for speaker in kinds.values()} == set(Schema.at().vocabulary("anonymity"))
    assert any(not article.quotes for article in constructed)
    assert any(quote.content[0].start <= article.title.end for article, quote in quotes if article.title)
    stretches = [(article.text or "")[quote.content[0].start : quote.content[-1].end] for article, quote in quotes]
    assert any("\n\n" in stretch for stretch in stretches)


def test_press_is_hydrated_under_any_name_and_built(corpus: Corpus, shared: Path, tmp_path: Path) -> None:
    (source,) = (shared / "texts" / "press").glob("*.txt")
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies" / "renamed").write_bytes(source.read_bytes() + b"\r\n")
    report = hydrate("press", tmp_path / "copies", corpus=corpus)
    assert list(report.found) == ["press-000950361071c322e63"]
    assert list(validate(CORPUS, texts=TextStore.default().get)) == []
    built = build(tmp_path / "out", corpus=corpus)
    assert built.collections["press"].missing == 0
    assert built.private


def test_no_stretch_of_a_shared_text_is_tracked(shared: Path) -> None:
    check = shared / "check_foreign_text.py"
    done = subprocess.run([sys.executable, str(check), str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_texts_of_the_corpus_are_canonical(constructed: list[Article]) -> None:
    for article in constructed:
        assert article.text is not None
        assert canonical_text(article.text) == article.text == article.text.strip()


def test_articles_that_wait_are_canonical_and_not_yet_records(constructed: list[Article]) -> None:
    ids = {article.id for article in constructed}
    for path in (CORPUS / "constructed" / "waiting").glob("*.txt"):
        assert path.stem not in ids
        text = path.read_text(encoding="utf-8")
        assert canonical_text(text) == text == text.strip()

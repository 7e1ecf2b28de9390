from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import datasets
import pytest

import kavychki
from conftest import Run
from kavychki import Article, Corpus, build, hydrate
from kavychki.errors import CorpusError
from kavychki.hydration import Hydrator, LocalRecords, TextStore
from kavychki.hydration.alignment import align
from kavychki.hydration.fingerprints import Fingerprint
from kavychki.hydration.matching import HydrationReport
from kavychki.model import Span
from kavychki.model.surfaces import with_text
from samples import line
from upstream_sample import ANNOTATION, ID, TEXT, upstreamed, write_copies, write_upstream_corpus

LOCAL = f"{ID}-local"


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus.open(write_upstream_corpus(tmp_path / "corpus"))


def realign(corpus: Corpus, folder: Path, text: str, annotation: str | None = ANNOTATION) -> HydrationReport:
    return hydrate("upstreamed", write_copies(folder, text, annotation), corpus=corpus, realign=True)


def local_article(corpus: Corpus) -> Article:
    found = Hydrator(corpus, TextStore.default()).hydrated(upstreamed())
    assert found is not None
    assert found.local
    return found.article


def surfaces(article: Article) -> list[str | None]:
    spans = [span for quote in article.quotes for span in (*quote.content, *quote.cue, *quote.source)]
    spans += [span for speaker in article.speakers for span in speaker.mentions]
    spans += [span for entity in article.entities or () for span in entity.spans]
    return [span.text for span in spans] + [article.title.text if article.title else None]


EDITS = {
    "a line before": "Обновлено в 12:40\n\n" + TEXT,
    "a sentence between": TEXT.replace("Жители считают", "Школа открыта. Лавка тоже открыта.\n\nЖители считают"),
    "a sentence without spans": TEXT.replace("с понедельника", "со вторника"),
    "a sentence taken out": TEXT.replace(TEXT.splitlines()[4] + "\n\n", ""),
    "line breaks": TEXT.replace("\n\n", "\n"),
    "the words around an entity": TEXT.replace("паром ходит раз в час", "паром ходит примерно раз в час"),
    "kinds of spaces": TEXT.replace("сказал мэр", "сказал\u00a0мэр"),
    "a dash": TEXT.replace(" — Ждите", " – Ждите"),
    "the end": TEXT + "\nПодписывайтесь.\n" * 2 + "Ещё строка, которой не было\n",
}


@pytest.mark.parametrize("text", EDITS.values(), ids=EDITS.keys())
def test_every_span_is_found_again_and_the_record_is_marked_local(corpus: Corpus, tmp_path: Path, text: str) -> None:
    report = realign(corpus, tmp_path / "copies", text)
    if report.found:
        assert text.startswith(("Обновлено", TEXT)), "the whole text stands within it, which is better still"
        return
    assert (report.local, report.refused, report.complete) == ((ID,), (), True)
    article = local_article(corpus)
    assert article.id == LOCAL
    assert article.text == text
    original = with_text(replace(upstreamed(), entities=()), TEXT)
    assert surfaces(replace(article, entities=())) == surfaces(original)
    names = ["Вьюнку", "мэр", "Пётр Ветров", "Липовке", "раз", "час"]
    assert [span.text for each in article.entities or () for span in each.spans] == names


REFUSED = {
    "a quote": (TEXT.replace("«Мост закрыт, —", "«Мост совсем закрыт, —"), "/quotes/0/content/0 [28, 39)"),
    "a headline": (TEXT.replace("Вьюнку закрыли", "Вьюнку перекрыли"), "/title [0, 25)"),
    "words between the parts of a quote's speaker": (TEXT.replace("обещания", "посулы"), "/quotes/2/content/0"),
}


@pytest.mark.parametrize(("text", "place"), REFUSED.values(), ids=REFUSED.keys())
def test_a_span_that_is_not_found_again_refuses_the_record_and_is_named(
    corpus: Corpus, tmp_path: Path, text: str, place: str
) -> None:
    report = realign(corpus, tmp_path / "copies", text)
    assert report.local == ()
    (refusal,) = report.refused
    assert place in str(refusal)
    assert "not found again in" in refusal.reason
    assert not report.complete
    assert not (tmp_path / "data").exists()


def test_an_entity_whose_words_stand_twice_in_the_changed_sentence_refuses(corpus: Corpus, tmp_path: Path) -> None:
    text = TEXT.replace("В Липовке паром", "В Липовке, то есть в Липовке, паром")
    (refusal,) = realign(corpus, tmp_path / "copies", text).refused
    assert "/entities/3/spans/0" in str(refusal)


def test_without_fingerprint_or_file_nothing_is_carried_over(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (refusal,) = hydrate("upstreamed", tmp_path / "empty", corpus=corpus, realign=True).refused
    assert "no file comes near" in refusal.reason
    (corpus.path / "upstreamed" / "fingerprints.tsv").unlink()
    (refusal,) = realign(corpus, tmp_path / "copies", EDITS["line breaks"]).refused
    assert "no fingerprint" in refusal.reason


def test_without_upstreams_annotation_the_rest_is_carried_over(corpus: Corpus, tmp_path: Path) -> None:
    report = realign(corpus, tmp_path / "copies", EDITS["line breaks"], annotation=None)
    assert report.local == (ID,)
    assert local_article(corpus).entities is None
    assert build(tmp_path / "out", corpus=corpus).collections["upstreamed"].without_entities == 1


def test_the_corpus_is_left_as_it_was_and_the_build_says_what_is_local(
    corpus: Corpus, tmp_path: Path, kavychki_command: Run
) -> None:
    before = {path: path.read_bytes() for path in corpus.path.rglob("*") if path.is_file()}
    copies = write_copies(tmp_path / "copies", EDITS["a sentence between"])
    done = kavychki_command("hydrate", "upstreamed", "--corpus", corpus.path, "--from", copies, "--realign")
    assert done.returncode == 0, done.stderr
    assert f"a local record stands in for it, {LOCAL}" in done.stdout
    assert {path: path.read_bytes() for path in corpus.path.rglob("*") if path.is_file()} == before
    assert [path.name for path in (tmp_path / "data" / "local").rglob("*.json")] == [f"{ID}.json"]
    done = kavychki_command("build", "--corpus", corpus.path, "--out", tmp_path / "out")
    assert "1 are local" in done.stdout
    assert "1 of its articles are local" in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "out" / "build.json").read_bytes())["collections"]["upstreamed"]["local"] == 1
    rows = datasets.load_dataset(str(tmp_path / "out"), "quotes", split="validation")
    assert set(rows["article_id"]) == {LOCAL}
    assert rows[0]["content"] == "Мост закрыт … Ждите до осени!"


def test_the_true_text_takes_the_place_of_a_local_record(corpus: Corpus, tmp_path: Path) -> None:
    realign(corpus, tmp_path / "copies", EDITS["a sentence between"])
    assert kavychki.load("articles", corpus=corpus.path, split="validation")["id"] == [LOCAL]
    hydrate("upstreamed", write_copies(tmp_path / "true"), corpus=corpus)
    assert kavychki.load("articles", corpus=corpus.path, split="validation")["id"] == [ID]


def test_a_record_that_changed_leaves_its_local_record_behind(corpus: Corpus, tmp_path: Path) -> None:
    realign(corpus, tmp_path / "copies", EDITS["a sentence between"])
    changed = replace(upstreamed(), topics=("medtop:20000593", "medtop:20000639"))
    (corpus.path / "upstreamed" / "articles.jsonl").write_bytes(line(changed))
    assert Hydrator(corpus, TextStore.default()).hydrated(changed) is None


def test_a_broken_local_record_is_said(tmp_path: Path) -> None:
    path = tmp_path / "data" / "local" / "upstreamed" / f"{ID}.json"
    path.parent.mkdir(parents=True)
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(CorpusError, match="no local record: delete the file"):
        LocalRecords.default().get(upstreamed())


# Alignment

SENTENCE = "Предложение номер {} довольно длинное, чтобы стоять в отпечатке совсем одно и без соседей рядом."


def numbered(*numbers: object) -> str:
    return "\n".join(SENTENCE.format(number) for number in numbers)


def shifts(before: str, after: str) -> list[int | None]:
    return list(align(Fingerprint.of("x-1", before), after).shifts)


LENGTH = len(SENTENCE.format(1)) + 1


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ((1, 2, 3), (1, 2, 3), [0, 0, 0]),
        ((1, 2, 3), (1, 9, 2, 3), [0, LENGTH, LENGTH]),
        ((1, 2, 3), (1, 3), [0, None, -LENGTH]),
        ((1, 2, 3), (8, 9), [None, None, None]),
        ((1, 2, 3, 4), (1, 3, 4, 2), [0, None, -LENGTH, -LENGTH]),
        ((1, 2), (1, 2, 2), [0, None]),
        ((1, 2, 3, 2), (1, 2, 3, 2), [0, 0, 0, 0]),
        ((1, 2, 2, 3), (1, 2, 3), [0, None, None, -LENGTH]),
        ((1, 2, 3, 2), (1, 3, 2), [0, None, -LENGTH, -LENGTH]),
    ],
)
def test_blocks_count_where_their_place_is_the_only_one(
    before: tuple[int, ...], after: tuple[int, ...], found: list[int | None]
) -> None:
    assert shifts(numbered(*before), numbered(*after)) == found


def test_a_span_over_several_stretches_is_carried_where_only_white_space_parts_them() -> None:
    whole = Span(5, 2 * LENGTH + 5)
    fingerprint = Fingerprint.of("x-1", numbered(1, 2, 3))
    spread = align(fingerprint, numbered(1, 2, 3).replace("\n", "\n\n"))
    assert spread.carried(whole) == Span(5, 2 * LENGTH + 7)
    assert align(fingerprint, numbered(1, 2, 9, 3)).carried(whole) is None
    assert align(fingerprint, numbered(1, 2, 9, 3)).carried(Span(5, LENGTH + 5)) == Span(5, LENGTH + 5)
    assert align(fingerprint, numbered(1, 2, 3)).carried(Span(5, 4 * LENGTH)) is None

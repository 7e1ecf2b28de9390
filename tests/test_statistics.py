"""Statistics: what is counted, in tables, sentences and pictures, of a corpus and of a build."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from annotated import articles as any_articles
from conftest import ROOT, Run
from kavychki import Corpus, build, read_articles
from kavychki.dataset.reading import read_build
from kavychki.errors import DatasetError
from kavychki.metrics import agreement
from kavychki.model import Article
from kavychki.model.surfaces import without_text
from kavychki.plotting import FORMATS
from kavychki.schema.documents import Schema
from kavychki.statistics import Census, agreement_of_passes, census_of, tables
from kavychki.statistics.columnar import add_columns
from kavychki.statistics.cube import Cube
from kavychki.statistics.formats import csv_text, json_text, markdown
from kavychki.statistics.gender import checked, gender_of
from kavychki.statistics.pictures import description, pictures
from kavychki.statistics.sentences import agreement_sentences, measured_biases
from kavychki.statistics.tables import quantiles
from kavychki.validation.columnar import QuickChecker
from samples import TEXT, article, line, text_free, write_corpus

IDS = [f"constructed-{number}" for number in range(9001, 9013)]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus.open(write_corpus(tmp_path / "corpus", *map(article, IDS), text_free()))


@pytest.fixture
def census(corpus: Corpus) -> Census:
    return census_of(corpus, read_articles(corpus))


def with_passes(corpus: Corpus, collection: str, **passes: list[Article]) -> None:
    folder = corpus.path / collection / "passes"
    folder.mkdir(parents=True)
    for name, articles in passes.items():
        (folder / f"{name}.jsonl").write_bytes(b"".join(map(line, articles)))


def rows(census: Census, name: str) -> list[dict[str, object]]:
    table = tables(census)[name]
    return [dict(zip(table.header, row, strict=True)) for row in table.rows]


def test_what_each_collection_holds(census: Census, corpus: Corpus) -> None:
    constructed, press = rows(census, "sizes")
    assert {key: constructed[key] for key in ("articles", "quotes", "speakers", "entities", "with text")} == {
        "articles": len(IDS),
        "quotes": 3 * len(IDS),
        "speakers": 2 * len(IDS),
        "entities": len(IDS) * len(article().entities or ()),
        "with text": len(IDS),
    }
    assert (press["articles"], press["with text"], press["test"]) == (1, 0, 1)
    assert sum(int(str(constructed[split])) for split in ("train", "validation", "test")) == len(IDS)
    named = [row[0] for row in tables(census, collections=corpus.collections)["sizes"].rows]
    assert named == ["constructed", "press", "upstreamed"], "what holds nothing yet is named"


def test_text_free_records_count_as_those_with_text(census: Census) -> None:
    for name in ("quotes", "topics", "genres", "entities"):
        for row in rows(census, name):
            assert row["constructed"] == len(IDS) * int(str(row["press"]))
    assert [row["median"] for row in rows(census, "lengths") if row["lengths of"] == "direct quotes"] == [26, 26]
    assert next(row["smallest"] for row in rows(census, "lengths") if row["lengths of"] == "articles") == len(TEXT)


def test_traits_of_quotes(census: Census) -> None:
    counts = {row["quotes"]: row["press"] for row in rows(census, "quotes")}
    assert counts == {
        "type direct": 1,
        "type indirect": 1,
        "type mixed": 1,
        "medium speech": 2,
        "medium writing": 0,
        "medium thought": 1,
        "not factual": 0,
        "discontinuous": 1,
        "nested": 0,
        "without cue": 0,
        "without source": 0,
        "several speakers": 0,
        "speaker unknown": 0,
    }


def test_speakers_by_kind_gender_and_what_they_say(census: Census) -> None:
    person, group = (row for row in rows(census, "speakers") if row["collection"] == "press")
    assert (person["kind"], person["named"], person["quotes"]) == ("person", 1, 2)
    assert (group["kind"], group["partial"], group["quotes"]) == ("group", 1, 1)
    said = next(
        row for row in rows(census, "gender") if (row["collection"], row["named persons"]) == ("press", "quotes")
    )
    assert (said["female"], said["male"], said["unknown"], said["share of female"]) == (0, 2, 0, 0.0)


def test_statuses_say_the_kind_of_annotator_where_it_is_known(census: Census, corpus: Corpus) -> None:
    assert tables(census)["statuses"].rows[0] == ["constructed", "single", "tester", "1.0", len(IDS)]
    assert tables(census, annotators=corpus.annotators)["statuses"].rows[0][2] == "tool"


def test_two_censuses_add_up(corpus: Corpus, census: Census) -> None:
    one, other = (census_of(corpus, list(read_articles(corpus))[part]) for part in (slice(4), slice(4, None)))
    one.update(other)
    assert one == census


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 2), st.sampled_from("xy"))))
def test_a_cube_projects_as_counting_does(items: list[tuple[str, int, str]]) -> None:
    cube = Cube(("one", "two", "three"))
    for item in items:
        cube.add(*item)
    assert cube.by("three", "one") == Counter((three, one) for one, _, three in items)
    assert cube.total(two=1, three="x") == sum(two == 1 and three == "x" for _, two, three in items)
    assert cube.values("two", one="a") == sorted({two for one, two, _ in items if one == "a"})


@given(st.lists(st.integers(0, 50), min_size=1), st.lists(st.floats(0, 1), max_size=4))
def test_quantiles_are_those_of_the_values(values: list[int], shares: list[float]) -> None:
    assert quantiles(Counter(values), shares) == [int(np.quantile(values, q, method="inverted_cdf")) for q in shares]


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Пётр Ветров", "male"),
        ("Анна Коваленко", "female"),
        ("А. П. Гарусова", "female"),
        ("Гарусов", "male"),
        ("А.П.Гарусов", "male"),
        ("Виктория Иваницкая-Клюева", "female"),
        ("Саша Ильинична", "female"),
        ("Мари-Одиль Штерн", "female"),
        ("Саша Коваленко", None),
        ("Эргаш Тошматов", "male"),
        ("Коваленко", None),
        ("Сигне Дальгор", None),
        ("житель посёлка", None),
        ("мать Ивана", None),
        ("bird_42", None),
        ("И.", None),
        ("", None),
    ],
)
def test_the_gender_that_a_name_tells(name: str, gender: str | None) -> None:
    assert gender_of(name) == gender


def test_the_gender_of_checked_names_is_seldom_wrong() -> None:
    found = checked()
    told = found.names - found.unknown
    assert found.names >= 200
    assert told / found.names > 0.8
    assert found.wrong / told < 0.02


def test_agreement_is_reckoned_collection_by_collection_and_without_text(corpus: Corpus) -> None:
    # The same ids in the passes of two collections must not meet, and offsets alone must do.
    left, right = [article(name) for name in IDS], [article(name, quotes=[]) for name in IDS[:3]]
    with_passes(corpus, "constructed", a=left, b=right)
    free = [text_free(f"press-{n}") for n in range(9001, 9004)]
    with_passes(corpus, "press", a=free, b=free[:2], c=free[1:])
    found = agreement_of_passes(corpus)
    assert [(each.collection, each.left, each.right, each.agreement.articles) for each in found] == [
        ("constructed", "a", "b", 3),
        ("press", "a", "b", 2),
        ("press", "a", "c", 2),
        ("press", "b", "c", 1),
    ]
    assert {each.value for each in found[1].agreement.measures if each.layer == "quotes"} == {1.0}
    assert {each.value for each in found[0].agreement.measures if each.layer == "quotes" and not each.label} != {1.0}


def test_agreement_of_text_free_passes_is_that_of_the_same_with_text() -> None:
    left = [article(name) for name in IDS]
    moved = {"type": "indirect", "content": "ремонт", "cue": ["По", "словам"], "source": "его", "speakers": ["s1"]}
    right = [article(name, quotes=[moved]) for name in IDS]
    free = [[without_text(each) for each in side] for side in (left, right)]
    assert agreement(*free, samples=20) == agreement(left, right, samples=20)


def test_a_collection_without_two_passes_has_no_agreement(corpus: Corpus) -> None:
    with_passes(corpus, "constructed", a=[article(IDS[0])], b=[article(IDS[1])])
    with_passes(corpus, "press", a=[text_free()])
    assert agreement_of_passes(corpus) == []


def test_sentences_say_what_is_counted(census: Census, corpus: Corpus) -> None:
    said = measured_biases(census)
    assert (
        "press: quotes by kind of speaker: person 67 %, organization 0 %, group 33 %, media 0 %, document 0 %." in said
    )
    assert any("of 12 named persons whose name tells their gender 0 % are female" in each for each in said)
    assert f"constructed: genres, with articles: regional {len(IDS)}." in said
    with_passes(corpus, "press", a=[text_free()], b=[text_free()])
    (sentence,) = agreement_sentences(agreement_of_passes(corpus))
    assert sentence.startswith("press: a and b over 1 article: quotes 1.000 (F1, exact), ")


def test_formats_hold_the_same_values(census: Census) -> None:
    found = tables(census)
    assert json.loads(json_text(found))["sizes"]["rows"] == rows(census, "sizes")
    read = list(csv.DictReader(io.StringIO(csv_text(found["sizes"]))))
    assert read == [{key: str(value) for key, value in row.items()} for row in rows(census, "sizes")]
    header, marks, first, *_ = markdown(found["quotes"]).splitlines()
    assert header == "| quotes | `constructed` | `press` |"
    assert marks == "| --- | ---: | ---: |"
    assert first == f"| type direct | {len(IDS)} | 1 |"


def test_pictures_are_the_same_each_time_and_name_what_they_show(census: Census, corpus: Corpus) -> None:
    with_passes(corpus, "press", a=[text_free()], b=[text_free()])
    drawn = pictures(census, agreement_of_passes(corpus))
    assert list(drawn) == ["quotes", "speakers", "topics", "lengths", "agreement-press"]
    for name, draw in drawn.items():
        svg = draw("svg")
        assert svg == draw("svg")
        assert b"<text" in svg
        assert description(name)
        size = Image.open(io.BytesIO(draw("png"))).size
        assert min(size) > 300
    words = drawn["quotes"]("svg").decode()
    assert {"press, test (3)", "direct", "indirect", "mixed", "speech"} <= set(re.findall(r">([^<>]+)</text>", words))


def test_pictures_of_several_pairs_of_passes_have_names_of_their_own(corpus: Corpus, census: Census) -> None:
    free = [text_free()]
    with_passes(corpus, "press", a=free, b=free, c=free)
    names = [name for name in pictures(census, agreement_of_passes(corpus)) if name.startswith("agreement")]
    assert names == ["agreement-press", "agreement-press-a-c", "agreement-press-b-c"]


def test_an_empty_corpus_is_counted_and_drawn(tmp_path: Path) -> None:
    corpus = Corpus.open(write_corpus(tmp_path / "corpus"))
    census = census_of(corpus, read_articles(corpus))
    assert tables(census, collections=corpus.collections)["sizes"].rows[0][1] == 0
    assert all(draw(form) for draw in pictures(census).values() for form in FORMATS)


def test_a_build_counts_as_its_corpus(corpus: Corpus, census: Census, tmp_path: Path) -> None:
    build(tmp_path / "out", corpus=corpus)
    found = Census()
    for each, split in read_build(tmp_path / "out"):
        found.add(each, split)
    assert found == census


def columns_of(corpus: Corpus, found: list[Article]) -> pa.StructArray:
    """Articles as the columns that the quick checks read."""
    records = QuickChecker(Schema.at(), corpus)._read(b"".join(map(line, found)))
    assert records is not None
    return records


def test_columns_of_the_corpus_count_as_its_articles() -> None:
    corpus = Corpus.open(ROOT / "corpus")
    found = list(read_articles(corpus, "constructed"))
    one_by_one, at_once = Census(), Census()
    for each in found:
        one_by_one.add(each, "train")
    add_columns(at_once, columns_of(corpus, found[:7]), "train")
    add_columns(at_once, columns_of(corpus, found[7:]), "train")
    assert at_once == one_by_one
    assert {type(value) for key in at_once.quotes.counts for value in key} == {str, int}


@settings(max_examples=100, deadline=None)
@given(found=st.lists(any_articles(), min_size=1, max_size=6))
def test_columns_of_any_articles_count_as_these(found: list[Article]) -> None:
    found = [replace(each, collection=found[0].collection) for each in found]
    one_by_one, at_once = Census(), Census()
    for each in found:
        one_by_one.add(each, "test")
    add_columns(at_once, columns_of(Corpus.open(ROOT / "corpus"), found), "test")
    for cube in fields(Census):
        assert getattr(at_once, cube.name) == getattr(one_by_one, cube.name), cube.name


def test_articles_of_a_build_are_those_of_the_corpus(corpus: Corpus, tmp_path: Path) -> None:
    build(tmp_path / "out", corpus=corpus)
    read = sorted((each.article for each in read_build(tmp_path / "out")), key=lambda each: each.id)
    assert read == sorted(read_articles(corpus), key=lambda each: each.id)


def test_stats_prints_and_writes(kavychki_command: Run, corpus: Corpus, tmp_path: Path) -> None:
    with_passes(corpus, "press", a=[text_free()], b=[text_free()])
    printed = kavychki_command("stats", corpus.path)
    assert printed.returncode == 0
    assert "| `press` | 1 | 3 | 2 |" in printed.stdout
    assert "kavychki agree" in printed.stdout
    as_json = json.loads(kavychki_command("stats", corpus.path, "--json").stdout)
    assert as_json["agreement"]["rows"][0]["collection"] == "press"
    done = kavychki_command("stats", corpus.path, "--out", tmp_path / "deep" / "out")
    assert done.returncode == 0, done.stderr
    written = {path.name for path in (tmp_path / "deep" / "out").iterdir()}
    assert {"statistics.md", "statistics.json", "gender.csv", "speakers.svg", "speakers.png"} <= written
    assert {"agreement.csv", "agreement-press.svg"} <= written
    build(tmp_path / "built", corpus=corpus)
    of_build = kavychki_command("stats", tmp_path / "built", "--out", tmp_path / "tables", "--no-pictures")
    assert of_build.returncode == 0
    assert not list((tmp_path / "tables").glob("*.svg"))
    for name in ("sizes", "topics", "lengths"):
        texts = [(folder / f"{name}.csv").read_text() for folder in (tmp_path / "tables", tmp_path / "deep" / "out")]
        assert texts[0] == texts[1].replace("upstreamed,0,0,0,0,0,0,0,0\n", "")


def test_stats_says_what_it_cannot_count(kavychki_command: Run, corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    done = kavychki_command("stats", "other")
    assert (done.returncode, done.stdout) == (2, "")
    assert "neither a corpus (it has no collections.json) nor a build" in done.stderr
    build(tmp_path / "built", corpus=corpus)
    broken = next((tmp_path / "built" / "standoff").glob("*.parquet"))
    broken.write_bytes(b"PAR1")
    done = kavychki_command("stats", "built")
    assert done.returncode == 2
    assert broken.name in done.stderr
    assert "build it anew" in done.stderr
    assert "Traceback" not in done.stderr
    for path in (tmp_path / "built" / "standoff").iterdir():
        path.unlink()
    with pytest.raises(DatasetError, match="build it anew"):
        list(read_build(tmp_path / "built"))


def test_without_matplotlib_pictures_say_what_to_install(corpus: Corpus, tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = sys.modules['matplotlib.figure'] = None\n"
        "from kavychki.cli.main import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", code, "stats", str(corpus.path), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'kavychki[plot]'" in done.stderr
    assert not (tmp_path / "out").exists(), "all or nothing"
    assert subprocess.run([*command, "--no-pictures"], capture_output=True, check=False).returncode == 0


def test_every_drawn_picture_is_shown_in_the_documents() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    shown = {name for page in pages for name in re.findall(r"images/statistics/([\w-]+\.svg)", page.read_text("utf-8"))}
    assert shown == {path.name for path in (ROOT / "docs" / "images" / "statistics").iterdir()}

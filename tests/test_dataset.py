from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import datasets
import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

import kavychki
from kavychki import Corpus, build
from kavychki.dataset.build import InvalidCorpusError
from kavychki.dataset.configs import configs
from kavychki.dataset.features import arrow_schema
from kavychki.errors import CorpusError, DatasetError
from kavychki.hydration import TextStore
from kavychki.model import SplitPolicy
from kavychki.model.split import split_of
from samples import PRESS_TEXT, TEXT, article, line, text_free, write_corpus

NAMES = [config.name for config in configs()]
IDS = [f"constructed-{number}" for number in range(9001, 9031)]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus.open(write_corpus(tmp_path / "corpus", *map(article, IDS), text_free()))


@pytest.fixture
def built(corpus: Corpus, tmp_path: Path) -> Path:
    build(tmp_path / "out", corpus=corpus)
    return tmp_path / "out"


def folder_bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("streaming", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_every_config_loads(built: Path, name: str, streaming: bool) -> None:
    loaded = datasets.load_dataset(str(built), name, streaming=streaming)
    assert set(loaded) == {"train", "validation", "test"}
    rows = [row for split in loaded.values() for row in split]
    ids = {row.get("article_id", row.get("id")) for row in rows}
    if name == "qa":
        ids = {"-".join(identifier.split("-")[:2]) for identifier in ids}
    assert ids == set(IDS) | ({"press-9001"} if name == "standoff" else set())
    features = next(iter(loaded.values())).features
    assert features == next(config.features for config in configs() if config.name == name)


def test_articles_come_back_as_they_went_in(built: Path) -> None:
    loaded = datasets.load_dataset(str(built))
    for split in loaded.values():
        for row in split:
            assert words(row, split.features) == article(row["id"]).to_dict()


def words(value: Any, feature: Any) -> Any:
    """A row with the words of its vocabularies instead of their numbers."""
    if isinstance(feature, dict):
        return None if value is None else {key: words(value[key], feature[key]) for key in feature}
    if isinstance(feature, datasets.List):
        return [words(item, feature.feature) for item in value]
    return feature.int2str(value) if isinstance(feature, datasets.ClassLabel) else value


def test_a_quote_row_says_who_said_what_where(built: Path) -> None:
    quotes = datasets.load_dataset(str(built), "quotes", split="train")
    row = words(quotes[0], quotes.features)
    assert row["content"] == "Мост закрыт … Ждите до осени!"
    assert row["text"] == "Мост закрыт, — сказал мэр Пётр Ветров. — Ждите до осени!"
    assert (row["cue"], row["source"], row["type"]) == ("сказал", "мэр Пётр Ветров", "direct")
    assert (row["speaker_name"], row["speaker_kind"], row["speaker_role"]) == ("Пётр Ветров", "person", "мэр")
    paragraph = TEXT.split("\n\n")[1]
    assert row["paragraph"] == paragraph
    assert TEXT[row["paragraph_start"] :].startswith(paragraph)
    assert row["origin"] == "constructed"


def test_topics_carry_labels_and_the_level_above(built: Path) -> None:
    topics = datasets.load_dataset(str(built), "topics", split="train")
    row = words(topics[0], topics.features)
    assert (row["topics"], row["labels_en"]) == (["medtop:20000593"], ["government"])
    assert row["top_topics"] == ["medtop:11000000"]


def test_a_rebuild_with_other_content_loads_as_the_new_content(corpus: Corpus, tmp_path: Path) -> None:
    for identifier in ("constructed-9001", "constructed-9002"):
        write_corpus(corpus.path, article(identifier))
        build(tmp_path / "out", corpus=Corpus.open(corpus.path))
        loaded = datasets.load_dataset(str(tmp_path / "out"), "articles")
        assert [row["id"] for split in loaded.values() for row in split] == [identifier]


def test_two_builds_under_one_folder_name_do_not_mix(corpus: Corpus, tmp_path: Path) -> None:
    for identifier in ("constructed-9001", "constructed-9002"):
        write_corpus(corpus.path, article(identifier))
        build(tmp_path / identifier / "out", corpus=Corpus.open(corpus.path))
    for identifier in ("constructed-9001", "constructed-9002"):
        loaded = datasets.load_dataset(str(tmp_path / identifier / "out"), "articles")
        assert [row["id"] for split in loaded.values() for row in split] == [identifier]


def test_a_repeated_build_is_the_same_to_the_byte(corpus: Corpus, built: Path, tmp_path: Path) -> None:
    before = folder_bytes(built)
    build(built, corpus=corpus)
    build(tmp_path / "elsewhere", corpus=corpus)
    assert folder_bytes(built) == before == folder_bytes(tmp_path / "elsewhere")


def test_checksums_and_card_are_those_of_the_files(built: Path) -> None:
    sums = [each.split("  ") for each in (built / "SHA256SUMS").read_text().splitlines()]
    assert {name for _, name in sums} == set(folder_bytes(built)) - {"SHA256SUMS"}
    assert all(hashlib.sha256((built / name).read_bytes()).hexdigest() == digest for digest, name in sums)
    for name in NAMES:
        info = datasets.load_dataset_builder(str(built), name).info
        sizes = {path.name.split("-")[0]: pq.read_metadata(path).num_rows for path in (built / name).iterdir()}
        assert {split: entry.num_examples for split, entry in info.splits.items()} == sizes
        assert info.download_size == sum(path.stat().st_size for path in (built / name).iterdir())
    card = (built / "README.md").read_text(encoding="utf-8")
    assert "written for this corpus" in card
    assert "**1 of its 1 articles are not in this build**" in card


def test_pandas_polars_and_duckdb_read_the_files(built: Path) -> None:
    files = str(built / "quotes" / "*.parquet")
    rows = 3 * len(IDS)
    assert sum(len(pd.read_parquet(path)) for path in sorted((built / "quotes").iterdir())) == rows
    assert pl.read_parquet(files).height == rows
    with duckdb.connect() as database:
        database.execute(f"select count(*) from '{files}' where speaker_name = 'Пётр Ветров'")
        assert database.fetchall() == [(2 * len(IDS),)]


def test_files_load_without_the_card_too(built: Path) -> None:
    path = built / "quotes" / "train-00000-of-00001.parquet"
    alone = datasets.load_dataset("parquet", data_files=str(path), split="train")
    assert alone.features == datasets.load_dataset(str(built), "quotes", split="train").features
    metadata = pq.read_schema(path).metadata[b"huggingface"].decode()
    assert '"List"' not in metadata, "datasets 3 knows no List"


def test_what_is_hydrated_is_in_and_the_card_says_that_it_is_private(corpus: Corpus, tmp_path: Path) -> None:
    TextStore.default().put(PRESS_TEXT)
    report = build(tmp_path / "out", corpus=corpus)
    assert report.private
    assert report.collections["press"].included == 1
    press = datasets.load_dataset(str(tmp_path / "out"), "articles", split="test").filter(
        lambda row: row["collection"] == "press"
    )
    assert press[0]["text"] == PRESS_TEXT
    assert press[0]["quotes"][0]["content"][0]["text"] == "Мост закрыт"
    assert "Not for redistribution" in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")


def test_an_invalid_corpus_writes_nothing(corpus: Corpus, tmp_path: Path) -> None:
    shard = corpus.path / "constructed" / "articles.jsonl"
    shard.write_bytes(shard.read_bytes() + b"{}\n")
    with pytest.raises(InvalidCorpusError) as caught:
        build(tmp_path / "out", corpus=corpus)
    assert {finding.code for finding in caught.value.findings} == {"K101"}
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".out*"))


def test_a_corpus_without_any_text_is_said(tmp_path: Path) -> None:
    corpus = Corpus.open(write_corpus(tmp_path / "corpus", text_free()))
    with pytest.raises(DatasetError, match="hydrate a collection first"):
        build(tmp_path / "out", corpus=corpus)


def test_a_kill_between_the_two_renames_is_repaired_by_the_next_build(built: Path, corpus: Corpus) -> None:
    before = folder_bytes(built)
    built.rename(built.with_name(".out.old"))
    with pytest.raises(KeyboardInterrupt):
        build(built, corpus=corpus, progress=interrupt)
    assert folder_bytes(built) == before


def interrupt(_: object) -> None:
    raise KeyboardInterrupt


def test_row_groups_are_bounded(corpus: Corpus, tmp_path: Path) -> None:
    write_corpus(corpus.path, *(article(f"constructed-{number}") for number in range(10_000, 11_500)))
    build(tmp_path / "out", corpus=corpus)
    metadata = pq.read_metadata(tmp_path / "out" / "quotes" / "train-00000-of-00001.parquet")
    assert metadata.num_row_groups > 1
    assert all(metadata.row_group(n).num_rows <= 1000 for n in range(metadata.num_row_groups))
    assert metadata.row_group(0).column(0).compression == "ZSTD"


@pytest.mark.parametrize("config", configs(), ids=NAMES)
def test_rows_have_exactly_the_columns_of_their_config(config: Any) -> None:
    for row in config.rows(article()):
        assert list(row) == list(config.features)
        assert set(arrow_schema(config.features).names) == set(row)


def test_the_hash_split_is_stable_and_near_its_shares() -> None:
    policy = SplitPolicy("hash", salt="s", validation=15, test=15)
    splits = {identifier: split_of(identifier, None, policy) for identifier in map(str, range(4000))}
    shares = Counter(splits.values())
    assert abs(shares["test"] / 4000 - 0.15) < 0.02
    assert abs(shares["validation"] / 4000 - 0.15) < 0.02
    # Written down: a change of the rule would move articles between the splits of a published corpus.
    assert [splits[str(number)] for number in range(8)] == EXPECTED_SPLITS.split()


EXPECTED_SPLITS = "test test train train train train train test"


def test_the_upstream_split_is_read_from_the_path() -> None:
    policy = SplitPolicy("upstream")
    assert split_of("x-1", "dev/1.txt", policy) == "validation"
    with pytest.raises(CorpusError, match="does not begin with"):
        split_of("x-1", "other/1.txt", policy)


def test_load_builds_once_and_again_when_the_corpus_changes(corpus: Corpus, cache: Path) -> None:
    loaded = kavychki.load("quotes", corpus=corpus.path)
    assert isinstance(loaded, datasets.DatasetDict)
    assert sum(map(len, loaded.values())) == 3 * len(IDS)
    (first,) = (cache / "datasets").iterdir()
    stamp = (first / "build.json").stat().st_mtime_ns
    kavychki.load("articles", corpus=corpus.path)
    assert (first / "build.json").stat().st_mtime_ns == stamp
    (corpus.path / "constructed" / "articles.jsonl").write_bytes(line(article()))
    assert ids(kavychki.load(corpus=corpus.path)) == {"constructed-9001"}
    TextStore.default().put(PRESS_TEXT)
    assert ids(kavychki.load(corpus=corpus.path)) == {"constructed-9001", "press-9001"}


def ids(loaded: datasets.DatasetDict) -> set[str]:
    return {row["id"] for split in loaded.values() for row in split}


def test_load_reads_a_build_and_says_what_it_cannot_read(built: Path, tmp_path: Path) -> None:
    assert len(kavychki.load("topics", path=built, split="train")) > 0
    assert next(iter(kavychki.load(path=built, split="train", streaming=True)))["text"].startswith(TEXT)
    with pytest.raises(DatasetError, match="known are articles"):
        kavychki.load("quote", path=built)
    with pytest.raises(DatasetError, match="has test, train, validation"):
        kavychki.load("quotes", path=built, split="dev")
    with pytest.raises(DatasetError, match="no dataset folder"):
        kavychki.load(path=tmp_path)


def test_build_json_says_what_made_it(built: Path) -> None:
    report = json.loads((built / "build.json").read_text())
    assert report["collections"]["press"] == {
        "records": 1,
        "included": 0,
        "redistributable": False,
        "obtain": "Ask the publisher.",
    }
    assert set(report["versions"]) == {"kavychki", "pyarrow"}

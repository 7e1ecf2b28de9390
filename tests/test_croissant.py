"""croissant.json: valid, and its records are those of the files, read offline by MLCommons' own reader."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import mlcroissant
import pyarrow.parquet as pq
import pytest
from datasets import ClassLabel, Features, List, Value

from kavychki import Corpus, build
from kavychki.dataset.configs import Config, configs
from kavychki.dataset.croissant import CONFORMS_TO, croissant, left_out
from kavychki.dataset.statement import Statement
from kavychki.hydration import TextStore
from kavychki.statistics import Census
from samples import PRESS_TEXT, article, text_free, write_corpus

# What mlcroissant calls in rdflib and pandas warns of its end.
pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The inplace keyword:DeprecationWarning"),
]

NAMES = [config.name for config in configs()]
IDS = [f"constructed-{number}" for number in range(9001, 9013)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("croissant")
    corpus = Corpus.open(write_corpus(folder / "corpus", *map(article, IDS), text_free()))
    build(folder / "out", corpus=corpus, store=TextStore(folder / "texts"))
    return folder / "out"


@pytest.fixture(scope="module")
def described(built: Path) -> mlcroissant.Dataset:
    return mlcroissant.Dataset(str(built / "croissant.json"))


def as_json(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "croissant.json").read_text(encoding="utf-8")))


def test_it_is_valid_without_a_warning(built: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        found = mlcroissant.Dataset(str(built / "croissant.json"))
    assert not found.metadata.issues.errors
    assert not found.metadata.issues.warnings
    assert not caplog.records
    assert found.metadata.ctx.conforms_to.value == CONFORMS_TO[0]


@pytest.mark.parametrize("config", configs(), ids=NAMES)
def test_records_are_the_rows_of_the_files(built: Path, described: mlcroissant.Dataset, config: Config) -> None:
    rows = []
    for path in sorted((built / config.name).glob("*.parquet")):
        rows += [{"split": path.name.split("-")[0], **row} for row in pq.read_table(path).to_pylist()]
    features = {"split": Value("string"), **config.features}
    expected = [told(row, features, config.name) for row in rows]
    found = [plain(record) for record in described.records(config.name)]
    assert sorted(found, key=repr) == sorted(expected, key=repr)


def told(row: dict[str, Any], features: dict[str, Any], path: str) -> dict[str, Any]:
    """A row as Croissant can tell it: by ids of fields, without lists in lists of structures."""
    found: dict[str, Any] = {}
    for name, feature in features.items():
        here = f"{path}/{name}"
        inner = feature.feature if isinstance(feature, List) else feature
        if not isinstance(inner, dict):
            found[here] = row[name]
            continue
        in_list = isinstance(feature, List)
        parts = {part: each for part, each in inner.items() if not (in_list and isinstance(each, List))}
        values = row[name] if in_list else [row[name] or dict.fromkeys(parts)]
        # The reader gives a structure of nothing for a list that is null.
        values = [dict.fromkeys(parts)] if values is None else values
        cut = [{f"{here}/{part}": value[part] for part in parts} for value in values]
        found[here] = cut if in_list else cut[0]
    return found


def plain(value: Any) -> Any:
    """What the reader gives, as plain values: text comes as bytes, numbers as numpy's."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, bytes):
        return value.decode()
    return value.item() if hasattr(value, "item") else value


def test_a_split_can_be_asked_for(built: Path) -> None:
    for path in (built / "quotes").glob("*.parquet"):
        split = path.name.split("-")[0]
        fresh = mlcroissant.Dataset(str(built / "croissant.json"))  # a filter changes the object that it is asked of
        records = list(fresh.records("quotes", filters={"quotes/split": split}))
        assert len(records) == pq.read_metadata(path).num_rows
        assert {record["quotes/split"] for record in records} == {split.encode()}


def test_labels_are_told_by_number_and_name(built: Path, described: mlcroissant.Dataset) -> None:
    sets = {each["@id"]: each for each in as_json(built)["recordSet"]}
    for config in configs():
        fields = {field["name"]: field for field in sets[config.name]["field"]}
        for name, feature in config.features.items():
            inner = feature.feature if isinstance(feature, List) else feature
            if isinstance(inner, ClassLabel):
                label, _ = fields[name]["references"]["field"]["@id"].rsplit("/", 1)
                records = [plain(each) for each in described.records(label)]
                expected = [{f"{label}/number": n, f"{label}/name": each} for n, each in enumerate(inner.names)]
                assert records == expected


@pytest.mark.parametrize("config", configs(), ids=NAMES)
def test_every_column_is_told_or_said_to_be_left_out(built: Path, config: Config) -> None:
    (described_set,) = (each for each in as_json(built)["recordSet"] if each["@id"] == config.name)
    paths = set()
    for field in described_set["field"]:
        paths |= {f"{field['name']}.{part['name']}" for part in field.get("subField", ())} or {field["name"]}
    wanted = {"split"}
    for name, feature in config.features.items():
        inner = feature.feature if isinstance(feature, List) else feature
        wanted |= {f"{name}.{part}" for part in inner} if isinstance(inner, dict) else {name}
    assert paths | set(left_out(config.features)) == wanted
    assert not paths & set(left_out(config.features))
    assert all(name in described_set["description"] for name in left_out(config.features))


def test_what_nests_too_deep_is_found() -> None:
    features = Features(
        {
            "a": List({"b": Value("string"), "c": List(Value("string"))}),
            "d": {"e": List(Value("int32")), "f": {"g": Value("string")}},
        }
    )
    assert left_out(features) == ["a.c", "d.f"]


def test_responsible_ai_is_said_in_both_spellings(built: Path, described: mlcroissant.Dataset) -> None:
    said = as_json(built)
    assert said["rai:dataCollectionTimeframe"] == said["rai:dataCollectionTimeFrame"] == ["2026-01-31", "2026-01-31"]
    assert said["rai:dataManipulationProtocol"] == said["rai:dataDataManipulationProtocol"]
    read = described.metadata
    assert all(date.date().isoformat() == "2026-01-31" for date in read.data_collection_timeframe)
    assert "tester (tool): Tester. An invented tool." in read.annotator_demographics
    assert "No human being has reviewed a record." in read.annotations_per_item
    for name in ("data_biases", "data_use_cases", "data_limitations", "personal_sensitive_information"):
        assert getattr(read, name)
    assert read.license == ["https://creativecommons.org/licenses/by/4.0/"]


def test_rights_in_texts_are_named_where_the_build_has_them(tmp_path: Path) -> None:
    corpus = Corpus.open(write_corpus(tmp_path / "corpus", article(), text_free()))
    TextStore.default().put(PRESS_TEXT)
    build(tmp_path / "out", corpus=corpus)
    assert "All rights reserved." in as_json(tmp_path / "out")["license"]
    words = (tmp_path / "out" / "croissant.json").read_text(encoding="utf-8")
    assert "Мост" not in words


def test_only_configs_with_rows_are_told(tmp_path: Path) -> None:
    corpus = Corpus.open(write_corpus(tmp_path / "corpus", article(quotes=[], phenomena=None)))
    build(tmp_path / "out", corpus=corpus)
    sets = {each["@id"] for each in as_json(tmp_path / "out")["recordSet"]}
    assert "articles" in sets
    assert "quotes" not in sets
    assert not mlcroissant.Dataset(str(tmp_path / "out" / "croissant.json")).metadata.issues.errors


def test_shards_make_no_difference(built: Path) -> None:
    """Files of a split may be many: the description names them by pattern."""
    found = croissant(Statement.of(Corpus.open(built.parent / "corpus"), _counted(article())), configs())
    patterns = {each["includes"] for each in json.loads(found)["distribution"]}
    assert patterns == {f"{name}/*.parquet" for name in NAMES}


def _counted(*articles: Any) -> Census:
    found = Census()
    for each in articles:
        found.add(each, "train")
    return found

"""The dataset card: complete by the hub's template, true to the build, without a text that may not be passed on."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import datasets
import pytest
import yaml
from huggingface_hub import DatasetCard

from conftest import ROOT, Run
from kavychki import Corpus, build
from kavychki.dataset.configs import configs
from kavychki.dataset.statement import Statement
from kavychki.hydration import TextStore
from kavychki.statistics import Census
from samples import COLLECTIONS, PRESS_TEXT, TEXT, article, text_free, write_corpus

NAMES = [config.name for config in configs()]
IDS = [f"constructed-{number}" for number in range(9001, 9013)]

# The hub's template, datasets/templates/README_guide.md: its sections and subsections, in order.
TEMPLATE = """
Dataset Description
Dataset Summary
Supported Tasks and Leaderboards
Languages
Dataset Structure
Data Instances
Data Fields
Data Splits
Dataset Creation
Curation Rationale
Source Data
Initial Data Collection and Normalization
Who are the source language producers?
Annotations
Annotation process
Who are the annotators?
Personal and Sensitive Information
Considerations for Using the Data
Social Impact of Dataset
Discussion of Biases
Other Known Limitations
Additional Information
Dataset Curators
Licensing Information
Citation Information
Contributions
""".strip().splitlines()

# What the hub knows, as far as the card uses it.
KNOWN = {
    "task_categories": {
        "token-classification",
        "multiple-choice",
        "text-classification",
        "question-answering",
        "text-generation",
    },
    "task_ids": {
        "multiple-choice-coreference-resolution",
        "named-entity-recognition",
        "topic-classification",
        "multi-label-classification",
        "extractive-qa",
    },
    "annotations_creators": {"machine-generated", "expert-generated"},
    "language_creators": {"machine-generated", "found"},
    "multilinguality": {"monolingual", "multilingual"},
    "size_categories": {"n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M"},
}


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus.open(write_corpus(tmp_path / "corpus", *map(article, IDS), text_free()))


@dataclass
class Card:
    """A card as the hub's library reads it."""

    text: str
    data: dict[str, Any]

    @classmethod
    def of(cls, folder: Path) -> Card:
        read = DatasetCard.load(folder / "README.md")
        return cls(read.text, yaml.safe_load(str(read.data)))


def built(corpus: Corpus, folder: Path, **options: Any) -> Card:
    build(folder, corpus=corpus, **options)
    return Card.of(folder)


def test_it_has_every_section_of_the_template_in_order(corpus: Corpus, tmp_path: Path) -> None:
    card = built(corpus, tmp_path / "out")
    assert re.findall(r"^##+ (.*)$", card.text, re.MULTILINE) == TEMPLATE
    sections = re.split(r"^##+ .*$", card.text, flags=re.MULTILINE)[1:]
    empty = {name for name, text in zip(TEMPLATE, sections, strict=True) if not text.strip()}
    assert empty == {
        "Dataset Creation",
        "Source Data",
        "Annotations",
        "Considerations for Using the Data",
        "Additional Information",
    }, "only headings of headings stand alone"


def test_its_metadata_is_what_the_hub_knows(corpus: Corpus, tmp_path: Path) -> None:
    data = built(corpus, tmp_path / "out").data
    for name, known in KNOWN.items():
        assert data[name], name
        assert set(data[name]) <= known, name
    assert (data["license"], data["language"], data["pretty_name"]) == ("cc-by-4.0", ["ru"], "Kavychki")
    assert data["source_datasets"] == ["original"]
    assert data["language_creators"] == ["found", "machine-generated"]
    assert [entry["config_name"] for entry in data["configs"]] == NAMES
    assert [entry["config_name"] for entry in data["dataset_info"]] == NAMES


def test_sources_sizes_and_creators_follow_from_the_records(tmp_path: Path) -> None:
    upstream = {"url": "https://git.example/group/NEWS", "commit": "0" * 40, "archive_sha256": None, "entities": None}
    manifest = {**COLLECTIONS, "press": {**COLLECTIONS["press"], "upstream": upstream}}
    people = ["tester", "second", "third", "reader"]
    reviewed = {"status": "reviewed", "annotators": people, "guidelines": "1.0", "date": "2026-02-01"}
    records = [text_free(), article(annotation=reviewed)]
    corpus = Corpus.open(write_corpus(tmp_path / "corpus", *records, collections=manifest))
    card = built(corpus, tmp_path / "out")
    data = card.data
    assert data["source_datasets"] == ["original", "extended|other-NEWS"]
    assert data["annotations_creators"] == ["expert-generated", "machine-generated"]
    assert data["size_categories"] == ["n<1K"]
    assert "1 of 2 records are of status reviewed" in card.text
    assert "No human being has reviewed" not in card.text
    assert "reader (person): Reader. An invented person." in card.text


@pytest.mark.parametrize(
    ("articles", "size"), [(999, "n<1K"), (1000, "1K<n<10K"), (99_999, "10K<n<100K"), (1_000_000, "1M<n<10M")]
)
def test_sizes_are_the_classes_of_the_hub(articles: int, size: str) -> None:
    census = Census()
    census.add(article(), "train")
    census.articles.counts[next(iter(census.articles.counts))] = articles
    assert Statement(census, {}, {}, []).size_category == size


def test_an_instance_of_every_config_is_shown_as_its_row(corpus: Corpus, tmp_path: Path) -> None:
    text = built(corpus, tmp_path / "out").text
    shown = re.findall(r"<summary><code>(\w+)</code></summary>\n\n```json\n(.*?)\n```", text, re.DOTALL)
    assert [name for name, _ in shown] == NAMES
    for name, row in shown:
        (config,) = (config for config in configs() if config.name == name)
        assert list(json.loads(row)) == list(config.features)
    quote = json.loads(dict(shown)["quotes"])
    assert (quote["type"], quote["speaker_name"]) == ("direct", "Пётр Ветров")


def test_no_text_that_may_not_be_passed_on_is_in_it(corpus: Corpus, tmp_path: Path) -> None:
    press = write_corpus(tmp_path / "press", text_free())
    TextStore.default().put(PRESS_TEXT)
    card = built(Corpus.open(press), tmp_path / "out")
    assert "None is shown" in card.text
    assert not any(sentence in card.text for sentence in TEXT.split("\n\n"))
    data = card.data
    assert data["license"] == "other"
    assert re.fullmatch(r"[a-z0-9.-]+", data["license_name"])
    mixed = built(corpus, tmp_path / "mixed")
    assert "Not for redistribution" in mixed.text
    assert "press-9001" not in mixed.text.split("### Data Fields")[0]


def test_a_build_under_several_licences_claims_none(tmp_path: Path) -> None:
    manifest = {**COLLECTIONS, "constructed": {**COLLECTIONS["constructed"], "text_rights": "CC-BY-SA-4.0"}}
    corpus = Corpus.open(write_corpus(tmp_path / "corpus", article(), collections=manifest))
    assert built(corpus, tmp_path / "out").data["license"] == "other"


def test_pictures_are_drawn_on_request_and_do_not_disturb_loading(
    kavychki_command: Run, corpus: Corpus, tmp_path: Path
) -> None:
    done = kavychki_command("build", "--corpus", corpus.path, "--out", "out", "--pictures")
    assert done.returncode == 0, done.stderr
    shown = re.findall(r"^!\[.+\]\((images/\w+\.png)\)$", Card.of(tmp_path / "out").text, re.MULTILINE)
    assert len(shown) == 4
    assert all((tmp_path / "out" / name).stat().st_size > 1000 for name in shown)
    assert {path.suffix for path in (tmp_path / "out" / "images").iterdir()} == {".svg", ".png"}
    assert len(datasets.load_dataset(str(tmp_path / "out"), "articles", split="train")) > 0
    build(tmp_path / "again", corpus=corpus, pictures=True)
    sums = [(tmp_path / name / "SHA256SUMS").read_text() for name in ("out", "again")]
    assert sums[0] == sums[1]
    assert "images/" not in built(corpus, tmp_path / "plain").text


def test_citation_is_that_of_the_repository(corpus: Corpus) -> None:
    census = Census()
    census.add(article(), "train")
    citation = Statement.of(corpus, census).citation
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cff["title"] in citation
    assert all(author["name"] in citation for author in cff["authors"])
    assert "year = {2026}" in citation
    assert re.fullmatch(r"@misc\{kavychki2026,\n(  \w+ = \{.*\},\n)+\}", citation)

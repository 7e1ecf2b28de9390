"""The contests: the library and its peers, each a program of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.measuring import Command, Runs, contest, kavychki, python, run
from kavychki import Corpus, read_articles
from kavychki.dataset.configs import configs
from kavychki.io.serialisation import canonical_line

SCRIPTS = Path(__file__).resolve().parents[1]
SHARD = Path("constructed", "articles.jsonl")

SLOW_SAMPLE = 200
"""Records for a program that takes long for each."""

ENOUGH = 50_000
"""Records from which one round is enough: start-up and chance no longer matter much."""

ALL_CONFIGS_UP_TO = 3_000
LENGTHS = (1_000, 10_000, 100_000, 1_000_000)

Section = dict[str, Any]

JSONSCHEMA, JSONSCHEMA_RS = "jsonschema alone", "jsonschema-rs alone"
DATASETS = "datasets, json to Parquet, not validated"
ONE_JOB, TWO_JOBS, ALL_CONFIGS = "kavychki, 1 job", "kavychki, 2 jobs", "kavychki, all configs, 2 jobs"
DASK = "kavychki, Dask, 2 workers"
FIRST, LATER, RIVAL = "kavychki, first pass", "kavychki, second pass", "direct-speech-extractor-ru"

_LOOP = """
import itertools, sys, time
from kavychki.schema.documents import Schema
{prepare}
lines = list(itertools.islice(open(sys.argv[1], "rb"), int(sys.argv[2])))
begin = time.perf_counter()
for line in lines:
    assert validator.is_valid(loads(line))
print(time.perf_counter() - begin)
"""
_BY_JSONSCHEMA = _LOOP.format(prepare="from json import loads\nvalidator = Schema.at().explaining('article')")
_BY_JSONSCHEMA_RS = _LOOP.format(prepare="from orjson import loads\nvalidator = Schema.at().deciding('article')")

_BY_DATASETS = """
import sys
from datasets import load_dataset
load_dataset("json", data_files=sys.argv[1], split="train").to_parquet("articles.parquet")
"""

_LOAD = """
import sys, time
from datasets import load_dataset
begin = time.perf_counter()
load_dataset(sys.argv[1], sys.argv[2])
print(time.perf_counter() - begin)
"""

_EXTRACT = """
import json, sys, time
from kavychki import extract
texts = json.load(open(sys.argv[1]))
extract("Мост закрыт, сообщил мэр.")  # loads the dictionary
for _ in range(int(sys.argv[2])):
    begin = time.perf_counter()
    for text in texts:
        extract(text)
    seconds = time.perf_counter() - begin
print(seconds)
"""

_EXTRACT_BY_RIVAL = """
import json, sys, time
from direct_speech_extractor_ru import Extractor
texts = json.load(open(sys.argv[1]))
Extractor("«Мост закрыт», — сообщил мэр.").direct_speech()
begin = time.perf_counter()
for text in texts:
    Extractor(text).direct_speech()
print(time.perf_counter() - begin)
"""


def made_corpus(folder: Path, records: int) -> Path:
    """A corpus of so many records, whose lines are as long as the real ones; made unless it is there already."""
    made = folder / str(records)
    if not (made / SHARD).exists():
        lines = [len(canonical_line(article)) + 1 for article in read_articles(Corpus.open(), "constructed")]
        size = round(sum(lines) / len(lines) / 100) * 100
        command = [sys.executable, str(SCRIPTS / "make_corpus.py"), str(made), str(records), str(size)]
        subprocess.run(command, check=True)
    return made


def sizes_of(corpus: Path, records: int) -> Section:
    """How much a contest works on."""
    return {"records": records, "kilobytes": round((corpus / SHARD).stat().st_size / records / 1000, 1)}


def validation(corpus: Path, records: int, rounds: int) -> Section:
    """Checking records: beside the two schema engines, which do a small part of the work."""
    shard = corpus / SHARD
    commands: dict[str, tuple[Command, int]] = {
        JSONSCHEMA: (python(_BY_JSONSCHEMA, shard, SLOW_SAMPLE), SLOW_SAMPLE),
        JSONSCHEMA_RS: (python(_BY_JSONSCHEMA_RS, shard, records), records),
    }
    for level in (2, 3, 4):
        for jobs in (1, 2):
            options = ("--level", level, "--jobs", jobs, "--ignore", "K4", "--corpus", corpus)
            name = f"L0 to L{level}, {jobs} job{'s' * (jobs > 1)}"
            commands[name] = (kavychki("validate", *options), records)
    return {**sizes_of(corpus, records), "runs": plain(contest(commands, rounds))}


def building(corpus: Path, records: int, rounds: int) -> Section:
    """Writing the articles as Parquet, beside ``datasets``, which does not validate; and all configs."""
    build = ("build", "--corpus", corpus, "--out", "out")
    commands: dict[str, tuple[Command, int]] = {
        DATASETS: (python(_BY_DATASETS, corpus / SHARD), records),
        ONE_JOB: (kavychki(*build, "--configs", "articles"), records),
        TWO_JOBS: (kavychki(*build, "--configs", "articles", "--jobs", 2), records),
    }
    if find_spec("distributed") and records < ENOUGH:
        commands[DASK] = (kavychki(*build, "--configs", "articles", "--engine", "dask", "--jobs", 2), records)
    found = contest(commands, 1 if records >= ENOUGH else rounds)
    if records <= ALL_CONFIGS_UP_TO:
        found |= contest({ALL_CONFIGS: (kavychki(*build, "--jobs", 2), records)}, 1)
    return {**sizes_of(corpus, records), "runs": plain(found)}


def loading(folder: Path, rounds: int) -> Section:
    """What a user of the corpus itself waits for: the commands, and each config in an empty cache."""
    dataset = folder / "dataset"
    subprocess.run(kavychki("build", "--out", dataset), check=True, stdout=subprocess.DEVNULL)
    records = sum(1 for _ in read_articles(Corpus.open()))
    start: dict[str, tuple[Command, int]] = {
        "`import kavychki`": (python("import kavychki"), 0),
        "`import datasets`": (python("import datasets"), 0),
        "`kavychki validate`": (kavychki("validate"), records),
        "`kavychki build`": (kavychki("build", "--out", "out"), records),
    }
    built = json.loads((dataset / "build.json").read_bytes())["configs"]
    loads = {
        config.name: (
            python(_LOAD, dataset, config.name),
            sum(size["rows"] for size in built[config.name].values()),
        )
        for config in configs()
    }
    return {
        "records": records,
        "commands": plain(contest(start, rounds)),
        "configs": plain(contest(loads, rounds)),
    }


def extraction(folder: Path, rounds: int) -> Section:
    """Finding quotes in the articles of the corpus that carry their texts, and in longer and longer texts."""
    texts = [article.text for article in read_articles(Corpus.open(), "constructed") if article.text]
    listed = folder / "texts.json"
    listed.write_text(json.dumps(texts), encoding="utf-8")
    commands: dict[str, tuple[Command, int]] = {
        FIRST: (python(_EXTRACT, listed, 1), len(texts)),
        LATER: (python(_EXTRACT, listed, 2), len(texts)),
    }
    if find_spec("direct_speech_extractor_ru"):
        commands[RIVAL] = (python(_EXTRACT_BY_RIVAL, listed), len(texts))
    return {
        "documents": len(texts),
        "code_points": round(sum(map(len, texts)) / len(texts)),
        "runs": plain(contest(commands, rounds)),
        "lengths": dict(by_length(folder, "\n".join(texts), rounds)),
    }


def by_length(folder: Path, material: str, rounds: int) -> Iterator[tuple[str, Any]]:
    """What extraction from texts of several lengths takes."""
    for length in LENGTHS:
        path = folder / f"{length}.json"
        path.write_text(json.dumps([(material * (length // len(material) + 1))[:length]]), encoding="utf-8")
        found = Runs(length)
        for _ in range(rounds):
            run(python(_EXTRACT, path, 2), found)
        yield str(length), found.to_dict()


def plain(found: dict[str, Runs]) -> Section:
    """Runs as JSON values."""
    return {name: runs.to_dict() for name, runs in found.items()}

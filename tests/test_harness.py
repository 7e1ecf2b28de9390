"""The tasks for lm-evaluation-harness: what their YAML names is there, and gold answers get full marks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from kavychki import Corpus, harness, read_articles
from kavychki.dataset.configs import configs
from kavychki.dataset.features import top_topics
from kavychki.harness import micro_f1, score_answer, score_extraction, topic_names

FOLDER = Path(harness.__file__).parent
TASKS = sorted(FOLDER.glob("*.yaml"))
ROWS = {config.name: config.rows for config in configs()}


class Loader(yaml.SafeLoader):
    """Reads ``!function package.module.name`` as the function."""


def function(_: Loader, node: yaml.ScalarNode) -> Any:
    home, _, name = node.value.rpartition(".")
    assert home == harness.__name__
    return getattr(harness, name)


Loader.add_constructor("!function", function)


def rows(name: str) -> list[dict[str, Any]]:
    articles = [article for article in read_articles(Corpus.open()) if article.text is not None]
    return [row for article in articles[:10] for row in ROWS[name](article)]


@pytest.mark.parametrize("path", TASKS, ids=lambda path: path.stem)
def test_a_task_names_a_config_and_functions_that_there_are(path: Path) -> None:
    task = yaml.load(path.read_text(encoding="utf-8"), Loader)
    assert task["task"] == path.stem
    assert task["dataset_name"] in ROWS
    assert (FOLDER / task["include"]).is_file()
    scores = {"kavychki_qa": score_answer, "kavychki_quotes": score_extraction}.get(path.stem)
    assert task.get("process_results") is scores
    if scores is not None:
        row = rows(task["dataset_name"])[0]
        assert {metric["metric"] for metric in task["metric_list"]} == scores(row, [""]).keys()


def test_the_folder_is_printed() -> None:
    done = subprocess.run([sys.executable, "-m", "kavychki.harness"], capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()) == FOLDER
    assert len(TASKS) == 4


def test_topics_have_names_in_the_order_of_the_labels() -> None:
    names = topic_names({})
    assert len(set(names)) == top_topics().num_classes
    assert "спорт" in names


def test_an_answer_is_held_against_the_nearest_alternative() -> None:
    doc = {"answers": {"text": ["мэр Пётр Ветров", "Ветров"]}}
    assert score_answer(doc, ["Мэр Петр Ветров."]) == {"exact_match": 1.0, "f1": 1.0}
    assert score_answer(doc, ["Пётр Ветров"]) == {"exact_match": 0.0, "f1": pytest.approx(0.8)}
    assert score_answer(doc, [""]) == {"exact_match": 0.0, "f1": 0.0}


def test_gold_answers_get_full_marks_and_others_get_less() -> None:
    docs = rows("sft")
    scores = [score_extraction(doc, [doc["messages"][2]["content"]]) for doc in docs]
    for name in ("exact_f1", "near_f1", "attributed_f1"):
        assert micro_f1([score[name] for score in scores]) == 1  # type: ignore[misc]
    assert all(score["usable"] == 1 for score in scores)
    anonymous = [score_extraction(doc, [doc["messages"][2]["content"].replace('"speakers"', '"x"')]) for doc in docs]
    assert micro_f1([score["near_f1"] for score in anonymous]) == 1  # type: ignore[misc]
    assert micro_f1([score["attributed_f1"] for score in anonymous]) < 0.2  # type: ignore[misc]
    assert score_extraction(docs[0], ["нет"])["usable"] == 0
    assert micro_f1([]) == 0

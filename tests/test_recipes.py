"""Every block of every recipe runs, the heavy ones with tiny random models where the extra ``recipes`` is installed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

import pytest

from conftest import ROOT
from kavychki import Corpus, build, read_articles
from tiny_models import tiny_encoder, tiny_language_model

PAGES = ROOT / "docs" / "recipes"

LIGHT = {
    "tables": [r"\['direct', 'indirect', 'mixed'\]", r"True", r"person", r"│ true "],
    "join": [r"constructed-0001\t\['[^']+'\]\t\S+"],
    "sentences": [r"\d+% of the sentences quote", r"code points: median \d+"],
    "evaluate": [r"exact: 0\.[5-9]\d \[", r"speakers accuracy", r"wrong speaker"],
}
"""Pages that need no more than the other tests do, and what is on their output."""

HEAVY = {
    "token_classification": [r"'test_f1': ", r"overlap 0\.8: \d\.\d\d \["],
    "spacy": [r"NER F +\d", r"SPAN F +\d"],
    "topics": [r"'test_micro_f1': ", r"0\.\d\d \w+"],
    "attribution": [r"accuracy 0\.[3-9]", r"'test_accuracy': ", r"chance 0\.\d+"],
    "sft": [r"'eval_loss': ", r"has no object", r"missed"],
    "lm_eval": [r"kavychki_mcq +\|.*acc", r"kavychki_topics *\|.*acc", r"near_f1", r"'acc,none': 0\.[1-4]"],
}
"""Pages of the group ``recipes``, and what is on their output."""

REPLACED = {
    r'(?m)^MODEL = "[^"]+"': 'MODEL = "{model}"',
    r"pretrained=\S+": "pretrained={model}",
    r"num_train_epochs=\d+": "num_train_epochs=1",
    r"(?m)^LENGTH = \d+": "LENGTH = 2900",
}
"""What makes a page fit for a test: a model on the spot, one epoch, and conversations of few tokens."""

GOLD_COMES_BACK = '''
class Perfect:
    """Predicts the labels of its rows."""

    def predict(self, rows):
        width = max(map(len, rows["labels"]))
        logits = np.zeros((len(rows), width, len(names)))
        for number, labels in enumerate(rows["labels"]):
            for place, label in enumerate(labels):
                logits[number, place, max(label, 0)] = 1
        return type("Output", (), {"predictions": logits})


import numpy as np

for row, tags in zip(dataset["test"], predicted_tags(Perfect(), dataset, rows, names)):
    assert tags == [names[tag] for tag in row["content_tags"]], row["text"]
'''

DOCS_KEEP_EVERYTHING = """
for config in ("ner", "quote_tagging"):
    rows = load_dataset("dataset", config, split="test")
    docs = list(DocBin().from_disk(f"{config}-test.spacy").get_docs(nlp.vocab))
    for row, found in zip(rows, docs, strict=True):
        assert found.text == row["text"]
        if config == "ner":
            wanted = [(each["start"] - row["start"], each["end"] - row["start"]) for each in row["entities"]]
            assert [(span.start_char, span.end_char) for span in found.spans["sc"]] == wanted
"""

CHECKED = {"token_classification": GOLD_COMES_BACK, "spacy": DOCS_KEEP_EVERYTHING}
"""What must hold at the end of a page's first Python, in its own names."""


def steps(page: Path, model: Path | None) -> list[tuple[str, str]]:
    """The blocks of a page in order, those of Python that follow one another as one."""
    blocks = re.findall(r"```(python|sh)\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    if model is not None:
        for pattern, replacement in REPLACED.items():
            blocks = [(kind, re.sub(pattern, replacement.format(model=model), code)) for kind, code in blocks]
    return [(kind, "\n".join(code for _, code in group)) for kind, group in groupby(blocks, lambda block: block[0])]


def run(page: Path, folder: Path, model: Path | None = None) -> str:
    """What the steps of a page print."""
    environment = {
        **os.environ,
        "HF_HUB_OFFLINE": "1",
        "OMP_NUM_THREADS": "2",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    (folder / "corpus").symlink_to(ROOT / "corpus")
    listed = steps(page, model)
    assert listed
    printed = []
    for number, (kind, code) in enumerate(listed):
        check = CHECKED.get(page.stem, "") if number == 0 else ""
        command = [sys.executable, "-c", code + check] if kind == "python" else ["bash", "-euc", code]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
        printed.append(done.stdout)
    return "\n".join(printed)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build") / "dataset"
    build(folder)
    return folder


@pytest.fixture
def workplace(dataset: Path, tmp_path: Path) -> Path:
    """A folder with the dataset and some texts of one's own."""
    (tmp_path / "dataset").symlink_to(dataset)
    (tmp_path / "my-texts").mkdir()
    held = [article for article in read_articles(Corpus.open()) if article.text is not None]
    for article in held[:3]:
        (tmp_path / "my-texts" / f"{article.id}.txt").write_text(article.text or "", encoding="utf-8")
    return tmp_path


def test_every_page_is_run_and_listed() -> None:
    pages = {path.stem for path in PAGES.glob("*.md")} - {"README"}
    assert pages == LIGHT.keys() | HEAVY.keys()
    listed = re.findall(r"^\| \[(\w+)\.md\]", (PAGES / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(pages)


@pytest.mark.parametrize("name", LIGHT)
def test_light_recipes_run(name: str, workplace: Path) -> None:
    printed = run(PAGES / f"{name}.md", workplace)
    for pattern in LIGHT[name]:
        assert re.search(pattern, printed), f"{pattern} is not in\n{printed}"


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    if any(find_spec(name) is None for name in ("lm_eval", "spacy", "torch", "transformers", "trl")):
        pytest.skip("needs the extra `recipes`: make recipes")
    folder = tmp_path_factory.mktemp("models")
    encoder, causal = tiny_encoder(folder / "encoder"), tiny_language_model(folder / "causal")
    return {name: causal if name in {"sft", "lm_eval"} else encoder for name in HEAVY}


@pytest.mark.recipes
@pytest.mark.parametrize("name", HEAVY)
def test_heavy_recipes_run(name: str, workplace: Path, models: dict[str, Path]) -> None:
    printed = run(PAGES / f"{name}.md", workplace, models[name])
    for pattern in HEAVY[name]:
        assert re.search(pattern, printed), f"{pattern} is not in\n{printed}"

"""The guidelines cannot contradict the tools: every example is read, validated, and what its label says."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from conftest import ROOT
from kavychki.tei import read_fragment
from kavychki.validation import validate

PAGE = (ROOT / "docs" / "guidelines.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"<!-- (yes|not): (.+?) -->\n(.*?)(?=\n<!-- |\Z)", re.DOTALL)
BORDERS = {"K401", "K402", "K403", "K406", "K407", "K412"}
"""What the guideline checks say of borders and types; the rest of them needs a whole article."""


@dataclass(frozen=True)
class Example:
    """An example of a decision, under its heading."""

    decision: str
    label: str
    gloss: str
    xml: str


def examples_of(section: str) -> list[Example]:
    decision = section.split("\n", 1)[0]
    blocks = re.findall(r"```xml\n(.*?)\n```", section, re.DOTALL)
    return [Example(decision, *found) for block in blocks for found in EXAMPLE.findall(block)]


DECISIONS = {section.split("\n", 1)[0]: examples_of(section) for section in re.split(r"(?m)^### ", PAGE)[1:]}
EXAMPLES = [example for examples in DECISIONS.values() for example in examples]


def test_every_xml_block_is_made_of_examples() -> None:
    assert len(EXAMPLES) == len(re.findall(r"(?m)^<!-- ", PAGE))
    assert len(EXAMPLES) > 200


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_decision_has_two_examples_and_a_counter_example(decision: str) -> None:
    labels = [example.label for example in DECISIONS[decision]]
    assert labels.count("yes") >= 2
    assert labels.count("not") >= 1


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.decision.split()[0]} {example.gloss[:40]}")
def test_an_example_is_a_valid_annotation(example: Example) -> None:
    found = read_fragment(example.xml.strip() if example.xml.startswith("<article") else example.xml + "\n")
    findings = [each for each in validate(found.to_dict()) if each.severity == "error" or each.code in BORDERS]
    assert findings == []
    if example.label == "yes":
        assert found.quotes or found.entities


def test_no_decision_is_made_twice_and_the_tree_cites_what_there_is() -> None:
    numbers = [decision.split()[0] for decision in DECISIONS]
    assert len(set(numbers)) == len(numbers)
    tree = PAGE[PAGE.index("## Decision tree") : PAGE.index("## 1. ")]
    assert set(re.findall(r"\d+\.\d+", tree)) <= set(numbers)


def test_no_two_examples_say_the_same() -> None:
    assert len({example.xml for example in EXAMPLES}) == len(EXAMPLES)

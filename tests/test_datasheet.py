"""The datasheet answers every question of Datasheets for Datasets and of data statements, in order."""

from __future__ import annotations

import re

import pytest

from conftest import ROOT

DATASHEET = (ROOT / "DATASHEET.md").read_text(encoding="utf-8")

# The questions of Gebru et al. (2021) in our own short wording, section by section; then the points of Bender and
# Friedman (2018).
QUESTIONS = {
    "Motivation": ["Purpose", "Creators", "Funding", "Other comments"],
    "Composition": [
        "What an instance is",
        "How many instances",
        "Sample or everything",
        "What data an instance has",
        "Labels",
        "What is missing from instances",
        "Relations between instances",
        "Splits",
        "Errors, noise, redundancy",
        "Self-contained, or resting on others",
        "Confidential data",
        "Offensive or distressing data",
        "Subpopulations",
        "Whether individuals can be identified",
        "Sensitive data",
        "Other comments",
    ],
    "Collection": [
        "How the data was acquired",
        "Mechanisms",
        "Sampling strategy",
        "Who was involved, and their pay",
        "Time frame",
        "Ethical review",
        "From individuals or from third parties",
        "Notice",
        "Consent",
        "Withdrawing consent",
        "Impact on the people concerned",
        "Other comments",
    ],
    "Preprocessing, cleaning, labelling": [
        "What was done",
        "Whether the raw data was kept",
        "Software",
        "Other comments",
    ],
    "Uses": [
        "Used already",
        "Where uses are listed",
        "Other tasks",
        "What may affect future uses",
        "What it should not be used for",
        "Other comments",
    ],
    "Distribution": [
        "To third parties",
        "How",
        "When",
        "Licence",
        "Restrictions by third parties",
        "Export controls",
        "Other comments",
    ],
    "Maintenance": [
        "Who maintains it",
        "Contact",
        "Errata",
        "Updates",
        "Limits on retention",
        "Older versions",
        "Contributions",
        "Other comments",
    ],
    "Data statement": [
        "Curation rationale",
        "Language variety",
        "Speakers",
        "Annotators",
        "Speech situation",
        "Text characteristics",
        "Recording quality",
        "Other",
        "Provenance",
    ],
}


def test_every_question_has_its_heading_in_order() -> None:
    wanted = []
    for n, (section, questions) in enumerate(QUESTIONS.items(), 1):
        wanted += [f"## {n}. {section}", *(f"### {n}.{m} {question}" for m, question in enumerate(questions, 1))]
    assert re.findall(r"^##+ .*$", DATASHEET, re.MULTILINE) == wanted


def test_every_heading_has_an_answer() -> None:
    answers = re.split(r"^### .*$", DATASHEET, flags=re.MULTILINE)[1:]
    assert len(answers) == sum(map(len, QUESTIONS.values()))
    assert all(re.sub(r"^## .*$|<!-- .*? -->", "", answer, flags=re.MULTILINE).strip() for answer in answers)


@pytest.mark.parametrize("number", re.findall(r"\b(?:under|in|see|says?|and) (\d\.\d+)\b", DATASHEET))
def test_what_an_answer_points_to_is_there(number: str) -> None:
    assert f"### {number} " in DATASHEET


def test_counts_stand_in_generated_parts_alone() -> None:
    typed = re.sub(r"<!-- generated: .*?<!-- end -->", "", DATASHEET, flags=re.DOTALL)
    assert not re.findall(r"\b\d+ (?:articles|quotes|speakers|entities|records|persons)\b|\b0\.\d{2,}\b", typed)

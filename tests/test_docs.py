"""Documents say what is so: generated parts are fresh, examples run, links lead somewhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from kavychki import record_from_draft, validate
from kavychki.text import canonical_text

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("*/README.md"), *ROOT.glob("docs/**/*.md")])


def test_generated_parts_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "refresh_docs.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), f"{page}: {target}"


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def test_the_draft_of_the_documentation_compiles() -> None:
    page = ROOT / "docs" / "drafts.md"
    (text,), (draft,) = blocks(page, "text"), blocks(page, "json")
    article = record_from_draft(json.loads(draft), canonical_text(text.rstrip("\n")))
    assert list(validate(article.to_dict())) == []
    assert [[span.text for span in quote.content] for quote in article.quotes] == [
        ["Мост закрыт", "Ждите"],
        ["ремонт займёт год"],
    ]


@pytest.mark.parametrize("name", ["README.md", "docs/dataset.md", "docs/extraction.md"])
def test_python_examples_run(name: str, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "kavychki", "build", "--out", "dataset"], cwd=tmp_path, check=True, capture_output=True
    )
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    code = "\n".join(blocks(ROOT / name, "python"))
    assert code
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_picture_is_shown_somewhere() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in ROOT.glob("docs/*.md"))
    pictures = sorted(path.name for path in (ROOT / "docs" / "images").glob("*.png"))
    assert pictures == sorted(set(re.findall(r"images/([a-z-]+\.png)", pages)))


def test_readme_lists_every_package_of_the_library() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for folder in (ROOT / "src" / "kavychki").iterdir():
        if (folder / "__init__.py").exists():
            assert f"`{folder.name}`" in readme


def test_no_document_or_source_names_a_path_of_one_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    home = str(ROOT.parent) + "/"
    for name in filter(None, listed.decode().split("\0")):
        assert home.encode() not in (ROOT / name).read_bytes(), name

"""A small project of the tests' own to release: this library over a corpus of invented articles, in a git checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

from conftest import ROOT
from kavychki import Article
from kavychki.hydration import TextStore
from kavychki.model.surfaces import without_text
from samples import COLLECTIONS, Record, article, write_corpus

VERSION = version("kavychki")

WITHHELD = (
    "Ткемалеводы Зюзюкина отвергли упрёки соседей\n\n"
    "«Сливу погубил майский градобой, — огрызнулся звеньевой Фрол Бурдюк. — Клюкинцы просто завидуют!» "
    "По его разумению, упрёки надуманы.\n\n"
    "Клюкинские пасечники уверены, что зюзюкинский дым «перебил взяток» 🙂."
)
"""The text of an article that may not be passed on. No name in it is as long as what a leak is looked for by."""

_WITHHELD: Record = {
    "origin": "news",
    "topics": ["medtop:20000593"],
    "genre": "regional",
    "phenomena": None,
    "speakers": [
        {"name": "Фрол Бурдюк", "kind": "person", "role": "звеньевой", "mentions": ["Фрол Бурдюк"]},
        {"name": "пасечники", "kind": "group", "anonymity": "partial"},
    ],
    "quotes": [
        {
            "type": "direct",
            "content": ["Сливу погубил майский градобой", "Клюкинцы просто завидуют!"],
            "cue": "огрызнулся",
            "source": "звеньевой Фрол Бурдюк",
            "speakers": ["s1"],
        },
        {
            "type": "indirect",
            "medium": "thought",
            "content": "упрёки надуманы",
            "cue": ["По", "разумению"],
            "source": "его",
            "speakers": ["s1"],
        },
        {
            "type": "mixed",
            "medium": "thought",
            "content": "зюзюкинский дым «перебил взяток»",
            "cue": "уверены",
            "source": "Клюкинские пасечники",
            "speakers": ["s2"],
        },
    ],
    "entities": [{"type": "PERSON", "at": "Фрол Бурдюк"}, {"type": "CITY", "at": "Зюзюкина"}],
}


def withheld(identifier: str = "press-9001") -> Article:
    """The article that may not be passed on, with its text and surfaces."""
    return article(identifier, WITHHELD, **_WITHHELD)


def write_project(
    folder: Path, *articles: Article, collections: Record = COLLECTIONS, date: str = "2026-01-31"
) -> Path:
    """A clean checkout, by default with one constructed article and the withheld one without its text."""
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA", ".gitignore"):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    for name in ("src", "schema", "scripts"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "CHANGELOG.md").write_text(
        f"# Changelog\n\n## {VERSION} ({date})\n\n- The first one.\n\n## 0.0.1 (2025-01-01)\n\n- Nothing yet.\n",
        "utf-8",
    )
    (folder / "CITATION.cff").write_text(
        f"cff-version: 1.2.0\ntitle: A corpus\nmessage: Cite it.\ntype: dataset\nversion: {VERSION}\n"
        f"date-released: {date}\nauthors:\n  - name: The testers\n  - family-names: Ветров\n    given-names: Пётр\n",
        "utf-8",
    )
    write_corpus(folder / "corpus", *(articles or (article(), without_text(withheld()))), collections=collections)
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder)
    return folder


def commit(folder: Path) -> None:
    """Commit everything, always at the same time."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=All of it")


def git(folder: Path, *arguments: str) -> None:
    """Run git as nobody in particular."""
    moment = "2026-01-31T12:00:00+00:00"
    names = {f"GIT_{who}_{what}": "tester" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    environment = {**os.environ, **names, **dates, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, env=environment)


def store_of(folder: Path, *texts: str) -> TextStore:
    """A text store that holds texts."""
    store = TextStore(folder)
    for text in texts:
        store.put(text)
    return store

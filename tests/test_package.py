"""The package as it is installed: what it exports, what it costs to import, who imports whom, what is in the wheel."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import kavychki
from conftest import ROOT
from kavychki.cli.main import COMMANDS

PACKAGE = ROOT / "src" / "kavychki"

# From the ground up: a package imports only from itself and from those before it.
ORDER = [
    "errors",
    "_resources",
    "model",
    "text",
    "phenomena",
    "schema",
    "io",
    "upstream",
    "extraction",
    "validation",
    "hydration",
    "drafting",
]
ORDER += ["tei", "store", "display", "plotting", "metrics", "statistics", "dataset", "predictions", "releases"]
ORDER += ["harness", "review", "site", "cli"]

PUBLIC = {
    "Annotation",
    "Article",
    "Corpus",
    "Entity",
    "Finding",
    "KavychkiError",
    "Quote",
    "Span",
    "Speaker",
    "Store",
    "__version__",
    "build",
    "canonical_text",
    "extract",
    "hydrate",
    "load",
    "read_articles",
    "record_from_draft",
    "validate",
}


def test_the_public_names_are_these() -> None:
    assert set(kavychki.__all__) == PUBLIC == set(dir(kavychki))
    assert all(getattr(kavychki, name) is not None for name in PUBLIC)
    with pytest.raises(AttributeError, match="no_such_name"):
        kavychki.no_such_name  # noqa: B018


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = "import sys, kavychki; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"datasets", "pyarrow", "jsonschema", "orjson", "click", "httpx2", "rich"} & set(done.stdout.split())


def imported_packages(path: Path) -> set[str]:
    """First-level packages of kavychki that a module imports at run time."""
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return {name.split(".")[1] for name in names if name.startswith("kavychki.")}


def test_imports_run_one_way() -> None:
    for path in PACKAGE.rglob("*.py"):
        home = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if home in {"__init__", "__main__"}:
            continue
        for name in imported_packages(path):
            assert ORDER.index(name) <= ORDER.index(home), f"{path} imports kavychki.{name}"


def test_every_package_has_its_place_in_the_order() -> None:
    homes = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in PACKAGE.rglob("*.py")}
    assert homes - {"__init__", "__main__"} == set(ORDER)


def test_every_command_module_is_listed() -> None:
    shared = {"__init__", "explanation", "main", "options", "pictures", "report", "tables"}
    modules = {path.stem for path in (PACKAGE / "cli").glob("*.py")} - shared
    assert modules == set(COMMANDS)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_schema_and_corpus(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in ("schema", "corpus"):
        files = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}
        assert {f"kavychki/_data/{name}" for name in files} <= names
    data = {"py.typed", "dataset/card.md.jinja", "dataset/prose.yaml", "statistics/gender_checked.tsv"}
    assert {f"kavychki/{name}" for name in data} <= names
    for part in ("review/static", "site/static", "site/templates"):
        assert {path.relative_to(PACKAGE.parent).as_posix() for path in (PACKAGE / part).iterdir()} <= names
    assert not any(name.startswith(("tests", "src")) for name in names)


def test_the_wheel_loads_the_dataset_far_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    code = (
        "import socket\n"
        "def refuse(*_): raise AssertionError('network')\n"
        "socket.socket.connect = refuse\n"
        "import kavychki, datasets\n"
        "quotes = kavychki.load('quotes')\n"
        "assert isinstance(quotes, datasets.DatasetDict)\n"
        "print(kavychki.__file__, sum(map(len, quotes.values())))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(site)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    home, rows = done.stdout.split()
    assert Path(home).is_relative_to(site)
    assert int(rows) > 0

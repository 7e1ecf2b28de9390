"""What every test stands on: no network, caches of its own, and the shared texts where they are."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from chromium import launch

ROOT = Path(__file__).resolve().parents[1]

# datasets reads these when it is imported, so they are set before any test module is.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_DATASETS_DISABLE_PROGRESS_BARS"] = "1"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(own: socket.socket, address: Any) -> None:
        """Servers that a test starts on this machine are no network, nor is a socket between its processes."""
        local = own.family == socket.AF_UNIX or (isinstance(address, tuple) and address[0] in {"127.0.0.1", "::1"})
        if not local:
            raise AssertionError("a test must not use the network")
        connect(own, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own, for kavychki and for datasets."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("KAVYCHKI_CACHE", str(folder))
    monkeypatch.setenv("KAVYCHKI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    if datasets := sys.modules.get("datasets"):
        monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "hf" / "datasets")
    return folder


@pytest.fixture
def kavychki_command(tmp_path: Path) -> Run:
    """Runs the command line in a process of its own, in an empty folder."""

    def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kavychki", *map(str, arguments)]
        return subprocess.run(  # type: ignore[call-overload,no-any-return]
            command, capture_output=True, text=True, check=False, **{"cwd": tmp_path, "timeout": 120, **options}
        )

    return run


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of texts that may not be shipped; tests that need it are skipped where it is absent."""
    folder = ROOT.parent / "shared"
    if not (folder / "texts").is_dir():
        pytest.skip("the texts that may not be shipped are not on this machine")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; tests that need it are skipped where there is none."""
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()

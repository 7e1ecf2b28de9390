"""The browser that tests drive."""

from __future__ import annotations

import os
import shutil

import pytest
from playwright.sync_api import Browser, Playwright


def chromium() -> str:
    """The path of a Chromium; the test is skipped where there is none."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("no Chromium on this machine: install Debian's package chromium, or name one in CHROMIUM")
    return found


def launch(playwright: Playwright) -> Browser:
    """A headless Chromium that asks nothing of the network."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
    flags += ["--disable-component-update", "--disable-sync", "--no-first-run"]
    return playwright.chromium.launch(executable_path=chromium(), args=flags)

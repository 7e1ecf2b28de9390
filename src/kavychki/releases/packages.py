"""Wheel and source distribution, byte for byte the same from the same files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from kavychki.errors import ReleaseError


def build_packages(source: Path, out: Path, epoch: int) -> list[Path]:
    """Build the sdist of a source folder, and the wheel from that sdist; returns both.

    Args:
        source: a folder that holds what shall go in, and nothing else: what lies there is packed.
        out: where to put the files.
        epoch: the time of every packed file, in seconds since 1970 (https://reproducible-builds.org/specs/source-date-epoch).

    Raises:
        ReleaseError: the build failed; its last lines are in the message.
    """
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(source)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch), "PYTHONHASHSEED": "0"}
    done = subprocess.run(  # noqa: S603 - our own interpreter and folders
        command, capture_output=True, text=True, errors="replace", env=environment, check=False
    )
    if done.returncode:
        last = "\n".join(f"  {line}" for line in (done.stdout + done.stderr).splitlines()[-10:])
        raise ReleaseError(f"the packages were not built; they need the extra `release`, and this was said:\n{last}")
    return sorted([*out.glob("*.whl"), *out.glob("*.tar.gz")])

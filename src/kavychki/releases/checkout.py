"""The checkout that a release is made from: what git says of it, and its tracked files alone, in a folder."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import kavychki
from kavychki.errors import ReleaseError


@dataclass(frozen=True, slots=True)
class Checkout:
    """A git checkout; ``root`` is its top folder."""

    root: Path

    @classmethod
    def at(cls, root: Path) -> Checkout:
        """The checkout whose top folder is ``root``.

        Raises:
            ReleaseError: it is none, or git is not installed.
        """
        checkout = cls(root.resolve())
        if Path(checkout._git("rev-parse", "--show-toplevel").strip()) != checkout.root:
            raise ReleaseError(f"{root} is not the top folder of a git checkout")
        return checkout

    @property
    def commit(self) -> str:
        """The hash of the commit that is checked out."""
        return self._git("rev-parse", "HEAD").strip()

    @property
    def epoch(self) -> int:
        """When that commit was made, in seconds since 1970 (UTC)."""
        return int(self._git("log", "-1", "--format=%ct"))

    def changes(self) -> list[str]:
        """What differs from the commit, as ``git status --short`` says it; files that git does not know are in it."""
        return self._git("status", "--porcelain", "--untracked-files=all").splitlines()

    def export(self, target: Path) -> None:
        """Copy the files that git knows, and those that it could know, to a folder: nothing that it ignores."""
        listed = self._git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
        for name in filter(None, listed.split("\0")):
            source, copy = self.root / name, target / name
            if source.is_symlink():
                raise ReleaseError(f"{source} is a symbolic link: a release holds files alone")
            if source.is_file():  # one that was deleted and not committed is still listed
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, copy)
                copy.chmod(0o755 if os.access(source, os.X_OK) else 0o644)

    def require_own_library(self) -> None:
        """Make sure that the library that runs is this checkout's.

        Raises:
            ReleaseError: it is another, so the release would not hold what made it.
        """
        running = Path(kavychki.__file__).resolve()
        if not running.is_relative_to(self.root):
            wanted = f"python -m pip install --editable {self.root}"
            raise ReleaseError(f"the library that runs is {running.parent}, not this checkout's: {wanted}")

    def _git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self.root), *arguments]
        environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
        try:
            done = subprocess.run(command, capture_output=True, env=environment, check=False)  # noqa: S603
        except FileNotFoundError as error:
            raise ReleaseError("git is not installed: a release is made from a git checkout") from error
        if done.returncode:
            raise ReleaseError(f"{self.root}: {done.stderr.decode(errors='replace').strip()}")
        return done.stdout.decode()

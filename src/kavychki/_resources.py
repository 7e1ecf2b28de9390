"""Where the schema and the corpus are: inside the installed package, or in the checkout that it was installed from."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: str) -> Path:
    """The folder ``schema`` or ``corpus``.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    for parent in (_PACKAGE / "_data", _PACKAGE.parents[1]):
        if (parent / name).is_dir():
            return parent / name
    raise FileNotFoundError(f"the folder {name!r} is neither in the package nor in a checkout: reinstall kavychki")


def is_packaged(folder: Path) -> bool:
    """Whether a folder belongs to the installed package, so that an update would replace what is written there."""
    return folder.resolve().is_relative_to(_PACKAGE)

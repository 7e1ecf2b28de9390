"""The errors that the library raises for what a user can mend."""

from collections.abc import Sequence


class KavychkiError(Exception):
    """Something a user can mend: a message that says what is wrong, where, and how to mend it."""


class CorpusError(KavychkiError):
    """A corpus folder that cannot be used: no manifest, an unreadable file, an unknown collection."""


class ManifestError(CorpusError):
    """A manifest or a registry that is missing or broken, with the file and the JSON pointer of the place."""

    def __init__(self, file: str, pointer: str, problem: str) -> None:
        super().__init__(f"{file}: {f'{pointer} ' if pointer else ''}{problem}")
        self.file = file
        self.pointer = pointer
        self.problem = problem


class CanonicalTextError(KavychkiError, ValueError):
    """A text that has no canonical form."""


class AnchorError(KavychkiError, ValueError):
    """A string of a draft that is not found in the text, or found more than once."""


class DatasetError(KavychkiError):
    """A dataset folder that cannot be written, replaced or read."""


class ReleaseError(KavychkiError):
    """A release that cannot be made, read or published."""


class HydrationError(KavychkiError):
    """Texts that cannot be had: no network, a wrong checksum, a damaged archive, a folder that is not there."""


class XmlError(KavychkiError, ValueError):
    """An article in XML that cannot be read or written.

    ``problems`` are its lines, columns and messages, in order of place, where it has any. Line and column are 1-based,
    the column in code points.
    """

    def __init__(self, message: str = "", problems: Sequence[tuple[int, int, str]] = ()) -> None:
        told = [f"line {line}, column {column}: {what}" for line, column, what in problems]
        super().__init__("\n".join([message, *told] if message else told))
        self.problems = tuple(problems)

"""Applying waivers: what a maintainer lets stand is no finding, as long as the waiver is good and needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

from kavychki.io.waivers import Waiver
from kavychki.validation.finding import Finding


class Waiving:
    """The waivers of a corpus, and which of them were needed. Errors are never waived."""

    def __init__(self, waivers: list[Waiver], file: str) -> None:
        self._waivers = waivers
        self._file = file
        self._used: set[int] = set()

    def unwaived(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings that no waiver lets stand."""
        for finding in findings:
            numbers = [n for n, waiver in enumerate(self._waivers) if _covers(waiver, finding)]
            self._used.update(numbers)
            if not numbers:
                yield finding

    def idle(self, today: dt.date, unread: Collection[str] = ()) -> Iterator[Finding]:
        """Waivers that have expired or that nothing needed; ask when all findings have passed.

        Of records whose texts are not at hand (``unread``) nobody can say what their waivers are needed for.
        """
        for number, waiver in enumerate(self._waivers):
            pointer = f"/{number}"
            if waiver.expires < today.isoformat():
                yield Finding(
                    "K318", f"the waiver of {waiver.code} expired on {waiver.expires}", self._file, pointer=pointer
                )
            elif number not in self._used and waiver.record not in unread:
                yield Finding("K319", f"nothing is waived by this waiver of {waiver.code}", self._file, pointer=pointer)


def _covers(waiver: Waiver, finding: Finding) -> bool:
    return (
        finding.severity == "warning"
        and waiver.code == finding.code
        and waiver.record == finding.record
        and waiver.pointer in (None, finding.pointer)
    )

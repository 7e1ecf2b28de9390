"""What the store refuses, and why."""

from __future__ import annotations

from kavychki.errors import KavychkiError
from kavychki.store.kept import Kept
from kavychki.validation import Finding


class StoreError(KavychkiError):
    """A request that the store cannot carry out, such as one about a record that it does not have."""


class RefusedError(StoreError):
    """Records that were not stored because of their ``findings``, errors and warnings."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        errors = [each for each in findings if each.severity == "error"]
        lines = [f"{each.record or each.file}: {each.code} {each.rule.slug}: {each.message}" for each in errors]
        super().__init__("\n".join(["nothing was stored:", *lines]))
        self.findings = findings


class ConflictError(StoreError):
    """A record that was changed since it was read; ``now`` is what the store has, None where it has no more of it."""

    def __init__(self, identifier: str, now: Kept | None) -> None:
        state = "is not stored any more" if now is None else "was changed by someone else since it was read"
        super().__init__(f"{identifier} {state}: nothing was overwritten; read it again and repeat the change")
        self.now = now

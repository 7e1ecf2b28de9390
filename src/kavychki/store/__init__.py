"""The store: records of a corpus folder read, checked and written, and never lost.

>>> from kavychki.store import Store
>>> store = Store.open("corpus")                                # doctest: +SKIP
>>> kept = store.get("constructed-0001")                        # doctest: +SKIP
>>> store.put(corrected(kept.article), expected=kept.digest)    # doctest: +SKIP
"""

from kavychki.store.drafts import Suggest, new_draft, no_suggestions
from kavychki.store.errors import ConflictError, RefusedError, StoreError
from kavychki.store.incoming import Incoming
from kavychki.store.kept import Kept
from kavychki.store.reading import Reading, read_incoming
from kavychki.store.status import Progress, progress
from kavychki.store.store import Saved, Store

__all__ = [
    "ConflictError",
    "Incoming",
    "Kept",
    "Progress",
    "Reading",
    "RefusedError",
    "Saved",
    "Store",
    "StoreError",
    "Suggest",
    "new_draft",
    "no_suggestions",
    "progress",
    "read_incoming",
]

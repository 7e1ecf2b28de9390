"""The metadata of a release as Zenodo reads it."""

from __future__ import annotations

import html
import json
from typing import Any

from kavychki.releases.identity import Identity

FILE = ".zenodo.json"
LICENCE = "cc-by-4.0"


def zenodo(identity: Identity, licences: str) -> str:
    """``.zenodo.json``: the metadata of a deposit (https://developers.zenodo.org, "Deposit metadata").

    Zenodo knows one licence of a deposit, so ``licences`` says in words what is under which.
    """
    citation = identity.citation
    found: dict[str, Any] = {
        "upload_type": "dataset",
        "title": citation["title"],
        "version": identity.version,
        "publication_date": identity.date.isoformat(),
        "creators": [_creator(author) for author in citation["authors"]],
        "description": f"<p>{html.escape(identity.summary)}.</p>",
        "notes": f"<p>{html.escape(licences)}</p>",
        "access_right": "open",
        "license": LICENCE,
        "keywords": citation.get("keywords", []),
        "language": "rus",
    }
    if address := citation.get("repository-code") or citation.get("url"):
        related = {"identifier": address, "relation": "isSupplementTo", "scheme": "url"}
        found["related_identifiers"] = [related]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _creator(author: dict[str, str]) -> dict[str, str]:
    """A creator of an author of CITATION.cff: a body has a name, a person is written "Family, Given"."""
    family = " ".join(filter(None, (author.get("name-particle"), author.get("family-names"))))
    name = author.get("name") or ", ".join(filter(None, (family, author.get("given-names"))))
    creator = {"name": name}
    if "affiliation" in author:
        creator["affiliation"] = author["affiliation"]
    if "orcid" in author:
        creator["orcid"] = author["orcid"].rpartition("/")[2]
    return creator

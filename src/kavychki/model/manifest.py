"""What the corpus says of itself: its collections and its annotators, as immutable values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kavychki.model.vocabulary import AnnotatorKind, EntityFormat, EntityType, Layer, Origin, Split, SplitPolicyName


@dataclass(frozen=True, slots=True)
class Upstream:
    """A pinned public source of texts: the URL of its git repository, a commit, the SHA-256 of its archive.

    ``archive_sha256`` is None where the host may pack the same files anew. ``entities`` is the format of upstream's
    annotation files where these supply the entities of records whose own are null.
    """

    url: str
    commit: str
    archive_sha256: str | None
    entities: EntityFormat | None


@dataclass(frozen=True, slots=True)
class SplitPolicy:
    """How a collection assigns articles to splits.

    ``hash`` uses ``salt`` and the percentages ``validation`` and ``test``; ``fixed`` uses ``split``; ``upstream`` reads
    the split from the upstream path.
    """

    policy: SplitPolicyName
    split: Split | None = None
    salt: str | None = None
    validation: int | None = None
    test: int | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection: origin, rights, how to obtain its texts, what is annotated exhaustively, how it is split."""

    title: str
    description: str
    origin: Origin
    publisher: str | None
    upstream: Upstream | None
    text_rights: str
    annotation_licence: str
    redistributable: bool
    obtain: str
    layers: tuple[Layer, ...]
    entity_types: tuple[EntityType, ...]
    split: SplitPolicy

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Collection:
        """The collection of a manifest entry that has passed validation."""
        upstream = data["upstream"]
        return cls(
            **{
                **data,
                "upstream": None if upstream is None else Upstream(**upstream),
                "layers": tuple(data["layers"]),
                "entity_types": tuple(data["entity_types"]),
                "split": SplitPolicy(**data["split"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Annotator:
    """A person, a language model or a rule-based tool that annotates."""

    kind: AnnotatorKind
    name: str
    version: str | None
    description: str

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Annotator:
        """The annotator of a registry entry that has passed validation."""
        return cls(**data)

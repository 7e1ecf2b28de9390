"""Named entities by natasha, for those who install the extra ``ner``."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kavychki.errors import KavychkiError
from kavychki.model import Entity, Span
from kavychki.model.vocabulary import EntityType

_TYPES: dict[str, EntityType] = {"PER": "PERSON", "ORG": "ORGANIZATION", "LOC": "LOCATION"}


class ExtraMissingError(KavychkiError):
    """An optional part of the package that is not installed, with the command that installs it."""


def entities_of(text: str) -> tuple[Entity, ...]:
    """The persons, organizations and locations of a text, in order; types are natasha's three in NEREL's names.

    Raises:
        ExtraMissingError: the extra ``ner`` is not installed.
    """
    spans = sorted((each.start, each.stop, each.type) for each in _tagger()(text).spans)
    found = ((start, end, kind) for start, end, kind in spans if text[start:end].strip() == text[start:end])
    return tuple(
        Entity(f"e{number}", _TYPES[kind], (Span(start, end, text[start:end]),), None)
        for number, (start, end, kind) in enumerate(found, 1)
    )


@cache
def _tagger() -> Any:
    """Natasha's tagger of news, whose models come with its package; loading takes about a second."""
    try:
        from navec import Navec  # noqa: PLC0415
        from slovnet import NER  # noqa: PLC0415
    except ImportError as error:
        raise ExtraMissingError("entities need an extra: pip install 'kavychki[ner]'") from error
    # natasha itself imports pymorphy2, which fails where pkg_resources is gone; its folder of models is all we need.
    found = find_spec("natasha")
    if found is None or not found.submodule_search_locations:
        raise ExtraMissingError("entities need an extra: pip install 'kavychki[ner]'")
    data = Path(found.submodule_search_locations[0], "data")
    tagger = NER.load(str(data / "model" / "slovnet_ner_news_v1.tar"))
    tagger.navec(Navec.load(str(data / "emb" / "navec_news_v1_1B_250K_300d_100q.tar")))
    return tagger

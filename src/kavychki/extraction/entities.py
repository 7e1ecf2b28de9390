"""Named entities by natasha, for those who install the extra ``ner``.

Words, model and spans are natasha's; what leads from one to the other is done here for one text at a time, which gives
the same entities in less time: each word is encoded once in the life of the process, and the best path through the
tags (Viterbi, 1967) is found without a batch.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kavychki.errors import KavychkiError
from kavychki.model import Entity, Span
from kavychki.model.vocabulary import EntityType

MOST_WORDS = 200_000
_TYPES: dict[str, EntityType] = {"PER": "PERSON", "ORG": "ORGANIZATION", "LOC": "LOCATION"}


class ExtraMissingError(KavychkiError):
    """An optional part of the package that is not installed, with the command that installs it."""


def entities_of(text: str) -> tuple[Entity, ...]:
    """The persons, organizations and locations of a text, in order; types are natasha's three in NEREL's names.

    Raises:
        ExtraMissingError: the extra ``ner`` is not installed.
    """
    spans = sorted((each.start, each.stop, each.type) for each in _spans(text))
    found = ((start, end, kind) for start, end, kind in spans if text[start:end].strip() == text[start:end])
    return tuple(
        Entity(f"e{number}", _TYPES[kind], (Span(start, end, text[start:end]),), None)
        for number, (start, end, kind) in enumerate(found, 1)
    )


def _spans(text: str) -> Any:
    """The spans of natasha's tagger, with ``start``, ``stop`` and ``type``."""
    infer = tagger().infer
    from razdel import tokenize  # noqa: PLC0415 - as natasha cuts its words
    from slovnet.markup import BIOMarkup  # noqa: PLC0415

    words = [token.text for token in tokenize(text)]
    if not words:
        return ()
    encoded = infer.encoder.input([tuple(zip(*map(_encoded, words), strict=True))])
    (emissions,) = infer.model(encoded.word_id, encoded.shape_id, encoded.pad_mask)
    path = _best_path(emissions, infer.model.head.crf.transitions.array)
    return (
        BIOMarkup.from_tuples(zip(words, map(infer.decoder.tags_vocab.decode, path), strict=True)).to_span(text).spans
    )


@lru_cache(maxsize=MOST_WORDS)
def _encoded(word: str) -> tuple[int, int]:
    """The ids of a word and of its shape."""
    ((word_id,), (shape_id,)) = tagger().infer.encoder.item([word])
    return word_id, shape_id


def _best_path(emissions: NDArray[np.float32], transitions: NDArray[np.float32]) -> list[int]:
    """The likeliest tags of words: of (words, tags) and (tags, tags), by adding up in natasha's order."""
    score, history = emissions[0], []
    for emission in emissions[1:]:
        table = score[:, None] + transitions + emission
        history.append(table.argmax(0))
        score = table.max(0)
    path = [int(score.argmax())]
    for best in reversed(history):
        path.append(int(best[path[-1]]))
    return path[::-1]


@cache
def tagger() -> Any:
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

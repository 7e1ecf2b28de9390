"""The extractor: quotes, cues, sources and speakers from raw Russian news text, by rules.

The stages, one module each: ``tokens``, ``document`` and ``sentence`` (tokens, paired marks, streams), ``cueing`` (the
lexicon's cues in a sentence), ``direct`` and ``reports`` (quotes with the borders of their content), ``phrases`` and
``attribution`` (sources), ``finding`` (all streams of a text), ``nesting``, ``mentions``, ``names`` and ``speakers``,
``record``; ``pipeline`` joins them.
"""

from kavychki.extraction.entities import ExtraMissingError
from kavychki.extraction.pipeline import Extraction, Finding, explain, extract
from kavychki.extraction.record import Origins

__all__ = ["ExtraMissingError", "Extraction", "Finding", "Origins", "explain", "extract"]

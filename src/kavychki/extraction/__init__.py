"""The extractor: quotes, cues, sources and speakers from raw Russian news text, by rules.

The stages, one module each: ``tokens`` and ``document`` (tokens, paired marks, sentences), ``cueing`` (the lexicon's cues
in a sentence), ``direct`` and ``reports`` (quotes with the borders of their content), ``phrases`` and ``attribution``
(sources), ``nesting``, ``speakers``, ``record``; ``pipeline`` joins them.
"""

from kavychki.extraction.pipeline import Extraction, Finding, explain, extract

__all__ = ["Extraction", "Finding", "explain", "extract"]

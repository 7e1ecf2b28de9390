"""Text at the ground of everything: canonical form, identity, paragraphs, sentences, quotation marks."""

from kavychki.text.canonical import canonical_text, text_sha256
from kavychki.text.marks import Marks, Pair, pair_marks
from kavychki.text.paragraphs import paragraphs_around
from kavychki.text.sentences import index_at, sentence_bounds

__all__ = [
    "Marks",
    "Pair",
    "canonical_text",
    "index_at",
    "pair_marks",
    "paragraphs_around",
    "sentence_bounds",
    "text_sha256",
]

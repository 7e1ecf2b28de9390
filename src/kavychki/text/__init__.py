"""Text at the ground of everything: canonical form, identity, paragraphs."""

from kavychki.text.canonical import canonical_text, text_sha256
from kavychki.text.paragraphs import paragraphs_around

__all__ = ["canonical_text", "paragraphs_around", "text_sha256"]

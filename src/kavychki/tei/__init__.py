"""An article as inline XML, for people with an editor: written from a record, read back into one, nothing lost.

The names are those of the Text Encoding Initiative (TEI P5) where it has one; docs/xml.md shows them all.
"""

from kavychki.tei.read import Document, OriginalLookup, read_article, read_document, read_fragment
from kavychki.tei.write import write_article

__all__ = ["Document", "OriginalLookup", "read_article", "read_document", "read_fragment", "write_article"]

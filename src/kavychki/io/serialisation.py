"""The one canonical serialisation of a record: keys in schema order, UTF-8 unescaped, no spaces, LF."""

from __future__ import annotations

import orjson

from kavychki.model import Article
from kavychki.model.order import in_canonical_order


def canonical_line(article: Article) -> bytes:
    """The record's line of a shard, without its LF."""
    return orjson.dumps(in_canonical_order(article).to_dict())


def parse_line(line: bytes) -> Article:
    """The article of a line that has passed validation."""
    return Article.from_dict(orjson.loads(line))

"""The canonical form of a whole shard."""

from __future__ import annotations

import io

from kavychki.errors import CorpusError
from kavychki.io.lines import read_lines
from kavychki.io.serialisation import canonical_line
from kavychki.model import Article
from kavychki.schema.validators import is_valid
from kavychki.validation.level0 import parse


def canonical_shard(content: bytes) -> bytes:
    """The bytes of a shard with its records sorted by id, each in its canonical serialisation.

    Line ends, empty lines and a byte order mark are mended with it. Nothing is guessed: a line that is no record, or
    one from which something would be lost, refuses the shard.

    Raises:
        CorpusError: naming the line and what is wrong with it.
    """
    articles = []
    for line in read_lines(io.BytesIO(content)):
        parsed = parse(line)
        if parsed.record is None:
            if line.oversize or line.data.strip():
                raise CorpusError(f"line {line.number}: {parsed.problems[-1].message}: the shard is left as it is")
            continue
        if not is_valid("article", parsed.record):
            raise CorpusError(f"line {line.number} violates the schema: left as it is; `kavychki validate` says where")
        articles.append(Article.from_dict(parsed.record))
    articles.sort(key=lambda article: article.id)
    return b"".join(canonical_line(article) + b"\n" for article in articles)

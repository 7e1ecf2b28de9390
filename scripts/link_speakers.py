"""Give the speakers of records the Wikidata items of upstream's entities, where these leave no doubt.

Usage: python scripts/link_speakers.py SHARD... [--corpus FOLDER] [--write]

The records' texts and upstream's annotation must have been hydrated (`kavychki hydrate nerel`). Each speaker that
something is known of is listed as tab-separated values: record, speaker, name, verdict, items. A verdict is `proposed`
(the speaker has no item yet), `confirmed` (it has this one), `conflict` (it has another) or `ambiguous` (upstream links
it to several). With --write the proposed items go into the shards.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kavychki import Corpus
from kavychki.hydration import Hydrator, TextStore
from kavychki.io.atomic import atomic_file
from kavychki.io.corpus import Shard
from kavychki.io.records import read_shard
from kavychki.io.serialisation import canonical_line
from kavychki.model import Article
from kavychki.upstream.linking import ItemProposal, speaker_wikidata, with_items

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """List the proposals, and write them where asked; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("shards", type=Path, nargs="+", metavar="SHARD")
    parser.add_argument("--write", action="store_true", help="put the proposed items into the shards")
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus", help="whose pins hold; by default this one's")
    options = parser.parse_args()
    hydrator = Hydrator(Corpus.open(options.corpus), TextStore.default())
    print("record", "speaker", "name", "verdict", "items", sep="\t")
    unhydrated = 0
    for path in options.shards:
        articles = []
        for article in read_shard(Shard(path, "")):
            proposals = proposals_for(article, hydrator)
            unhydrated += proposals is None
            list_proposals(article, proposals or [])
            articles.append(with_items(article, proposals or []))
        if options.write:
            with atomic_file(path) as stream:
                stream.writelines(canonical_line(article) + b"\n" for article in articles)
    if unhydrated:
        print(f"{unhydrated} records have no text or no entities here: hydrate their collection", file=sys.stderr)
    return 1 if unhydrated else 0


def proposals_for(article: Article, hydrator: Hydrator) -> list[ItemProposal] | None:
    """The proposals for a record; None where its text or its entities are not at hand."""
    hydrated = hydrator.hydrated(article)
    if hydrated is None or hydrated.article.entities is None:
        return None
    return speaker_wikidata(hydrated.article, hydrated.article.entities)


def list_proposals(article: Article, proposals: list[ItemProposal]) -> None:
    """Print a line a proposal."""
    names = {speaker.id: speaker.name for speaker in article.speakers}
    for each in proposals:
        print(article.id, each.speaker, names[each.speaker], each.verdict, " ".join(each.items), sep="\t")


if __name__ == "__main__":
    sys.exit(main())

"""Give the speakers of records the Wikidata items of upstream's entities, where these leave no doubt.

Usage: python scripts/link_speakers.py SHARD... [--upstream FOLDER] [--corpus FOLDER] [--write]

Texts and upstream's annotation are those that have been hydrated (`kavychki hydrate nerel`), or with --upstream those
of upstream's folder, which serves for records that are not yet in the corpus. Each speaker that
something is known of is listed as tab-separated values: record, speaker, name, verdict, items. A verdict is `proposed`
(the speaker has no item yet), `confirmed` (it has this one), `conflict` (it has another) or `ambiguous` (upstream links
it to several). With --write the proposed items go into the shards.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from kavychki import Corpus
from kavychki.hydration import Hydrator, TextStore
from kavychki.io.atomic import atomic_file
from kavychki.io.corpus import Shard
from kavychki.io.records import read_shard
from kavychki.io.serialisation import canonical_line
from kavychki.model import Article
from kavychki.model.surfaces import with_text
from kavychki.text import canonical_text, text_sha256
from kavychki.upstream import parse_brat
from kavychki.upstream.linking import ItemProposal, speaker_wikidata, with_items

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """List the proposals, and write them where asked; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("shards", type=Path, nargs="+", metavar="SHARD")
    parser.add_argument("--write", action="store_true", help="put the proposed items into the shards")
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus", help="whose pins hold; by default this one's")
    parser.add_argument("--upstream", type=Path, help="upstream's folder, that of train, dev and test")
    options = parser.parse_args()
    hydrator = Hydrator(Corpus.open(options.corpus), TextStore.default())
    print("record", "speaker", "name", "verdict", "items", sep="\t")
    unhydrated = 0
    for path in options.shards:
        articles = []
        for article in read_shard(Shard(path, "")):
            whole = from_folder(article, options.upstream) if options.upstream else from_store(article, hydrator)
            proposals = None if whole is None else speaker_wikidata(whole, whole.entities or ())
            unhydrated += proposals is None
            list_proposals(article, proposals or [])
            articles.append(with_items(article, proposals or []))
        if options.write:
            with atomic_file(path) as stream:
                stream.writelines(canonical_line(article) + b"\n" for article in articles)
    if unhydrated:
        print(f"{unhydrated} records have no text or no entities here", file=sys.stderr)
    return 1 if unhydrated else 0


def from_store(article: Article, hydrator: Hydrator) -> Article | None:
    """The article with text and entities; None where they have not been hydrated."""
    found = hydrator.hydrated(article)
    return found.article if found and found.article.entities is not None else None


def from_folder(article: Article, folder: Path) -> Article | None:
    """The article with text and entities; None where upstream's folder has another text, or none."""
    path = folder / (article.upstream or "")
    if not path.is_file() or text_sha256(text := canonical_text(path.read_bytes())) != article.text_sha256:
        return None
    annotation = canonical_text(path.with_suffix(".ann").read_bytes())
    return replace(with_text(article, text), entities=parse_brat(annotation, text).entities)


def list_proposals(article: Article, proposals: list[ItemProposal]) -> None:
    """Print a line a proposal."""
    names = {speaker.id: speaker.name for speaker in article.speakers}
    for each in proposals:
        print(article.id, each.speaker, names[each.speaker], each.verdict, " ".join(each.items), sep="\t")


if __name__ == "__main__":
    sys.exit(main())

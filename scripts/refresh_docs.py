"""Write what is taken from the code and the data: docs/errors.md, marked tables of other documents, schema/article.rng.

Usage: python scripts/refresh_docs.py [--check]

A table stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``. With --check nothing is written; exit status 1
where a document is stale.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from datasets import ClassLabel, List

from kavychki import Corpus, read_articles
from kavychki.dataset.configs import configs
from kavychki.extraction import extract
from kavychki.extraction.confidence import precisions
from kavychki.io.atomic import atomic_file
from kavychki.io.records import read_shard
from kavychki.metrics import KINDS, Evaluation, agreement, evaluate
from kavychki.metrics.mistakes import counted
from kavychki.model import Article
from kavychki.model.split import SPLITS, split_of
from kavychki.phenomena import DERIVED
from kavychki.schema.documents import Schema
from kavychki.tei.relaxng import relax_ng
from kavychki.validation import LEVELS, RULES

ROOT = Path(__file__).resolve().parents[1]
EDITOR_SCHEMA = "schema/article.rng"
DOCUMENTS = (
    "README.md",
    "DATASHEET.md",
    "docs/dataset.md",
    "docs/errors.md",
    "docs/evaluation.md",
    "docs/extraction.md",
    "docs/phenomena.md",
)
EXTRACTION_MEASURES = (
    *(("quotes", label, "overlap 0.8", "F1") for label in ("", "direct", "indirect", "mixed")),
    ("quotes", "", "exact", "F1"),
    *(("matched quotes", "", criterion, "accuracy") for criterion in ("cue", "source", "medium", "factual", "parent")),
    *(("matched quotes", label, "speakers", "accuracy") for label in ("", "direct")),
    ("speakers", "", "B-cubed, quotes", "F1"),
)
BLOCK = re.compile(r"(<!-- generated: ([a-z_]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def main() -> int:
    """Refresh or check; returns the exit status."""
    corpus = Corpus.open(ROOT / "corpus")
    tables = Tables(corpus, list(read_articles(corpus)))
    stale = []
    for name in (*DOCUMENTS, EDITOR_SCHEMA):
        path = ROOT / name
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        after = BLOCK.sub(lambda found: found[1] + getattr(tables, found[2])() + found[3], before)
        if name == EDITOR_SCHEMA:
            after = relax_ng(Schema.at())
        if after != before:
            stale.append(name)
            if "--check" not in sys.argv:
                with atomic_file(path) as stream:
                    stream.write(after.encode())
    for name in stale:
        print(f"{name}: {'stale: run scripts/refresh_docs.py' if '--check' in sys.argv else 'refreshed'}")
    return 1 if stale and "--check" in sys.argv else 0


@dataclass(frozen=True)
class Tables:
    """The tables by name: each method makes one, as Markdown."""

    corpus: Corpus
    articles: list[Article]

    def sizes(self) -> str:
        """What each collection holds, by layer and split."""
        rows = []
        for name in self.corpus.collections:
            own = [article for article in self.articles if article.collection == name]
            policy, upstream = self.corpus.collections[name].split, self.corpus.collections[name].upstream
            splits = Counter(split_of(article.id, article.upstream, policy) for article in own)
            rows.append(
                [
                    f"`{name}`",
                    len(own),
                    sum(len(article.quotes) for article in own),
                    sum(len(article.speakers) for article in own),
                    "upstream's" if upstream and upstream.entities else sum(len(each.entities or ()) for each in own),
                    sum(article.text is not None for article in own),
                    " / ".join(str(splits[split]) for split in SPLITS),
                ]
            )
        return table(
            ["collection", "articles", "quotes", "speakers", "entities", "with text", " / ".join(SPLITS)], rows
        )

    def quotes(self) -> str:
        """Quotes by type and collection, and by what makes them hard."""
        collections = list(self.corpus.collections)
        kinds: dict[str, Callable[[Article], int]] = {
            **{
                f"type `{kind}`": count(lambda quote, kind=kind: quote.type == kind)
                for kind in Schema.at().vocabulary("quote-type")
            },
            **{
                f"medium `{kind}`": count(lambda quote, kind=kind: quote.medium == kind)
                for kind in Schema.at().vocabulary("medium")
            },
            "not factual": count(lambda quote: not quote.factual),
            "discontinuous": count(lambda quote: len(quote.content) > 1),
            "nested": count(lambda quote: quote.parent is not None),
            "without cue": count(lambda quote: not quote.cue),
            "without source": count(lambda quote: not quote.source),
            "several speakers": count(lambda quote: len(quote.speakers) > 1),
        }
        rows = []
        for name, count_in in kinds.items():
            by_collection = [sum(count_in(each) for each in self.articles if each.collection == c) for c in collections]
            rows.append([name, *by_collection])
        return table(["quotes", *(f"`{name}`" for name in collections)], rows)

    def speakers(self) -> str:
        """Speakers by kind and anonymity."""
        counts: Counter[tuple[str, str]] = Counter(
            (speaker.kind, speaker.anonymity) for article in self.articles for speaker in article.speakers
        )
        rows = [
            [f"`{kind}`", *(counts[kind, anonymity] for anonymity in Schema.at().vocabulary("anonymity"))]
            for kind in Schema.at().vocabulary("speaker-kind")
        ]
        return table(["speakers", *(f"`{name}`" for name in Schema.at().vocabulary("anonymity"))], rows)

    def topics(self) -> str:
        """Articles by level 1 topic."""
        counts = Counter(
            top for article in self.articles for top in {Schema.at().top_topic(code) for code in article.topics}
        )
        found = [topic for topic in Schema.at().media_topics.values() if counts[topic.code]]
        found.sort(key=lambda topic: (-counts[topic.code], topic.code))
        rows = [[topic.label_en, topic.label_ru, counts[topic.code]] for topic in found]
        return table(["topic", "label (unofficial)", "articles"], rows)

    def phenomena(self) -> str:
        """Every phenomenon with its definition, occurrences and articles; a dot where it follows from other layers."""
        occurrences: Counter[str] = Counter()
        articles: Counter[str] = Counter()
        for shown in (each for article in self.articles for each in article.phenomena or ()):
            occurrences[shown.type] += len(shown.quotes) + len(shown.spans) or 1
            articles[shown.type] += 1
        rows = [
            [f"`{name}`{' ·' if name in DERIVED else ''}", definition.en, occurrences[name], articles[name]]
            for name, definition in Schema.at().vocabulary("phenomenon-type").items()
        ]
        return table(["phenomenon", "what it is", "occurrences", "articles"], rows)

    def genres(self) -> str:
        """Articles by genre."""
        counts: Counter[str | None] = Counter(article.genre for article in self.articles)
        rows = [[f"`{name}`", each.en, counts[name]] for name, each in Schema.at().vocabulary("genre").items()]
        return table(["genre", "what it is", "articles"], rows)

    def statuses(self) -> str:
        """Articles by status and kind of annotator."""
        counts = Counter(
            (
                each.annotation.status,
                ", ".join(sorted({self.corpus.annotators[a].kind for a in each.annotation.annotators})),
            )
            for each in self.articles
        )
        return table(
            ["status", "annotators", "articles"], [[f"`{s}`", kinds, n] for (s, kinds), n in sorted(counts.items())]
        )

    def agreement(self) -> str:
        """How far the two first passes agree, over the articles that both have."""
        sides: dict[str, dict[str, Article]] = {}
        for shard in self.corpus.passes():
            found = {article.id: article for article in read_shard(shard)}
            sides.setdefault(shard.path.stem, {}).update(found)
        left, right = (sides[name] for name in sorted(sides))
        both = left.keys() & right.keys()
        measures = agreement([left[each] for each in both], [right[each] for each in both]).measures
        rows = [
            [
                f"{each.layer} {each.label}".strip(),
                f"{each.criterion}, {each.statistic}",
                f"{each.value:.3f}",
                f"{each.low:.3f} to {each.high:.3f}",
                each.units,
            ]
            for each in measures
            if each.criterion not in {"overlap 0.5", "overlap 0.3"} and (not each.label or each.layer == "quotes")
        ]
        return f"{len(both)} articles.\n\n" + table(["layer", "measure", "value", "95 % interval", "units"], rows)

    def mistakes(self) -> str:
        """Every kind of mistake that an evaluation counts."""
        return table(["mistake", "meaning"], [[f"`{kind}`", meaning] for kind, meaning in KINDS.items()])

    @cached_property
    def extracted(self) -> dict[str, Evaluation]:
        """The extractor held against the constructed collection, by split."""
        policy = self.corpus.collections["constructed"].split
        splits: dict[str, list[Article]] = {split: [] for split in SPLITS}
        for article in self.articles:
            if article.collection == "constructed" and article.text is not None:
                splits[split_of(article.id, article.upstream, policy)].append(article)
        return {
            split: evaluate(gold, [extract(each.text or "", identifier=each.id) for each in gold], by=["phenomenon"])
            for split, gold in splits.items()
        }

    def extraction(self) -> str:
        """How good the extractor is on each split."""
        rows = []
        for layer, label, criterion, statistic in EXTRACTION_MEASURES:
            cells = [
                f"{each.value:.3f} ({each.low:.3f} to {each.high:.3f})"
                for evaluation in self.extracted.values()
                for each in evaluation.measures
                if (each.layer, each.label, each.criterion, each.statistic) == (layer, label, criterion, statistic)
            ]
            rows.append([f"{layer} {label}".strip(), f"{criterion}, {statistic}", *cells])
        articles = [f"{split}, {each.articles} articles" for split, each in self.extracted.items()]
        return table(["what", "measure", *articles], rows)

    def causes(self) -> str:
        """The extractor's mistakes on the test split by cause and type."""
        counts = counted(self.extracted["test"].mistakes)
        rows = [[f"`{kind}`", *by_type.values()] for kind, by_type in counts.items() if any(by_type.values())]
        return table(["cause", *next(iter(counts.values()))], rows)

    def extracted_phenomena(self) -> str:
        """What share of the quotes that show a phenomenon the extractor finds, hardest first."""
        found: dict[str, dict[str, Any]] = {}
        for split, evaluation in self.extracted.items():
            for each in evaluation.measures:
                if each.layer == "by phenomenon" and each.criterion == "overlap 0.8":
                    found.setdefault(each.label, {})[split] = each
        hardest = sorted(found.items(), key=lambda item: (item[1]["train"].value if "train" in item[1] else 0, item[0]))
        rows = [
            [f"`{name}`", *(f"{at[split].value:.2f} of {at[split].units}" if split in at else "" for split in SPLITS)]
            for name, at in hardest
        ]
        return table(["phenomenon", *SPLITS], rows)

    def confidence(self) -> str:
        """The measured precision of each rule of the extractor."""
        return table(["rule", "precision"], [[f"`{rule}`", f"{value:.2f}"] for rule, value in precisions().items()])

    def columns(self) -> str:
        """Every column of every config, with its type."""
        parts = []
        for config in configs():
            rows = [[f"`{name}`", f"`{kind_of(feature)}`"] for name, feature in config.features.items()]
            parts.append(f"\n## `{config.name}`\n\n{config.description}\n\n{table(['column', 'type'], rows)}")
        return "".join(parts) + "\n"

    def rules(self) -> str:
        """Every rule of the validator by level, with its examples."""
        parts = []
        for level, title in LEVELS.items():
            parts.append(f"\n## L{level}: {title}\n")
            parts.extend(
                f"\n### {rule.code} `{rule.slug}`\n\n{rule.meaning} ({rule.severity})\n\n"
                f"- wrong: `{rule.wrong}`\n- right: `{rule.right}`\n- remedy: {rule.remedy}\n"
                for rule in RULES.values()
                if rule.level == level
            )
        return "".join(parts) + "\n"


def kind_of(feature: Any) -> str:
    """A feature in short: ``list of {start: int32, …}``, ``label of 3`` for a ClassLabel."""
    if isinstance(feature, List):
        return f"list of {kind_of(feature.feature)}"
    if isinstance(feature, dict):
        return "{" + ", ".join(f"{name}: {kind_of(each)}" for name, each in feature.items()) + "}"
    return f"label of {feature.num_classes}" if isinstance(feature, ClassLabel) else str(feature.dtype)


def count(holds: Callable[..., bool]) -> Callable[[Article], int]:
    """A function that counts an article's quotes for which ``holds`` is true."""
    return lambda article: sum(holds(quote) for quote in article.quotes)


def table(header: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; columns of numbers to the right."""
    names = list(map(str, header))
    lines = [list(map(str, row)) for row in rows]
    marks = ["---:" if lines and all(line[n].isdigit() for line in lines) else "---" for n in range(len(names))]
    return "".join(f"| {' | '.join(line)} |\n" for line in [names, marks, *lines])


if __name__ == "__main__":
    sys.exit(main())

"""Write what is taken from code and data: marked parts of documents, pictures, schema/article.rng.

Usage: python scripts/refresh_docs.py [--check]

A part stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``. With --check nothing is written; exit status 1
where a document is stale.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.page import Performance
from kavychki import Corpus, read_articles
from kavychki.dataset.columns import kind_of
from kavychki.dataset.configs import configs
from kavychki.dataset.statement import Statement
from kavychki.extraction import extract
from kavychki.extraction.confidence import precisions
from kavychki.io.atomic import atomic_file
from kavychki.io.records import read_shard
from kavychki.metrics import KINDS, Evaluation, agreement, evaluate
from kavychki.metrics.mistakes import counted
from kavychki.model import Article, Collection
from kavychki.model.split import SPLITS, split_of
from kavychki.phenomena import DERIVED
from kavychki.schema.documents import Schema
from kavychki.statistics import PassAgreement, census_of
from kavychki.statistics.formats import markdown
from kavychki.statistics.formats import markdown_rows as table
from kavychki.statistics.pictures import description as describe
from kavychki.statistics.pictures import pictures
from kavychki.statistics.sentences import gender_error
from kavychki.statistics.tables import shown_measures
from kavychki.tei.relaxng import relax_ng
from kavychki.validation import LEVELS, RULES
from measure_extraction import FIGURES, GROUPINGS, is_fresh

ROOT = Path(__file__).resolve().parents[1]
EDITOR_SCHEMA = "schema/article.rng"
DOCUMENTS = (
    "README.md",
    "DATASHEET.md",
    "docs/dataset.md",
    "docs/errors.md",
    "docs/evaluation.md",
    "docs/extraction.md",
    "docs/performance.md",
    "docs/phenomena.md",
    "docs/statistics.md",
)
PICTURES = "docs/images/statistics"
MEASURED = "performance_"
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
    fresh = {name: tables.document(ROOT / name).encode() for name in DOCUMENTS}
    fresh |= {f"{PICTURES}/{name}.svg": draw("svg") for name, draw in tables.pictures.items()}
    fresh[EDITOR_SCHEMA] = relax_ng(Schema.at()).encode()
    stale = [name for name, content in fresh.items() if read(ROOT / name) != content]
    gone = [path for path in sorted((ROOT / PICTURES).glob("*")) if f"{PICTURES}/{path.name}" not in fresh]
    measured = is_fresh()
    if not measured:
        print(f"{FIGURES.name}: stale: run scripts/measure_extraction.py where the texts are at hand")
    if "--check" in sys.argv:
        for name in (*stale, *(path.relative_to(ROOT) for path in gone)):
            print(f"{name}: stale: run scripts/refresh_docs.py")
        return 0 if measured and not stale and not gone else 1
    (ROOT / PICTURES).mkdir(parents=True, exist_ok=True)
    for name in stale:
        with atomic_file(ROOT / name) as stream:
            stream.write(fresh[name])
        print(f"{name}: refreshed")
    for path in gone:
        path.unlink()
        print(f"{path.relative_to(ROOT)}: removed")
    return 0


def read(path: Path) -> bytes:
    """The content of a file, nothing where there is none."""
    return path.read_bytes() if path.exists() else b""


@dataclass(frozen=True)
class Tables:
    """The tables by name: each method makes one, as Markdown."""

    corpus: Corpus
    articles: list[Article]

    def document(self, path: Path) -> str:
        """A document with its generated parts made anew."""
        return BLOCK.sub(lambda found: found[1] + self.part(found[2]) + found[3], read(path).decode())

    def part(self, name: str) -> str:
        """A generated part: a method's, one of what was measured, or a table of the statistics."""
        if name.startswith(MEASURED):
            return Performance().part(name.removeprefix(MEASURED))
        made = getattr(self, name, None)
        return str(made()) if made else markdown(self.statement.tables[name])

    def comparison(self) -> str:
        """Corpora of quotations beside this one: the others by what their authors say, this one counted."""
        with (ROOT / "scripts" / "corpora.tsv").open(encoding="utf-8") as stream:
            others = [row for row in csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE) if row]
        ours = [
            "**Kavychki**",
            f"Russian; news, {len(self.corpus.collections)} collections",
            f"{len(self.articles):,} articles",
            f"{sum(len(article.quotes) for article in self.articles):,}",
            "direct, indirect, mixed",
            "source, cue, content, speaker (Wikidata item), addressee, medium, factual; nested; entities, topics",
            "where its licence allows, else by hash",
            "this repository",
        ]
        return table(others[0], [*others[1:], ours])

    @cached_property
    def statement(self) -> Statement:
        """What the corpus says of itself, counted."""
        return Statement.of(self.corpus, census_of(self.corpus, self.articles))

    @cached_property
    def pictures(self) -> dict[str, Callable[[str], bytes]]:
        """The pictures of the statistics, by name."""
        return pictures(self.statement.census, self.statement.agreements)

    def statistics(self) -> str:
        """Every table of the statistics under its title; the agreement of first passes by itself."""
        return "\n".join(
            f"## {each.title[0].upper()}{each.title[1:]}\n\n{markdown(each)}" for each in self.statement.tables.values()
        )

    def drawings(self) -> str:
        """Every picture of the statistics, as Markdown."""
        return "\n".join(f"![{describe(name)}](images/statistics/{name}.svg)\n" for name in self.pictures)

    def biases(self) -> str:
        """What the counts say of who speaks, of what, and where from."""
        return bullets(self.statement.biases)

    def gender_error(self) -> str:
        """How far the gender of a name can be trusted."""
        return gender_error() + "\n"

    def review(self) -> str:
        """How far the records have come, and whether a human being has seen them."""
        return bullets(self.statement.statuses)

    def annotators(self) -> str:
        """Who made the records."""
        used = self.statement.used_annotators.items()
        return table(["annotator", "kind", "who", "how"], [[f"`{n}`", a.kind, a.name, a.description] for n, a in used])

    def rights(self) -> str:
        """Rights in the texts and licence of the annotation, by collection."""
        rows = [
            [
                f"`{name}`",
                each.text_rights,
                "yes" if each.redistributable else "no",
                each.annotation_licence,
                each.obtain,
            ]
            for name, each in self.corpus.collections.items()
        ]
        return table(["collection", "texts", "shipped", "annotation", "how to get the texts"], rows)

    def sources(self) -> str:
        """What each collection is, and where it comes from."""
        rows = [
            [f"`{name}`", each.origin, each.publisher or "various", each.description, upstream_of(each)]
            for name, each in self.corpus.collections.items()
        ]
        return table(["collection", "origin", "publisher", "what it is", "upstream"], rows)

    def exhaustive(self) -> str:
        """The layers and entity types that each collection annotates exhaustively."""
        rows = [
            [f"`{name}`", ", ".join(each.layers), ", ".join(f"`{kind}`" for kind in each.entity_types)]
            for name, each in self.corpus.collections.items()
        ]
        return table(["collection", "layers", "entity types"], rows)

    def split_policies(self) -> str:
        """How each collection assigns its articles to splits."""
        words = {
            "hash": "by SHA-256 of a salt and the id, so that an article that is added moves no other",
            "upstream": "upstream's, read from the path of the text",
            "fixed": "all of it is in one split",
        }
        return bullets(f"`{name}`: {words[each.split.policy]}." for name, each in self.corpus.collections.items())

    def timeframe(self) -> str:
        """When the records were annotated, and when the articles were published."""
        first, last = self.statement.dates
        census = self.statement.census
        years = [str(year) for year in census.articles.values("year") if str(year).isdigit()]
        span = " to ".join(dict.fromkeys([years[0], years[-1]])) if years else ""
        published = f"Articles whose day of publication is known are from {span}. " if years else ""
        undated = census.articles.total(year="unknown")
        return f"Annotated from {first} to {last}. {published}{undated} articles have no day of publication.\n"

    def withdrawn(self) -> str:
        """How many records have been withdrawn."""
        return f"Records withdrawn so far: {len(self.corpus.withdrawn)}.\n"

    def decisions(self) -> str:
        """How many decisions there were where first passes differed, or were both mended, by layer."""
        counts: Counter[tuple[str, str]] = Counter()
        for name in self.corpus.collections:
            path = self.corpus.path / name / "passes" / "decisions.tsv"
            for row in csv.DictReader(read(path).decode().splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
                counts[row["layer"], name] += 1
        collections = sorted({name for _, name in counts})
        layers = sorted({layer for layer, _ in counts})
        rows = [[layer, *(counts[layer, name] for name in collections)] for layer in layers]
        return table(["decisions on", *(f"`{name}`" for name in collections)], rows)

    def proofreading(self) -> str:
        """What proof-readers found in records that were drawn: errors by layer, beside what there was to be read."""
        parts = []
        for name in self.corpus.collections:
            found = read(self.corpus.path / name / "passes" / "proofreading.tsv").decode().splitlines()
            rows = list(csv.DictReader(found, delimiter="\t", quoting=csv.QUOTE_NONE))
            if rows:
                drawn = {row["id"] for row in rows}
                wrong = len({row["id"] for row in rows if row["kind"]})
                told = f"`{name}`, {len(drawn)} records, {wrong} of them with errors"
                parts.append(f"{told}:\n\n{self._proofread(drawn, rows)}")
        return "\n".join(parts)

    def _proofread(self, drawn: set[str], rows: list[dict[str, str]]) -> str:
        articles = [article for article in self.articles if article.id in drawn]
        items = {
            "quotes": sum(len(article.quotes) for article in articles),
            "speakers": sum(len(article.speakers) for article in articles),
            "topics": sum(len(article.topics) for article in articles),
        }
        lines = []
        for layer, count in items.items():
            kinds = Counter(row["kind"] for row in rows if row["layer"] == layer and row["kind"])
            told = ", ".join(f"{kind} {times}" for kind, times in kinds.most_common())
            lines.append([layer, count, kinds.total(), f"{kinds.total() / count:.3f}", told])
        return table(["layer", "items", "errors", "errors an item", "of what kind"], lines)

    def topics_again(self) -> str:
        """The agreement of two passes on topics, where both coded them anew by the standing cases and where not."""
        parts = []
        for name in self.corpus.collections:
            listed = read(self.corpus.path / name / "passes" / "topics-again.tsv").decode().splitlines()
            if listed:
                again = frozenset(listed[1:])
                shards = [shard for shard in self.corpus.passes() if shard.collection == name]
                passes = [[replace(each, quotes=(), speakers=()) for each in read_shard(shard)] for shard in shards]
                rows = [self._topics_of(passes, again, told) for told in (True, False)]
                parts.append(f"`{name}`:\n\n" + table(["topics", "articles", "MASI, alpha", "95 % interval"], rows))
        return "\n".join(parts)

    @staticmethod
    def _topics_of(passes: list[list[Article]], again: frozenset[str], told: bool) -> list[Any]:
        left, right = ([article for article in each if (article.id in again) is told] for each in passes)
        if not left:
            return ["coded anew" if told else "coded before", 0, "", ""]
        found = agreement(left, right)
        masi = next(each for each in found.measures if each.layer == "topics" and each.criterion == "MASI")
        interval = f"{masi.low:.3f} to {masi.high:.3f}"
        return ["coded anew" if told else "coded before", found.articles, f"{masi.value:.3f}", interval]

    def quotes_again(self) -> str:
        """The agreement of two passes with the articles that were read again, and with what these readings replaced."""
        parts = []
        for name in self.corpus.collections:
            shards = [shard for shard in self.corpus.passes() if shard.collection == name]
            replaced = [shard for shard in self.corpus.replaced_passes() if shard.collection == name]
            if replaced:
                passes, before = ([list(read_shard(shard)) for shard in each] for each in (shards, replaced))
                parts.append(f"`{name}`:\n\n{self._read_again(passes, before)}")
        return "\n".join(parts)

    @staticmethod
    def _read_again(passes: list[list[Article]], before: list[list[Article]]) -> str:
        again = {article.id for article in before[0]}
        others = [[article for article in each if article.id not in again] for each in passes]
        compared = {
            "these, at first": before,
            "these, read again": [[article for article in each if article.id in again] for each in passes],
            "all, at first": [[*rest, *old] for rest, old in zip(others, before, strict=True)],
            "all, with what was read again": passes,
        }
        rows = []
        for told, (left, right) in compared.items():
            found = agreement(left, right)
            told_of = {
                each.label: f"{each.value:.3f} ({each.low:.3f} to {each.high:.3f})"
                for each in found.measures
                if (each.layer, each.criterion, each.statistic) == ("quotes", "overlap 0.8", "F1")
            }
            rows.append([told, found.articles, *(told_of[label] for label in ("direct", "indirect", "mixed"))])
        return table(["articles", "number", "direct", "indirect", "mixed"], rows)

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

    def agreement(self) -> str:
        """How far every two first passes of a collection agree, over the articles that both have."""
        parts = []
        for each in self.statement.agreements:
            articles = f"{each.agreement.articles} article{'s' * (each.agreement.articles != 1)}"
            parts.append(f"`{each.collection}`, `{each.left}` and `{each.right}`, {articles}:\n\n{shown(each)}")
        without = set(self.statement.census.collections()) - {each.collection for each in self.statement.agreements}
        parts += [f"`{name}` has no two first passes of the same articles yet.\n" for name in sorted(without)]
        return "\n".join(parts)

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

    @cached_property
    def measured(self) -> dict[str, Any]:
        """The extractor held against the real articles, by split, as ``measure_extraction.py`` has kept it."""
        splits: dict[str, Any] = json.loads(FIGURES.read_bytes())["splits"]
        return splits

    def extraction_nerel(self) -> str:
        """How good the extractor is on real articles, by split."""
        rows = []
        for wanted in EXTRACTION_MEASURES:
            layer, label, criterion, statistic = wanted
            cells = [
                f"{each['value']:.3f} ({each['low']:.3f} to {each['high']:.3f})"
                for figures in self.measured.values()
                for each in figures["measures"]
                if (each["layer"], each["label"], each["criterion"], each["statistic"]) == wanted
            ]
            rows.append([f"{layer} {label}".strip(), f"{criterion}, {statistic}", *cells])
        return table(["what", "measure", *self._sizes()], rows)

    def _sizes(self) -> list[str]:
        return [
            f"{split}, {each['articles']} articles, {each['quotes']} quotes" for split, each in self.measured.items()
        ]

    def causes_nerel(self) -> str:
        """The extractor's mistakes on real articles by cause, type of quote and split."""
        types = ("direct", "indirect", "mixed")
        rows = [
            [f"`{kind}`", *(each["mistakes"][kind][name] for each in self.measured.values() for name in types)]
            for kind in KINDS
            if any(any(each["mistakes"][kind].values()) for each in self.measured.values())
        ]
        return table(["cause", *(f"{split}, {name}" for split in self.measured for name in types)], rows)

    def groups_nerel(self) -> str:
        """What share of the real quotes of a kind is found, and whose speakers are right, by split."""
        found: dict[tuple[str, str], dict[tuple[str, str], Any]] = {}
        for split, figures in self.measured.items():
            for each in figures["measures"]:
                if each["layer"].removeprefix("by ") in GROUPINGS and each["criterion"] in ("overlap 0.8", "speakers"):
                    found.setdefault((each["layer"], each["label"]), {})[split, each["criterion"]] = each
        rows = [
            [
                layer.removeprefix("by "),
                label,
                *(_share(at.get((split, "overlap 0.8"))) for split in self.measured),
                *(_share(at.get((split, "speakers"))) for split in self.measured),
            ]
            for (layer, label), at in sorted(found.items())
        ]
        heads = [*(f"found, {split}" for split in self.measured), *(f"speakers, {split}" for split in self.measured)]
        return table(["grouping", "quotes", *heads], rows)

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


def _share(measure: dict[str, Any] | None) -> str:
    """A share and of how many, or nothing."""
    return f"{measure['value']:.2f} of {measure['units']}" if measure else ""


def shown(found: PassAgreement) -> str:
    """The agreement of two passes as a Markdown table."""
    return markdown(shown_measures(found))


def upstream_of(collection: Collection) -> str:
    """Where the texts of a collection are published, pinned."""
    upstream = collection.upstream
    return f"{upstream.url}, commit `{upstream.commit[:12]}`" if upstream else ""


def bullets(sentences: Iterable[str]) -> str:
    """Sentences as a Markdown list."""
    return "".join(f"- {sentence}\n" for sentence in sentences)


if __name__ == "__main__":
    sys.exit(main())

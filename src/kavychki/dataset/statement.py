"""What is said of a build beyond its files: prose that stands, and what follows from records, rights and annotators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import metadata, version
from importlib.resources import files
from typing import Any

import yaml

from kavychki.io.corpus import Corpus
from kavychki.model import Annotator, Collection
from kavychki.schema.documents import Schema
from kavychki.statistics import Census, PassAgreement, Table, agreement_of_passes, tables
from kavychki.statistics.sentences import agreement_sentences, measured_biases

CC_BY = "https://creativecommons.org/licenses/by/4.0/"

_CREATORS = {"person": "expert-generated", "model": "machine-generated", "tool": "machine-generated"}
_LANGUAGE_CREATORS = {"constructed": "machine-generated", "news": "found"}
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


@dataclass(frozen=True)
class Statement:
    """The records of a build, with or without their texts, as their documentation tells of them."""

    census: Census
    collections: Mapping[str, Collection]
    annotators: Mapping[str, Annotator]
    agreements: Sequence[PassAgreement]

    @classmethod
    def of(cls, corpus: Corpus, census: Census) -> Statement:
        """The statement on a corpus whose records have been counted.

        Raises:
            CorpusError: a first pass that is kept beside the records is broken.
        """
        return cls(census, corpus.collections, corpus.annotators, agreement_of_passes(corpus))

    @cached_property
    def prose(self) -> dict[str, Any]:
        """What stands, by subject: a string or a list of strings."""
        text = files("kavychki.dataset").joinpath("prose.yaml").read_text(encoding="utf-8")
        return dict(yaml.safe_load(text))

    @property
    def version(self) -> str:
        """The version of the package, which is that of its corpus."""
        return version("kavychki")

    @property
    def url(self) -> str | None:
        """Where the dataset lives, if the package says so."""
        urls = dict(each.split(", ", 1) for each in metadata("kavychki").get_all("Project-URL") or ())
        return urls.get("Dataset") or urls.get("Homepage")

    @property
    def dates(self) -> tuple[str, str]:
        """The first and the last day of annotation, YYYY-MM-DD."""
        days = [str(day) for day in self.census.dates.values("date")]
        return days[0], days[-1]

    @property
    def languages(self) -> list[str]:
        """BCP 47 codes of the records."""
        return [str(code) for code in self.census.articles.values("lang")]

    @property
    def origins(self) -> list[str]:
        """Origins of the collections that have records."""
        return sorted({self.collections[name].origin for name in self.census.collections()})

    @property
    def used_annotators(self) -> dict[str, Annotator]:
        """The annotators that the records name."""
        names = {name for ids in self.census.articles.values("annotators") for name in str(ids).split()}
        return {name: self.annotators[name] for name in sorted(names & self.annotators.keys())}

    @property
    def annotations_creators(self) -> list[str]:
        """What the hub calls those who annotated."""
        return sorted({_CREATORS[each.kind] for each in self.used_annotators.values()})

    @property
    def language_creators(self) -> list[str]:
        """What the hub calls those who wrote the texts."""
        return sorted({_LANGUAGE_CREATORS[origin] for origin in self.origins})

    @property
    def source_datasets(self) -> list[str]:
        """What the hub calls the sources: our own, and upstream's where a collection is drawn from one."""
        own = (self.collections[name] for name in self.census.collections())
        extended = sorted({f"extended|other-{_repository(each.upstream.url)}" for each in own if each.upstream})
        return ["original", *extended]

    @property
    def size_category(self) -> str:
        """The hub's class of size, by articles."""
        articles = self.census.articles.total()
        return next((name for bound, name in _SIZES if articles < bound), "1M<n<10M")

    @property
    def statuses(self) -> list[str]:
        """A sentence for each status that records have, with what it means; and one on who has reviewed."""
        total = self.census.articles.total()
        meanings = Schema.at().vocabulary("status")
        counts = {str(key[0]): count for key, count in self.census.articles.by("status").items()}
        found = [
            f"{counts[name]} of {total} records are of status {name}: {meanings[name].en.rstrip('.')}."
            for name in meanings
            if counts.get(name)
        ]
        return found if counts.get("reviewed") else [*found, "No human being has reviewed a record."]

    @property
    def who_annotated(self) -> list[str]:
        """A sentence for each annotator: who, of what kind."""
        return [f"{name} ({each.kind}): {each.name}. {each.description}" for name, each in self.used_annotators.items()]

    @property
    def agreement(self) -> list[str]:
        """How far the first passes agree, a sentence for each two."""
        return agreement_sentences(self.agreements)

    @property
    def biases(self) -> list[str]:
        """What the counts say of who speaks, of what, and where from."""
        return measured_biases(self.census)

    @property
    def tables(self) -> dict[str, Table]:
        """The tables of the census, by name."""
        return tables(self.census, collections=self.collections, annotators=self.annotators)

    @property
    def licences(self) -> list[str]:
        """The licences of the annotation, then the rights in the texts that are at hand; CC BY 4.0 by its address."""
        own = [self.collections[name] for name in self.census.collections()]
        at_hand = [self.collections[str(name)] for name in self.census.articles.values("collection", text="text")]
        names = dict.fromkeys([*(each.annotation_licence for each in own), *(each.text_rights for each in at_hand)])
        return [CC_BY if name.upper() == "CC-BY-4.0" else name for name in names]

    @property
    def citation(self) -> str:
        """How to cite, as BibTeX."""
        year = self.dates[1][:4]
        fields = {
            "title": self.prose["title"],
            "author": f"{{{self.prose['creator']}}}",
            "year": year,
            "version": self.version,
            **({"url": self.url} if self.url else {}),
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        return f"@misc{{kavychki{year},\n{lines}}}"


def _repository(url: str) -> str:
    return url.rstrip("/").rsplit("/", 1)[-1]

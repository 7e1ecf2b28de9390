"""What the page can do with records, apart from HTTP: list, open, check, store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, cast

from kavychki.errors import KavychkiError
from kavychki.hydration import TextStore
from kavychki.io.corpus import Corpus
from kavychki.io.serialisation import canonical_record
from kavychki.io.waivers import WAIVERS, read_waivers
from kavychki.model import Annotation, Article
from kavychki.model.surfaces import with_text, without_text
from kavychki.review.progress import Progress
from kavychki.review.records import Records
from kavychki.schema.documents import Schema
from kavychki.store import ConflictError, Kept, RefusedError, StoreError
from kavychki.store.drafts import GUIDELINES
from kavychki.store.kept import digest_of
from kavychki.tei.nesting import usual_parents
from kavychki.text import pair_marks, sentence_bounds
from kavychki.validation import Finding, validate
from kavychki.validation.waiving import Waiving

LAYERS = ("entities", "speakers", "quotes", "topics")
"""What the page may change; everything else of a record stays as it is stored."""


_ORDER = "K221"
"""Not yet in canonical order: what the page sends need not be, what is stored will be."""


class BadRequestError(KavychkiError):
    """A request that the page would not make."""


class TextMissingError(KavychkiError):
    """A text-free record whose text is not on this machine."""


@dataclass(frozen=True, slots=True)
class Work:
    """What the page sends: layers in offsets alone, ids of undecided suggestions, the digest of where it began."""

    digest: str
    layers: Mapping[str, Any]
    undecided: tuple[str, ...] = ()
    choices: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: object) -> Work:
        """The work of a request's body.

        Raises:
            BadRequestError: it has another shape.
        """
        match data:
            case {"digest": str(digest), "layers": dict(layers), "undecided": list(undecided)} if set(layers) == set(
                LAYERS
            ) and all(isinstance(each, str) for each in undecided):
                choices = cast("dict[str, Any]", data).get("choices", {})
                if isinstance(choices, dict):
                    return cls(digest, layers, tuple(undecided), choices)
        raise BadRequestError("a request must have digest, layers and undecided")


@dataclass(frozen=True, slots=True)
class Saved:
    """What storing led to: the findings; the new digest and annotation, None where errors kept it from being stored."""

    findings: tuple[dict[str, Any], ...]
    digest: str | None = None
    annotation: Annotation | None = None


@dataclass(frozen=True)
class Workbench:
    """The records under review, by one annotator.

    Drafts become ``single``, by the annotator, once every suggestion is decided and there is a topic. Corrections of
    other records keep status and annotators: they are no independent pass.
    """

    records: Records
    corpus: Corpus
    annotator: str
    ids: tuple[str, ...]
    progress: Progress
    texts: TextStore = field(default_factory=TextStore.default)

    mode: ClassVar[str] = "review"

    def listing(self) -> list[dict[str, Any]]:
        """One entry a record: id, collection, status, title (None without text), numbers."""
        return [self._entry(kept) for kept in sorted(self.records.several(self.ids), key=lambda kept: kept.article.id)]

    def open(self, identifier: str) -> dict[str, Any]:
        """Everything the page needs of a record; JSON values, offsets in code points.

        Raises:
            StoreError: it is not under review, or gone.
            TextMissingError: its text is not on this machine.
        """
        stored = self._stored(identifier)
        text = self.text_of(stored.article)
        return {
            "id": identifier,
            "digest": stored.digest,
            "collection": stored.article.collection,
            "lang": stored.article.lang,
            "text": text,
            "text_free": not self._ships_text(stored.article),
            "title": None if stored.article.title is None else _bare(stored.article.title.to_dict()),
            "annotation": stored.article.annotation.to_dict(),
            "layers": layers_of(stored.article),
            "undecided": self._undecided(stored.article),
            "sentences": sentence_bounds(text),
            "marks": [(pair.start, pair.end) for pair in pair_marks(text).pairs],
            "findings": self.findings(stored.article),
            "progress": self._kept(identifier, stored.digest),
            "entity_types": list(self.corpus.collections[stored.article.collection].entity_types),
        }

    def check(self, identifier: str, work: Work) -> list[dict[str, Any]]:
        """What the validator says of the work as it stands."""
        stored = self._stored(identifier)
        return self._checked(stored.article, work, self.annotation(stored.article, work))[0]

    def save(self, identifier: str, work: Work) -> Saved:
        """Store the work unless it has errors.

        Raises:
            ConflictError: the record was changed since the page read it.
        """
        stored = self._stored_as(identifier, work.digest)
        annotation = self.annotation(stored.article, work)
        findings, article = self._checked(stored.article, work, annotation)
        if article is None:
            return Saved(tuple(findings))
        try:
            self.records.put(article, work.digest)
        except RefusedError as error:
            record = article.to_dict()
            return Saved(tuple(_finding_json(finding, record) for finding in error.findings))
        digest = digest_of(article)
        self._after_put(identifier, work)
        if annotation.status == "draft":
            self.progress.write(identifier, {"digest": digest, "undecided": list(work.undecided)})
        else:
            self.progress.clear(identifier)
        return Saved(tuple(findings), digest, annotation)

    def keep(self, identifier: str, work: dict[str, Any]) -> None:
        """Keep work that is not stored yet."""
        self._known(identifier)
        self.progress.write(identifier, work)

    def annotation(self, article: Article, work: Work) -> Annotation:
        """Status and annotators of the record once the work is stored."""
        today = dt.datetime.now(tz=dt.UTC).date().isoformat()
        if article.annotation.status == "draft" and not work.undecided and work.layers["topics"]:
            return Annotation("single", (self.annotator,), GUIDELINES, today)
        return replace(article.annotation, date=today)

    def findings(self, article: Article) -> list[dict[str, Any]]:
        """What the validator says of an article, but for warnings that are waived; each with the id of its item."""
        form = article if self._ships_text(article) else without_text(article)
        record = form.to_dict()
        return [_finding_json(finding, record) for finding in self._unwaived(record)]

    def text_of(self, article: Article) -> str:
        """The article's text, its own or from the text store."""
        text = article.text if article.text is not None else self.texts.get(article.text_sha256)
        if text is None:
            obtain = self.corpus.collections[article.collection].obtain
            raise TextMissingError(f"the text of {article.id} is not on this machine. {obtain}")
        return text

    def _known(self, identifier: str) -> None:
        if identifier not in self.ids:
            raise StoreError(f"no record {identifier!r} is under review")

    def _stored(self, identifier: str) -> Kept:
        self._known(identifier)
        return self.records.get(identifier)

    def _stored_as(self, identifier: str, digest: str) -> Kept:
        """The record as the page has read it; ConflictError where it is another by now, or gone."""
        self._known(identifier)
        now = next(iter(self.records.several([identifier])), None)
        if now is None or now.digest != digest:
            raise ConflictError(identifier, now)
        return self.records.get(identifier)

    def _ships_text(self, article: Article) -> bool:
        return self.corpus.collections[article.collection].redistributable

    def _undecided(self, article: Article) -> list[str]:
        """The suggestions: in a draft, every quote."""
        return [quote.id for quote in article.quotes] if article.annotation.status == "draft" else []

    def _entry(self, stored: Kept) -> dict[str, Any]:
        article = stored.article
        text = article.text if article.text is not None else self.texts.get(article.text_sha256)
        titled = text is not None and article.title is not None
        return {
            "id": article.id,
            "collection": article.collection,
            "status": article.annotation.status,
            "title": text[article.title.start : article.title.end] if titled and text and article.title else None,
            "has_text": text is not None,
            "quotes": len(article.quotes),
            "begun": self.progress.read(article.id, stored.digest) is not None,
        }

    def _kept(self, identifier: str, digest: str) -> dict[str, Any] | None:
        """Work that was begun on this state and not stored, where it still has the right shape."""
        kept = self.progress.read(identifier, digest)
        if kept is None or "layers" not in kept:
            return kept
        try:
            work = Work.from_json(kept)
            stored = self._stored(identifier).article
        except KavychkiError:
            return None
        record = self._record(stored, work, stored.annotation)
        return None if any(Schema.at().errors("article", record)) else kept

    def _checked(
        self, stored: Article, work: Work, annotation: Annotation
    ) -> tuple[list[dict[str, Any]], Article | None]:
        """The findings about the work, and the article to store, None where one of them is an error."""
        record = self._record(stored, work, annotation)
        unsound = [each for each in validate(record, texts=self.texts.get, level=2) if each.code != _ORDER]
        if unsound:
            return [_finding_json(finding, record) for finding in unsound], None
        article = Article.from_dict(canonical_record(record))
        parents = usual_parents(article.quotes)
        article = replace(article, quotes=tuple(replace(each, parent=parents[each.id]) for each in article.quotes))
        if self._ships_text(stored):
            article = with_text(article, self.text_of(stored))
        found = self.findings(article)
        return found, None if any(each["severity"] == "error" for each in found) else article

    def _record(self, stored: Article, work: Work, annotation: Annotation) -> dict[str, Any]:
        """The text-free record that the work makes of the stored one."""
        return {**without_text(stored).to_dict(), **work.layers, "annotation": annotation.to_dict()}

    def _unwaived(self, record: Mapping[str, Any]) -> Iterable[Finding]:
        waivers = self.corpus.path / WAIVERS
        found = validate(record, corpus=self.corpus, texts=self.texts.get)
        return Waiving(read_waivers(waivers), str(waivers)).unwaived(found)

    def _after_put(self, identifier: str, work: Work) -> None:
        """What a kind of workbench keeps besides the record."""


def layers_of(article: Article) -> dict[str, Any]:
    """The layers of an article without surfaces: the page cuts them from the text itself."""
    record = without_text(article).to_dict()
    return {layer: record[layer] for layer in LAYERS}


def _bare(span: Mapping[str, Any]) -> dict[str, Any]:
    return {"start": span["start"], "end": span["end"]}


def _finding_json(finding: Finding, record: Mapping[str, Any]) -> dict[str, Any]:
    """A finding for the page, with the layer and the id of the item that it is about."""
    steps = (finding.pointer or "").split("/")[1:]
    layer = steps[0] if steps else None
    item = None
    if layer in LAYERS and len(steps) > 1 and steps[1].isdigit():
        value = record[layer][int(steps[1])]
        item = value.get("id") if isinstance(value, Mapping) else None
    kept = ("code", "slug", "severity", "message", "remedy", "span")
    whole = finding.to_dict()
    return {**{key: whole[key] for key in kept}, "layer": layer, "item": item if isinstance(item, str) else None}

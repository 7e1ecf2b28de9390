"""Wikidata items for speakers, taken from the linked entities of the same article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kavychki.model import Article, Entity, Span, Speaker
from kavychki.model.vocabulary import EntityType, SpeakerKind

Verdict = Literal["proposed", "confirmed", "conflict", "ambiguous"]

FITTING: dict[SpeakerKind, frozenset[EntityType]] = {
    "person": frozenset({"PERSON"}),
    "organization": frozenset({"ORGANIZATION", "COUNTRY", "FACILITY"}),
    "group": frozenset({"ORGANIZATION"}),
    "media": frozenset({"ORGANIZATION", "PRODUCT", "WORK_OF_ART"}),
    "document": frozenset({"LAW", "WORK_OF_ART"}),
}
"""Types of entity that a speaker of each kind can be. States speak, and bodies are called by their buildings."""

STEM = 4
"""Letters by which forms of one name are known for such."""

_MARKS = "«»„“”\"'"


@dataclass(frozen=True, slots=True)
class ItemProposal:
    """What the linked entities say of a speaker's item.

    ``proposed``: one item, and the speaker has none; ``confirmed``: the one that it has; ``conflict``: another than it
    has; ``ambiguous``: several, in ``items``.
    """

    speaker: str
    verdict: Verdict
    items: tuple[str, ...]


def speaker_wikidata(article: Article, entities: Sequence[Entity]) -> list[ItemProposal]:
    """A proposal for each speaker of an article of whose item its linked entities say something.

    An entity is evidence for a speaker where its type fits the speaker's kind and

    - its span is a mention of the speaker, enclosing marks aside, or
    - its words are the speaker's name, wherever they stand, or
    - it is the head name of a mention: the only entity of its type in it, at its end («мэр Пётр Ветров»), and begins
      like a word of the speaker's name; for persons alone, since «пресс-служба банка» is not the bank.

    Speakers without a name have no item, and a common noun («правительство») has that of a class.

    Args:
        article: with its text and the surface of every span.
        entities: of the same text, with surfaces and items.
    """
    linked = [entity for entity in entities if len(entity.spans) == 1]
    proposals = (_proposal(speaker, linked) for speaker in article.speakers)
    return [proposal for proposal in proposals if proposal is not None]


def with_items(article: Article, proposals: Iterable[ItemProposal]) -> Article:
    """The article with the items that are proposed; speakers that have one keep it."""
    items = {each.speaker: each.items[0] for each in proposals if each.verdict == "proposed"}
    speakers = (
        replace(each, wikidata=items[each.id]) if each.wikidata is None and each.id in items else each
        for each in article.speakers
    )
    return replace(article, speakers=tuple(speakers))


def _proposal(speaker: Speaker, entities: Sequence[Entity]) -> ItemProposal | None:
    if speaker.anonymity != "named":
        return None
    fitting = [entity for entity in entities if entity.type in FITTING[speaker.kind] and not _is_common(entity)]
    items = tuple(dict.fromkeys(each.wikidata for each in _evidence(speaker, fitting) if each.wikidata))
    if not items:
        return None
    if len(items) > 1:
        return ItemProposal(speaker.id, "ambiguous", items)
    if speaker.wikidata is None:
        return ItemProposal(speaker.id, "proposed", items)
    return ItemProposal(speaker.id, "confirmed" if speaker.wikidata == items[0] else "conflict", items)


def _evidence(speaker: Speaker, entities: Sequence[Entity]) -> Iterator[Entity]:
    name = _folded(speaker.name)
    for entity in entities:
        if _folded(entity.spans[0].text or "") == name:
            yield entity
    for mention in speaker.mentions:
        within = [each for each in entities if _holds(mention, each.spans[0])]
        exact = [each for each in within if _is_all_of(each.spans[0], mention)]
        yield from exact or _head_name(speaker, mention, within)


def _head_name(speaker: Speaker, mention: Span, within: Sequence[Entity]) -> Sequence[Entity]:
    if speaker.kind != "person" or len(within) != 1 or within[0].spans[0].end != mention.end:
        return ()
    stems = {word[:STEM] for word in _folded(within[0].spans[0].text or "").split()}
    return within if stems & {word[:STEM] for word in _folded(speaker.name).split()} else ()


def _is_common(entity: Entity) -> bool:
    """Whether an entity is one word that is not capitalised."""
    surface = entity.spans[0].text or ""
    return len(surface.split()) == 1 and surface.islower()


def _holds(mention: Span, span: Span) -> bool:
    return mention.start <= span.start and span.end <= mention.end


def _is_all_of(span: Span, mention: Span) -> bool:
    """Whether a span is a whole mention but for the marks around it."""
    return (mention.text or "").strip(_MARKS) == (span.text or "").strip(_MARKS)


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").strip(_MARKS).split())

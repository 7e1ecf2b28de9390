"""Suspicious attributions: cues far away or unused, sources without speaker or mention."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kavychki.extraction.morphology import NOMINATIVE, NOUN, PLURAL, VERB, readings, some
from kavychki.validation.level4.reading import Item, Reading, bounds, overlap
from kavychki.validation.problem import Problem, shortened


def attribution_problems(reading: Reading) -> Iterator[Problem]:
    """Every warning about cues and sources."""
    for number, quote in enumerate(reading.record["quotes"]):
        yield from _cue_problems(reading, quote, number)
        yield from _source_problems(reading, quote, number)
    yield from _unused_cue_problems(reading)


def _cue_problems(reading: Reading, quote: Item, number: int) -> Iterator[Problem]:
    if not quote["cue"]:
        return
    first, last = reading.sentences_of(quote["content"])
    at, until = reading.sentences_of(quote["cue"])
    if until < first - 1 or at > last + 1:
        span = bounds(quote["cue"][0])
        yield Problem("K404", "the cue stands sentences away from its content", ("quotes", number, "cue", 0), span)


def _source_problems(reading: Reading, quote: Item, number: int) -> Iterator[Problem]:
    mentions = [mention for speaker in quote["speakers"] for mention in reading.mentions.get(speaker, ())]
    everyone = [mention for each in reading.mentions.values() for mention in each]
    for place, span in enumerate(quote["source"]):
        at, path = bounds(span), ("quotes", number, "source", place)
        if len(quote["speakers"]) == len(quote["source"]) == 1 and not any(
            overlap(at, mention) for mention in mentions
        ):
            yield Problem("K408", "no mention of the quote's speakers lies in its source", path, at)
        for person in reading.persons:
            if overlap(person, at) and not any(overlap(person, mention) for mention in everyone):
                name = shortened(reading.text[slice(*person)])
                yield Problem("K410", f"{name} stands in the attribution and is no speaker", path, person)
    if quote["cue"] and not quote["source"]:
        yield from _missing_source(reading, quote, number)


def _missing_source(reading: Reading, quote: Item, number: int) -> Iterator[Problem]:
    """A quote without source in whose sentence a name of its speaker stands, outside of any content.

    Of a nested quote no source is asked for: what names its speaker may well stand outside its parent.
    """
    if quote["parent"] is not None:
        return
    first, last = reading.sentences_of(quote["cue"])
    start, end = reading.sentences[first][0], reading.sentences[last][1]
    contents = [bounds(span) for each in reading.record["quotes"] for span in each["content"]]
    plural = len(quote["speakers"]) == 1 and _is_plural(reading.text[slice(*bounds(quote["cue"][0]))])
    for speaker in quote["speakers"]:
        for at in reading.mentions.get(speaker, ()):
            if start <= at[0] and at[1] <= end and not any(overlap(at, content) for content in contents):
                name = shortened(reading.text[slice(*at)])
                if plural and not _may_be_plural(reading.text[slice(*at)]):
                    continue
                path = ("quotes", number, "source")
                yield Problem("K411", f"the source is empty, and the speaker stands beside the cue as {name}", path, at)
                return


def _is_plural(cue: str) -> bool:
    """Whether a cue is one verb in the plural, and nothing else."""
    return all(reading & VERB and reading & PLURAL for reading in readings(cue.lower()))


def _may_be_plural(name: str) -> bool:
    """Whether a name has a word that may be the subject of a verb in the plural; one that is no noun may be."""
    nouns = [form for word in re.findall(r"\w+", name) if some(form := readings(word.lower()), NOUN)]
    return not nouns or any(some(form, NOUN | NOMINATIVE | PLURAL) for form in nouns)


def _unused_cue_problems(reading: Reading) -> Iterator[Problem]:
    """A verb of saying in a sentence that no quote touches."""
    touched: set[int] = set()
    for quote in reading.record["quotes"]:
        for span in (*quote["content"], *quote["cue"], *quote["source"]):
            touched.update(range(reading.sentence_of(span["start"]), reading.sentence_of(span["end"] - 1) + 1))
    for start, end in reading.cue_verbs:
        if reading.sentence_of(start) not in touched:
            message = f"{shortened(reading.text[start:end])} stands in a sentence without any quote"
            yield Problem("K405", message, ("quotes",), (start, end))

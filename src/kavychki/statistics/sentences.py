"""What the counts say, in sentences, for documents that people and machines read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kavychki.schema.documents import Schema
from kavychki.statistics.census import UNKNOWN, Census
from kavychki.statistics.gender import checked
from kavychki.statistics.passes import PassAgreement

_AGREEMENTS = {
    ("quotes", "exact", "F1"): "quotes",
    ("cues", "exact", "F1"): "cues",
    ("sources", "exact", "F1"): "sources",
    ("entities", "exact, type", "F1"): "entities",
    ("topics", "equal", "F1"): "topics",
    ("matched quotes", "speakers", "accuracy"): "speakers of the quotes that both have",
}
_FOREMOST = 3


def measured_biases(census: Census) -> list[str]:
    """For each collection: who speaks, by kind and gender, of what, in which genres and from which years and sites."""
    found = [sentence for name in census.collections() for sentence in _of_collection(census, name)]
    return [*found, gender_error()]


def gender_error() -> str:
    """How the gender of a name is found, and how far that can be trusted."""
    sample = checked()
    told = sample.names - sample.unknown
    return (
        f"Gender is what a Russian name tells by its form. On {sample.names} names of the constructed collection, read "
        f"one by one, the form told it of {told} and was wrong in {sample.wrong} of these; {sample.unknown} stayed "
        "unknown. Names from elsewhere may fare worse."
    )


def agreement_sentences(agreements: Iterable[PassAgreement]) -> list[str]:
    """For each two first passes: how far they agree, layer by layer."""
    return [_agreement(each) for each in agreements]


def _of_collection(census: Census, name: str) -> Iterator[str]:
    articles = census.articles.total(collection=name)
    kinds = census.attributions.by("kind", collection=name)
    if total := kinds.total():
        shares = ", ".join(_share(kind, kinds[kind,], total) for kind in Schema.at().vocabulary("speaker-kind"))
        yield f"{name}: quotes by kind of speaker: {shares}."
    persons = census.speakers.by("gender", collection=name, kind="person", anonymity="named")
    said = census.attributions.by("gender", collection=name, kind="person", anonymity="named")
    told = persons["female",] + persons["male",]
    if told:
        women, theirs = _percent(persons["female",], told), _percent(said["female",], said["female",] + said["male",])
        yield (
            f"{name}: of {told} named persons whose name tells their gender {women} are female, and {theirs} of the "
            f"quotes of such persons are theirs; {persons[UNKNOWN,]} names do not tell."
        )
    topics = census.topics.by("topic", collection=name)
    if topics:
        labels = {code: topic.label_en for code, topic in Schema.at().media_topics.items()}
        foremost = sorted(topics.items(), key=lambda item: (-item[1], item[0]))[:_FOREMOST]
        shares = ", ".join(_share(labels[str(code)], count, articles) for (code,), count in foremost)
        yield f"{name}: most frequent topics, by share of articles: {shares}."
    for dimension, plural in (("year", "years of publication"), ("site", "sites"), ("genre", "genres")):
        values = {str(key[0]): n for key, n in census.articles.by(dimension, collection=name).items()}
        if known := {value: n for value, n in sorted(values.items()) if value != UNKNOWN}:
            shares = ", ".join(f"{value} {n}" for value, n in known.items())
            yield f"{name}: {plural}, with articles: {shares}" + _rest(values.get(UNKNOWN, 0))


def _agreement(each: PassAgreement) -> str:
    values = {
        (measure.layer, measure.criterion, measure.statistic): measure
        for measure in each.agreement.measures
        if not measure.label
    }
    figures = ", ".join(
        f"{name} {values[key].value:.3f} ({key[2]}, {key[1]})" for key, name in _AGREEMENTS.items() if key in values
    )
    plural = "s" * (each.agreement.articles != 1)
    return f"{each.collection}: {each.left} and {each.right} over {each.agreement.articles} article{plural}: {figures}."


def _share(name: str, count: int, total: int) -> str:
    return f"{name} {_percent(count, total)}"


def _percent(count: int, total: int) -> str:
    return f"{100 * count / total:.0f} %" if total else "none"


def _rest(unknown: int) -> str:
    return f"; not known of {unknown}." if unknown else "."

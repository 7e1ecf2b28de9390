"""The census over columns: what ``Census.add`` counts of articles one by one, counted of many records at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kavychki.schema.documents import Schema
from kavychki.statistics.census import SEVERAL, UNKNOWN, Census
from kavychki.statistics.cube import Cube
from kavychki.statistics.gender import gender_of
from kavychki.validation.columnar.spans import Numbers, owners

Columns = Mapping[str, pa.Array]

_TIMES = "times"


def add_columns(census: Census, records: pa.StructArray, split: str) -> None:
    """Count records of a split that carry their texts, columns as of ``QuickChecker.accepted``, valid ones alone.

    The census is as if ``Census.add`` had been given each article of them.
    """
    article = np.arange(len(records), dtype=np.int64)
    collection = records.field("collection")

    def count(cube: Cube, owner: Numbers, columns: Columns, times: pa.Array | None = None) -> None:
        _count(cube, {"collection": collection.take(pa.array(owner)), **columns}, split, times)

    count(census.articles, article, _of_articles(records))
    count(census.lengths, article, {"what": _constant("article", article), "length": records.field("text_length")})
    count(census.dates, article, {"date": records.field("annotation").field("date")})
    owner, topics = _top_topics(records.field("topics"))
    count(census.topics, owner, {"topic": topics})
    quotes, owner = records.field("quotes").values, owners(records.field("quotes"))
    count(census.quotes, owner, _of_quotes(quotes))
    count(census.lengths, owner, {"what": quotes.field("type"), "length": _content_lengths(quotes)})
    speakers, owner = records.field("speakers").values, owners(records.field("speakers"))
    traits = _of_speakers(speakers)
    count(census.speakers, owner, traits)
    count(census.attributions, owner, traits, _quotes_of_speakers(records))
    entities, owner = records.field("entities").values, owners(records.field("entities"))
    count(census.entities, owner, {"type": entities.field("type")})


def _count(cube: Cube, columns: Columns, split: str, times: pa.Array | None) -> None:
    """Add to a cube of collection, split and these columns, once for each row or so many times."""
    table = pa.table({**columns, _TIMES: times if times is not None else np.ones(len(columns["collection"]), np.int64)})
    counted = table.group_by(list(columns), use_threads=False).aggregate([(_TIMES, "sum")])
    *values, sums = (column.to_pylist() for column in counted.select([*columns, f"{_TIMES}_sum"]).columns)
    for (collection, *others), number in zip(zip(*values, strict=True), sums, strict=True):
        cube.add(collection, split, *others, times=number)


def _of_articles(records: pa.StructArray) -> Columns:
    done = records.field("annotation")
    return {
        "genre": _known(records.field("genre")),
        "year": _known(pc.utf8_slice_codeunits(records.field("published"), 0, 4)),
        "site": _mapped(records.field("url"), _site),
        "lang": records.field("lang"),
        "status": done.field("status"),
        "annotators": pc.binary_join(done.field("annotators"), " "),
        "guidelines": done.field("guidelines"),
        "text": _constant("text", records),
    }


def _of_quotes(quotes: pa.StructArray) -> Columns:
    return {
        "type": quotes.field("type"),
        "medium": quotes.field("medium"),
        "factual": pc.cast(quotes.field("factual"), pa.int8()),
        "parts": _few(quotes.field("content"), SEVERAL),
        "nested": pc.cast(quotes.field("parent").is_valid(), pa.int8()),
        "cue": _few(quotes.field("cue"), 1),
        "source": _few(quotes.field("source"), 1),
        "speakers": _few(quotes.field("speakers"), SEVERAL),
    }


def _of_speakers(speakers: pa.StructArray) -> Columns:
    kind = speakers.field("kind")
    persons = pc.if_else(pc.equal(kind, "person"), speakers.field("name"), None)
    gender = pc.if_else(persons.is_valid(), _mapped(persons, gender_of), "")
    return {"kind": kind, "anonymity": speakers.field("anonymity"), "gender": gender}


def _few(lists: pa.ListArray, most: int) -> pa.Array:
    """How long lists are, as far as it is counted."""
    return pc.min_element_wise(pc.list_value_length(lists), pa.scalar(most, pa.int32()))


def _content_lengths(quotes: pa.StructArray) -> Numbers:
    """Code points of the contents of quotes."""
    lists = quotes.field("content")
    start, end = (np.asarray(lists.values.field(name)).astype(np.int64) for name in ("start", "end"))
    until = np.concatenate([np.zeros(1, np.int64), np.cumsum(end - start)])
    lengths: Numbers = np.diff(until[np.asarray(lists.offsets)])
    return lengths


def _quotes_of_speakers(records: pa.StructArray) -> pa.Array:
    """For each speaker of all records, how many quotes are its."""
    lists, quotes = records.field("speakers"), records.field("quotes")
    cited = quotes.values.field("speakers")
    known = _within(owners(lists), lists.values.field("id"))
    wanted = _within(owners(quotes)[owners(cited)], cited.values)
    places = np.asarray(pc.index_in(wanted, known)).astype(np.int64)
    return pa.array(np.bincount(places, minlength=len(known)))


def _within(article: Numbers, identifiers: pa.StringArray) -> pa.StringArray:
    """Ids that are distinct within their article alone, made distinct among all."""
    return pc.binary_join_element_wise(pc.cast(pa.array(article), pa.string()), identifiers, " ")


def _top_topics(topics: pa.ListArray) -> tuple[Numbers, pa.Array]:
    """The topics of level 1 above those of each record, each once a record, and the record of each."""
    tops = _mapped(topics.values, Schema.at().top_topic, None)
    table = pa.table({"article": owners(topics), "topic": tops}).filter(tops.is_valid())
    once = table.group_by(["article", "topic"], use_threads=False).aggregate([])
    return once["article"].to_numpy(), once["topic"].combine_chunks()


def _known(values: pa.StringArray) -> pa.StringArray:
    return values.fill_null(UNKNOWN)


def _constant(value: str, like: Any) -> pa.StringArray:
    return pa.repeat(value, len(like))


def _mapped(
    values: pa.StringArray, function: Callable[[str], str | None], otherwise: str | None = UNKNOWN
) -> pa.StringArray:
    """What a function makes of values, asked once for each; ``otherwise`` where there is none, or it makes nothing."""
    encoded = values.dictionary_encode()
    made = pa.array([function(value) or otherwise for value in encoded.dictionary.to_pylist()], pa.string())
    found = made.take(encoded.indices)
    return found if otherwise is None else found.fill_null(otherwise)


def _site(url: str) -> str | None:
    return urlsplit(url).hostname

"""The census over columns: what ``Census.add`` counts of articles one by one, counted of many records at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
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
    """Count records of a collection and split that carry their texts, as of ``QuickChecker.accepted``.

    The census is as if ``Census.add`` had been given each article of them.
    """
    collection = records.field("collection")[0].as_py()

    def count(cube: Cube, columns: Columns, times: pa.Array | None = None) -> None:
        for values, number in _counted(columns, times):
            cube.add(collection, split, *values, times=number)

    count(census.articles, _of_articles(records))
    count(census.lengths, {"what": _constant("article", records), "length": records.field("text_length")})
    count(census.dates, {"date": records.field("annotation").field("date")})
    count(census.topics, {"topic": _top_topics(records.field("topics"))})
    quotes = records.field("quotes").values
    count(census.quotes, _of_quotes(quotes))
    count(census.lengths, {"what": quotes.field("type"), "length": _content_lengths(quotes)})
    traits = _of_speakers(records.field("speakers").values)
    count(census.speakers, traits)
    count(census.attributions, traits, _quotes_of_speakers(records))
    count(census.entities, {"type": records.field("entities").values.field("type")})


def _counted(columns: Columns, times: pa.Array | None) -> Iterator[tuple[tuple[Any, ...], int]]:
    """The combinations of values that rows have, each with its number, a row counting once or so many times."""
    table = pa.table({**columns, _TIMES: times} if times is not None else dict(columns))
    how = (_TIMES, "sum") if times is not None else ([], "count_all")
    counted = table.group_by(list(columns), use_threads=False).aggregate([how])
    *values, numbers = (column.to_pylist() for column in counted.select([*columns, counted.column_names[-1]]).columns)
    yield from zip(zip(*values, strict=True), numbers, strict=True)


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


def _top_topics(topics: pa.ListArray) -> pa.Array:
    """The topics of level 1 above those of each record, each once a record."""
    tops = _mapped(topics.values, _top_topic, None)
    table = pa.table({"article": owners(topics), "topic": tops}).filter(tops.is_valid())
    once = table.group_by(["article", "topic"], use_threads=False).aggregate([])
    return once["topic"].combine_chunks()


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


@cache
def _top_topic(code: str) -> str | None:
    return Schema.at().top_topic(code)


def _site(url: str) -> str | None:
    return urlsplit(url).hostname

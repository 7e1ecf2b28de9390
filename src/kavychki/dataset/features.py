"""The columns of every config, as features of the ``datasets`` library.

Offsets are code points into the article's canonical text. Vocabularies are ClassLabels in the order of ``schema/``.
Lists of structs are ``List({...})``: rows read as lists of dicts.
"""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
from datasets import ClassLabel, Features, List, Value

from kavychki.schema.documents import Schema

STRING = Value("string")
OFFSET = Value("int32")
SPAN = {"start": OFFSET, "end": OFFSET, "text": STRING}
SPANS = List(SPAN)


def label(name: str) -> ClassLabel:
    """The ClassLabel of a vocabulary such as ``quote-type``."""
    return ClassLabel(names=list(Schema.at().vocabulary(name)))


def top_topics() -> ClassLabel:
    """The ClassLabel of the level 1 Media Topics, by code."""
    return ClassLabel(names=[topic.code for topic in Schema.at().media_topics.values() if topic.level == 1])


def entity() -> dict[str, Any]:
    """Columns of an entity, as in ``schema/entity.schema.json``."""
    return {"id": STRING, "type": label("entity-type"), "spans": SPANS, "wikidata": STRING}


def speaker_identity() -> dict[str, Any]:
    """Columns of a speaker without its mentions."""
    return {
        "id": STRING,
        "name": STRING,
        "kind": label("speaker-kind"),
        "anonymity": label("anonymity"),
        "role": STRING,
        "wikidata": STRING,
    }


def speaker() -> dict[str, Any]:
    """Columns of a speaker, as in ``schema/speaker.schema.json``."""
    return {**speaker_identity(), "mentions": SPANS}


def quote() -> dict[str, Any]:
    """Columns of a quote, as in ``schema/quote.schema.json``."""
    return {
        "id": STRING,
        "type": label("quote-type"),
        "medium": label("medium"),
        "factual": Value("bool"),
        "content": SPANS,
        "cue": SPANS,
        "source": SPANS,
        "speakers": List(STRING),
        "addressees": List(STRING),
        "parent": STRING,
    }


def phenomenon() -> dict[str, Any]:
    """Columns of a phenomenon, as in ``schema/phenomenon.schema.json``."""
    return {"type": label("phenomenon-type"), "quotes": List(STRING), "spans": SPANS}


def annotation() -> dict[str, Any]:
    """Columns of the annotation, as in ``schema/annotation.schema.json``."""
    return {"status": label("status"), "annotators": List(STRING), "guidelines": STRING, "date": STRING}


def article() -> dict[str, Any]:
    """Columns of an article, as in ``schema/article.schema.json``."""
    return {
        "id": STRING,
        "schema": Value("int32"),
        "collection": STRING,
        "origin": label("origin"),
        "genre": label("genre"),
        "lang": STRING,
        "published": STRING,
        "url": STRING,
        "upstream": STRING,
        "text": STRING,
        "text_sha256": STRING,
        "text_length": OFFSET,
        "title": SPAN,
        "entities": List(entity()),
        "speakers": List(speaker()),
        "quotes": List(quote()),
        "topics": List(STRING),
        "phenomena": List(phenomenon()),
        "annotation": annotation(),
    }


def of_article(**columns: Any) -> Features:
    """Features of a config whose rows are parts of articles: where a row comes from, then its own columns."""
    return Features({"article_id": STRING, "collection": STRING, "origin": label("origin"), **columns})


def arrow_schema(features: Features) -> pa.Schema:
    """The Arrow schema with the features in its metadata, in the spelling that ``datasets`` 3 reads as well."""
    schema = features.arrow_schema
    metadata = json.loads(schema.metadata[b"huggingface"])
    metadata["info"]["features"] = _portable(metadata["info"]["features"])
    return schema.with_metadata({"huggingface": json.dumps(metadata, ensure_ascii=False)})


def _portable(feature: Any) -> Any:
    """``{"_type": "List", "feature": F}`` as ``[F]``, which every version of ``datasets`` understands."""
    if not isinstance(feature, dict):
        return feature
    if feature.get("_type") == "List":
        return [_portable(feature["feature"])]
    return {key: _portable(value) for key, value in feature.items()}

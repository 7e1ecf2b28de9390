"""Model, schema and Arrow features describe the same thing."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args, get_type_hints

import pytest
from datasets import ClassLabel, List
from hypothesis import given
from hypothesis import strategies as st

from kavychki import model
from kavychki.dataset import features
from kavychki.io.serialisation import canonical_line, parse_line
from kavychki.model import vocabulary as literals
from kavychki.model.surfaces import with_text, without_text
from kavychki.schema.documents import BASE, Schema
from samples import article, text_free

CONCEPTS = {
    "span": model.Span,
    "entity": model.Entity,
    "speaker": model.Speaker,
    "quote": model.Quote,
    "phenomenon": model.Phenomenon,
    "annotation": model.Annotation,
    "article": model.Article,
    "collection": model.Collection,
    "annotator": model.Annotator,
}

LITERALS = {
    "quote-type": literals.QuoteType,
    "medium": literals.Medium,
    "speaker-kind": literals.SpeakerKind,
    "anonymity": literals.Anonymity,
    "status": literals.Status,
    "genre": literals.Genre,
    "phenomenon-type": literals.PhenomenonType,
    "origin": literals.Origin,
    "layer": literals.Layer,
    "annotator-kind": literals.AnnotatorKind,
    "split": literals.Split,
    "split-policy": literals.SplitPolicyName,
    "entity-type": literals.EntityType,
}


@pytest.mark.parametrize("name", CONCEPTS)
def test_a_class_has_the_fields_of_its_schema_in_order(name: str) -> None:
    assert [field.name for field in fields(CONCEPTS[name])] == list(Schema.at().document(name)["properties"])


def test_every_schema_has_its_class_or_is_a_list_of_one() -> None:
    ends = ".schema.json"
    names = {key.removeprefix(BASE).removesuffix(ends) for key in Schema.at().documents if key.endswith(ends)}
    assert names - set(CONCEPTS) == {"topic", "collections", "annotators", "waivers"}


@pytest.mark.parametrize("name", LITERALS)
def test_a_literal_has_the_values_of_its_vocabulary_each_defined(name: str) -> None:
    assert list(get_args(LITERALS[name])) == list(Schema.at().vocabulary(name))
    assert all(definition.en and definition.ru for definition in Schema.at().vocabulary(name).values())


def test_every_vocabulary_has_its_literal() -> None:
    names = {key.removeprefix(BASE + "vocabularies/") for key in Schema.at().documents if "/vocabularies/" in key}
    assert {name.removesuffix(".json") for name in names} == set(LITERALS)


def columns(feature: Any) -> Any:
    """The shape of a feature as nested lists of names; a ClassLabel as its names."""
    if isinstance(feature, List):
        return [columns(feature.feature)]
    if isinstance(feature, dict):
        return {key: columns(value) for key, value in feature.items()}
    return feature.names if isinstance(feature, ClassLabel) else feature.dtype


def shape(schema: dict[str, Any]) -> Any:
    """The same shape, from the schema."""
    if "$ref" in schema:
        target = Schema.at().documents[BASE + schema["$ref"]]
        return target["enum"] if "enum" in target else shape(target)
    if "if" in schema:
        return shape(schema["then"])
    kinds = [kind for kind in [*_listed(schema.get("type", "integer"))] if kind != "null"]
    if kinds == ["object"]:
        return {key: shape(value) for key, value in schema["properties"].items()}
    if kinds == ["array"]:
        return [shape(schema["items"])]
    return {"string": "string", "integer": "int32", "boolean": "bool"}[kinds[0]]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_the_features_of_articles_are_the_schema() -> None:
    assert columns(features.article()) == shape(Schema.at().document("article"))


def test_a_record_fills_every_key_of_its_schema() -> None:
    record = article().to_dict()
    assert list(record) == list(Schema.at().document("article")["properties"])
    assert list(record["quotes"][0]) == list(Schema.at().document("quote")["properties"])
    assert list(record["speakers"][0]) == list(Schema.at().document("speaker")["properties"])
    assert list(record["entities"][0]) == list(Schema.at().document("entity")["properties"])
    assert list(record["phenomena"][0]) == list(Schema.at().document("phenomenon")["properties"])
    assert list(record["annotation"]) == list(Schema.at().document("annotation")["properties"])


def test_types_of_the_model_resolve() -> None:
    for each in CONCEPTS.values():
        assert set(get_type_hints(each)) == {field.name for field in fields(each)}


def test_serialisation_is_lossless_and_canonical() -> None:
    for made in (article(), text_free()):
        line = canonical_line(made)
        assert parse_line(line) == made
        assert canonical_line(parse_line(line)) == line
        assert b"\\u" not in line


@given(st.randoms())
def test_canonical_order_does_not_depend_on_the_order_before(random: Any) -> None:
    record = article().to_dict()
    for layer in ("entities", "speakers", "quotes", "phenomena"):
        random.shuffle(record[layer])
    for quote in record["quotes"]:
        random.shuffle(quote["content"])
    for phenomenon in record["phenomena"]:
        random.shuffle(phenomenon["quotes"])
    assert canonical_line(model.Article.from_dict(record)) == canonical_line(article())


def test_taking_the_text_out_and_putting_it_back_changes_nothing() -> None:
    made = article()
    bare = without_text(made)
    assert bare.text is None
    assert all(span.text is None for quote in bare.quotes for span in quote.content)
    assert made.text is not None
    assert with_text(bare, made.text) == made


def test_values_are_frozen() -> None:
    with pytest.raises(AttributeError):
        article().quotes[0].type = "mixed"  # type: ignore[misc]


def test_media_topics_are_complete_and_labelled() -> None:
    topics = Schema.at().media_topics
    assert sum(topic.level == 1 for topic in topics.values()) == 17
    assert all(topic.label_en and topic.label_ru for topic in topics.values())
    labels = [topic.label_ru for topic in topics.values()]
    assert len(labels) == len(set(labels))
    assert Schema.at().top_topic("medtop:20000593") == "medtop:11000000"
    assert Schema.at().top_topic("medtop:11000000") == "medtop:11000000"
    assert Schema.at().top_topic("medtop:00000000") is None

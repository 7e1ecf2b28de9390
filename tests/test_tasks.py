"""The configs for tasks: what a row promises holds of every article, down to the offset."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from datasets import ClassLabel

from kavychki import Article, Corpus, read_articles
from kavychki.dataset.configs import configs
from kavychki.dataset.configs.tokens import bio_tags, paragraphs, tagged_spans, token_bounds
from kavychki.schema.documents import Schema
from samples import TEXT, article, text_free

Row = dict[str, Any]
CONFIGS = {config.name: config for config in configs()}


def articles() -> list[Article]:
    """The sample, and every article of the corpus that carries its text."""
    return [article(), *(each for each in read_articles(Corpus.open()) if each.text is not None)]


def rows(name: str, source: Article) -> Iterator[Row]:
    return CONFIGS[name].rows(source)


@pytest.fixture(scope="module")
def samples() -> list[Article]:
    return articles()


def test_paragraphs_are_the_lines_with_words() -> None:
    found = list(paragraphs(TEXT))
    assert [each.number for each in found] == [0, 1, 2]
    assert all(TEXT[each.start : each.end] == each.text for each in found)
    assert "\n".join(each.text for each in found) == TEXT.replace("\n\n", "\n")


def test_a_token_is_cut_where_an_annotation_ends_inside_it() -> None:
    (paragraph,) = paragraphs("Чат @borscht_72 молчит")
    whole = token_bounds(paragraph, [])
    cut = token_bounds(paragraph, [(5, 12)])
    assert {paragraph.text[start:end] for start, end in set(cut) - set(whole)} >= {"borscht"}
    assert "".join(paragraph.text[start:end] for start, end in cut) == paragraph.text.replace(" ", "")


def test_tags_give_the_entities_back(samples: list[Article]) -> None:
    coarse = Schema.at().coarse_entity_types("conll")
    for each in samples:
        found = set()
        for row in rows("ner", each):
            tokens = list(zip(row["token_starts"], row["token_ends"], strict=True))
            assert [each.text[start:end] for start, end in tokens] == row["tokens"]  # type: ignore[index]
            found |= set(tagged_spans(tokens, row["ner_tags"]))
        wanted = {
            (entity.spans[0].start, entity.spans[0].end, coarse[entity.type])
            for entity in each.entities or ()
            if entity.type in coarse and len(entity.spans) == 1
        }
        assert found <= wanted
        assert all(any(start <= lost[0] and lost[1] <= end for start, end, _ in found) for lost in wanted - found)


def test_tags_give_the_quotes_back(samples: list[Article]) -> None:
    for each in samples:
        found: dict[str, set[tuple[int, int]]] = {"content_tags": set(), "cue_tags": set(), "source_tags": set()}
        for row in rows("quote_tagging", each):
            tokens = list(zip(row["token_starts"], row["token_ends"], strict=True))
            for column, spans in found.items():
                spans |= {(start, end) for start, end, _ in tagged_spans(tokens, row[column])}
        outer = [quote for quote in each.quotes if quote.parent is None]
        contents = {(span.start, span.end) for quote in outer for span in quote.content}
        assert found["content_tags"] == contents
        assert found["cue_tags"] <= {(span.start, span.end) for quote in each.quotes for span in quote.cue}


def test_tags_of_overlapping_spans_keep_the_first() -> None:
    spans = article().quotes[0].content
    tokens = [(span.start, span.end) for span in spans]
    assert bio_tags(tokens, [(spans[0], "one"), (spans[0], "two")]) == ["B-one", "O"]


def test_an_attribution_row_points_at_its_speaker(samples: list[Article]) -> None:
    for each in samples:
        names = {speaker.id: speaker.name for speaker in each.speakers}
        quotes = {quote.id: quote for quote in each.quotes}
        for row in rows("attribution", each):
            quote = quotes[row["quote_id"]]
            assert [row["candidates"][label] for label in row["labels"]] == [names[name] for name in quote.speakers]
            assert row["label"] == row["labels"][0]
            start = row["context_start"]
            for span in quote.content:
                assert row["context"][span.start - start : span.end - start] == span.text


def test_a_context_has_two_paragraphs_on_both_sides() -> None:
    said = "«Мост закрыт, — сказал мэр Пётр Ветров. — Ждите до осени!»"
    text = f"Заголовок\n\nРаз.\n\nДва.\n\n{said}\n\nТри.\nЧетыре.\nПять."
    quote = {"type": "direct", "content": ["Мост закрыт", "Ждите до осени!"], "cue": "сказал", "speakers": ["s1"]}
    speaker = {"name": "Пётр Ветров", "kind": "person", "mentions": ["Пётр Ветров"]}
    made = article(text=text, quotes=[quote], speakers=[speaker], entities=[])
    (row,) = rows("attribution", made)
    assert (row["context"][:4], row["context"][-7:]) == ("Раз.", "Четыре.")


def test_the_right_choice_is_among_different_ones(samples: list[Article]) -> None:
    asked = 0
    for each in samples:
        names = {speaker.name for speaker in each.speakers}
        for row in rows("mcq", each):
            asked += 1
            assert 2 <= len(row["choices"]) == len(set(row["choices"])) <= 4
            assert set(row["choices"]) <= names
            quote = next(quote for quote in each.quotes if quote.id == row["quote_id"])
            (speaker,) = [speaker.name for speaker in each.speakers if speaker.id in quote.speakers]
            assert row["choices"][row["label"]] == speaker
    assert asked > 100


def test_answers_stand_where_they_say(samples: list[Article]) -> None:
    for each in samples:
        found = list(rows("qa", each))
        assert len({row["id"] for row in found}) == len(found)
        for row in found:
            starts, answers = row["answers"]["answer_start"], row["answers"]["text"]
            assert answers
            for start, answer in zip(starts, answers, strict=True):
                assert row["context"][start : start + len(answer)] == answer


def test_a_conversation_ends_in_the_quotes_as_json(samples: list[Article]) -> None:
    for each in samples:
        (row,) = rows("sft", each)
        assert [turn["role"] for turn in row["messages"]] == ["system", "user", "assistant"]
        answer = json.loads(row["messages"][-1]["content"])
        assert [quote["type"] for quote in answer["quotes"]] == [quote.type for quote in each.quotes]
        assert all(part in row["messages"][1]["content"] for quote in answer["quotes"] for part in quote["content"])


def test_multi_hot_topics_are_the_top_topics(samples: list[Article]) -> None:
    feature = CONFIGS["topics"].features["top_topics"].feature
    assert isinstance(feature, ClassLabel)
    for each in samples:
        (row,) = rows("topics", each)
        assert {name for name, hot in zip(feature.names, row["multi_hot"], strict=True) if hot} == set(
            row["top_topics"]
        )


def test_standoff_has_no_text_of_either_kind_of_record() -> None:
    for each in (article(), text_free()):
        (row,) = rows("standoff", each)
        assert "text" not in row
        assert "Мост закр" not in json.dumps(row, ensure_ascii=False)
        assert row["text_sha256"] == each.text_sha256
        assert row["quotes"][0]["content"][0].keys() == {"start", "end"}

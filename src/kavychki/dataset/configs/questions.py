"""Config for question answering with the columns of SQuAD: who said it, and what somebody says."""

from __future__ import annotations

from collections.abc import Iterator

from datasets import Features, List, Value

from kavychki.dataset import features as f
from kavychki.dataset.configs.config import Config, Row, joined, text_of
from kavychki.model import Article, Quote, Span, Speaker
from kavychki.model.vocabulary import SpeakerKind

SAYS: dict[SpeakerKind, str] = {
    "person": "Что в этой статье говорит {name}?",
    "organization": "Что в этой статье сообщает {name}?",
    "group": "Что в этой статье говорят {name}?",
    "media": "Что в этой статье сообщает {name}?",
    "document": "Что в этой статье сказано в документе «{name}»?",
}
"""Questions that are right in any gender; a name stands in the nominative."""


def configs() -> tuple[Config, ...]:
    """``qa``."""
    description = "One row a question about an article, with its answers, in the columns of SQuAD."
    return (Config("qa", description, _qa(), _qa_rows),)


def _qa() -> Features:
    return Features(
        {
            "id": f.STRING,
            "collection": f.STRING,
            "origin": f.label("origin"),
            "title": f.STRING,
            "context": f.STRING,
            "question": f.STRING,
            "answers": {"text": List(f.STRING), "answer_start": List(Value("int32"))},
        }
    )


def _qa_rows(article: Article) -> Iterator[Row]:
    """Questions with an answer in the text; the answers of a question are alternatives, as in SQuAD."""
    for speaker in article.speakers:
        said = [quote for quote in article.quotes if quote.speakers == (speaker.id,)]
        answers = [quote.content[0] for quote in said if len(quote.content) == 1 and quote.factual]
        if answers:
            yield _row(article, f"{speaker.id}-says", SAYS[speaker.kind].format(name=speaker.name), answers)
        for quote in said:
            if names := _names(speaker, quote):
                question = f"Кому в этой статье принадлежат слова или мысль: «{joined(quote.content)}»?"
                yield _row(article, f"{quote.id}-who", question, names)


def _names(speaker: Speaker, quote: Quote) -> list[Span]:
    """What names the speaker outside the quote: the source of the quote first, then the mentions by name."""
    named = [span for span in speaker.mentions if any(part in (span.text or "") for part in speaker.name.split())]
    listed = list(dict.fromkeys([*quote.source, *named]))
    return [span for span in listed if not any(_overlap(span, part) for part in quote.content)]


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _row(article: Article, name: str, question: str, answers: list[Span]) -> Row:
    return {
        "id": f"{article.id}-{name}",
        "collection": article.collection,
        "origin": article.origin,
        "title": (article.title and article.title.text) or "",
        "context": text_of(article),
        "question": question,
        "answers": {"text": [span.text for span in answers], "answer_start": [span.start for span in answers]},
    }

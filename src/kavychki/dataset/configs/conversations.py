"""Config for instruction tuning: extraction of quotes as a conversation that ends in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from datasets import Features, List

from kavychki.dataset import features as f
from kavychki.dataset.configs.config import Config, Row, origin_of, text_of
from kavychki.model import Article, Span

SYSTEM = (
    "Ты находишь в новостных статьях цитаты и тех, кому они принадлежат. Ответь одним объектом JSON с ключом quotes: "
    "список цитат в порядке появления. У каждой цитаты: type (direct — прямая речь, indirect — косвенная передача, "
    "mixed — косвенная с дословной частью в кавычках), medium (speech, writing, thought), content (список "
    "фрагментов текста дословно), cue (слова, которые вводят цитату), source (упоминание источника при цитате), "
    "speakers (имена говорящих)."
)


def configs() -> tuple[Config, ...]:
    """``sft``."""
    description = "One row an article as a conversation: instruction, text, and its quotes as JSON."
    return (Config("sft", description, _sft(), _sft_rows),)


def _sft() -> Features:
    return f.of_article(messages=List({"role": f.STRING, "content": f.STRING}))


def _sft_rows(article: Article) -> Iterator[Row]:
    turns = (("system", SYSTEM), ("user", text_of(article)), ("assistant", _answer(article)))
    yield {**origin_of(article), "messages": [{"role": role, "content": content} for role, content in turns]}


def _answer(article: Article) -> str:
    names = {speaker.id: speaker.name for speaker in article.speakers}
    quotes = [
        {
            "type": quote.type,
            "medium": quote.medium,
            "content": _surfaces(quote.content),
            "cue": _surfaces(quote.cue),
            "source": _surfaces(quote.source),
            "speakers": [names[identifier] for identifier in quote.speakers],
        }
        for quote in article.quotes
    ]
    return json.dumps({"quotes": quotes}, ensure_ascii=False)


def _surfaces(spans: tuple[Span, ...]) -> list[str]:
    return [span.text or "" for span in spans]

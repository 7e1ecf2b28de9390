"""An annotated article with its text, as the tests of phenomena look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from kavychki.model import Article, Quote, Span, Speaker
from kavychki.text import Marks, pair_marks, paragraphs_around

OPENING_MARKS = '«„“"'
CLOSING_MARKS = '»“”"'


class View:
    """An article that has its text, and what several tests ask of it. Offsets are code points."""

    def __init__(self, article: Article) -> None:
        if article.text is None:
            raise ValueError(f"{article.id} has no text")
        self.article = article
        self.text = article.text

    @cached_property
    def marks(self) -> Marks:
        """The text's quotation marks, paired."""
        return pair_marks(self.text)

    @cached_property
    def quotes(self) -> dict[str, Quote]:
        """The quotes by id."""
        return {quote.id: quote for quote in self.article.quotes}

    @cached_property
    def _speakers(self) -> dict[str, Speaker]:
        return {speaker.id: speaker for speaker in self.article.speakers}

    def speakers(self, quote: Quote) -> list[Speaker]:
        """Who is quoted."""
        return [self._speakers[identifier] for identifier in quote.speakers]

    def words(self, spans: Iterable[Span]) -> str:
        """What stands in spans, joined by spaces, in lower case."""
        return " ".join(self.text[span.start : span.end] for span in spans).lower()

    def paragraph(self, span: Span) -> tuple[int, int]:
        """The line that a span begins in."""
        return paragraphs_around(self.text, span.start, span.start)

    def before(self, span: Span) -> str:
        """The line of a span up to the span."""
        return self.text[self.paragraph(span)[0] : span.start]

    def opening_mark(self, quote: Quote) -> str:
        """The mark right before the content, or the empty string."""
        start = quote.content[0].start
        mark = self.text[start - 1 : start]
        return mark if mark and mark in OPENING_MARKS else ""

    def is_turn(self, quote: Quote) -> bool:
        """Whether a direct quote without marks opens its line, behind a dash or nothing."""
        return quote.type == "direct" and self.before(quote.content[0]).strip(" \u00a0\t—–-") == ""

    def marked_word_counts(self, quote: Quote) -> list[int]:
        """Words in each outermost pair of marks within the content, or that the content shares with its edge."""
        start, end = quote.content[0].start, quote.content[-1].end
        counts, reach = [], start
        for pair in self.marks.pairs:
            if start <= pair.start and pair.end <= end and pair.start >= reach:
                counts.append(len(self.text[pair.start : pair.end].split()))
                reach = pair.end
        return counts


Test = Callable[[View, Quote], bool]
"""Whether a quote of a viewed article shows a phenomenon."""

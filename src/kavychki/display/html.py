"""An article as HTML: one page for itself, or a part of a notebook; no script, no network, light and dark."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from kavychki.display.drawing import LAYER_OF, LEGEND, MarkStyles, Paragraph, paragraphs_of, shade
from kavychki.display.marks import Layer
from kavychki.display.summary import particulars, quote_rows, speaker_line, topic_labels
from kavychki.model import Article


def page(article: Article, layers: Iterable[Layer] = ("quotes",)) -> str:
    """A whole document that needs nothing else: no other file, no script, no network."""
    return _template("page.html.jinja").render(article=article, body=Markup(fragment(article, layers)))  # noqa: S704 - escaped there


def fragment(article: Article, layers: Iterable[Layer] = ("quotes",)) -> str:
    """A part of a page, as notebooks want it, with its own style."""
    chosen = tuple(layers)
    paragraphs = paragraphs_of(article, chosen)
    styles = MarkStyles()
    styles.add(paragraphs)
    return _template("article.html.jinja").render(
        article=article,
        layers=chosen,
        legend=LEGEND,
        particulars=particulars(article),
        topics=topic_labels(article),
        speakers=[(speaker, speaker_line(speaker)) for speaker in article.speakers],
        text=text_html(paragraphs),
        quotes=quote_rows(article),
        style=Markup(style_sheet() + styles.css()),  # noqa: S704 - our own
        shade=shade,
    )


def text_html(paragraphs: Iterable[Paragraph], *, anchors: bool = False) -> Markup:
    """The paragraphs of a text; with ``anchors`` each quote can be linked to as ``#quote-1``."""
    drawn = _template("text.html.jinja").render(
        paragraphs=list(paragraphs), anchors=anchors, shade=shade, LAYER_OF=LAYER_OF
    )
    return Markup(drawn)  # noqa: S704 - escaped there


def style_sheet() -> str:
    """The style of a drawn article; the rules of ``MarkStyles`` stand behind it."""
    return Path(__file__).with_name("style.css").read_text(encoding="utf-8")


@cache
def _template(name: str) -> jinja2.Template:
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(name)

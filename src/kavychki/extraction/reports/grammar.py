"""Closed classes of words and endings by which the frames of a report are told apart."""

from __future__ import annotations

from kavychki.extraction.lexicon import words
from kavychki.extraction.sentence import RELATIVE

THAT = words("that")
ADVERSATIVE = words("adversative")
SUBORDINATORS = words("subordinators") | RELATIVE
DENIALS = words("denials")
QUIET = ("передавать", "передать", "сообщать", "сообщить", "писать", "цитировать", "отмечать")
"""Cues by which a paper passes on a person's words unchanged."""
REFERRING = ("ссыл", "сослат", "со ссылк", "с ссылк")
"""What cues begin with by which somebody tells where something is from: «со ссылкой на порт»."""

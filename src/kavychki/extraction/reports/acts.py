"""Nouns that name an act or a state of affairs, which alone can be what somebody reports."""

from __future__ import annotations

from kavychki.extraction.lexicon import words
from kavychki.extraction.morphology import lemma
from kavychki.extraction.sentence import Sentence

_ACT_ENDINGS = tuple(words("act-endings"))
_ACTS = words("acts")
_NO_ACTS = words("no-acts")
"""Nouns that end as those of acts do: «судьба»."""
_HARMED = ("пострадавш", "погибш", "ранен", "задержанн", "заболевш")


def is_act(sentence: Sentence, at: int) -> bool:
    """Whether a noun names an act or a state of affairs, as far as its form tells."""
    if sentence.is_word(at) and sentence.word(at).startswith(_HARMED):
        return True
    if not sentence.is_word(at) or not sentence.is_noun(at):
        return False
    base = lemma(sentence.word(at))
    return base in _ACTS or (base.endswith(_ACT_ENDINGS) and base not in _NO_ACTS)

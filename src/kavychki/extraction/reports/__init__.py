"""Indirect and mixed quotes: what a cue reports in a clause, an infinitive, a noun phrase or around itself."""

from __future__ import annotations

from kavychki.extraction.candidate import Candidate
from kavychki.extraction.cueing import CueHit
from kavychki.extraction.lexicon import words
from kavychki.extraction.morphology import ADVERB, PARTICIPLE, PLURAL, PRESENT, SHORT, SINGULAR, some
from kavychki.extraction.reports.nouns import Nouns

_RIGHTS = words("rights")
"""What tells of a possibility and not of an act: «вправе требовать»."""


class Reports(Nouns):
    """The reports of one sentence."""

    __slots__ = ()

    def read(self) -> list[Candidate]:
        """The candidates, in the order of their cues."""
        end = self.sentence.end()
        for hit in self.hits:
            if hit.first not in self.taken and (bounds := self._parenthesis(hit, end)) is not None:
                self.parentheses[hit.first] = bounds
        done: set[int] = set()
        for hit in self.hits:
            if hit.first in done:
                continue
            candidate = self._read(hit, end)
            if candidate is not None:
                done.add(hit.first)
                self.found.append(candidate)
        return self.found

    def _read(self, hit: CueHit, end: int) -> Candidate | None:
        if hit.cue.frame == "prepositional":
            return self._around(hit, end)
        if self._reports_nothing(hit):
            return None
        if hit.cue.frame == "noun":
            if "назв" in hit.cue.government:
                return self._judged(hit, end)
            return self._charged(hit, end) if "обвин" in hit.cue.government else self._of_noun(hit, end)
        if hit.first in self.parentheses and (candidate := self._around(hit, end)) is not None:
            return candidate
        rules = (
            self._passive,
            self._accusation,
            self._clause,
            self._naming,
            self._infinitive,
            self._relation,
            self._nominal,
            self._object,
            self._bare_clause,
            self._colon,
        )
        return next((found for rule in rules if (found := rule(hit, end)) is not None), None)

    def _reports_nothing(self, hit: CueHit) -> bool:
        """Whether a cue tells of no act: a right, what was not done, a gesture, what is one's own here and now."""
        if hit.is_infinitive and self.sentence.word(hit.begin - 1) in _RIGHTS:
            return True
        if hit.cue.expression == "желать" and hit.bits & PARTICIPLE:
            return True  # «всем желающим»
        if hit.cue.expression == "знать" and self.sentence.word(hit.begin - 1) == "себя":
            return True  # «дало себя знать»
        if hit.cue.frame == "impersonal" and hit.bits & PLURAL and not hit.bits & SINGULAR:
            return True
        if hit.negated and hit.bits & PARTICIPLE and not hit.bits & SHORT:
            return True
        mute = hit.cue.frame == "gesture" and "что" not in hit.cue.government
        return mute or self._is_own_attitude(hit)

    def _is_own_attitude(self, hit: CueHit) -> bool:
        """Whether somebody reports a thought of one's own, here and now: «заявил, что не уверен в успехе»."""
        wishes = hit.cue.expression == "хотеть"
        if hit.cue.medium != "thought" or not (hit.cue.frame == "adjective" or hit.bits & PRESENT or wishes):
            return False
        first = hit.begin
        while first > 0 and (
            some(self.sentence.readings(first - 1)[:1], ADVERB) or self.sentence.word(first - 1) in ("он", "она", "они")
        ):
            first -= 1
        begin = self.sentence.span(first, hit.end)[0]
        joined = self.sentence.word(first - 1) == "и"
        return any(
            each.rule == "cue-that" and (each.begin == begin or (joined and each.begin < begin < each.end))
            for each in self.found
        )

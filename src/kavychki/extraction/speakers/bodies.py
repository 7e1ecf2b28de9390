"""Bodies that a source names: by a name of their own, by an abbreviation, or by what they write and where."""

from __future__ import annotations

import re

from kavychki.extraction import tokens as kind
from kavychki.extraction.candidate import Candidate, Source
from kavychki.extraction.document import Document
from kavychki.extraction.lexicon import kind_words, words
from kavychki.extraction.mentions import Actor, is_name_of_body, latin_name
from kavychki.extraction.morphology import (
    ADJECTIVE,
    ANIMATE,
    GENITIVE,
    NOUN,
    PLACE,
    PLURAL,
    PRONOUN,
    SINGULAR,
    is_known,
    lemma,
    some,
)
from kavychki.extraction.speakers.people import People

VAGUE = words("vague")
"""Nouns that tell of nobody in particular."""
_ITS_OWN = words("its-own")
"""Documents behind which no body is looked for."""
_INQUIRY = frozenset(("ск", "скр", "следствие"))
_SITES = words("sites")
"""Where a body writes, which is meant by them: «сайт порта»."""
_LONGEST_OWNER = 5
_SIGNING = re.compile(r"\b(?:подписал|внёс|внес|внесла|издал|утвердил|назначил)а?\b")
_NEARBY = 500
"""Code points before a bare document in which it is told who signed it."""
_LONGEST_ACT = 120
"""Code points between the verb and who does it."""
_LETTERS = frozenset(("поздравление", "послание", "телеграмма", "соболезнование"))
"""What somebody writes who was told of before: «Рыкова поздравил мэр. В поздравлении говорится …»."""


class Bodies(People):
    """Bodies that a source names: by a name of their own, by an abbreviation, or by what they write and where."""

    def _of_phrase(self, source: Source, quote: Candidate) -> list[Actor]:
        """Whom a noun phrase names."""
        raise NotImplementedError

    def _body_in(self, source: Source, quote: Candidate) -> Actor | None:
        """The body that a source names in marks or by a name of its own: «газета „Вестник“», «МВД Киргизии»."""
        doc = self.doc
        head = source.head
        noun = lemma(doc.lower[head]) if doc.kinds[head] == kind.WORD else ""
        foreign = doc.lower[head].isascii() and doc.capital(head)
        if (source.bits & ANIMATE and noun not in kind_words() and not foreign) or noun in VAGUE:
            return None
        passage = next(filter(doc.is_passage, source.items), None)
        if passage is not None:
            return self.cast.body(doc.text[slice(*doc.inner_span(passage))], self._noun_before(passage) or noun)
        if kind_words().get(noun) == "document":
            return self._behind_document(source, noun, quote)
        if self._is_site(source, noun) and (owner := self._owner(source)) is not None:
            return self._of_phrase(owner, quote)[0]
        if source.items[0] != head and (body := self._with_adjective(source, noun)) is not None:
            return body
        inquiry = self._inquiry() if noun in _INQUIRY else None
        name = self._name_of_body(source, noun, foreign=foreign)
        return inquiry or (self.cast.body(name, noun) if name else None)

    def _inquiry(self) -> Actor | None:
        """The one body of investigation that a text names: «Следственный комитет … СК … следствие»."""
        named = (actor for actor in self.cast.bodies if actor.words[0].lower().startswith("следственн"))
        return next(named, None)

    def _name_of_body(self, source: Source, noun: str, *, foreign: bool) -> str:
        """The name by which a phrase calls a body: in Latin letters, by an abbreviation, or by its capital."""
        doc, head = self.doc, source.head
        if kind_words().get(noun) in ("organization", "media") and (name := self._foreign_name(source)):
            return name
        capital = doc.kinds[head] == kind.WORD and doc.capital(head)
        opens = head == _first_of_sentence(doc, head) and is_known(doc.lower[head]) and not doc.is_proper(head)
        named = capital and (foreign or not opens)
        abbreviated = doc.text[doc.starts[head] : doc.ends[head]].isupper()
        return doc.text[source.start : source.end] if named or abbreviated else ""

    def _foreign_name(self, source: Source) -> str:
        """The name in Latin letters right behind a kind word: «компания Lodka Group»."""
        doc = self.doc
        rest = [at for at in source.items if at > source.head]
        if latin := [at for at in latin_name(doc, source.head + 1) if at in rest]:
            return doc.surface(latin)
        name = []
        for at in rest:
            place = any(form & PLACE or (form & ADJECTIVE and form & GENITIVE) for form in doc.readings(at))
            if kind_words().get(lemma(doc.lower[source.head])) != "media" or place or not doc.capital(at):
                break
            name.append(at)
        return doc.surface(name) if name else ""

    def _with_adjective(self, source: Source, noun: str) -> Actor | None:
        """The body that a kind word names with a capitalised adjective, and perhaps with its abbreviation."""
        doc, head = self.doc, source.head
        words = [at for at in source.items if at <= head]
        if kind_words().get(noun) not in ("organization", "media") or not doc.capital(words[0]):
            return None
        if not all(some(doc.readings(at), ADJECTIVE) for at in words[:-1]):
            return None
        abbreviated = doc.lower[head + 1 : head + 2] == ["("]
        closing = next((at for at in source.items if doc.lower[at] == ")"), head) if abbreviated else head
        name = doc.text[doc.starts[words[0]] : doc.ends[closing]]
        return self.cast.body(name, noun, create=abbreviated or is_name_of_body(doc, words[0]))

    def _behind_document(self, source: Source, noun: str, quote: Candidate) -> Actor | None:
        """The body behind a report or a statement: the genitive in the phrase, else the body named last."""
        owner = self._owner(source)
        if owner is not None:
            return self._of_phrase(owner, quote)[0] if noun not in _ITS_OWN and self._can_own(owner) else None
        if noun in _ITS_OWN or (source.bits & PLURAL and not source.bits & SINGULAR):
            return None
        near = self._before(source.start)
        writer = next((e.actor for e in near[:6] if e.subject), None) if noun in _LETTERS else None
        told_of = self._same_document(noun, quote) or writer or self._body_told_of(source, quote)
        if told_of is not None or noun == "документ":
            return told_of or self._signatory(min(source.start, quote.begin))
        return self._body_that_spoke([e.actor for e in near if e.actor in self._voices])

    def _signatory(self, place: int) -> Actor | None:
        """Who signed or brought in a document shortly before: «Указ подписал мэр. В документе говорится …»."""
        begin = max(0, place - _NEARBY)
        signed = [each.start() for each in _SIGNING.finditer(self.doc.text, begin, place)]
        if not signed:
            return None
        doing = [event for event in self._before(place) if event.subject and event.actor.kind != "media"]
        doing = [event for event in doing if abs(event.place - signed[-1]) < _LONGEST_ACT]
        return min(doing, key=lambda event: abs(event.place - signed[-1])).actor if doing else None

    @staticmethod
    def _body_that_spoke(spoken: list[Actor]) -> Actor | None:
        """The body that spoke last, rather one with a name of its own."""
        named = (each for each in spoken[:12] if each.kind in ("organization", "media") and each.named)
        return next(named, None) or next((each for each in spoken if each.kind in ("organization", "group")), None)

    def _is_site(self, source: Source, noun: str) -> bool:
        """Whether a body is meant by where it writes: «сайт порта», not «сайт Lodka.ru»."""
        owner = self._owner(source) if noun in _SITES else None
        return owner is not None and not self.doc.lower[owner.head].isascii() and self._can_own(owner)

    def _owner(self, source: Source) -> Source | None:
        """The genitive behind a document, which tells whose it is: «сообщение порта»."""
        doc = self.doc
        rest = [at for at in source.items if at > source.head]
        for at in rest[:_LONGEST_OWNER]:
            if doc.kinds[at] == kind.WORD and some(doc.readings(at), NOUN):
                genitive = (form for form in doc.readings(at) if form & NOUN and form & GENITIVE)
                bits = next(genitive, source.bits & ~PRONOUN)
                return Source(doc.starts[rest[0]], source.end, bits, tuple(rest), at)
        return None

    def _can_own(self, owner: Source) -> bool:
        """Whether an owner can be meant by what is his: not the case of «материалы дела»."""
        doc, head = self.doc, owner.head
        named = any(doc.capital(at) or doc.is_passage(at) for at in owner.items)
        return named or some(doc.readings(head), NOUN | ANIMATE) or lemma(self._word(head)) in kind_words()

    def _same_document(self, noun: str, quote: Candidate) -> Actor | None:
        """Who was quoted last from a document of the same kind: «В письме мэрии сказано … В письме также сказано …»."""
        before = self._number[id(quote)] - 1
        sources = self.quotes[before].sources[-1:] if before >= 0 else []
        same = any(lemma(self._word(source.head)) == noun for source in sources)
        return next(iter(self.of.get(before, ())), None) if same else None

    def _body_told_of(self, source: Source, quote: Candidate) -> Actor | None:
        """The body that is the subject of the sentence before: «Об этом сообщил порт. В сообщении говорится …»."""
        subject = None if quote.parent is not None else self._antecedents.subject_before(source.start)
        if subject is None or self.doc.kinds[subject.head] != kind.WORD:
            return None
        if kind_words().get(lemma(self.doc.lower[subject.head])) not in ("organization", "group"):
            return None
        actors = self._of_phrase(subject, quote)
        for actor in actors[:1]:
            actor.note(subject.span)
        return actors[0] if actors else None

    def _noun_before(self, at: int) -> str:
        doc = self.doc
        return lemma(doc.lower[at - 1]) if at and doc.kinds[at - 1] == kind.WORD else ""


def _first_of_sentence(doc: Document, at: int) -> int:
    return at if at == 0 or doc.kinds[at - 1] in (kind.STOP, kind.NEWLINE, kind.DASH, kind.MARK) else -1

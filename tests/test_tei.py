"""The inline XML form: nothing is lost on the way there and back, and what is wrong is said with its place."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from annotated import articles
from conftest import ROOT
from kavychki import Article, Corpus, read_articles, validate
from kavychki.errors import XmlError
from kavychki.model import Span
from kavychki.tei import read_article, read_document, read_fragment, write_article
from kavychki.tei.names import ATTRIBUTES, MAX_DEPTH
from kavychki.tei.parse import MAX_BYTES
from samples import TEXT, article, text_free

EDITOR_SCHEMA = etree.RelaxNG(etree.parse(ROOT / "schema" / "article.rng"))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(articles())
@example(article())
def test_a_valid_article_survives_the_way_to_xml_and_back(given: Article) -> None:
    assert not list(validate(given.to_dict(), level=2))
    xml = write_article(given)
    assert read_article(xml) == given
    assert read_article(xml.encode()) == given
    assert write_article(read_article(xml)) == xml
    assert EDITOR_SCHEMA.validate(etree.fromstring(xml.encode())), EDITOR_SCHEMA.error_log.last_error


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<said id="q1" type="direct" who="s1">', '<said id="q1" who="s1">'),
        ('type="direct"', 'type="direkt"'),
        ('prev="q1"', 'prev="q1" type="direct"'),
        ("<persName", "<persName type='PERSON'"),
        ('kind="group"', 'kind="crowd"'),
        ("<head>", "<title>"),
    ],
)
def test_editors_are_told_what_is_wrong(old: str, new: str) -> None:
    xml = write_article(article())
    assert old in xml
    spoiled = xml.replace(old, new).replace("</head>", "</title>" if new == "<title>" else "</head>")
    assert not EDITOR_SCHEMA.validate(etree.fromstring(spoiled.encode()))


def test_every_record_of_the_corpus_survives() -> None:
    found = [each for each in read_articles(Corpus.open()) if each.text is not None]
    assert found
    for each in found:
        assert read_article(write_article(each)) == each


def test_a_document_reads_like_the_text_that_it_annotates() -> None:
    xml = write_article(article())
    assert '  <speaker id="s1" name="Пётр Ветров" kind="person" anonymity="named" role="мэр"/>\n' in xml
    assert (
        '«<said id="q1" type="direct" who="s1">Мост закрыт</said>, — <cue corresp="q1">сказал</cue> '
        '<source corresp="q1"><roleName>мэр</roleName> <persName ref="s1">'
        '<seg type="direct-question">Пётр</seg> Ветров</persName></source>. — '
        '<said prev="q1">Ждите до осени!</said>» <cue corresp="q2">По</cue> <source corresp="q2" ref="s1">его</source> '
        '<cue corresp="q2">словам</cue>, <said id="q2" type="indirect" who="s1">ремонт займёт год</said>.\n'
    ) in xml
    assert re.sub("<[^>]*>", "", xml[xml.index("<head>") :]) == TEXT + "\n\n\n"


def surfaces(spans: tuple[Span, ...]) -> list[str | None]:
    return [span.text for span in spans]


def test_a_fragment_needs_no_header() -> None:
    found = read_fragment(
        '<source>Мэр</source> <cue>сообщил</cue>, что <said type="indirect" who="мэр">мост закрыт</said>.\n'
    )
    assert found.text == "Мэр сообщил, что мост закрыт."
    assert not [each for each in validate(found.to_dict()) if each.severity == "error"]
    (quote,) = found.quotes
    assert (quote.id, quote.type, quote.medium, quote.factual) == ("q1", "indirect", "speech", True)
    assert surfaces(quote.content + quote.cue + quote.source) == ["мост закрыт", "сообщил", "Мэр"]
    (speaker,) = found.speakers
    assert (quote.speakers, speaker.id, speaker.name, speaker.kind) == (("s1",), "s1", "мэр", "person")


def test_a_fragment_can_have_everything() -> None:
    found = read_fragment(
        "<article><teiHeader>"
        '<speaker name="завод" kind="organization"/><catRef target="medtop:20000593"/></teiHeader><text>'
        '«<said type="direct" who="завод">А <cue corresp="q2">думаю</cue>: '
        '<said type="indirect" medium="thought" factual="false" who="Пётр Лугин; Анна  Лугина" toWhom="завод">Б</said>'
        '</said>», — <cue corresp="q1">писал</cue>, — «<said prev="q1">В</said>».</text></article>'
    )
    outer, inner = found.quotes
    assert [each.name for each in found.speakers] == ["завод", "Пётр Лугин", "Анна Лугина"]
    assert (outer.speakers, inner.speakers, inner.addressees) == (("s1",), ("s2", "s3"), ("s1",))
    assert surfaces(outer.content) == ["А думаю: Б", "В"]
    assert (inner.medium, inner.factual, inner.parent, outer.parent) == ("thought", False, "q1", None)
    assert found.topics == ("medtop:20000593",)


def test_an_entity_is_named_by_its_element() -> None:
    found = read_fragment(
        '<persName ref="Анна">Анна</persName> и <rs ref="Анна">она</rs> в '
        '<placeName type="CITY">Лудянске</placeName>, <rs type="EVENT" wikidata="Q1">ярмарка</rs>, '
        '<orgName id="e7">Союз</orgName> и <orgName prev="e7">Лига</orgName>'
    )
    assert found.entities is not None
    assert [(each.id, each.type, surfaces(each.spans), each.wikidata) for each in found.entities] == [
        ("e1", "PERSON", ["Анна"], None),
        ("e2", "CITY", ["Лудянске"], None),
        ("e3", "EVENT", ["ярмарка"], "Q1"),
        ("e7", "ORGANIZATION", ["Союз", "Лига"], None),
    ]
    assert surfaces(found.speakers[0].mentions) == ["Анна", "она"]


def test_what_crosses_is_cut_and_joined_again() -> None:
    found = read_fragment('<said id="q1" type="direct">а <cue part="I">б</cue></said><cue part="F"> в</cue>')
    assert surfaces(found.quotes[0].cue) == ["б в"]
    assert surfaces(found.quotes[0].content) == ["а б"]


def test_comments_and_instructions_are_no_text() -> None:
    xml = write_article(article())
    noted = xml.replace("?>\n", '?>\n<?xml-model href="a.rng"?>\n', 1).replace("<head>", "<head><!-- so? --><?note?>")
    assert read_article(noted) == article()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251"])
def test_editors_may_save_in_any_encoding_that_they_declare(encoding: str) -> None:
    given = article(text=TEXT.replace(" 🙂", ""))
    xml = write_article(given).replace("\n", "\r\n")
    declared = xml.replace("UTF-8", encoding.removesuffix("-sig").upper(), 1)
    assert read_article(declared.encode(encoding)) == given


TWO_OF_A_NAME = """<article><teiHeader><speaker name="А" kind="person"/><speaker name="А" kind="group"/></teiHeader>
<text><rs ref="А">а</rs></text></article>"""


@pytest.mark.parametrize(
    ("fragment", "message"),
    [
        ('<said type="direct">а', "mismatched tag: close each element inside the one that it was opened in"),
        ('<said type="direct">а</cue>', "line 1, column 24: mismatched tag"),
        ('<said type="direct">а</cue>', "(<said> of line 1, column 1 is open)"),
        ('<said type="direct">а & б</said>', "line 1, column 24: not well-formed (invalid token): write & as &amp;"),
        ("а\n б &nbsp; в", "line 2, column 4: undefined entity: write the character itself"),
        ("а <b>б</b>", "line 1, column 3: <b> has no place inside <text>, where <head>, <said>"),
        (
            '<said sort="direct" type="direct">а</said>',
            "column 1: <said> has no attribute 'sort': known are factual, id",
        ),
        ("<said>а</said>", "<said> has no 'type': give one of direct, indirect, mixed"),
        ('<said type="direkt">а</said>', "type='direkt' of <said>: known are direct, indirect, mixed"),
        ('<said type="direct" factual="no">а</said>', "factual='no' of <said>: known are true, false"),
        ('<said type="direct" id="7">а</said>', "id='7': write q1, q2, …"),
        ('<said type="direct" who="s4">а</said>', "who='s4': no such speaker; the header has none"),
        ('<said type="direct" parent="q4">а</said>', "parent='q4': no <said> has this id"),
        ('<said type="direct">а</said> <said prev="q4">б</said>', "column 30: prev='q4': nothing that can go on has"),
        (
            '<said type="direct" id="q1">а</said> <said type="direct" id="q1">б</said>',
            "a second <said> with the id 'q1'",
        ),
        ('<said type="direct" id="q1">а</said> <said prev="q1" who="Х">б</said>', "'who' belongs to the first part"),
        ('<said type="direct"></said>', "<said> is empty: put it around the words"),
        ("<cue>сказал</cue>", '<cue> must say of which quote it is: corresp="q1"'),
        (
            '<said type="direct">а</said> <cue corresp="q1 q2">б</cue>',
            "corresp='q2': no <said> has this id; there are q1",
        ),
        ("<head>а</head> <head>б</head>", "column 16: a second <head>"),
        ("<placeName>а</placeName>", "<placeName> has no 'type': give one of CITY, COUNTRY, DISTRICT"),
        ("<rs>а</rs>", '<rs> has neither type="EVENT", say, nor ref="s1" for a mention'),
        ("\n \n<article><text>а<b/></text></article>", "line 3, column 17: <b> has no place inside <text>"),
        ('<rs type="PERSON">а</rs>', "PERSON has an element of its own: <persName>"),
        ('<rs type="TOWN">а</rs>', "type='TOWN' of <rs>: known are AGE, AWARD, CRIME"),
        ('<cue part="F">а</cue><said type="direct">б</said>', 'no piece of <cue part="F"> ends where this one begins'),
        ('<cue part="I">а</cue><said type="direct">б</said>', '<cue part="I"> is not followed by its part="F"'),
        ("\n\nи\u0306", "line 3, column 1: the text is not in canonical form (NFC): behind '' the original has 'й'"),
        ("а\x7f", "code point 1 is the control character U+007F"),
        ("", "the text is empty"),
        (
            '<article entities="upstream"><text><date>среда</date></text></article>',
            "<date> marks an entity, but entities",
        ),
        ("<article><text>а</text><text>б</text></article>", "line 1, column 24: a second <text>"),
        ("<article><teiHeader/></article>", "<article> has no <text>"),
        ("<article>слова<text>а</text></article>", "'слова' stands outside of <text>"),
        (TWO_OF_A_NAME, "line 2, column 7: ref: 'А' is the name of s1, s2: give the id"),
    ],
)
def test_what_is_wrong_is_said_with_place_and_remedy(fragment: str, message: str) -> None:
    with pytest.raises(XmlError) as raised:
        read_fragment(fragment)
    assert message in str(raised.value)


def test_all_that_is_wrong_is_said_at_once_in_order_of_place() -> None:
    with pytest.raises(XmlError) as raised:
        read_fragment('<said type="x">а</said>\n<b/> <cue corresp="q9">б</cue>')
    assert [each.split(":")[0] for each in str(raised.value).splitlines()] == [
        "line 1, column 1",
        "line 2, column 1",
        "line 2, column 6",
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (' id="constructed-9001"', "", "<article> has no 'id'"),
        (' origin="constructed"', "", "<article> has no 'origin'"),
        (' guidelines="1.0"', "", "<annotation> has no 'guidelines'"),
        (' kind="group"', "", "<speaker> has no 'kind'"),
        (
            'who="s2"',
            'who="сторож"',
            'declare it in the header, <speaker name="сторож" kind="person" anonymity="named"/>',
        ),
        ("<annotation ", "<annotation/><annotation ", "the header has 2 <annotation>"),
        ('"s2" name', '"s1" name', "a second speaker with the id 's1'"),
    ],
)
def test_a_document_must_say_everything(old: str, new: str, message: str) -> None:
    xml = write_article(article())
    assert old in xml
    with pytest.raises(XmlError, match=re.escape(message)):
        read_article(xml.replace(old, new, 1))


@given(place=st.integers(0, len(TEXT) - 1), what=st.sampled_from(["", "\u00a0", "Ж", "  "]))
def test_a_text_that_differs_by_one_character_is_refused_with_the_place(place: int, what: str) -> None:
    plain = article(quotes=[], entities=[], speakers=[], title=None)
    changed = TEXT[:place] + what + TEXT[place + 1 :]
    if changed == TEXT:
        return
    xml = write_article(plain)
    header, body = xml[: xml.index("Мост")], xml[xml.index("Мост") :]
    spoiled = header + body.replace(TEXT, changed)
    with pytest.raises(XmlError, match="its SHA-256 is not that of the header, and the original is not at hand"):
        read_article(spoiled)
    with pytest.raises(XmlError) as raised:
        read_article(spoiled, lambda identifier, _: TEXT if identifier == plain.id else None)
    found = re.match(r"line (\d+), column (\d+): the text was changed: behind ", str(raised.value))
    assert found
    # Of equal characters in a row it may be any one: the place is at most where the texts first differ.
    first = next((n for n, (a, b) in enumerate(zip(TEXT, changed, strict=False)) if a != b), len(changed))
    before = (header + changed[:first]).split("\n")
    assert (int(found[1]), int(found[2])) == (len(before), len(before[-1]) + 1)


def test_differences_that_nobody_sees_are_named() -> None:
    xml = write_article(article())
    with pytest.raises(XmlError, match=r"has ' ' \(U\+0020 SPACE\), this '\\xa0' \(U\+00A0 NO-BREAK SPACE\)"):
        read_article(xml.replace("займёт год", "займёт\u00a0год"), lambda *_: TEXT)
    with pytest.raises(XmlError, match=r"has 'о' \(U\+043E CYRILLIC SMALL LETTER O\), this 'o' \(U\+006F LATIN"):
        read_article(xml.replace("Мост закрыт", "Мoст закрыт"), lambda *_: TEXT)


def test_hostile_documents_are_refused_at_once() -> None:
    inner = "<article><text>&a;</text></article>"
    laughs = "".join(f'<!ENTITY {n} "{f"&{m};" * 10}">' for m, n in zip("abcdefgh", "bcdefghi", strict=True))
    hostile = {
        "a document type": f"<!DOCTYPE article>{inner}",
        "an external entity": f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>{inner}',
        "an external DTD": f'<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd">{inner}',
        "a billion laughs": f'<!DOCTYPE a [<!ENTITY a "ha">{laughs}]>{inner}',
        "deep nesting": "<article><text>" + "<said>" * 100_000,
        "many attributes": "<article " + "".join(f'a{n}="" ' for n in range(50_000)) + "/>",
        "an unknown encoding": '<?xml version="1.0" encoding="x-none"?><article/>',
    }
    for name, xml in hostile.items():
        began = time.process_time()
        with pytest.raises(XmlError) as raised:
            read_article(xml.encode())
        assert time.process_time() - began < 5, name
        assert str(raised.value).startswith("line "), name
        assert len(str(raised.value)) < 50_000, name
    with pytest.raises(XmlError, match="bytes of XML are more than"):
        read_article(b" " * (MAX_BYTES + 1))


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode(errors="surrogatepass")))
def test_junk_is_a_message(junk: bytes) -> None:
    with pytest.raises(XmlError):
        read_article(junk)


def test_what_xml_cannot_hold_is_refused_when_it_is_written() -> None:
    with pytest.raises(XmlError, match=r"XML cannot hold U\+FFFE; keep this record in JSON"):
        write_article(article(text=TEXT + "\ufffe"))
    with pytest.raises(XmlError, match="the record has no text; hydrate its collection first"):
        write_article(text_free())
    towers = [{"type": "PERSON", "at": {"start": 0, "end": end}} for end in range(5, 5 + MAX_DEPTH)]
    with pytest.raises(XmlError, match="annotations lie upon one another at code point 0"):
        write_article(article(text=TEXT + " слово" * 50, entities=towers))


def test_the_parts_of_a_document_have_places() -> None:
    xml = write_article(article())
    document = read_document(xml)
    lines = xml.split("\n")
    for layer, identifier, tag in [("quotes", "q2", '<said id="q2"'), ("speakers", "s2", '<speaker id="s2"')]:
        place = document.place_of_item(layer, identifier)
        assert lines[place.line - 1][place.column - 1 :].startswith(tag)
    place = document.place_of_offset(TEXT.index("займёт"))
    assert lines[place.line - 1][place.column - 1 :].startswith("займёт")
    assert document.place_of_item("quotes", "q99") == (2, 1)


PAGE = (ROOT / "docs" / "xml.md").read_text(encoding="utf-8")


def test_the_documentation_shows_what_can_be_read() -> None:
    document, crossing = re.findall(r"```xml\n(.*?)\n```", PAGE, re.DOTALL)
    read = read_article(document)
    assert list(validate(read.to_dict())) == []
    assert [surfaces(quote.content) for quote in read.quotes] == [["Мост закрыт", "Ждите"], ["ремонт займёт год"]]
    assert read_article(write_article(read)) == read
    assert surfaces(read_fragment(crossing).quotes[1].cue) == ["не стоит"]


def test_the_documentation_names_every_element_and_attribute() -> None:
    for element, attributes in ATTRIBUTES.items():
        assert f"`{element}`" in PAGE or f"`<{element}>`" in PAGE or f"<{element}>" in PAGE, element
        for attribute in attributes:
            assert f"`{attribute}`" in PAGE or f"`{attribute}=" in PAGE or f"{attribute}=" in PAGE, attribute


def test_the_python_of_the_documentation_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "мост закрыт мэр\n"


PIECES = [
    "<",
    ">",
    '"',
    "/",
    "&",
    " ",
    "\n",
    "x",
    "1",
    "q1",
    "<said>",
    "</said>",
    '<cue part="F">',
    "</cue>",
    "id=",
    ' prev="q1"',
]
PIECES += [
    ' part="I"',
    ' part="M"',
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "&#0;",
    "&#x301;",
    "\ufeff",
    "\ufffe",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(PIECES)), min_size=1, max_size=4))
@example([(0.0, 0, "<![CDATA["), (1.0, 0, "]]>")])
def test_whatever_happens_to_a_document_its_text_is_kept_or_it_is_refused(edits: list[tuple[float, int, str]]) -> None:
    xml = write_article(article())
    for where, deleted, inserted in edits:
        at = int(where * len(xml))
        xml = xml[:at] + inserted + xml[at + deleted :]
    for read in (read_article, read_fragment):
        with suppress(XmlError):
            # What a CDATA section encloses is text: markup inside one is kept as the characters that it looks like.
            assert read(xml).text == TEXT or "<![CDATA[" in xml

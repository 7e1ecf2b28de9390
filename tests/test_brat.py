from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from kavychki.model import Span
from kavychki.model.vocabulary import EntityType
from kavychki.text import canonical_text
from kavychki.upstream import parse_brat
from kavychki.upstream.brat import Kind

TEXT = "Мэр Синегорска Пётр Ветров и его жена Анна открыли мост 🙂 в среду и в субботу."


def ann(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def at(words: str) -> str:
    start = TEXT.index(words)
    return f"{start} {start + len(words)}"


def entity(identifier: str, kind: str, words: str) -> str:
    return f"{identifier}\t{kind} {at(words)}\t{words}"


def kinds(annotation: str, text: str | None = TEXT) -> list[str]:
    return [each.kind for each in parse_brat(annotation, text).inconsistencies]


def test_nested_discontinuous_and_linked_entities_come_in_order_with_surfaces() -> None:
    parsed = parse_brat(
        ann(
            entity("T9", "DATE", "среду"),
            entity("T2", "CITY", "Синегорска"),
            entity("T1", "PROFESSION", "Мэр Синегорска"),
            f"T3\tDATE {at('среду')};{at('субботу')}\tсреду субботу",
            "R1\tWORKS_AS Arg1:T1 Arg2:T2",
            "E1\tEVENT:T1 Who:T2",
            "A1\tCertain T1",
            "*\tEquiv T1 T2",
            "#1\tAnnotatorNotes T1\tcertain",
            "N1\tReference T2 Wikidata:Q42\tSome town",
            "N2\tReference T1 Wikidata:NULL\t",
            "N3\tReference T1 Freebase:m.01\tsomething",
        ),
        TEXT,
    )
    assert parsed.inconsistencies == ()
    assert [(each.id, each.type, each.wikidata) for each in parsed.entities] == [
        ("e1", "PROFESSION", None),
        ("e2", "CITY", "Q42"),
        ("e3", "DATE", None),
        ("e4", "DATE", None),
    ]
    assert [span.text for span in parsed.entities[2].spans] == ["среду", "субботу"]
    assert [span.text for span in parsed.entities[3].spans] == ["среду"]


def test_offsets_are_code_points() -> None:
    (found,) = parse_brat(ann(entity("T1", "DATE", "среду")), TEXT).entities
    assert found.spans[0].text == "среду"
    assert found.spans[0].start > TEXT.index("🙂")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("какие-то слова", "malformed-line"),
        ("T2\tPERSON 3\tмэр", "malformed-line"),
        ("N1\tReference T1 Wikidaта", "malformed-line"),
        (f"T1\tCITY {at('Синегорска')}\tСинегорска", "repeated-id"),
        (f"T2\tPLACE {at('Синегорска')}\tСинегорска", "unknown-type"),
        ("T2\tCITY 14 4\tСинегорска", "inverted-span"),
        ("T2\tCITY 4 4\t", "inverted-span"),
        ("T2\tCITY 4 900\tСинегорска", "outside-text"),
        ("T2\tCITY 4 10;8 14\tСинего орска", "overlapping-fragments"),
        ("T2\tCITY 4 15\tСинегорска ", "space-at-edge"),
        ("T2\tCITY 4 13\tСинегорска", "surface-mismatch"),
        (f"T2\tPERSON {at('Пётр Ветров')}\tПётр Ветров", "repeated-entity"),
    ],
)
def test_what_cannot_be_taken_is_left_out_and_reported(line: str, kind: Kind) -> None:
    parsed = parse_brat(ann(entity("T1", "PERSON", "Пётр Ветров"), line, "N9\tReference T1 Wikidata:Q5\t"), TEXT)
    assert [(each.kind, each.line) for each in parsed.inconsistencies] == [(kind, 2)]
    assert [(each.type, each.wikidata) for each in parsed.entities] == [("PERSON", "Q5")]


def test_every_kind_is_tested() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    assert all(f'"{kind}"' in source for kind in get_args(Kind))


def test_fragments_out_of_order_are_put_in_order_and_reported() -> None:
    parsed = parse_brat(ann(f"T1\tPERSON {at('Ветров')};{at('Пётр')}\tВетров Пётр"), TEXT)
    assert [each.kind for each in parsed.inconsistencies] == ["fragment-order"]
    assert [span.text for span in parsed.entities[0].spans] == ["Пётр", "Ветров"]


def test_links_to_several_items_or_to_none_leave_the_entity_without() -> None:
    person = entity("T1", "PERSON", "Анна")
    several = ann(person, "N1\tReference T1 Wikidata:Q1\ta", "N2\tReference T1 Wikidata:Q2\tb")
    assert kinds(several) == ["ambiguous-link"]
    assert parse_brat(several, TEXT).entities[0].wikidata is None
    for item in ("P31", "(Q5", "null", "Q0"):
        spoiled = ann(person, f"N1\tReference T1 Wikidata:{item}\t")
        assert kinds(spoiled) == ["unknown-item"]
        assert parse_brat(spoiled, TEXT).entities[0].wikidata is None
    assert kinds(ann(person, "N1\tReference T7 Wikidata:Q5\t")) == ["dangling-link"]
    twice = ann(person, "N1\tReference T1 Wikidata:Q1\ta", "N2\tReference T1 Wikidata:Q1\ta")
    assert kinds(twice + ann("N3\tReference T1 Wikidata:NULL\t")) == []
    assert parse_brat(twice, TEXT).entities[0].wikidata == "Q1"


def test_an_entity_that_is_left_out_takes_its_link_along_unless_it_repeats_another() -> None:
    gone = ann("T1\tPERSON 3 900\tАнна", "N1\tReference T1 Wikidata:Q1\ta")
    assert kinds(gone) == ["outside-text"]
    repeated = ann(entity("T1", "PERSON", "Анна"), entity("T2", "PERSON", "Анна"), "N1\tReference T2 Wikidata:Q1\ta")
    assert parse_brat(repeated, TEXT).entities[0].wikidata == "Q1"


def test_without_the_text_spans_keep_the_surface_that_the_file_gives() -> None:
    lines = ann("T1\tPERSON 4 8\tАнна", "T2\tPERSON 5 9;1 3\tАнне об", "T3\tPERSON 20 30\tАнна")
    parsed = parse_brat(lines, None)
    assert [each.kind for each in parsed.inconsistencies] == ["fragment-order"]
    assert [each.spans for each in parsed.entities] == [
        (Span(1, 3, "об"), Span(5, 9, "Анне")),
        (Span(4, 8, "Анна"),),
        (Span(20, 30),),
    ]


def test_all_of_nerel_parses(shared: Path) -> None:
    files = sorted((shared / "texts" / "nerel").glob("*/*.ann"))
    types, found, discontinuous, linked, listed = Counter[str](), Counter[str](), 0, 0, 0
    for path in files:
        annotation, text = canonical_text(path.read_bytes()), canonical_text(path.with_suffix(".txt").read_bytes())
        listed += sum(line.startswith("T") for line in annotation.split("\n"))
        parsed = parse_brat(annotation, text)
        found.update(each.kind for each in parsed.inconsistencies)
        for each in parsed.entities:
            assert [span.text for span in each.spans] == [text[span.start : span.end] for span in each.spans]
            types[each.type] += 1
            discontinuous += len(each.spans) > 1
            linked += each.wikidata is not None
    assert len(files) == 933
    assert set(types) == set(get_args(EntityType))
    assert (listed, types.total(), discontinuous, linked) == (56_284, 56_281, 151, 32_312)
    assert (types["PERSON"], types["PROFESSION"], types["ORGANIZATION"], types["FAMILY"]) == (9_688, 8_768, 7_063, 53)
    assert found == {
        "ambiguous-link": 67,
        "fragment-order": 8,
        "unknown-item": 6,
        "repeated-entity": 3,
        "malformed-line": 2,
        "dangling-link": 1,
    }

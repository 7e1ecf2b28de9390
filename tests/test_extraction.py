"""The extractor: what it finds, sound offsets on any text, a lexicon that is data, linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kavychki
from kavychki.errors import CanonicalTextError
from kavychki.extraction import Origins, explain
from kavychki.extraction.confidence import precisions
from kavychki.extraction.cueing import find_cues
from kavychki.extraction.document import Document
from kavychki.extraction.lexicon import COLUMNS, GOVERNMENT, LexiconError, cue_table, cues, own_cue_table, read_cues
from kavychki.extraction.names import nominative, same_name
from kavychki.extraction.sentence import Sentence
from kavychki.model import Article, Quote
from kavychki.validation import validate


def words(spans: tuple[kavychki.Span, ...]) -> list[str]:
    return [span.text or "" for span in spans]


def shown(quote: Quote) -> tuple[str, list[str], list[str], list[str]]:
    return quote.type, words(quote.content), words(quote.cue), words(quote.source)


def only(text: str) -> Quote:
    (quote,) = kavychki.extract(text).quotes
    return quote


def speakers(article: Article) -> list[list[str]]:
    names = {speaker.id: speaker.name for speaker in article.speakers}
    return [[names[each] for each in quote.speakers] for quote in article.quotes]


FRAMES = [
    ("«Мост стоит», — сказал мэр Пётр Зуйков.", "direct", ["Мост стоит"], ["сказал"], ["мэр Пётр Зуйков"]),
    ("«Мост, — сказал Зуйков, — стоит».", "direct", ["Мост", "стоит"], ["сказал"], ["Зуйков"]),
    ("— Стоит, — ответил сторож. — Идите.", "direct", ["Стоит", "Идите"], ["ответил"], ["сторож"]),
    ("Зуйков спросил: «Стоит ли мост?»", "direct", ["Стоит ли мост?"], ["спросил"], ["Зуйков"]),
    ("Зуйков: «Мост ещё стоит»", "direct", ["Мост ещё стоит"], [], ["Зуйков"]),
    ("Зуйков заявил, что «мост ещё стоит».", "direct", ["мост ещё стоит"], ["заявил"], ["Зуйков"]),
    ("Мэр сообщил, что мост закрыт.", "indirect", ["мост закрыт"], ["сообщил"], ["Мэр"]),
    ("Мост закрыт, сообщил мэр.", "indirect", ["Мост закрыт"], ["сообщил"], ["мэр"]),
    ("Для этого, по его словам, нужен год.", "indirect", ["Для этого", "нужен год"], ["по", "словам"], ["его"]),
    ("Согласно отчёту, пол сгнил.", "indirect", ["пол сгнил"], ["Согласно"], ["отчёту"]),
    ("Как сообщает «Лоцман», лёд сошёл.", "indirect", ["лёд сошёл"], ["сообщает"], ["Лоцман"]),
    ("Врач спросила, где болит.", "indirect", ["где болит"], ["спросила"], ["Врач"]),
    ("Врач призвала жителей пить чай.", "indirect", ["пить чай"], ["призвала"], ["Врач"]),
    ("Проверку она пообещала закончить.", "indirect", ["Проверку", "закончить"], ["пообещала"], ["она"]),
    ("Мэр обвинил завод в обмане.", "indirect", ["завод в обмане"], ["обвинил"], ["Мэр"]),
    ("Мэр назвал мост «вечным».", "mixed", ["мост «вечным»"], ["назвал"], ["Мэр"]),
    ("В мэрии полагают, что мост стоит.", "indirect", ["мост стоит"], ["полагают"], ["мэрии"]),
    ("В отчёте говорится, что пол сгнил.", "indirect", ["пол сгнил"], ["говорится"], ["отчёте"]),
    ("Мэр уверен, что мост стоит.", "indirect", ["мост стоит"], ["уверен"], ["Мэр"]),
    ("Подсудимый вины не признал.", "indirect", ["вины"], ["не признал"], ["Подсудимый"]),
    (
        "В районном управлении заявили, что мост стоит.",
        "indirect",
        ["мост стоит"],
        ["заявили"],
        ["районном управлении"],
    ),
    (
        "В посланном вечером письме сказано, что мост стоит, а пол сгнил.",
        "indirect",
        ["мост стоит, а пол сгнил"],
        ["сказано"],
        ["посланном вечером письме"],
    ),
    (
        "Хозяин Избяницкого комбината Лев Ивин сообщил, что пол сгнил.",
        "indirect",
        ["пол сгнил"],
        ["сообщил"],
        ["Хозяин Избяницкого комбината Лев Ивин"],
    ),
    ("«Пол сгнил», — сказал в длинном письме Лев Ивин.", "direct", ["Пол сгнил"], ["сказал"], ["Лев Ивин"]),
    ("«Пол сгнил!» — повторяет в рупор дежурный.", "direct", ["Пол сгнил!"], ["повторяет"], ["дежурный"]),
    ("«Тёплые сети» объявят, что меняют трубы.", "indirect", ["меняют трубы"], ["объявят"], ["Тёплые сети"]),
    ("В акте пруд назван «чистым».", "mixed", ["пруд", "«чистым»"], ["назван"], ["акте"]),
    (
        "Мэр отметил, что «места мало», которое всем нужно.",
        "mixed",
        ["«места мало», которое всем нужно"],
        ["отметил"],
        ["Мэр"],
    ),
    ("Мэр сказал, что лодку «дёрнули» назад.", "mixed", ["лодку «дёрнули» назад"], ["сказал"], ["Мэр"]),
    (
        "Рыбаки это отрицают: лёд цел, а вода «пахнет весной».",
        "mixed",
        ["лёд цел, а вода «пахнет весной»"],
        ["отрицают"],
        ["Рыбаки"],
    ),
    ("Рыбаки боятся, как бы лёд не треснул.", "indirect", ["как бы лёд не треснул"], ["боятся"], ["Рыбаки"]),
    ("По сообщениям из порта, лёд цел.", "indirect", ["лёд цел"], ["По сообщениям"], ["порта"]),
    ("Рыкова: лёд на озере цел", "indirect", ["лёд на озере цел"], [], ["Рыкова"]),
    ("Голос мэр считает тихим.", "indirect", ["Голос", "тихим"], ["считает"], ["мэр"]),
]


@pytest.mark.parametrize(("text", "kind", "content", "cue", "source"), FRAMES, ids=[each[0] for each in FRAMES])
def test_frames(text: str, kind: str, content: list[str], cue: list[str], source: list[str]) -> None:
    assert shown(only(text)) == (kind, content, cue, source)


NOT_QUOTES = [
    "Фильм «Мост» показали в клубе «Волна».",
    "Мэр подписал указ и уехал.",
    "Ожидается, что дождь кончится к вечеру.",
    "Счета показывают, что завод разорён.",
    "Мэр отказался комментировать случившееся.",
    "Стоит напомнить, что мост построили летом.",
    "Новый мост позволил доехать за час.",
    "Мэр сказал:\n\n\nНа другой день лёд треснул.",
    "Озеро: лёд треснул у берега",
]


@pytest.mark.parametrize("text", NOT_QUOTES)
def test_names_and_actions_are_no_quotes(text: str) -> None:
    assert kavychki.extract(text).quotes == ()


def test_two_cues_share_a_subject() -> None:
    first, second = kavychki.extract("Мэр сказал, что мост стоит, и добавил, что лёд сошёл.").quotes
    assert shown(first) == ("indirect", ["мост стоит"], ["сказал"], ["Мэр"])
    assert shown(second) == ("indirect", ["лёд сошёл"], ["добавил"], ["Мэр"])


def test_quotes_nest_and_say_whether_the_act_took_place() -> None:
    outer, inner = kavychki.extract("«Она не сказала, что мост закрыт», — вспоминает Пётр Зуйков.").quotes
    assert inner.parent == outer.id
    assert (outer.factual, inner.factual) == (True, False)


def test_an_agency_that_passes_words_on_is_no_speaker() -> None:
    quote = only("Мэр сказал, что мост закрыт, передаёт «Лоцман».")
    assert shown(quote) == ("indirect", ["мост закрыт"], ["сказал"], ["Мэр"])


def test_the_end_of_a_chain_speaks() -> None:
    article = kavychki.extract("Мост закрыт, передаёт агентство «Лоцман» со ссылкой на мэрию.")
    assert words(article.quotes[0].source) == ["агентство «Лоцман»", "мэрию"]
    assert len(article.speakers) == 1


def test_a_quotation_of_several_paragraphs_is_one_quote() -> None:
    quote = only("«Мост стоит.\n\n«Лёд сошёл», — сказала Анна Лугина.")
    assert words(quote.content) == ["Мост стоит", "Лёд сошёл"]


def test_a_mark_that_is_never_closed_loses_nothing() -> None:
    assert words(only("«Мост стоит, — сказала Анна Лугина. Она ушла.").content) == ["Мост стоит"]


def test_speakers_are_found_through_names_pronouns_and_titles() -> None:
    article = kavychki.extract(
        "Мост закрыт, сообщил мэр Антон Бельтюгов. По словам Бельтюгова, лёд сошёл. «Ждите», — сказал он. "
        "Завуч Нина Рыкова возразила, что ждать нельзя. Она добавила, что дети замёрзли."
    )
    antons, ninas = ["Антон Бельтюгов"], ["Нина Рыкова"]
    assert speakers(article) == [antons, antons, antons, ninas, ninas]
    assert [speaker.role for speaker in article.speakers] == ["мэр", "завуч"]
    assert words(article.speakers[0].mentions) == ["Антон Бельтюгов", "Бельтюгова", "он"]


def test_coordinated_sources_are_several_speakers() -> None:
    article = kavychki.extract("Пётр Зуйков и Анна Лугина рассказали, что мост стоит.")
    assert speakers(article) == [["Пётр Зуйков", "Анна Лугина"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«Волна» и «Берег» пообещали, что лёд уберут.", [["Волна", "Берег"]]),
        ("Соавтор Рыковой Игнат Ясный сказал, что лёд цел.", [["Игнат Ясный"]]),
        (
            "Ботаник Виола Овсепьян льду не верит. «Тонкий лёд», — сказала она.",
            [["Виола Овсепьян"], ["Виола Овсепьян"]],
        ),
        ("Мэр молчит о льде, заявил он. Мэр Лев Ивин уехал.", [[]]),
        ("Лёд цел, сообщил мэр. Позже мэр Лев Ивин уехал.", [["Лев Ивин"]]),
        ("Мы позвонили Анне Рыковой.\n— Лёд цел?\n— Цел.", [["журналист"], ["Анна Рыкова"]]),
        ("На вопрос, цел ли лёд, Лев Ивин ответил: «Цел».", [["журналист"], ["Лев Ивин"]]),
        ("Источник в порту на условиях анонимности сказал, что лёд цел.", [["источник в порту"]]),
    ],
)
def test_who_is_meant(text: str, expected: list[list[str]]) -> None:
    assert speakers(kavychki.extract(text)) == expected


def test_an_interview_has_a_journalist_and_the_one_who_answers() -> None:
    turns = "\n\n".join(["— Мост стоит?", "— Стоит.", "— А лёд?", "— Сошёл."])
    article = kavychki.extract(f"Анна Лугина: «Мост ещё постоит»\n\n{turns}\n")
    assert speakers(article)[1:] == [["журналист"], ["Анна Лугина"]] * 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("бельтюгова", "бельтюгов", True), ("льва", "лев", True), ("рыкова", "рыжова", False), ("анна", "антон", False)],
)
def test_forms_of_one_name(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


@pytest.mark.parametrize(
    ("oblique", "name"),
    [("Антона Бельтюгова", "Антон Бельтюгов"), ("Анной Лугиной", "Анна Лугина"), ("Пётр Ясный", "Пётр Ясный")],
)
def test_names_in_the_nominative(oblique: str, name: str) -> None:
    assert " ".join(nominative(oblique.split(), 0)) == name


# --- the lexicon ---------------------------------------------------------------------------------------------------


def test_the_lexicon_is_large_and_every_example_shows_its_cue() -> None:
    assert len(cues()) >= 400
    table = own_cue_table()
    for cue in cues():
        doc = Document(cue.example)
        found = {hit.cue.expression for hit in find_cues(Sentence(doc, doc.top), table)}
        inside = {
            hit.cue.expression
            for opening in doc.closing
            for hit in find_cues(Sentence(doc, doc.inside(opening)), table)
        }
        assert cue.expression in found | inside, cue
        assert cue.government <= GOVERNMENT.keys()


def test_a_line_is_enough_to_teach_a_cue() -> None:
    text = "Сторож забулькал, что мост стоит."
    assert kavychki.extract(text).quotes == ()
    taught = "\t".join(["забулькать", "verb", "speech", "что прямая", "no", text])
    table = cue_table([*cues(), *read_cues(["\t".join(COLUMNS), taught])])
    assert words(kavychki.extract(text, table=table).quotes[0].cue) == ["забулькал"]
    (quote,) = kavychki.extract("«Мост!» — забулькала Анна.", table=table).quotes
    assert words(quote.source) == ["Анна"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("сказать\tverb\tspeech\tчто", "must have 6 columns"),
        ("сказать\tverb\tsong\tчто\tno\tОн сказал.", "medium 'song' is none of"),
        ("сказать\tverb\tspeech\tчто куда\tno\tОн сказал.", "government 'куда' is none of"),
    ],
)
def test_a_broken_line_is_named(line: str, said: str) -> None:
    with pytest.raises(LexiconError, match=f"cues.tsv:2: .*{said}"):
        read_cues(["\t".join(COLUMNS), line])
    with pytest.raises(LexiconError, match=r"cues\.tsv:1: the columns must be"):
        read_cues(["cue\tframe"])


# --- any text ------------------------------------------------------------------------------------------------------


def sound(text: str) -> Article:
    """The article of a text, held to be a valid record."""
    article = kavychki.extract(text)
    assert [finding for finding in validate(article.to_dict()) if finding.severity == "error"] == []
    return article


ODD = [
    "🙂 Мэр\u00a0сказал: «Да́ 🙂!» — и ушёл",
    '«“„"»”“ сказал он',
    "Мэр сказаў, што мост зачынены.",
    'The mayor said, "It stands," and left.',
    "Мэр сказал что мост закрыт и лёд сошёл и дети замёрзли",
    "— — — сказал",
    "\n\n«Да»\n—\n",
    "что, сказал, что, по словам, что",
    "А.С.Пушкина по словам И. И. И. сообщил г. г. в 2012г. Мост",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_give_sound_records(text: str) -> None:
    sound(text)


PIECES = ["«", "»", "„", "“", '"', "— ", ", ", ". ", ": ", "\n", "? ", "сказал ", "что ", "Пётр ", "Зуйков ", "мэр "]
PIECES += ["по словам ", "он ", "её ", "назвал ", "мост ", "в ", "И. ", "не ", "🙂 ", "и ", "обвинил ", "которая "]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join))
def test_any_mixture_of_words_and_marks_gives_a_sound_record(text: str) -> None:
    sound(text)


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1))
def test_any_text_gives_a_sound_record_or_has_no_canonical_form(text: str) -> None:
    try:
        canonical = kavychki.canonical_text(text)
    except CanonicalTextError:
        with pytest.raises(CanonicalTextError):
            kavychki.extract(text)
    else:
        assert sound(text).text == canonical


@pytest.mark.parametrize(
    "piece",
    [
        "«",
        '"',
        "«»",
        "мэр сказал что мост закрыт и ",
        "— А, — сказал он. — Б\n",
        "— А?\n",
        "Пётр Ветров сказал, что ",
        "«Мост стоит, — сказал мэр Пётр Ветров. — Ждите». По его словам, лёд сошёл.\n",
    ],
)
def test_time_is_linear(piece: str) -> None:
    def seconds(count: int) -> float:
        begin = time.process_time()  # whatever else the machine does
        kavychki.extract(piece * count)
        return time.process_time() - begin

    kavychki.extract(piece * 10)
    count = 8_000 // len(piece)
    small, large = seconds(count), seconds(8 * count)
    assert large < 8 * 4 * max(small, 0.05)  # far from the 64 of a quadratic search


# --- the record ----------------------------------------------------------------------------------------------------


def test_the_record_says_where_it_comes_from() -> None:
    origins = Origins("constructed", published="2026-01-31", url="https://kavychki.example/1", upstream="a/1.txt")
    article = kavychki.extract("Мост стоит", identifier="own-1", origins=origins)
    assert (article.id, article.collection, article.origin) == ("own-1", "own", "constructed")
    assert (article.published, article.url, article.upstream) == ("2026-01-31", "https://kavychki.example/1", "a/1.txt")
    assert article.annotation.status == "draft"
    assert article.entities is None


def test_each_quote_has_its_rule_and_confidence() -> None:
    extraction = explain("«Мост стоит», — сказал мэр. По его словам, лёд сошёл.")
    assert [each.quote for each in extraction.findings] == [quote.id for quote in extraction.article.quotes]
    assert [each.rule for each in extraction.findings] == ["marks-dash-attribution", "according-to"]
    assert all(0 < value < 1 for value in precisions().values())
    assert all(each.confidence == precisions()[each.rule] for each in extraction.findings)


def test_entities_by_natasha() -> None:
    pytest.importorskip("slovnet")
    article = kavychki.extract("Мэр Пётр Зуйков приехал в Москву.", entities=True)
    assert article.entities is not None
    assert [(each.type, each.spans[0].text) for each in article.entities] == [
        ("PERSON", "Пётр Зуйков"),
        ("LOCATION", "Москву"),
    ]

"""What news articles show beyond the plain frames: each case is a rule, each not-case its limit."""

from __future__ import annotations

import pytest

import kavychki
from kavychki.extraction.lexicon import words as closed_class
from kavychki.extraction.morphology import PREPOSITION, lemma, parses, readings, some


def found(text: str) -> list[str]:
    """The quotes of a text in order: content, and behind a slash whose it is."""
    article = kavychki.extract(text)
    names = {speaker.id: speaker.name for speaker in article.speakers}
    return [
        " … ".join(span.text or "" for span in quote.content)
        + " / "
        + ", ".join(names[each] for each in quote.speakers)
        for quote in article.quotes
    ]


def sources(text: str) -> list[str]:
    """The sources of the quotes of a text in order."""
    return [span.text or "" for quote in kavychki.extract(text).quotes for span in quote.source]


BORDERS = {
    "a clause that its attribution closes, and words behind a colon": (
        "Мост закрыт до мая, сказал Рудин: «Ждём деталь».",
        ["Мост закрыт до мая / Рудин", "Ждём деталь / Рудин"],
    ),
    "the same before a paragraph": (
        "Мост закрыт до мая, сказал Рудин:\nДеталь ещё в пути. Ждём.",
        ["Мост закрыт до мая / Рудин", "Деталь ещё в пути. Ждём / Рудин"],
    ),
    "a clause of the author's before words, without a subject behind the cue": (
        "Рудин вышел к людям, сказал: «Ждём деталь».",
        ["Ждём деталь / Рудин"],
    ),
    "of this somebody tells": ("Мост закрыт до мая, о чём объявил Рудин.", ["Мост закрыт до мая / Рудин"]),
    "what a gerund withholds": (
        "Рудин сообщил, что мост закрыт, не раскрывая подробностей.",
        ["мост закрыт / Рудин"],
    ),
    "another gerund is part of the report": (
        "Рудин сообщил, что мост стоит, не касаясь воды.",
        ["мост стоит, не касаясь воды / Рудин"],
    ),
    "what came next": (
        "Рудин сказал, что уходит с поста, после чего отправился домой.",
        ["уходит с поста / Рудин"],
    ),
    "the author's objection": (
        "Соседи сообщили, что кран упал, однако мэрия этого не подтвердила.",
        ["кран упал / соседи"],
    ),
    "a gerund before its subject": (
        "Объявив об отмене концертов, Лидия Шутова уехала.",
        ["об отмене концертов / Лидия Шутова"],
    ),
    "an insertion between dashes": (
        "Второй вопрос — стоял ли кран, когда мастер приказал рабочим выйти — остался без ответа.",
        ["выйти / мастер"],
    ),
    "where it was said": (
        "Пара объявила о помолвке на специально собранной пресс-конференции.",
        ["о помолвке / пара"],
    ),
    "a bracket that was open before": (
        "Ввели новый принцип (правило, согласно которому мастер отвечает за кран).",
        ["мастер отвечает за кран / правило"],
    ),
    "words that somebody tells of": (
        "По её словам, в полночь позвонил брат и сказал: «Мост горит».",
        ["в полночь позвонил брат и сказал: «Мост горит» / ", "Мост горит / брат"],
    ),
    "a participle between source and report": (
        "По словам главы порта Льва Гусятина, собранных денег хватит на год.",
        ["собранных денег хватит на год / Лев Гусятин"],
    ),
    "a clause with another subject": (
        "Мэр Лев Гусятин пообещал починить мост, депутат Анна Рыкова потребовала снести кран.",
        ["починить мост / Лев Гусятин", "снести кран / Анна Рыкова"],
    ),
    "the accused with an apposition": (
        "Рыкову, дочь мастера, обвиняют в подлоге.",
        ["Рыкову, дочь мастера … в подлоге / "],
    ),
    "a relative pronoun that is accused": (
        "В порту задержан мастер, которого подозревают в подлоге.",
        ["которого … в подлоге / "],
    ),
    "when and where it was said": (
        "По данным биржи на конец мая, соль дорожает.",
        ["соль дорожает / биржа"],
    ),
    "an answer in the author's words": (
        "Рыкова сообщила, что мост закроют, в ответ Бельтюгов назвал её «матерью потопа».",
        ["мост закроют / Рыкова", "её «матерью потопа» / Бельтюгов"],
    ),
    "connectors": ("Например, согласно уставу, собрание созывают в мае.", ["собрание созывают в мае / устав"]),
}
CUES = {
    "an opinion of others": ("Считается, что на берегу раны заживают быстрее.", ["на берегу раны заживают быстрее / "]),
    "a wish": ("В управе хотят штрафовать жителей за шум.", ["штрафовать жителей за шум / управа"]),
    "a judgement": ("Роман признан критиками неудачей.", ["Роман … критиками неудачей / "]),
    "taken for something": (
        "Перенос выборов рассматривается как уступка.",
        ["Перенос выборов … как уступка / "],
    ),
    "guilt of one's own": (
        "Рудин признал себя виновным в подлоге.",
        ["себя виновным в подлоге / Рудин"],
    ),
    "responsibility": (
        "Артель «Мост» взяла на себя ответственность за поджог.",
        ["за поджог / Мост"],
    ),
    "a norm": ("По уставу артели, лёд проверяют в мае.", ["лёд проверяют в мае / устав артели"]),
    "a relative clause by a norm": (
        "Спорят о пункте, согласно которому мастер отвечает за кран.",
        ["мастер отвечает за кран / пункт"],
    ),
    "a noun that tells of an act": (
        "Рыкова опровергла сообщения о продаже завода.",
        ["о продаже завода / Рыкова"],
    ),
    "the nearer of two verbs": (
        "Рыкова признала ошибку и сообщила, что мост закрыт.",
        ["ошибку / Рыкова", "мост закрыт / Рыкова"],
    ),
    "shouts": ("Он кричал «Пожар», сообщил Рудин.", ["Он кричал «Пожар» / Рудин", "Пожар / "]),
}
NONE = {
    "a prize": "Анна Рыкова признана лучшей пловчихой года.",
    "a nickname": "Старую мастерицу называли «матерью реки».",
    "a question left open": "Записи оставляют открытым вопрос, стоял ли кран.",
    "what this was asked for": "Записи показали после того, как этого потребовали жильцы.",
    "a club": "Победил мастер Лев Гусятин, выступающий за шведский клуб.",
    "a thing that threatens": "Кризис угрожает разорить завод.",
    "what counts as something": "Гусятин считается старейшим мастером края.",
    "words that fail": "Нет слов, чтобы описать радость.",
}


@pytest.mark.parametrize(("text", "expected"), BORDERS.values(), ids=list(BORDERS))
def test_borders(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(("text", "expected"), CUES.values(), ids=list(CUES))
def test_cues(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("text", NONE.values(), ids=list(NONE))
def test_no_quotes(text: str) -> None:
    assert not found(text)


def test_a_thought_of_ones_own_here_and_now_is_not_nested() -> None:
    assert found("Рудин заявил, что не уверен в успехе.") == ["не уверен в успехе / Рудин"]
    assert len(found("Рудин заявил, что Рыкова не уверена в успехе.")) == 2


@pytest.mark.parametrize("words", ["Хотел бы поздравить соседей", "Отмечу, что мост стоит", "Хочу сказать, что устал"])
def test_what_is_said_by_saying_it_is_not_nested(words: str) -> None:
    assert found(f"«{words}», — сказал Рудин.") == [f"{words} / Рудин"]


def test_an_agency_that_passes_a_thought_on_reports_nothing_of_its_own() -> None:
    assert found("Кроме того, сообщает «Лоцман», следователи подозревают сторожа в подлоге.") == [
        "сторожа в подлоге / следователи"
    ]


SOURCES = {
    "age": ("43-летний лидер артели объявил, что уходит.", ["43-летний лидер артели"]),
    "two titles of one person": (
        "Местная певица и актриса Анна Рыкова сказала, что устала.",
        ["Местная певица и актриса Анна Рыкова"],
    ),
    "two persons": ("Пётр и Анна Лугины сказали, что устали.", ["Пётр и Анна Лугины"]),
    "a title before another": (
        "Лидер группы «Мост», музыкант Лев Гусятин сказал, что устал.",
        ["Лидер группы «Мост», музыкант Лев Гусятин"],
    ),
    "an adjective behind its noun": ("Папа римский Лев объявил, что устал.", ["Папа римский Лев"]),
    "an adverb before": ("Позднее портовое ведомство объявило, что лёд сошёл.", ["портовое ведомство"]),
    "a surname behind a noun": ("После ареста Бельтюгов заявил, что доволен.", ["Бельтюгов"]),
    "a relative pronoun": ("Пришёл сторож, который сообщил, что лёд сошёл.", ["который"]),
    "a date between": (
        "Лёд сошёл, сообщили в среду, 8 мая 2030 года, представители порта.",
        ["представители порта"],
    ),
    "an agreement between": (
        "Согласно договору между портом и артелью, лёд колют в мае.",
        ["договору между портом и артелью"],
    ),
    "a state": ("Польша отвергает эти обвинения.", ["Польша"]),
}


@pytest.mark.parametrize(("text", "expected"), SOURCES.values(), ids=list(SOURCES))
def test_sources(text: str, expected: list[str]) -> None:
    assert sources(text) == expected


WHO = {
    "a complement is another person": (
        "Сын артистки Рыковой заявил, что устал. Анна Рыкова молчит.",
        ["устал / сын артистки Рыковой"],
    ),
    "an abbreviation in brackets": (
        "Портовое агентство (ПА) заявило, что лёд сошёл. Позже ПА сообщило, что вода спала.",
        ["лёд сошёл / Портовое агентство", "вода спала / Портовое агентство"],
    ),
    "a compound title": (
        "Пришли мэр Лев Гусятин и врач-хирург Анна Рыкова. Проветривать, по мнению врача, надо чаще.",
        ["Проветривать … надо чаще / Анна Рыкова"],
    ),
    "the gender of a name in an oblique case": (
        "К мосту вышел сторож Лев Ясный. У фермера Анфисы Тетеревой корова: последняя, по её словам, бодлива.",
        ["последняя … бодлива / Анфиса Тетерева"],
    ),
    "an apposition of another": (
        "Княжна Анна Рыкова, внучка мастера Льва Гусятина, объявила, что устала.",
        ["устала / Анна Рыкова"],
    ),
    "a participle that stands for a person": (
        "Судят кассира Льва Гусятина. Обвиняемый отрицает вину.",
        ["вину / Лев Гусятин"],
    ),
    "a body with an adjective": (
        "Местное «Министерство рек» заявило, что лёд сошёл. Речное ведомство сообщило, что вода спала.",
        ["лёд сошёл / Министерство рек", "вода спала / Министерство рек"],
    ),
    "an outlet": ("Лёд сошёл, сообщает «Коммерсантъ».", ["Лёд сошёл / Коммерсантъ"]),
}


@pytest.mark.parametrize(("text", "expected"), WHO.values(), ids=list(WHO))
def test_who_speaks(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_an_outlet_is_a_medium_that_writes() -> None:
    article = kavychki.extract("По данным «Коммерсантъ», лёд сошёл.")
    assert [speaker.kind for speaker in article.speakers] == ["media"]
    assert [quote.medium for quote in article.quotes] == ["writing"]


def test_the_preposition_group_itself_is_nothing_written() -> None:
    (quote,) = kavychki.extract("По сообщениям врачей, больной спит.").quotes
    assert quote.medium == "speech"


FORMS = ["лёд", "всё", "стали", "его", "согласно", "после", "ели", "гостей", "саипов", "ёлке", "в", "по", "печь"]


@pytest.mark.parametrize("form", FORMS)
def test_quick_lookups_say_what_the_dictionary_says(form: str) -> None:
    assert lemma(form) == parses(form)[0].normal_form
    assert (form in closed_class("prepositions")) == some(readings(form), PREPOSITION)

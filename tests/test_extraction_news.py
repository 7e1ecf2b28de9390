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
    "a remark in brackets": (
        "Рыкова заявила, что мост цел (его строили ещё при прежнем мэре).",
        ["мост цел / Рыкова"],
    ),
    "a gerund that reports something else": (
        "Мастер заявил, что мост цел, обвинив соседей в обмане.",
        ["мост цел / мастер", "соседей в обмане / мастер"],
    ),
    "a gerund between subject and verb": (
        "Защитник Лев Гусятин, ссылаясь на то, что мост стар, попросил отложить суд.",
        ["мост стар / Лев Гусятин", "отложить суд / Лев Гусятин"],
    ),
    "a clause of its own before an attribution": (
        "Ремонт моста будет означать, что паром не нужен, считает Рыкова.",
        ["Ремонт моста будет означать, что паром не нужен / Рыкова"],
    ),
    "an apposition that closes an attribution": (
        "Мост рухнет, считает Анна Рыкова, профессор и знаток льда.",
        ["Мост рухнет / Анна Рыкова"],
    ),
    "another verb behind what is found": (
        "Сторож признан виновным в краже и приговорён к штрафу.",
        ["Сторож … виновным в краже / "],
    ),
    "what is said of a predicate": (
        "Рыкова назвала мастера «героем», который спас «целый город».",
        ["мастера «героем», который спас «целый город» / Рыкова"],
    ),
    "a second clause behind a semicolon": (
        "Рудин сообщил, что лифт стоит; что деталь в пути.",
        ["лифт стоит; что деталь в пути / Рудин"],
    ),
    "a clause with a source and a report of its own": (
        "Мэрия объявила, что паром готов, порт заявил, что не готов.",
        ["паром готов / мэрия", "не готов / порт"],
    ),
    "a paper between cue and clause": (
        "Рудин сказал, сообщает «Лом», что мост закрыт.",
        ["мост закрыт / Рудин"],
    ),
    "an attribution in brackets": ("Мост закрыт (как сообщил порт).", ["Мост закрыт / порт"]),
    "of whom something is asked": ("Рыкова попросила прощения у соседей.", ["прощения / Рыкова"]),
    "a body that is asked": ("Прокурор просил суд отпустить сторожа.", ["отпустить сторожа / прокурор"]),
    "for whom something is demanded": (
        "Прокурор потребовал для сторожа наказания в виде штрафа.",
        ["для сторожа наказания в виде штрафа / прокурор"],
    ),
    "whom something is permitted": ("Жителям разрешено жечь траву.", ["жечь траву / "]),
    "adverbs before a cue": ("О пожаре только сейчас сообщила Рыкова.", ["О пожаре / Рыкова"]),
    "a particle of reports": ("Рудин сказал: мол, ключ найдётся.", ["ключ найдётся / Рудин"]),
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
        ["ответственность за поджог / Мост"],
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
    "a verdict": (
        "Суд признал сторожа виновным в краже кабеля и назначил штраф.",
        ["сторожа виновным в краже кабеля / суд"],
    ),
    "a charge that is brought": (
        "Сторожу Льву Гусятину предъявлено обвинение в краже кабеля.",
        ["Сторожу Льву Гусятину … в краже кабеля / "],
    ),
    "a charge that somebody brings": (
        "Прокуратура предъявила сторожу обвинение в краже кабеля.",
        ["сторожу … в краже кабеля / прокуратура"],
    ),
    "a charge beside an event": ("Гусятина арестовали по обвинению в поджоге склада.", ["в поджоге склада / "]),
    "a charge in a clause": (
        "Сторожу предъявлены обвинения в том, что он сжёг склад.",
        ["Сторожу … он сжёг склад / "],
    ),
    "a participle for a charge": (
        "Кладовщика, обвиняемого в краже кабеля, отпустили.",
        ["Кладовщика … в краже кабеля / "],
    ),
    "a charge that is denied": ("Рыкова отвергла обвинения в подлоге.", ["в подлоге / Рыкова"]),
    "a request that is handed in": (
        "Сторож подал заявление об отставке, которое удовлетворил порт.",
        ["об отставке / сторож"],
    ),
    "a request with a verb apart": (
        "Рыкова обратилась в суд с просьбой отпустить сторожа.",
        ["отпустить сторожа / Рыкова"],
    ),
    "against a thing": ("Рыкова выступила против сноса моста.", ["против сноса моста / Рыкова"]),
    "criticism": ("Рыкова раскритиковала работу порта.", ["работу порта / Рыкова"]),
    "a character": ("Гусятина характеризуют как знатока льда.", ["Гусятина … как знатока льда / "]),
    "a reason": ("Порт мотивировал отказ тем, что мост стар.", ["мост стар / порт"]),
    "an official version": ("По официальной версии, кран упал от ветра.", ["кран упал от ветра / "]),
    "a poll": ("По опросам, мост нужен всем.", ["мост нужен всем / опросы"]),
    "what counts as something": ("Лампы считаются более надёжными.", ["Лампы … более надёжными / "]),
    "a wish with a holder": ("Их мечта построить мост сбылась.", ["построить мост / "]),
    "a count that is told": ("Дворник насчитал девять разбитых окон.", ["девять разбитых окон / дворник"]),
    "a reproach that is taken up": ("Завод отверг этот упрёк.", ["этот упрёк / завод"]),
    "words that do what they say": (
        "Остров Тихий провозгласил независимость.",
        ["независимость / остров Тихий"],
    ),
    "italics of a wiki": ("Рыкова отмечает: ''«мост стоит»''.", ["мост стоит / Рыкова"]),
    "one verb in marks": ("«Ждём», — сказал Рудин. «Приходите».", ["Ждём / Рудин", "Приходите / Рудин"]),
    "marked words that go on": (
        "Рыкова отметила, что лифт старый. Менять его «никто не торопится».",
        ["лифт старый / Рыкова", "Менять его «никто не торопится» / Рыкова"],
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
    "a name that is told": "Газета назвала имя нового мастера.",
    "what something called for": "Вода поднялась, что потребовало срочного ремонта.",
    "a title before a dash": "«Тихий лёд» — книга стала знаменитой и принесла автору признание.",
    "two names with a dash": "В матче «Тихая Заря» — «Буря» забили трижды.",
    "a term": "Порт открыл «горячую линию».",
    "a wish that nobody holds": "Желание учиться привело её в порт.",
    "a charge against nobody": "Обвинения в адрес мастера были выдвинуты в мае.",
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


def kinds(text: str) -> list[str]:
    """The types of the quotes of a text in order."""
    return [quote.type for quote in kavychki.extract(text).quotes]


def test_one_marked_word_is_somebodys_own_unless_it_is_a_name_or_a_sign() -> None:
    assert kinds("Рыкова сказала, что ушла из-за «жадности» соседей.") == ["mixed"]
    assert kinds("Рыкова сказала, что мастер «распилит» её лодку на доски.") == ["mixed"]
    assert kinds("Рыкова сказала, что фирма «Мост» закрыта на зиму.") == ["indirect"]
    assert kinds("Рыкова сказала, что нарушен п. «б» устава порта.") == ["indirect"]


def test_a_report_is_indirect_where_its_marks_belong_to_a_nested_quote() -> None:
    assert kinds("Юрист сообщил, что директор назвал смету «бумажкой».") == ["indirect", "mixed"]
    assert kinds("Юрист сообщил, что смета — «пустая бумажка».") == ["mixed"]


def test_a_displayed_quotation_goes_on_while_somebody_speaks_in_person() -> None:
    text = "Заголовок\n\nРыкова написала:\nМы скорбим вместе с вами.\nНаши мысли с вашей семьёй.\nПрощание в среду."
    assert found(text) == ["Мы скорбим вместе с вами … Наши мысли с вашей семьёй / Рыкова"]


def test_a_displayed_quotation_without_a_verb_of_saying() -> None:
    text = "Заголовок\n\nМастер Лев Гусятин простил сторожа:\nЯ его прощаю, мы не против."
    assert found(text) == ["Я его прощаю, мы не против / Лев Гусятин"]
    assert not found("Заголовок\n\nРыкова перечислила расходы:\nнасос, труба, работа.")
    assert not found("Заголовок\n\nМастер Лев Гусятин собрал доски:\nДуб, сосна и ель лежат у порта.")


def test_a_paragraph_of_a_norm() -> None:
    assert sources("Согласно ч. 3 ст. 12 УК, лёд проверяют в мае.") == ["ч. 3 ст. 12 УК"]


def test_a_right_to_ask_is_no_request() -> None:
    assert found("Юрист считает, что супруги вправе требовать возмещения.") == [
        "супруги вправе требовать возмещения / юрист"
    ]


def test_a_thought_of_ones_own_here_and_now_is_not_nested() -> None:
    assert found("Рудин заявил, что не уверен в успехе.") == ["не уверен в успехе / Рудин"]
    assert len(found("Рудин заявил, что Рыкова не уверена в успехе.")) == 2
    assert len(found("Рыкова заявила, что очень рада тому, что мост открыт.")) == 1
    assert len(found("«Мы очень рады, что мост открыт», — сказала Рыкова.")) == 1


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

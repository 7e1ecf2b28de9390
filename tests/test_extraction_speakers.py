"""Who is meant by a title, a relative, a name with particles, or a paper that cites; words without the usual marks."""

from __future__ import annotations

import pytest

import kavychki


def speakers(text: str) -> list[str]:
    """The speaker of each quote of a text, in order."""
    article = kavychki.extract(text)
    names = {speaker.id: speaker.name for speaker in article.speakers}
    return [", ".join(names[each] for each in quote.speakers) for quote in article.quotes]


def described(text: str) -> list[tuple[str, str]]:
    """Type and content of each quote of a text, in order."""
    return [
        (quote.type, " … ".join(span.text or "" for span in quote.content)) for quote in kavychki.extract(text).quotes
    ]


WHO = {
    "the head of a state is its president": (
        "Президент Заречья Лев Рыков прибыл. Глава государства заявил, что рад.",
        ["Лев Рыков"],
    ),
    "the head of a ministry is its minister": (
        "Министр иностранных дел Анна Юсова прибыла. Глава МИД заявила, что рада.",
        ["Анна Юсова"],
    ),
    "the head of nothing met is somebody else": (
        "Певец Лев Рыков прибыл. Глава порта заявил, что рад.",
        ["глава порта"],
    ),
    "a word that means the same": (
        "Мэр Лев Рыков и губернатор Пётр Ясный открыли мост. Градоначальник сказал, что рад.",
        ["Лев Рыков"],
    ),
    "a wider word": ("Певица Ада Юсова выступила. «Мост цел», — рассказала артистка.", ["Ада Юсова"]),
    "a relative with a first name": (
        "Дочь актёра Льва Рыкова Анна сказала, что мост цел. «Лёд тонок», — добавила она.",
        ["Анна", "Анна"],
    ),
    "a relative at the beginning, with a first name": (
        "Жена Рыкова Ольга сообщила, что мост цел. По словам Ольги, лёд тонок.",
        ["Ольга", "Ольга"],
    ),
    "a relative with a name of her own": (
        "Супруга певца Льва Рыкова Анна Юсова заявила, что мост цел.",
        ["Анна Юсова"],
    ),
    "a relative without a name": (
        "Лев Рыков пропал. Мать Рыкова рассказала, что мост цел. «Лёд тонок», — сказала женщина.",
        ["мать Рыкова", "мать Рыкова"],
    ),
    "a relative who bears the name": ("Сестра Анна Рыкова заявила, что мост цел.", ["Анна Рыкова"]),
    "somebody's trainer is somebody else": ("Тренер Анны Рыковой сообщил, что мост цел.", ["тренер Анны Рыковой"]),
    "a name in the genitive by the gender of the verb": ("Адвокат Рыкова заявил, что мост цел.", ["адвокат Рыкова"]),
    "the same name as the subject": ("Адвокат Рыкова заявила, что мост цел.", ["Рыкова"]),
    "a second title": (
        "Заместитель министра обороны Заречья генерал Лев Рыков считает, что мост цел.",
        ["Лев Рыков"],
    ),
    "particles of a name": (
        "Урсула фон дер Ламен заявила, что мост цел. По словам фон дер Ламен, лёд тонок.",
        ["Урсула фон дер Ламен", "Урсула фон дер Ламен"],
    ),
    "a particle before a first name": ("Мухаммед бен Салман сообщил, что мост цел.", ["Мухаммед бен Салман"]),
    "the halves of a double surname": (
        "Хавьер Перес де Ламос заявил, что мост цел. «Лёд тонок», — сказал Перес де Ламос.",
        ["Хавьер Перес де Ламос", "Хавьер Перес де Ламос"],
    ),
    "a name with a particle in a title": (
        "Глава союза имени Густава ван Альта и супруга музыканта Ольга Юсова сказала: «Мост цел».",
        ["Ольга Юсова"],
    ),
    "whom a paper cites, behind the paper": ("«Мост цел», — цитирует «Вестник» мэра Льва Рыкова.", ["Лев Рыков"]),
    "whom an agency cites, before the agency": ("«Мост цел», — цитирует Рыкова РИА Новости.", ["Рыков"]),
    "whose words it cites": ("«Мост цел», — цитирует ТАСС слова Рыкова.", ["Рыков"]),
    "a body that a paper cites": ("«Вестник» цитирует пресс-службу порта: «Мост цел».", ["пресс-служба порта"]),
    "whose words stand before the paper": ("«Мост цел», — приводит слова Рыкова «Вестник».", ["Рыков"]),
    "a first name that looks like another's plural": (
        "Илон Рей построил ракету. «Мы готовы», — написал Рей. Предприниматель добавил, что рад.",
        ["Илон Рей", "Илон Рей"],
    ),
    "a first name of three letters": ("Премьер Том Грин заявил, что рад.", ["Том Грин"]),
    "an acronym of three letters": ("«Мост цел», — сообщило РИА Новости.", ["РИА Новости"]),
    "a small article": (
        "Абдалла аль-Рашид построил мост. По словам аль-Рашида, мост цел.",
        ["Абдалла аль-Рашид"],
    ),
    "a relative with a foreign first name": (
        "Джон Смит умер. Об этом сообщила его жена Мэри. «Он был добр», — написала она.",
        ["Мэри"],
    ),
    "members of the group that a study is of": (
        "Исследователи из Лугского университета выяснили, что соль растёт. По словам учёных, лёд тонок.",
        ["исследователи из Лугского университета", "исследователи из Лугского университета"],
    ),
    "a paper that passed words on": (
        "Мост закроют, пишет «Вестник» со ссылкой на источник в мэрии. По информации газеты, ремонт начнётся в мае.",
        ["источник в мэрии", "Вестник"],
    ),
    "a body by a generic noun": (
        "Мост закрыт, сообщила полиция Луги. В ведомстве добавили, что ремонт займёт год.",
        ["полиция Луги", "полиция Луги"],
    ),
    "whom the sentence before is about, without a name": (
        "Мэр Лев Рыков заявил, что огонь потушен.\nЗадержан 27-летний житель села. Он сказал, что жёг траву.",
        ["Лев Рыков", "27-летний житель села"],
    ),
    "several whom the sentence before is about": (
        "Родители мальчика приехали на сход. Они рассказали, что мост цел.",
        ["родители мальчика"],
    ),
    "a relative behind her verb": (
        "О смерти Рыкова сообщила его дочь. Она рассказала, что отец болел.",
        ["его дочь", "его дочь"],
    ),
    "of two bodies the one that is told of": (
        "Об этом сообщает пресс-служба мэрии. В заявлении говорится, что мост закрыт.",
        ["пресс-служба мэрии"],
    ),
    "two who spoke together": (
        "Лев Рыков и Анна Ясная объявили о свадьбе. Пара рассказала, что гостей будет сто.",
        ["Лев Рыков, Анна Ясная", "Лев Рыков, Анна Ясная"],
    ),
    "a headline's title": (
        "Премьер Заречья объявил о выборах\n\nПремьер-министр Заречья Лев Рыков объявил о выборах.",
        ["Лев Рыков", "Лев Рыков"],
    ),
    "a surname before another's name": ("Адвокат Рыкова Пётр Ясный заявил, что мост цел.", ["Пётр Ясный"]),
    "a relative in another case": ("По словам матери Льва Рыкова, он был дома.", ["мать Льва Рыкова"]),
    "a relative of somebody's in an apposition": (
        "Принц, внук императора Льва, объявил о свадьбе.",
        ["принц, внук императора Льва"],
    ),
    "one word for an artist": (
        "Певица Капель сообщила, что больна. Капель добавила, что лечится.",
        ["Капель", "Капель"],
    ),
    "one word in Latin letters": (
        "Lodka сообщила, что мост закрыт. В компании добавили, что это временно.",
        ["Lodka", "Lodka"],
    ),
    "whoever speaks for it": ("Представитель Lodka заявил, что мост цел.", ["представитель Lodka"]),
    "a name behind a kind word": ("Компания Lodka сообщила, что мост цел.", ["Lodka"]),
    "a paper and its kind word": (
        "Как пишет Lodka Mail, мост закрыт. По данным издания, ремонт займёт год.",
        ["Lodka Mail", "Lodka Mail"],
    ),
    "an office by another word": (
        "Мэр Лев Рыков ушёл. По словам градоначальника, мост цел.",
        ["Лев Рыков"],
    ),
    "authorities again": (
        "Власти Заречья сообщили о пожаре. По данным властей, погибли двое.",
        ["власти Заречья", "власти Заречья"],
    ),
    "a man's name that the dictionary takes for a woman's": (
        "Премьер-министр Марьян Шарец заявил, что мост цел.",
        ["Марьян Шарец"],
    ),
    "himself": ("Лев Рыков ушёл. Сам Рыков заявил, что мост цел.", ["Лев Рыков"]),
    "a name in marks in another case": ("По подсчётам «Вестника», мост стоил миллион.", ["Вестник"]),
    "media with an adjective": ("Западные СМИ сообщают, что мост цел.", ["Западные СМИ"]),
    "two documents' owners": (
        "В письме порта и мэрии говорится, что мост цел.",
        ["порт, мэрия"],
    ),
    "a head by the name of what he heads": (
        "Президент Заречья Лев Рыков встретил президента Поморья Петра Ветрова. Глава Заречья сказал, что рад.",
        ["Лев Рыков"],
    ),
    "an office that somebody else holds": (
        "Министр Пётр Ветров заявил, что мост цел. Президент добавил, что рад.",
        ["Пётр Ветров", "президент"],
    ),
    "people of a place": ("Жители Заречья сообщили, что мост цел.", ["жители Заречья"]),
    "a place that speaks": ("Москва утверждает, что мост цел.", ["Москва"]),
    "a colleague's own name": ("Коллега Ветрова Лев Рыков сказал, что мост цел.", ["Лев Рыков"]),
    "two who belong to one": (
        "Родители и адвокат Рыкова настаивают на том, что мост цел.",
        ["родители и адвокат Рыкова"],
    ),
    "a few of some": (
        "Несколько старых рыбаков обратились к мэру с предложением закрыть мост.",
        ["несколько старых рыбаков"],
    ),
    "a document before a relative pronoun": (
        "Мэр нарушил указ ЦОУ, который запрещает рыбалку.",
        ["указ"],
    ),
    "a document that goes on, and its ministry": (
        "В письме МВД говорится, что мост цел. Лёд цел. В письме отмечается, что он стар. Ждём, сообщило министерство.",
        ["МВД", "МВД", "МВД"],
    ),
    "a man of a woman's surname": (
        "Анна Рыкова ушла. Рыков сказал, что мост цел. Рыкова добавила, что устала.",
        ["Рыков", "Анна Рыкова"],
    ),
    "a name behind a woman's": ("Соавтор Ломтевой Игнат Ясный сказал, что мост цел.", ["Игнат Ясный"]),
    "whose site it is": (
        "Певица Анна Рыкова уехала. Об этом сообщается на официальном сайте певицы: «Всё хорошо».",
        ["Анна Рыкова"],
    ),
    "whose statement it is": (
        "Президент Заречья Лев Рыков заболел. В заявлении президента говорилось, что он лечится.",
        ["Лев Рыков"],
    ),
    "a telegram of a president who is not named": (
        "Лев Рыков получил приз. В телеграмме Президента говорится: «Вы мастер».",
        ["президент"],
    ),
    "a minister, and who wants to be prime minister": (
        "Министр финансов О. Ясный уйдёт, если премьер-министром станет Лев Рыков. «Я уйду», — сказал глава Минфина.",
        ["О. Ясный"],
    ),
    "a title said again in part": (
        "Выступил Олег Рыков, председатель правления Речного фонда. Председатель правления фонда сказал: «Мост будет».",
        ["Олег Рыков"],
    ),
    "a beach in foreign words": (
        "Анна Рыкова приехала на пляж Венис Бич. Она рассказала: «Я люблю море».",
        ["Анна Рыкова"],
    ),
    "who lives in a foreign town": ("Как рассказал житель Сан-Хосе, «вода ушла».", ["житель Сан-Хосе"]),
    "a thing before a name": ("Случившееся Рыков назвал «позором».", ["Рыков"]),
    "what a surname's forms tell": (
        "Старейшим стал Дзиро Кимура. Родина Дзиро Кимуры — Луга. «Я рад», — сказал сам Кимура.",
        ["Дзиро Кимура"],
    ),
    "a ruler by a number": (
        "Кардинал Олег Ясный сказал, что ждёт. Накануне Бенедикт XVI заявил, что уйдёт. Понтифик назвал это «долгом».",
        ["Олег Ясный", "Бенедикт", "Бенедикт"],
    ),
    "another's first name in the genitive": ("Менеджер Ирвина Джон Стэн сказал, что мост цел.", ["Джон Стэн"]),
    "another's foreign surname": ("Биограф Баффета Энди Килпат сказал, что мост цел.", ["Энди Килпат"]),
    "a body before a foreign name": ("Директор Совета Нихад Авад сказал, что мост цел.", ["Нихад Авад"]),
    "a first name of two letters": ("Приехал лидер Китая Си Цзиньван. «Мы рады», — сказал он.", ["Си Цзиньван"]),
    "an amount of time": (
        "Несколько дней назад глава порта Олег Рыков сделал заявление, раскритиковав мэрию: «Мост стоит».",
        ["Олег Рыков", "Олег Рыков"],
    ),
    "a day of the month": ("8 мая мэр Луги Лев Рыков подписал указ: «Закрыть мост».", ["Лев Рыков"]),
    "the object before a name": ("Решение об отъезде Анна Рыкова принимала сама: «Люблю море!»", ["Анна Рыкова"]),
    "data of nobody": ("По предварительным данным затраты составят сто рублей.", [""]),
    "a cause before the source": (
        "Причиной очередной отставки источник в порту назвал «усталость».",
        ["источник в порту"],
    ),
    "a gerund beside the colon": (
        "Глава порта Олег Рыков не назвал причину, заявив лишь: «Мы ждём».",
        ["Олег Рыков"],
    ),
    "a law with capitals": ("Согласно Федеральному Закону, строить мост нельзя.", ["Федеральный закон"]),
}


@pytest.mark.parametrize(("text", "expected"), WHO.values(), ids=list(WHO))
def test_who_is_meant(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


ROLES = {
    "a country and a foreign first name": (
        "Маттео Ренцо уходит. Премьер-министр Италии Маттео Ренцо сообщил: «Мы строим мост».",
        ["премьер-министр Италии"],
    ),
    "one of several": (
        "«Вода ушла», — сообщила одна из солисток группы «Лодка» Анна Рыкова.",
        ["одна из солисток группы «Лодка»"],
    ),
    "two of one title": (
        "Депутаты думы Лев Рыков и Олег Ясный сказали, что мост цел.",
        ["депутат думы", "депутат думы"],
    ),
    "no person's": ("Согласно завещанию Льва Рыкова, дом достанется городу.", [None]),
    "nothing of whom the title names": (
        "Врач Ольги Рыковой Лиза Барк заявила, что опухоли нет. «Мне лучше», — сказала Ольга Рыкова.",
        ["врач Ольги Рыковой", None],
    ),
}


@pytest.mark.parametrize(("text", "roles"), ROLES.values(), ids=list(ROLES))
def test_roles(text: str, roles: list[str | None]) -> None:
    assert [speaker.role for speaker in kavychki.extract(text).speakers] == roles


def test_a_pronoun_stands_for_whom_a_paper_cites() -> None:
    (quote,) = kavychki.extract("«Мост цел», — цитирует его «Вестник».").quotes
    assert [span.text for span in quote.source] == ["его"]


UNMARKED = {
    "several sentences before a dash": (
        "Мост стоит. Ждём деталь из порта — сказал мэр Лев Рыков.",
        [("direct", "Мост стоит. Ждём деталь из порта")],
    ),
    "one sentence in person": (
        "Для меня этот мост – вся молодость — рассказала Анна Юсова.",
        [("direct", "Для меня этот мост – вся молодость")],
    ),
    "one sentence is a report": ("Мост стоит — сказал мэр Лев Рыков.", [("indirect", "Мост стоит")]),
    "marks are somebody's words already": (
        "Мастер льду не верит. «Тонкий лёд» — сказала Анна Юсова.",
        [("direct", "Тонкий лёд")],
    ),
    "marks before a comma": ("«Мост цел», говорит Лев Рыков.", [("direct", "Мост цел")]),
    "a name before a comma": ("«Весна», говорит Лев Рыков, опоздала.", [("indirect", "«Весна» … опоздала")]),
}


@pytest.mark.parametrize(("text", "expected"), UNMARKED.values(), ids=list(UNMARKED))
def test_words_without_the_usual_marks(text: str, expected: list[tuple[str, str]]) -> None:
    assert described(text) == expected


REPORTS = {
    "two things judged": ("Он назвал мост «старым», а перила «опасными».", "мост «старым», а перила «опасными»"),
    "a view with its holder inside": ("На его взгляд, мост надо закрыть.", "мост надо закрыть"),
    "what a court rules": ("Суд постановил закрыть мост.", "закрыть мост"),
    "what is told of, by nobody": ("Сообщается о закрытии моста.", "о закрытии моста"),
    "a claim to be somebody": ("Гость представился сторожем порта.", "сторожем порта"),
    "another voice set against": (
        "Лев Рыков заявил, что мост цел, но Анна Юсова сообщила об обвале.",
        "мост цел",
    ),
    "a clause of the same report": ("Лев Рыков заявил, что мост цел, но лёд тонок.", "мост цел, но лёд тонок"),
}


@pytest.mark.parametrize(("text", "content"), REPORTS.values(), ids=list(REPORTS))
def test_reports(text: str, content: str) -> None:
    assert described(text)[0][1] == content


NOTHING = {
    "a subject that nobody tells of": "Рыков рассказал журналистам о судьбе деда.",
    "a name given in honour": "Причал был назван в честь деда.",
    "what was seen, and not said": "Перебои отмечались и весной.",
    "a duty to say": "Водители должны подтверждать свои права.",
    "things that are listed": "Похищены следующие картины: «Мост Рыковой» и «Лодка Лугина».",
    "what is seen from everything": "Судя по всему, власть готовится к выборам.",
    "a view that is taken": "Посол прибыл в рамках поездки по оценке ситуации на льду.",
    "a thing that is shared": "Мэр поделился фотографией моста.",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=list(NOTHING))
def test_nothing_is_reported(text: str) -> None:
    assert described(text) == []

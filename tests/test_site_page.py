"""The site in a real browser, from the disk: what is looked for is found, and nothing but its own files is loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from kavychki import Article
from kavychki.model import Span
from kavychki.site import open_source, write_site
from samples import TEXT, article, text_free, write_corpus

Open = Callable[..., Page]

HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(1)</script> ёлка"

FORBIDDEN = """async () => {
  const script = document.createElement("script");
  script.textContent = "window.ran = true";
  document.head.append(script);
  const styled = document.createElement("p");
  styled.setAttribute("style", "color: rgb(1, 2, 3)");
  document.body.append(styled);
  const fetched = await fetch("https://example.invalid/").then(() => true, () => false);
  return [window.ran === true, getComputedStyle(styled).color === "rgb(1, 2, 3)", fetched];
}"""
"""Tries a script and a style of the page's own, and the network."""

OTHER = (
    "Ёлку в Ольховке нарядили дважды\n\n"
    "«Шары побил ветер, — сказала Анна Лис. — Нарядим снова». Дворники считают, что ёлка «коротковата»."
)


def other() -> Article:
    return article(
        "constructed-9002",
        OTHER,
        topics=["medtop:20000568"],
        genre="culture",
        entities=[],
        speakers=[
            {"name": "Анна Лис", "kind": "person", "mentions": [{"every": "Анна Лис"}]},
            {"name": "дворники", "kind": "group", "anonymity": "partial"},
        ],
        quotes=[
            {
                "type": "direct",
                "content": ["Шары побил ветер", "Нарядим снова"],
                "cue": "сказала",
                "source": "Анна Лис",
                "speakers": ["s1"],
            },
            {
                "type": "mixed",
                "medium": "thought",
                "content": "ёлка «коротковата»",
                "cue": "считают",
                "source": "Дворники",
                "speakers": ["s2"],
            },
        ],
    )


def hostile() -> Article:
    given = article("constructed-9003", f"{HOSTILE}\n{TEXT}")
    title = Span(0, len(HOSTILE), HOSTILE)
    first = replace(given.quotes[0], content=(title,))
    speakers = tuple(replace(each, name=f"{each.name} {HOSTILE}") for each in given.speakers)
    return replace(given, title=title, speakers=speakers, quotes=(first, *given.quotes[1:]))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    many = (article(f"constructed-{number}") for number in range(8000, 8040))
    corpus = write_corpus(folder / "corpus", article(), other(), hostile(), *many, text_free())
    write_site(folder / "site", open_source(corpus))
    return folder / "site"


@pytest.fixture
def open_page(browser: Browser, site: Path) -> Iterator[Open]:
    """Opens a page from the disk; every page must end without an error, and without a question to the network."""
    problems: list[str] = []
    asked: list[str] = []
    pages: list[Page] = []

    def open_one(name: str = "index.html", **options: Any) -> Page:
        page = browser.new_page(**options)
        pages.append(page)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if message.type != "log" else None)
        page.on("dialog", lambda dialog: problems.append(dialog.message))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{site.as_uri()}/{name}")
        if name.startswith(("index", "speakers.")) and options.get("java_script_enabled", True):
            page.wait_for_selector("body[data-ready=all]")
        return page

    yield open_one
    for page in pages:
        page.close()
    assert problems == []
    assert [url for url in asked if not url.startswith(site.as_uri())] == []


def found(page: Page) -> list[str]:
    return [each.get_attribute("href") or "" for each in page.locator("#results > .hit > h2 a").all()]


def look_for(page: Page, words: str) -> list[str]:
    page.fill("#words", words)
    return found(page)


def marks(page: Page) -> list[str]:
    return page.locator("#results mark").all_inner_texts()


def shown(page: Page, layer: str) -> bool:
    """Whether the labels of a layer are drawn; they have no box of their own to be seen by."""
    return bool(page.locator(f"i.{layer}").first.evaluate("each => getComputedStyle(each).display !== 'none'"))


TREE = "articles/constructed-9002.html"


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("елку", {"Ёлку"}),
        ("ЁЛК", {"Ёлк", "ёлк"}),
        ("оль нар", {"Оль", "нар", "Нар"}),
        ("шары, «снова»!", {"Шары", "снова"}),
        ("Анна коротк", {"Анна", "коротк"}),
        ("лис дважды", {"Лис", "дважды"}),
        ("дворник", {"дворник"}),
    ],
)
def test_words_are_found_by_their_beginnings_in_titles_names_and_quotes(
    open_page: Open, words: str, marked: set[str]
) -> None:
    page = open_page()
    links = [each for each in look_for(page, words) if "9003" not in each]
    assert links == [TREE]
    hit = page.locator(".hit", has=page.locator(f'h2 a[href="{TREE}"]'))
    assert set(hit.locator("mark").all_inner_texts()) == marked


@pytest.mark.parametrize("words", ["лку", "арядили", "нарядили завтра", "ёлкуёлку", "img7"])
def test_what_is_not_there_is_not_found(open_page: Open, words: str) -> None:
    page = open_page()
    assert look_for(page, words) == []
    expect(page.locator("#status")).to_have_text("0 articles")


def test_a_list_is_drawn_in_parts_and_the_rest_on_demand(open_page: Open) -> None:
    page = open_page()
    expect(page.locator("#status")).to_have_text("44 articles")
    assert len(found(page)) == 30
    page.get_by_role("button", name="Show 14 more of 14").press("Enter")
    assert len(found(page)) == 44
    assert page.evaluate("document.activeElement.closest('.hit') === document.querySelectorAll('.hit')[30]")
    assert page.locator("#more").is_hidden()


def test_filters_narrow_what_is_shown_and_say_what_they_would_leave(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("checkbox", name="thought").check()
    page.get_by_role("checkbox", name="culture").check()
    assert found(page) == [TREE]
    quotes = page.locator("#results .card blockquote").all_inner_texts()
    assert quotes == ["ёлка «коротковата»"]
    chips = page.locator("#chips .chip")
    expect(chips).to_have_count(2)
    label = page.locator(".facet label", has=page.get_by_role("checkbox", name="mixed", exact=False))
    expect(label.locator(".count")).to_have_text("1")
    page.get_by_role("button", name="Remove Genre: culture").click()
    expect(page.locator("#status")).to_have_text("44 articles")
    page.get_by_role("checkbox", name="without text").check()
    assert found(page) == ["articles/press-9001.html"]
    expect(page.locator("#results .card").first).to_contain_text("[")
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator("#chips li")).to_have_count(0)


def test_speakers_and_topics_are_chosen_with_the_keyboard(open_page: Open) -> None:
    page = open_page()
    field = page.get_by_role("combobox", name="Name of a speaker")
    field.fill("лис")
    option = page.get_by_role("option", name="Анна Лис")
    expect(option).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    field.press("Enter")
    assert found(page) == [TREE]
    page.get_by_role("button", name="Clear all").is_hidden()
    page.get_by_role("button", name="Remove Speaker: Анна Лис").press("Enter")
    field = page.get_by_role("combobox", name="Any topic")
    field.fill("государст")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("ArrowDown")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    assert field.input_value() == ""


def test_quotes_are_listed_by_themselves(open_page: Open) -> None:
    page = open_page()
    look_for(page, "анна снова")
    page.get_by_role("radio", name="Quotes").check(force=True)
    expect(page.locator("#status")).to_have_text("1 quote")
    assert set(marks(page)) == {"Анна", "снова"}
    page.locator("#results blockquote a").click()
    page.wait_for_url("**/constructed-9002.html#quote-1")
    expect(page.locator('[data-quote="1"]')).to_have_class("card direct shade-1 depth-0 current")
    lit = page.locator(".piece.current").all_inner_texts()
    assert "".join(lit).startswith("Шары побил ветер")


def test_what_was_asked_stands_in_the_address_and_comes_back(open_page: Open) -> None:
    page = open_page()
    look_for(page, "ёлк")
    page.get_by_role("checkbox", name="mixed").check()
    assert "type=mixed" in page.url
    page.locator("#results h2 a").first.click()
    page.wait_for_selector(".kavychki .text")
    page.go_back()
    page.wait_for_selector("body[data-ready=all]")
    assert page.input_value("#words") == "ёлк"
    assert page.get_by_role("checkbox", name="mixed").is_checked()
    assert TREE in found(page)
    page.go_back()
    assert not page.get_by_role("checkbox", name="mixed").is_checked()
    page = open_page("index.html#q=ёлк&topic=nonsense&type=__proto__")
    expect(page.locator("#status")).to_have_text("0 articles")
    expect(page.locator("#chips .chip")).to_have_count(2)


def test_nothing_in_an_article_becomes_markup(open_page: Open) -> None:
    page = open_page()
    look_for(page, "alert img")
    expect(page.locator("#results h2").first).to_have_text(HOSTILE)
    assert page.locator("#results img, #results script").count() == 0
    page.goto(page.url.split("index.html")[0] + "articles/constructed-9003.html")
    expect(page.locator(".text .title")).to_have_text(HOSTILE)
    assert page.locator("main img, main script").count() == 0
    page.locator(".who a", has_text="Пётр Ветров").first.click()
    expect(page.locator("h1")).to_contain_text("onerror")


def test_the_policy_forbids_code_and_style_from_elsewhere(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    page.wait_for_selector("body[data-ready=all]")
    ran = page.evaluate(FORBIDDEN)
    page.close()
    assert ran == [False, False, False]


def test_layers_come_and_go_and_stay_so(open_page: Open) -> None:
    page = open_page("articles/constructed-9001.html")
    text = page.locator(".kavychki .text")
    low = text.bounding_box()
    assert not shown(page, "entities")
    page.get_by_role("checkbox", name="Entities").check(force=True)
    assert shown(page, "entities")
    high = text.bounding_box()
    assert low is not None
    assert high is not None
    assert high["height"] > low["height"]
    page.get_by_role("checkbox", name="Quotes").uncheck(force=True)
    assert not shown(page, "quotes")
    page.reload()
    assert page.get_by_role("checkbox", name="Entities").is_checked()
    assert not page.get_by_role("checkbox", name="Quotes").is_checked()
    assert page.locator(".kavychki .text p").all_inner_texts()[1] == TEXT.split("\n")[2]


def test_a_quote_and_its_words_show_each_other(open_page: Open) -> None:
    page = open_page("articles/constructed-9001.html")
    page.locator(".piece", has_text="ремонт займёт год").click()
    expect(page.locator(".card.current")).to_contain_text("ремонт займёт год")
    page.locator('[data-quote="3"] .number').focus()
    expect(page.locator(".piece.current").first).to_have_text("Жители")
    page.keyboard.press("Enter")
    page.wait_for_url("**#quote-3")


def test_the_card_of_a_quote_comes_into_view_beside_it(open_page: Open) -> None:
    page = open_page("articles/constructed-9001.html#quote-3", viewport={"width": 1200, "height": 340})
    expect(page.locator('[data-quote="3"]')).to_be_in_viewport()
    expect(page.locator(".piece.current").first).to_be_in_viewport()


def test_speakers_are_listed_and_lead_to_what_they_said(open_page: Open) -> None:
    page = open_page("speakers.html")
    page.keyboard.press("/")
    page.keyboard.type("дв")
    expect(page.locator("#status")).to_have_text("1 speaker")
    page.get_by_role("link", name="дворники").click()
    expect(page.locator("h1")).to_have_text("дворники")
    expect(page.locator("blockquote")).to_have_text("ёлка «коротковата»")


def test_without_scripts_every_article_is_still_reached(open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    page.get_by_role("link", name="the list of all articles").click()
    page.get_by_role("link", name="constructed-9002").click()
    expect(page.locator(".text")).to_contain_text("Шары побил ветер")
    page.get_by_role("checkbox", name="Mentions").check(force=True)
    assert shown(page, "mentions")


def test_who_wants_no_motion_gets_none(open_page: Open) -> None:
    for motion, expected in (("reduce", "auto"), ("no-preference", "smooth")):
        page = open_page(reduced_motion=motion)
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == expected


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_nothing_overflows_and_axe_finds_nothing(open_page: Open, site: Path, width: int, scheme: str) -> None:
    speaker = min(path.name for path in (site / "speakers").iterdir())
    names = ["articles/constructed-9001.html", "articles/press-9001.html", f"speakers/{speaker}", "statistics.html"]
    names += ["index.html", "speakers.html", "contents.html"]
    problems: list[Any] = []
    for name in names:
        page = open_page(name, viewport={"width": width, "height": 800}, color_scheme=scheme)
        if name == "index.html":
            look_for(page, "мост")
            page.evaluate("document.getElementById('filters').open = true")
            page.get_by_role("checkbox", name="direct", exact=False).first.check()
            page.get_by_role("combobox", name="Name of a speaker").fill("вет")
        for box in page.locator(".switches input[type=checkbox]").all():
            box.check(force=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        # Without preload: the policy forbids even axe to fetch the style sheets.
        found_here = Axe().run(page, options={"preload": False}).response["violations"]
        problems += [(name, each["id"], [node["html"] for node in each["nodes"]]) for each in found_here]
        page.close()
    assert problems == []

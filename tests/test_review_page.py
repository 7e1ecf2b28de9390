"""The page in a real browser: what an annotator does, and what stands on disk afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from kavychki import Article, record_from_draft
from kavychki.hydration import TextStore
from kavychki.model import Annotation
from kavychki.store.kept import digest_of
from kavychki.text import pair_marks
from workbench import (
    DRAFT,
    HOSTILE,
    ID,
    SPEAKERS,
    SUGGESTED,
    TEXT,
    bench_of,
    corpus_of,
    draft,
    long_article,
    news_draft,
    on_disk,
    opened,
    press,
    served,
    wait_until,
)

Open = Callable[..., Page]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return corpus_of(tmp_path / "corpus", draft())


@pytest.fixture
def open_page(browser: Browser, folder: Path, tmp_path: Path) -> Iterator[Open]:
    """Opens the page over the corpus folder; every page must end without an error of its scripts."""
    problems: list[str] = []
    pages: list[Page] = []
    with served(bench_of(folder, tmp_path / "progress")) as url:

        def open_one(**options: Any) -> Page:
            pages.append(opened(browser, url, problems, **options))
            return pages[-1]

        yield open_one
        for page in pages:
            page.close()
    assert [each for each in problems if "409" not in each and "422" not in each] == []


def said(page: Page, text: str) -> None:
    expect(page.locator("#status")).to_contain_text(text)


def select(page: Page, words: str) -> None:
    """Select words with the keyboard alone: word by word from the start of the text."""
    page.evaluate("document.activeElement.blur()")
    page.locator("#reading").evaluate("element => { element.scrollTop = 0 }")
    first, *others = words.split()
    for _ in range(80):
        page.keyboard.press("ArrowRight")
        if page.locator("#announcements").inner_text() == first:
            break
    else:
        raise AssertionError(f"the keyboard does not reach {first!r}")
    press(page, *["Shift+ArrowRight"] * len(others))
    assert page.locator("#announcements").inner_text() == words


def expected(quotes: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """The record that a draft says, by the reader today."""
    made = record_from_draft({**DRAFT, "quotes": quotes, **changes}, TEXT).to_dict()
    return {**made, "annotation": None}


def without_annotation(article: Article) -> dict[str, Any]:
    return {**article.to_dict(), "annotation": None}


def test_a_draft_is_reviewed_by_keyboard_and_the_record_on_disk_is_right(open_page: Open, folder: Path) -> None:
    page = open_page()
    assert page.locator("#bar progress").get_attribute("max") == "3"
    press(page, "KeyN")
    expect(page.locator("li.quote.current .row .words")).to_have_text("Чайка")
    press(page, "KeyX", "KeyA", "Digit3", "KeyA")
    said(page, "Every suggestion is decided")

    select(page, "Паром стоит")
    press(page, "KeyQ")
    expect(page.locator("li.quote.current")).to_contain_text("Паром стоит")
    select(page, "Ждите утра")
    press(page, "Control+Shift+ArrowRight", "KeyP")
    select(page, "сказал")
    press(page, "KeyC")
    select(page, "капитан Илья Громов")
    press(page, "KeyS")
    expect(page.locator("li.quote.current .chip.person")).to_have_text("Илья Громов×")

    select(page, "открыть кассу в семь")
    press(page, "KeyQ")
    select(page, "пообещала")
    press(page, "KeyC")
    select(page, "Диспетчер Анна Лис")
    press(page, "KeyS", "KeyT")
    page.keyboard.type("происшествие водный")
    expect(page.locator("dialog .options li[aria-selected=true] .label")).to_contain_text(
        "происшествия на водном транспорте"
    )
    page.keyboard.press("Enter")
    page.keyboard.press("Control+S")
    said(page, "Saved as single")

    stored = on_disk(folder)
    quotes = [
        {
            "id": "q4",
            "type": "direct",
            "content": ["Паром стоит", "Ждите утра!"],
            "cue": "сказал",
            "source": "капитан Илья Громов",
            "speakers": ["s1"],
        },
        SUGGESTED[1],
        {**SUGGESTED[2], "type": "mixed"},
        {
            "id": "q5",
            "type": "indirect",
            "content": "открыть кассу в семь",
            "cue": "пообещала",
            "source": "Диспетчер Анна Лис",
            "speakers": ["s3"],
        },
    ]
    assert without_annotation(stored) == expected(quotes, topics=["medtop:20000145"])
    assert stored.topics == ("medtop:20000145",)
    assert (stored.annotation.status, stored.annotation.annotators) == ("single", ("reader",))

    page.reload()
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("#bar .status")).to_have_text("single")
    expect(page.locator("#bar .saved")).to_have_text("saved")
    expect(page.locator("ol.quotes > li")).to_have_count(4)


def test_undo_and_redo_go_back_and_forth_through_every_step(open_page: Open) -> None:
    page = open_page()
    quotes = page.locator("ol.quotes > li")
    press(page, "KeyN", "KeyX", "KeyA", "Delete")
    expect(quotes).to_have_count(1)
    press(page, "Control+KeyZ*3")
    expect(quotes).to_have_count(3)
    expect(page.locator("#bar .saved")).to_have_text("saved")
    press(page, "Control+Shift+KeyZ*2", "Control+KeyY")
    expect(quotes).to_have_count(1)


def test_what_is_not_saved_comes_back_after_the_window_was_closed(open_page: Open, folder: Path) -> None:
    before = on_disk(folder)
    page = open_page()
    with page.expect_response(lambda answer: answer.url.endswith("/progress") and answer.ok):
        press(page, "KeyN", "KeyX")
    page.close()
    assert on_disk(folder) == before
    again = open_page()
    said(again, "earlier work")
    expect(again.locator("ol.quotes > li")).to_have_count(2)
    press(again, "Control+KeyZ")
    expect(again.locator("ol.quotes > li")).to_have_count(3)


def test_saving_some_decisions_keeps_the_draft_a_draft_and_the_decisions_decided(open_page: Open, folder: Path) -> None:
    page = open_page()
    press(page, "KeyN", "KeyX", "Control+KeyS")
    said(page, "Saved as draft")
    assert [quote.id for quote in on_disk(folder).quotes] == ["q2", "q3"]
    press(page, "KeyN", "KeyA", "Control+KeyS")
    said(page, "Saved as draft")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("ol.quotes > li.open")).to_have_count(1)


def test_a_draft_without_topic_is_stored_as_a_draft_still(open_page: Open, folder: Path) -> None:
    page = open_page()
    press(page, "KeyN", "KeyX", "KeyA", "KeyA", "Control+KeyS")
    said(page, "It becomes single once it has a topic")
    assert on_disk(folder).annotation.status == "draft"
    page.reload()
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("ol.quotes > li.open")).to_have_count(0)


def test_a_record_with_errors_is_not_stored_and_the_place_is_shown(browser: Browser, tmp_path: Path) -> None:
    decided = replace(
        draft(quotes=SUGGESTED[1:], topics=["medtop:20000593"]),
        annotation=Annotation("single", ("reader",), "1.1", "2026-01-31"),
    )
    folder = corpus_of(tmp_path / "corpus", decided)
    with served(bench_of(folder, tmp_path / "progress")) as url:
        page = opened(browser, url)
        page.click("#tab-topics")
        page.locator("#panel .topic").get_by_role("button").click()
        page.click("#tab-quotes")
        press(page, "Control+KeyS")
        said(page, "Not saved: 1 error")
        expect(page.locator("#tab-topics")).to_have_attribute("aria-selected", "true")
        expect(page.locator("#panel .findings")).to_contain_text("K106")
        assert on_disk(folder) == decided
        page.close()


def test_deciding_and_undoing_after_a_save_leaves_earlier_decisions_decided(open_page: Open) -> None:
    page = open_page()
    press(page, "KeyN", "KeyX", "KeyA", "Control+KeyS")
    said(page, "Saved as draft")
    with page.expect_response(lambda answer: answer.url.endswith("/progress") and answer.ok):
        press(page, "KeyJ", "KeyF", "Control+KeyZ")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("ol.quotes > li.open")).to_have_count(1)
    expect(page.locator("#bar .saved")).to_have_text("saved")


def test_no_sequence_of_edits_breaks_a_record(open_page: Open) -> None:
    """Roles give way to one another without overlap or white space at an edge, whatever is selected."""
    found = open_page().evaluate(
        """async ([id, steps]) => {
          const edits = await import("/static/edits.js");
          const { asContent, unspaced } = await import("/static/borders.js");
          const { api } = await import("/static/api.js");
          const opened = await api.open(id);
          const points = [...opened.text];
          let seed = 7;
          const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
          const trim = (span) => unspaced(points, span);
          let { layers } = opened;
          const codes = new Map();
          for (let step = 0; step < steps; step += 1) {
            const start = random(points.length - 1);
            const span = trim({ start, end: Math.min(points.length, start + 1 + random(30)) });
            if (span.start >= span.end) continue;
            const quote = layers.quotes[random(layers.quotes.length || 1)];
            const speaker = layers.speakers[random(layers.speakers.length || 1)];
            const made = asContent(points, opened.marks, span);
            const same = layers.quotes.some(({ content }) => content.some((each) => each.start === made.span.start));
            const choice = random(8);
            if ((choice === 0 || !quote) && made.span.start < made.span.end && !same) {
              layers = edits.addQuote(layers, made.span, made.type).layers;
            } else if (!quote) continue;
            else if (choice === 1 && speaker) layers = edits.togglePerson(layers, quote.id, "speakers", speaker.id);
            else if (choice === 2) layers = edits.addSpeaker(layers, `speaker ${step}`).layers;
            else if (choice === 3 && layers.speakers.length > 1 && speaker.id !== layers.speakers[0].id) {
              layers = edits.mergeSpeakers(layers, speaker.id, layers.speakers[0].id);
            } else if (choice === 4 && speaker) layers = edits.addMention(layers, speaker.id, span);
            else if (choice === 5 && speaker) {
              const moved = { mentions: speaker.mentions.slice(0, 1), quotes: [quote.id] };
              layers = edits.splitSpeaker(layers, speaker.id, `split ${step}`, moved).layers;
            } else {
              const role = ["cue", "source"][random(2)];
              const covered = quote.content.every((each) => span.start <= each.start && each.end <= span.end);
              if (!covered) layers = edits.setRole(layers, quote.id, role, span, { add: random(2) === 1, trim });
            }
            if (step % 25 === 0 || step === steps - 1) {
              const { findings } = await api.check(id, { digest: opened.digest, layers, undecided: [] });
              for (const each of findings) {
                if (each.severity === "error") codes.set(each.code, each.message);
              }
            }
          }
          return [layers.quotes.length, [...codes]];
        }""",
        [ID, 400],
    )
    quotes, errors = found
    assert quotes > 10
    assert [each for each in errors if each[0] not in {"K106", "K218"}] == []


def test_a_warning_stands_beside_its_quote_and_does_not_keep_the_record_from_being_stored(
    open_page: Open, folder: Path
) -> None:
    page = open_page()
    press(page, "KeyN*3")
    select(page, "сказал")
    press(page, "KeyC")
    expect(page.locator("li.quote.current .findings li.warning")).to_contain_text("K404")
    press(page, "Control+KeyS")
    said(page, "Saved as draft, with")
    assert [span.text for quote in on_disk(folder).quotes for span in quote.cue] == ["По", "словам", "сказал"]


def test_a_record_changed_on_disk_is_never_overwritten_and_both_are_shown(open_page: Open, folder: Path) -> None:
    page = open_page()
    press(page, "KeyN", "KeyX")
    changed = draft(quotes=[*SUGGESTED[:2], {**SUGGESTED[2], "type": "mixed"}])
    (folder / "constructed" / "articles.jsonl").unlink()
    corpus_of(folder, changed)
    press(page, "Control+KeyS")
    dialog = page.locator("dialog")
    expect(dialog).to_contain_text("changed on disk")
    expect(dialog.locator("tbody tr")).to_have_count(2)
    expect(dialog).to_contain_text("mixed")
    assert on_disk(folder) == changed

    dialog.get_by_role("button", name="Go on from the disk's").click()
    expect(page.locator("ol.quotes > li")).to_have_count(3)
    press(page, "Control+KeyZ")
    expect(page.locator("ol.quotes > li")).to_have_count(2)
    assert on_disk(folder) == changed


def test_going_on_from_ones_own_after_a_conflict_replaces_only_what_was_seen(open_page: Open, folder: Path) -> None:
    page = open_page()
    press(page, "KeyN", "KeyX")
    (folder / "constructed" / "articles.jsonl").unlink()
    corpus_of(folder, draft(topics=["medtop:20000593"]))
    press(page, "Control+KeyS")
    page.get_by_role("button", name="Go on from mine").click()
    said(page, "You go on from yours")
    press(page, "Control+KeyS")
    said(page, "Saved as draft")
    assert [quote.id for quote in on_disk(folder).quotes] == ["q2", "q3"]


def test_a_record_that_was_removed_meanwhile_is_not_brought_back(open_page: Open, folder: Path) -> None:
    page = open_page()
    press(page, "KeyN", "KeyX")
    (folder / "constructed" / "articles.jsonl").unlink()
    press(page, "Control+KeyS")
    expect(page.locator("dialog")).to_contain_text("gone from disk")
    assert not (folder / "constructed" / "articles.jsonl").exists()


def test_speakers_are_made_by_typing_merged_and_split(open_page: Open, folder: Path) -> None:
    page = open_page()
    press(page, "KeyJ*2", "KeyW")
    page.keyboard.type("капитан парома")
    page.keyboard.press("Enter")
    expect(page.locator("li.quote.current .chip.person")).to_have_count(2)
    page.click("#tab-speakers")
    page.get_by_role("button", name="капитан парома").first.click()
    page.get_by_role("button", name="Merge into…").click()
    page.keyboard.type("громов")
    page.keyboard.press("Enter")
    expect(page.locator("ul.speakers > li")).to_have_count(3)

    page.get_by_role("button", name="Split…").click()
    page.get_by_label("Name of the new speaker").fill("механик")
    page.get_by_role("checkbox", name="мотор 🔧 починят за день").check()
    page.get_by_role("checkbox", name="его", exact=True).check()
    page.get_by_role("button", name="Split", exact=True).click()
    press(page, "Control+KeyS")
    said(page, "Saved as draft")
    stored = on_disk(folder)
    assert {speaker.name: [span.text for span in speaker.mentions] for speaker in stored.speakers} == {
        "Илья Громов": ["Илья Громов"],
        "пассажиры": ["Пассажиры"],
        "Анна Лис": ["Анна Лис"],
        "механик": ["его"],
    }
    by_id = {speaker.id: speaker.name for speaker in stored.speakers}
    assert [by_id[name] for quote in stored.quotes if quote.id == "q2" for name in quote.speakers] == ["механик"]


def test_a_speaker_is_edited_and_an_entity_added_and_removed(open_page: Open, folder: Path) -> None:
    page = open_page()
    page.click("#tab-speakers")
    page.get_by_role("button", name="Анна Лис").first.click()
    page.get_by_label("Role").fill("старший диспетчер")
    page.get_by_label("Kind").select_option("group")
    page.click("#tab-entities")
    page.get_by_role("button", name="Remove Илья Громов").click()
    select(page, "Ольховку")
    press(page, "KeyY")
    page.keyboard.type("per")
    page.keyboard.press("Enter")
    press(page, "Control+KeyS")
    said(page, "Saved as draft")
    stored = on_disk(folder)
    assert [(each.type, each.spans[0].text) for each in stored.entities or ()] == [("PERSON", "Ольховку")]
    anna = next(speaker for speaker in stored.speakers if speaker.name == "Анна Лис")
    assert (anna.role, anna.kind) == ("старший диспетчер", "group")


def test_what_is_being_typed_counts_when_it_is_saved(open_page: Open, folder: Path) -> None:
    page = open_page()
    page.click("#tab-speakers")
    page.get_by_role("button", name="Анна Лис").first.click()
    page.get_by_label("Role").fill("дежурная")
    press(page, "Control+KeyS")
    said(page, "Saved as draft")
    expect(page.locator("#bar .saved")).to_have_text("saved")
    assert [speaker.role for speaker in on_disk(folder).speakers] == ["капитан", None, "дежурная"]


def test_what_is_being_typed_stands_when_an_answer_of_the_server_comes(open_page: Open, folder: Path) -> None:
    page = open_page()
    page.click("#tab-speakers")
    page.get_by_role("button", name="Анна Лис").first.click()
    role = page.get_by_label("Role")
    role.fill("")
    with page.expect_response(lambda answer: answer.url.endswith("/check")):
        page.keyboard.press("Enter")  # a change: the validator is asked
        page.keyboard.type("дежурная ")
    page.keyboard.type("смены")
    expect(role).to_have_value("дежурная смены")
    page.keyboard.press("Tab")
    expect(role).to_have_value("дежурная смены")
    press(page, "Control+KeyS")
    said(page, "Saved as draft")
    assert [speaker.role for speaker in on_disk(folder).speakers] == ["капитан", None, "дежурная смены"]


def test_a_click_that_ends_the_typing_is_not_lost(open_page: Open) -> None:
    page = open_page()
    page.click("#tab-speakers")
    page.get_by_role("button", name="Анна Лис").first.click()
    page.get_by_label("Role").fill("дежурная")
    page.click("#tab-topics")
    expect(page.locator("#tab-topics")).to_have_attribute("aria-selected", "true")
    page.click("#tab-speakers")
    page.get_by_label("Role").fill("старшая")
    page.locator("#bar").get_by_role("button", name="Save", exact=False).first.click()
    said(page, "Saved as draft")


@pytest.mark.parametrize(
    ("typed", "found"),
    [("погоды", "weather"), ("WEATHER", "weather"), ("weath fore", "weather forecast"), ("жжж", None)],
)
def test_topics_are_found_in_russian_and_in_english(open_page: Open, typed: str, found: str | None) -> None:
    page = open_page()
    press(page, "KeyT")
    page.keyboard.type(typed)
    options = page.locator("dialog .options li")
    if found is None:
        expect(page.locator("dialog [role=status]")).to_have_text("No topic has these words")
    else:
        expect(options.filter(has_text=found).first).to_be_visible()


def test_a_text_free_record_is_reviewed_with_its_text_and_stored_without(
    browser: Browser, tmp_path: Path, cache: Path
) -> None:
    folder = corpus_of(tmp_path / "corpus", news_draft())
    TextStore.default().put(TEXT)
    assert cache.exists()
    with served(bench_of(folder, tmp_path / "progress")) as url:
        page = opened(browser, url)
        expect(page.locator("#text")).to_contain_text("Ждите утра!")
        press(page, "KeyN", "KeyX", "Control+KeyS")
        said(page, "Saved as draft")
        page.close()
    stored = on_disk(folder, "press-9100")
    assert stored.text is None
    assert [quote.id for quote in stored.quotes] == ["q2", "q3"]
    shard = (folder / "press" / "articles.jsonl").read_text(encoding="utf-8")
    assert '"start"' in shard
    assert '"text":"' not in shard
    assert "починят" not in shard


def test_the_page_says_what_to_do_where_a_text_is_not_at_hand(browser: Browser, tmp_path: Path) -> None:
    folder = corpus_of(tmp_path / "corpus", draft(), news_draft())
    with served(bench_of(folder, tmp_path / "progress")) as url:
        page = opened(browser, url)
        press(page, "KeyO")
        page.keyboard.type("press")
        page.keyboard.press("Enter")
        said(page, "Ask the publisher")
        expect(page.locator("#bar .id")).to_have_text(ID)
        page.close()


def test_a_page_without_the_token_shows_nothing(browser: Browser, folder: Path, tmp_path: Path) -> None:
    with served(bench_of(folder, tmp_path / "progress")) as url:
        page = browser.new_page()
        page.goto(url.split("#")[0])
        expect(page.locator(".refusal h1")).to_have_text("Open the address that the terminal shows")
        assert "Паром" not in page.content()
        page.close()


def test_the_token_leaves_the_address_and_a_reload_still_works(open_page: Open) -> None:
    page = open_page()
    assert page.url.endswith(f"/#{ID}")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert "token" not in page.url


def test_hostile_texts_and_names_are_only_ever_text(browser: Browser, tmp_path: Path) -> None:
    text = "\n".join(f"{each} — сказал «{each}» Кто-то {number}." for number, each in enumerate(HOSTILE))
    offsets = [text.index(f"«{each}» Кто-то {number}.") + 1 for number, each in enumerate(HOSTILE)]
    spans = [{"start": at, "end": at + len(each)} for at, each in zip(offsets, HOSTILE, strict=True)]
    article = record_from_draft(
        {
            "id": "constructed-9300",
            "origin": "constructed",
            "title": spans[0],
            "speakers": [
                {"name": each, "kind": "person", "role": each, "mentions": [span]}
                for each, span in zip(HOSTILE, spans, strict=True)
            ],
            "quotes": [
                {"type": "direct", "content": span, "speakers": [f"s{number}"]} for number, span in enumerate(spans, 1)
            ],
            "entities": [{"type": "PERSON", "at": span} for span in spans],
            "annotation": {"status": "draft", "annotators": ["tester"], "guidelines": "1.1", "date": "2026-01-31"},
        },
        text,
    )
    folder = corpus_of(tmp_path / "corpus", article)
    with served(bench_of(folder, tmp_path / "progress")) as url:
        problems: list[str] = []
        page = opened(browser, url, problems)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        assert page.locator("#text > *").all_text_contents() == text.split("\n")
        elements = page.evaluate("document.querySelectorAll('*').length")
        for number in range(len(HOSTILE)):
            press(page, "KeyJ")
            expect(page.locator("li.quote.current .row .words")).to_have_text(HOSTILE[number])
        for name in ("speakers", "topics", "entities"):
            page.click(f"#tab-{name}")
        page.click("#tab-speakers")
        page.locator("ul.speakers .row").nth(1).click()
        press(page, "KeyO")
        page.keyboard.press("Escape")
        press(page, "KeyJ", "KeyW")
        page.keyboard.type("<img src=x onerror=window.hit=1>")
        page.keyboard.press("Enter")
        page.wait_for_timeout(200)
        assert elements < 2000
        assert page.evaluate("window.hit") is None
        assert page.locator("#text script, #text img, #side script, #side img, #side iframe, dialog img").count() == 0
        assert all(each.startswith(url.split("#")[0]) for each in asked)
        assert problems == []
        page.close()


def test_the_browser_itself_refuses_markup_and_foreign_requests(browser: Browser, folder: Path, tmp_path: Path) -> None:
    with served(bench_of(folder, tmp_path / "progress")) as url:
        page = opened(browser, url)
        refused = page.evaluate(
            """async () => {
              const outcome = {};
              const attempt = async (name, run) => {
                try { outcome[name] = await run(); } catch (error) { outcome[name] = error.name; }
              };
              await attempt("markup", () => (document.body.innerHTML += "<b>x</b>"));
              await attempt("script", () => (document.createElement("script").textContent = "1"));
              await attempt("fetch", () => fetch("http://127.0.0.1:9/"));
              return outcome;
            }"""
        )
        assert refused == {"markup": "TypeError", "script": "TypeError", "fetch": "TypeError"}
        page.close()


def test_offsets_go_to_utf16_and_back_past_emoji(open_page: Open) -> None:
    text = "a🚢bc😀😀d\n🇷🇺e"
    pairs = open_page().evaluate(
        """async (text) => {
          const { Offsets } = await import("/static/offsets.js");
          const offsets = new Offsets(text);
          const places = [...text, ""].map((_, at) => [offsets.unit(at), offsets.point(offsets.unit(at))]);
          return [offsets.length, places];
        }""",
        text,
    )
    length, found = pairs
    assert length == len(text)
    assert found == [[len(text[:at].encode("utf-16-le")) // 2, at] for at in range(len(text) + 1)]


def test_what_is_drawn_is_what_the_record_says_past_emoji(open_page: Open) -> None:
    drawn = open_page().evaluate(
        """() => {
          const words = (range) => {
            const live = document.createRange();
            live.setStart(range.startContainer, range.startOffset);
            live.setEnd(range.endContainer, range.endOffset);
            return live.toString();
          };
          return Object.fromEntries([...CSS.highlights].map(([name, ranges]) => [name, [...ranges].map(words)]));
        }"""
    )
    assert drawn["open-direct-0"] == ["Чайка"]
    assert drawn["open-indirect-0"] == ["мотор 🔧 починят за день", "порт «опоздал с ремонтом»"]
    assert drawn["cue"] == ["По", "словам", "считают"]
    assert drawn["source"] == ["его", "Пассажиры"]


@pytest.mark.parametrize(
    ("selected", "content", "kind"),
    [
        ("«Паром стоит,", "Паром стоит", "direct"),
        (" Ждите утра!» ", "Ждите утра!", "direct"),
        ("что порт «опоздал с ремонтом».", "порт «опоздал с ремонтом»", "mixed"),
        (", мотор 🔧 починят за день.", "мотор 🔧 починят за день", "indirect"),
    ],
)
def test_a_new_quote_gets_borders_and_type_by_the_guidelines(
    open_page: Open, selected: str, content: str, kind: str
) -> None:
    start = TEXT.index(selected)
    marks = [[pair.start, pair.end] for pair in pair_marks(TEXT).pairs]
    made = open_page().evaluate(
        """async ([text, marks, span]) => {
          const { asContent } = await import("/static/borders.js");
          return asContent([...text], marks, span);
        }""",
        [TEXT, marks, {"start": start, "end": start + len(selected)}],
    )
    assert TEXT[made["span"]["start"] : made["span"]["end"]] == content
    assert made["type"] == kind


def test_a_mouse_selection_makes_a_quote_and_a_click_chooses_the_innermost(open_page: Open) -> None:
    page = open_page()
    box = page.evaluate(
        """() => {
          const range = document.createRange();
          const node = document.querySelectorAll("#text p")[0].firstChild;
          const at = node.data.indexOf("Ждите");
          range.setStart(node, at); range.setEnd(node, at + 10);
          const box = range.getBoundingClientRect();
          return [box.left, box.right, box.top + box.height / 2];
        }"""
    )
    page.mouse.move(box[0] + 1, box[2])
    page.mouse.down()
    page.mouse.move(box[1] - 1, box[2], steps=5)
    page.mouse.up()
    press(page, "KeyQ")
    expect(page.locator("li.quote.current .row .words")).to_have_text("Ждите утра")
    press(page, "Escape", "Escape")
    expect(page.locator("li.quote.current")).to_have_count(0)
    page.mouse.click(box[0] + 8, box[2])
    expect(page.locator("li.quote.current .row .words")).to_have_text("Ждите утра")


def test_layers_are_switched_and_letters_work_under_a_russian_layout(open_page: Open) -> None:
    page = open_page()
    drawn = "name => CSS.highlights.get(name).size"
    page.get_by_role("button", name="Cues and sources").click()
    assert page.evaluate(drawn, "cue") == 0
    press(page, "Shift+Digit4")
    assert page.evaluate(drawn, "entity") == 1
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'т', code: 'KeyN', bubbles: true}))")
    expect(page.locator("li.quote.current .row .words")).to_have_text("Чайка")


def test_the_help_sheet_lists_every_key(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("?")
    expect(page.locator("dialog h2")).to_have_text("Keys")
    assert page.locator("dialog dl div").count() == page.evaluate(
        "async () => (await import('/static/keys.js')).KEYS.length"
    )
    commands = page.evaluate(
        """async () => {
          const { KEYS, ADJUDICATION_KEYS } = await import("/static/keys.js");
          const { commandsFor } = await import("/static/commands.js");
          const known = Object.keys(commandsFor({}));
          return [...KEYS, ...ADJUDICATION_KEYS].map((each) => each.id).filter((id) => !known.includes(id));
        }"""
    )
    assert commands == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_nothing_overflows_and_axe_finds_nothing(open_page: Open, width: int, scheme: str) -> None:
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    found: list[Any] = []

    def look() -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found.extend(Axe().run(page).response["violations"])

    look()
    press(page, "KeyJ*2")
    look()
    for name in ("speakers", "topics", "entities"):
        page.click(f"#tab-{name}")
        if name == "speakers":
            page.locator("ul.speakers .row").first.click()
        look()
    for key in ("?", "KeyW", "KeyT"):
        press(page, key)
        page.wait_for_selector("dialog[open]")
        look()
        page.keyboard.press("Escape")
    assert [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found] == []


def test_work_on_a_long_article_leaves_the_nodes_of_its_text(browser: Browser, tmp_path: Path) -> None:
    article = long_article(12_000)
    folder = corpus_of(tmp_path / "corpus", article)
    with served(bench_of(folder, tmp_path / "progress")) as url:
        page = opened(browser, url)
        changed = page.evaluate(
            """async () => {
              const changed = { text: 0, side: 0 };
              const changes = { childList: true, characterData: true, attributes: true, subtree: true };
              for (const id of Object.keys(changed)) {
                const observer = new MutationObserver((records) => (changed[id] += records.length));
                observer.observe(document.getElementById(id), changes);
              }
              const next = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
              const codes = ["KeyJ", "KeyJ", "KeyM", "KeyF", "Digit1", "KeyJ", "ArrowRight", "ArrowRight", "KeyK"];
              for (const code of codes) {
                document.body.dispatchEvent(new KeyboardEvent("keydown", { code, bubbles: true }));
                await next();
              }
              return changed;
            }"""
        )
        page.close()
    assert article.text_length >= 12_000
    assert changed["text"] == 0
    assert changed["side"] > 0


def test_two_annotators_in_two_windows_do_not_overwrite_each_other(
    browser: Browser, folder: Path, tmp_path: Path
) -> None:
    with (
        served(bench_of(folder, tmp_path / "one", "reader")) as one,
        served(bench_of(folder, tmp_path / "two", "second")) as two,
    ):
        first, second = opened(browser, one), opened(browser, two)
        press(first, "KeyN", "KeyX", "Control+KeyS")
        said(first, "Saved as draft")
        stored = digest_of(on_disk(folder))
        press(second, "KeyN", "KeyA", "KeyX", "Control+KeyS")
        expect(second.locator("dialog")).to_contain_text("changed on disk")
        assert digest_of(on_disk(folder)) == stored
        first.close()
        second.close()


def test_corrections_of_a_decided_record_keep_status_and_annotators(browser: Browser, tmp_path: Path) -> None:
    decided = replace(
        draft(quotes=SUGGESTED[1:], topics=["medtop:20000593"]),
        annotation=Annotation("adjudicated", ("tester", "second", "third"), "1.1", "2026-01-31"),
    )
    folder = corpus_of(tmp_path / "corpus", decided)
    with served(bench_of(folder, tmp_path / "progress")) as url:
        page = opened(browser, url)
        press(page, "KeyJ*2", "Digit3", "Control+KeyS")
        said(page, "Saved as adjudicated")
        page.close()
    stored = on_disk(folder)
    assert stored.annotation.annotators == ("tester", "second", "third")
    assert [quote.type for quote in stored.quotes] == ["indirect", "mixed"]


def test_the_speakers_of_the_sample_are_used() -> None:
    assert {speaker["name"] for speaker in SPEAKERS} == {speaker.name for speaker in draft().speakers}
    assert json.loads(json.dumps(draft().to_dict())) == draft().to_dict()


def test_progress_is_kept_apart_for_each_annotator(tmp_path: Path, folder: Path) -> None:
    one, two = (bench_of(folder, tmp_path / name) for name in ("one", "two"))
    opened_one = one.open(ID)
    one.keep(ID, {"digest": opened_one["digest"], "layers": opened_one["layers"], "undecided": ["q3"]})
    wait_until(lambda: one.open(ID)["progress"] is not None, 1)
    assert two.open(ID)["progress"] is None


def test_the_tabs_are_gone_through_with_the_arrows(open_page: Open) -> None:
    page = open_page()
    page.locator("#tab-quotes").focus()
    for name in ("speakers", "topics", "entities", "quotes"):
        press(page, "ArrowRight")
        expect(page.locator(f"#tab-{name}")).to_be_focused()
        expect(page.locator(f"#tab-{name}")).to_have_attribute("aria-selected", "true")
    assert page.evaluate("CSS.highlights.get('selected').size") == 0

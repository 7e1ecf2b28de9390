"""Two passes: what agrees is merged, the rest is listed, decided in the page, and recorded."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect

from conftest import ROOT, Run
from kavychki import Article, record_from_draft, validate
from kavychki.errors import CorpusError, KavychkiError
from kavychki.hydration import TextStore
from kavychki.io.corpus import Corpus
from kavychki.io.records import read_path
from kavychki.io.serialisation import canonical_line
from kavychki.model import Annotation
from kavychki.model.surfaces import without_text
from kavychki.review.adjudication import Adjudication
from kavychki.review.decisions import Decision, read_decisions, write_decisions
from kavychki.review.merging import Merge, merge
from kavychki.review.workbench import BadRequestError, Work
from workbench import DRAFT, ID, SPEAKERS, SUGGESTED, TEXT, corpus_of, draft, opened, press, served

TOPIC = "medtop:20000593"

GROMOV = {
    "id": "q1",
    "type": "direct",
    "content": ["Паром стоит", "Ждите утра!"],
    "cue": "сказал",
    "source": "капитан Илья Громов",
    "speakers": ["s1"],
}
LIS = {
    "type": "indirect",
    "content": "открыть кассу в семь",
    "cue": "пообещала",
    "source": "Диспетчер Анна Лис",
    "speakers": ["s3"],
}


def one_pass(annotator: str, **changes: Any) -> Article:
    """A pass over the text of the tests."""
    annotation = {"status": "single", "annotators": [annotator], "guidelines": "1.1", "date": "2026-01-31"}
    quotes = [GROMOV, *SUGGESTED[1:]]
    return record_from_draft({**DRAFT, "quotes": quotes, "topics": [TOPIC], "annotation": annotation, **changes}, TEXT)


def two_passes() -> tuple[Article, Article]:
    """Passes that differ in a cue, a type, a quote, a speaker's role, a mention, an entity and the topics."""
    other = [
        GROMOV,
        {**SUGGESTED[1], "cue": ["По", "словам"], "source": "его"},
        {**SUGGESTED[2], "type": "mixed", "content": "порт «опоздал с ремонтом»", "cue": "считают"},
        {**LIS, "id": "q4"},
    ]
    speakers = [{**SPEAKERS[0], "role": "капитан парома"}, *SPEAKERS[1:]]
    return one_pass("tester"), one_pass(
        "second",
        quotes=other,
        speakers=speakers,
        entities=[{"type": "PERSON", "at": "капитан Илья Громов"}, {"type": "PERSON", "at": "Анна Лис"}],
        topics=[TOPIC, "medtop:20000145"],
    )


def labels(found: Merge) -> list[tuple[str, str, str, str]]:
    return [(each.layer, each.label, each.a, each.b) for each in found.differences]


def applied(found: Merge, side: str) -> dict[str, Any]:
    """The layers after one side was taken everywhere, by the rules of the page's choices.js."""
    record = without_text(found.article).to_dict()
    for difference in found.differences:
        for change in difference.options[side]:
            if change["op"] == "topics":
                record["topics"] = change["value"]
                continue
            items = record[change["layer"]]
            if change["op"] == "put" and all(each["id"] != change["item"]["id"] for each in items):
                items.append(change["item"])
            elif change["op"] == "drop":
                items[:] = [each for each in items if each["id"] != change["id"]]
            for each in items:
                if change["op"] == "set" and each["id"] == change["id"]:
                    each[change["field"]] = change["value"]
                elif change["op"] == "drop-span" and each["id"] == change["id"]:
                    each[change["field"]] = [span for span in each[change["field"]] if span != change["span"]]
                elif (
                    change["op"] == "add-span" and each["id"] == change["id"] and change["span"] not in each["mentions"]
                ):
                    each["mentions"] = sorted([*each["mentions"], change["span"]], key=lambda span: span["start"])
    cited = {name for quote in record["quotes"] for name in (*quote["speakers"], *quote["addressees"])}
    idle = {speaker["id"] for speaker in found.pool} - cited
    known = {speaker["id"] for speaker in record["speakers"]}
    record["speakers"] = [each for each in record["speakers"] if each["id"] not in idle]
    record["speakers"] += [each for each in found.pool if each["id"] in cited - known]
    return record


def content_of(record: dict[str, Any]) -> dict[str, Any]:
    """What a record says, apart from ids and order: speakers by what is said of them."""
    speakers = {
        each["id"]: (each["name"], each["kind"], each["role"], tuple((m["start"], m["end"]) for m in each["mentions"]))
        for each in record["speakers"]
    }

    def spans(listed: list[dict[str, Any]]) -> tuple[tuple[int, int], ...]:
        return tuple((each["start"], each["end"]) for each in listed)

    return {
        "speakers": sorted(speakers.values()),
        "quotes": sorted(
            (
                spans(each["content"]),
                each["type"],
                each["medium"],
                each["factual"],
                spans(each["cue"]),
                spans(each["source"]),
                tuple(sorted((speakers[name] for name in each["speakers"]), key=repr)),
                tuple(sorted((speakers[name] for name in each["addressees"]), key=repr)),
            )
            for each in record["quotes"]
        ),
        "entities": sorted((each["type"], spans(each["spans"]), each["wikidata"] or "") for each in record["entities"]),
        "topics": record["topics"],
    }


def test_two_equal_passes_merge_without_a_difference() -> None:
    one, other = one_pass("tester"), one_pass("second")
    found = merge(one, other)
    assert found.differences == ()
    assert replace(found.article, annotation=one.annotation) == one
    assert found.article.annotation.annotators == ("tester", "second")


def test_what_differs_is_listed_once_each_with_its_place() -> None:
    found = merge(*two_passes())
    lis = TEXT.index("Анна Лис")
    captain, gromov = TEXT.index("капитан Илья"), TEXT.index("Илья Громов")
    assert labels(found) == [
        ("quotes", "type", "indirect", "mixed"),
        ("quotes", "quote", "none", "indirect quote"),
        ("speakers", "role of Илья Громов", "капитан", "капитан парома"),
        ("entities", "entity", f"PERSON {gromov}-{gromov + 11}", f"PERSON {captain}-{captain + 19}"),
        ("entities", "entity", "none", f"PERSON {lis}-{lis + 8}"),
        ("topics", "topics", TOPIC, f"{TOPIC}, medtop:20000145"),
    ]
    assert len({each.key for each in found.differences}) == len(found.differences)
    assert [quote.type for quote in found.article.quotes] == ["direct", "indirect", "indirect"]
    assert list(validate(found.article.to_dict(), level=2)) == []


@pytest.mark.parametrize(("side", "index"), [("a", 0), ("b", 1)])
def test_taking_one_side_everywhere_gives_that_pass(side: str, index: int) -> None:
    passes = two_passes()
    assert content_of(applied(merge(*passes), side)) == content_of(without_text(passes[index]).to_dict())


def test_taking_one_side_everywhere_gives_that_pass_of_real_passes() -> None:
    folder = ROOT / "corpus" / "constructed" / "passes"
    left, right = ({article.id: article for article in read_path(folder / f"model-{side}.jsonl")} for side in "ab")
    shared = sorted(left.keys() & right.keys())
    assert shared
    for identifier in shared:
        found = merge(left[identifier], right[identifier])
        assert len({each.key for each in found.differences}) == len(found.differences), identifier
        for side, article in (("a", left[identifier]), ("b", right[identifier])):
            record = without_text(article).to_dict()
            assert content_of(applied(found, side)) == content_of(record), (identifier, side)


def test_the_words_of_a_text_stand_in_no_row() -> None:
    passes = two_passes()
    for difference in merge(*passes).differences:
        row = difference.decision(ID, "a", "")
        for quote in passes[1].quotes:
            assert all((span.text or "") not in row.a + row.b for span in quote.content)


def test_passes_over_different_texts_are_refused() -> None:
    with pytest.raises(KavychkiError, match="different texts"):
        merge(one_pass("tester"), replace(one_pass("second"), text_sha256="0" * 64))
    with pytest.raises(KavychkiError, match="upstream"):
        merge(one_pass("tester"), replace(one_pass("second"), entities=None))


CELLS = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6))
def test_decisions_are_read_as_they_were_written(rows: list[tuple[str, str, str]], tmp_path_factory: Any) -> None:
    path = tmp_path_factory.mktemp("decisions") / "decisions.tsv"
    written = [Decision(ID, "quotes", str(n), str(n + 1), a, b, "other", why) for n, (a, b, why) in enumerate(rows)]
    write_decisions(path, written)
    assert read_decisions(path) == written


def test_a_table_of_another_form_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    path.write_text("id\tlayer\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"decisions\.tsv:1: expected the columns id, layer"):
        read_decisions(path)
    assert read_decisions(tmp_path / "none.tsv") == []


def test_the_decisions_of_the_corpus_are_of_this_form() -> None:
    rows = read_decisions(ROOT / "corpus" / "constructed" / "passes" / "decisions.tsv")
    assert {row.decision for row in rows} == {"a", "b", "other"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return corpus_of(tmp_path / "corpus", draft())


@pytest.fixture
def bench(folder: Path, tmp_path: Path) -> Adjudication:
    one, other = two_passes()
    return Adjudication.begin([one], [other], tmp_path / "out", Corpus.open(folder), "reader")


def stored(bench: Adjudication) -> Article:
    return bench.records.get(ID).article


def work_of(bench: Adjudication, choices: dict[str, Any]) -> Work:
    page = bench.open(ID)
    return Work.from_json({**{key: page[key] for key in ("digest", "layers", "undecided")}, "choices": choices})


def test_the_merged_part_is_a_draft_until_everything_is_decided(bench: Adjudication) -> None:
    assert stored(bench).annotation.status == "draft"
    some, *others = [each.key for each in bench.merges[ID].differences]
    assert bench.save(ID, work_of(bench, {some: {"decision": "a", "reason": "§2"}})).digest
    assert stored(bench).annotation.status == "draft"
    assert len(bench.remaining(ID)) == len(others)
    choices = {key: {"decision": "other", "reason": ""} for key in (some, *others)}
    assert bench.save(ID, work_of(bench, choices)).digest
    assert stored(bench).annotation.status == "adjudicated"
    assert stored(bench).annotation.annotators == ("tester", "second", "reader")
    assert bench.remaining(ID) == []


def test_an_earlier_run_is_gone_on_with(bench: Adjudication, folder: Path, tmp_path: Path) -> None:
    key = bench.merges[ID].differences[0].key
    bench.save(ID, work_of(bench, {key: {"decision": "b", "reason": "a\treason\nof two lines"}}))
    again = Adjudication.begin([two_passes()[0]], [two_passes()[1]], tmp_path / "out", Corpus.open(folder), "reader")
    assert again.open(ID)["choices"] == {key: {"decision": "b", "reason": "a reason of two lines"}}
    assert stored(again) == stored(bench)


@pytest.mark.parametrize(
    "choices", [{"no|such": {"decision": "a", "reason": ""}}, {"x": 1}, {"x": {"decision": "c", "reason": ""}}]
)
def test_choices_of_another_shape_are_refused(bench: Adjudication, choices: dict[str, Any]) -> None:
    with pytest.raises(BadRequestError):
        bench.save(ID, work_of(bench, choices))
    assert stored(bench).annotation.status == "draft"


def test_equal_passes_are_adjudicated_at_once(folder: Path, tmp_path: Path) -> None:
    bench = Adjudication.begin(
        [one_pass("tester")], [one_pass("second")], tmp_path / "out", Corpus.open(folder), "reader"
    )
    assert stored(bench).annotation.status == "adjudicated"


def test_who_made_a_pass_does_not_decide(folder: Path, tmp_path: Path) -> None:
    corpus = Corpus.open(folder)
    with pytest.raises(KavychkiError, match="a third must decide"):
        Adjudication.begin([one_pass("tester")], [one_pass("second")], tmp_path / "out", corpus, "second")
    with pytest.raises(KavychkiError, match="both passes are by tester"):
        Adjudication.begin([one_pass("tester")], [one_pass("tester")], tmp_path / "out", corpus, "reader")
    with pytest.raises(KavychkiError, match="no article is on both sides"):
        Adjudication.begin([one_pass("tester")], [], tmp_path / "out", corpus, "reader")
    assert not (tmp_path / "out").exists()


def test_texts_that_may_not_be_shipped_stay_out_of_what_is_written(folder: Path, tmp_path: Path) -> None:
    corpus = Corpus.open(folder)
    passes = [replace(each, id="press-9100", collection="press", origin="news") for each in two_passes()]
    TextStore.default().put(TEXT)
    bench = Adjudication.begin([passes[0]], [passes[1]], tmp_path / "out", corpus, "reader")
    page = bench.open("press-9100")
    assert page["text"] == TEXT
    choices = {each["key"]: {"decision": "other", "reason": ""} for each in page["differences"]}
    work = Work.from_json({**{key: page[key] for key in ("digest", "layers", "undecided")}, "choices": choices})
    assert bench.save("press-9100", work).digest
    for path in (tmp_path / "out").iterdir():
        assert "Паром" not in path.read_text(encoding="utf-8")
        assert "починят" not in path.read_text(encoding="utf-8")


def test_a_collection_that_the_corpus_does_not_have_is_named(folder: Path, tmp_path: Path) -> None:
    one, other = (replace(each, id="x-1", collection="x") for each in two_passes())
    with pytest.raises(KavychkiError, match="no collection 'x'"):
        Adjudication.begin([one], [other], tmp_path / "out", Corpus.open(folder), "reader")


def write_passes(folder: Path, *passes: Article) -> list[Path]:
    paths = [folder / f"pass-{number}.jsonl" for number in range(len(passes))]
    for path, article in zip(paths, passes, strict=True):
        path.write_bytes(canonical_line(article) + b"\n")
    return paths


def test_without_a_browser_the_rest_is_listed(kavychki_command: Run, folder: Path, tmp_path: Path) -> None:
    one, other = write_passes(tmp_path, *two_passes())
    options = ["--no-browser", "--annotator", "reader", "--corpus", folder]
    done = kavychki_command("adjudicate", one, other, "-o", tmp_path / "out", *options)
    assert done.returncode == 1
    assert [line.split("\t")[1] for line in done.stdout.splitlines()] == [
        each.layer for each in merge(*two_passes()).differences
    ]
    assert "6 differences remain: 2 in quotes, 1 in speakers, 2 in entities, 1 in topics" in done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["articles.jsonl", "decisions.tsv"]

    same = write_passes(tmp_path, one_pass("tester"), one_pass("second"))
    done = kavychki_command("adjudicate", *same, "-o", tmp_path / "same", *options)
    assert (done.returncode, done.stdout) == (0, "")
    assert "all decided" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["review", "--annotator", "nobody"], "no annotator 'nobody'"),
        (["review", "constructed-1", "--annotator", "reader"], "no record constructed-1"),
        (["review", "--collection", "x", "--annotator", "reader"], "no collection 'x'"),
        (["review", "--status", "reviewed", "--annotator", "reader"], "has the status 'reviewed'"),
        (["review"], "Missing option '--annotator'"),
    ],
)
def test_review_says_what_is_wrong(kavychki_command: Run, folder: Path, arguments: list[str], message: str) -> None:
    done = kavychki_command(*arguments, "--corpus", folder)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_an_interrupt_ends_the_server_in_good_order(folder: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "kavychki",
        "review",
        "--annotator",
        "reader",
        "--corpus",
        str(folder),
        "--no-open",
    ]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "1 record at http://127.0.0.1:" in process.stdout.readline()
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "stopped" in errors
    assert "Traceback" not in errors


def test_without_the_extra_the_command_says_what_to_install(folder: Path) -> None:
    code = (
        "import sys; sys.modules['starlette'] = sys.modules['uvicorn'] = None\n"
        f"sys.argv = ['kavychki', 'review', '--annotator', 'reader', '--corpus', {str(folder)!r}]\n"
        "from kavychki.cli.main import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'kavychki[review]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_passes_are_adjudicated_in_the_page(browser: Browser, bench: Adjudication) -> None:
    problems: list[str] = []
    with served(bench) as url:
        page = opened(browser, url, problems)
        left = page.locator("#bar progress")
        assert left.get_attribute("max") == "6"
        press(page, "KeyJ")
        expect(page.locator("li.difference.current .option.b .value")).to_have_text("mixed")
        assert [each["id"] for each in Axe().run(page).response["violations"]] == []
        press(page, "KeyB")  # the type
        press(page, "KeyR")
        page.keyboard.type("§9: her words are reported")
        page.keyboard.press("Tab")
        page.evaluate("document.activeElement.blur()")
        press(page, "KeyB")  # the quote of Anna Lis
        page.get_by_role("button", name="Take all speakers of A").click()
        page.click("#tab-quotes")
        press(page, "KeyJ", "KeyF")  # by hand: the first quote is not factual
        page.click("#tab-differences")
        press(page, "KeyJ*2", "KeyX")  # an entity: neither
        press(page, "Shift+KeyA", "Control+KeyS")
        expect(page.locator("#status")).to_contain_text("Saved as adjudicated")
        page.reload()
        page.wait_for_selector("body[data-ready]")
        expect(page.locator("li.difference.decided")).to_have_count(6)
        page.close()
    assert problems == []
    record = stored(bench)
    assert record.annotation.status == "adjudicated"
    assert [(quote.type, quote.factual, quote.content[0].text) for quote in record.quotes] == [
        ("direct", False, "Паром стоит"),
        ("indirect", True, "мотор 🔧 починят за день"),
        ("mixed", True, "порт «опоздал с ремонтом»"),
        ("indirect", True, "открыть кассу в семь"),
    ]
    names = {speaker.id: (speaker.name, speaker.role) for speaker in record.speakers}
    assert [names[name] for name in record.quotes[3].speakers] == [("Анна Лис", "диспетчер")]
    assert names[record.quotes[0].speakers[0]] == ("Илья Громов", "капитан")
    assert record.topics == (TOPIC,)
    assert list(validate(record.to_dict(), level=3)) == []
    rows = read_decisions(bench.decisions)
    assert sorted((row.layer, row.decision) for row in rows) == [
        ("entities", "a"),
        ("entities", "other"),
        ("quotes", "b"),
        ("quotes", "b"),
        ("speakers", "a"),
        ("topics", "a"),
    ]
    assert [row.reason for row in rows if row.reason] == ["§9: her words are reported"]
    assert all(row.id == ID for row in rows)
    assert isinstance(record.annotation, Annotation)

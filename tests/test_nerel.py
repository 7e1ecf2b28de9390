from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import ROOT
from kavychki import Article, Corpus, hydrate, read_articles
from kavychki.hydration import Hydrator, TextStore
from kavychki.hydration.fingerprints import Fingerprint, read_fingerprints
from kavychki.io.serialisation import canonical_line
from kavychki.model import Annotation, Entity, Span, Speaker
from kavychki.model.surfaces import with_text, without_text
from kavychki.model.vocabulary import EntityType, SpeakerKind
from kavychki.text import canonical_text, text_sha256
from kavychki.upstream.linking import ItemProposal, speaker_wikidata, with_items
from kavychki.upstream.nerel import record_id, sample
from upstream_sample import TEXT, upstreamed, write_copies, write_upstream_corpus

ID_PATTERN = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
SCRIPT = ROOT / "scripts" / "nerel_sample.py"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)], capture_output=True, text=True, check=False, cwd=ROOT, timeout=120
    )


# Ids and the draw


@pytest.mark.parametrize(
    ("path", "identifier"),
    [
        ("train/160284_text.txt", "nerel-160284"),
        ("train/160284.ann", "nerel-160284"),
        ("train/04_12_12g.txt", "nerel-04-12-12g"),
        ("test/2027_.txt", "nerel-2027-x"),
        ("dev/Some_Name.txt", "nerel-some-name"),
    ],
)
def test_ids_come_from_file_names(path: str, identifier: str) -> None:
    assert record_id(path) == identifier
    assert ID_PATTERN.fullmatch(identifier)


def test_the_draw_keeps_dev_and_test_and_depends_on_the_paths_alone() -> None:
    train = [f"train/{number}_text.txt" for number in range(200)]
    others = ["dev/7_text.txt", "test/8.txt"]
    drawn = sample([*train, *others, "train/1_text.ann"], train=20)
    assert set(others) <= set(drawn)
    assert len(drawn) == 22
    assert sample([*others, *reversed(train)], train=20) == drawn
    assert set(sample(train, train=10)) < set(drawn)
    assert [path.split("/")[0] for path in drawn] == ["dev", "test", *["train"] * 20]


def write_upstream(folder: Path) -> Path:
    for name in ("train/1_text", "dev/2", "test/3_"):
        path = folder / name
        path.parent.mkdir(parents=True)
        path.with_suffix(".txt").write_text(f"Текст {name}\n", encoding="utf-8")
        path.with_suffix(".ann").write_text("T1\tNUMBER 0 5\tТекст\n", encoding="utf-8")
    return folder


def test_the_script_lists_the_sample_and_writes_the_texts_outside_the_repository(tmp_path: Path) -> None:
    upstream = write_upstream(tmp_path / "upstream")
    done = run(SCRIPT, upstream, "--texts", tmp_path / "texts")
    assert done.returncode == 0, done.stderr
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert rows[0] == ["id", "split", "upstream", "length"]
    assert rows[1] == ["nerel-2", "dev", "dev/2.txt", "12"]
    assert [row[0] for row in rows[1:]] == ["nerel-2", "nerel-3-x", "nerel-1"]
    assert {path.name for path in (tmp_path / "texts").iterdir()} == {f"{row[0]}.txt" for row in rows[1:]}
    assert "outside the repository" in run(SCRIPT, upstream, "--texts", ROOT / "texts").stderr
    (upstream / "dev" / "2_text.txt").write_text("Ещё один", encoding="utf-8")
    done = run(SCRIPT, upstream)
    assert (done.returncode, done.stderr) == (1, "several files have the id nerel-2\n")


def test_ids_of_all_of_nerel_are_unique_and_the_sample_is_300(shared: Path) -> None:
    folder = shared / "texts" / "nerel"
    paths = [path.relative_to(folder).as_posix() for path in folder.glob("*/*.txt")]
    ids = {record_id(path) for path in paths}
    assert len(paths) == len(ids) == 933
    assert all(ID_PATTERN.fullmatch(each) for each in ids)
    drawn = sample(paths)
    assert [sum(path.startswith(split) for path in drawn) for split in ("train/", "dev/", "test/")] == [113, 94, 93]
    fingerprints = read_fingerprints(ROOT / "corpus", "nerel")
    assert fingerprints == {
        record_id(path): Fingerprint.of(record_id(path), read(folder / path), read((folder / path).with_suffix(".ann")))
        for path in drawn
    }


def read(path: Path) -> str:
    return canonical_text(path.read_bytes())


def test_every_record_of_the_corpus_has_a_fingerprint_and_leaves_entities_to_upstream() -> None:
    corpus = Corpus.open(ROOT / "corpus")
    fingerprints = read_fingerprints(corpus.path, "nerel")
    for article in read_articles(corpus, "nerel"):
        assert article.entities is None
        assert article.id == record_id(article.upstream or "")
        assert fingerprints[article.id].text_sha256 == article.text_sha256
        assert fingerprints[article.id].annotation_sha256


def bare_record(identifier: str, path: str, text: str) -> Article:
    annotation = Annotation("draft", ("model-a",), "1.1", "2026-01-31")
    sha256, length = text_sha256(text), len(text)
    return Article(
        identifier,
        1,
        "nerel",
        "news",
        None,
        "ru",
        None,
        None,
        path,
        None,
        sha256,
        length,
        None,
        None,
        (),
        (),
        (),
        None,
        annotation,
    )


def test_all_300_are_hydrated_and_become_text_free_again(shared: Path, tmp_path: Path) -> None:
    folder = shared / "texts" / "nerel"
    paths = sample(path.relative_to(folder).as_posix() for path in folder.glob("*/*.txt"))
    records = sorted((bare_record(record_id(path), path, read(folder / path)) for path in paths), key=lambda r: r.id)
    (tmp_path / "nerel").mkdir()
    for name in ("collections.json", "annotators.json", "nerel/fingerprints.tsv"):
        (tmp_path / name).write_bytes((ROOT / "corpus" / name).read_bytes())
    (tmp_path / "nerel" / "articles.jsonl").write_bytes(b"".join(canonical_line(each) + b"\n" for each in records))
    corpus = Corpus.open(tmp_path)
    report = hydrate("nerel", folder, corpus=corpus)
    assert report.complete
    assert len(report.found) == 300
    assert set(report.inconsistencies) <= set(report.found)
    hydrator = Hydrator(corpus, TextStore.default())
    for record in records:
        found = hydrator.hydrated(record)
        assert found is not None
        assert found.article.entities
        assert canonical_line(replace(without_text(found.article), entities=None)) == canonical_line(record)


# Items of speakers

WORDS = "Глава «Моста» Пётр Ветров и Анна Ветрова. Ветров ждёт. Сообщает «Вестник Вьюнки», пресс-служба банка молчит."


def span(words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = WORDS.index(words, start + 1)
    return Span(start, start + len(words), words)


def entity(kind: EntityType, words: str, item: str | None, nth: int = 0) -> Entity:
    return Entity("e1", kind, (span(words, nth),), item)


def proposals(who: Speaker, *entities: Entity) -> list[ItemProposal]:
    article = replace(with_text(upstreamed(), TEXT), text=WORDS, speakers=(who,))
    return speaker_wikidata(article, entities)


def speaker(name: str, *mentions: Span, kind: SpeakerKind = "person", item: str | None = None) -> Speaker:
    return Speaker("s1", name, kind, "named", None, item, mentions)


PETR = speaker("Пётр Ветров", span("Пётр Ветров"), span("Ветров", 2))


@pytest.mark.parametrize(
    ("who", "entities", "expected"),
    [
        (PETR, [entity("PERSON", "Пётр Ветров", "Q1")], ("proposed", ("Q1",))),
        (PETR, [entity("PERSON", "Ветров", "Q1", 2)], ("proposed", ("Q1",))),
        (PETR, [entity("PERSON", "Пётр Ветров", "Q1"), entity("PERSON", "Ветров", None, 2)], ("proposed", ("Q1",))),
        (
            PETR,
            [entity("PERSON", "Пётр Ветров", "Q1"), entity("PERSON", "Ветров", "Q2", 2)],
            ("ambiguous", ("Q1", "Q2")),
        ),
        (PETR, [entity("PERSON", "Пётр Ветров", None)], None),
        (PETR, [entity("PERSON", "Анна Ветрова", "Q1")], None),
        (PETR, [entity("ORGANIZATION", "Пётр Ветров", "Q1")], None),
        (replace(PETR, wikidata="Q1"), [entity("PERSON", "Пётр Ветров", "Q1")], ("confirmed", ("Q1",))),
        (replace(PETR, wikidata="Q7"), [entity("PERSON", "Пётр Ветров", "Q1")], ("conflict", ("Q1",))),
        (replace(PETR, mentions=()), [entity("PERSON", "Пётр Ветров", "Q1")], ("proposed", ("Q1",))),
        (
            speaker("Ветров", span("Глава «Моста» Пётр Ветров")),
            [entity("PERSON", "Пётр Ветров", "Q1"), entity("ORGANIZATION", "Моста", "Q2")],
            ("proposed", ("Q1",)),
        ),
        (
            speaker("Ветровы", span("Пётр Ветров и Анна Ветрова")),
            [entity("PERSON", "Пётр Ветров", "Q1"), entity("PERSON", "Анна Ветрова", "Q2")],
            None,
        ),
        (
            replace(speaker("глава", span("Глава «Моста» Пётр Ветров")), anonymity="partial"),
            [entity("PERSON", "Пётр Ветров", "Q1")],
            None,
        ),
        (speaker("Ада Чижова", span("Глава «Моста» Пётр Ветров")), [entity("PERSON", "Ветров", "Q1")], None),
        (speaker("банк", span("банка"), kind="organization"), [entity("ORGANIZATION", "банка", "Q4")], None),
        (
            replace(speaker("Мост", span("Моста"), kind="organization"), anonymity="partial"),
            [entity("ORGANIZATION", "Моста", "Q2")],
            None,
        ),
        (
            speaker("Вестник Вьюнки", span("«Вестник Вьюнки»"), kind="media"),
            [entity("ORGANIZATION", "Вестник Вьюнки", "Q3")],
            ("proposed", ("Q3",)),
        ),
        (
            speaker("пресс-служба банка", span("пресс-служба банка"), kind="organization"),
            [entity("ORGANIZATION", "банка", "Q4")],
            None,
        ),
    ],
)  # fmt: skip
def test_items_are_proposed_where_the_entities_leave_no_doubt(
    who: Speaker, entities: list[Entity], expected: tuple[str, tuple[str, ...]] | None
) -> None:
    found = proposals(who, *entities)
    assert [(each.verdict, each.items) for each in found] == ([expected] if expected else [])


def test_only_what_is_proposed_goes_into_the_article() -> None:
    article = upstreamed()
    assert article.speakers[0].wikidata is None
    filled = with_items(
        article, [ItemProposal("s1", "proposed", ("Q1",)), ItemProposal("s2", "ambiguous", ("Q1", "Q2"))]
    )
    assert [each.wikidata for each in filled.speakers] == ["Q1", None]
    assert with_items(filled, [ItemProposal("s1", "proposed", ("Q9",))]) == filled


def test_the_script_lists_proposals_and_writes_them_where_asked(tmp_path: Path) -> None:
    corpus = write_upstream_corpus(tmp_path / "corpus")
    shard = corpus / "upstreamed" / "articles.jsonl"
    before = shard.read_bytes()
    script = ROOT / "scripts" / "link_speakers.py"
    done = run(script, shard, "--corpus", corpus)
    assert done.returncode == 1
    assert "1 records have no text or no entities here" in done.stderr
    folder = write_copies(tmp_path / "upstream" / "dev")
    (folder / "a").rename(folder / "1_text.txt")
    (folder / "b").rename(folder / "1_text.ann")
    by_folder = run(script, shard, "--upstream", tmp_path / "upstream")
    hydrate("upstreamed", write_copies(tmp_path / "copies"), corpus=Corpus.open(corpus))
    done = run(script, shard, "--corpus", corpus)
    assert by_folder.stdout == done.stdout
    assert (done.returncode, done.stdout.splitlines()[1:]) == (0, ["upstreamed-1\ts1\tПётр Ветров\tproposed\tQ424242"])
    assert shard.read_bytes() == before
    run(script, shard, "--corpus", corpus, "--write")
    (article,) = read_articles(Corpus.open(corpus), "upstreamed")
    assert article.speakers[0].wikidata == "Q424242"
    assert run(script, shard, "--corpus", corpus).stdout.splitlines()[1].endswith("confirmed\tQ424242")

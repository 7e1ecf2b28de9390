"""Making a release: what is in it, what it is called, what it is refused for."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import datasets
import jsonschema
import pytest
import yaml

from conftest import ROOT
from kavychki import Store
from kavychki.errors import DatasetError, ReleaseError
from kavychki.hydration import TextStore
from kavychki.io.checksums import differences
from kavychki.model.surfaces import without_text
from kavychki.releases import making
from kavychki.releases.changelog import UNRELEASED, read_section
from kavychki.releases.checkout import Checkout
from kavychki.releases.columns import ColumnChange
from kavychki.releases.diff import Change, Difference
from kavychki.releases.folder import Release
from kavychki.releases.identity import identify
from kavychki.releases.making import make_release
from kavychki.releases.rules import broken_rules, smallest_step
from kavychki.releases.zenodo import zenodo
from project import VERSION, commit, git, store_of, withheld, write_project
from samples import COLLECTIONS, article, line, record, text_free
from schemas import stored_schema

# What https://developers.zenodo.org lists for a deposit's metadata, with the closed vocabularies of those used here.
ZENODO: dict[str, Any] = {
    "type": "object",
    "required": ["upload_type", "title", "creators", "description", "access_right", "license", "publication_date"],
    "additionalProperties": False,
    "properties": {
        "upload_type": {"enum": ["publication", "poster", "presentation", "dataset", "image", "video", "software"]},
        "publication_date": {"pattern": r"^\d{4}-\d\d-\d\d$"},
        "title": {"type": "string", "minLength": 1},
        "creators": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name"],
                "additionalProperties": False,
                "properties": {name: {"type": "string"} for name in ("name", "affiliation", "orcid", "gnd")},
            },
        },
        "description": {"type": "string", "minLength": 1},
        "access_right": {"enum": ["open", "embargoed", "restricted", "closed"]},
        "license": {"type": "string"},
        "keywords": {"type": "array", "items": {"type": "string"}},
        "notes": {"type": "string"},
        "related_identifiers": {"type": "array", "items": {"required": ["identifier", "relation"]}},
        "version": {"type": "string"},
        "language": {"pattern": "^[a-z]{3}$"},
    },
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project(tmp_path_factory.mktemp("project") / "checkout")


@pytest.fixture(scope="module")
def released(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("released")
    return make_release(project, folder / "release", store=TextStore(folder / "none")).release.path


@pytest.fixture
def own(project: Path, tmp_path: Path) -> Path:
    """The project as a checkout that a test may change."""
    subprocess.run(["git", "clone", "--quiet", str(project), str(tmp_path / "own")], check=True)
    return tmp_path / "own"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Releases without packages, where a test is about something else."""
    monkeypatch.setattr(making, "build_packages", lambda *_: [])


def test_a_release_holds_everything_and_its_checksums(released: Path) -> None:
    assert {path.name for path in released.iterdir()} == {
        ".zenodo.json",
        "ATTRIBUTION.md",
        "CHANGES.md",
        "CITATION.cff",
        "LICENSE",
        "LICENSE-DATA",
        "SHA256SUMS",
        "dataset",
        f"kavychki-{VERSION}-py3-none-any.whl",
        f"kavychki-{VERSION}.tar.gz",
        "release.json",
    }
    assert {"ATTRIBUTION.md", "LICENSE-DATA", "CITATION.cff"} < {path.name for path in (released / "dataset").iterdir()}
    for folder in (released, released / "dataset"):
        done = subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=folder, check=False)
        assert done.returncode == 0
        assert list(differences(folder)) == []
    assert (released / "CHANGES.md").read_text("utf-8") == f"# Kavychki {VERSION}\n\n- The first one.\n"
    marker = json.loads((released / "release.json").read_text("utf-8"))
    assert (marker["version"], marker["date"], marker["trial"]) == (VERSION, "2026-01-31", False)
    assert marker["collections"]["press"] == {"records": 1, "texts": 0}


def test_the_dataset_of_a_release_loads(released: Path) -> None:
    rows = datasets.load_dataset(str(released / "dataset"), "standoff")
    assert sorted(row["id"] for split in rows.values() for row in split) == ["constructed-9001", "press-9001"]
    articles = datasets.load_dataset(str(released / "dataset"))
    assert [row["id"] for split in articles.values() for row in split] == ["constructed-9001"]


def test_the_attribution_names_every_text_and_every_source(released: Path) -> None:
    told = (released / "ATTRIBUTION.md").read_text("utf-8")
    assert "| `constructed-9001` | Мост через Вьюнку закрыли |  |  |" in told
    assert "This release carries 1 texts." in told
    assert "**no text** of it: offsets, labels and hashes of 1 records alone" in told
    assert "- How to get the texts: Ask the publisher." in told
    assert "press-9001" not in told


@pytest.mark.usefixtures("quick")
def test_titles_and_addresses_of_texts_are_told_as_they_are(tmp_path: Path) -> None:
    collections = deepcopy(COLLECTIONS)
    collections["open"] = {
        **COLLECTIONS["press"],
        "redistributable": True,
        "publisher": "The *Vyunka* Herald",
        "text_rights": "CC-BY-2.5",
        "upstream": {
            "url": "https://example.org/texts",
            "commit": "0123456789" * 4,
            "archive_sha256": None,
            "entities": None,
        },
    }
    text = "Мост | <закрыт>\n\nБольше ничего не сказано ни о мосте, ни о реке."
    bare = {"quotes": [], "speakers": [], "entities": [], "url": "https://example.org/a", "published": "2025-12-31"}
    whole = article("open-1", text, origin="news", title="Мост | <закрыт>", **bare)
    project = write_project(tmp_path / "project", article(), without_text(whole), collections=collections)
    with pytest.raises(
        ReleaseError, match="open: of the texts that the release should carry, 1 are not on this machine"
    ):
        make_release(project, tmp_path / "release", store=store_of(tmp_path / "none"))
    made = make_release(project, tmp_path / "release", store=store_of(tmp_path / "texts", text))
    told = (made.release.path / "ATTRIBUTION.md").read_text("utf-8")
    assert "| `open-1` | Мост \\| &lt;закрыт&gt; | 2025-12-31 | <https://example.org/a> |" in told
    assert "- Author or publisher: The \\*Vyunka\\* Herald\n- Licence of the texts: CC-BY-2.5\n" in told
    assert "- Taken from: <https://example.org/texts>, commit `0123456789" in told
    rows = datasets.load_dataset(str(made.release.dataset))
    assert text in [row["text"] for split in rows.values() for row in split]


def test_the_metadata_is_what_zenodo_reads(released: Path, project: Path) -> None:
    said = json.loads((released / ".zenodo.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(ZENODO).validate(said)
    assert said["creators"] == [{"name": "The testers"}, {"name": "Ветров, Пётр"}]
    assert (said["version"], said["publication_date"], said["language"]) == (VERSION, "2026-01-31", "rus")
    identity = identify(Checkout.at(project))
    identity.citation["repository-code"] = "https://example.org/kavychki"
    identity.citation["authors"][1]["orcid"] = "https://orcid.org/0000-0002-1825-0097"
    more = json.loads(zenodo(identity, "a & b"))
    jsonschema.Draft202012Validator(ZENODO).validate(more)
    assert more["creators"][1]["orcid"] == "0000-0002-1825-0097"
    assert more["related_identifiers"][0]["identifier"] == "https://example.org/kavychki"
    assert more["notes"] == "<p>a &amp; b</p>"


def test_the_project_itself_is_one_version() -> None:
    checkout = Checkout(ROOT)
    try:
        identity = identify(checkout, trial=True)
    except ReleaseError as error:
        pytest.skip(f"no git checkout: {error}") if "not a git" in str(error) else pytest.fail(str(error))
    assert identity.version == VERSION
    assert identity.name == f"kavychki-{VERSION}"


def test_a_release_made_again_has_the_same_bytes(project: Path, released: Path, tmp_path: Path) -> None:
    previous = os.umask(0o077)
    try:
        made = make_release(project, tmp_path / "again", store=TextStore(tmp_path / "none"))
    finally:
        os.umask(previous)
    assert (made.release.path / "SHA256SUMS").read_bytes() == (released / "SHA256SUMS").read_bytes()


def test_what_git_ignores_is_in_no_package(own: Path, tmp_path: Path) -> None:
    (own / "dist").mkdir()
    (own / "dist" / "leftover.txt").write_text("x")
    (own / "corpus" / ".lock").write_text("")
    (own / "src" / "kavychki" / "__pycache__").mkdir()
    (own / "src" / "kavychki" / "__pycache__" / "a.pyc").write_bytes(b"x")
    made = make_release(own, store=TextStore(tmp_path / "none"))
    assert made.release.path == own / "dist" / f"kavychki-{VERSION}"
    listed = subprocess.run(
        ["tar", "tzf", str(made.release.path / f"kavychki-{VERSION}.tar.gz")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "LICENSE-DATA" in listed
    assert not any(word in listed for word in ("leftover", ".lock", "pycache"))
    assert Checkout.at(own).changes() == []


@pytest.mark.parametrize("change", ["changed", "new", "removed", "staged"])
def test_a_tree_with_changes_is_refused(own: Path, change: str) -> None:
    if change == "removed":
        (own / "LICENSE").unlink()
    else:
        (own / ("README.md" if change == "changed" else "new.md")).write_text("Новое", "utf-8")
    if change == "staged":
        git(own, "add", "new.md")
    with pytest.raises(ReleaseError, match="the tree differs from its commit"):
        identify(Checkout.at(own))
    assert identify(Checkout.at(own), trial=True).trial


def edited(folder: Path, name: str, old: str, new: str) -> Checkout:
    path = folder / name
    before = path.read_text("utf-8")
    assert old in before
    path.write_text(before.replace(old, new), "utf-8")
    commit(folder)
    return Checkout.at(folder)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("CHANGELOG.md", f"## {VERSION} (", "## 7.7.7 (", "no section of version"),
        ("CHANGELOG.md", "2026-01-31", "soon", "'soon' is neither a day"),
        ("CHANGELOG.md", "- The first one.", "", "is empty: say what is new"),
        ("CHANGELOG.md", "2026-01-31", UNRELEASED, "is unreleased: give it its day"),
        ("CITATION.cff", f"version: {VERSION}", "version: 7.7.7", r"CITATION\.cff: version and date-released are"),
        ("CITATION.cff", "2026-01-31", "2026-02-01", r"CITATION\.cff: version and date-released are"),
        ("CITATION.cff", "date-released", "released", r"CITATION\.cff: tells no version"),
        ("CITATION.cff", "authors:", "authors: [", r"CITATION\.cff: tells no version"),
        ("pyproject.toml", f'version = "{VERSION}"', 'version = "1.0rc1"', "write MAJOR"),
        ("pyproject.toml", 'version = "', 'number = "', r"pyproject\.toml: tells no version"),
    ],
)
def test_files_that_do_not_agree_are_refused(own: Path, name: str, old: str, new: str, said: str) -> None:
    checkout = edited(own, name, old, new)
    with pytest.raises(ReleaseError, match=said):
        identify(checkout)


def test_an_unreleased_version_can_be_tried(own: Path) -> None:
    checkout = edited(own, "CHANGELOG.md", "2026-01-31", UNRELEASED)
    identity = identify(checkout, trial=True)
    assert (identity.trial, identity.date.isoformat()) == (True, "2026-01-31")


def test_another_version_than_the_installed_one_is_refused(own: Path) -> None:
    for name in ("pyproject.toml", "CHANGELOG.md", "CITATION.cff"):
        checkout = edited(own, name, VERSION, "7.7.7")
    with pytest.raises(ReleaseError, match=rf"version {VERSION} is installed, not 7\.7\.7"):
        identify(checkout)


def test_the_time_is_that_of_the_commit_unless_it_is_given(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert identify(Checkout.at(project)).epoch == 1769860800
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert identify(Checkout.at(project)).epoch == 1700000000
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(ReleaseError, match="SOURCE_DATE_EPOCH"):
        identify(Checkout.at(project))


def test_a_folder_that_is_no_checkout_is_refused(tmp_path: Path, project: Path) -> None:
    with pytest.raises(ReleaseError, match="not a git repository"):
        Checkout.at(tmp_path)
    with pytest.raises(ReleaseError, match="is not the top folder"):
        Checkout.at(project / "src")
    own = tmp_path / "own"
    own.mkdir()
    git(own, "init", "--quiet")
    (own / "link").symlink_to(ROOT)
    with pytest.raises(ReleaseError, match="is a symbolic link"):
        Checkout(own).export(tmp_path / "out")


@pytest.mark.usefixtures("quick")
def test_only_a_release_is_replaced(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "release"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")
    with pytest.raises(DatasetError, match=r"holds other files and no release\.json"):
        make_release(project, out, store=TextStore(tmp_path / "none"))
    assert (out / "thesis.txt").read_text() == "years of work"
    (out / "thesis.txt").unlink()
    for _ in range(2):
        make_release(project, out, store=TextStore(tmp_path / "none"))
    assert Release.open(out).version == VERSION


def test_packages_that_cannot_be_built_are_no_release(own: Path, tmp_path: Path) -> None:
    edited(own, "pyproject.toml", 'readme = "README.md"', 'readme = "NONE.md"')
    with pytest.raises(ReleaseError, match=r"the packages were not built[\s\S]*NONE\.md"):
        make_release(own, tmp_path / "release", store=TextStore(tmp_path / "none"))
    assert [path.name for path in tmp_path.iterdir()] == ["own"]


def test_the_script_makes_a_release_of_its_own_checkout(own: Path, tmp_path: Path) -> None:
    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(own / "scripts" / "release.py"), "--out", str(tmp_path / "release"), *arguments]
        environment = {**os.environ, "PYTHONPATH": str(own / "src"), "PYTHONDONTWRITEBYTECODE": "1", **more}
        return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)

    done = run()
    assert done.returncode == 0, done.stderr
    assert f"release {VERSION} in {tmp_path / 'release'}" in done.stdout
    assert "scripts/publish.py" in done.stdout
    foreign = run(PYTHONPATH="")
    assert foreign.returncode == 1
    assert "not this checkout's" in foreign.stderr
    (own / "new.md").write_text("Новое", "utf-8")
    dirty = run()
    assert (dirty.returncode, dirty.stdout) == (1, "")
    assert "nothing was made: the tree differs from its commit" in dirty.stderr
    assert "?? new.md" in dirty.stderr
    tried = run("--allow-dirty")
    assert tried.returncode == 0, tried.stderr
    assert "for trying" in tried.stdout
    assert Release.open(tmp_path / "release").trial


# From one release to the next.


@pytest.mark.usefixtures("quick")
def test_the_notes_say_which_records_differ(released: Path, own: Path, tmp_path: Path) -> None:
    changed = record("constructed-9001", genre="wire")
    (own / "corpus" / "constructed" / "articles.jsonl").write_bytes(line(changed))
    commit(own)
    with pytest.raises(ReleaseError, match=f"version {VERSION} does not come after {VERSION}"):
        make_release(own, tmp_path / "release", since=released, store=TextStore(tmp_path / "none"))
    made = make_release(own, tmp_path / "release", since=released / "dataset", store=TextStore(tmp_path / "none"))
    assert "## Records\n\n0 added, 1 changed (metadata 1), 0 withdrawn, 1 the same.\n" in made.release.notes
    assert "- `constructed-9001`: metadata" in made.release.notes


@pytest.mark.usefixtures("quick")
def test_a_record_may_not_vanish(released: Path, own: Path, tmp_path: Path) -> None:
    shard = own / "corpus" / "press" / "articles.jsonl"
    kept = line(text_free("press-9002"))
    shard.write_bytes(shard.read_bytes() + kept)
    commit(own)
    made = make_release(own, tmp_path / "two", since=released / "dataset", store=TextStore(tmp_path / "none"))
    assert "### Added\n\n- `press-9002`" in made.release.notes
    shard.write_bytes(kept)
    commit(own)
    since = made.release.dataset
    with pytest.raises(ReleaseError, match="press-9001 is gone and was not withdrawn"):
        make_release(own, tmp_path / "three", since=since, store=TextStore(tmp_path / "none"))
    shard.write_bytes(line(without_text(withheld())) + kept)
    Store.open(own / "corpus").remove(["press-9001"], "asked for by a reader")
    commit(own)
    made = make_release(own, tmp_path / "three", since=since, store=TextStore(tmp_path / "none"))
    assert ": asked for by a reader)" in made.release.notes


def difference(**changes: Any) -> Difference:
    return Difference(**{"added": (), "changed": (), "withdrawn": (), "same": 1, **changes})


@pytest.mark.parametrize(
    ("found", "step"),
    [
        (difference(), "PATCH"),
        (difference(changed=(Change("a-1", ("quotes", "annotation")),)), "PATCH"),
        (difference(withdrawn=("a-1",)), "PATCH"),
        (difference(added=("a-1",)), "MINOR"),
        (difference(changed=(Change("a-1", ("text",)),)), "MINOR"),
        (difference(columns=(ColumnChange("quotes.new", None, "string"),)), "MINOR"),
        (difference(columns=(ColumnChange("quotes.type", "label: a, b", "label: a, b, c"),)), "MINOR"),
        (difference(columns=(ColumnChange("quotes.type", "label: a, b", "label: a, c, b"),)), "MAJOR"),
        (difference(columns=(ColumnChange("quotes.old", "string", None),)), "MAJOR"),
        (difference(changed=(Change("a-1", ("split",)),)), "MAJOR"),
    ],
)
def test_what_differs_asks_for_a_step_of_the_version(found: Difference, step: str) -> None:
    assert smallest_step(found) == step
    numbers = {"PATCH": "1.2.4", "MINOR": "1.3.0", "MAJOR": "2.0.0"}
    order = list(numbers)
    listed = difference(**{f: getattr(found, f) for f in ("added", "changed", "columns")})
    for name, number in numbers.items():
        broken = list(broken_rules(listed, "1.2.3", number))
        assert bool(broken) == (order.index(name) < order.index(smallest_step(listed)))
    assert bool(list(broken_rules(listed, "0.2.3", "0.2.4"))) == (step != "PATCH" and found.withdrawn == ())
    assert list(broken_rules(listed, "0.2.3", "0.3.0")) == []
    assert list(broken_rules(listed, None, "0.0.1")) == []


def test_the_changelog_is_read_by_version(tmp_path: Path) -> None:
    path = tmp_path / "CHANGELOG.md"
    path.write_text(
        "# Changelog\n\nWords.\n\n## 0.2.0 (unreleased)\n\n- b\n\n## 0.1.0 (2026-01-31)\n\n- a\n- b\n", "utf-8"
    )
    assert read_section(path, "0.2.0").date is None
    section = read_section(path, "0.1.0")
    assert (str(section.date), section.text) == ("2026-01-31", "- a\n- b\n")
    with pytest.raises(ReleaseError, match=r"no section of version 0\.3\.0"):
        read_section(path, "0.3.0")
    with pytest.raises(ReleaseError, match="cannot be read"):
        read_section(tmp_path / "none.md", "0.1.0")


def test_the_citation_file_is_valid() -> None:
    citation = yaml.load((ROOT / "CITATION.cff").read_text("utf-8"), Loader=yaml.BaseLoader)
    schema = stored_schema('"$id": "https://citation-file-format.github.io/1.2.0/schema.json"')
    jsonschema.Draft7Validator(schema).validate(citation)


def test_a_touched_release_is_noticed(released: Path, tmp_path: Path) -> None:
    subprocess.run(["cp", "-r", str(released), str(tmp_path / "copy")], check=True)
    release = Release.open(tmp_path / "copy")
    release.require_untouched()
    (release.path / "LICENSE").write_text("mine")
    (release.path / "dataset" / "new.md").write_text("new")
    (release.path / "CHANGES.md").unlink()
    with pytest.raises(ReleaseError) as caught:
        release.require_untouched()
    assert str(caught.value).splitlines()[1:] == [
        "  CHANGES.md is missing",
        "  LICENSE has changed",
        "  dataset/new.md is not listed",
    ]
    (release.path / "SHA256SUMS").unlink()
    with pytest.raises(ReleaseError, match="SHA256SUMS cannot be read"):
        release.require_untouched()
    with pytest.raises(ReleaseError, match="is no release folder"):
        Release.open(tmp_path)
    assert hashlib.sha256((released / "LICENSE").read_bytes()).hexdigest() in (released / "SHA256SUMS").read_text(
        "utf-8"
    )

"""Publishing a release to a stand-in for the hub, over HTTP on the loopback interface."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import datasets
import huggingface_hub
import pytest

from conftest import ROOT
from hub import TOKEN, Commit, Hub, serving_hub
from kavychki.errors import ReleaseError
from kavychki.hydration import TextStore
from kavychki.io.checksums import write_checksums
from kavychki.releases.folder import Release
from kavychki.releases.hub import Plan, publish
from kavychki.releases.making import make_release
from project import VERSION, write_project

# huggingface_hub's own way of uploading by LFS.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")

REPOSITORY = "newsroom/kavychki"
TAG = f"v{VERSION}"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("released")
    project = write_project(folder / "project")
    return make_release(project, folder / "release", store=TextStore(folder / "none")).release.path


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A stand-in; this process may talk to it, with its token, and without Xet, so that contents can be compared."""
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    huggingface_hub.utils.disable_progress_bars()  # type: ignore[attr-defined]
    with serving_hub() as running:
        yield running
        huggingface_hub.utils.enable_progress_bars()  # type: ignore[attr-defined]
        huggingface_hub.close_session()


def plan(path: Path) -> Plan:
    return Plan.of(Release.open(path), REPOSITORY)


def local_files(released: Path) -> dict[str, bytes]:
    folder = released / "dataset"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def next_version(released: Path, folder: Path, change: Callable[[Path], object]) -> Release:
    """A copy of a release that bears the next version and differs as told."""
    shutil.copytree(released, folder)
    change(folder / "dataset")
    marker = json.loads((folder / "release.json").read_text("utf-8"))
    (folder / "release.json").write_text(json.dumps({**marker, "version": "9.9.9"}), "utf-8")
    write_checksums(folder)
    return Release.open(folder)


def test_a_release_is_one_commit_with_a_tag(released: Path, hub: Hub) -> None:
    done = publish(plan(released), endpoint=hub.url)
    there = hub.repositories[REPOSITORY]
    assert there.visibility is None
    assert [commit.message for commit in there.commits] == ["initial commit", f"Kavychki {VERSION}"]
    assert there.head.description == (released / "CHANGES.md").read_text("utf-8")
    assert there.tags == {TAG: done.commit} == {TAG: there.head.oid}
    published = {name: hub.content(REPOSITORY, name) for name in there.head.files}
    assert published.pop(".gitattributes")
    assert published == local_files(released)
    assert isinstance(there.head.files["articles/" + next(iter((released / "dataset/articles").iterdir())).name], str)
    assert done.url == f"{hub.url}/datasets/{REPOSITORY}/tree/{TAG}"
    assert done.removed == ()


def test_what_was_published_loads(released: Path, hub: Hub, tmp_path: Path) -> None:
    publish(plan(released), endpoint=hub.url)
    for name in hub.repositories[REPOSITORY].head.files:
        path = tmp_path / "downloaded" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(hub.content(REPOSITORY, name))
    loaded = datasets.load_dataset(str(tmp_path / "downloaded"), "quotes")
    assert sum(map(len, loaded.values())) == 3


def test_a_new_version_takes_the_place_of_the_old_one(released: Path, hub: Hub, tmp_path: Path) -> None:
    first = publish(plan(released), endpoint=hub.url)
    (stale,) = (path for path in (released / "dataset" / "topics").iterdir())
    later = next_version(released, tmp_path / "later", lambda dataset: (dataset / "topics" / stale.name).unlink())
    uploads = [request for request in hub.requests if request.startswith("PUT")]
    done = publish(Plan.of(later, REPOSITORY), endpoint=hub.url)
    assert done.removed == (f"topics/{stale.name}",)
    there = hub.repositories[REPOSITORY]
    assert set(there.head.files) == {".gitattributes", *local_files(later.path)}
    assert there.tags == {TAG: first.commit, "v9.9.9": done.commit}
    assert [request for request in hub.requests if request.startswith("PUT")] == uploads


def test_a_version_is_published_once(released: Path, hub: Hub) -> None:
    first = publish(plan(released), endpoint=hub.url)
    with pytest.raises(ReleaseError, match=f"has {TAG} already \\(commit {first.commit}\\)"):
        publish(plan(released), endpoint=hub.url)
    assert len(hub.repositories[REPOSITORY].commits) == 2


def test_a_new_repository_can_be_private(released: Path, hub: Hub) -> None:
    publish(plan(released), endpoint=hub.url, private=True)
    assert hub.repositories[REPOSITORY].visibility == "private"


def test_a_repository_that_holds_something_else_is_left_alone(released: Path, hub: Hub) -> None:
    publish(plan(released), endpoint=hub.url)
    there = hub.repositories[REPOSITORY]
    there.tags.clear()
    there.commits[:] = [Commit("0" * 40, "mine", "", {".gitattributes": b"", "thesis.txt": b"years of work"})]
    with pytest.raises(ReleaseError, match=r"holds something else \(thesis\.txt, …\): give a new repository"):
        publish(plan(released), endpoint=hub.url)
    assert there.head.files["thesis.txt"] == b"years of work"
    assert len(there.commits) == 1


@pytest.mark.parametrize(
    ("request_", "status", "said"),
    [
        (
            "repos/create",
            401,
            "answered 401: it does not know who you are. Log in with `hf auth login`, or set ",
        ),
        ("repos/create", 404, "is no hub. Check the name and --endpoint"),
        ("repos/create", 500, "answered 500: it has trouble of its own. Publish again later"),
        ("/refs", 403, f"answered 403: your token may not write to {REPOSITORY}"),
        ("/refs", 404, f"there is no {REPOSITORY}"),
        ("validate-yaml", 401, "answered 401"),
        ("preupload", 403, "answered 403: your token may not write"),
        ("objects/batch", 403, "answered 403"),
        ("PUT /lfs", 403, "answered 403: your token may not write to newsroom/kavychki. "),
        ("/commit/", 403, "answered 403"),
        ("/commit/", 412, "somebody else has changed newsroom/kavychki meanwhile. Publish again"),
        ("/commit/", 429, "too many requests"),
        ("/commit/", 500, "answered 500"),
        ("/commit/", 418, "answered 418: refused by the stand-in"),
    ],
)
def test_a_refusal_is_said_plainly_and_nothing_is_published(
    released: Path, hub: Hub, request_: str, status: int, said: str
) -> None:
    hub.refusals[request_] = status
    with pytest.raises(ReleaseError) as caught:
        publish(plan(released), endpoint=hub.url)
    assert said in str(caught.value)
    assert str(caught.value).endswith("; nothing was published")
    assert "\n" not in str(caught.value)
    assert all(len(there.commits) == 1 and not there.tags for there in hub.repositories.values())


def test_an_unknown_token_is_said_plainly(released: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_another")
    with pytest.raises(ReleaseError, match="it does not know who you are"):
        publish(plan(released), endpoint=hub.url)
    assert hub.repositories == {}


def test_a_hub_that_cannot_be_reached_is_said_plainly(released: Path, hub: Hub) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ReleaseError, match=f"http://127.0.0.1:{port} cannot be reached: .*; nothing was published"):
        publish(plan(released), endpoint=f"http://127.0.0.1:{port}")
    assert hub.requests == []


def test_offline_mode_is_said_plainly(released: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(ReleaseError, match="HF_HUB_OFFLINE is set: unset it to publish; nothing was published"):
        publish(plan(released), endpoint=hub.url)


def test_what_is_no_hub_is_said_plainly(released: Path, hub: Hub) -> None:
    hub.answers["repos/create"] = {"welcome": "to my page"}
    with pytest.raises(ReleaseError, match=r"answered as no hub does .*check --endpoint; nothing was published"):
        publish(plan(released), endpoint=hub.url)


def test_two_who_publish_at_once_do_not_mix(released: Path, hub: Hub) -> None:
    def meanwhile(_: Hub) -> None:
        there = hub.repositories[REPOSITORY]
        there.commits.append(Commit("f" * 40, "by another", "", {**there.head.files, "build.json": b"{}"}))
        hub.before_commit = lambda _: None

    hub.before_commit = meanwhile
    with pytest.raises(ReleaseError, match="somebody else has changed"):
        publish(plan(released), endpoint=hub.url)
    assert hub.repositories[REPOSITORY].head.message == "by another"
    done = publish(plan(released), endpoint=hub.url)
    assert hub.repositories[REPOSITORY].tags == {TAG: done.commit}


def test_a_tag_that_failed_is_set_when_published_again(released: Path, hub: Hub) -> None:
    hub.refusals["/tag/"] = 500
    with pytest.raises(ReleaseError, match=rf"commit \w+ is published, its tag {TAG} is not: publish again"):
        publish(plan(released), endpoint=hub.url)
    there = hub.repositories[REPOSITORY]
    assert (len(there.commits), there.tags) == (2, {})
    hub.refusals.clear()
    done = publish(plan(released), endpoint=hub.url)
    assert (len(there.commits), there.tags) == (2, {TAG: there.head.oid})
    assert done.commit == there.head.oid


def test_an_answer_that_is_lost_is_no_claim(released: Path, hub: Hub) -> None:
    hub.dropped.add("/commit/")
    with pytest.raises(ReleaseError, match="whether newsroom/kavychki has the commit is not certain"):
        publish(plan(released), endpoint=hub.url)
    hub.dropped.clear()
    publish(plan(released), endpoint=hub.url)
    assert len(hub.repositories[REPOSITORY].commits) == 2


def test_a_trial_or_a_touched_release_is_never_published(released: Path, hub: Hub, tmp_path: Path) -> None:
    later = next_version(released, tmp_path / "later", lambda _: None)
    marker = json.loads((later.path / "release.json").read_text("utf-8"))
    (later.path / "release.json").write_text(json.dumps({**marker, "trial": True}), "utf-8")
    with pytest.raises(ReleaseError, match=r"is not as it was made[\s\S]*release\.json has changed"):
        plan(later.path)
    write_checksums(later.path)
    with pytest.raises(ReleaseError, match="was made for trying"):
        publish(plan(later.path), endpoint=hub.url)
    assert hub.requests == []


@pytest.mark.parametrize("name", ["kavychki", "a/b/c", "a/", "новости/кавычки", "a--b/c..d", ""])
def test_a_name_that_is_none_is_refused(released: Path, name: str) -> None:
    with pytest.raises(ReleaseError, match="is no repository"):
        Plan.of(Release.open(released), name)


def run(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "publish.py"), *map(str, arguments)]
    environment = {**os.environ, "HF_TOKEN": TOKEN, "HF_HUB_OFFLINE": "0", "HF_HUB_DISABLE_PROGRESS_BARS": "1", **more}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.mark.parametrize("without_xet", ["0", "1"])
def test_the_script_publishes(released: Path, hub: Hub, without_xet: str) -> None:
    done = run(released, REPOSITORY, "--endpoint", hub.url, HF_HUB_DISABLE_XET=without_xet)
    assert done.returncode == 0, done.stderr
    there = hub.repositories[REPOSITORY]
    assert done.stdout.splitlines()[-2:] == [
        f"published {TAG}, commit {there.head.oid}",
        f"{hub.url}/datasets/{REPOSITORY}/tree/{TAG}",
    ]
    assert set(there.head.files) == {".gitattributes", *local_files(released)}
    assert bool(hub.xet) == (without_xet == "0")
    again = run(released, REPOSITORY, "--endpoint", hub.url)
    assert again.returncode == 1
    assert again.stderr.startswith(f"{REPOSITORY} has {TAG} already")


def test_a_dry_run_says_what_would_be_done_and_asks_nobody(released: Path, hub: Hub) -> None:
    done = run(released, REPOSITORY, "--dry-run", "--private", HF_ENDPOINT=hub.url)
    assert done.returncode == 0, done.stderr
    assert hub.requests == []
    lines = done.stdout.splitlines()
    files = local_files(released)
    assert lines[1] == f"would make the private dataset repository {REPOSITORY}, if it is not there"
    assert lines[2].startswith(f"would commit {len(files)} files, {sum(map(len, files.values())):,} bytes, as ")
    assert {line.split()[-1] for line in lines if line.startswith("   ")} == set(files)
    assert f"would tag the commit {TAG}" in lines[-1]


def test_the_script_refuses_what_holds_text_that_may_not_be_passed_on(
    released: Path, hub: Hub, tmp_path: Path, cache: Path
) -> None:
    text = "Совсем другая статья, о которой в хранилище известно всё, от первого слова и до последнего."
    TextStore(cache / "texts").put(text)
    later = next_version(released, tmp_path / "later", lambda dataset: (dataset / "note.md").write_text(text, "utf-8"))
    done = run(later.path, REPOSITORY, "--endpoint", hub.url)
    assert (done.returncode, done.stdout) == (1, "")
    assert "dataset/note.md: holds a stretch of a text that may not be passed on" in done.stderr
    assert hub.requests == []
    assert run(tmp_path, REPOSITORY).stderr == f"{tmp_path} is no release folder: make one with scripts/release.py\n"

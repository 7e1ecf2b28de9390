from __future__ import annotations

import hashlib
import random
import socket
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from kavychki.cli import hydrate as hydrate_command
from kavychki.cli.main import main
from kavychki.errors import HydrationError
from kavychki.hydration.download import Policy, Watch, archive_url, download, upstream_archive
from kavychki.model import Upstream
from samples import text_free, write_corpus
from servers import Answer, Server, serving

CONTENT = random.Random(1).randbytes(300_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
PINNED = Upstream("https://example.org/someone/texts", "0" * 40, None, None)


class Told(Watch):
    def __init__(self) -> None:
        self.steps: list[tuple[int, int | None]] = []
        self.pauses: list[float] = []
        self.reasons: list[str] = []

    def received(self, done: int, total: int | None) -> None:
        self.steps.append((done, total))

    def waiting(self, reason: str, seconds: float) -> None:
        self.reasons.append(reason)
        self.pauses.append(seconds)


FAST = Policy(attempts=3, backoff=1.0, connect=5, read=5, sleep=lambda _: None)
IMPATIENT = Policy(attempts=2, read=0.2, sleep=lambda _: None)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(CONTENT) as running:
        yield running


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "downloads" / "a.tar.gz"


def left_over(target: Path) -> set[str]:
    return {path.name for path in target.parent.iterdir()} - {target.name}


def test_a_file_is_downloaded_with_progress_and_only_once(server: Server, target: Path) -> None:
    told = Told()
    assert download(server.url, target, sha256=SHA256, watch=told, policy=FAST) == target
    assert target.read_bytes() == CONTENT
    assert told.steps[0] == (0, len(CONTENT))
    assert told.steps[-1] == (len(CONTENT), len(CONTENT))
    assert [step for step, _ in told.steps] == sorted(step for step, _ in told.steps)
    assert left_over(target) == set()
    download(server.url, target, sha256=SHA256, policy=FAST)
    assert len(server.requests) == 1


def test_what_is_there_with_another_checksum_is_downloaded_again(server: Server, target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(b"something else")
    download(server.url, target, sha256=SHA256, policy=FAST)
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize("sha256", [SHA256, None])
def test_a_download_that_breaks_off_goes_on_where_it_was(server: Server, target: Path, sha256: str | None) -> None:
    server.plan = [Answer(cut=100_000), Answer(cut=50_000)]
    told = Told()
    download(server.url, target, sha256=sha256, watch=told, policy=FAST)
    assert target.read_bytes() == CONTENT
    asked = [request.get("range") for request in server.requests]
    assert asked == [None, "bytes=100000-", "bytes=150000-"]
    assert {request.get("if-range") for request in server.requests[1:]} == {'"one"'}
    assert told.steps[-1] == (len(CONTENT), len(CONTENT))
    assert all("broke off" in reason for reason in told.reasons)


def test_the_next_run_goes_on_where_this_one_gave_up(server: Server, target: Path) -> None:
    server.plan = [Answer(cut=100_000), Answer(status=503), Answer(status=503)]
    with pytest.raises(HydrationError, match=r"503 .*100,000 bytes are kept.*--from"):
        download(server.url, target, policy=FAST)
    assert left_over(target) == {"a.tar.gz.part", "a.tar.gz.part.json"}
    server.requests.clear()
    download(server.url, target, policy=FAST)
    assert [request.get("range") for request in server.requests] == ["bytes=100000-"]
    assert target.read_bytes() == CONTENT


def test_a_file_that_changed_meanwhile_begins_anew(server: Server, target: Path) -> None:
    server.plan = [Answer(cut=100_000), Answer(status=503), Answer(status=503)]
    with pytest.raises(HydrationError):
        download(server.url, target, policy=FAST)
    server.content, server.tag = CONTENT[::-1], '"two"'
    download(server.url, target, policy=FAST)
    assert target.read_bytes() == CONTENT[::-1]


def test_without_anything_to_know_the_file_by_it_begins_anew(server: Server, target: Path) -> None:
    server.tag = 'W/"weak"'
    server.plan = [Answer(cut=100_000)]
    download(server.url, target, policy=FAST)
    assert [request.get("range") for request in server.requests] == [None, None]
    assert target.read_bytes() == CONTENT


def test_a_server_without_ranges_begins_anew(server: Server, target: Path) -> None:
    server.plan = [Answer(cut=100_000), Answer(ranges=False)]
    download(server.url, target, policy=FAST)
    assert server.requests[1]["range"] == "bytes=100000-"
    assert target.read_bytes() == CONTENT


def test_a_part_that_is_longer_than_the_file_begins_anew(server: Server, target: Path) -> None:
    target.parent.mkdir()
    target.with_name("a.tar.gz.part").write_bytes(CONTENT + b"more")
    download(server.url, target, sha256=SHA256, policy=FAST)
    assert target.read_bytes() == CONTENT


def test_another_range_than_asked_for_is_not_taken(server: Server, target: Path) -> None:
    server.plan = [Answer(cut=100_000), Answer(headers={"Content-Range": f"bytes 7-{len(CONTENT)}/*"})]
    download(server.url, target, sha256=SHA256, policy=FAST)
    assert target.read_bytes() == CONTENT


def test_a_wrong_checksum_leaves_nothing_behind(server: Server, target: Path) -> None:
    with pytest.raises(HydrationError, match=f"expected SHA-256 {'0' * 64}, got {SHA256}"):
        download(server.url, target, sha256="0" * 64, policy=FAST)
    assert list(target.parent.iterdir()) == []


def test_what_is_not_there_is_said_at_once(server: Server, target: Path) -> None:
    server.plan = [Answer(status=404)]
    with pytest.raises(HydrationError, match=r"is not there \(404\).*--from"):
        download(server.url, target, policy=FAST)
    server.plan = [Answer(status=403)]
    with pytest.raises(HydrationError, match="answers 403 Forbidden"):
        download(server.url, target, policy=FAST)
    assert len(server.requests) == 2


def test_pauses_double_and_follow_what_the_server_asks_for(server: Server, target: Path) -> None:
    waits = [Answer(status=500), Answer(status=429, headers={"Retry-After": "7"}), Answer(status=502)]
    server.plan = [*waits, Answer(status=429, headers={"Retry-After": "9999"})]
    told, slept = Told(), list[float]()
    download(server.url, target, watch=told, policy=Policy(attempts=5, backoff=0.5, sleep=slept.append))
    assert slept == told.pauses == [0.5, 7.0, 2.0, 60.0]


def test_a_slow_server_is_given_up_and_tried_again(server: Server, target: Path) -> None:
    server.plan = [Answer(pause=0.6)]
    download(server.url, target, policy=IMPATIENT)
    assert target.read_bytes() == CONTENT
    target.unlink()
    server.plan = [Answer(pause=0.6), Answer(pause=0.6)]
    with pytest.raises(HydrationError, match=r"does not answer in time \(after 2 attempts\)"):
        download(server.url, target, policy=IMPATIENT)


def test_redirects_are_followed_and_circles_are_said(server: Server, target: Path) -> None:
    server.plan = [Answer(status=302, headers={"Location": f"{server.url}/elsewhere"})]
    download(server.url, target, policy=FAST)
    assert target.read_bytes() == CONTENT
    target.unlink()
    server.plan = [Answer(status=301, headers={"Location": server.url})] * 30
    with pytest.raises(HydrationError, match="redirects in a circle"):
        download(server.url, target, policy=FAST)


@pytest.mark.parametrize("url", ["ftp://example.org/a", "http://"])
def test_an_address_that_is_none_is_said(target: Path, url: str) -> None:
    with pytest.raises(HydrationError, match="is no address to download from"):
        download(url, target, policy=FAST)


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_refused_connection_says_what_to_do(target: Path) -> None:
    with pytest.raises(HydrationError, match=r"cannot be reached .*after 3 attempts.*--from"):
        download(f"http://127.0.0.1:{closed_port()}", target, policy=FAST)


def test_the_archive_of_a_commit_is_where_the_host_puts_it(cache: Path) -> None:
    archive = f"https://example.org/someone/texts/archive/{'0' * 40}.tar.gz"
    assert archive_url(PINNED) == archive
    assert archive_url(Upstream(f"{PINNED.url}.git", PINNED.commit, None, None)) == archive
    kept = cache / "downloads" / f"mine-{'0' * 40}.tar.gz"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"kept from before")
    assert upstream_archive("mine", PINNED) == kept, "no request: the test may not reach the network"


def test_the_command_says_an_unreachable_address_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = write_corpus(tmp_path / "corpus", text_free())
    url = f"http://127.0.0.1:{closed_port()}/a.tar.gz"
    monkeypatch.setattr(hydrate_command, "download", partial(download, policy=FAST))
    monkeypatch.setattr("sys.argv", ["kavychki", "hydrate", "press", "--corpus", str(corpus), "--from", url])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 2
    told = capsys.readouterr().err
    assert "trying again in 1 s" in told
    assert "--from" in told.splitlines()[-1]
    assert "Traceback" not in told

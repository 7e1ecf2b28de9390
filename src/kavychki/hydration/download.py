"""Downloading a file: resumed where it was broken off, retried where the network fails, checked before it is used."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from kavychki.errors import HydrationError
from kavychki.hydration.store import cache_dir
from kavychki.io.atomic import atomic_file
from kavychki.io.checksums import file_sha256
from kavychki.model import Upstream

_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
_OK, _PARTIAL, _UNSATISFIABLE, _GONE = 200, 206, 416, (404, 410)
_LONGEST_WAIT = 60.0
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


@dataclass(frozen=True, slots=True)
class Policy:
    """How often and how long to try: attempts without any progress, seconds before the second, seconds to wait."""

    attempts: int = 4
    backoff: float = 1.0
    connect: float = 15.0
    read: float = 30.0
    sleep: Callable[[float], None] = time.sleep


class Watch:
    """Who is told how a download goes; does nothing."""

    def received(self, done: int, total: int | None) -> None:
        """So many bytes are there, of so many, or of None where the server does not say."""

    def waiting(self, reason: str, seconds: float) -> None:
        """An attempt failed; the next is made after so many seconds."""


class _RetryError(Exception):
    """A failure that may pass; ``wait`` is how many seconds the server asks for."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


def downloads_dir() -> Path:
    """Where archives are kept once they are downloaded."""
    return cache_dir() / "downloads"


def upstream_archive(name: str, upstream: Upstream, watch: Watch | None = None, policy: Policy | None = None) -> Path:
    """The archive of a collection's pinned commit, downloaded unless it is there; errors as in ``download``."""
    target = downloads_dir() / f"{name}-{upstream.commit}.tar.gz"
    return download(archive_url(upstream), target, sha256=upstream.archive_sha256, watch=watch, policy=policy)


def archive_url(upstream: Upstream) -> str:
    """Where GitHub, Gitea and Forgejo give the files of a commit as an archive."""
    return f"{upstream.url.rstrip('/').removesuffix('.git')}/archive/{upstream.commit}.tar.gz"


def download(
    url: str,
    target: Path,
    *,
    sha256: str | None = None,
    watch: Watch | None = None,
    policy: Policy | None = None,
) -> Path:
    """Download a file to ``target``; what is there already and has the right checksum is not downloaded again.

    A download that breaks off leaves ``<target>.part``; the next one goes on from there where the server says that
    its file is still the same (``If-Range``, RFC 9110 section 13.1.5), else it begins anew. It is tried again, after a
    pause that doubles, while attempts without any progress are left.

    Args:
        url: where the file is; redirects are followed.
        target: where it goes.
        sha256: what the file must have; None where its content is checked by other means.
        watch: told about every chunk and every pause.
        policy: how often and how long to try.

    Raises:
        HydrationError: the server cannot be reached or does not have the file, or its checksum is wrong.
        OSError: ``target`` cannot be written.
    """
    if target.is_file() and sha256 in (None, file_sha256(target)):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    fetch = _Fetch(url, target, watch or Watch(), policy or Policy(), resumable=sha256 is not None)
    fetch.run()
    if sha256 is not None and (found := file_sha256(fetch.part)) != sha256:
        fetch.forget()
        raise HydrationError(
            f"{url}: expected SHA-256 {sha256}, got {found}: the file is not the pinned one and was deleted. {_REMEDY}"
        )
    fetch.part.replace(target)
    fetch.forget()
    return target


_REMEDY = "Try again later, or get the texts another way and give the folder or archive with --from."


@dataclass(slots=True)
class _Fetch:
    url: str
    target: Path
    watch: Watch
    policy: Policy
    resumable: bool
    """Whether a checksum will decide, so that a part may be continued even without a validator."""
    part: Path = field(init=False)
    _notes: Path = field(init=False)

    def __post_init__(self) -> None:
        self.part = self.target.with_name(f"{self.target.name}.part")
        self._notes = self.target.with_name(f"{self.target.name}.part.json")

    def run(self) -> None:
        """Fill the part, as often as it takes."""
        timeout = httpx2.Timeout(self.policy.read, connect=self.policy.connect)
        failures = 0
        with httpx2.Client(follow_redirects=True, timeout=timeout) as client:
            while True:
                before = self._size()
                try:
                    self._attempt(client)
                except _RetryError as failure:
                    failures = 1 if self._size() > before else failures + 1
                    if failures >= self.policy.attempts:
                        raise HydrationError(self._given_up(failures, failure)) from failure
                    pause = failure.wait if failure.wait is not None else self.policy.backoff * 2 ** (failures - 1)
                    pause = min(pause, _LONGEST_WAIT)
                    self.watch.waiting(str(failure), pause)
                    self.policy.sleep(pause)
                else:
                    return

    def forget(self) -> None:
        """Delete the part and what is known of it."""
        self.part.unlink(missing_ok=True)
        self._notes.unlink(missing_ok=True)

    def _given_up(self, failures: int, failure: _RetryError) -> str:
        kept = f" {self._size():,} bytes are kept, the next attempt goes on from there." if self._size() else ""
        return f"{self.url} cannot be downloaded: {failure} (after {failures} attempts).{kept} {_REMEDY}"

    def _attempt(self, client: httpx2.Client) -> None:
        try:
            with client.stream("GET", self.url, headers=self._headers()) as response:
                self._receive(response)
        except httpx2.TimeoutException as error:
            raise _RetryError("the server does not answer in time") from error
        except httpx2.TooManyRedirects as error:
            raise HydrationError(f"{self.url} redirects in a circle. {_REMEDY}") from error
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol) as error:
            raise HydrationError(f"{self.url} is no address to download from: {error}") from error
        except httpx2.ConnectError as error:
            raise _RetryError(f"the server cannot be reached ({error})") from error
        except httpx2.TransportError as error:
            raise _RetryError(f"the connection broke off ({error})") from error

    def _headers(self) -> dict[str, str]:
        """What is asked for: the bytes as they are, and where a part can be continued only those behind it."""
        headers = {"Accept-Encoding": "identity"}
        size, validator = self._size(), self._validator()
        if size and (validator or self.resumable):
            headers["Range"] = f"bytes={size}-"
            if validator:
                headers["If-Range"] = validator
        return headers

    def _receive(self, response: httpx2.Response) -> None:
        status = response.status_code
        if status == _UNSATISFIABLE:
            self.forget()
            raise _RetryError("the part was longer than the server's file and was deleted", 0.0)
        if status in _RETRIED:
            raise _RetryError(f"the server answers {status} {response.reason_phrase}", _retry_after(response.headers))
        if status in _GONE:
            raise HydrationError(f"{self.url} is not there ({status}): upstream may have moved. {_REMEDY}")
        if status not in (_OK, _PARTIAL):
            raise HydrationError(f"{self.url}: the server answers {status} {response.reason_phrase}. {_REMEDY}")
        start, total = self._extent(response)
        if not start:
            self._note(response.headers)
        self._write(response, start)
        if total is not None and self._size() != total:
            raise _RetryError(f"the server sent {self._size():,} of {total:,} bytes")

    def _extent(self, response: httpx2.Response) -> tuple[int, int | None]:
        """Where the answer's bytes begin in the file, and how long the whole file is."""
        if response.status_code == _OK:
            length = response.headers.get("content-length", "")
            return 0, int(length) if length.isdecimal() else None
        found = _RANGE.fullmatch(response.headers.get("content-range", ""))
        if not found or int(found[1]) != self._size():
            self.forget()
            raise _RetryError("the server sent another range than was asked for", 0.0)
        return int(found[1]), None if found[2] == "*" else int(found[2])

    def _write(self, response: httpx2.Response, start: int) -> None:
        length = response.headers.get("content-length", "")
        total = start + int(length) if length.isdecimal() else None
        with self.part.open("ab" if start else "wb") as stream:
            done = start
            self.watch.received(done, total)
            for chunk in response.iter_raw():
                stream.write(chunk)
                done += len(chunk)
                self.watch.received(done, total)

    def _size(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0

    def _validator(self) -> str | None:
        """What the server said to know its file by, when the part was begun."""
        with suppress(OSError, ValueError):
            notes = json.loads(self._notes.read_bytes())
            if notes["url"] == self.url:
                return str(notes["validator"]) if notes["validator"] else None
        return None

    def _note(self, headers: Mapping[str, str]) -> None:
        tag = headers.get("etag", "")
        # A weak tag says that two files mean the same, not that their bytes are equal.
        strong = tag if tag and not tag.startswith("W/") else None
        notes = {"url": self.url, "validator": strong or headers.get("last-modified")}
        with atomic_file(self._notes) as stream:
            stream.write(json.dumps(notes).encode())


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks for; a date is taken for no answer."""
    value = headers.get("retry-after", "")
    return float(value) if value.isdecimal() else None

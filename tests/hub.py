"""A stand-in for the hub, on the loopback interface: it holds dataset repositories, and can be told to refuse.

It answers what huggingface_hub asks in order to publish: making a repository, its refs and files, the check of the
card, the way of uploading each file, large files by LFS or by Xet, one commit as lines of JSON, a tag.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "hf_the_token_of_the_tests"

Json = dict[str, Any]


@dataclass
class Commit:
    """A commit: its id, message, and every file with its content, or of a large file the SHA-256."""

    oid: str
    message: str
    description: str
    files: dict[str, bytes | str]


@dataclass
class Repository:
    """A dataset repository."""

    visibility: str | None
    commits: list[Commit]
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def head(self) -> Commit:
        return self.commits[-1]


@dataclass
class Hub:
    """The stand-in. ``requests`` are those that came, as method and path.

    Some can be told to go wrong, by a part of that: ``refusals`` to a status, ``answers`` to another answer; what is
    ``dropped`` is done and never answered.
    """

    url: str = ""
    repositories: dict[str, Repository] = field(default_factory=dict)
    large: dict[str, bytes] = field(default_factory=dict)
    xet: dict[str, bytes] = field(default_factory=dict)
    refusals: dict[str, int] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    answers: dict[str, Json] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    before_commit: Callable[[Hub], None] = lambda _: None

    def content(self, repository: str, path: str) -> bytes:
        """A file of the newest commit, wherever its content lies."""
        found = self.repositories[repository].head.files[path]
        return found if isinstance(found, bytes) else self.large[found]


class Refused(Exception):  # noqa: N818 - an answer, no error of the stand-in
    """An answer that is no yes."""

    def __init__(self, status: int, **said: str) -> None:
        super().__init__(status)
        self.status, self.said = status, {"error": "refused by the stand-in", **said}


@contextmanager
def serving_hub() -> Iterator[Hub]:
    """A running stand-in."""
    hub = Hub()

    class Handler(_Handler):
        def answer(self, method: str) -> None:
            self.hub = hub
            super().answer(method)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        hub.url = f"http://127.0.0.1:{http.server_port}"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield hub
        finally:
            http.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.answer("GET")

    def do_POST(self) -> None:
        self.answer("POST")

    def do_PUT(self) -> None:
        self.answer("PUT")

    def answer(self, method: str) -> None:
        request = f"{method} {self.path}"
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.hub.requests.append(request)
        try:
            answer = self.respond(request, body)
            if any(part in request for part in self.hub.dropped):
                self.close_connection = True
            else:
                self.reply(200, answer)
        except Refused as refused:
            self.reply(refused.status, refused.said)

    def respond(self, request: str, body: bytes) -> Json:
        for part, status in self.hub.refusals.items():
            if part in request:
                raise Refused(status)
        for part, answer in self.hub.answers.items():
            if part in request:
                return answer
        for pattern, respond in _ROUTES:
            if found := re.fullmatch(pattern, request):
                if respond not in _OPEN and self.headers.get("Authorization") != f"Bearer {TOKEN}":
                    raise Refused(401)
                return respond(self.hub, body, *found.groups())
        raise Refused(404)

    def reply(self, status: int, value: Json) -> None:
        content = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""


def _create(hub: Hub, body: bytes) -> Json:
    asked = json.loads(body)
    assert asked["type"] == "dataset"
    name = f"{asked['organization']}/{asked['name']}"
    address = f"{hub.url}/datasets/{name}"
    if name in hub.repositories:
        raise Refused(409, url=address)
    first = Commit(_oid(name), "initial commit", "", {".gitattributes": b"*.parquet filter=lfs\n"})
    hub.repositories[name] = Repository(asked.get("visibility"), [first])
    return {"url": address}


def _info(hub: Hub, body: bytes, name: str) -> Json:
    assert not body
    head = _repository(hub, name).head
    return {"id": name, "sha": head.oid, "siblings": [{"rfilename": path} for path in head.files]}


def _refs(hub: Hub, body: bytes, name: str) -> Json:
    assert not body
    found = _repository(hub, name)
    tags = [{"name": tag, "ref": f"refs/tags/{tag}", "targetCommit": oid} for tag, oid in found.tags.items()]
    return {"branches": [], "converts": [], "tags": tags}


def _validate(hub: Hub, body: bytes) -> Json:
    assert hub.url
    assert json.loads(body)["content"].startswith("---\n")
    return {"errors": [], "warnings": []}


def _preupload(hub: Hub, body: bytes, name: str) -> Json:
    there = _repository(hub, name).head.files
    files = []
    for asked in json.loads(body)["files"]:
        path = asked["path"]
        large = path.endswith(".parquet")
        oid = _git_oid(there[path]) if path in there else None
        files.append({"path": path, "uploadMode": "lfs" if large else "regular", "shouldIgnore": False, "oid": oid})
    return {"files": files}


def _batch(hub: Hub, body: bytes, name: str) -> Json:
    _repository(hub, name)
    objects = []
    for asked in json.loads(body)["objects"]:
        action = {"href": f"{hub.url}/lfs/{asked['oid']}"}
        verify = {"href": f"{hub.url}/verify"}
        known = asked["oid"] in hub.large
        objects.append({**asked} if known else {**asked, "actions": {"upload": action, "verify": verify}})
    return {"transfer": "basic", "objects": objects}


def _put(hub: Hub, body: bytes, oid: str) -> Json:
    assert hashlib.sha256(body).hexdigest() == oid
    hub.large[oid] = body
    return {}


def _verify(hub: Hub, body: bytes) -> Json:
    asked = json.loads(body)
    assert len(hub.large[asked["oid"]]) == asked["size"]
    return {}


def _commit(hub: Hub, body: bytes, name: str) -> Json:
    hub.before_commit(hub)
    found = _repository(hub, name)
    header, *operations = [json.loads(line) for line in body.splitlines()]
    if header["value"].get("parentCommit") not in (None, found.head.oid):
        raise Refused(412)
    files = dict(found.head.files)
    for operation in operations:
        value = operation["value"]
        if operation["key"] == "file":
            files[value["path"]] = base64.b64decode(value["content"])
        elif operation["key"] == "lfsFile":
            assert _is_held(hub, value["oid"]), "a large file is committed before it was uploaded"
            files[value["path"]] = value["oid"]
        else:
            assert operation["key"] == "deletedFile"
            del files[value["path"]]
    said = header["value"]
    commit = Commit(_oid(f"{found.head.oid}{said}"), said["summary"], said["description"], files)
    found.commits.append(commit)
    return {"commitUrl": f"{hub.url}/datasets/{name}/commit/{commit.oid}", "commitOid": commit.oid}


def _tag(hub: Hub, body: bytes, name: str, revision: str) -> Json:
    found, tag = _repository(hub, name), json.loads(body)["tag"]
    assert revision in {commit.oid for commit in found.commits}
    if tag in found.tags:
        raise Refused(409)
    found.tags[tag] = revision
    return {}


def _xet_token(hub: Hub, body: bytes, name: str) -> Json:
    assert not body
    _repository(hub, name)
    return {"casUrl": hub.url, "exp": int(time.time()) + 3600, "accessToken": "xet_token"}


def _xet_store(hub: Hub, body: bytes, path: str) -> Json:
    hub.xet[path] = body
    return {"was_inserted": True, "result": 1}


_REPO = r"([\w-]+/[\w-]+)"
_ROUTES: list[tuple[str, Callable[..., Json]]] = [
    (r"POST /api/repos/create", _create),
    (rf"GET /api/datasets/{_REPO}/refs", _refs),
    (rf"GET /api/datasets/{_REPO}(?:/revision/main)?", _info),
    (r"POST /api/validate-yaml", _validate),
    (rf"POST /api/datasets/{_REPO}/preupload/main", _preupload),
    (rf"POST /datasets/{_REPO}\.git/info/lfs/objects/batch", _batch),
    (r"PUT /lfs/(\w+)", _put),
    (r"POST /verify", _verify),
    (rf"POST /api/datasets/{_REPO}/commit/main", _commit),
    (rf"POST /api/datasets/{_REPO}/tag/(\w+)", _tag),
    (rf"GET /api/datasets/{_REPO}/xet-write-token/main", _xet_token),
    (r"POST (/v1/(?:xorbs|shards)\b.*)", _xet_store),
]
_OPEN = (_put, _xet_store)
"""What is asked at an address that is itself the permission, or with another token."""


def _is_held(hub: Hub, sha256: str) -> bool:
    """Whether a large file was uploaded: by LFS, or by Xet, whose shards name its hash in words of eight bytes."""
    words = bytes.fromhex(sha256)
    named = b"".join(words[at : at + 8][::-1] for at in range(0, len(words), 8))
    shards = [content for path, content in hub.xet.items() if "/shards" in path]
    return sha256 in hub.large or any(named in shard for shard in shards)


def _repository(hub: Hub, name: str) -> Repository:
    if name not in hub.repositories:
        raise Refused(404)
    return hub.repositories[name]


def _oid(value: str) -> str:
    return hashlib.sha1(value.encode(), usedforsecurity=False).hexdigest()


def _git_oid(content: bytes | str) -> str:
    """What the hub calls a file's content: git's hash of a blob, the SHA-256 of a large file."""
    if isinstance(content, str):
        return content
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()

"""A web server of the tests' own, on the loopback interface, that can be told to misbehave."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """How one request is answered: whole, or with a status, cut off after ``cut`` bytes, after a pause of seconds."""

    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    pause: float = 0
    ranges: bool = True


@dataclass
class Server:
    """Serves ``content`` at every path: the first requests by ``plan``, the others well. ``requests`` has headers."""

    url: str
    content: bytes = b""
    tag: str | None = '"one"'
    plan: list[Answer] = field(default_factory=list)
    requests: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def serving(content: bytes = b"") -> Iterator[Server]:
    """A running server."""
    server = Server("", content)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.requests.append({name.lower(): value for name, value in self.headers.items()})
            answer = server.plan.pop(0) if server.plan else Answer()
            time.sleep(answer.pause)
            if answer.status is not None:
                self.reply(answer.status, answer.headers)
            else:
                self.serve(answer)

        def serve(self, answer: Answer) -> None:
            start, headers = 0, {**({"ETag": server.tag} if server.tag else {}), **answer.headers}
            asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
            same = self.headers.get("If-Range") in (None, server.tag)
            if asked and same and answer.ranges:
                start = int(asked[1])
                if start >= len(server.content):
                    self.reply(416, {})
                    return
                headers["Content-Range"] = f"bytes {start}-{len(server.content) - 1}/{len(server.content)}"
            body = server.content[start:]
            self.reply(206 if start else 200, {"Content-Length": str(len(body)), **headers}, body[: answer.cut])

        def reply(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
            self.send_response(status)
            for name, value in ({"Content-Length": "0"} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(ConnectionError):  # whoever asked may have lost patience
                self.wfile.write(body)
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server.url = f"http://127.0.0.1:{http.server_port}"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()

"""Running the workbench on the annotator's own machine."""

from __future__ import annotations

import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from kavychki.errors import KavychkiError
from kavychki.review.app import make_app
from kavychki.review.workbench import Workbench

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Server:
    """A server that is bound to its port and not running yet. ``url`` carries the token in its fragment."""

    url: str
    _socket: socket.socket
    _server: uvicorn.Server

    @classmethod
    def bind(cls, bench: Workbench, port: int = 0) -> Server:
        """Take a port of 127.0.0.1, by default one that is free.

        Raises:
            KavychkiError: the port is taken.
        """
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            bound.bind((LOOPBACK, port))
        except OSError as error:
            bound.close()
            raise KavychkiError(f"port {port} cannot be used ({error.strerror}): leave --port out") from error
        token = secrets.token_urlsafe(32)
        number: int = bound.getsockname()[1]
        app = make_app(bench, token=token, port=number)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, lifespan="off", ws="none"
        )
        return cls(f"http://{LOOPBACK}:{number}/#token={token}", bound, uvicorn.Server(config))

    def run(self, *, open_browser: bool = False, announce: Callable[[str], None] = print) -> None:
        """Serve until interrupted; the address is announced once the port listens."""
        self._socket.listen(128)
        announce(self.url)
        if open_browser:
            webbrowser.open(self.url)
        self._server.run(sockets=[self._socket])

    @contextmanager
    def running(self) -> Iterator[str]:
        """Serve from a thread for as long as the block lasts; gives the address."""
        thread = threading.Thread(target=self.run, kwargs={"announce": lambda _: None})
        thread.start()
        try:
            yield self.url
        finally:
            self._server.should_exit = True
            thread.join()

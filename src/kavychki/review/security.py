"""What stands between the workbench and everybody else: token, Host, Origin, content policy, limits.

The page belongs to one annotator. Other pages in the same browser, names that are made to resolve to 127.0.0.1 (DNS
rebinding), and other users of the machine are kept out. The token comes in the address's fragment, which no browser
sends or logs, and goes back in a header of each request: no cookie, which every other port of 127.0.0.1 would see, and
nothing that a foreign page could make the browser send along.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY_BYTES = 8 * 2**20
"""Larger requests are refused; a record of a 12,000-character article has some 100 kB."""

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}

HEADERS = {
    "content-security-policy": "; ".join(f"{name} {value}" for name, value in _POLICY.items()),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""Sent with every answer. Trusted Types make the browser itself refuse every way from a string to markup."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered."""

    status: HTTPStatus
    reason: str


class _TooLargeError(Exception):
    """A body beyond the limit."""


class Guard:
    """ASGI middleware that lets through what the annotator's own page asks for, and nothing else."""

    def __init__(self, app: ASGIApp, *, token: str, port: int, max_body: int = MAX_BODY_BYTES) -> None:
        self._app = app
        self._token = token
        self._hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
        self._max_body = max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close"})  # nothing here speaks WebSocket
            return
        started = False

        async def guarded_send(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = [*message["headers"], *((k.encode(), v.encode()) for k, v in HEADERS.items())]
            await send(message)

        refusal = self._refusal(scope)
        if refusal is None:
            try:
                await self._app(scope, self._limited(receive), guarded_send)
            except _TooLargeError:
                if started:
                    raise
                refusal = Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"more than {self._max_body} bytes")
        if refusal is not None:
            answer = JSONResponse({"error": refusal.reason}, refusal.status)
            await answer(scope, receive, guarded_send)

    def _refusal(self, scope: Scope) -> Refusal | None:
        """Why a request is turned away; None for one that may pass."""
        host, *others = _values(scope, b"host") or [""]
        if others or host.lower() not in self._hosts:
            return Refusal(HTTPStatus.MISDIRECTED_REQUEST, "this server is for 127.0.0.1 only")
        own = {f"http://{name}" for name in self._hosts}
        if any(origin.lower() not in own for origin in _values(scope, b"origin")):
            return Refusal(HTTPStatus.FORBIDDEN, "requests of other pages are refused")
        return self._api_refusal(scope) if scope["path"].startswith("/api/") else None

    def _api_refusal(self, scope: Scope) -> Refusal | None:
        if any(site not in {"same-origin", "none"} for site in _values(scope, b"sec-fetch-site")):
            return Refusal(HTTPStatus.FORBIDDEN, "requests of other pages are refused")
        if not self._knows_token(_values(scope, b"authorization")):
            return Refusal(HTTPStatus.UNAUTHORIZED, "open the address that the terminal shows")
        if scope["method"] not in {"GET", "HEAD"} and _values(scope, b"content-type") != ["application/json"]:
            return Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send application/json")
        return None

    def _knows_token(self, authorization: list[str]) -> bool:
        expected = f"Bearer {self._token}".encode()
        return len(authorization) == 1 and hmac.compare_digest(authorization[0].encode(), expected)

    def _limited(self, receive: Receive) -> Receive:
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._max_body:
                raise _TooLargeError
            return message

        return limited


def _values(scope: Scope, name: bytes) -> list[str]:
    headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
    return [value.decode("latin-1") for key, value in headers if key == name]

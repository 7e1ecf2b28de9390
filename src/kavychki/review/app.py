"""The workbench over HTTP: the page, its files, and a JSON API."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kavychki.errors import KavychkiError
from kavychki.review.security import Guard
from kavychki.review.workbench import BadRequestError, TextMissingError, Work, Workbench, layers_of
from kavychki.schema.documents import Schema
from kavychki.store import ConflictError, StoreError

_TYPES = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml"}
_STATUS: dict[type[Exception], HTTPStatus] = {
    BadRequestError: HTTPStatus.BAD_REQUEST,
    StoreError: HTTPStatus.NOT_FOUND,
    TextMissingError: HTTPStatus.NOT_FOUND,
}
_VOCABULARIES = ("quote-type", "medium", "speaker-kind", "anonymity", "entity-type")

Endpoint = Callable[[Request], Awaitable[Response]]


def make_app(bench: Workbench, *, token: str, port: int) -> Starlette:
    """The application for one annotator at one port of 127.0.0.1; only requests with the token reach the API."""
    api = _Api(bench)
    static = _static_files()
    routes = [
        Route("/", _file(static["index.html"])),
        *(Route(f"/static/{name}", _file(content)) for name, content in static.items()),
        Route("/api/session", api.session),
        Route("/api/topics", api.topics),
        Route("/api/records/{id}", api.open),
        Route("/api/records/{id}", api.save, methods=["PUT"]),
        Route("/api/records/{id}/check", api.check, methods=["POST"]),
        Route("/api/records/{id}/progress", api.keep, methods=["PUT"]),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, token=token, port=port)],
        exception_handlers={ConflictError: _conflict(bench), KavychkiError: _mendable},
    )


class _Api:
    """The endpoints. What reads or writes files runs in a thread, so that no request waits for another's disk."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    async def session(self, _: Request) -> Response:
        bench, schema = self._bench, Schema.at()
        return _json(
            {
                "mode": bench.mode,
                "annotator": bench.annotator,
                "records": await run_in_threadpool(bench.listing),
                "vocabularies": {
                    name: {value: definition.en for value, definition in schema.vocabulary(name).items()}
                    for name in _VOCABULARIES
                },
            }
        )

    async def topics(self, _: Request) -> Response:
        topics = Schema.at().media_topics
        return _json([[each.code, each.label_en, each.label_ru, each.parent] for each in topics.values()])

    async def open(self, request: Request) -> Response:
        return _json(await run_in_threadpool(self._bench.open, request.path_params["id"]))

    async def save(self, request: Request) -> Response:
        work = Work.from_json(await _body(request))
        saved = await run_in_threadpool(self._bench.save, request.path_params["id"], work)
        stored = saved.annotation is not None
        answer = {
            "findings": saved.findings,
            "digest": saved.digest,
            "annotation": saved.annotation.to_dict() if saved.annotation else None,
        }
        return _json(answer, HTTPStatus.OK if stored else HTTPStatus.UNPROCESSABLE_ENTITY)

    async def check(self, request: Request) -> Response:
        work = Work.from_json(await _body(request))
        return _json({"findings": await run_in_threadpool(self._bench.check, request.path_params["id"], work)})

    async def keep(self, request: Request) -> Response:
        body = await _body(request)
        Work.from_json(body)
        await run_in_threadpool(self._bench.keep, request.path_params["id"], body)
        return _json({})


async def _body(request: Request) -> Any:
    try:
        return orjson.loads(await request.body())
    except ValueError as error:
        raise BadRequestError("the request is not JSON") from error


def _json(value: Any, status: int = HTTPStatus.OK) -> Response:
    return Response(orjson.dumps(value), status, media_type="application/json")


def _static_files() -> dict[str, tuple[bytes, str]]:
    """Every file of the page with its media type; what is not in here cannot be asked for."""
    folder = files("kavychki.review") / "static"
    return {
        each.name: (each.read_bytes(), _TYPES[suffix])
        for each in folder.iterdir()
        if (suffix := PurePosixPath(each.name).suffix) in _TYPES
    }


def _file(file: tuple[bytes, str]) -> Endpoint:
    content, media_type = file

    async def endpoint(_: Request) -> Response:
        return Response(content, media_type=media_type)

    return endpoint


def _conflict(bench: Workbench) -> Callable[[Request, Exception], Response]:
    def handler(_: Request, error: Exception) -> Response:
        stored = error.now if isinstance(error, ConflictError) else None
        theirs = None
        if stored is not None:
            article = stored.article
            theirs = {
                "digest": stored.digest,
                "annotation": article.annotation.to_dict(),
                "layers": layers_of(article),
                "findings": bench.findings(article),
            }
        return JSONResponse({"error": str(error), "theirs": theirs}, HTTPStatus.CONFLICT)

    return handler


def _mendable(_: Request, error: Exception) -> Response:
    return JSONResponse({"error": str(error)}, _STATUS.get(type(error), HTTPStatus.INTERNAL_SERVER_ERROR))

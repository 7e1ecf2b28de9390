"""The guard around the workbench: who may ask, what is refused, what every answer carries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from kavychki.review.app import make_app
from kavychki.review.security import HEADERS, MAX_BODY_BYTES
from kavychki.review.workbench import LAYERS
from workbench import HOSTILE, ID, bench_of, corpus_of, draft, on_disk

TOKEN = "the-token-of-the-tests"
PORT = 8123
OWN = f"http://127.0.0.1:{PORT}"
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return corpus_of(tmp_path / "corpus", draft())


@pytest.fixture
def client(folder: Path, tmp_path: Path) -> Iterator[TestClient]:
    app = make_app(bench_of(folder, tmp_path / "progress"), token=TOKEN, port=PORT)
    with TestClient(app, base_url=OWN, headers=AUTHORIZED, raise_server_exceptions=False) as ready:
        yield ready


def work(client: TestClient) -> dict[str, Any]:
    opened = client.get(f"/api/records/{ID}").json()
    return {"digest": opened["digest"], "layers": opened["layers"], "undecided": opened["undecided"]}


@pytest.mark.parametrize(
    "host",
    [
        "example.invalid",
        f"example.invalid:{PORT}",
        "127.0.0.1",
        "127.0.0.1:1",
        f"127.0.0.1.example.invalid:{PORT}",
        f"127.0.0.1:{PORT}.example.invalid",
        f"0.0.0.0:{PORT}",
        f"user@127.0.0.1:{PORT}",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/", "/static/main.js", "/api/session"])
def test_a_name_that_was_made_to_resolve_to_this_machine_is_refused(client: TestClient, host: str, path: str) -> None:
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 421
    assert "Паром" not in answer.text


@pytest.mark.parametrize("host", [f"127.0.0.1:{PORT}", f"localhost:{PORT}", f"LOCALHOST:{PORT}"])
def test_the_two_names_of_this_machine_are_served(client: TestClient, host: str) -> None:
    assert client.get("/api/session", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    ["http://example.invalid", "null", f"https://127.0.0.1:{PORT}", "http://127.0.0.1:1", f"http://127.0.0.1:{PORT}.x"],
)
def test_requests_of_other_origins_are_refused(client: TestClient, folder: Path, origin: str) -> None:
    before = on_disk(folder)
    body = work(client)
    body["layers"]["quotes"] = []
    for headers in ({"Origin": origin}, {"Origin": origin, "Sec-Fetch-Site": "cross-site"}):
        assert client.put(f"/api/records/{ID}", json=body, headers=headers).status_code == 403
    assert on_disk(folder) == before


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_requests_that_the_browser_marks_as_foreign_are_refused(client: TestClient, site: str) -> None:
    assert client.get("/api/session", headers={"Sec-Fetch-Site": site}).status_code == 403


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer \xff"],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/session"),
        ("GET", "/api/topics"),
        ("GET", f"/api/records/{ID}"),
        ("PUT", f"/api/records/{ID}"),
        ("POST", f"/api/records/{ID}/check"),
        ("PUT", f"/api/records/{ID}/progress"),
        ("GET", "/api/no-such-thing"),
    ],
)
def test_without_the_token_the_api_says_nothing(client: TestClient, authorization: str, method: str, path: str) -> None:
    answer = client.request(method, path, headers={b"Authorization": authorization.encode("latin-1")})
    assert answer.status_code == 401
    assert "Паром" not in answer.text


def test_a_form_of_another_page_cannot_send_json(client: TestClient) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = client.put(f"/api/records/{ID}", content=b"{}", headers={"Content-Type": kind})
        assert answer.status_code == 415


def test_every_answer_carries_the_policy(client: TestClient) -> None:
    answers = [
        client.get("/"),
        client.get("/static/main.js"),
        client.get("/api/session"),
        client.get("/no-such-page"),
        client.get("/", headers={"Host": "example.invalid"}),
        client.get("/api/session", headers={"Authorization": ""}),
        client.put(f"/api/records/{ID}", json={}),
    ]
    for answer in answers:
        assert HEADERS.items() <= dict(answer.headers).items(), answer.url
    policy = HEADERS["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http:" not in policy
    assert "access-control-allow-origin" not in {name for answer in answers for name in answer.headers}


def test_the_page_has_no_inline_script_style_or_handler(client: TestClient) -> None:
    page = client.get("/").text
    assert "<style" not in page
    assert " style=" not in page
    assert " on" not in page.replace(" only", "")
    assert page.count("<script") == page.count('<script type="module" src=')


@pytest.mark.parametrize(
    "path",
    [
        "/static/../workbench.py",
        "/static/..%2fworkbench.py",
        "/static/%2e%2e/workbench.py",
        "/static//etc/passwd",
        "/static/..\\workbench.py",
        "/static/",
        "/static/__init__.py",
        "/api/records/..%2f..%2fannotators",
        "/api/records/../annotators.json",
        "/api/records/%2e%2e%2fannotators.json",
        "/api/records/constructed-9100%00",
        "/api/records/constructed-9100.json",
        "/api/records/CONSTRUCTED-9100",
        "/api/records/",
    ],
)
def test_no_path_leads_out(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in {404, 405}


@pytest.mark.parametrize("identifier", ["..%2f..%2fx", "constructed-0000", "__proto__", "a%0ab"])
def test_nothing_is_written_for_an_id_that_is_not_under_review(
    client: TestClient, tmp_path: Path, identifier: str
) -> None:
    body = work(client)
    before = sorted(tmp_path.rglob("*"))
    assert client.put(f"/api/records/{identifier}", json=body).status_code == 404
    assert client.put(f"/api/records/{identifier}/progress", json=body).status_code == 404
    assert sorted(tmp_path.rglob("*")) == before


def test_a_request_that_is_too_large_is_refused_before_it_is_read(client: TestClient, folder: Path) -> None:
    before = on_disk(folder)
    taken = 0

    def stream() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(64):
            taken += 2**20
            yield b" " * 2**20

    answer = client.put(f"/api/records/{ID}", content=stream(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert str(MAX_BODY_BYTES) in answer.json()["error"]
    assert on_disk(folder) == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"x"',
        b"{}",
        b'{"digest": 1, "layers": {}, "undecided": []}',
        b'{"digest": "x", "layers": {}, "undecided": []}',
        b'{"digest": "x", "layers": [], "undecided": []}',
        b'{"digest": "x", "layers": {"quotes": []}, "undecided": []}',
        b"\xff\xfe",
        b"[" * 5000,
    ],
)
def test_what_is_no_work_is_refused_with_a_message(client: TestClient, body: bytes) -> None:
    for method, path in (("PUT", ""), ("POST", "/check"), ("PUT", "/progress")):
        answer = client.request(
            method, f"/api/records/{ID}{path}", content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 400
        assert answer.json()["error"]


@pytest.mark.parametrize("value", [None, 1, "x", {}, [1], ["x"], [{}], [[]], [{"id": "q1"}], [{"id": None}]])
@pytest.mark.parametrize("layer", LAYERS)
def test_layers_of_another_shape_are_findings_never_a_crash(
    client: TestClient, folder: Path, layer: str, value: Any
) -> None:
    before = on_disk(folder)
    body = work(client)
    body["layers"][layer] = value
    answer = client.put(f"/api/records/{ID}", json=body)
    assert answer.status_code == 422, answer.text
    assert any(each["severity"] == "error" for each in answer.json()["findings"])
    assert client.put(f"/api/records/{ID}/progress", json=body).status_code == 200
    kept = client.get(f"/api/records/{ID}").json()["progress"]
    assert kept is None or (layer, value) == ("entities", None)
    assert on_disk(folder) == before


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_ids_lead_nowhere_and_are_not_stored(client: TestClient, folder: Path, hostile: str) -> None:
    before = on_disk(folder)
    assert client.get(f"/api/records/{quote(hostile, safe='')}").status_code == 404
    for layer, key in (("quotes", "id"), ("speakers", "id"), ("entities", "id"), ("quotes", "parent")):
        body = work(client)
        body["layers"][layer][0][key] = hostile
        answer = client.put(f"/api/records/{ID}", json=body)
        assert answer.status_code == 422, (layer, key)
        assert answer.headers["content-type"] == "application/json"
    assert on_disk(folder) == before


@pytest.mark.parametrize(
    "span",
    [
        {"start": -1, "end": 4},
        {"start": 4, "end": 4},
        {"start": 9, "end": 3},
        {"start": 0, "end": 10**9},
        {"start": 2**70, "end": 2**70 + 1},
        {"start": 0.5, "end": 2},
        {"start": 0, "end": 2, "text": "<b>"},
    ],
)
def test_spans_that_lie_nowhere_are_findings(client: TestClient, folder: Path, span: dict[str, Any]) -> None:
    before = on_disk(folder)
    body = work(client)
    body["layers"]["quotes"][0]["content"] = [span]
    answer = client.put(f"/api/records/{ID}", json=body)
    assert answer.status_code in {400, 422}, answer.text
    assert on_disk(folder) == before


def test_the_page_cannot_change_what_is_no_layer(client: TestClient, folder: Path) -> None:
    body = work(client)
    before = on_disk(folder)
    changed = {**body, "text": "x", "id": "constructed-1", "annotation": {"status": "reviewed"}}
    assert client.put(f"/api/records/{ID}", json=changed).status_code == 200
    after = on_disk(folder)
    assert (after.text, after.id, after.annotation.status) == (before.text, before.id, "draft")
    body["layers"]["text"] = "x"
    assert client.put(f"/api/records/{ID}", json=body).status_code == 400


def test_websockets_are_not_answered(client: TestClient) -> None:
    with pytest.raises(Exception), client.websocket_connect("/api/session"):  # noqa: B017, PT011 - whatever it raises
        pass

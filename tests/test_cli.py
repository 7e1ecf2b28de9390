"""The command line as a user meets it: messages, exit statuses, nothing lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from kavychki.io.lines import MAX_LINE_BYTES
from samples import DRAFT, TEXT, Record, article, line, record, text_free, write_corpus


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus", article(), article("constructed-9002"), text_free())


def shard(corpus: Path) -> Path:
    return corpus / "constructed" / "articles.jsonl"


def test_help_teaches_every_command(kavychki_command: Run) -> None:
    top = kavychki_command("--help")
    assert top.returncode == 0
    assert "kavychki build --out dataset" in top.stdout
    for name in ("agree", "annotate", "build", "compile", "diff", "evaluate", "explain", "fmt", "hydrate", "validate"):
        assert name in top.stdout
        shown = kavychki_command(name, "--help")
        assert shown.returncode == 0
        assert f"kavychki {name}" in shown.stdout
        assert "\\b" not in shown.stdout


def test_validate_says_nothing_bad_of_a_valid_corpus(kavychki_command: Run, corpus: Path) -> None:
    done = kavychki_command("validate", "--corpus", corpus)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "no findings\n")


BROKEN: dict[str, tuple[Callable[[Record], None], str]] = {
    "a wrong offset": (lambda r: r["quotes"][1]["content"][0].update(end=120), "K207 wrong-surface"),
    "an unknown speaker": (lambda r: r["quotes"][0].update(speakers=["s8"]), "K214 unknown-speaker"),
    "a duplicate id": (lambda r: r.update(id="constructed-9001"), "K301 duplicate-id"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_validate_names_file_line_record_place_and_remedy(kavychki_command: Run, corpus: Path, name: str) -> None:
    spoil, code = BROKEN[name]
    spoiled = record("constructed-9002")
    spoil(spoiled)
    shard(corpus).write_bytes(line(article()) + line(spoiled))
    done = kavychki_command("validate", "--corpus", corpus)
    assert done.returncode == 1
    assert f"{shard(corpus)}:2:" in done.stdout
    assert code in done.stdout
    assert "\n    at constructed-900" in done.stdout
    assert "⟦" in done.stdout
    assert done.stdout.rstrip().splitlines()[-1].endswith(".")
    assert "\n1 error; " in done.stderr


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (line(article())[:150], "K008"),
        (b"", "K011"),
        ("файл\n".encode("cp1251"), "K002"),
        (line(article()).replace(b"\n", b"\r\n"), "K004"),
        (b"\xef\xbb\xbf" + line(article()), "K003"),
        (b'{"id":"a","id":"b"}\n', "K010"),
        (b"x" * (MAX_LINE_BYTES + 2) + b"\n", "K007"),
    ],
)
def test_broken_files_are_findings(kavychki_command: Run, corpus: Path, content: bytes, code: str) -> None:
    shard(corpus).write_bytes(content)
    for command in (["validate"], ["build", "--out", "out"]):
        done = kavychki_command(*command, "--corpus", corpus)
        assert done.returncode == 1
        assert code in done.stdout
        assert "Traceback" not in done.stderr
    assert not (corpus.parent / "out").exists()


def test_a_collection_that_the_manifest_lacks_is_a_finding(kavychki_command: Run, corpus: Path) -> None:
    manifest = json.loads((corpus / "collections.json").read_text())
    del manifest["press"]
    (corpus / "collections.json").write_text(json.dumps(manifest))
    done = kavychki_command("validate", corpus, "--corpus", corpus)
    assert done.returncode == 1
    assert "K302 unknown-collection" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("validate", "--corpus", "nowhere"),
        ("build", "--corpus", "nowhere"),
        ("fmt", "--corpus", "nowhere"),
        ("hydrate", "nothing", "--from", "."),
        ("hydrate", "press", "--from", "nowhere"),
        ("hydrate", "press"),
        ("compile", "nowhere.json", "nowhere.txt"),
        ("no-such-command",),
        ("validate", "--no-such-option"),
    ],
)
def test_usage_errors_have_status_2_and_no_traceback(kavychki_command: Run, arguments: tuple[str, ...]) -> None:
    done = kavychki_command(*arguments)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_fmt_repairs_form_and_nothing_else(kavychki_command: Run, corpus: Path) -> None:
    good = shard(corpus).read_bytes()
    untidy = b"\xef\xbb\xbf" + b"\r\n\r\n".join(
        json.dumps(json.loads(each), indent=None, sort_keys=True).encode() for each in reversed(good.splitlines())
    )
    shard(corpus).write_bytes(untidy)
    assert kavychki_command("fmt", "--check", "--corpus", corpus).returncode == 1
    assert shard(corpus).read_bytes() == untidy
    assert kavychki_command("fmt", "--corpus", corpus).returncode == 0
    assert shard(corpus).read_bytes() == good
    assert kavychki_command("fmt", "--check", "--corpus", corpus).returncode == 0


@pytest.mark.parametrize("bad", [b'{"id":"a","id":"b"}\n', b"{\n", b'{"id":"a"}\n', b"\xff\n"])
def test_fmt_leaves_what_it_does_not_understand(kavychki_command: Run, corpus: Path, bad: bytes) -> None:
    before = line(article("constructed-9003")) + bad
    shard(corpus).write_bytes(before)
    done = kavychki_command("fmt", "--corpus", corpus)
    assert done.returncode == 1
    assert "line 2" in done.stderr
    assert shard(corpus).read_bytes() == before


def test_compile_writes_the_record(kavychki_command: Run, tmp_path: Path) -> None:
    (tmp_path / "draft.json").write_text(json.dumps(DRAFT), encoding="utf-8")
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8")
    done = kavychki_command("compile", "draft.json", "text.txt")
    assert (done.returncode, done.stdout.encode()) == (0, line(article()))
    done = kavychki_command("compile", "draft.json", "text.txt", "--text-free")
    assert json.loads(done.stdout)["text"] is None
    (tmp_path / "draft.json").write_text(json.dumps({**DRAFT, "topics": ["medtop:99999999"]}), encoding="utf-8")
    done = kavychki_command("compile", "draft.json", "text.txt")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "K219" in done.stderr
    (tmp_path / "draft.json").write_text("[]", encoding="utf-8")
    assert kavychki_command("compile", "draft.json", "text.txt").returncode == 2


def test_build_says_where_what_and_how_to_load_it(kavychki_command: Run, corpus: Path, tmp_path: Path) -> None:
    done = kavychki_command("build", "--corpus", corpus, "--out", "out")
    assert done.returncode == 0, done.stderr
    assert f"dataset: {tmp_path / 'out'}" in done.stdout
    assert "collection constructed: 2 of 2 articles" in done.stdout
    assert "collection press: 0 of 1 articles" in done.stdout
    assert "Ask the publisher." in done.stdout
    code = done.stdout.rsplit("python -c '", 1)[1].rstrip("\n'")
    loaded = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "num_rows" in loaded.stdout


def test_build_never_replaces_what_no_build_wrote(kavychki_command: Run, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.txt").write_text("precious")
    (tmp_path / "file").write_text("precious")
    for out in ("home", "file"):
        done = kavychki_command("build", "--corpus", corpus, "--out", out)
        assert done.returncode == 2
        assert "give" in done.stderr
    assert (tmp_path / "home" / "thesis.txt").read_text() == (tmp_path / "file").read_text() == "precious"


def test_build_into_an_unwritable_place_says_so(kavychki_command: Run, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = kavychki_command("build", "--corpus", corpus, "--out", tmp_path / "file" / "out")
    assert done.returncode == 2
    assert str(tmp_path / "file") in done.stderr
    assert "Traceback" not in done.stderr


def folder_bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
def test_a_full_disk_leaves_the_last_good_build(corpus: Path, tmp_path: Path, kavychki_command: Run) -> None:
    assert kavychki_command("build", "--corpus", corpus, "--out", "out").returncode == 0
    before = folder_bytes(tmp_path / "out")
    shard(corpus).write_bytes(line(article()))
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096));"
        "sys.argv[1:] = sys.argv[1:]; from kavychki.cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "build", "--corpus", str(corpus), "--out", "out"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert folder_bytes(tmp_path / "out") == before
    assert {path.name for path in tmp_path.iterdir()} == {"corpus", "out"}


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_ctrl_c_leaves_the_last_good_build(tmp_path: Path, kavychki_command: Run) -> None:
    corpus = write_corpus(tmp_path / "corpus", article())
    assert kavychki_command("build", "--corpus", corpus, "--out", "out").returncode == 0
    before = folder_bytes(tmp_path / "out")
    write_corpus(corpus, *(article(f"constructed-{number}") for number in range(10_000, 13_000)))
    command = [sys.executable, "-m", "kavychki", "build", "--corpus", str(corpus), "--out", "out"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, env=os.environ) as process:
        while not list(tmp_path.glob(".out.*.tmp/articles/*.parquet")):
            assert process.poll() is None, "the build ended before it could be interrupted"
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert error.strip() == "kavychki: interrupted: nothing was changed"
    assert folder_bytes(tmp_path / "out") == before
    assert {path.name for path in tmp_path.iterdir()} == {"corpus", "out"}


def test_an_internal_error_has_status_2_and_is_reported_as_such(tmp_path: Path) -> None:
    script = (
        "import sys, kavychki.cli.validate as module\n"
        "def fail(*_, **__): raise RuntimeError('our own mistake')\n"
        "module.validate = fail; sys.argv[1:] = ['validate']\n"
        "from kavychki.cli.main import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "our own mistake" in done.stderr
    assert "please report it" in done.stderr


def test_a_closed_pipe_ends_quietly(corpus: Path, tmp_path: Path) -> None:
    shard(corpus).write_bytes(b"{}\n" * 5000)
    command = f"{sys.executable} -m kavychki validate --corpus {corpus} | head -n 2"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "K101" in done.stdout
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr

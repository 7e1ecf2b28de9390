"""``kavychki annotate`` as a user meets it: records, reports, what is passed over and what is taken up again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import Run
from kavychki.validation import validate

TEXT = "Мост закрыли\n\n«Мост закрыт, — сказал мэр Пётр Ветров. — Ждите».\n"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    (folder / "deeper").mkdir(parents=True)
    (folder / "one.txt").write_text(TEXT, encoding="utf-8")
    (folder / "deeper" / "two.txt").write_text("Лёд сошёл, сообщил сторож.\n", encoding="utf-8")
    (folder / "note.md").write_text("no text", encoding="utf-8")
    return folder


def test_a_folder_gives_a_valid_record_a_line(kavychki_command: Run, texts: Path) -> None:
    done = kavychki_command("annotate", str(texts), "--collection", "mine")
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [len(record["quotes"]) for record in records] == [1, 1]
    assert all(record["id"].startswith("mine-") for record in records)
    for record in records:
        assert [finding for finding in validate(record) if finding.severity == "error"] == []


def test_several_processes_give_the_same(kavychki_command: Run, texts: Path) -> None:
    alone, together = (kavychki_command("annotate", str(texts), "--jobs", jobs) for jobs in ("1", "2"))
    assert alone.stdout == together.stdout != ""


def test_standard_input(texts: Path) -> None:
    command = [sys.executable, "-m", "kavychki", "annotate", "-"]
    done = subprocess.run(command, input=(texts / "one.txt").read_bytes(), capture_output=True, check=True)
    assert json.loads(done.stdout)["quotes"][0]["type"] == "direct"


def test_a_bad_file_is_reported_and_passed_over(kavychki_command: Run, texts: Path) -> None:
    (texts / "bad.txt").write_bytes(b"\xff\xfe")
    (texts / "empty.txt").write_bytes(b"")
    done = kavychki_command("annotate", str(texts), str(texts / "none.txt"))
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 2
    assert "bad.txt: byte 0 (0xFF) is not UTF-8" in done.stderr
    assert "empty.txt: the text is empty" in done.stderr
    assert "none.txt: No such file or directory" in done.stderr


def test_a_run_is_taken_up_where_it_was_cut_off(kavychki_command: Run, texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "drafts.jsonl"
    assert kavychki_command("annotate", str(texts), "--out", str(out)).returncode == 0
    whole = out.read_bytes()
    first = whole.splitlines(keepends=True)[0]
    out.write_bytes(first + whole[len(first) : len(first) + 40])
    assert kavychki_command("annotate", str(texts), "--out", str(out), "--resume").returncode == 0
    assert out.read_bytes() == whole
    assert kavychki_command("annotate", str(texts), "--out", str(out), "--resume").returncode == 0
    assert out.read_bytes() == whole


def test_an_interrupt_keeps_what_is_done_and_says_where(kavychki_command: Run, tmp_path: Path) -> None:
    texts, out = tmp_path / "texts", tmp_path / "drafts.jsonl"
    texts.mkdir()
    for number in range(300):
        (texts / f"{number:03}.txt").write_text(f"Мост {number}\n\n" + TEXT * 60, encoding="utf-8")
    command = [sys.executable, "-m", "kavychki", "annotate", str(texts), "--out", str(out)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        while not out.exists() or not out.stat().st_size:
            assert process.poll() is None, "the run ended before it could be interrupted"
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert error.strip() == f"kavychki: interrupted: what is done stands in {out}: take the run up with --resume"
    kept = out.read_bytes()
    assert 0 < kept.count(b"\n") < 300
    assert kavychki_command("annotate", str(texts), "--out", str(out), "--resume").returncode == 0
    assert out.read_bytes().count(b"\n") == 300


def test_what_cannot_be_taken_up_is_left_alone(kavychki_command: Run, texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "notes.txt"
    out.write_text("my notes\n", encoding="utf-8")
    done = kavychki_command("annotate", str(texts), "--out", str(out), "--resume")
    assert done.returncode == 2
    assert "notes.txt:1: is no record: give another --out" in done.stderr
    assert out.read_text(encoding="utf-8") == "my notes\n"
    again = kavychki_command("annotate", str(texts), "--out", str(out))
    assert again.returncode == 2
    assert "take the run up with --resume" in again.stderr
    assert out.read_text(encoding="utf-8") == "my notes\n"
    assert kavychki_command("annotate", str(texts), "--resume").returncode == 2


def test_an_empty_folder_is_said_to_be_empty(kavychki_command: Run, tmp_path: Path) -> None:
    done = kavychki_command("annotate", str(tmp_path))
    assert done.returncode == 2
    assert "holds no .txt file" in done.stderr


def test_explain_shows_rule_and_confidence(kavychki_command: Run, texts: Path) -> None:
    done = kavychki_command("annotate", str(texts / "one.txt"), "--explain")
    assert done.returncode == 0
    assert "q1: direct, speech; Пётр Ветров" in done.stdout
    assert "marks-around-attribution 0." in done.stdout
    assert "«Мост закрыт, — сказал мэр Пётр Ветров. — Ждите»" in done.stdout

"""Nothing stored is ever lost: writers that are killed, and writers that all come at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kavychki import Corpus, read_articles, validate
from samples import article, line, text_free, write_corpus

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks and kills")

HERE = Path(__file__).parent


def program(*arguments: object) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(HERE)}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize(("how", "least"), [("steps", 50), ("moments", 0)])
def test_a_killed_writer_leaves_the_old_state_or_the_new(tmp_path: Path, how: str, least: int) -> None:
    corpus = write_corpus(tmp_path / "corpus", article(), text_free())
    out, error = program(HERE / "crashes.py", how, corpus).communicate(timeout=300)
    assert not error, error
    assert int(out) >= least


def test_eight_processes_that_add_at_once_lose_and_duplicate_nothing(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", article())
    code = (
        "import sys; from kavychki.store import *; from samples import *; store = Store.open(sys.argv[1])\n"
        "for n in range(5):\n"
        "    own = article(f'constructed-{sys.argv[2]}{n:03}'), text_free(f'press-{sys.argv[2]}{n:03}')\n"
        "    store.add([Incoming(each) for each in (*own, article('constructed-7777'))])\n"
    )
    writers = [program("-c", code, corpus, number) for number in range(1, 9)]
    ended = [(writer.communicate(timeout=300), writer.returncode) for writer in writers]
    assert [(error, status) for (_, error), status in ended] == [("", 0)] * 8
    for collection, more in (("constructed", 2), ("press", 0)):
        ids = [each.id for each in read_articles(Corpus.open(corpus), collection)]
        assert len(ids) == 8 * 5 + more
        assert ids == sorted(set(ids))
    assert not [each for each in validate(corpus) if each.severity == "error"]


def test_fmt_waits_for_writers_and_undoes_nothing(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", article())
    code = (
        "import sys; from kavychki.store import *; from samples import *; store = Store.open(sys.argv[1])\n"
        "for n in range(40): store.add([Incoming(article(f'constructed-{n:04}'))])"
    )
    writer = program("-c", code, corpus)
    shard = corpus / "constructed" / "articles.jsonl"
    while writer.poll() is None:
        # Untidied and tidied while the other writes: what it adds in between must be there at the end.
        tidied = program("-m", "kavychki", "fmt", "--corpus", corpus)
        tidied.communicate(timeout=60)
        assert tidied.returncode == 0
    assert writer.communicate()[1] == ""
    assert shard.read_bytes().count(b"\n") == 41
    assert line(article()) in shard.read_bytes()

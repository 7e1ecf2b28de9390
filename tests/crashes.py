"""Writers that are killed, run as a program of its own: ``python crashes.py steps|moments CORPUS``.

Every writer is a fork of this process, so that a hundred of them cost a few seconds. After each death the folder must
hold the old state or the new, and the next writer must find nothing in its way.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kavychki import validate
from kavychki.io.locking import corpus_lock
from kavychki.io.transaction import JOURNAL, recover
from kavychki.store import Incoming, Store
from kavychki.store.shards import lines_of
from samples import article, text_free

State = dict[str, bytes]


DEATHS = 110
Task = Callable[[Path, int], None]


def state(corpus: Path) -> State:
    """The records of the folder by id, and the list of withdrawn ids."""
    store = Store.open(corpus)
    withdrawn = corpus / "withdrawn.tsv"
    listed = {"withdrawn": withdrawn.read_bytes()} if withdrawn.exists() else {}
    return {**{each.id: each.line.data for each in lines_of(store.corpus)}, **listed}


def add_one(corpus: Path, number: int) -> None:
    Store.open(corpus).add([Incoming(article(f"constructed-{number}"))])


def add_to_two_shards(corpus: Path, number: int) -> None:
    new = [article(f"constructed-{number}"), text_free(f"press-{number}")]
    Store.open(corpus).add([Incoming(each) for each in new])


def replace_one(corpus: Path, number: int) -> None:
    store = Store.open(corpus)
    name = "constructed-9001"
    store.put(article(name, url=f"https://a.example/{number}"), store.get(name).digest)


def remove_one(corpus: Path, number: int) -> None:
    Store.open(corpus).remove([f"constructed-{number}"], "no longer wanted")


def forked(task: Callable[[], None]) -> int:
    """The id of a child process that does the task and ends."""
    if pid := os.fork():
        return pid
    task()
    os._exit(0)


def die_at_step(step: int) -> None:
    """Have this process killed right before its n-th call that touches a folder or the disk."""
    left = [step]

    def counted(call: Callable[..., object]) -> Callable[..., object]:
        def run(*arguments: object, **options: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **options)

        return run

    for name in ("open", "fsync", "replace", "unlink", "mkdir", "chmod", "close", "rename"):
        setattr(os, name, counted(getattr(os, name)))


def changed(before: State, after: State) -> set[str]:
    """What differs between two states."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def after_death(corpus: Path, old: State, task: Task, number: int) -> bool:
    """Whether the writer's change was made; fails where it was made in part, or left something in the way."""
    raw, pending = changed(old, state(corpus)), (corpus / JOURNAL).exists()
    with corpus_lock(corpus, patience=1):
        recover(corpus)
    made = changed(old, state(corpus))
    assert raw == made or pending, "reading saw another state than writing"
    litter = [path.name for path in corpus.rglob(".*") if path.name != ".lock"]
    assert not litter, litter
    if not made:
        task(corpus, number)
    assert changed(old, state(corpus)) == touched(task, number), "made in part, or not to be made afterwards"
    return bool(made)


def touched(task: Task, number: int) -> set[str]:
    """The parts of a state that a task changes."""
    name = f"constructed-{number}"
    parts = {
        "add_one": {name},
        "add_to_two_shards": {name, f"press-{number}"},
        "replace_one": {"constructed-9001"},
        "remove_one": {name, "withdrawn"},
    }
    return parts[task.__name__]


def steps(corpus: Path) -> int:
    """Kill a writer before each of its steps, for each kind of change; says how many deaths there were."""
    deaths, number = 0, 5000
    for task in (add_one, add_to_two_shards, remove_one):
        for step in range(200):
            number += 1
            if task is remove_one:
                add_one(corpus, number)
            old = state(corpus)

            def run(step: int = step, number: int = number, task: Task = task) -> None:
                die_at_step(step)
                task(corpus, number)

            _, status = os.waitpid(forked(run), 0)
            if os.WIFEXITED(status):
                assert os.WEXITSTATUS(status) == 0, "the writer failed"
                break
            deaths += 1
            after_death(corpus, old, task, number)
        else:
            raise AssertionError("the writer never came to its end")
    return deaths


def moments(corpus: Path) -> int:
    """Kill writers at random moments, more than a hundred of them; says how many had made their change by then."""
    rng = random.Random(4)
    deaths, made, usual = 0, 0, 0.02
    for number in range(5000, 6000):
        task = rng.choice([add_one, add_to_two_shards, replace_one, replace_one])
        old = state(corpus)
        pid = forked(lambda task=task, number=number: task(corpus, number))  # type: ignore[misc]
        time.sleep(usual * rng.uniform(0.5, 1.5))
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        done = os.WIFEXITED(status)
        if done:
            assert changed(old, state(corpus)) == touched(task, number)
        else:
            deaths += 1
            done = after_death(corpus, old, task, number)
            made += done
        if deaths == DEATHS:
            return made
        # Near the moment of change is where it is worth dying.
        usual *= 0.8 if done else 1.1
    raise AssertionError("the writers were too quick")


if __name__ == "__main__":
    folder = Path(sys.argv[2])
    found = {"steps": steps, "moments": moments}[sys.argv[1]](folder)
    assert not [each for each in validate(folder) if each.severity == "error"]
    sys.stdout.write(f"{found}\n")

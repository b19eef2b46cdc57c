"""Threads and the worker: results in order, faults as they were raised, cancel, a killed worker."""

import os
import signal
import time
from collections.abc import Callable

import pytest

from pcf.errors import InputError, OutputError
from ui.tasks import Newest, Threads, Worker, WorkerDiedError


def double(number: int) -> int:
    return 2 * number


def refuse(text: str) -> None:
    raise InputError("mass-invalid", where="a", text=text)


def no_room(path: str) -> None:
    raise OutputError("file-exists", where=path)


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def count(to: int, progress: Callable[[int, int], None]) -> int:
    for done in range(to + 1):
        progress(done, to)
    return to


@pytest.fixture
def worker(qapp):
    made = Worker()
    yield made
    made.close()


def outcome(task, qtbot):
    with qtbot.waitSignal(task.ended, timeout=20_000):
        pass


def test_jobs_give_their_results_in_order(worker, qtbot):
    given = []
    tasks = [worker.run("ui.program", double, number) for number in range(3)]
    for task in tasks:
        task.finished.connect(given.append)
    outcome(tasks[-1], qtbot)
    assert given == [0, 2, 4]


@pytest.mark.parametrize("work", [refuse, no_room])
def test_a_fault_arrives_with_its_key_place_and_facts(worker, qtbot, work):
    faults = []
    task = worker.run("ui.program", work, "x")
    task.failed.connect(faults.append)
    outcome(task, qtbot)
    assert faults[0].key in {"mass-invalid", "file-exists"}
    assert faults[0].where in {"a", "x"}
    assert faults[0].fields == ({"text": "x"} if work is refuse else {})


def test_a_cancelled_job_ends_at_once_and_the_next_one_runs(worker, qtbot):
    slow = worker.run("ui.program", sleep, 60.0)
    seen = []
    slow.cancelled.connect(lambda: seen.append("cancelled"))
    after = worker.run("ui.program", double, 4)
    after.finished.connect(seen.append)
    start = time.monotonic()
    slow.cancel()
    outcome(after, qtbot)
    assert seen == ["cancelled", 8]
    assert time.monotonic() - start < 20


def test_a_killed_worker_is_told_and_replaced(worker, qtbot):
    faults = []
    task = worker.run("ui.program", die)
    task.failed.connect(faults.append)
    outcome(task, qtbot)
    assert isinstance(faults[0], WorkerDiedError)
    after = worker.run("ui.program", double, 2)
    given = []
    after.finished.connect(given.append)
    outcome(after, qtbot)
    assert given == [4]


def test_progress_is_told(worker, qtbot):
    told = []
    task = worker.run("ui.program", count, 5, tells_progress=True)
    task.progressed.connect(told.append)
    outcome(task, qtbot)
    assert told[-1] == (5, 5)


def test_only_the_newest_input_is_worked_on(qapp, qtbot):
    threads = Threads()
    worked = []

    def work(number: int) -> int:
        worked.append(number)
        time.sleep(0.05)
        return number

    newest = Newest(lambda number: threads.run("ui.program", lambda: work(number)))
    given = []
    newest.given.connect(lambda _, result: given.append(result))
    for number in range(10):
        newest.ask(number)
    qtbot.waitUntil(lambda: given[-1:] == [9], timeout=5000)
    assert worked == [0, 9]
    threads.close()

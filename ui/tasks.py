"""The only place with threads and processes.

A task is data in, result out; it touches nothing else. Threads are for the fast path and for small
files. Full solves, documents and imports run in one spawned worker process that is kept warm:
building matrices, reportlab and spreadsheets hold the interpreter's lock. Cancelling kills it.
"""

import contextlib
import itertools
import multiprocessing
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from pcf.errors import PcfError

_BETWEEN_PROGRESS_S = 0.1


class WorkerDiedError(Exception):
    """The worker process ended in the middle of a task: killed, or out of memory."""


class Task(QObject):
    """One piece of work, and what becomes of it.

    Attributes:
        key: text key of its name in the status bar.
    """

    finished = Signal(object)
    """With what the work gave."""
    failed = Signal(object)
    """With the exception."""
    cancelled = Signal()
    ended = Signal()
    """After any of the others."""
    progressed = Signal(object)
    """With (done, of)."""

    def __init__(self, key: str, parent: QObject | None = None) -> None:
        """Name the task."""
        super().__init__(parent)
        self.key = key
        self.is_cancelled = False
        self._cancel: Callable[[], None] = lambda: None

    def cancel(self) -> None:
        """End the task without a result; what it would have given is thrown away."""
        if not self.is_cancelled:
            self.is_cancelled = True
            self._cancel()

    def _end(self, result: object, error: Exception | None) -> None:
        if self.is_cancelled:
            self.cancelled.emit()
        elif error is not None:
            self.failed.emit(error)
        else:
            self.finished.emit(result)
        self.ended.emit()


class _Runnable(QRunnable):
    """Runs a function in a pool and hands on what came of it through a bound signal."""

    def __init__(self, work: Callable[[], object], emit: Callable[[object, object], None]) -> None:
        super().__init__()
        self._work = work
        self._emit = emit

    def run(self) -> None:
        """Do the work; whatever it raises goes to the window, which says it."""
        try:
            result, error = self._work(), None
        except Exception as fault:  # noqa: BLE001  the boundary: nothing may be lost in a thread
            result, error = None, fault
        with contextlib.suppress(RuntimeError):  # the window has closed meanwhile
            self._emit(result, error)


class Threads(QObject):
    """Runs functions on a thread; what they give arrives on the main thread, in order."""

    _done = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Make a pool of one thread: two calculations at once would slow each other down."""
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._done.connect(self._on_done)

    def run(self, key: str, work: Callable[[], object]) -> Task:
        """Start work on the thread."""
        task = Task(key, self)
        emit = self._done.emit
        self._pool.start(_Runnable(work, lambda result, error: emit(task, result, error)))
        return task

    def close(self) -> None:
        """Wait for what runs."""
        self._pool.waitForDone()

    def _on_done(self, task: Task, result: object, error: Exception | None) -> None:
        task._end(result, error)  # noqa: SLF001  its owner
        task.deleteLater()


class Newest(QObject):
    """Works on the newest of what it is given: what is overtaken before its turn is left out."""

    given = Signal(object, object)
    """With the input and what the work made of it."""
    failed = Signal(object, object)
    """With the exception and the input."""

    def __init__(self, start: Callable[[Any], Task], parent: QObject | None = None) -> None:
        """Take what starts the work on an input, on a thread or in the worker."""
        super().__init__(parent)
        self._begin = start
        self._waiting: list[object] = []
        self._given: object = None
        self._is_running = False

    def ask(self, given: object) -> None:
        """Work on an input next, in place of any that waits."""
        self._waiting = [given]
        self._start()

    def _start(self) -> None:
        if self._is_running or not self._waiting:
            return
        given = self._waiting.pop()
        self._is_running = True
        self._given = given
        task = self._begin(given)
        task.finished.connect(self._on_finished)  # a bound slot goes with its object
        task.failed.connect(self._on_failed)
        task.ended.connect(self._on_ended)

    def _on_finished(self, result: object) -> None:
        self.given.emit(self._given, result)

    def _on_failed(self, fault: object) -> None:
        self.failed.emit(fault, self._given)

    def _on_ended(self) -> None:
        self._is_running = False
        self._start()


class _Job(NamedTuple):
    work: Callable[..., object]
    given: tuple[Any, ...]
    tells_progress: bool


class Worker(QObject):
    """The worker process: one job at a time, in order; made at the first job and kept warm."""

    _answered = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start nothing yet."""
        super().__init__(parent)
        self._numbers = itertools.count()
        self._waiting: deque[tuple[int, Task, _Job]] = deque()
        self._current: tuple[int, Task] | None = None
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._answered.connect(self._on_answered)

    def run(
        self, key: str, work: Callable[..., object], *given: object, tells_progress: bool = False
    ) -> Task:
        """Do work in the worker.

        Args:
            key: text key of the task's name.
            work: a function at the top of a module.
            given: its arguments, which can be pickled.
            tells_progress: it takes `progress`, a function of (done, of), as a keyword.
        """
        task = Task(key, self)
        number = next(self._numbers)
        task._cancel = lambda: self._cancel(number)  # noqa: SLF001  its owner
        self._waiting.append((number, task, _Job(work, given, tells_progress)))
        self._next()
        return task

    def close(self) -> None:
        """End the process, whatever it does."""
        self._waiting.clear()
        self._kill()

    def _next(self) -> None:
        if self._current is not None or not self._waiting:
            return
        number, task, job = self._waiting.popleft()
        self._current = (number, task)
        pipe = self._ensured()
        try:
            pipe.send((number, job))
        except OSError:
            self._on_answered(pipe, number, ("failed", WorkerDiedError()))

    def _ensured(self) -> Connection:
        if self._pipe is not None and self._process is not None and self._process.is_alive():
            return self._pipe
        self._kill()
        context = multiprocessing.get_context("spawn")
        pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._pipe = pipe
        emit = self._answered.emit
        threading.Thread(target=_listen, args=(pipe, emit), daemon=True).start()
        return pipe

    def _cancel(self, number: int) -> None:
        if self._current is not None and self._current[0] == number:
            task = self._current[1]
            self._current = None
            self._kill()
            self._finish(task, None, None)
            return
        waiting = next((each for each in self._waiting if each[0] == number), None)
        if waiting is not None:
            self._waiting.remove(waiting)
            self._finish(waiting[1], None, None)

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None

    def _on_answered(self, pipe: object, number: object, answer: tuple[str, Any]) -> None:
        is_ours = pipe is self._pipe and self._current is not None
        if self._current is None or not is_ours or number not in {None, self._current[0]}:
            return  # of a process that was killed
        task = self._current[1]
        kind, what = answer
        if kind == "progress":
            task.progressed.emit(what)
            return
        self._current = None
        if kind == "finished":
            self._finish(task, what, None)
        else:
            if isinstance(what, WorkerDiedError):
                self._kill()
            self._finish(task, None, what)

    def _finish(self, task: Task, result: object, error: Exception | None) -> None:
        task._end(result, error)  # noqa: SLF001  its owner
        task.deleteLater()
        self._next()


def _listen(pipe: Connection, emit: Callable[[object, object, object], None]) -> None:
    """Hand on what the worker says until it ends."""
    while True:
        try:
            number, answer = pipe.recv()
        except (EOFError, OSError):
            number, answer = None, ("failed", WorkerDiedError())
        try:
            emit(pipe, number, answer)
        except RuntimeError:  # the window has closed
            return
        if number is None:
            return


def _serve(pipe: Connection) -> None:
    """Do one job after another until the window ends."""
    while True:
        try:
            number, job = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = ("finished", _done(job, number, pipe))
        except Exception as fault:  # noqa: BLE001  the boundary: the window says it
            if not isinstance(fault, PcfError):
                fault.add_note("".join(traceback.format_exception(fault)))
            answer = ("failed", fault)
        try:
            pipe.send((number, answer))
        except OSError:
            return
        except Exception as fault:  # noqa: BLE001  an answer that can't be pickled is our fault
            pipe.send((number, ("failed", RuntimeError(repr(fault)))))


def _done(job: _Job, number: int, pipe: Connection) -> object:
    """Do a job, telling its progress at most ten times a second."""
    if not job.tells_progress:
        return job.work(*job.given)
    told = 0.0

    def progress(done: int, of: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= _BETWEEN_PROGRESS_S or done == of:
            told = now
            pipe.send((number, ("progress", (done, of))))

    return job.work(*job.given, progress=progress)

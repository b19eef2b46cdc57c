"""Keeps the result of the open study up to date: after each edit, newest wins."""

import functools

from PySide6.QtCore import QObject

from pcf.inventory.memory import PartMemory
from pcf.model.study import Study
from pcf.workflow import Background, Calculation, calculate
from ui.open_study import OpenStudy
from ui.tasks import Newest, Task, Threads


class Calculator(QObject):
    """Calculates by the fast path on a thread, and hands what comes to the open study."""

    def __init__(self, opened: OpenStudy, background: Background, threads: Threads) -> None:
        """Belong to one open study."""
        super().__init__(opened)
        self._open = opened
        self._background = background
        self._memory = PartMemory()
        self._threads = threads
        self._newest = Newest(self._start, self)
        self._newest.given.connect(self._on_given)
        self._newest.failed.connect(self._on_failed)

    def ask(self, study: Study) -> None:
        """Calculate a study next; one that waits is left out."""
        self._newest.ask(study)

    def _start(self, study: Study) -> Task:
        work = functools.partial(calculate, study, self._background, self._memory)
        return self._threads.run("ui.task.calculate", work)

    def _on_given(self, study: object, calculation: object) -> None:
        if isinstance(study, Study) and isinstance(calculation, Calculation):
            self._open.take(study, calculation)

    def _on_failed(self, fault: Exception, study: object) -> None:
        """Show no number that is of another study; the fault is ours and is reported."""
        if isinstance(study, Study):
            self._open.give_up(study)
        raise fault

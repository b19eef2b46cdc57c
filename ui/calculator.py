"""Keeps the result of the open study up to date: after each edit, newest wins."""

import functools

from PySide6.QtCore import QObject, Signal

from pcf.inventory.memory import PartMemory
from pcf.model.study import Study
from pcf.workflow.background import Background
from pcf.workflow.calculation import Calculation, Numbers, calculate_numbers, judged
from ui.open_study import OpenStudy
from ui.tasks import Newest, Task, Threads


class Calculator(QObject):
    """Calculates by the fast path on a thread, and hands what comes to the open study.

    Numbers are told before they are checked, which takes as long again. The checks are work of
    their own: begun in the same go, they would hold the interpreter's lock while a total is drawn.
    """

    counted = Signal(object, object)
    """A study and its result, not checked yet."""

    def __init__(self, opened: OpenStudy, background: Background, threads: Threads) -> None:
        """Belong to one open study."""
        super().__init__(opened)
        self._open = opened
        self._background = background
        self._memory = PartMemory()
        self._threads = threads
        self._numbers = Newest(self._count, self)
        self._numbers.given.connect(self._on_numbers)
        self._numbers.failed.connect(self._on_failed)
        self._checks = Newest(self._check, self)
        self._checks.given.connect(self._on_checked)
        self._checks.failed.connect(self._on_failed)

    def ask(self, study: Study) -> None:
        """Calculate a study next; one that waits is left out."""
        self._numbers.ask(study)

    def _count(self, study: Study) -> Task:
        work = functools.partial(calculate_numbers, study, self._background, self._memory)
        return self._threads.run("ui.task.calculate", work)

    def _check(self, numbers: Numbers) -> Task:
        return self._threads.run("ui.task.calculate", functools.partial(judged, numbers))

    def _on_numbers(self, study: object, numbers: object) -> None:
        if isinstance(numbers, Numbers):
            self.counted.emit(study, numbers.result)
            self._checks.ask(numbers)

    def _on_checked(self, numbers: object, calculation: object) -> None:
        if isinstance(numbers, Numbers) and isinstance(calculation, Calculation):
            self._open.take(numbers.study, calculation)

    def _on_failed(self, fault: Exception, given: object) -> None:
        """Show no number that is of another study; the fault is ours and is reported."""
        study = given.study if isinstance(given, Numbers) else given
        if isinstance(study, Study):
            self._open.give_up(study)
        raise fault

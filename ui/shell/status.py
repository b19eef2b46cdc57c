"""The line at the bottom: whether all is saved, what is being worked on, by which rules."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QProgressBar

from ui.desk import Desk
from ui.tasks import Task
from ui.widgets.basics import button, row, text_label

_AFTER_MS = 300
"""Work that is done before this needs no bar."""


class StatusLine(QFrame):
    """Saved or not, the running task with its progress and a way to cancel it, and the method."""

    def __init__(self, desk: Desk) -> None:
        """Make it empty."""
        super().__init__()
        self._desk = desk
        self.setProperty("role", "status")
        self.setFixedHeight(desk.look.px(28))
        self.saved = text_label("", "hint")
        self.task_name = text_label("", "hint")
        self.bar = QProgressBar()
        self.bar.setFixedSize(120, 6)
        self.bar.setTextVisible(False)
        self.amount = text_label("", "hint")
        self.cancel = button(desk.texts("ui.task.cancel"), self._on_cancel, role="link")
        self.method = text_label("", "hint")
        layout = row(
            self.saved, 16, self.task_name, self.bar, self.amount, self.cancel, None, self.method
        )
        layout.setContentsMargins(12, 0, 12, 0)
        self.setLayout(layout)
        self._task: Task | None = None
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_AFTER_MS)
        self._late.timeout.connect(lambda: self._show_task(shown=True))
        self._show_task(shown=False)

    def watch(self, task: Task) -> None:
        """Show a task until it ends."""
        self._task = task
        self.task_name.setText(self._desk.texts(task.key))
        self.bar.setRange(0, 0)
        self.amount.setText("")
        task.progressed.connect(self._on_progress)
        task.ended.connect(self._on_ended)
        self._late.start()

    def _on_progress(self, progress: tuple[int, int]) -> None:
        done, of = progress
        self.bar.setRange(0, max(1, of))
        self.bar.setValue(done)
        self.amount.setText(f"{done} / {of}")

    def _on_ended(self) -> None:
        if self.sender() is self._task:
            self._task = None
            self._late.stop()
            self._show_task(shown=False)

    def _on_cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _show_task(self, *, shown: bool) -> None:
        for each in (self.task_name, self.bar, self.amount, self.cancel):
            each.setVisible(shown)

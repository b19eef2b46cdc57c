"""The file side of an open study: who holds it, and the journal of what is not saved yet."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from pcf.errors import OutputError
from pcf.workflow.session import Held, HeldBy, Journal, Recovered, hold, start_journal
from ui.open_study import OpenStudy

_NOT_IN_NAMES = '<>:"/\\|?*'
_SYNC_MS = 2000
"""A crash of the computer loses at most this much typing; one of the program loses none."""


class StudyFile(QObject):
    """Keeps the journal of a study while it is open, and its file to itself."""

    def __init__(self, opened: OpenStudy, on_fault: Callable[[OutputError], object]) -> None:
        """Take a study that was opened or made; `on_fault` hears once of a full disk."""
        super().__init__(opened)
        self._open = opened
        self._on_fault = on_fault
        self._held: Held | None = None
        self._journal: Journal | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_SYNC_MS)
        self._timer.timeout.connect(self._sync)
        opened.edited.connect(self._on_edited)
        opened.stepped.connect(self._on_stepped)
        opened.saved.connect(self.begin)

    def begin(self) -> None:
        """Hold the file and begin a journal: all that there is stands in the file, or in none."""
        self._release()
        path = self._open.path
        if path is not None:
            holding = hold(path)
            if isinstance(holding, HeldBy):
                holder = holding.holder
                self._open.held_by = " · ".join(filter(None, (holder.user, holder.host)))
                self._open.file_changed.emit()
                return
            self._held = holding
        self._journal = start_journal(path, self._open.study, self._on_fault)
        self._timer.start()

    def resume(self, recovered: Recovered) -> None:
        """Go on with what a journal brought back, as one step after the study of the file."""
        self.begin()
        self._open.adopt(recovered.study)

    def end(self) -> None:
        """Let the file go; what was not saved by now is not wanted."""
        self._release()

    def _release(self) -> None:
        self._timer.stop()
        if self._journal is not None:
            self._journal.discard()
            self._journal = None
        if self._held is not None:
            self._held.release()
            self._held = None

    def _sync(self) -> None:
        if self._journal is not None:
            self._journal.sync()

    def _on_edited(self, edits: object) -> None:
        if self._journal is not None and isinstance(edits, tuple):
            self._journal.append(edits, self._open.study)

    def _on_stepped(self) -> None:
        if self._journal is not None:
            self._journal.went_to(self._open.study)


def file_name(name: str) -> str:
    """Give a name without what the name of a file can't hold."""
    return "".join("-" if sign in _NOT_IN_NAMES or sign < " " else sign for sign in name).strip()


def refuse_held(path: Path) -> None:
    """Refuse to write over a study that another window or program has open.

    Raises:
        OutputError: one has.
    """
    holding = hold(path)
    if isinstance(holding, HeldBy):
        holder = " · ".join(filter(None, (holding.holder.user, holding.holder.host)))
        raise OutputError("study-held", where=str(path), holder=holder)
    holding.release()


def same_file(one: Path | None, other: Path) -> bool:
    """Tell whether two paths lead to one file."""
    return one is not None and one.resolve() == other.resolve()

"""The one undo command: the study before and after some edits."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from pcf.model.edits import Edit
from pcf.model.study import Study

if TYPE_CHECKING:
    from collections.abc import Callable


class StudyCommand(QUndoCommand):
    """Edits that were made, to be taken back and made again.

    Both studies are kept: they share what the edits left alone, so a command in a study of 10 000
    lines holds no more than the path to what it changed.
    """

    def __init__(
        self,
        show: "Callable[[Study, StudyCommand], None]",
        before: Study,
        after: Study,
        edits: tuple[Edit, ...],
    ) -> None:
        """Take both studies; Qt calls `redo` when the command is pushed."""
        super().__init__()
        self._show = show
        self.before = before
        self.after = after
        self.edits = edits

    def undo(self) -> None:
        """Show the study before."""
        self._show(self.before, self)

    def redo(self) -> None:
        """Show the study after."""
        self._show(self.after, self)

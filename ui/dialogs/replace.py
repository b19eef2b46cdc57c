"""Asks before files are written over others that stand there."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget

from pcf.texts import Texts

_NAMED = 8


def may_replace(parent: QWidget, texts: Texts, paths: Iterable[Path]) -> bool:
    """Ask whether files that exist may be written over; True where none does."""
    there = [path for path in paths if path.exists()]
    if not there:
        return True
    names = [path.name for path in there[:_NAMED]]
    if len(there) > _NAMED:
        names.append(texts("ui.replace.more", count=len(there) - _NAMED))
    answer = QMessageBox.question(
        parent,
        texts("ui.program"),
        texts("ui.replace.question", folder=str(there[0].parent)) + "\n\n" + "\n".join(names),
        QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
        QMessageBox.StandardButton.Cancel,
    )
    return answer == QMessageBox.StandardButton.Yes

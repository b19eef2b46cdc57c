"""The assistant that reads a parts list: file, columns, data sets."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from ui.desk import Desk


def import_list(desk: Desk, parent: QWidget, path: Path | None, *, into_open: bool) -> None:
    """Ask for a parts list, show how it reads, and make a study of it."""

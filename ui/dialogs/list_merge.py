"""The assistant that merges a newer parts list into the study."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from ui.desk import Desk


def merge_list(desk: Desk, parent: QWidget, path: Path | None) -> None:
    """Ask for a newer list, show what it changes, and merge it as one step."""

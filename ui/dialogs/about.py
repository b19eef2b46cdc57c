"""What the program is, whose data it draws on, and which keys it knows."""

from PySide6.QtWidgets import QWidget

from ui.desk import Desk


def show_keys(desk: Desk, parent: QWidget) -> None:
    """Show all shortcuts."""


def show_about(desk: Desk, parent: QWidget) -> None:
    """Show version, licences and the attributions of the shipped data."""

"""What every page of the window is."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.open_study import Change
from ui.widgets.basics import row, text_label


class Page(QWidget):
    """A page: a title with its facts and actions, and a body.

    The window calls `study_changed` and `result_changed` only while the page is visible, and both
    once when it becomes visible after something has changed.
    """

    title_key = ""

    def __init__(self, desk: Desk) -> None:
        """Make the frame; a page puts its content into `body` and its actions into `buttons`."""
        super().__init__()
        self.desk = desk
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.facts = text_label("", "hint")
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(12)
        if self.title_key:
            title = text_label(desk.texts(self.title_key), "page_title")
            layout.addLayout(row(title, self.facts, None, self.buttons, spacing=12))
        layout.addLayout(self.body, 1)

    def study_changed(self, change: Change | None) -> None:
        """Show the study as it stands; None where anything may have changed."""

    def result_changed(self) -> None:
        """Show the result and the findings as they stand."""

    def show_node(self, node: str, field: str = "") -> bool:
        """Put the keyboard on a node and one of its fields; False where the page has it not."""
        return False

    def take_file(self, path: Path) -> bool:
        """Take a file that was dropped on the window; False where it is not for this page."""
        return False

    def run(self, verb: str) -> None:
        """Do a verb of the menu that is this page's own."""

    def focus_filter(self) -> None:
        """Put the keyboard into the page's filter, if it has one."""

    def view_state(self) -> dict[str, object]:
        """Give what to restore when the window is built anew in another language or theme."""
        return {}

    def restore(self, state: dict[str, object]) -> None:
        """Show again what `view_state` gave."""

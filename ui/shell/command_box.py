"""Search or run a command (Ctrl+K): pages, actions, parts and steps of the study by their names."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from pcf.texts import normalised
from ui.desk import Desk

_MOST = 12
_WIDTH_PX = 480


class Command(NamedTuple):
    """Something that can be run, by its words and by those of the other language."""

    words: str
    also: str
    keys: str
    run: Callable[[], object]


class CommandBox(QFrame):
    """A box over the window; the first match runs on Enter."""

    def __init__(
        self, desk: Desk, over: QWidget, commands: Callable[[], Iterable[Command]]
    ) -> None:
        """Lie over a window; `commands` are asked each time that it opens."""
        super().__init__(over)
        self._over = over
        self._give = commands
        self._commands: list[tuple[str, Command]] = []
        self.setProperty("role", "popup")
        self.line = QLineEdit()
        self.line.setPlaceholderText(desk.texts("ui.command.placeholder"))
        self.line.setAccessibleName(desk.texts("ui.command.placeholder"))
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.line)
        layout.addWidget(self.list)
        self.setFixedWidth(desk.look.px(_WIDTH_PX))
        self.line.textChanged.connect(self._show_matches)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(self._run)
        self.hide()

    def open(self) -> None:
        """Show the box with nothing typed."""
        self._commands = [(normalised(f"{each.words} {each.also}"), each) for each in self._give()]
        self.line.clear()
        self._show_matches("")
        self.move((self._over.width() - self.width()) // 2, 64)
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Run on Enter, choose by the arrows, close on Escape and when the keyboard leaves."""
        if event.type() is QEvent.Type.FocusOut:
            self.hide()
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._run(self.list.currentItem())
                return True
            if key == Qt.Key.Key_Escape:
                self.hide()
                return True
            if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                step = 1 if key == Qt.Key.Key_Down else -1
                last = self.list.count() - 1
                self.list.setCurrentRow(max(0, min(last, self.list.currentRow() + step)))
                return True
        return super().eventFilter(watched, event)

    def _show_matches(self, text: str) -> None:
        words = normalised(text).split()
        found = [each for haystack, each in self._commands if all(w in haystack for w in words)]
        self.list.clear()
        for each in found[:_MOST]:
            item = QListWidgetItem(f"{each.words}    {each.keys}".rstrip())
            item.setData(Qt.ItemDataRole.UserRole, each)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        height = self.list.sizeHintForRow(0) * max(1, self.list.count()) + 8
        self.list.setFixedHeight(max(32, height))
        self.adjustSize()

    def _run(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        command: Command = item.data(Qt.ItemDataRole.UserRole)
        self.hide()
        command.run()

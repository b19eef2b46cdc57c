"""A line at the bottom that says in passing what was done, with a way to take it back."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from ui.widgets.basics import button, row, text_label

_SHOWN_MS = 6000


class Toast(QFrame):
    """The line; it stays while the pointer is over it."""

    def __init__(self, over: QWidget) -> None:
        """Lie over a widget, at the middle of its lower edge."""
        super().__init__(over)
        self._over = over
        self.setProperty("role", "toast")
        self.text = text_label("", "toast")
        self._undo = button("", self._act, role="toast")
        layout = row(self.text, self._undo, spacing=16)
        layout.setContentsMargins(16, 8, 16, 8)
        self.setLayout(layout)
        self._action: Callable[[], object] | None = None
        self._undoes = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    def say(
        self,
        text: str,
        action_text: str = "",
        action: Callable[[], object] | None = None,
        *,
        undoes: bool = False,
    ) -> None:
        """Show a text for six seconds; `undoes` says that the action takes the last edit back."""
        self.text.setText(text)
        self._action = action
        self._undoes = undoes
        self._undo.setText(action_text)
        self._undo.setVisible(action is not None)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def overtake(self) -> None:
        """Go when the study changes where undo is offered: it would undo something else by now."""
        if self._undoes:
            self.hide()

    def enterEvent(self, event: object) -> None:
        """Stay while the pointer is here."""
        super().enterEvent(event)  # type: ignore[arg-type]
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Go six seconds after the pointer."""
        super().leaveEvent(event)
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the window changes its size."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        left = (self._over.width() - self.width()) // 2
        self.move(max(0, left), self._over.height() - self.height() - 16)

    def _act(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()

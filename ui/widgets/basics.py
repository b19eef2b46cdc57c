"""Small controls that know no study: labels, buttons, cards, chips, empty states."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.look import Look

_ROOM_PX = 48
"""Seen above and below a control that is scrolled to: its label, and what is wrong with it."""

_Box = TypeVar("_Box", QHBoxLayout, QVBoxLayout)


def text_label(text: str, role: str = "body", *, wrap: bool = False) -> QLabel:
    """Give a label in a role of the style sheet, such as body, label, hint or card_title."""
    label = QLabel(text)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if wrap:
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return label


def button(
    text: str,
    done: Callable[[], object],
    *,
    look: Look | None = None,
    icon: str = "",
    role: str = "",
) -> QPushButton:
    """Give a button.

    Args:
        text: what it does.
        done: called on a click.
        look: gives the icon.
        icon: name of an icon, "" for none.
        role: `primary` (one a page at most), `link`, `small`, or "" for a plain one.
    """
    made = QPushButton(f" {text}" if icon else text)  # the style leaves no room behind the icon
    made.setProperty("role", role)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if look is not None and icon:
        token = {"primary": "on_accent", "link": "accent"}.get(role, "text")
        made.setIcon(look.icon(icon, token))
        made.setIconSize(QSize(16, 16))
    made.clicked.connect(lambda _checked=False: done())
    return made


def icon_button(
    look: Look, icon: str, tip: str, done: Callable[[], object], token: str = "text2"
) -> QToolButton:
    """Give a button that shows an icon alone; its tip is its accessible name too."""
    made = QToolButton()
    made.setIcon(look.icon(icon, token))
    made.setIconSize(QSize(18, 18))
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    made.clicked.connect(lambda _checked=False: done())
    return made


def chip(text: str, *, checkable: bool = True) -> QToolButton:
    """Give a chip: a small round button that is chosen or not."""
    made = QToolButton()
    made.setText(text)
    made.setCheckable(checkable)
    made.setProperty("role", "chip")
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return made


def rule() -> QFrame:
    """Give a line across."""
    line = QFrame()
    line.setProperty("role", "rule")
    line.setFixedHeight(1)
    return line


def row(*items: QWidget | QLayout | int | None, spacing: int = 8) -> QHBoxLayout:
    """Give items side by side; None is a stretch, a number a gap [px]."""
    layout = QHBoxLayout()
    return _filled(layout, items, spacing)


def column(*items: QWidget | QLayout | int | None, spacing: int = 8) -> QVBoxLayout:
    """Give items below each other; None is a stretch, a number a gap [px]."""
    layout = QVBoxLayout()
    return _filled(layout, items, spacing)


def _filled(layout: _Box, items: tuple[QWidget | QLayout | int | None, ...], spacing: int) -> _Box:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for item in items:
        match item:
            case None:
                layout.addStretch(1)
            case int():
                layout.addSpacing(item)
            case QWidget():
                layout.addWidget(item)
            case QLayout():
                layout.addLayout(item)
    return layout


def bring_into_view(control: QWidget) -> None:
    """Scroll all that a control stands in until it is seen, as soon as it has its place."""

    def scroll() -> None:
        above = control.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(control, 0, _ROOM_PX)
            above = above.parentWidget()

    QTimer.singleShot(0, control, scroll)  # a page that is shown first is laid out till then


class WordsButton(QPushButton):
    """A button that opens what a field holds: it shows as many of its words as it has room for."""

    _PADDING_PX = 20

    def __init__(self) -> None:
        """Take whatever width the form gives."""
        super().__init__()
        self._words = ""
        self.setProperty("role", "field")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str) -> None:
        """Show what the field holds."""
        self._words = words
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words to the new width."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room, right = self.width() - self._PADDING_PX, Qt.TextElideMode.ElideRight
        self.setText(self.fontMetrics().elidedText(self._words, right, room))


class Card(QFrame):
    """A surface with an edge, a title that says the finding, and content below."""

    def __init__(self, title: str = "", *heads: QWidget) -> None:
        """Make a card; `heads` stand at the right of its title."""
        super().__init__()
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 14, 16, 14)
        self.body.setSpacing(10)
        self.title = text_label(title, "card_title", wrap=True)
        self._head = QWidget()
        head = row(self.title, *heads)
        head.setStretch(0, 1)
        self._head.setLayout(head)
        self.body.addWidget(self._head)
        self._head.setVisible(bool(title or heads))  # inside the card, else as a window

    def add(self, item: QWidget | QLayout, stretch: int = 0) -> None:
        """Put something below what is there."""
        if isinstance(item, QWidget):
            self.body.addWidget(item, stretch)
        else:
            self.body.addLayout(item, stretch)

    def say(self, title: str) -> None:
        """Give the card another title."""
        self.title.setText(title)
        self._head.setVisible(True)


class EmptyState(QWidget):
    """What an empty page says: what belongs here, and what to do next."""

    def __init__(self, look: Look, icon: str, line: str, hint: str, *buttons: QWidget) -> None:
        """Make it, centred in whatever it stands in."""
        super().__init__()
        sign = QLabel()
        sign.setPixmap(look.pixmap(icon, look.colour("text3"), 24))
        self._line = text_label(line, "card_title", wrap=True)
        self._hint = text_label(hint, "hint", wrap=True)
        lines = [sign, self._line, self._hint]
        layout = column(None, *lines, spacing=8)
        for each in lines:
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
        if buttons:
            layout.addSpacing(4)
            layout.addLayout(row(None, *buttons, None))
        layout.addStretch(1)
        self.setLayout(layout)
        self.setMinimumHeight(160)

    def say(self, line: str, hint: str | None = None) -> None:
        """Say something else in the first line, and below it where a hint is given."""
        self._line.setText(line)
        if hint is not None:
            self._hint.setText(hint)

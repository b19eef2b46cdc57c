"""Says what a term means, wherever it stands: at the pointer, or where the keyboard is."""

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHeaderView,
    QLabel,
    QTabBar,
    QToolTip,
    QWidget,
)

from pcf.texts import Texts
from ui.words import explanation


class Explainer(QObject):
    """Explains the terms in words that have no tip of their own, within one window or dialog."""

    def __init__(self, texts: Texts, over: QWidget) -> None:
        """Watch what nothing inside has answered: tips go from a control to what it stands in."""
        super().__init__(over)
        self._texts, self._over = texts, over
        over.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show what the terms at the pointer mean."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = event.globalPos()
            inside = self._over.childAt(self._over.mapFromGlobal(place))
            return explain(inside, place, self._texts)
        return super().eventFilter(watched, event)


def explain(widget: QWidget | None, place: QPoint, texts: Texts) -> bool:
    """Show what the terms in a control's words mean; False where none stands in them."""
    said = explanation(words_of(widget, place), texts) if widget is not None else ""
    if said:
        QToolTip.showText(place, said, widget)
    return bool(said)


def words_of(widget: QWidget | None, place: QPoint) -> str:
    """Give the words that a control shows at a place of the screen, or that name it."""
    match widget:
        case None:
            return ""
        case QLabel() | QAbstractButton():
            return widget.text().replace("&", "")
        case QComboBox():
            return f"{widget.accessibleName()} {widget.currentText()}"
        case QTabBar():
            return widget.tabText(widget.tabAt(widget.mapFromGlobal(place)))
    head = widget.parentWidget()
    if isinstance(head, QHeaderView):
        section = head.logicalIndexAt(head.viewport().mapFromGlobal(place))
        return str(head.model().headerData(section, head.orientation()) or "")
    return widget.accessibleName()

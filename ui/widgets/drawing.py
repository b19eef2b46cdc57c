"""How rows and the words in their cells are drawn."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ui.look import Look, WordStyle


def draw_words(
    painter: QPainter,
    cell: QRect,
    words: str,
    style: WordStyle,
    aligned: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
) -> None:
    """Draw words in a colour and font, shortened where they don't fit."""
    painter.setPen(style.colour)
    painter.setFont(style.font)
    right = Qt.TextElideMode.ElideRight
    painter.drawText(cell, aligned, painter.fontMetrics().elidedText(words, right, cell.width()))


def draw_ground(
    painter: QPainter, option: QStyleOptionViewItem, look: Look, *, is_head: bool = False
) -> None:
    """Draw what a cell stands on: the head of a group, what is chosen or pointed at; its rule."""
    cell = option.rect
    if is_head:
        painter.fillRect(cell, look.colour("sunken"))
    elif option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(cell, look.colour("selection"))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(cell, look.colour("hover"))
    painter.setPen(look.colour("border"))
    painter.drawLine(cell.bottomLeft(), cell.bottomRight())


def two_lines(cell: QRect) -> tuple[QRect, QRect]:
    """Give the upper and the lower half of a cell that holds two lines."""
    middle = cell.center().y()
    upper = QRect(cell.left(), cell.top() + 3, cell.width(), middle - cell.top() - 2)
    lower = QRect(cell.left(), middle + 1, cell.width(), cell.bottom() - middle - 3)
    return upper, lower

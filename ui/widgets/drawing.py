"""How words are drawn into cells."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from ui.look import WordStyle


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

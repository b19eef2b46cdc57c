"""The sums of the bill of materials, each below its column."""

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QTreeView, QWidget

from ui.desk import Desk
from ui.models.part_columns import COLUMNS, column_alignment
from ui.widgets.drawing import draw_words

_HEIGHT_PX = 30
_PAD_PX = 8
_QUIET = {"data_set"}
"""Columns below which no sum stands but what is said of one."""


class PartFoot(QWidget):
    """One row below a tree of parts, whose cells keep to the tree's columns."""

    def __init__(self, desk: Desk, tree: QTreeView) -> None:
        """Stand below a tree."""
        super().__init__()
        self._desk = desk
        self._tree = tree
        self.words: dict[str, str] = {}
        self.setFixedHeight(desk.look.px(_HEIGHT_PX))
        tree.header().sectionResized.connect(lambda *_: self.update())
        tree.horizontalScrollBar().valueChanged.connect(lambda _: self.update())

    def say(self, words: Mapping[str, str]) -> None:
        """Say sums, by the ids of their columns; what a hidden column would say is left out."""
        self.words = dict(words)
        self.setAccessibleName(" · ".join(filter(None, self.words.values())))
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the words below the columns of the tree."""
        look = self._desk.look
        painter = QPainter(self)
        painter.setPen(look.colour("control"))
        painter.drawLine(0, 0, self.width(), 0)
        head = self._tree.header()
        for place, column in enumerate(COLUMNS):
            words = self.words.get(column.id, "")
            if not words or head.isSectionHidden(place):
                continue
            left, width = head.sectionViewportPosition(place), head.sectionSize(place)
            cell = QRect(left + _PAD_PX, 0, width - 2 * _PAD_PX, self.height())
            style = look.style(*(("text2", "body") if column.id in _QUIET else ("text", "header")))
            aligned = column_alignment(column) | Qt.AlignmentFlag.AlignVCenter
            draw_words(painter, cell, words, style, aligned)

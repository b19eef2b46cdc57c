"""A table that only shows: rows are chosen as a whole, numbers stand at the right."""

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from ui.desk import Desk

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def shown_table(
    desk: Desk, heads: Sequence[str], numbers: Collection[int], widths: Mapping[int, int]
) -> QTableWidget:
    """Give the table, empty.

    Args:
        desk: of the window.
        heads: in words.
        numbers: the columns of numbers.
        widths: of columns [px]; the others share what is left.
    """
    table = QTableWidget(0, len(heads))
    for place, words in enumerate(heads):
        item = QTableWidgetItem(words)
        item.setTextAlignment(RIGHT if place in numbers else LEFT)
        table.setHorizontalHeaderItem(place, item)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(desk.look.px(28))
    for place in range(len(heads)):
        if place in widths:
            table.setColumnWidth(place, desk.look.px(widths[place]))
        else:
            stretched = QHeaderView.ResizeMode.Stretch
            table.horizontalHeader().setSectionResizeMode(place, stretched)
    return table

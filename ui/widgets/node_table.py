"""A table of sibling nodes with its verbs: add, remove, move, copy, paste, fill down."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QTableView,
    QWidget,
)

from pcf.model.edits import Edit, Move, Remove
from ui.cell_roles import KindRole, NodeRole
from ui.desk import Desk
from ui.fields import FieldKind
from ui.widgets.cells import COMPACT_ROW_PX, ROW_PX, CellDelegate, Hint, close_editor, set_cells

Index = QModelIndex | QPersistentModelIndex


class NodeTable(QTableView):
    """A table that is edited like a spreadsheet, over a `NodeTableModel`."""

    node_chosen = Signal(str)
    """The id of the node that the keyboard is on, "" for none."""
    data_set_wanted = Signal(str, str)
    """Node and field for which a data set is to be picked."""

    def __init__(self, desk: Desk, model: Any, *, parent: Callable[[], str]) -> None:  # noqa: ANN401
        """Show a model; `parent` gives the id of the node that its rows stand below."""
        super().__init__()
        self._desk = desk
        self._parent = parent
        self._model = model
        self.setModel(model)
        self.setProperty("role", "cells")  # its delegate draws the selection
        self.setItemDelegate(CellDelegate(desk, self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.verticalHeader().hide()
        height = COMPACT_ROW_PX if desk.settings.is_compact else ROW_PX
        self.verticalHeader().setDefaultSectionSize(desk.look.px(height))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setStretchLastSection(False)
        for place, column in enumerate(model.columns):
            if column.width:
                self.setColumnWidth(place, desk.look.px(column.width))
            else:
                head.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(self._on_double_clicked)

    def closeEditor(self, editor: QWidget, hint: Hint) -> None:
        """Keep a text that was refused; Enter goes to the line below."""
        if close_editor(self, editor, hint):
            super().closeEditor(editor, hint)
            index = self.currentIndex()
            below = index.siblingAtRow(index.row() + 1)
            if hint is Hint.SubmitModelCache and below.isValid():
                self.setCurrentIndex(below)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which node the keyboard is on."""
        super().currentChanged(current, previous)
        self.node_chosen.emit(current.data(NodeRole) or "")

    def chosen_nodes(self) -> list[str]:
        """Give the ids of the selected rows' nodes, from above."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        return [self._model.nodes[row].id for row in rows]

    def show_node(self, node_id: str, field: str = "") -> bool:
        """Put the keyboard on a node's field; False if the table doesn't have it."""
        for row, node in enumerate(self._model.nodes):
            if node.id == node_id:
                fields = [getattr(column, "field", None) for column in self._model.columns]
                place = fields.index(field) if field in fields else 0
                self.setCurrentIndex(self._model.index(row, place))
                self.scrollTo(self.currentIndex())
                self.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def remove_chosen(self) -> None:
        """Take the selected nodes out of the study."""
        chosen = self.chosen_nodes()
        if chosen:
            self._desk.edit(*(Remove(node=node) for node in chosen))

    def move_chosen(self, by: int) -> None:
        """Move the current node up (-1) or down (1) among its siblings."""
        index = self.currentIndex()
        target = index.row() + by
        if not index.isValid() or not 0 <= target < len(self._model.nodes):
            return
        node = self._model.nodes[index.row()].id
        if self._desk.edit(Move(node=node, parent=self._parent(), index=target)):
            self.show_node(node)

    def copy(self) -> None:
        """Copy the selected cells as a block that a spreadsheet takes."""
        cells = self.selectedIndexes()
        rows = sorted({index.row() for index in cells})
        places = sorted({index.column() for index in cells})
        texts = {(index.row(), index.column()): _copied(index) for index in cells}
        lines = ("\t".join(texts.get((row, place), "") for place in places) for row in rows)
        QApplication.clipboard().setText("\n".join(lines))

    def paste(self) -> None:
        """Paste a block from the current cell on, all or nothing, as one step."""
        start = self.currentIndex()
        if not start.isValid():
            return
        block = [line.split("\t") for line in QApplication.clipboard().text().splitlines()]
        block = block[: len(self._model.nodes) - start.row()]
        cells = [
            (start.sibling(start.row() + down, start.column() + across), text)
            for down, line in enumerate(block)
            for across, text in enumerate(line[: len(self._model.columns) - start.column()])
        ]
        if set_cells(self._desk, cells, self._edits_of):
            self._desk.shell.toast(self._desk.texts("ui.table.pasted", count=len(block)), undo=True)

    def fill_down(self) -> None:
        """Give all selected cells of each column the value of its uppermost one."""
        cells = sorted(self.selectedIndexes(), key=lambda index: index.row())
        first: dict[int, str] = {}
        for index in cells:
            first.setdefault(index.column(), str(index.data(Qt.ItemDataRole.EditRole) or ""))
        filled = ((index, first[index.column()]) for index in cells)
        set_cells(self._desk, filled, self._edits_of)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the keys of a spreadsheet do."""
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif (
            event.key() == Qt.Key.Key_D and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.fill_down()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_chosen()
        elif event.key() in {Qt.Key.Key_F4, Qt.Key.Key_Return} and self._wants_data_set(index):
            self._on_double_clicked(index)
        else:
            super().keyPressEvent(event)

    def _edits_of(self, index: QModelIndex, text: str) -> list[Edit]:
        kind = index.data(KindRole)
        if kind is None or not self._model.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return []
        edits: list[Edit] = self._model.edits_of(index.row(), index.column(), text)
        return edits

    def _wants_data_set(self, index: QModelIndex) -> bool:
        kind = index.data(KindRole)
        return kind is not None and kind.kind is FieldKind.DATA_SET

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if self._wants_data_set(index):
            field = self._model.columns[index.column()].field
            self.data_set_wanted.emit(index.data(NodeRole), field)


def _copied(index: QModelIndex) -> str:
    model: QAbstractItemModel = index.model()
    editable = model.data(index, Qt.ItemDataRole.EditRole)
    return str(editable if editable is not None else model.data(index) or "")

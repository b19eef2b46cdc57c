"""A table of sibling nodes with its verbs: add, remove, move, copy, paste, fill down."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from pcf.model.edits import Edit, Move, Remove
from ui.cell_roles import ChoicesRole, KindRole, NodeRole
from ui.desk import Desk
from ui.fields import OPENED_KINDS, FieldKind
from ui.widgets.basics import bring_into_view
from ui.widgets.cells import (
    COMPACT_ROW_PX,
    ROW_PX,
    CellDelegate,
    Hint,
    close_editor,
    edit_current_cell,
    is_typing,
    set_cells,
)

Index = QModelIndex | QPersistentModelIndex

_ACROSS = Qt.Orientation.Horizontal
_TWO_LINES_PX = 40


class NodeTable(QTableView):
    """A table that is edited like a spreadsheet, over a `NodeTableModel`."""

    node_chosen = Signal(str)
    """The id of the node that the keyboard is on, "" for none."""
    opened = Signal(str, str, str)
    """Node and field whose picker or form is to be opened, and what was typed for it."""
    all_wanted = Signal(str)
    """Node whose form with all its fields is to be opened."""

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
        heads = (model.headerData(each, _ACROSS) for each in range(len(model.columns)))
        if any("\n" in words for words in heads):
            head.setFixedHeight(desk.look.px(_TWO_LINES_PX))
        for place, column in enumerate(model.columns):
            if column.width:
                self.setColumnWidth(place, desk.look.px(column.width))
            else:
                head.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(self._on_double_clicked)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)

    def closeEditor(self, editor: QWidget, hint: Hint) -> None:
        """Keep a text that was refused; Enter goes to the line below."""
        if close_editor(self, editor, hint):
            super().closeEditor(editor, hint)
            index = self.currentIndex()
            below = index.siblingAtRow(index.row() + 1)
            if hint is Hint.SubmitModelCache and below.isValid():
                self.setCurrentIndex(below)

    def commitData(self, editor: QWidget) -> None:
        """Give a choice to all selected cells of its column, as one step."""
        column = self.currentIndex().column()
        cells = [index for index in self.selectedIndexes() if index.column() == column]
        if isinstance(editor, QComboBox) and len(cells) > 1:
            word = editor.currentText()
            set_cells(self._desk, ((index, word) for index in cells), self._edits_of)
        else:
            super().commitData(editor)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which node the keyboard is on."""
        super().currentChanged(current, previous)
        self.node_chosen.emit(current.data(NodeRole) or "")

    def chosen_nodes(self) -> list[str]:
        """Give the ids of the selected rows' nodes, from above."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        return [self._model.nodes[row].id for row in rows]

    def show_node(self, node_id: str, field: str = "") -> bool:
        """Put the keyboard on a node's field; False if the table doesn't have the node.

        A field without a column opens the form with all fields.
        """
        for row, node in enumerate(self._model.nodes):
            if node.id == node_id:
                fields = [getattr(column, "field", None) for column in self._model.columns]
                place = fields.index(field) if field in fields else 0
                self.setCurrentIndex(self._model.index(row, place))
                self.scrollTo(self.currentIndex())
                self.setFocus(Qt.FocusReason.OtherFocusReason)
                bring_into_view(self)
                if field and field not in fields and hasattr(node, field):
                    self.all_wanted.emit(f"{node_id} {field}")
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
        elif (
            event.key() == Qt.Key.Key_Return
            and event.modifiers() & Qt.KeyboardModifier.AltModifier
            and index.isValid()
        ):
            self.all_wanted.emit(index.data(NodeRole))
        elif event.key() in {Qt.Key.Key_F4, Qt.Key.Key_Return} and self._is_opened(index):
            self._on_double_clicked(index)
        elif self._is_data_set(index) and is_typing(event):
            self._open(index, event.text())
        elif event.key() == Qt.Key.Key_F4 and index.data(ChoicesRole) is not None:
            edit_current_cell(self)
        else:
            super().keyPressEvent(event)

    def _edits_of(self, index: QModelIndex, text: str) -> list[Edit]:
        kind = index.data(KindRole)
        if kind is None or not self._model.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return []
        edits: list[Edit] = self._model.edits_of(index.row(), index.column(), text)
        return edits

    def _is_opened(self, index: QModelIndex) -> bool:
        kind = index.data(KindRole)
        return kind is not None and kind.kind in OPENED_KINDS

    def _is_data_set(self, index: QModelIndex) -> bool:
        kind = index.data(KindRole)
        return kind is not None and kind.kind is FieldKind.DATA_SET

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if self._is_opened(index):
            self._open(index)

    def _open(self, index: QModelIndex, typed: str = "") -> None:
        field = self._model.columns[index.column()].field
        self.opened.emit(index.data(NodeRole), field, typed)

    def _show_menu(self, place: QPoint) -> None:
        """Offer what the keys do, and the form with all fields."""
        index = self.indexAt(place)
        texts = self._desk.texts
        menu = QMenu(self)
        if index.isValid():
            node = index.data(NodeRole)
            every = menu.addAction(f"{texts('ui.form.all-fields')}\tAlt+Enter")
            every.triggered.connect(lambda: self.all_wanted.emit(node))
            menu.addSeparator()
        for key, keys, done in (
            ("ui.keys.copy", "Ctrl+C", self.copy),
            ("ui.keys.paste", "Ctrl+V", self.paste),
            ("ui.keys.fill-down", "Ctrl+D", self.fill_down),
            ("ui.table.remove", "Del", self.remove_chosen),
        ):
            menu.addAction(f"{texts(key)}\t{keys}").triggered.connect(done)
        menu.popup(self.viewport().mapToGlobal(place))


def _copied(index: QModelIndex) -> str:
    model: QAbstractItemModel = index.model()
    editable = model.data(index, Qt.ItemDataRole.EditRole)
    return str(editable if editable is not None else model.data(index) or "")

"""The tree of parts with the keys of a spreadsheet and of an outline."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTreeView, QWidget

from ui.desk import Desk
from ui.models.part_columns import COLUMNS
from ui.models.part_moves import moves, topmost
from ui.models.part_tree import MIME, PartTreeModel
from ui.widgets.cells import (
    CellDelegate,
    Hint,
    close_editor,
    edit_current_cell,
    is_typing,
    set_cells,
)

_PART, _DATA_SET = ([column.id for column in COLUMNS].index(each) for each in ("part", "data_set"))
_DATA_SET_SHARE = 0.44
"""Of the width that is left over; the part's name takes the rest."""
_LEAST_PX = {_PART: 150, _DATA_SET: 120}


class PartTreeView(QTreeView):
    """The view; what is more than typing into a cell it hands to its page by signals."""

    cell_chosen = Signal(QModelIndex)
    data_set_wanted = Signal(list, str)
    """Ids of the parts for which a data set is to be picked, and what was typed for it."""
    verb = Signal(str)
    """One of add, remove, up, down, indent, outdent, confirm, all."""
    list_pasted = Signal(str)
    """A block was pasted where there is no line yet."""

    def __init__(self, desk: Desk, model: PartTreeModel) -> None:
        """Show a model."""
        super().__init__()
        self._desk = desk
        self._model = model
        self._collapsed: set[str] = set()
        self.setModel(model)
        self.setProperty("role", "cells")  # its delegate draws the selection
        self.setItemDelegate(CellDelegate(desk, self))
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setAllColumnsShowFocus(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setIndentation(desk.look.px(16))
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionsMovable(False)
        head.setSectionsClickable(True)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        for place in (_PART, _DATA_SET):  # what is left over goes to the names
            head.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
        for place, column in enumerate(COLUMNS):
            if column.width:
                self.setColumnWidth(place, desk.look.px(column.width))
            self.setColumnHidden(place, not column.is_shown)
        self.setAccessibleName(desk.texts("ui.page.parts"))
        head.sectionResized.connect(self._on_resized)  # or shown or hidden
        self.collapsed.connect(lambda index: self._collapsed.add(self._part_id(index)))
        self.expanded.connect(lambda index: self._collapsed.discard(self._part_id(index)))
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._find_place)
        self.doubleClicked.connect(self._on_double_clicked)
        self._place: tuple[str, int] = ("", 0)
        self.expandAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names what is left over."""
        super().resizeEvent(event)
        self._share_width()

    def closeEditor(self, editor: QWidget, hint: Hint) -> None:
        """Keep a text that was refused; Enter goes to the line below."""
        if close_editor(self, editor, hint):
            super().closeEditor(editor, hint)
            below = self.indexBelow(self.currentIndex())
            if hint is Hint.SubmitModelCache and below.isValid():
                self.setCurrentIndex(below)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, keys: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Go from cell to cell as in a spreadsheet; a tree is folded in its first column."""
        index = self.currentIndex()
        step = _STEPS.get(action)
        if not index.isValid() or step is None:
            return super().moveCursor(action, keys)
        if action in _TAB:
            return self._next_typed(index, step)
        folds = index.column() == _PART and (step < 0 or not self.isExpanded(index))
        if folds and (step < 0 or self._model.hasChildren(index)):
            return super().moveCursor(action, keys)
        place = self._beside(index.column(), step)
        return index if place is None else index.siblingAtColumn(place)

    def _beside(self, place: int, step: int) -> int | None:
        """Give the next shown column to the right (1) or left (-1), None beyond the last."""
        ahead = range(place + step, len(COLUMNS) if step > 0 else -1, step)
        return next((each for each in ahead if not self.isColumnHidden(each)), None)

    def _next_typed(self, index: QModelIndex, step: int) -> QModelIndex:
        """Give the next cell that is typed into: in the row, then in the one below or above."""
        typed = [
            place
            for place, column in enumerate(COLUMNS)
            if column.is_typed and not self.isColumnHidden(place)
        ][::step]
        ahead = [place for place in typed if (place - index.column()) * step > 0]
        if ahead:
            return index.siblingAtColumn(ahead[0])
        row = self.indexBelow(index) if step > 0 else self.indexAbove(index)
        return row.siblingAtColumn(typed[0]) if row.isValid() else index

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        """Tell which cell the keyboard is on."""
        super().currentChanged(current, previous)
        self.cell_chosen.emit(current)

    def chosen_parts(self) -> list[str]:
        """Give the ids of the selected rows' parts that are in no other selected part."""
        chosen = (self._part_id(index) for index in self.selectedIndexes())
        return topmost(self._desk.open.study.bom, chosen)

    def chosen_lines(self) -> list[str]:
        """Give the ids of all selected lines from above, else that of the current one."""
        chosen, _ = self._block()
        current = self._part_id(self.currentIndex())
        return chosen if current in chosen else [current]

    def show_cell(self, part_id: str, field: str = "") -> bool:
        """Put the keyboard on a cell of a part; False where the part is not shown."""
        fields = [column.field for column in COLUMNS]
        place = fields.index(field) if field and field in fields else 0
        if self.isColumnHidden(place):
            self.setColumnHidden(place, False)
        index = self._model.index_of(part_id, place)
        if not index.isValid():
            return False
        above = index.parent()
        while above.isValid():
            self.expand(above)
            above = above.parent()
        chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, chosen)
        self.scrollTo(index)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def edit_current(self, field: str) -> None:
        """Begin to type into the current cell, if it is that of a field."""
        if COLUMNS[self.currentIndex().column()].field == field:
            edit_current_cell(self)

    def copy(self) -> None:
        """Copy the selected cells as a block that a spreadsheet takes."""
        rows, places = self._block()
        lines = []
        for number in rows:
            index_of = self._model.index_of
            cells = (index_of(number, place) for place in places)
            lines.append("\t".join(_copied(index) for index in cells))
        QApplication.clipboard().setText("\n".join(lines))

    def paste(self) -> None:
        """Paste a block from the current cell on over the rows below, all or nothing."""
        text = QApplication.clipboard().text()
        start = self.currentIndex()
        if not start.isValid():
            self.list_pasted.emit(text)
            return
        places = [
            place
            for place in range(start.column(), len(COLUMNS))
            if not self.isColumnHidden(place) and COLUMNS[place].field
        ]
        cells: list[tuple[QModelIndex, str]] = []
        count = 0
        row = start
        for line in text.splitlines():
            if not row.isValid():
                break
            texts = zip(places, line.split("\t"), strict=False)
            cells += [(row.siblingAtColumn(place), cell) for place, cell in texts]
            count += 1
            row = self.indexBelow(row)
        if set_cells(self._desk, cells, self._model.edits_of):
            self._desk.shell.toast(self._desk.texts("ui.table.pasted", count=count), undo=True)

    def fill_down(self) -> None:
        """Give all selected cells of each column the value of its uppermost one."""
        rows, places = self._block()
        index_of = self._model.index_of
        cells: list[tuple[QModelIndex, str]] = []
        for place in places:
            first = str(index_of(rows[0], place).data(Qt.ItemDataRole.EditRole) or "")
            cells += [(index_of(part_id, place), first) for part_id in rows[1:]]
        set_cells(self._desk, cells, self._model.edits_of)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the keys of a spreadsheet and of an outline do."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        key = Qt.Key(event.key()) if event.key() in _KNOWN else None
        verbs = {
            (Qt.Key.Key_Insert, False, False): "add",
            (Qt.Key.Key_Delete, False, False): "remove",
            (Qt.Key.Key_Up, True, True): "up",
            (Qt.Key.Key_Down, True, True): "down",
            (Qt.Key.Key_Right, True, True): "indent",
            (Qt.Key.Key_Left, True, True): "outdent",
            (Qt.Key.Key_Return, True, False): "confirm",
        }
        if key is Qt.Key.Key_Return and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.verb.emit("all")
            return
        name = verbs.get((key, control, shift)) if key is not None else None
        if name is not None:
            self.verb.emit(name)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif key is Qt.Key.Key_D and control:
            self.fill_down()
        elif key is Qt.Key.Key_F4 or (key is Qt.Key.Key_Return and self._is_data_set()):
            self.data_set_wanted.emit(self.chosen_lines(), "")
        elif self._is_data_set() and is_typing(event):
            self.data_set_wanted.emit(self.chosen_lines(), event.text())
        elif key is Qt.Key.Key_Return:
            edit_current_cell(self)
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Move dragged parts before, behind or into the one that they are dropped on."""
        content = bytes(event.mimeData().data(MIME).data()).decode()
        ids = [each for each in content.split("\n") if each]
        target = self.indexAt(event.position().toPoint())
        where = self.dropIndicatorPosition()
        event.setDropAction(Qt.DropAction.IgnoreAction)  # the view would take the rows away itself
        event.accept()
        QTimer.singleShot(0, lambda: self._move_to(ids, self._part_id(target), where))

    def _on_resized(self, place: int, _old: int, _new: int) -> None:
        if place not in _LEAST_PX:
            self._share_width()

    def _share_width(self) -> None:
        """Share what the other columns leave over between the names of parts and data sets."""
        taken = sum(self.columnWidth(each) for each in range(len(COLUMNS)) if each not in _LEAST_PX)
        left = self.viewport().width() - taken
        data_set = 0 if self.isColumnHidden(_DATA_SET) else round(left * _DATA_SET_SHARE)
        for place, width in ((_PART, left - data_set), (_DATA_SET, data_set)):
            if not self.isColumnHidden(place):
                self.setColumnWidth(place, max(width, self._desk.look.px(_LEAST_PX[place])))

    def _move_to(
        self, ids: list[str], target: str, where: QAbstractItemView.DropIndicatorPosition
    ) -> None:
        root = self._desk.open.study.bom
        index = self._model.index_of(target)
        part = self._model.part(index)
        if not ids or target in ids:
            return
        if part is None:
            edits = moves(root, ids)
        elif where == QAbstractItemView.DropIndicatorPosition.OnItem:
            edits = moves(part, ids)
        else:
            parent = self._model.part(index.parent()) or root
            below = where == QAbstractItemView.DropIndicatorPosition.BelowItem
            place = [each.id for each in parent.parts].index(target)
            edits = moves(parent, ids, place + int(below))
        if edits and self._desk.edit(*edits):
            self.show_cell(ids[0])

    def _block(self) -> tuple[list[str], list[int]]:
        """Give the rows and columns of the selection, as they are seen."""
        cells = self.selectedIndexes()
        seen = {self._part_id(index): self.visualRect(index).top() for index in cells}
        rows = sorted(seen, key=lambda part_id: seen[part_id])
        places = sorted(
            {index.column() for index in cells if not self.isColumnHidden(index.column())}
        )
        return rows, places

    def _is_data_set(self) -> bool:
        index = self.currentIndex()
        return index.isValid() and COLUMNS[index.column()].id == "data_set"

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if COLUMNS[index.column()].id == "data_set":
            self.data_set_wanted.emit([self._part_id(index)], "")

    def _part_id(self, index: QModelIndex) -> str:
        part = self._model.part(index)
        return part.id if part is not None else ""

    def _keep_place(self) -> None:
        index = self.currentIndex()
        self._place = (self._part_id(index), index.column())
        self._scroll = self.verticalScrollBar().value()

    def _find_place(self) -> None:
        """Show again what was open, current and at the top before the rows came anew."""
        collapsed = set(self._collapsed)
        self.expandAll()
        for part_id in collapsed:
            index = self._model.index_of(part_id)
            if index.isValid():
                self.collapse(index)
        part_id, place = self._place
        index = self._model.index_of(part_id, max(0, place))
        if index.isValid():
            chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, chosen)
        self.verticalScrollBar().setValue(self._scroll)


_Cursor = QAbstractItemView.CursorAction
_STEPS = {_Cursor.MoveLeft: -1, _Cursor.MoveRight: 1, _Cursor.MovePrevious: -1, _Cursor.MoveNext: 1}
_TAB = {_Cursor.MovePrevious, _Cursor.MoveNext}
_KNOWN = {
    Qt.Key.Key_Insert, Qt.Key.Key_Delete, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left,
    Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_D, Qt.Key.Key_F4,
}  # fmt: skip


def _copied(index: QModelIndex) -> str:
    editable = index.data(Qt.ItemDataRole.EditRole)
    return str(editable or index.data(Qt.ItemDataRole.DisplayRole) or "")

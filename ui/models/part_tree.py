"""The bill of materials as a tree that is edited like a spreadsheet.

An index carries a number that stands for a part's id, never the part: a frozen study gives other
objects after each edit, and the numbers stay.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from pcf.errors import InputError
from pcf.model.bom import Part, walk
from pcf.model.edits import Edit
from ui.desk import Desk
from ui.models.part_cells import PartCells
from ui.models.part_columns import COLUMNS, column_alignment, column_name
from ui.models.part_lines import LineFilter, Lines
from ui.models.part_moves import topmost
from ui.words import explained

Index = QModelIndex | QPersistentModelIndex

MIME = "application/x-cradlegate-parts"
_ROOT = 0


class PartTreeModel(QAbstractItemModel):
    """The parts of the open study, without the product itself."""

    refused = Signal(str)
    """What is wrong with a text that was typed into a cell."""

    def __init__(self, desk: Desk) -> None:
        """Show the study as it stands."""
        super().__init__()
        self._desk = desk
        self._numbers: dict[str, int] = {}
        self._ids: list[str] = []
        self._parts: list[Part] = []
        self._parents: list[int] = []
        self._children: list[list[int]] = []
        self._places: list[int] = []
        self._labels: list[str] = []
        self._sorted_by: tuple[int, bool] | None = None
        self._cells = PartCells(desk)
        self._filter = LineFilter(desk.open, self._cells)
        self._build()

    # ------------------------------------------------------------------ what is shown

    def rebuild(self) -> None:
        """Show parts that came, went or moved."""
        self.beginResetModel()
        self._build()
        self.endResetModel()

    def refresh_parts(self, changed: Iterable[str]) -> None:
        """Take the parts as the study has them now, all where they were.

        Args:
            changed: ids of parts whose fields are others; only their rows are drawn anew, the
                numbers of all follow with the result.
        """
        parts = {part.id: part for part in walk(self._desk.open.study.bom)}
        self._parts = [parts[each] for each in self._ids]
        for part_id in changed:
            index = self.index_of(part_id)
            if index.isValid():
                self.dataChanged.emit(index, index.siblingAtColumn(len(COLUMNS) - 1))

    def refresh_result(self) -> None:
        """Take the numbers of the newest result."""
        self._cells.take_result()

    def narrow(self, text: str, lines: Lines) -> None:
        """Show only lines that hold a text and are of a kind, with what they are in."""
        self._filter.choose(text, lines)
        self.rebuild()

    def sum_kg_co2e(self) -> float:
        """Give what all lines add, each with its own steps and its way to the plant [kg CO2e]."""
        return self._cells.sum_kg_co2e(self._desk.open.study.bom.parts)

    def counts(self) -> dict[Lines, int]:
        """Give how many lines there are of each kind."""
        return self._filter.counts()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Show the parts of each assembly by a column; -1 is the order of the list."""
        self._sorted_by = None if column < 0 else (column, order == Qt.SortOrder.DescendingOrder)
        self.rebuild()

    def _build(self) -> None:
        root = self._desk.open.study.bom
        kept = self._filter.kept(root)
        self._ids, self._parts, self._parents, self._labels = [root.id], [root], [_ROOT], [""]
        self._children, self._places = [[]], [0]
        waiting = [(root, _ROOT)]
        while waiting:
            whole, above = waiting.pop()
            for place, part in enumerate(whole.parts, start=1):
                if kept is not None and part.id not in kept:
                    continue
                number = len(self._ids)
                self._ids.append(part.id)
                self._parts.append(part)
                self._parents.append(above)
                self._children.append([])
                self._places.append(0)
                outer = self._labels[above]
                self._labels.append(f"{outer}.{place}" if outer else str(place))
                self._children[above].append(number)
                if part.parts:
                    waiting.append((part, number))
        self._numbers = {part_id: number for number, part_id in enumerate(self._ids)}
        for siblings in self._children:
            self._put_in_order(siblings)
            for place, number in enumerate(siblings):
                self._places[number] = place

    def _put_in_order(self, siblings: list[int]) -> None:
        if self._sorted_by is None:
            return
        column, is_down = self._sorted_by

        def standing(number: int) -> tuple[bool, float | str]:
            is_missing, value = self._cells.standing(self._parts[number], column)
            return is_missing is not is_down, value  # what has no number comes last either way

        siblings.sort(key=standing, reverse=is_down)

    # ------------------------------------------------------------------ Qt's tree

    def part(self, index: Index) -> Part | None:
        """Give the part of an index, None for none."""
        return self._parts[index.internalId()] if index.isValid() else None

    def index_of(self, part_id: str, column: int = 0) -> QModelIndex:
        """Give the index of a part's cell, an invalid one where it is not shown."""
        number = self._numbers.get(part_id, _ROOT)
        if number == _ROOT:
            return QModelIndex()
        return self.createIndex(self._places[number], column, number)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Give the index of a place."""
        above = parent.internalId() if parent.isValid() else _ROOT
        siblings = self._children[above]
        if not (0 <= row < len(siblings) and 0 <= column < len(COLUMNS)):
            return QModelIndex()
        return self.createIndex(row, column, siblings[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """Give the index of the assembly that a part is in."""
        if not index.isValid():
            return QModelIndex()
        above = self._parents[index.internalId()]
        return QModelIndex() if above == _ROOT else self.createIndex(self._places[above], 0, above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Give the number of parts in an assembly."""
        if parent.isValid() and parent.column() > 0:
            return 0
        return len(self._children[parent.internalId() if parent.isValid() else _ROOT])

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Give the number of columns."""
        return len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401  Qt's own
        """Give the heads."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column_name(column, self._desk)
        if role == Qt.ItemDataRole.ToolTipRole:  # whole where the head is elided
            return explained(column_name(column, self._desk), self._desk.texts)
        return column_alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Tell what can be edited, dragged and dropped upon."""
        flags = super().flags(index) | Qt.ItemFlag.ItemIsDropEnabled
        if not index.isValid() or self._desk.open.held_by:
            return flags
        flags |= Qt.ItemFlag.ItemIsDragEnabled
        if COLUMNS[index.column()].is_typed:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Give what a cell shows and tells its delegate."""
        if not index.isValid():
            return None
        number = index.internalId()
        found = self._cells.data(self._parts[number], index.column(), role)
        if role == Qt.ItemDataRole.DisplayRole and COLUMNS[index.column()].id == "part":
            return f"{self._labels[number]}  {found}"
        return found

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        """Edit a cell; what can't be is told by `refused`."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        try:
            self._desk.open.edit(self.edits_of(index, value))
        except InputError as error:
            self.refused.emit(self._desk.texts.error(error))
            return False
        return True

    def edits_of(self, index: Index, text: str) -> list[Edit]:
        """Give the edit that sets a cell to a typed text, none where it is read only.

        Raises:
            InputError: the text means no value of the field.
        """
        return self._cells.edits_of(self._parts[index.internalId()], index.column(), text)

    # ------------------------------------------------------------------ drag and drop

    def supportedDropActions(self) -> Qt.DropAction:
        """Parts are moved, not copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Give the one kind of data that is dragged."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Give the ids of dragged parts, without those inside another one."""
        ids = topmost(self._parts[_ROOT], (self._ids[index.internalId()] for index in indexes))
        data = QMimeData()
        data.setData(MIME, QByteArray("\n".join(ids).encode()))
        return data

"""Data sets as rows: name, place, year, value per unit and how sure it is."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from pcf.background.dataset import DataSet
from pcf.results.display import MISSING, significant
from pcf.results.names import unit_name
from ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex

DataSetRole = Qt.ItemDataRole.UserRole + 30
"""The `DataSet` of a row."""


class DataSetColumns(QAbstractTableModel):
    """What tables of data sets have in common: their columns and how they stand."""

    HEADS: tuple[str, ...] = ("name", "place", "year", "value", "confidence")
    RIGHT = frozenset({"year", "value"})

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__()
        self._desk = desk

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Give the number of columns."""
        return 0 if parent.isValid() else len(self.HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401  Qt's own
        """Give the heads."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._desk.texts(f"ui.data.head-{self.HEADS[section]}")
        return self.alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def alignment(self, place: int) -> Qt.AlignmentFlag:
        """Give where the content of a column stands: numbers at the right."""
        is_number = self.HEADS[place] in self.RIGHT
        side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def cells(self, data_set: DataSet) -> tuple[str, ...]:
        """Give what stands in the columns of a data set."""
        texts = self._desk.texts
        return (
            texts.choose(data_set.name_en, data_set.name_zh),
            data_set.geography,
            str(data_set.year or MISSING),
            f"{significant(data_set.kg_co2e)} / {unit_name(data_set.unit, texts)}",
            data_set.confidence.value,
        )


class DataSetTableModel(DataSetColumns):
    """Some data sets, in the order in which they are given."""

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__(desk)
        self.data_sets: tuple[DataSet, ...] = ()

    def show_data_sets(self, data_sets: Sequence[DataSet]) -> None:
        """Show some data sets."""
        self.beginResetModel()
        self.data_sets = tuple(data_sets)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Give the number of data sets."""
        return 0 if parent.isValid() else len(self.data_sets)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Give what a cell shows."""
        if not index.isValid():
            return None
        data_set = self.data_sets[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.cells(data_set)[index.column()]
            case Qt.ItemDataRole.ToolTipRole:
                return f"{data_set.name_en}\n{data_set.name_zh}\n{data_set.ref}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.alignment(index.column())
            case _ if role == DataSetRole:
                return data_set
        return None

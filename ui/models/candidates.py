"""Data sets that may be picked, in groups: suggested, of a unit that fits, of another unit."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from pcf.background.dataset import DataSet
from pcf.background.match import Proposal
from pcf.model.node import DataSetRef
from pcf.results.display import percent, significant
from ui.desk import Desk
from ui.models.data_set_table import DataSetColumns, DataSetRole

Index = QModelIndex | QPersistentModelIndex

CandidateRole = Qt.ItemDataRole.UserRole + 31
"""The `Candidate` of a row."""


class Candidate(NamedTuple):
    """A row: a data set, or the head of a group where there is none.

    Attributes:
        below: the second line: why it is suggested, or its family and route.
    """

    data_set: DataSet | None
    name: str
    below: str = ""
    is_current: bool = False

    @property
    def tip(self) -> str:
        """Give both names and the second line whole, "" for a head."""
        known = self.data_set
        return f"{known.name_en}\n{known.name_zh}\n{self.below}" if known is not None else ""


class CandidateModel(DataSetColumns):
    """Candidates in their groups, with what the total would be where it is known by now."""

    HEADS = (*DataSetColumns.HEADS, "total")
    RIGHT = DataSetColumns.RIGHT | {"total"}

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__(desk)
        self.rows: list[Candidate] = []
        self._fitting: set[DataSetRef] = set()
        self._totals: dict[DataSetRef, float | None] = {}

    def show_candidates(
        self,
        proposals: Sequence[Proposal],
        found: Sequence[DataSet],
        fits: Callable[[DataSet], bool],
        current: DataSetRef | None,
    ) -> None:
        """Show proposals and what a search found.

        Args:
            proposals: suggested, the likeliest first.
            found: by the search, the nearest first.
            fits: tells whether a data set's unit is one that the line has an amount of.
            current: data set that the line has now.
        """
        texts = self._desk.texts
        catalogue = self._desk.background.catalogue
        suggested = []
        for each in proposals:
            data_set = catalogue.get(each.data_set)
            if data_set is not None:
                why = texts(each.reason, **each.fields)
                said = texts("ui.picker.confidence", percent=percent(each.confidence, 0), why=why)
                suggested.append(self._candidate(data_set, current, said))
        known = {each.data_set.ref for each in suggested if each.data_set is not None}
        others = [each for each in found if each.ref not in known]
        groups = (
            ("suggested", suggested),
            ("fits", [self._candidate(each, current) for each in others if fits(each)]),
            ("other", [self._candidate(each, current) for each in others if not fits(each)]),
        )
        self._fitting = {each.data_set.ref for each in groups[0][1] + groups[1][1] if each.data_set}
        self.beginResetModel()
        self.rows = []
        for key, members in groups:
            if members:
                self.rows.append(Candidate(None, texts(f"ui.picker.group-{key}")))
                self.rows += members
        self.endResetModel()

    def show_totals(self, totals: Mapping[DataSetRef, float | None]) -> None:
        """Show what the total would be with each data set [kg CO2e]."""
        self._totals.update(totals)
        if self.rows:
            last = len(self.HEADS) - 1
            self.dataChanged.emit(self.index(0, last), self.index(len(self.rows) - 1, last))

    def forget_totals(self) -> None:
        """Begin with the candidates of another line, which has totals of its own."""
        self._totals = {}

    def unknown_totals(self) -> list[DataSetRef]:
        """Give the data sets that fit and of which the total is not known yet, from above."""
        refs = (each.data_set.ref for each in self.rows if each.data_set is not None)
        return [ref for ref in refs if ref in self._fitting and ref not in self._totals]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Give the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Leave heads of groups out of the selection."""
        flags = super().flags(index)
        is_head = index.isValid() and self.rows[index.row()].data_set is None
        no_head = ~(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
        return flags & no_head if is_head else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Give what a cell shows."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, index.column())
            case Qt.ItemDataRole.ToolTipRole:
                return row.tip
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.alignment(index.column())
        return {CandidateRole: row, DataSetRole: row.data_set}.get(role)

    def _candidate(
        self, data_set: DataSet, current: DataSetRef | None, below: str = ""
    ) -> Candidate:
        texts = self._desk.texts
        name = texts.choose(data_set.name_en, data_set.name_zh)
        is_current = data_set.ref == current
        # Families and routes are kept as the tables name them.
        kept = " · ".join(filter(None, (data_set.family, data_set.route))).replace("_", " ")
        words = below or kept
        if is_current:
            words = f"{words} · {texts('ui.picker.now-used')}"
        return Candidate(data_set, name, words, is_current)

    def _text(self, row: Candidate, place: int) -> str:
        if row.data_set is None:
            return row.name if place == 0 else ""
        total = self._totals.get(row.data_set.ref)
        return (*self.cells(row.data_set), significant(total))[place]

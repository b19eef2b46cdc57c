"""The table of data sets that may be picked, and what the total would be with each."""

import functools
from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from pcf.inventory.memory import PartMemory
from pcf.model.edits import Edit, apply
from pcf.model.node import DataSetRef
from pcf.model.study import Study
from pcf.workflow.background import Background
from pcf.workflow.calculation import headline_of_study
from ui.desk import Desk
from ui.models.candidates import Candidate, CandidateModel, CandidateRole
from ui.tasks import Newest, Task
from ui.widgets.drawing import draw_ground, draw_words, two_lines

EditsOf = Callable[[DataSetRef], Sequence[Edit]]
"""Gives the edits that a data set would be taken over by."""

_Variants = dict[DataSetRef, tuple[Edit, ...]]
_ROW_PX, _HEAD_PX = 40, 26
_TOTALS_AT_ONCE = 24
"""Candidates whose total is worked out at once: about what is on screen."""


class CandidateTotals(QObject):
    """Works out in the background what the total would be with each candidate that fits."""

    def __init__(self, desk: Desk, model: CandidateModel, parent: QObject) -> None:
        """Give totals to a model."""
        super().__init__(parent)
        self._desk, self._model = desk, model
        self._memory = PartMemory()
        self._edits: EditsOf | None = None
        self._newest = Newest(self._start, self)
        self._newest.given.connect(self._take)
        self._newest.failed.connect(lambda fault, _: desk.say_fault(fault))

    def ask(self, edits: EditsOf | None) -> None:
        """Begin with the candidates that the model has now; None leaves them without totals."""
        self._edits = edits
        self._ask_next()

    def _ask_next(self) -> None:
        refs = self._model.unknown_totals()[:_TOTALS_AT_ONCE]
        if refs and self._edits is not None:
            variants = {ref: tuple(self._edits(ref)) for ref in refs}
            self._newest.ask((self._desk.open.study, variants, self._edits))

    def _start(self, asked: tuple[Study, _Variants, EditsOf]) -> Task:
        study, variants, _ = asked
        work = functools.partial(_totals, study, variants, self._desk.background, self._memory)
        return self._desk.threads.run("ui.task.calculate", work)

    def _take(self, asked: object, totals: object) -> None:
        is_of_these = isinstance(asked, tuple) and asked[-1] is self._edits
        if isinstance(totals, dict) and is_of_these:  # else they were of another line
            self._model.show_totals(totals)
            self._ask_next()


def _totals(
    study: Study,
    variants: _Variants,
    background: Background,
    memory: PartMemory,
) -> dict[DataSetRef, float | None]:
    """Give what the total would be with each data set [kg CO2e]."""
    return {
        ref: headline_of_study(apply(study, edits), background, memory)
        for ref, edits in variants.items()
    }


def candidate_table(desk: Desk, model: CandidateModel) -> QTableView:
    """Give a table over candidates, one of which is chosen."""
    table = QTableView()
    table.setModel(model)
    table.setItemDelegate(CandidateDelegate(desk, table))
    table.setShowGrid(False)
    table.setMouseTracking(True)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.verticalHeader().hide()
    head = table.horizontalHeader()
    head.setHighlightSections(False)
    head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for place, width in ((1, 58), (2, 52), (3, 104), (4, 88), (5, 112)):
        table.setColumnWidth(place, desk.look.px(width))
    table.setAccessibleName(desk.texts("ui.data.all"))
    return table


def set_row_heights(desk: Desk, table: QTableView, model: CandidateModel) -> None:
    """Give heads of groups and candidates, which have two lines, their heights."""
    for place, each in enumerate(model.rows):
        height = _HEAD_PX if each.data_set is None else _ROW_PX
        table.setRowHeight(place, desk.look.px(height))


class CandidateDelegate(QStyledItemDelegate):
    """Draws a candidate in two lines, heads of groups across."""

    def __init__(self, desk: Desk, view: QTableView) -> None:
        """Belong to a table."""
        super().__init__(view)
        self._desk = desk

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        """Draw one cell."""
        look = self._desk.look
        item: Candidate = index.data(CandidateRole)
        cell = option.rect
        painter.save()
        draw_ground(painter, option, look, is_head=item.data_set is None)
        inner = cell.adjusted(10, 0, -10, 0)
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        aligned = index.data(Qt.ItemDataRole.TextAlignmentRole)
        if item.data_set is None:
            draw_words(painter, inner, words, look.style("text2", "header"), aligned)
        elif index.column() == 0:
            upper, lower = two_lines(inner)
            draw_words(painter, upper, words, look.style("text", "header"), aligned)
            draw_words(painter, lower, item.below, look.style("text3", "label"), aligned)
        else:
            draw_words(painter, inner, words, look.style("text", "body"), aligned)
        painter.restore()

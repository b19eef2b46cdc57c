"""The picker of data sets: search as one types, what the total would be, details beside."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from pcf.background.dataset import DataSet
from pcf.background.match import Proposal
from pcf.model.node import DataSetRef
from pcf.units import Dimension, find_unit
from ui.desk import Desk
from ui.dialogs.candidate_table import (
    CandidateTotals,
    EditsOf,
    candidate_table,
    set_row_heights,
)
from ui.models.candidates import CandidateModel
from ui.models.data_set_table import DataSetRole
from ui.widgets.basics import EmptyState, button, column, row, text_label
from ui.widgets.data_set_details import DataSetDetails
from ui.widgets.data_set_filters import place_box, unit_box
from ui.widgets.explained import Explainer

_SIZE = (1024, 640)
_MOST = 60
_TYPING_MS = 60


class Wanted(msgspec.Struct, frozen=True):
    """What a data set is picked for.

    Attributes:
        title: what it is for, in words.
        query: what is searched first; "" shows defaults.
        current: data set that stands there now.
        dimensions: of which there is an amount; None takes any.
        proposals: suggested for it, the likeliest first.
        edits: gives the edits that a data set would be taken over by; None shows no totals.
        typed: what was typed already, searched in place of `query`.
    """

    title: str
    query: str = ""
    current: DataSetRef | None = None
    dimensions: frozenset[Dimension] | None = None
    proposals: tuple[Proposal, ...] = ()
    edits: EditsOf | None = None
    typed: str = ""


def pick_data_set(
    desk: Desk, parent: QWidget, wanted: Wanted, on_picked: Callable[[DataSetRef], object]
) -> "DataSetPicker":
    """Open the picker; what is picked is handed on once."""
    picker = DataSetPicker(desk, parent, wanted)
    picker.accepted.connect(lambda: on_picked(picker.chosen) if picker.chosen else None)
    picker.open()
    return picker


class DataSetPicker(QDialog):
    """The picker; `chosen` holds the data set when it was accepted."""

    def __init__(self, desk: Desk, parent: QWidget, wanted: Wanted) -> None:
        """Search for what is wanted."""
        super().__init__(parent)
        self._desk = desk
        self._wanted = wanted
        self.chosen: DataSetRef | None = None
        texts = desk.texts
        self.setModal(True)
        self.setWindowTitle(texts("ui.picker.title", name=wanted.title))
        self.resize(*(desk.look.px(each) for each in _SIZE))
        self.search = QLineEdit(wanted.typed or wanted.query)
        self.search.setPlaceholderText(texts("ui.data.search"))
        self.search.setAccessibleName(texts("ui.data.search"))
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.count = text_label("", "hint")
        self.unit, self.place = unit_box(desk), place_box(desk)
        self.place.setMaximumWidth(desk.look.px(150))
        self.model = CandidateModel(desk)
        self.table = candidate_table(desk, self.model)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.activated.connect(lambda _: self._use())
        self.details = DataSetDetails(desk)
        self.shown = QStackedWidget()
        self.shown.addWidget(self.table)
        self.empty = EmptyState(desk.look, "search", "", texts("ui.data.empty-hint"))
        self.shown.addWidget(self.empty)
        self.use = button(texts("ui.picker.use"), self._use, role="primary")
        self.use.setAutoDefault(False)  # Enter in the search takes the chosen row
        self.search.returnPressed.connect(self._use)
        self.setLayout(self._arranged())
        Explainer(texts, self)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.look_up)
        self.search.textChanged.connect(lambda _: self._typing.start())
        for box in (self.unit, self.place):
            box.activated.connect(lambda _: self.look_up())
        self._totals = CandidateTotals(desk, self.model, self)
        self.look_up()
        self.search.setFocus()
        self.search.selectAll()

    def open(self) -> None:
        """Show it; what was typed already is gone on with, not typed over."""
        super().open()
        if self._wanted.typed:
            self.search.end(False)

    def look_up(self) -> None:
        """Show what the search finds, and begin to work out the totals."""
        texts = self._desk.texts
        query = self.search.text()
        hits = self._search(query)
        # A name of several words may say more than any data set does: then its words are looked
        # for one by one, the longest first.
        if not hits and query == self._wanted.query:
            words = sorted(query.split(), key=len, reverse=True)
            hits = next((found for word in words if (found := self._search(word))), ())
        self.model.show_candidates(
            self._wanted.proposals if query == self._wanted.query else (),
            hits,
            self._fits,
            self._wanted.current,
        )
        self.count.setText(texts("ui.data.count", count=len(hits)))
        set_row_heights(self._desk, self.table, self.model)
        has_rows = bool(self.model.rows)
        self.shown.setCurrentIndex(0 if has_rows else 1)
        self.empty.say(texts("ui.picker.nothing", text=query))
        self.use.setEnabled(has_rows)
        self.details.show_data_set(None)
        if has_rows:
            self.table.selectRow(1)
        self._totals.ask(self._wanted.edits)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose rows by the arrows while one types."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if event.key() in steps:
                self._step(steps[Qt.Key(event.key())])
                return True
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------ building

    def _arranged(self) -> QVBoxLayout:
        texts = self._desk.texts
        filters = row(self.search, self.count, self.unit, self.place)
        filters.setStretch(0, 1)
        filters.setContentsMargins(16, 12, 16, 12)
        beside = QWidget()
        facts = column(self.details)
        facts.setContentsMargins(14, 4, 14, 4)
        beside.setLayout(facts)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.shown)
        split.addWidget(beside)
        split.setStretchFactor(0, 1)
        split.setSizes([self._desk.look.px(700), self._desk.look.px(316)])
        split.setChildrenCollapsible(False)
        foot = QWidget()
        foot.setProperty("role", "dialog_foot")
        cancel = button(texts("ui.task.cancel"), self.reject)
        cancel.setAutoDefault(False)
        buttons = row(text_label(texts("ui.picker.keys"), "hint"), None, cancel, self.use)
        buttons.setContentsMargins(16, 10, 16, 10)
        foot.setLayout(buttons)
        whole = column(filters, split, foot, spacing=0)
        whole.setStretch(1, 1)
        return whole

    # ------------------------------------------------------------------ choosing

    def _search(self, query: str) -> tuple[DataSet, ...]:
        hits = self._desk.background.catalogue.search(
            query, limit=_MOST, unit=self.unit.currentData(), geography=self.place.currentData()
        )
        return tuple(hit.data_set for hit in hits)

    def _fits(self, data_set: DataSet) -> bool:
        dimensions = self._wanted.dimensions
        return dimensions is None or find_unit(data_set.unit).dimension in dimensions

    def _step(self, by: int) -> None:
        place = self.table.currentIndex().row() + by
        while 0 <= place < len(self.model.rows):
            if self.model.rows[place].data_set is not None:
                self.table.selectRow(place)
                return
            place += by

    def _on_row(self, index: QModelIndex) -> None:
        data_set = index.data(DataSetRole)
        self.details.show_data_set(data_set if isinstance(data_set, DataSet) else None)

    def _use(self) -> None:
        data_set = self.table.currentIndex().data(DataSetRole)
        if isinstance(data_set, DataSet):
            self.chosen = data_set.ref
            self.accept()

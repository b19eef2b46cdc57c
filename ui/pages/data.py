"""Data: the databases on this computer, and everything in them, found as one types."""

from PySide6.QtCore import QLocale, QModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
)

from pcf.background.dataset import DataSet
from ui.desk import Desk
from ui.models.data_set_table import DataSetRole, DataSetTableModel
from ui.pages.page import Page
from ui.widgets.basics import Card, EmptyState, column, row, text_label
from ui.widgets.data_set_details import DataSetDetails
from ui.widgets.data_set_filters import place_box, unit_box

_MOST = 500
_ROW_PX = 28
_DATABASE_HEADS = ("database", "version", "data-sets", "licence", "state")
_TYPING_MS = 80


class DataPage(Page):
    """Databases, and the search over all data sets with their details."""

    title_key = "ui.page.data"

    def __init__(self, desk: Desk) -> None:
        """Build it."""
        super().__init__(desk)
        texts = desk.texts
        self.search = QLineEdit()
        self.search.setPlaceholderText(texts("ui.data.search"))
        self.search.setAccessibleName(texts("ui.data.search"))
        self.search.setClearButtonEnabled(True)
        self.unit, self.place = unit_box(desk), place_box(desk)
        self.count = text_label("", "hint")
        self.model = DataSetTableModel(desk)
        self.table = _table(desk, self.model)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.details = DataSetDetails(desk)
        self.shown = QStackedWidget()
        self.shown.addWidget(self.table)
        self.shown.addWidget(
            EmptyState(desk.look, "search", texts("ui.data.empty"), texts("ui.data.empty-hint"))
        )
        beside = Card()
        beside.add(self.details, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.shown)
        split.addWidget(beside)
        split.setStretchFactor(0, 1)
        split.setSizes([desk.look.px(640), desk.look.px(316)])
        split.setChildrenCollapsible(False)
        filters = row(self.search, self.unit, self.place, self.count)
        filters.setStretch(0, 1)
        self.body.addWidget(_databases(desk))
        self.body.addLayout(column(text_label(texts("ui.data.all"), "card_title"), filters))
        self.body.addWidget(split, 1)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._find)
        self.search.textChanged.connect(lambda _: self._typing.start())
        for box in (self.unit, self.place):
            box.activated.connect(lambda _: self._find())
        self._find()

    def focus_filter(self) -> None:
        """Put the keyboard into the search."""
        self.search.setFocus()
        self.search.selectAll()

    def view_state(self) -> dict[str, object]:
        """Keep what was looked for."""
        return {"search": self.search.text()}

    def restore(self, state: dict[str, object]) -> None:
        """Look for it again."""
        self.search.setText(str(state["search"]))
        self._find()

    def _find(self) -> None:
        hits = self.desk.background.catalogue.search(
            self.search.text(),
            limit=_MOST,
            unit=self.unit.currentData(),
            geography=self.place.currentData(),
        )
        self.model.show_data_sets([hit.data_set for hit in hits])
        more = "+" if len(hits) == _MOST else ""
        self.count.setText(self.desk.texts("ui.data.count", count=f"{len(hits)}{more}"))
        self.shown.setCurrentIndex(0 if hits else 1)
        self.details.show_data_set(None)
        if hits:
            self.table.selectRow(0)

    def _on_row(self, index: QModelIndex) -> None:
        data_set = index.data(DataSetRole)
        self.details.show_data_set(data_set if isinstance(data_set, DataSet) else None)


def _table(desk: Desk, model: DataSetTableModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(desk.look.px(_ROW_PX))
    head = table.horizontalHeader()
    head.setHighlightSections(False)
    head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for place, width in ((1, 64), (2, 56), (3, 112), (4, 84)):
        table.setColumnWidth(place, desk.look.px(width))
    table.setAccessibleName(desk.texts("ui.data.all"))
    return table


def _databases(desk: Desk) -> QTableWidget:
    """Give the table of the databases on this computer."""
    texts = desk.texts
    bases = desk.background.catalogue.databases
    table = QTableWidget(len(bases), len(_DATABASE_HEADS))
    table.setHorizontalHeaderLabels([texts(f"ui.data.head-{each}") for each in _DATABASE_HEADS])
    table.horizontalHeader().setDefaultAlignment(
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    )
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.setAccessibleName(texts("ui.start.data"))
    height = desk.look.px(_ROW_PX)
    table.verticalHeader().setDefaultSectionSize(height)
    head = table.horizontalHeader()
    head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for place, width in ((1, 84), (2, 90), (3, 190), (4, 90)):
        table.setColumnWidth(place, desk.look.px(width))
    for at, base in enumerate(bases):
        cells = (
            texts.choose(base.title_en, base.title_zh),
            base.version,
            QLocale().toString(len(base.data_sets)),
            base.licence,
            texts("ui.data.ready"),
        )
        for place, text in enumerate(cells):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if place == len(cells) - 1:
                item.setIcon(desk.look.icon("circle-check-filled", "ok"))
            table.setItem(at, place, item)
    table.setFixedHeight(desk.look.px(34) + height * len(bases) + 4)
    return table

"""Start: what can be begun, what was open last, what data this computer has."""

import datetime
import functools
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QModelIndex, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from pcf.findings import Severity
from pcf.results.display import significant, with_unit
from pcf.texts import Language
from ui.desk import Desk
from ui.open_study import Change
from ui.pages.page import Page
from ui.settings import RecentStudy
from ui.widgets.basics import Card, EmptyState, button, column, row, rule, text_label

_ROW_PX = 34
_SIDE_PX = 336
_HEADS = ("study", "number", "result", "state", "changed")


class StartPage(Page):
    """The page that the program opens with."""

    def __init__(self, desk: Desk) -> None:
        """Build it."""
        super().__init__(desk)
        texts = desk.texts
        self.recent = RecentTable(desk)
        empty = EmptyState(
            desk.look, "list-tree", texts("ui.start.no-studies"), texts("ui.start.no-studies-hint")
        )
        card = Card()
        card.body.setContentsMargins(0, 0, 0, 0)
        card.add(self.recent)
        self._recent_or_empty = QStackedWidget()
        self._recent_or_empty.addWidget(card)
        none_yet = Card()
        none_yet.add(empty)
        self._recent_or_empty.addWidget(none_yet)
        left = column(
            text_label(texts("ui.start.heading"), "start_heading"),
            _drop_zone(desk),
            self._begin(),
            8,
            text_label(texts("ui.start.recent"), "card_title"),
            self._recent_or_empty,
            spacing=12,
        )
        left.setStretch(left.count() - 1, 1)
        side = QWidget()
        side.setFixedWidth(desk.look.px(_SIDE_PX))
        side.setLayout(self._side())
        across = row(left, side, spacing=24)
        across.setStretch(0, 1)
        across.setContentsMargins(8, 8, 8, 0)
        self.body.addLayout(across)

    def study_changed(self, change: Change | None) -> None:
        """Show the recent studies as they are now."""
        studies = self.desk.settings.recent
        self.recent.show_studies(studies)
        self._recent_or_empty.setCurrentIndex(0 if studies else 1)

    def result_changed(self) -> None:
        """Show the recent studies as they are now."""
        self.study_changed(None)

    def _begin(self) -> QWidget:
        desk = self.desk
        made = QWidget()
        icons = {"new": "plus", "open": "folder-open", "open_sample": "flask"}
        buttons = [
            button(
                desk.texts(f"ui.start.{each}"),
                functools.partial(desk.shell.run_action, each),
                look=desk.look,
                icon=icon,
            )
            for each, icon in icons.items()
        ]
        made.setLayout(row(*buttons, None))
        return made

    def _side(self) -> QVBoxLayout:
        """Give what stands at the right: the data on this computer, and that nothing leaves it."""
        desk, texts = self.desk, self.desk.texts
        card = Card()
        card.body.setContentsMargins(0, 4, 0, 4)
        for place, base in enumerate(desk.background.catalogue.databases):
            if place:
                card.add(rule())
            sign = QLabel()
            sign.setPixmap(desk.look.pixmap("circle-check-filled", desk.look.colour("ok"), 16))
            name = f"{texts.choose(base.title_en, base.title_zh)} {base.version}"
            count = QLocale().toString(len(base.data_sets))
            facts = text_label(texts("ui.start.data-sets", count=count), "hint")
            line = row(
                sign, column(text_label(name, "bold", wrap=True), facts, spacing=2), spacing=12
            )
            line.setStretch(1, 1)
            line.setContentsMargins(14, 6, 14, 6)
            card.add(line)
        offline = QLabel()
        offline.setPixmap(desk.look.pixmap("world-off", desk.look.colour("text3"), 16))
        said = row(offline, text_label(texts("ui.start.offline"), "hint", wrap=True), spacing=8)
        said.setStretch(1, 1)
        title = text_label(texts("ui.start.data"), "card_title")
        return column(title, card, said, None, spacing=12)


def _drop_zone(desk: Desk) -> QFrame:
    """Give the zone that says that a list can be dropped; the whole window takes it."""
    texts = desk.texts
    zone = QFrame()
    zone.setProperty("role", "drop")
    zone.setMinimumHeight(desk.look.px(96))
    sign = QLabel()
    sign.setPixmap(desk.look.pixmap("file-spreadsheet", desk.look.colour("accent"), 24))
    sign.setProperty("role", "drop_sign")
    sign.setFixedSize(QSize(48, 48))
    sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
    words = column(
        None,
        text_label(texts("ui.start.drop"), "card_title"),
        text_label(texts("ui.start.drop-hint"), "hint", wrap=True),
        None,
        spacing=4,
    )
    choose = button(
        texts("ui.start.choose"), lambda: desk.shell.run_action("import_list"), role="primary"
    )
    layout = row(sign, words, choose, spacing=20)
    layout.setStretch(1, 1)
    layout.setContentsMargins(24, 12, 24, 12)
    zone.setLayout(layout)
    return zone


class RecentTable(QTableWidget):
    """The studies that were open last; Enter opens one, Delete takes it off the list."""

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__(0, len(_HEADS))
        self._desk = desk
        self._studies: tuple[RecentStudy, ...] = ()
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName(desk.texts("ui.start.recent"))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(desk.look.px(_ROW_PX))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place, width in ((1, 110), (2, 84), (3, 124), (4, 92)):
            self.setColumnWidth(place, desk.look.px(width))
        for place, words in enumerate(_HEADS):
            item = QTableWidgetItem(desk.texts(f"ui.start.head-{words}"))
            side = Qt.AlignmentFlag.AlignRight if place in {2, 4} else Qt.AlignmentFlag.AlignLeft
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(place, item)
        self.activated.connect(self._on_activated)

    def show_studies(self, studies: tuple[RecentStudy, ...]) -> None:
        """Show studies, the latest first."""
        self._studies = studies
        self.setRowCount(len(studies))
        for place, study in enumerate(studies):
            for at, item in enumerate(self._items(study)):
                self.setItem(place, at, item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a study off the list by Delete; its file stays."""
        if event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            self._desk.settings.forget_recent(self._studies[self.currentRow()].path)
            self.show_studies(self._desk.settings.recent)
            return
        super().keyPressEvent(event)

    def _items(self, study: RecentStudy) -> list[QTableWidgetItem]:
        texts, look = self._desk.texts, self._desk.look
        path = Path(study.path)
        is_there = path.exists()
        name = QTableWidgetItem(texts.choose(study.name, study.name_zh) or path.stem)
        font = look.font("body")
        font.setWeight(QFont.Weight.DemiBold)
        name.setFont(font)
        name.setToolTip(study.path)
        number = QTableWidgetItem(study.number)
        known = study.headline_kg is not None
        kg = with_unit(significant(study.headline_kg), "kg") if known else "–"
        result = QTableWidgetItem(kg)
        state = QTableWidgetItem(self._state(study) if is_there else texts("ui.start.missing"))
        if is_there and study.state:
            state.setIcon(look.severity_icon(Severity(study.state)))
        elif is_there:
            state.setIcon(look.icon("circle-check-filled", "ok"))
        changed = QTableWidgetItem(_day(study.changed, texts.language))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        result.setTextAlignment(right)
        changed.setTextAlignment(right)
        items = [name, number, result, state, changed]
        for item in items[1:]:
            item.setForeground(look.colour("text" if item is result else "text2"))
        if not is_there:
            for item in items:
                item.setForeground(look.colour("text3"))
        return items

    def _state(self, study: RecentStudy) -> str:
        if not study.state:
            return self._desk.texts("ui.start.clean")
        words = self._desk.texts(f"ui.panel.count-{study.state}")
        return f"{study.count} {words}"

    def _on_activated(self, index: QModelIndex) -> None:
        self._desk.program.open_file(Path(self._studies[index.row()].path))


def _day(changed: str, language: Language) -> str:
    """Give a day as one reads it in a list: the time of today's, the date of others."""
    if not changed:
        return "–"
    moment = datetime.datetime.fromisoformat(changed)
    if moment.date() == datetime.datetime.now().astimezone().date():
        return moment.strftime("%H:%M")
    locale = QLocale(language.value)
    day = QDate(moment.year, moment.month, moment.day)
    return locale.toString(day, QLocale.FormatType.ShortFormat)

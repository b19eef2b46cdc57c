"""Checks: what stands between the study and a document, each with its place and its mend."""

from PySide6.QtCore import QModelIndex, QRect
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from pcf.findings import Severity
from pcf.results.checklist import RowState
from ui.desk import Desk
from ui.look import SEVERITY_ICONS, WordStyle
from ui.models.check_list import CheckListModel, CheckRow, Grouping, RowRole, Show
from ui.open_study import Change
from ui.pages.page import Page
from ui.widgets.basics import Card, EmptyState, button, chip, row, text_label
from ui.widgets.drawing import draw_ground, draw_words, two_lines
from ui.widgets.finding_card import FindingCard
from ui.widgets.segments import Segments

_ROW_PX = 45
_HEAD_PX = 32
_BLOCKING = (Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT)


class ChecksPage(Page):
    """The findings and the checklist, grouped, one step from the field."""

    title_key = "ui.page.checks"

    def __init__(self, desk: Desk) -> None:
        """Build it."""
        super().__init__(desk)
        texts = desk.texts
        self.model = CheckListModel(desk)
        self._show = Show.TO_DO
        self._grouping = Grouping.SEVERITY
        copy = button(texts("ui.checks.copy"), self._copy, look=desk.look, icon="copy", role="link")
        self.buttons.addWidget(copy)
        self.sentence = text_label("", "card_title", wrap=True)
        following = button(
            texts("ui.checks.next"), lambda: desk.shell.run_action("next_finding"), role="primary"
        )
        following.setToolTip("F8")
        self.next = following
        self.bar = CountBar(desk)
        self.legend = QHBoxLayout()
        self.legend.setSpacing(20)
        card = Card()
        head = row(self.sentence, following)
        head.setStretch(0, 1)
        card.add(head)
        card.add(self.bar)
        card.add(self.legend)
        self.chips = {each: chip("") for each in Show}
        chips = QButtonGroup(self)
        for each, made in self.chips.items():
            chips.addButton(made)
            made.clicked.connect(lambda _=False, show=each: self._choose(show, self._grouping))
        self.chips[Show.TO_DO].setChecked(True)
        self.table = _table(desk, self.model)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.activated.connect(self._on_activated)
        self.card = FindingCard(desk, goes=True)
        self.empty = EmptyState(
            desk.look,
            "circle-check-filled",
            texts("ui.checks.empty"),
            texts("ui.checks.empty-hint"),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.body.addWidget(card)
        by = text_label(texts("ui.checks.group-by"), "label")
        groupings = [(texts(f"ui.checks.group-{each.value}"), each) for each in Grouping]
        self.groupings = Segments(groupings, self._grouping)
        self.groupings.setAccessibleName(by.text())
        self.groupings.chosen.connect(lambda chosen: self._choose(self._show, chosen))
        self.body.addLayout(row(*self.chips.values(), None, by, self.groupings))
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self.card)

    def study_changed(self, change: Change | None) -> None:
        """Wait for the findings, which follow from a calculation."""

    def result_changed(self) -> None:
        """Show the findings as they are now, on the same row as far as it is still there."""
        texts = self.desk.texts
        place = self.table.currentIndex().row()
        counts = self.model.counts()
        for each, made in self.chips.items():
            made.setText(texts(f"ui.checks.show-{each.value}", count=counts[each]))
        self.facts.setText(texts("ui.checks.facts", count=counts[Show.ALL]))
        self._say_sentence()
        self._arrange()
        if self.model.rows:
            self.table.selectRow(max(0, min(place, len(self.model.rows) - 1)))

    def show_node(self, node: str, field: str = "") -> bool:
        """Put the keyboard on the finding of a node."""
        for place, each in enumerate(self.model.rows):
            if each.finding is not None and each.finding.node == node:
                self.table.selectRow(place)
                return True
        return False

    def _say_sentence(self) -> None:
        texts, findings = self.desk.texts, self.desk.open.findings
        counts = {each: sum(one.severity is each for one in findings) for each in Severity}
        stands = sum(counts[each] for each in _BLOCKING)
        calculation = self.desk.open.calculation
        key = "ui.checks.stands" if stands else "ui.checks.stands-none"
        said = texts(key, count=stands) if calculation else texts("ui.checks.not-calculated")
        self.sentence.setText(said)
        self.next.setEnabled(bool(findings))
        states = [each.state for each in calculation.checklist] if calculation else []
        passed = states.count(RowState.FULFILLED)
        apart = len(states) - passed - states.count(RowState.OPEN)
        look = self.desk.look
        parts = [(look.severity(each), count) for each, count in counts.items()]
        self.bar.show_counts([*parts, (look.colour("ok"), passed), (look.colour("border"), apart)])
        while item := self.legend.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for each, count in counts.items():
            if count or each is not Severity.STOPS_CALCULATION:
                words = texts(f"ui.panel.count-{each.value}")
                self.legend.addWidget(
                    _legend(
                        desk=self.desk,
                        icon=SEVERITY_ICONS[each],
                        colour=each,
                        text=f"{count} {words}",
                    )
                )
        self.legend.addWidget(
            _legend(
                desk=self.desk,
                icon="circle-check-filled",
                colour=None,
                text=texts("ui.checks.passed", count=passed),
            )
        )
        self.legend.addWidget(text_label(texts("ui.checks.apart", count=apart), "hint"))
        self.legend.addStretch(1)

    def _choose(self, show: Show, grouping: Grouping) -> None:
        self._show, self._grouping = show, grouping
        self._arrange()
        if self.model.rows:
            self.table.selectRow(1 if self.model.rows[0].is_head else 0)

    def _arrange(self) -> None:
        self.model.arrange(self._show, self._grouping, self.desk.shell.pages_of_nodes())
        for place, each in enumerate(self.model.rows):
            height = _HEAD_PX if each.is_head else _ROW_PX
            self.table.setRowHeight(place, self.desk.look.px(height))
            if each.is_head:
                self.table.setSpan(place, 0, 1, len(self.model.HEADS))
        self._stack.setCurrentWidget(self.table if self.model.rows else self.empty)
        if not self.model.rows:
            self.card.show_finding(None)

    def _on_row(self, index: QModelIndex) -> None:
        chosen: CheckRow | None = index.data(RowRole)
        self.card.show_finding(chosen.finding if chosen else None)

    def _on_activated(self, index: QModelIndex) -> None:
        chosen: CheckRow | None = index.data(RowRole)
        if chosen is not None and chosen.finding is not None:
            node = chosen.finding.node or self.desk.open.study.id
            self.desk.shell.go_to_node(node, chosen.finding.field)

    def _copy(self) -> None:
        """Copy the rows that are shown as a block that a spreadsheet takes."""
        shown = (each for each in self.model.rows if not each.is_head)
        lines = ("\t".join((each.said, each.rule, each.what, each.where)) for each in shown)
        QApplication.clipboard().setText("\n".join(lines))
        self.desk.shell.toast(self.desk.texts("ui.checks.copied"))


def _table(desk: Desk, model: CheckListModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setItemDelegate(CheckDelegate(desk, table))
    table.setShowGrid(False)
    table.setMouseTracking(True)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.verticalHeader().hide()
    head = table.horizontalHeader()
    head.setHighlightSections(False)
    table.setColumnWidth(0, desk.look.px(170))
    table.setColumnWidth(1, desk.look.px(60))
    head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
    table.setAccessibleName(desk.texts("ui.page.checks"))
    return table


def _legend(*, desk: Desk, icon: str, colour: Severity | None, text: str) -> QWidget:
    ink = desk.look.severity(colour) if colour else desk.look.colour("ok")
    sign = text_label("")
    sign.setPixmap(desk.look.pixmap(icon, ink, 16))
    made = QWidget()
    made.setLayout(row(sign, text_label(text), spacing=6))
    return made


class CountBar(QWidget):
    """Findings by severity, rows passed and rows that don't apply, side by side."""

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__()
        self._desk = desk
        self._parts: list[tuple[QColor, int]] = []
        self.setFixedHeight(9)

    def show_counts(self, parts: list[tuple[QColor, int]]) -> None:
        """Show numbers in colours, from the left."""
        self._parts = [(colour, count) for colour, count in parts if count]
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the parts with a gap between them."""
        painter = QPainter(self)
        whole = sum(count for _, count in self._parts)
        left, gap = 0.0, 2
        free = self.width() - gap * max(0, len(self._parts) - 1)
        for colour, count in self._parts:
            width = max(4.0, free * count / whole)
            painter.fillRect(QRect(round(left), 0, round(width), self.height()), colour)
            left += width + gap


class CheckDelegate(QStyledItemDelegate):
    """Draws a row: sign and word, rule, sentence over place."""

    def __init__(self, desk: Desk, view: QTableView) -> None:
        """Belong to a table."""
        super().__init__(view)
        self._desk = desk

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        """Draw one cell."""
        look = self._desk.look
        item: CheckRow = index.data(RowRole)
        cell: QRect = option.rect
        painter.save()
        draw_ground(painter, option, look, is_head=item.is_head)
        inner = cell.adjusted(10, 0, -10, 0)
        if item.is_head:
            draw_words(
                painter, inner, f"{item.what}  {item.said}", self._desk.look.style("text", "header")
            )
        elif index.column() == 0:
            self._draw_sign(painter, inner, item)
        elif index.column() == 1:
            draw_words(painter, inner, item.rule, self._desk.look.style("text2", "body"))
        else:
            self._draw_lines(painter, inner, item)
        painter.restore()

    def _draw_sign(self, painter: QPainter, cell: QRect, item: CheckRow) -> None:
        look = self._desk.look
        top = cell.center().y() - 8
        if item.severity is not None:
            painter.drawPixmap(cell.left(), top, look.severity_pixmap(item.severity, 16))
            ink = look.severity(item.severity)
        else:
            passed = item.state is RowState.FULFILLED
            icon, token = ("circle-check-filled", "ok") if passed else ("circle-dashed", "text3")
            painter.drawPixmap(cell.left(), top, look.pixmap(icon, look.colour(token), 16))
            ink = look.colour(token)
        beside = cell.adjusted(24, 0, 0, 0)
        draw_words(painter, beside, item.said, WordStyle(ink, look.font("header")))

    def _draw_lines(self, painter: QPainter, cell: QRect, item: CheckRow) -> None:
        upper, lower = two_lines(cell)
        draw_words(
            painter, upper if item.where else cell, item.what, self._desk.look.style("text", "body")
        )
        draw_words(painter, lower, item.where, self._desk.look.style("text3", "label"))

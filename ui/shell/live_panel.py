"""The panel at the right: total, split, largest contributors, last edit, findings. Painted by Qt.

It shows whatever the newest calculation gave, within the time of an edit; charts come later.
"""

import functools

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from pcf.background.elementary import ImpactCategory
from pcf.findings import Severity
from pcf.results.contributions import by_statement, totals
from pcf.results.display import fixed, percent, significant
from pcf.results.names import node_name
from pcf.results.result import ADDS_UP, PcfResult
from pcf.results.summary import per_declared_unit
from pcf.results.uncertainty import interval
from ui.desk import Desk
from ui.edit_words import edit_words
from ui.shell.result_state import result_state, why_no_number
from ui.widgets.basics import button, column, row, rule, text_label
from ui.widgets.category_swatch import CategorySwatch

WIDTH_PX, WIDE_PX = 256, 320
_LARGEST = 5
_TONNES_FROM_KG = 10_000
_SPLIT = (
    ImpactCategory.FOSSIL,
    ImpactCategory.BIOGENIC_NON_CO2,
    ImpactCategory.LAND_USE_CHANGE,
    ImpactCategory.UNSPLIT,
    ImpactCategory.BIOGENIC_CO2,
    ImpactCategory.UPTAKE,
    ImpactCategory.AIRCRAFT,
)


class LivePanel(QFrame):
    """Total and what it is made of, updating as one types."""

    def __init__(self, desk: Desk) -> None:
        """Make the panel empty."""
        super().__init__()
        self._desk = desk
        self.setProperty("role", "panel")
        self.setFixedWidth(desk.look.px(WIDTH_PX))
        texts = desk.texts
        self.chip = text_label("", "state_chip")
        self.total = text_label("–", "big_number")
        self.unit = text_label("", "hint", wrap=True)
        self.interval = text_label("", "label", wrap=True)
        self._range = _RangeBar(desk)
        self._split = QGridLayout()
        self._split.setVerticalSpacing(6)
        self._split.setHorizontalSpacing(8)
        self._split.setColumnStretch(1, 1)
        self._largest = QVBoxLayout()
        self._largest.setSpacing(7)
        self._edit_words = text_label("", "hint", wrap=True)
        self._edit_effect = text_label("", "strong", wrap=True)
        undo = button(texts("ui.action.undo"), lambda: desk.shell.run_action("undo"), role="link")
        self._last_edit = QWidget()
        self._last_edit.setLayout(
            column(
                row(text_label(texts("ui.panel.last-edit"), "header"), None, undo),
                self._edit_words,
                self._edit_effect,
                spacing=4,
            )
        )
        self._last_edit.hide()
        self._findings = QGridLayout()
        self._findings.setHorizontalSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        head = text_label(texts("ui.panel.title"), "header", wrap=True)
        head_row = row(head, self.chip)
        head_row.setAlignment(self.chip, Qt.AlignmentFlag.AlignTop)  # its height stays its own
        layout.addLayout(head_row)
        layout.addLayout(row(self.total, self.unit, None))
        layout.addLayout(column(self.interval, self._range, spacing=4))
        layout.addWidget(rule())
        unit = text_label(texts("ui.unit.kg-co2e"), "hint")
        layout.addLayout(row(text_label(texts("ui.panel.split"), "header"), None, unit))
        layout.addLayout(self._split)
        layout.addWidget(rule())
        share = text_label(texts("ui.panel.share"), "hint")
        layout.addLayout(row(text_label(texts("ui.panel.largest"), "header"), None, share))
        layout.addLayout(self._largest)
        layout.addWidget(rule())
        layout.addWidget(self._last_edit)
        layout.addStretch(1)
        layout.addWidget(rule())
        layout.addWidget(text_label(texts("ui.panel.findings"), "header"))
        layout.addLayout(self._findings)

    def set_wide(self, *, wide: bool) -> None:
        """Take more room where the window has it."""
        width = self._desk.look.px(WIDE_PX if wide else WIDTH_PX)
        if width != self.width():
            self.setFixedWidth(width)
            self.refresh()  # names are cut to the width

    def refresh(self) -> None:
        """Show the newest calculation."""
        result = self._desk.open.result
        self._show_chip()
        self._show_findings()
        if result is None or not result.lines:
            self.total.setText("–")
            self.unit.setText(self._desk.texts(why_no_number(self._desk.open)))
            self.interval.setText("")
            self._range.hide()
            _clear(self._split)
            _clear(self._largest)
            self._last_edit.hide()
            return
        self._show_total(result)
        self._show_split(result)
        self._show_largest(result)
        self._show_last_edit(result)

    def show_headline(self, result: PcfResult) -> None:
        """Show a total at once; what it is made of follows with `refresh`."""
        texts = self._desk.texts
        headline = totals(result).headline
        factor, unit = self._scale(headline)
        self.total.setText(significant(headline * factor))
        self.total.setToolTip(f"{headline:.12g} {texts('ui.unit.kg-co2e')}")
        per = texts("ui.panel.per", unit=per_declared_unit(result, texts))
        self.unit.setText(f"{texts(unit)}\n{per}")
        self.total.repaint()  # the event that draws all else comes after all else is worked out

    def show_stale(self) -> None:
        """Say that the numbers are those before the edit, until the next ones come."""
        self._show_chip()

    def _show_chip(self) -> None:
        """Say how much the number is worth."""
        state = result_state(self._desk.open)
        self.chip.setVisible(state is not None)
        if state is not None:
            self.chip.setText(self._desk.texts(f"ui.panel.state-{state.key}"))
            self.chip.setProperty("state", state.tone)
            _restyle(self.chip)

    def _show_total(self, result: PcfResult) -> None:
        texts = self._desk.texts
        headline = totals(result).headline
        factor, _ = self._scale(headline)
        self.show_headline(result)
        found = interval(result)
        self._range.setVisible(found is not None and found.is_telling)
        if found is None or not found.is_telling:
            key = "too-certain" if found is not None and found.spreads else "no-interval"
            self.interval.setText(texts(f"ui.panel.{key}"))
            return
        low, high = (significant(each * factor) for each in (found.low, found.high))
        self.interval.setText(texts("ui.panel.interval", low=low, high=high))
        self._range.show_range(found.low, headline, found.high)

    @staticmethod
    def _scale(headline: float) -> tuple[float, str]:
        """Give by how much a headline [kg CO2e] is multiplied to be read, and its unit's key."""
        in_tonnes = abs(headline) >= _TONNES_FROM_KG
        return (1e-3, "ui.unit.t-co2e") if in_tonnes else (1.0, "ui.unit.kg-co2e")

    def _show_split(self, result: PcfResult) -> None:
        texts = self._desk.texts
        _clear(self._split)
        values = totals(result).categories
        shown = [each for each in _SPLIT if values[each] or each is ImpactCategory.FOSSIL]
        for place, each in enumerate(shown):
            name = text_label(texts(f"category.{each.value}"), "body")
            number = text_label(fixed(values[each], 2), "number")
            number.setToolTip(f"{values[each]:.12g} {texts('ui.unit.kg-co2e')}")
            self._split.addWidget(CategorySwatch(self._desk, each), place, 0)
            self._split.addWidget(name, place, 1)
            self._split.addWidget(number, place, 2, Qt.AlignmentFlag.AlignRight)

    def _show_largest(self, result: PcfResult) -> None:
        _clear(self._largest)
        found = by_statement(result)[:_LARGEST]
        top = max((abs(each.kg_co2e) for each in found), default=0.0)
        for each in found:
            node = self._desk.open.node(each.key)
            name = node_name(node, self._desk.texts) if node else each.key
            length = abs(each.kg_co2e) / top if top else 0.0
            bar = _Contributor(self._desk, name, percent(each.share), length, self.width())
            bar.setToolTip(f"{name}\n{each.kg_co2e:.6g} {self._desk.texts('ui.unit.kg-co2e')}")
            bar.clicked.connect(functools.partial(self._desk.shell.go_to_node, each.key))
            self._largest.addWidget(bar)

    def _show_last_edit(self, result: PcfResult) -> None:
        last = self._desk.open.last_edit
        texts = self._desk.texts
        is_last = last is not None and last.after is self._desk.open.study
        self._last_edit.setVisible(is_last)
        if last is None or not is_last:
            return
        self._edit_words.setText(edit_words(last.edits, last.before, last.after, texts))
        if last.headline_before is None:
            self._edit_effect.setText("")
            return
        headline = totals(result).headline
        change = headline - last.headline_before
        if abs(change) <= ADDS_UP * abs(headline):  # what rounding leaves is no change
            change = 0.0
        number = significant(change)
        sign = "+" if change > 0 else ""
        self._edit_effect.setText(texts("ui.panel.effect", change=f"{sign}{number}"))

    def _show_findings(self) -> None:
        _clear(self._findings)
        if self._desk.open.calculation is None:
            return
        counts = dict.fromkeys(Severity, 0)
        for each in self._desk.open.findings:
            counts[each.severity] += 1
        place = 0
        for severity, count in counts.items():
            if severity is Severity.STOPS_CALCULATION and not count:
                continue
            said = self._desk.texts(f"ui.panel.count-{severity.value}")
            entry = button(f"{count} {said}", lambda: self._desk.shell.go("checks"), role="count")
            entry.setIcon(self._desk.look.severity_icon(severity, 16))
            self._findings.addWidget(entry, place // 2, place % 2, Qt.AlignmentFlag.AlignLeft)
            place += 1


class _RangeBar(QWidget):
    """The 95 % interval with the result in it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._look = desk.look
        self._places = (0.2, 0.5, 0.8)
        self.setFixedHeight(14)

    def show_range(self, low: float, value: float, high: float) -> None:
        """Show an interval on a scale that leaves a third of it free at either side."""
        span = (high - low) or 1.0
        start, whole = low - span / 3, span * 5 / 3
        self._places = tuple((each - start) / whole for each in (low, value, high))  # type: ignore[assignment]
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw scale, interval and result."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, value, high = (round(each * (self.width() - 12)) + 6 for each in self._places)
        middle = self.height() // 2
        painter.setPen(QPen(self._look.colour("border"), 2))
        painter.drawLine(0, middle, self.width(), middle)
        painter.setPen(
            QPen(self._look.colour("accent"), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        )
        painter.drawLine(low, middle, high, middle)
        painter.setPen(QPen(self._look.colour("accent"), 2))
        painter.setBrush(self._look.colour("surface"))
        painter.drawEllipse(value - 5, middle - 5, 10, 10)


class _Contributor(QWidget):
    """A contributor: name and share over a bar; a click goes to it."""

    clicked = Signal()

    def __init__(self, desk: Desk, name: str, share: str, length: float, room: int) -> None:
        super().__init__()
        self._look = desk.look
        self._length = length
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        shown = QLabel()
        shown.setTextFormat(Qt.TextFormat.PlainText)
        width = room - 32 - desk.look.px(58)
        shown.setText(shown.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, width))
        layout = row(shown, None, text_label(share, "number"))
        layout.setContentsMargins(0, 0, 0, 7)
        self.setLayout(layout)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a click."""
        super().mousePressEvent(event)
        self.clicked.emit()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the bar below the words."""
        painter = QPainter(self)
        top = self.height() - 4
        painter.fillRect(0, top, self.width(), 4, self._look.colour("hover"))
        painter.fillRect(0, top, round(self._length * self.width()), 4, self._look.colour("accent"))


def _clear(layout: QGridLayout | QVBoxLayout) -> None:
    while item := layout.takeAt(0):
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _restyle(widget: QWidget) -> None:
    widget.style().unpolish(widget)
    widget.style().polish(widget)

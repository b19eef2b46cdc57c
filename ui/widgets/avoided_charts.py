"""Charts of avoided emissions that Qt paints: break-even by displacement, waterfall of a device."""

import math
import operator
from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from pcf.circularity.case import CaseResult
from pcf.circularity.refurbishment import Step
from pcf.findings import Severity
from pcf.results.display import fixed, significant
from ui.desk import Desk
from ui.widgets.drawing import draw_words

_KG_PER_T = 1000.0
_LEFT_PX, _RIGHT_PX, _TOP_PX, _BOTTOM_PX = 56, 24, 14, 40
_ROW_PX, _LABEL_PX, _NUMBER_PX = 24, 200, 64
_TICKS = 4
_ROUNDING = 1e-9
_FIRST_RATE = 0.3
_BAND_ALPHA = 40
_AT_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_AT_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_IN_MIDDLE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop


class BreakEvenChart(QWidget):
    """What a fleet avoids by displacement rate, a line with its band; below zero it adds."""

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__()
        self._desk = desk
        self._result: CaseResult | None = None
        self.setMinimumHeight(desk.look.px(230))

    def show_result(self, result: CaseResult | None) -> None:
        """Show the scenarios of a case."""
        self._result = result
        points = result.scenarios if result else ()
        self.setAccessibleName(
            "; ".join(
                f"d = {each.displacement.rate:g}: {fixed(each.fleet.value / _KG_PER_T, 1)} t"
                for each in points
            )
        )
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw axes, band, line, points and the break-even."""
        if self._result is None or not self._result.scenarios:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = _Plot(self._result, self._box())
        self._draw_axes(painter, plot)
        self._draw_band(painter, plot)
        self._draw_line(painter, plot)

    def _box(self) -> QRectF:
        px = self._desk.look.px
        left, top = px(_LEFT_PX), px(_TOP_PX)
        wide = self.width() - left - px(_RIGHT_PX)
        return QRectF(left, top, wide, self.height() - top - px(_BOTTOM_PX))

    def _draw_axes(self, painter: QPainter, plot: "_Plot") -> None:
        look, box = self._desk.look, plot.box
        style, faint = look.style("text2", "label"), QPen(look.colour("border"), 1)
        for tonnes in round_ticks(plot.low, plot.high):
            y = plot.at(plot.first, tonnes).y()
            painter.setPen(faint)
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            words = QRectF(0, y - 10, box.left() - 8, 20).toRect()
            draw_words(painter, words, f"{tonnes:g}".replace("-", "−"), style, _AT_RIGHT)
        for rate in round_ticks(plot.first, plot.last):
            below = QRectF(plot.at(rate, 0.0).x() - 30, box.bottom() + 4, 60, 18).toRect()
            draw_words(painter, below, f"{rate:.2g}", style, _IN_MIDDLE)
        axis = QRectF(0, box.bottom() + 20, self.width(), 18).toRect()
        draw_words(painter, axis, self._desk.texts("ui.circularity.axis"), style, _IN_MIDDLE)
        painter.setPen(QPen(look.colour("text"), 1.2))
        painter.drawLine(plot.at(plot.first, 0.0), plot.at(plot.last, 0.0))

    def _draw_band(self, painter: QPainter, plot: "_Plot") -> None:
        band = QColor(self._desk.look.colour("avoided"))
        band.setAlpha(_BAND_ALPHA)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(band)
        edge = [plot.at(rate, fleet.low / _KG_PER_T) for rate, fleet in plot.points]
        edge += [plot.at(rate, fleet.high / _KG_PER_T) for rate, fleet in reversed(plot.points)]
        painter.drawPolygon(QPolygonF(edge))

    def _draw_line(self, painter: QPainter, plot: "_Plot") -> None:
        """Draw the line, dashed where emissions are added, and where it turns."""
        look = self._desk.look
        avoided, adds = look.colour("avoided"), look.severity(Severity.BLOCKS_DOCUMENT)
        zero = plot.break_even
        turn = min(max(plot.first if zero is None else zero, plot.first), plot.last)
        painter.setPen(QPen(adds, 2, Qt.PenStyle.DashLine))
        painter.drawLine(plot.on_line(plot.first), plot.on_line(turn))
        painter.setPen(QPen(avoided, 2))
        painter.drawLine(plot.on_line(turn), plot.on_line(plot.last))
        if zero is not None and plot.first <= zero <= plot.last:
            x = plot.at(zero, 0.0).x()
            painter.setPen(QPen(look.colour("text"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, plot.box.top()), QPointF(x, plot.box.bottom()))
            words = QRectF(x + 6, plot.box.top() - 4, 150, 18).toRect()
            said = f"d* = {significant(zero)}"
            draw_words(painter, words, said, look.style("text", "header"), _AT_LEFT)
        painter.setBrush(look.colour("surface"))
        for rate, fleet in plot.points:
            painter.setPen(QPen(avoided if fleet.value >= 0 else adds, 2))
            painter.drawEllipse(plot.at(rate, fleet.value / _KG_PER_T), 4.5, 4.5)


def round_ticks(low: float, high: float) -> list[float]:
    """Give round numbers between two others, about five of them."""
    span = (high - low) or 1.0
    size = 10.0 ** math.floor(math.log10(span / _TICKS))
    step = next(size * each for each in (1, 2, 5, 10) if span / (size * each) <= _TICKS + 1)
    first, last = math.ceil(low / step - _ROUNDING), math.floor(high / step + _ROUNDING)
    return [round(place * step, 12) for place in range(first, last + 1)]


class _Plot:
    """Where rates [1] and tonnes of a case stand on a widget."""

    def __init__(self, result: CaseResult, box: QRectF) -> None:
        self.box, self.break_even = box, result.break_even
        stated = ((each.displacement.rate, each.fleet) for each in result.scenarios)
        self.points = sorted(stated, key=operator.itemgetter(0))
        rates = [rate for rate, _ in self.points]
        self.first = min(_FIRST_RATE, rates[0], self.break_even or rates[0])
        self.last = max(1.0, rates[-1])
        fleets = [fleet for _, fleet in self.points]
        edges = [0.0, *(each.low for each in fleets), *(each.high for each in fleets)]
        start, end = fleets[0].value, fleets[-1].value
        self._slope = (end - start) / ((rates[-1] - rates[0]) or 1.0)
        self._start, self._start_rate = start, rates[0]
        edges += [start + self._slope * (rate - rates[0]) for rate in (self.first, self.last)]
        self.low, self.high = min(edges) / _KG_PER_T, max(edges) / _KG_PER_T

    def at(self, rate: float, tonnes: float) -> QPointF:
        """Give the point of a rate and an amount."""
        across = (rate - self.first) / ((self.last - self.first) or 1.0)
        up = (tonnes - self.low) / ((self.high - self.low) or 1.0)
        return QPointF(
            self.box.left() + across * self.box.width(), self.box.bottom() - up * self.box.height()
        )

    def on_line(self, rate: float) -> QPointF:
        """Give the point of a rate on the line: what is avoided follows it linearly."""
        kg = self._start + self._slope * (rate - self._start_rate)
        return self.at(rate, kg / _KG_PER_T)


class DeviceWaterfall(QWidget):
    """What the average device avoids, step by step: displaced to the right, emitted to the left."""

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__()
        self._desk = desk
        self._steps: dict[Step, float] = {}
        self._total = 0.0

    def show_steps(self, steps: Mapping[Step, float]) -> None:
        """Show the steps that say anything, and their sum."""
        self._steps = {step: value for step, value in steps.items() if value}
        self._total = sum(self._steps.values())
        self.setFixedHeight(self._desk.look.px(_ROW_PX) * (len(self._steps) + 1) + 8)
        texts = self._desk.texts
        self.setAccessibleName(
            "; ".join(
                f"{texts(f'refurbishment-step.{step.value}')}: {fixed(value, 1)}"
                for step, value in self._steps.items()
            )
        )
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw a row a step from where the one before ended."""
        if not self._steps:
            return
        look = self._desk.look
        texts, painter = self._desk.texts, QPainter(self)
        label, number, height = look.px(_LABEL_PX), look.px(_NUMBER_PX), look.px(_ROW_PX)
        levels = [0.0]
        for value in self._steps.values():
            levels.append(levels[-1] + value)
        low, high = min(levels), max(levels)
        room = self.width() - label - number - 8
        scale = room / ((high - low) or 1.0)

        def x(level: float) -> float:
            return label + (level - low) * scale

        avoided, adds = look.colour("avoided"), look.severity(Severity.BLOCKS_DOCUMENT)
        rows = [
            (texts(f"refurbishment-step.{step.value}"), start, value)
            for (step, value), start in zip(self._steps.items(), levels, strict=False)
        ]
        rows.append((texts("ui.circularity.per-device"), 0.0, self._total))
        for place, (name, start, value) in enumerate(rows):
            top, is_sum = place * height, place == len(rows) - 1
            style = look.style("text", "header" if is_sum else "body")
            words = QRectF(0, top, label - 12, height).toRect()
            draw_words(painter, words, name, style, _AT_LEFT)
            left, right = sorted((x(start), x(start + value)))
            bar = QRectF(left, top + 5, max(1.0, right - left), height - 10)
            painter.fillRect(bar, avoided if value >= 0 else adds)
            numbers = QRectF(self.width() - number, top, number, height).toRect()
            draw_words(painter, numbers, fixed(value, 1), style, _AT_RIGHT)
        painter.setPen(QPen(QColor(look.theme.text2), 1))
        painter.drawLine(QPointF(x(0.0), 0), QPointF(x(0.0), len(rows) * height))

"""Charts of avoided emissions that Qt paints: break-even by displacement, waterfall of a device."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from pcf.charts.avoided import Bar, FleetLine, device_bars, fleet_line, round_ticks
from pcf.circularity.case import CaseResult
from pcf.findings import Severity
from pcf.results.display import fixed, significant
from ui.desk import Desk
from ui.widgets.drawing import draw_words

_KG_PER_T = 1000.0
_LEFT_PX, _RIGHT_PX, _TOP_PX, _BOTTOM_PX = 56, 24, 14, 40
_ROW_PX, _LABEL_PX, _NUMBER_PX = 24, 200, 64
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
        self._line: FleetLine | None = None
        self.setMinimumHeight(desk.look.px(230))

    def show_result(self, result: CaseResult | None) -> None:
        """Show the scenarios of a case."""
        self._line = fleet_line(result) if result else None
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
        if self._line is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = _Plot(self._line, self._box())
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
        line = plot.line
        for tonnes in round_ticks(line.low / _KG_PER_T, line.high / _KG_PER_T):
            y = plot.at(line.first, tonnes * _KG_PER_T).y()
            painter.setPen(faint)
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            words = QRectF(0, y - 10, box.left() - 8, 20).toRect()
            draw_words(painter, words, f"{tonnes:g}".replace("-", "−"), style, _AT_RIGHT)
        for rate in round_ticks(line.first, line.last):
            below = QRectF(plot.at(rate, 0.0).x() - 30, box.bottom() + 4, 60, 18).toRect()
            draw_words(painter, below, f"{rate:.2g}", style, _IN_MIDDLE)
        axis = QRectF(0, box.bottom() + 20, self.width(), 18).toRect()
        draw_words(painter, axis, self._desk.texts("ui.circularity.axis"), style, _IN_MIDDLE)
        painter.setPen(QPen(look.colour("text"), 1.2))
        painter.drawLine(plot.at(line.first, 0.0), plot.at(line.last, 0.0))

    def _draw_band(self, painter: QPainter, plot: "_Plot") -> None:
        band = QColor(self._desk.look.colour("avoided"))
        band.setAlpha(_BAND_ALPHA)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(band)
        edge = [plot.at(rate, fleet.low) for rate, fleet in plot.line.points]
        edge += [plot.at(rate, fleet.high) for rate, fleet in reversed(plot.line.points)]
        painter.drawPolygon(QPolygonF(edge))

    def _draw_line(self, painter: QPainter, plot: "_Plot") -> None:
        """Draw the line, dashed where emissions are added, and where it turns."""
        look, line = self._desk.look, plot.line
        avoided, adds = look.colour("avoided"), look.severity(Severity.BLOCKS_DOCUMENT)
        zero = line.break_even
        painter.setPen(QPen(adds, 2, Qt.PenStyle.DashLine))
        painter.drawLine(plot.on_line(line.first), plot.on_line(line.turn))
        painter.setPen(QPen(avoided, 2))
        painter.drawLine(plot.on_line(line.turn), plot.on_line(line.last))
        if zero is not None and line.first <= zero <= line.last:
            x = plot.at(zero, 0.0).x()
            painter.setPen(QPen(look.colour("text"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, plot.box.top()), QPointF(x, plot.box.bottom()))
            words = QRectF(x + 6, plot.box.top() - 4, 150, 18).toRect()
            said = f"d* = {significant(zero)}"
            draw_words(painter, words, said, look.style("text", "header"), _AT_LEFT)
        painter.setBrush(look.colour("surface"))
        for rate, fleet in line.points:
            painter.setPen(QPen(avoided if fleet.value >= 0 else adds, 2))
            painter.drawEllipse(plot.at(rate, fleet.value), 4.5, 4.5)


class _Plot:
    """Where rates [1] and amounts [kg CO2e] of a fleet stand on a widget."""

    def __init__(self, line: FleetLine, box: QRectF) -> None:
        self.line, self.box = line, box

    def at(self, rate: float, kg: float) -> QPointF:
        """Give the point of a rate and an amount."""
        line = self.line
        across = (rate - line.first) / ((line.last - line.first) or 1.0)
        up = (kg - line.low) / ((line.high - line.low) or 1.0)
        return QPointF(
            self.box.left() + across * self.box.width(), self.box.bottom() - up * self.box.height()
        )

    def on_line(self, rate: float) -> QPointF:
        """Give the point of a rate on the line."""
        return self.at(rate, self.line.at(rate))


class DeviceWaterfall(QWidget):
    """What the average device avoids, step by step: displaced to the right, emitted to the left."""

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__()
        self._desk = desk
        self._bars: tuple[Bar, ...] = ()

    def show_result(self, result: CaseResult) -> None:
        """Show the steps of the reported scenario that say anything, and their sum."""
        self._bars = device_bars(result, result.headline) if result.headline else ()
        self.setFixedHeight(self._desk.look.px(_ROW_PX) * len(self._bars) + 8)
        self.setAccessibleName(
            "; ".join(f"{self._name(bar)}: {fixed(bar.value, 1)}" for bar in self._bars if bar.step)
        )
        self.update()

    def _name(self, bar: Bar) -> str:
        key = f"refurbishment-step.{bar.step.value}" if bar.step else "ui.circularity.per-device"
        return self._desk.texts(key)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw a row a step from where the one before ended."""
        if not self._bars:
            return
        look, painter = self._desk.look, QPainter(self)
        label, number, height = look.px(_LABEL_PX), look.px(_NUMBER_PX), look.px(_ROW_PX)
        levels = [level for bar in self._bars for level in (bar.start, bar.start + bar.value)]
        low, high = min(0.0, *levels), max(0.0, *levels)
        room = self.width() - label - number - 8
        scale = room / ((high - low) or 1.0)

        def x(level: float) -> float:
            return label + (level - low) * scale

        avoided, adds = look.colour("avoided"), look.severity(Severity.BLOCKS_DOCUMENT)
        for place, bar in enumerate(self._bars):
            top = place * height
            style = look.style("text", "body" if bar.step else "header")
            words = QRectF(0, top, label - 12, height).toRect()
            draw_words(painter, words, self._name(bar), style, _AT_LEFT)
            left, right = sorted((x(bar.start), x(bar.start + bar.value)))
            drawn = QRectF(left, top + 5, max(1.0, right - left), height - 10)
            painter.fillRect(drawn, avoided if bar.value >= 0 else adds)
            numbers = QRectF(self.width() - number, top, number, height).toRect()
            draw_words(painter, numbers, fixed(bar.value, 1), style, _AT_RIGHT)
        painter.setPen(QPen(QColor(look.theme.text2), 1))
        painter.drawLine(QPointF(x(0.0), 0), QPointF(x(0.0), len(self._bars) * height))

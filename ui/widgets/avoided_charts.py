"""Charts of avoided emissions that Qt paints: the break-even, bars of a device and a fleet."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from pcf.charts.avoided import (
    Bar,
    FleetLine,
    bar_decimals,
    bar_range,
    chart_unit,
    device_bars,
    fleet_bars,
    fleet_line,
    round_ticks,
)
from pcf.circularity.case import CaseResult
from pcf.findings import Severity
from pcf.results.display import fixed, significant
from pcf.results.names import typed_number
from ui.desk import Desk
from ui.look import WordStyle
from ui.widgets.drawing import draw_words

_LEFT_PX, _RIGHT_PX, _TOP_PX, _BOTTOM_PX = 56, 24, 14, 40
_ROW_PX, _LABEL_PX, _NUMBER_PX = 24, 200, 64
_BAND_ALPHA = 40
_MOST_LABEL_SHARE = 0.5
_WHISKER = 3.5
_ADDED = Qt.BrushStyle.Dense3Pattern
"""So that what is added is told from what is avoided without colour."""
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
        self._scale = 1.0
        self.setMinimumHeight(desk.look.px(230))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_result(self, result: CaseResult | None) -> None:
        """Show the scenarios of a case."""
        self._line = fleet_line(result) if result else None
        points = result.scenarios if result else ()
        unit, scale = chart_unit("break-even", result) if result else ("", 1.0)
        self._scale = scale
        self.setAccessibleName(
            "; ".join(
                f"d = {each.displacement.rate:g}: {significant(each.fleet.value / scale)} {unit}"
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
        plot = _Plot(self._line, self._scale, self._box())
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
        for tick in round_ticks(line.low / plot.scale, line.high / plot.scale):
            y = plot.at(line.first, tick * plot.scale).y()
            painter.setPen(faint)
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            words = QRectF(0, y - 10, box.left() - 8, 20).toRect()
            draw_words(painter, words, typed_number(tick), style, _AT_RIGHT)
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
        zero = line.shown_break_even
        painter.setPen(QPen(adds, 2, Qt.PenStyle.DashLine))
        painter.drawLine(plot.on_line(line.first), plot.on_line(line.turn))
        painter.setPen(QPen(avoided, 2))
        painter.drawLine(plot.on_line(line.turn), plot.on_line(line.last))
        if zero is not None:
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
    """Where rates [1] and amounts [kg CO2e] of a fleet stand on a widget; `scale` kg a unit."""

    def __init__(self, line: FleetLine, scale: float, box: QRectF) -> None:
        self.line, self.scale, self.box = line, scale, box

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


class AvoidedBars(QWidget):
    """Bars of a device step by step, or of a fleet: avoided to the right, added to the left."""

    def __init__(self, desk: Desk, kind: str) -> None:
        """Show nothing yet; `kind` is device or fleet."""
        super().__init__()
        self._desk, self._kind = desk, kind
        self._bars: tuple[Bar, ...] = ()
        self._scale, self._decimals = 1.0, 1
        self._unit = ""
        self.setMouseTracking(True)

    def show_result(self, result: CaseResult) -> None:
        """Show the bars of the reported scenario and their sum."""
        texts = self._desk.texts
        make = device_bars if self._kind == "device" else fleet_bars
        self._bars = make(result, texts)
        self._unit, self._scale = chart_unit(self._kind, result)
        self._decimals = bar_decimals(self._bars, self._scale)
        self.setFixedHeight(self._desk.look.px(_ROW_PX) * len(self._bars) + 8)
        said = (f"{bar.name}: {self._number(bar.value)}" for bar in self._bars)
        self.setAccessibleName(f"{'; '.join(said)} {self._unit}")
        self.update()

    def _number(self, kg: float) -> str:
        return fixed(kg / self._scale, self._decimals)

    def event(self, event: QEvent) -> bool:
        """Say the row at the pointer with its interval."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = event.pos().y() // self._desk.look.px(_ROW_PX)
            if 0 <= place < len(self._bars):
                QToolTip.showText(event.globalPos(), self.tip(self._bars[place]), self)
                return True
        return super().event(event)

    def tip(self, bar: Bar) -> str:
        """Give the words of a row: name, number, interval."""
        words = f"{bar.name}: {self._number(bar.value)} {self._unit}"
        if bar.low is None or bar.high is None:
            return words
        low, high = self._number(bar.low), self._number(bar.high)
        return f"{words}\n{self._desk.texts('ui.panel.interval', low=low, high=high)}"

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw a row each: name, bar, interval, number."""
        if not self._bars:
            return
        look, painter = self._desk.look, QPainter(self)
        height = look.px(_ROW_PX)
        number = look.px(_NUMBER_PX)
        label = min(look.px(_LABEL_PX), round(self.width() * _MOST_LABEL_SHARE))
        low, high = bar_range(self._bars)
        scale = (self.width() - label - number - 8) / ((high - low) or 1.0)

        def x(kg: float) -> float:
            return label + (kg - low) * scale

        avoided, adds = look.colour("avoided"), look.severity(Severity.BLOCKS_DOCUMENT)
        for place, bar in enumerate(self._bars):
            top = place * height
            if bar.is_sum:
                painter.setPen(QPen(look.colour("border"), 1))
                painter.drawLine(QPointF(0, top), QPointF(self.width(), top))
            kind = "header" if bar.is_sum else "body"
            words = QRectF(0, top, label - 12, height).toRect()
            draw_words(painter, words, bar.name, look.style("text", kind), _AT_LEFT)
            left, right = sorted((x(bar.start), x(bar.end)))
            drawn = QRectF(left, top + 5, max(1.0, right - left), height - 10)
            painter.fillRect(drawn, avoided if bar.value >= 0 else QBrush(adds, _ADDED))
            if bar.low is not None and bar.high is not None:
                self._draw_interval(painter, x(bar.low), x(bar.high), top + height / 2)
            numbers = QRectF(self.width() - number, top, number, height).toRect()
            ink = adds if bar.value < 0 else look.colour("text")
            style = WordStyle(ink, look.font(kind))
            draw_words(painter, numbers, self._number(bar.value), style, _AT_RIGHT)
        painter.setPen(QPen(QColor(look.theme.text2), 1))
        painter.drawLine(QPointF(x(0.0), 0), QPointF(x(0.0), len(self._bars) * height))

    def _draw_interval(self, painter: QPainter, left: float, right: float, middle: float) -> None:
        painter.setPen(QPen(self._desk.look.colour("text"), 1))
        painter.drawLine(QPointF(left, middle), QPointF(right, middle))
        for end in (left, right):
            painter.drawLine(QPointF(end, middle - _WHISKER), QPointF(end, middle + _WHISKER))

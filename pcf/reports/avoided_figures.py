"""The figures of avoided emissions as vectors: a fleet by displacement, a device by steps."""

from collections.abc import Sequence
from typing import NamedTuple

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from pcf.charts.avoided import Bar, FleetLine, bar_range, round_ticks
from pcf.reports.style import DocumentLook, TextStyle, ink
from pcf.reports.text import cut_to_lines, text_width
from pcf.results.display import fixed, significant
from pcf.results.names import typed_number

_HEIGHT = 52 * mm
_ROW = 4.7 * mm
_NUMBER = 12 * mm
_MOST_LABEL_SHARE = 0.52
_DOT = 1.0 * mm
_WHISKER = 0.8 * mm
_BELOW_AXIS = 7.5 * mm
_TICK_GAP = 1.4 * mm
_MIDDLE = 0.36  # of a digit above the base line, as a share of the size
_CURVE_PT, _AXIS_PT, _GRID_PT = 1.3, 0.9, 0.5
_DASH, _DOTS = (3, 2), (1, 2)


class WaterfallFigure(Flowable):  # type: ignore[misc,unused-ignore]  # reportlab has its types in stubs
    """What the average device avoids, a row a step: displaced to the right, emitted to the left."""

    def __init__(self, bars: Sequence[Bar], look: DocumentLook) -> None:
        """Take the rows; the last is the sum."""
        super().__init__()
        self.bars, self.look = tuple(bars), look

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Give the space that it takes [pt]."""
        self.width, self.height = width, len(self.bars) * _ROW
        return self.width, self.height

    def draw(self) -> None:
        """Draw names, bars and numbers."""
        canvas, look, theme = self.canv, self.look, self.look.theme
        widest = max(text_width(bar.name, look.small.bold()) for bar in self.bars)
        label = min(widest + 2.5 * mm, self.width * _MOST_LABEL_SHARE)
        room = self.width - label - _NUMBER
        low, high = bar_range(self.bars)
        scale = room / ((high - low) or 1.0)
        red = theme.severity["blocks_document"].ink
        for place, bar in enumerate(self.bars):
            top = self.height - place * _ROW
            style = look.small.coloured(theme.text)
            if bar.is_sum:
                style = style.bold()
            base = top - _ROW / 2 - _MIDDLE * style.size
            words = cut_to_lines(bar.name, 1, label - 2 * mm, style)
            words.wrap(label - 2 * mm, _ROW)
            words.drawOn(canvas, 0, top - _ROW / 2 - words.height / 2)
            left, right = sorted((bar.start, bar.end))
            canvas.setFillColor(ink(theme.avoided.ink if bar.value >= 0 else red))
            wide = max(0.5, (right - left) * scale)
            canvas.rect(label + (left - low) * scale, top - 0.78 * _ROW, wide, 0.56 * _ROW, 0, 1)
            if bar.low is not None and bar.high is not None:
                self._draw_interval(
                    label + (bar.low - low) * scale,
                    label + (bar.high - low) * scale,
                    top - _ROW / 2,
                )
            canvas.setFillColor(ink(red if bar.value < 0 else style.colour))
            canvas.setFont(style.font, style.size)
            canvas.drawRightString(self.width, base, fixed(bar.value, 1))
        zero = label - low * scale
        canvas.setStrokeColor(ink(theme.text2))
        canvas.setLineWidth(_GRID_PT)
        canvas.line(zero, 0, zero, self.height)

    def _draw_interval(self, left: float, right: float, middle: float) -> None:
        canvas = self.canv
        canvas.setStrokeColor(ink(self.look.theme.text))
        canvas.setLineWidth(_GRID_PT)
        canvas.line(left, middle, right, middle)
        for end in (left, right):
            canvas.line(end, middle - _WHISKER, end, middle + _WHISKER)


class FleetWords(NamedTuple):
    """The words of the figure by displacement: what its axes hold."""

    across: str
    up: str


class FleetFigure(Flowable):  # type: ignore[misc,unused-ignore]  # reportlab has its types in stubs
    """What a fleet avoids by displacement rate, with its band; what it adds is dashed and red."""

    def __init__(
        self, line: FleetLine, scale: float, words: FleetWords, look: DocumentLook
    ) -> None:
        """Take the line, how many kg the printed unit is, and the words of the axes."""
        super().__init__()
        self.line, self.scale, self.words, self.look = line, scale, words, look
        self.style = look.running_head.coloured(look.theme.text2)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Give the space that it takes [pt]."""
        self.width, self.height = width, _HEIGHT
        ticks = round_ticks(self.line.low / self.scale, self.line.high / self.scale)
        self.ticks = [(tick, typed_number(tick)) for tick in ticks]
        self.left = max(text_width(words, self.style) for _, words in self.ticks) + _TICK_GAP
        self.right = self.width - text_width("1.0", self.style) / 2
        self.top = self.height - self.style.line - 1.5 * mm
        return self.width, self.height

    def draw(self) -> None:
        """Draw axes, band, line, turn and scenarios."""
        self._draw_axes()
        self._draw_band()
        self._draw_line()
        self._draw_points()

    def _x(self, rate: float) -> float:
        line = self.line
        return self.left + (rate - line.first) / (line.last - line.first) * (self.right - self.left)

    def _y(self, kg: float) -> float:
        share = (kg - self.line.low) / ((self.line.high - self.line.low) or 1.0)
        return _BELOW_AXIS + share * (self.top - _BELOW_AXIS)

    def _draw_axes(self) -> None:
        canvas, style, theme = self.canv, self.style, self.look.theme
        canvas.setFont(style.font, style.size)
        canvas.setFillColor(ink(style.colour))
        canvas.setLineWidth(_GRID_PT)
        canvas.setStrokeColor(ink(theme.border))
        for tick, words in self.ticks:
            y = self._y(tick * self.scale)
            canvas.line(self.left, y, self.right, y)
            canvas.drawRightString(self.left - _TICK_GAP, y - _MIDDLE * style.size, words)
        for rate in round_ticks(self.line.first, self.line.last):
            below = _BELOW_AXIS - style.line
            canvas.drawCentredString(self._x(rate), below, f"{rate:.1f}")
        canvas.drawString(0, self.height - style.size, self.words.up)
        across = cut_to_lines(self.words.across, 1, self.right - self.left, style)
        across.wrap(self.right - self.left, style.line)
        across.drawOn(canvas, self.left, 0)
        canvas.setStrokeColor(ink(theme.text))
        canvas.setLineWidth(_AXIS_PT)
        canvas.line(self.left, self._y(0.0), self.right, self._y(0.0))

    def _draw_band(self) -> None:
        points = self.line.points
        edge = [(self._x(rate), self._y(fleet.low)) for rate, fleet in points]
        edge += [(self._x(rate), self._y(fleet.high)) for rate, fleet in reversed(points)]
        canvas = self.canv
        canvas.saveState()
        canvas.setFillColor(ink(self.look.theme.avoided.ink))
        canvas.setFillAlpha(0.16)
        band = canvas.beginPath()
        band.moveTo(*edge[0])
        for point in edge[1:]:
            band.lineTo(*point)
        band.close()
        canvas.drawPath(band, stroke=0, fill=1)
        canvas.restoreState()

    def _draw_line(self) -> None:
        canvas, line, theme = self.canv, self.line, self.look.theme
        x, y = self._x, self._y
        canvas.setLineWidth(_CURVE_PT)
        canvas.setStrokeColor(ink(theme.severity["blocks_document"].ink))
        canvas.setDash(*_DASH)
        canvas.line(x(line.first), y(line.at(line.first)), x(line.turn), y(line.at(line.turn)))
        canvas.setDash()
        canvas.setStrokeColor(ink(theme.avoided.ink))
        canvas.line(x(line.turn), y(line.at(line.turn)), x(line.last), y(line.at(line.last)))
        zero = line.shown_break_even
        if zero is None:
            return
        canvas.setStrokeColor(ink(theme.text))
        canvas.setLineWidth(_GRID_PT)
        canvas.setDash(*_DOTS)
        canvas.line(x(zero), _BELOW_AXIS, x(zero), self.top)
        canvas.setDash()
        self._words(x(zero) - 1.2 * mm, self.top - self.style.size, f"d* = {significant(zero)}")

    def _draw_points(self) -> None:
        canvas, theme = self.canv, self.look.theme
        red = theme.severity["blocks_document"].ink
        for rate, fleet in self.line.points:
            canvas.setFillColor(ink(theme.surface))
            canvas.setStrokeColor(ink(theme.avoided.ink if fleet.value >= 0 else red))
            canvas.setLineWidth(_CURVE_PT)
            at, up = self._x(rate), self._y(fleet.value)
            canvas.circle(at, up, _DOT, stroke=1, fill=1)
            number = significant(fleet.value / self.scale)
            if fleet.value >= 0:
                self._words(at - 1.6 * mm, up + 1.4 * mm, number)
            else:  # at the other side of the rising line, away from the axis of zero
                wide = text_width(number, self.style.bold())
                below = up - 1.2 * mm - 0.7 * self.style.size
                self._words(at + 1.6 * mm + wide, below, number, red=True)

    def _words(self, right: float, base: float, words: str, *, red: bool = False) -> None:
        """Write some words that end at a place."""
        canvas, theme = self.canv, self.look.theme
        style: TextStyle = self.style.bold()
        canvas.setFillColor(ink(theme.severity["blocks_document"].ink if red else theme.text))
        canvas.setFont(style.font, style.size)
        canvas.drawRightString(right, base, words)

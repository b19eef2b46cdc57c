"""Figures of avoided emissions for files: bars of a device or a fleet, the break-even.

Like `pcf.charts.figures`: the light theme, texts as paths, loaded only by the verbs that write.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from matplotlib.figure import Figure
from matplotlib.patches import Circle, Polygon

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
from pcf.charts.figures import HEAD, ROW, SIDE, SMALL_PX, Canvas
from pcf.charts.treemap import Box
from pcf.circularity.case import CaseResult
from pcf.circularity.case_words import case_name, rate_words
from pcf.results.display import fixed, significant
from pcf.results.names import typed_number
from pcf.style import load_style
from pcf.texts import Texts

_WIDTH, _LABEL, _NUMBER = 760.0, 250.0, 110.0
_CURVE_HEIGHT = 380.0
_LEFT, _RIGHT, _BOTTOM = 90.0, 40.0, 70.0
_WHISKER = 4.0
_BAND = 0.16


def device_figure(result: CaseResult, texts: Texts) -> Figure:
    """Draw the steps of the average device, each from where the one before ended."""
    return _bars(device_bars(result, texts), "device", result, texts)


def fleet_figure(result: CaseResult, texts: Texts) -> Figure:
    """Draw what each category of the fleet avoids, and all of them."""
    return _bars(fleet_bars(result, texts), "fleet", result, texts)


def _bars(bars: Sequence[Bar], kind: str, result: CaseResult, texts: Texts) -> Figure:
    unit, scale = chart_unit(kind, result)
    height = HEAD + ROW * max(1, len(bars)) + SIDE
    canvas = Canvas(_WIDTH, height, load_style().light)
    theme = canvas.theme
    red = theme.severity["blocks_document"].ink
    _caption(canvas, kind, unit, result, texts)
    low, high = bar_range(bars)
    left, right = SIDE + _LABEL, canvas.width - SIDE - _NUMBER
    per_kg = (right - left) / ((high - low) or 1.0)
    decimals = bar_decimals(bars, scale)

    def x(kg: float) -> float:
        return left + (kg - low) * per_kg

    for place, bar in enumerate(bars):
        top = HEAD + place * ROW
        middle = top + ROW / 2
        if bar.is_sum:
            canvas.line([(SIDE, top), (canvas.width - SIDE, top)], theme.border)
        canvas.words(SIDE, middle, bar.name, bold=bar.is_sum, room=_LABEL - 14)
        start, end = sorted((x(bar.start), x(bar.end)))
        colour = theme.avoided.ink if bar.value >= 0 else red
        box = Box(start, top + 6, max(1.0, end - start), ROW - 12)
        canvas.box(box, colour, hatched=bar.value < 0)
        if bar.low is not None and bar.high is not None:
            _whisker(canvas, x(bar.low), x(bar.high), middle)
        ink = red if bar.value < 0 else ""
        number = fixed(bar.value / scale, decimals)
        canvas.words(canvas.width - SIDE, middle, number, bold=True, align="right", colour=ink)
    canvas.line([(x(0.0), HEAD), (x(0.0), height - SIDE)], theme.text)
    return canvas.figure


def _whisker(canvas: Canvas, left: float, right: float, middle: float) -> None:
    ink = canvas.theme.text
    canvas.line([(left, middle), (right, middle)], ink)
    for end in (left, right):
        canvas.line([(end, middle - _WHISKER), (end, middle + _WHISKER)], ink)


def break_even_figure(result: CaseResult, texts: Texts) -> Figure:
    """Draw what a fleet avoids by displacement rate, with its band; what it adds is dashed."""
    canvas = Canvas(_WIDTH, _CURVE_HEIGHT, load_style().light)
    unit, scale = chart_unit("break-even", result)
    _caption(canvas, "break-even", unit, result, texts)
    line = fleet_line(result)
    if line is not None:
        plot = _Plot(line)
        _draw_axes(canvas, plot, scale, texts)
        _draw_curve(canvas, plot, scale)
    return canvas.figure


class _Plot:
    """Where rates and amounts stand on the figure [px]."""

    def __init__(self, line: FleetLine) -> None:
        self.line = line
        self.top, self.bottom = HEAD + 10, _CURVE_HEIGHT - _BOTTOM
        self.left, self.right = _LEFT, _WIDTH - _RIGHT

    def at(self, rate: float, kg: float) -> tuple[float, float]:
        line = self.line
        across = (rate - line.first) / ((line.last - line.first) or 1.0)
        up = (kg - line.low) / ((line.high - line.low) or 1.0)
        x = self.left + across * (self.right - self.left)
        return x, self.bottom - up * (self.bottom - self.top)

    def on_line(self, rate: float) -> tuple[float, float]:
        return self.at(rate, self.line.at(rate))


def _draw_axes(canvas: Canvas, plot: _Plot, scale: float, texts: Texts) -> None:
    theme, line = canvas.theme, plot.line
    for tick in round_ticks(line.low / scale, line.high / scale):
        _, y = plot.at(line.first, tick * scale)
        canvas.line([(plot.left, y), (plot.right, y)], theme.border)
        canvas.words(plot.left - 8, y, typed_number(tick), align="right", colour=theme.text2)
    for rate in round_ticks(line.first, line.last):
        x, _ = plot.at(rate, 0.0)
        canvas.words(x, plot.bottom + 14, f"{rate:.1f}", align="center", colour=theme.text2)
    middle = (plot.left + plot.right) / 2
    said = texts("chart.rate-axis")
    canvas.words(middle, plot.bottom + 38, said, align="center", colour=theme.text2)
    canvas.line([plot.at(line.first, 0.0), plot.at(line.last, 0.0)], theme.text)


def _draw_curve(canvas: Canvas, plot: _Plot, scale: float) -> None:
    theme, line = canvas.theme, plot.line
    red, avoided = theme.severity["blocks_document"].ink, theme.avoided.ink
    edge = [plot.at(rate, fleet.low) for rate, fleet in line.points]
    edge += [plot.at(rate, fleet.high) for rate, fleet in reversed(line.points)]
    canvas.axes.add_patch(Polygon(edge, facecolor=avoided, alpha=_BAND, linewidth=0, zorder=2))
    canvas.line([plot.on_line(line.first), plot.on_line(line.turn)], red, 2, is_dashed=True)
    canvas.line([plot.on_line(line.turn), plot.on_line(line.last)], avoided, 2)
    zero = line.shown_break_even
    if zero is not None:
        x, _ = plot.at(zero, 0.0)
        canvas.line([(x, plot.top), (x, plot.bottom)], theme.text, is_dashed=True)
        canvas.words(x - 8, plot.top + 6, f"d* = {significant(zero)}", bold=True, align="right")
    for rate, fleet in line.points:
        at = plot.at(rate, fleet.value)
        ink = avoided if fleet.value >= 0 else red
        canvas.axes.add_patch(
            Circle(at, 4.5, facecolor=theme.surface, edgecolor=ink, linewidth=1.5, zorder=5)
        )
        words = significant(fleet.value / scale)
        x, y = at
        if fleet.value >= 0:
            canvas.words(x - 10, y - 10, words, bold=True, align="right", halo=True)
        else:  # at the other side of the rising line
            canvas.words(x + 10, y + 12, words, bold=True, colour=red, halo=True)


def _caption(canvas: Canvas, kind: str, unit: str, result: CaseResult, texts: Texts) -> None:
    """Say the case, what the numbers are, and the rate without which they mean nothing."""
    days = (result.case.period_start, result.case.period_end)
    period = " – ".join(day.isoformat() for day in days if day)
    per = texts(f"chart.unit-{'per-device' if kind == 'device' else 'per-fleet'}", unit=unit)
    headline = result.headline
    rate = f"d = {rate_words(headline.displacement)}" if headline and kind != "break-even" else ""
    parts = (case_name(result.case, texts), per, rate, period)
    said = " · ".join(each for each in parts if each)
    room = canvas.width - 2 * SIDE
    canvas.words(SIDE, 14, said, colour=canvas.theme.text2, size=SMALL_PX, room=room)


CASE_FIGURES: Mapping[str, Callable[[CaseResult, Texts], Figure]] = MappingProxyType(
    {"device": device_figure, "fleet": fleet_figure, "break-even": break_even_figure}
)
"""The figure of each chart of a case."""

"""What the charts of avoided emissions show: a device step by step, a fleet, the displacement rate.

Plain numbers, painted by Qt on screen, by reportlab on paper, by matplotlib in files.
"""

import itertools
import math
import operator
from collections.abc import Sequence

import msgspec

from pcf.circularity.case import CaseResult, Estimate, steps_of
from pcf.circularity.case_words import KG, fleet_unit, life_name
from pcf.texts import Texts

FIRST_RATE = 0.3
"""Where the line by displacement rate begins, unless a scenario or its turn lies below."""

_TICKS = 4
_ROUNDING = 1e-9


class FleetLine(msgspec.Struct, frozen=True):
    """What a fleet avoids by displacement rate: a straight line [kg CO2e by 1].

    Attributes:
        points: the scenarios by rate, the lowest first.
        break_even: rate at which nothing is avoided, None where there is none.
        first: lowest rate shown.
        last: highest rate shown.
        low: least amount shown, zero or below.
        high: largest amount shown, zero or above.
    """

    points: tuple[tuple[float, Estimate], ...]
    break_even: float | None
    first: float
    last: float
    low: float
    high: float

    @property
    def shown_break_even(self) -> float | None:
        """Give the break-even, None where there is none or it lies outside what is shown."""
        zero = self.break_even
        return zero if zero is not None and self.first <= zero <= self.last else None

    def at(self, rate: float) -> float:
        """Give what is avoided at a rate [kg CO2e]."""
        return _on_line(self.points, rate)

    @property
    def turn(self) -> float:
        """Give the rate shown below which emissions are added."""
        zero = self.last if self.break_even is None else self.break_even
        return min(max(zero, self.first), self.last)


def fleet_line(result: CaseResult) -> FleetLine | None:
    """Give the line of a case, None where nothing could be counted."""
    if not result.scenarios:
        return None
    stated = ((each.displacement.rate, each.fleet) for each in result.scenarios)
    points = tuple(sorted(stated, key=operator.itemgetter(0)))
    lowest, highest = points[0][0], points[-1][0]
    first = min(FIRST_RATE, lowest, lowest if result.break_even is None else result.break_even)
    last = max(1.0, highest)
    edges = [0.0, _on_line(points, first), _on_line(points, last)]
    edges += [bound for _, fleet in points for bound in (fleet.low, fleet.high)]
    return FleetLine(points, result.break_even, first, last, min(edges), max(edges))


def _on_line(points: tuple[tuple[float, Estimate], ...], rate: float) -> float:
    (start_rate, start), (end_rate, end) = points[0], points[-1]
    slope = (end.value - start.value) / ((end_rate - start_rate) or 1.0)
    return start.value + slope * (rate - start_rate)


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a chart of bars.

    Attributes:
        start: where it begins [kg CO2e].
        value: how far it goes from there [kg CO2e].
        is_sum: of the bars above it.
        low: 2.5 % quantile of where it ends [kg CO2e]; None where none is known.
        high: 97.5 % quantile.
    """

    name: str
    start: float = 0.0
    value: float
    is_sum: bool = False
    low: float | None = None
    high: float | None = None

    @property
    def end(self) -> float:
        """Give where it ends [kg CO2e]."""
        return self.start + self.value


def device_bars(result: CaseResult, texts: Texts) -> tuple[Bar, ...]:
    """Give the steps of the average device under the headline, each from where the last ended."""
    scenario = result.headline
    if scenario is None or result.devices <= 0:
        return ()
    steps = {step: value for step, value in steps_of(result, scenario).items() if value}
    levels = itertools.accumulate(steps.values(), initial=0.0)
    bars = [
        Bar(name=texts(f"refurbishment-step.{step.value}"), start=start, value=value)
        for (step, value), start in zip(steps.items(), levels, strict=False)
    ]
    if not bars:
        return ()
    average = result.per_device(scenario)
    low, high = _bounds(result, average) if average is not None else (None, None)
    whole = sum(steps.values())
    name = texts("refurbishment.average")
    return (*bars, Bar(name=name, value=whole, is_sum=True, low=low, high=high))


def fleet_bars(result: CaseResult, texts: Texts) -> tuple[Bar, ...]:
    """Give what each life of the fleet avoids under the headline, and all of them."""
    scenario = result.headline
    if scenario is None:
        return ()
    bars = []
    for life, avoided in zip(result.lives, scenario.lives, strict=True):
        if avoided is not None:
            low, high = _bounds(result, avoided)
            name = life_name(life, texts)
            bars.append(Bar(name=name, value=avoided.value, low=low, high=high))
    low, high = _bounds(result, scenario.fleet)
    name = texts("refurbishment.all")
    return (*bars, Bar(name=name, value=scenario.fleet.value, is_sum=True, low=low, high=high))


def _bounds(result: CaseResult, estimate: Estimate) -> tuple[float, float] | tuple[None, None]:
    return (None, None) if result.is_certain else (estimate.low, estimate.high)


def bar_range(bars: Sequence[Bar]) -> tuple[float, float]:
    """Give from where to where bars and their intervals reach, zero among it [kg CO2e]."""
    ends = [level for bar in bars for level in (bar.start, bar.end, bar.low, bar.high)]
    known = [0.0, *(each for each in ends if each is not None)]
    return min(known), max(known)


def bar_decimals(bars: Sequence[Bar], scale: float) -> int:
    """Give the decimals that all numbers of a chart have, so that they add up to the eye."""
    largest = max((abs(bar.value) / scale for bar in bars), default=0.0)
    return 0 if largest >= 1000 else 1 if largest >= 10 else 2  # noqa: PLR2004


def round_ticks(low: float, high: float) -> list[float]:
    """Give round numbers between two others, about five of them."""
    span = (high - low) or 1.0
    size = 10.0 ** math.floor(math.log10(span / _TICKS))
    step = next(size * each for each in (1, 2, 5, 10) if span / (size * each) <= _TICKS + 1)
    first, last = math.ceil(low / step - _ROUNDING), math.floor(high / step + _ROUNDING)
    return [round(place * step, 12) for place in range(first, last + 1)]


CASE_CHARTS = ("device", "fleet", "break-even")
"""The charts of a refurbishment case, by name."""


def chart_unit(kind: str, result: CaseResult) -> tuple[str, float]:
    """Give the unit of a chart, and how many kg one is: a device in kg, a fleet as it is large."""
    return (KG, 1.0) if kind == "device" else fleet_unit(result)


def case_chart_rows(kind: str, result: CaseResult, texts: Texts) -> list[list[str | float | None]]:
    """Give heads and rows of a chart, its emissions in the unit of the chart.

    Args:
        kind: name in `CASE_CHARTS`.
        result: of the case.
        texts: language of heads and names.
    """
    unit, scale = chart_unit(kind, result)

    def scaled(kg: float | None) -> float | None:
        return None if kg is None else kg / scale

    rows: list[list[str | float | None]] = []
    if kind == "break-even":
        heads = ("scenario", "rate", "avoided", "low", "high")
        for each in result.scenarios:
            low, high = _bounds(result, each.fleet)
            name = texts(f"scenario.{each.name}")
            rate = each.displacement.rate
            rows.append([name, rate, scaled(each.fleet.value), scaled(low), scaled(high)])
        if result.break_even is not None:
            rows.append([texts("chart.break-even"), result.break_even, 0.0, None, None])
    else:
        heads = ("part", "rate", "avoided", "low", "high")
        bars = device_bars(result, texts) if kind == "device" else fleet_bars(result, texts)
        assumed = result.headline.displacement.rate if result.headline else None
        rows += (
            [bar.name, assumed, scaled(bar.value), scaled(bar.low), scaled(bar.high)]
            for bar in bars
        )
    return [[texts(f"chart.head-{head}", unit=unit) for head in heads], *rows]

"""What the charts of avoided emissions show: a fleet by displacement rate, a device step by step.

Plain numbers, painted by Qt on screen and by reportlab on paper.
"""

import itertools
import math
import operator

import msgspec

from pcf.circularity.case import CaseResult, Estimate, Scenario, steps_of
from pcf.circularity.refurbishment import Step

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


class Bar(msgspec.Struct, frozen=True):
    """A row of the waterfall of the average device.

    Attributes:
        step: None for the sum.
        start: where it begins [kg CO2e].
        value: what it adds [kg CO2e].
    """

    step: Step | None
    start: float
    value: float


def device_bars(result: CaseResult, scenario: Scenario) -> tuple[Bar, ...]:
    """Give the steps of the average device that say anything, each from where the last ended."""
    steps = {step: value for step, value in steps_of(result, scenario).items() if value}
    levels = itertools.accumulate(steps.values(), initial=0.0)
    bars = [
        Bar(step, start, value) for (step, value), start in zip(steps.items(), levels, strict=False)
    ]
    return (*bars, Bar(None, 0.0, sum(steps.values()))) if bars else ()


def round_ticks(low: float, high: float) -> list[float]:
    """Give round numbers between two others, about five of them."""
    span = (high - low) or 1.0
    size = 10.0 ** math.floor(math.log10(span / _TICKS))
    step = next(size * each for each in (1, 2, 5, 10) if span / (size * each) <= _TICKS + 1)
    first, last = math.ceil(low / step - _ROUNDING), math.floor(high / step + _ROUNDING)
    return [round(place * step, 12) for place in range(first, last + 1)]

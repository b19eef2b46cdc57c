"""What a site's supply comes to by the four rules: pure arithmetic on what is stated.

1 own generation, 2 direct line: their own factor, unless certificates of that energy were sold.
3 contract: its own factor for what instruments cover that meet all five criteria.
4 everything else is untracked: residual or consumption mix.        methods: ISO 14067, 6.4.9.4
"""

import datetime
import enum
from collections.abc import Iterable

import msgspec

from pcf.model.electricity import ContractInstrument, MeterReading
from pcf.model.node import DataSetRef
from pcf.model.product import Goal
from pcf.model.sites import ElectricityRule, Site, SupplyLine

_MARGIN = 1e-9
"""Share of a site's energy below which a difference is rounding of its sum."""


class Reason(enum.StrEnum):
    """Why electricity counts by the rule that it does."""

    STATED = "stated"
    CERTIFICATE_SOLD = "certificate_sold"
    CRITERIA_NOT_MET = "criteria_not_met"
    NOT_COVERED = "not_covered"
    """By any instrument of its line."""
    UNSTATED = "unstated"
    """Metered, or used without any supply line."""


class Supplied(msgspec.Struct, frozen=True, gc=False):
    """Electricity of a site that counts by one rule.

    Attributes:
        node: id of the supply line, of the site for what no line states.
        line: the supply line, None for what no line states.
        rule: that it counts by.
        share: of the site's electricity [0..1].
        energy_si: in the period [J]; 0 where a site states no supply line at all.
        data_set: its factor, or a supplier's footprint; None with no mix either takes the
            country's consumption mix.
        mix: id of an own mix, in place of a data set.
    """

    node: str
    line: SupplyLine | None
    rule: ElectricityRule
    reason: Reason
    share: float
    energy_si: float
    data_set: DataSetRef | None
    mix: str

    @property
    def keeps_factor(self) -> bool:
        """Tell whether the factor is the supply line's own, not that of untracked electricity."""
        line = self.line
        return line is not None and self.rule is line.rule and bool(line.bought_as or line.mix)

    @property
    def is_grid(self) -> bool:
        """Tell whether it counts as from the public grid, by contract or untracked."""
        return self.rule in {ElectricityRule.CONTRACT, ElectricityRule.GRID}

    @property
    def loses_on_the_way(self) -> bool:
        """Tell whether any of it is lost in the grid, which own supply with sold rights is not."""
        return self.is_grid and self.reason is not Reason.CERTIFICATE_SOLD


class Period(msgspec.Struct, frozen=True):
    """The study's period; an end that is not stated leaves nothing out."""

    start: datetime.date | None = None
    end: datetime.date | None = None

    def holds(self, reading: MeterReading) -> bool:
        """Tell whether a reading is of the period."""
        if not reading.month:
            return True
        first, last = (day.isoformat()[:7] if day else "" for day in (self.start, self.end))
        return first <= reading.month <= (last or reading.month)

    @property
    def months(self) -> tuple[str, ...]:
        """Give the months from its first to its last day; none where an end is not stated."""
        if self.start is None or self.end is None:
            return ()
        first = 12 * self.start.year + self.start.month - 1
        last = 12 * self.end.year + self.end.month - 1
        return tuple(f"{each // 12:04}-{each % 12 + 1:02}" for each in range(first, last + 1))


def period_of(goal: Goal) -> Period:
    """Give the period of a study; one that ends before it begins leaves nothing out."""
    start, end = goal.period_start, goal.period_end
    is_reversed = start is not None and end is not None and end < start
    return Period() if is_reversed else Period(start, end)


def metered_si(site: Site, period: Period, meter: str = "") -> float:
    """Give what one meter of a site, or all of them, counted in the period [J]."""
    return sum(
        reading.energy.si
        for reading in site.readings
        if reading.energy and period.holds(reading) and meter in {"", reading.meter}
    )


def line_energy_si(line: SupplyLine) -> float:
    """Give the energy of a supply line [J], 0 where none is stated."""
    return line.energy.si if line.energy else 0.0


def instruments_si(instruments: Iterable[ContractInstrument]) -> float:
    """Give what instruments stand for [J]."""
    return sum(each.energy.si for each in instruments if each.energy)


def supplied(site: Site, period: Period) -> tuple[Supplied, ...]:
    """Give what a site's electricity comes to: its lines by their rule, then what none states."""
    parts = [part for line in site.electricity for part in _by_rule(line)]
    metered = metered_si(site, period)
    if not site.electricity:
        return (_supplied(site, (None, ElectricityRule.GRID, Reason.UNSTATED, metered), 1.0),)
    stated = sum(energy for *_, energy in parts)
    if metered > stated * (1 + _MARGIN):
        parts.append((None, ElectricityRule.GRID, Reason.UNSTATED, metered - stated))
    total = sum(energy for *_, energy in parts)
    return tuple(_supplied(site, part, part[-1] / total) for part in parts if part[-1])


def _supplied(site: Site, part: "_Part", share: float) -> Supplied:
    line, rule, reason, energy = part
    node = line.id if line else site.id
    found = Supplied(node, line, rule, reason, share, energy, None, "")
    if found.keeps_factor and line is not None:
        return msgspec.structs.replace(found, data_set=line.bought_as, mix=line.own_mix)
    if rule is ElectricityRule.GRID:
        return msgspec.structs.replace(found, data_set=site.untracked, mix=site.untracked_mix)
    return found


_Part = tuple[SupplyLine | None, ElectricityRule, Reason, float]


def _by_rule(line: SupplyLine) -> list[_Part]:
    """Give the energy of a line [J] by the rule that it counts by."""
    energy, untracked = line_energy_si(line), ElectricityRule.GRID
    if line.rule is ElectricityRule.CONTRACT:
        good = instruments_si(each for each in line.instruments if not each.failing_criteria)
        covered = min(good, energy)
        claimed = min(instruments_si(line.instruments), energy)
        return [
            (line, line.rule, Reason.STATED, covered),
            (line, untracked, Reason.CRITERIA_NOT_MET, claimed - covered),
            (line, untracked, Reason.NOT_COVERED, energy - claimed),
        ]
    if line.rule is not untracked and line.certificate_sold:
        return [(line, untracked, Reason.CERTIFICATE_SOLD, energy)]
    return [(line, line.rule, Reason.STATED, energy)]

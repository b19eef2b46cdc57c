"""Checks on meter readings, and on what was allocated of them.

allocated = shared to steps here + elsewhere + typed per step x output = metered        D07: <= 1 %
"""

import statistics
from collections import Counter
from collections.abc import Iterator

from pcf.conformity.named import finding
from pcf.findings import Finding, Severity
from pcf.model.sites import Site
from pcf.model.study import Study
from pcf.model.supply import Period, line_energy_si, metered_si, period_of
from pcf.results.energy_balance import energy_balance, typed_kwh
from pcf.results.result import PcfResult
from pcf.units import unit_si_factor

NOT_ALLOCATED_LIMIT = 0.01
"""Share of the metered energy that may stay without a step (checklist D07)."""

_FEWEST_MONTHS = 3
_UNLIKE = 0.6
"""How far months differ by season; a thousand times one of them is a slip all the same."""


def check_readings(study: Study, period: Period) -> Iterator[Finding]:
    """Give what the readings of a study's sites have to say."""
    for site in study.sites:
        yield from _repeated(site)
        yield from _gaps(site, period)
        for reading in site.readings:
            if reading.energy is None:
                yield finding(
                    Severity.BLOCKS_DOCUMENT,
                    "reading-without-energy",
                    reading,
                    "energy",
                    rule="D07",
                    month=reading.month or "–",
                    site=site.name or site.id,
                )
        yield from _outside(site, period)
        yield from _unlike_others(site)
        yield from _unlike_supply(site, period)


def _outside(site: Site, period: Period) -> Iterator[Finding]:
    """Find the readings of other times, as one finding."""
    outside = [each for each in site.readings if each.energy and not period.holds(each)]
    if outside:
        yield finding(
            Severity.WARNING,
            "reading-outside-period",
            outside[0],
            "month",
            rule="D07",
            months=", ".join(dict.fromkeys(each.month for each in outside)),
            site=site.name or site.id,
            count=len(outside),
        )


def _unlike_others(site: Site) -> Iterator[Finding]:
    """Find a month that is about a thousand times, or a thousandth, of its meter's other months."""
    for reading in site.readings:
        others = [
            each.energy.si
            for each in site.readings
            if each is not reading and each.meter == reading.meter and each.month and each.energy
        ]
        if reading.energy is None or not reading.month or len(others) < _FEWEST_MONTHS:
            continue
        usual = statistics.median(others)
        factor = slip_factor(reading.energy.si, usual, _UNLIKE)
        if factor is not None:
            yield finding(
                Severity.BLOCKS_DOCUMENT,
                "reading-slip",
                reading,
                "energy",
                rule="D07",
                month=reading.month,
                site=site.name or site.id,
                energy=reading.energy.text,
                usual=usual / unit_si_factor("MWh"),
                factor=factor,
            )


def _unlike_supply(site: Site, period: Period) -> Iterator[Finding]:
    """Find meters that counted a thousand times what the supply lines state, or a thousandth."""
    stated = sum(line_energy_si(line) for line in site.electricity)
    metered = metered_si(site, period)
    factor = slip_factor(metered, stated, NOT_ALLOCATED_LIMIT) if stated and metered else None
    if factor is not None:
        mwh = unit_si_factor("MWh")
        yield finding(
            Severity.BLOCKS_DOCUMENT,
            "metered-slip",
            site,
            "readings",
            rule="D07",
            stated=stated / mwh,
            metered=metered / mwh,
            factor=factor,
        )


def slip_factor(value: float, expected: float, margin: float) -> float | None:
    """Give the factor of a thousand by which a value is off, None if it is off by no such factor.

    Args:
        value: as stated.
        expected: what it is compared with, in the same unit.
        margin: how far from the factor it may be [1].
    """
    for factor in (1000.0, 0.001):
        if expected and abs(value / factor / expected - 1) <= margin:
            return factor
    return None


def _repeated(site: Site) -> Iterator[Finding]:
    """Find a month that a meter has twice, and a meter with both months and a whole period."""
    times = Counter((reading.meter, reading.month) for reading in site.readings)
    whole = {meter for meter, month in times if not month}
    for reading in site.readings:
        is_again = times[reading.meter, reading.month] > 1
        if is_again or (reading.month and reading.meter in whole):
            yield finding(
                Severity.BLOCKS_DOCUMENT,
                "reading-twice",
                reading,
                "month",
                rule="D07",
                month=reading.month or "–",
                meter=reading.meter or "–",
                site=site.name or site.id,
            )
            return


def _gaps(site: Site, period: Period) -> Iterator[Finding]:
    """Find meters that lack months of the period."""
    read: dict[str, set[str]] = {}
    for reading in site.readings:
        read.setdefault(reading.meter, set()).add(reading.month)
    for meter, months in read.items():
        missing = [month for month in period.months if month not in months]
        if missing and "" not in months:
            yield finding(
                Severity.WARNING,
                "readings-missing",
                site,
                "readings",
                rule="D08",
                meter=meter or "–",
                months=", ".join(missing),
                count=len(missing),
            )


def check_energy_balance(result: PcfResult) -> tuple[Finding, ...]:
    """Compare what was allocated with what was metered, for each site with readings."""
    found: list[Finding] = []
    period = period_of(result.study.goal)
    for site in result.study.sites:
        if any(_unlike_supply(site, period)):  # all else follows from that
            continue
        balance = energy_balance(site, result)
        if balance is None:
            found += _above_supply(site, result)
            continue
        if balance.typed is None:
            found.append(finding(Severity.NOTE, "energy-not-compared", site, "output", rule="D07"))
            continue
        rest = balance.not_allocated
        if abs(rest) <= NOT_ALLOCATED_LIMIT * balance.metered:
            continue
        is_over = rest < 0
        factor = slip_factor(balance.metered - rest, balance.metered, NOT_ALLOCATED_LIMIT)
        if factor is not None:
            found.append(
                finding(
                    Severity.BLOCKS_DOCUMENT,
                    "energy-slip",
                    site,
                    "sharings",
                    rule="D07",
                    metered=balance.metered / 1000,
                    allocated=(balance.metered - rest) / 1000,
                    factor=factor,
                )
            )
            continue
        found.append(
            finding(
                Severity.BLOCKS_DOCUMENT if is_over else Severity.WARNING,
                "energy-over-allocated" if is_over else "energy-not-allocated",
                site,
                "sharings",
                rule="D07",
                metered=balance.metered / 1000,
                rest=abs(rest) / 1000,
                percent=100 * abs(rest) / balance.metered,
            )
        )
    return tuple(found)


def _above_supply(site: Site, result: PcfResult) -> Iterator[Finding]:
    """Find steps that use more than the supply lines of a site without meters give."""
    stated = sum(line_energy_si(line) for line in site.electricity) / unit_si_factor("kWh")
    typed = typed_kwh(site, result) if stated else None
    if typed is None or typed <= (1 + NOT_ALLOCATED_LIMIT) * stated:
        return
    factor = slip_factor(typed, stated, NOT_ALLOCATED_LIMIT)
    fields = {"stated": stated / 1000, "typed": typed / 1000}
    key = "energy-above-supply" if factor is None else "energy-above-supply-slip"
    yield finding(Severity.BLOCKS_DOCUMENT, key, site, "electricity", rule="D07", **fields)

"""Checks on meter readings, and on what was allocated of them.

allocated = shared to steps here + elsewhere + typed per step x output = metered        D07: <= 1 %
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from pcf.conformity.named import finding
from pcf.conformity.slips import FACTORS, slip_factor, slipped_term
from pcf.findings import Finding, Severity
from pcf.model.sites import Site
from pcf.model.study import Study
from pcf.model.supply import Period, line_energy_si, metered_si, period_of
from pcf.results.energy_balance import EnergyBalance, energy_balance, typed_kwh
from pcf.results.result import PcfResult
from pcf.units import unit_si_factor

NOT_ALLOCATED_LIMIT = 0.01
"""Share of the metered energy that may stay without a step (checklist D07)."""

_FEWEST_MONTHS = 3
"""Other months that a month is compared with, at least."""

_NEAR = 0.2
"""How far from a factor of a thousand is near, where supply lines state more than meters counted:
what is untracked is in no line."""

_SEASON, _OUTSIDE = 2.0, 30.0
"""Times the highest of other months, or parts of the lowest: what a month may be by season, and
what none is (judgement)."""


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
        yield from slips_of(site, period)


def slips_of(site: Site, period: Period) -> Iterator[Finding]:
    """Find readings and supply lines in a wrong unit.

    What is found of a site's energies beside them follows from them.
    """
    slipped = list(_unlike_others(site))
    yield from slipped or _unlike_supply(site, period)


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
    """Find a month unlike all others of its meter that would be like them in another unit."""
    for reading in site.readings:
        others = [
            each.energy.si
            for each in site.readings
            if each is not reading and each.meter == reading.meter and each.month and each.energy
        ]
        counted = [each for each in others if each]
        if reading.energy is None or not reading.month or len(counted) < _FEWEST_MONTHS:
            continue
        low, high, energy = min(counted), max(counted), reading.energy.si
        if low / _OUTSIDE <= energy <= high * _OUTSIDE:
            continue
        if any(low / _SEASON <= energy / factor <= high * _SEASON for factor in FACTORS):
            mwh = unit_si_factor("MWh")
            yield finding(
                Severity.BLOCKS_DOCUMENT,
                "reading-slip",
                reading,
                "energy",
                rule="D07",
                month=reading.month,
                site=site.name or site.id,
                energy=reading.energy.text,
                low=low / mwh,
                high=high / mwh,
            )


def _unlike_supply(site: Site, period: Period) -> Iterator[Finding]:
    """Find that meters and supply lines, or meters and one line, are in different units."""
    mwh = unit_si_factor("MWh")
    lines = {line.id: line for line in site.electricity}
    energies = {line.id: line_energy_si(line) for line in site.electricity}
    metered, stated = metered_si(site, period), sum(energies.values())
    if not metered or not stated:
        return
    is_possible = stated <= metered
    factor = slip_factor(metered, stated, NOT_ALLOCATED_LIMIT if is_possible else _NEAR)
    if factor is not None:
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
        return
    slipped = slipped_term(energies, metered, NOT_ALLOCATED_LIMIT)
    if slipped is not None:
        line, factor = slipped
        yield finding(
            Severity.BLOCKS_DOCUMENT,
            "supply-line-slip",
            lines[line],
            "energy",
            rule="D07",
            stated=energies[line] / mwh,
            mended=energies[line] / factor / mwh,
            metered=metered / mwh,
            site=site.name or site.id,
        )


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
        if any(slips_of(site, period)):
            continue
        balance = energy_balance(site, result)
        found += (
            _above_supply(site, result) if balance is None else _balanced(balance, site, result)
        )
    return tuple(found)


def _balanced(balance: EnergyBalance, site: Site, result: PcfResult) -> Iterator[Finding]:
    """Find what was metered and not allocated, or the reverse, and the slip that explains it."""
    if balance.typed is None:
        yield finding(Severity.WARNING, "energy-not-compared", site, "output", rule="D07")
        return
    rest = balance.not_allocated
    if abs(rest) <= NOT_ALLOCATED_LIMIT * balance.metered:
        return
    typed = balance.typed_by_input or {}
    slipped = _slipped_input(site, typed, balance.typed + rest, result)
    if slipped is not None:
        yield slipped
        return
    is_over = rest < 0
    yield finding(
        Severity.BLOCKS_DOCUMENT if is_over else Severity.WARNING,
        "energy-over-allocated" if is_over else "energy-not-allocated",
        site,
        "sharings",
        rule="D07",
        metered=balance.metered / 1000,
        rest=abs(rest) / 1000,
        percent=100 * abs(rest) / balance.metered,
    )


def _above_supply(site: Site, result: PcfResult) -> Iterator[Finding]:
    """Find steps that use more than the supply lines of a site without meters give."""
    stated = sum(line_energy_si(line) for line in site.electricity) / unit_si_factor("kWh")
    typed = typed_kwh(site, result) if stated else None
    used = sum(typed.values()) if typed else 0.0
    if not typed or used <= (1 + NOT_ALLOCATED_LIMIT) * stated:
        return
    fields = {"stated": stated / 1000, "typed": used / 1000}
    yield _slipped_input(site, typed, stated, result) or finding(
        Severity.BLOCKS_DOCUMENT, "energy-above-supply", site, "electricity", rule="D07", **fields
    )


def _slipped_input(
    site: Site, typed: Mapping[str, float], expected: float, result: PcfResult
) -> Finding | None:
    """Find what is typed in a wrong unit: one input, or the output that all are multiplied by.

    Args:
        site: whose energy it is.
        typed: by the inputs of steps, times the output [kWh].
        expected: what they should come to [kWh].
        result: what holds the inputs.
    """
    used = sum(typed.values())
    slipped = slipped_term(typed, expected, NOT_ALLOCATED_LIMIT)
    factor = slip_factor(used, expected, NOT_ALLOCATED_LIMIT)
    if slipped is not None:
        node, factor = slipped
        key, about, field, stated = "energy-slip", result.nodes[node], "amount", typed[node]
    elif factor is not None:
        key, about, field, stated = "energy-slip-of-all", site, "output", used
    else:
        return None
    return finding(
        Severity.BLOCKS_DOCUMENT,
        key,
        about,
        field,
        rule="D07",
        stated=stated / 1000,
        mended=stated / factor / 1000,
        expected=expected / 1000,
        site=site.name or site.id,
    )

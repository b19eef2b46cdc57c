"""Checks on meter readings, and on what was allocated of them.

allocated = shared to steps here + elsewhere + typed per step x output = metered        D07: <= 1 %
"""

from collections import Counter
from collections.abc import Iterator

from pcf.conformity.named import finding
from pcf.findings import Finding, Severity
from pcf.model.sites import Site
from pcf.model.study import Study
from pcf.model.supply import Period
from pcf.results.energy_balance import energy_balance
from pcf.results.result import PcfResult

NOT_ALLOCATED_LIMIT = 0.01
"""Share of the metered energy that may stay without a step (checklist D07)."""


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
            elif not period.holds(reading):
                yield finding(
                    Severity.WARNING,
                    "reading-outside-period",
                    reading,
                    "month",
                    rule="D07",
                    month=reading.month,
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
    found = []
    for site in result.study.sites:
        balance = energy_balance(site, result)
        if balance is None:
            continue
        if balance.typed is None:
            found.append(finding(Severity.NOTE, "energy-not-compared", site, "output", rule="D07"))
            continue
        rest = balance.not_allocated
        if abs(rest) <= NOT_ALLOCATED_LIMIT * balance.metered:
            continue
        is_over = rest < 0
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

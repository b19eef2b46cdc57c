"""Checks on what a refurbishment case comes to: harm shown as harm, published tables reproduced."""

from collections.abc import Iterator

from pcf.circularity.case import CaseResult
from pcf.circularity.counts import belongs, sums_of_period
from pcf.conformity.case import BLOCKS, NOTES, WARNS
from pcf.conformity.found import found
from pcf.findings import Finding

PROBABLE = 0.95
"""Share of draws above zero below which a saving is not probable (methods 8.5)."""

COUNT_MARGIN = 0.005
"""Difference of a typed count from the register that a correction explains (judgement)."""


def check_avoided_emissions(result: CaseResult) -> Iterator[Finding]:
    """Give what the numbers of a case have to say."""
    yield from _check_fleet(result)
    yield from _check_lives(result)
    yield from _check_counts(result)
    yield from _check_published(result)


def _check_fleet(result: CaseResult) -> Iterator[Finding]:
    headline = result.headline
    if headline is None:
        return
    case, estimate = result.case, headline.fleet
    if estimate.value <= 0:
        yield found(WARNS, "fleet-adds", case, "central", rate=headline.displacement.rate)
    elif estimate.positive < PROBABLE:
        percent = 100 * estimate.positive
        yield found(WARNS, "fleet-uncertain", case, "central", percent=percent)
    if result.is_certain:
        yield found(WARNS, "case-without-uncertainty", case)


def _check_lives(result: CaseResult) -> Iterator[Finding]:
    headline = result.headline
    for place, life in enumerate(result.lives):
        use, new = life.inputs["use"].value, life.inputs["new_use"].value
        if use is not None and new is not None and use > new:
            yield found(NOTES, "use-above-new", life.life, "electricity", use=use, new=new)
        estimate = headline.per_device[place] if headline else None
        if headline and estimate is not None and estimate.value < 0:
            rate = headline.displacement.rate
            yield found(WARNS, "life-adds", life.life, rate=rate, kg=-estimate.value)


def _check_counts(result: CaseResult) -> Iterator[Finding]:
    """Report typed counts that the register does not bear out."""
    sums = sums_of_period(result.case)
    for category in result.case.categories:
        counted = sum(each.sold for each in sums if belongs(each, category))
        typed = category.devices.si if category.devices is not None else None
        if not counted or typed is None:
            continue
        if abs(typed - counted) > COUNT_MARGIN * counted:
            yield found(
                BLOCKS if typed > counted else WARNS,
                "devices-differ",
                category,
                "devices",
                typed=typed,
                counted=float(counted),
            )


def _check_published(result: CaseResult) -> Iterator[Finding]:
    for row in result.case.published:
        reproduction = result.reproductions.get(row.id)
        if reproduction is None:
            yield found(WARNS, "published-unreadable", row, "unit_text")
        elif not reproduction.is_possible:
            yield found(
                WARNS,
                "published-contradicts-itself",
                row,
                "total_text",
                unit=row.unit_text,
                total=row.total_text,
                low=reproduction.possible_t.low,
                high=reproduction.possible_t.high,
            )

"""By which method and from which data a result came, and a result as another study states it."""

from pcf.errors import InputError
from pcf.model.other_footprints import (
    ComparedFootprint,
    DatabaseVersion,
    EarlierFootprint,
    Ledger,
    StatedMethod,
)
from pcf.model.refurbishment import StudyFootprint
from pcf.model.schemes import cut_off_limit
from pcf.results.contributions import totals
from pcf.results.data_quality import assess
from pcf.results.result import PcfResult
from pcf.units import Dimension, Quantity, quantity

_DIGITS = 12
"""Significant digits of a total that another study states: those of the canonical inventory."""


def method_of(result: PcfResult) -> StatedMethod:
    """Give by which method, and from which data, a result was calculated."""
    study, inventory = result.study, result.inventory
    shared = {each.allocation.rule for each in inventory.processes if each.allocation}
    rules = {line.rule for site in study.sites for line in site.electricity}
    quality = assess(result)
    return StatedMethod(
        declared_unit=inventory.declared_unit,
        boundary=study.goal.boundary,
        rules_status=study.scope.rules_status,
        rules=study.scope.rules,
        gwp_set=study.choices.gwp_set,
        allocation=tuple(sorted(filter(None, shared))),
        recycling=study.choices.recycling,
        electricity=tuple(sorted(rules)),
        databases=tuple(
            DatabaseVersion(id=base.id, version=base.version, checksum=base.checksum)
            for base in result.databases
        ),
        cut_off_limit=cut_off_limit(study.choices),
        technology=quality.technology,
        geography=quality.geography,
        time=quality.time,
    )


def as_compared(result: PcfResult) -> ComparedFootprint:
    """Give a result as the study of another product sets it beside its own."""
    product = result.study.product
    return ComparedFootprint(
        name=product.name or product.number,
        name_zh=product.name_zh,
        value=_headline(result),
        ledger=Ledger.FOOTPRINT,
        source=f"SHA-256 {result.sha256}",
        result_id=result.id,
        method=method_of(result),
    )


def as_earlier(result: PcfResult) -> EarlierFootprint:
    """Give a result as a later study of the same product states it."""
    goal = result.study.goal
    return EarlierFootprint(
        period_start=goal.period_start,
        period_end=goal.period_end,
        published=_headline(result),
        result_id=result.id,
        method=method_of(result),
    )


def as_new_device(result: PcfResult) -> StudyFootprint:
    """Give a result as a refurbishment case states the new device that it compares with.

    Raises:
        InputError: the declared unit counts no devices.
    """
    product, declared = result.study.product, result.inventory.declared_unit
    if declared.dimension is not Dimension.COUNT:
        raise InputError("not-per-device", unit=declared.text)
    value = totals(result).headline / declared.si
    return StudyFootprint(
        product=product.name or product.number,
        product_zh=product.name_zh,
        value=quantity(float(f"{value:.{_DIGITS}g}"), "kgCO2e"),
        result=result.id,
        sha256=result.sha256,
    )


def _headline(result: PcfResult) -> Quantity:
    return quantity(float(f"{totals(result).headline:.{_DIGITS}g}"), "kgCO2e")

"""Checks on legs whose vehicle is stated: sources, well-to-wheel fuel, detours, orders of size."""

from collections.abc import Iterator

from pcf.conformity.case import BLOCKS, WARNS
from pcf.conformity.found import found
from pcf.conformity.stated_splits import check_sum
from pcf.findings import Finding
from pcf.model.transport import DistanceKind, TransportLeg
from pcf.model.vehicle import Vehicle
from pcf.results.result import PcfResult
from pcf.results.transport import LegUse, leg_uses
from pcf.units import Dimension, unit_si_factor

_J_PER_SI = {Dimension.VOLUME: 36e9, Dimension.MASS: 43e6, Dimension.ENERGY: 1.0}
"""Energy of liquid fuel per m3 and kg, roughly: it only tells orders of size [J/SI unit]."""

_GAS_BY_VOLUME = "m3"

LEAST_MJ, MOST_MJ = 0.01, 30.0
"""What full vehicles take per tonne-kilometre, from a bulk carrier to a small aircraft [MJ]."""

_PARTLY = ("combustion", "well-to-tank", "not well-to-wheel", "")
"""Boundaries of fuels that leave out supply or combustion, or don't say."""


def check_transport(result: PcfResult) -> tuple[Finding, ...]:
    """Give what the legs of a result that state their vehicle have to say."""
    return tuple(
        finding
        for use in leg_uses(result)
        if use.leg.vehicle is not None
        for finding in _check(use, use.leg.vehicle)
    )


def _check(use: LegUse, vehicle: Vehicle) -> Iterator[Finding]:
    leg, factor = use.leg, vehicle.factor
    if not vehicle.source.strip():
        yield found(BLOCKS, "vehicle-without-source", leg, "vehicle", "D03")
    if factor is not None and not factor.source.strip():
        yield found(BLOCKS, "fuel-factor-without-source", leg, "vehicle", "D03")
    if leg.data_set is not None:
        yield found(WARNS, "vehicle-beside-data-set", leg, "data_set", "D03")
    if factor is not None and vehicle.fuel is not None:
        yield found(WARNS, "fuel-factor-beside-data-set", leg, "vehicle", "D03")
    if use.data_set.table == "fuels" and use.data_set.boundary in _PARTLY:
        fuel = {"fuel": use.data_set.name_en, "fuel_zh": use.data_set.name_zh}
        yield found(BLOCKS, "fuel-not-well-to-wheel", leg, "vehicle", "S05", **fuel)
    if factor is not None and factor.split is not None:
        yield from check_sum(leg, "vehicle", factor.split, factor.value.si, {})
    yield from _detour(leg)
    yield from _order_of_size(leg, vehicle)


def _detour(leg: TransportLeg) -> Iterator[Finding]:
    """Find that fuel is counted over the shortest distance, though it is burnt over the driven."""
    if leg.distance_kind is DistanceKind.SHORTEST and leg.distance_factor is None:
        yield found(WARNS, "leg-detour-not-stated", leg, "distance_factor", "D08")


def _order_of_size(leg: TransportLeg, vehicle: Vehicle) -> Iterator[Finding]:
    """Find what a slip in unit, distance or capacity would explain."""
    if vehicle.fuel_full.unit == _GAS_BY_VOLUME:
        return
    burnt_j = vehicle.fuel_full.si * _J_PER_SI[vehicle.fuel_dimension] / vehicle.fuel_distance.si
    megajoules = burnt_j / vehicle.capacity.si * unit_si_factor("t*km") / unit_si_factor("MJ")
    if not LEAST_MJ <= megajoules <= MOST_MJ:
        limits = {"low": LEAST_MJ, "high": MOST_MJ}
        yield found(
            WARNS, "vehicle-implausible", leg, "vehicle", "D03", megajoules=megajoules, **limits
        )

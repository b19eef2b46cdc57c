"""Packaging of the product as unit processes, one an item, per run of the bill of materials."""

from pcf.findings import Severity
from pcf.inventory.context import Context
from pcf.inventory.inventory import Stage, UnitProcess
from pcf.inventory.recycled_material import material_mix
from pcf.inventory.transport import Legs
from pcf.model.packaging import PackagingItem
from pcf.units import Dimension, find_unit


def build_packaging(item: PackagingItem, legs: Legs, context: Context) -> UnitProcess | None:
    """Give the unit process of a packaging item, its burden shared by content and trips."""
    if item.amount is None:
        context.report(
            Severity.STOPS_CALCULATION, "amount-missing", item.id, "amount", name=item.name
        )
        return None
    if item.bought_as is None:
        context.report(
            Severity.BLOCKS_DOCUMENT, "input-unmatched", item.id, "data_set", name=item.name
        )
        return None
    data_set = context.data_set(item.bought_as, item.id, item.name)
    if data_set is None:
        return None
    share = 1 / (item.holds * item.trips)
    mass_kg = packaging_mass_kg(item)
    dimension = find_unit(data_set.unit).dimension
    if dimension is Dimension.MASS and mass_kg is None:
        context.report(
            Severity.BLOCKS_DOCUMENT,
            "mass-missing",
            item.id,
            "mass",
            name=item.name,
            unit=data_set.unit,
        )
        return None
    if dimension is Dimension.MASS and mass_kg is not None:
        amount_si, counted = mass_kg * item.holds * share, Dimension.MASS
    else:
        amount_si, counted = item.amount.si * share, item.amount.dimension
    exchanges = [
        exchange
        for taken, part in material_mix(item, data_set, context)
        for exchange in context.take(
            taken, amount_si * part, counted, item.id, Stage.PACKAGING, name=item.name
        )
    ]
    if mass_kg is not None:
        exchanges += legs.for_packaging(mass_kg / item.trips)
    elif legs.needs_packaging_mass:
        context.report(
            Severity.BLOCKS_DOCUMENT, "mass-missing-for-leg", item.id, "mass", name=item.name
        )
    return UnitProcess(item.id, item.id, tuple(exchanges)) if exchanges else None


def packaging_mass_kg(item: PackagingItem) -> float | None:
    """Give the mass of an item that travels with one run of the bill of materials [kg]."""
    if item.amount is None:
        return None
    if item.amount.dimension is Dimension.MASS:
        return item.amount.si / item.holds
    if item.mass is None or item.amount.dimension is not Dimension.COUNT:
        return None
    return item.amount.si * item.mass.amount.si / item.holds

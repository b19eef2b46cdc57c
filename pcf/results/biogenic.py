"""Biogenic carbon of a result: what is bio-based, what carbon it holds, what uptake stays in it."""

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from pcf.background.dataset import SplitOrigin
from pcf.background.elementary import ImpactCategory
from pcf.inventory.inventory import Stage
from pcf.inventory.packaging import packaging_mass_kg
from pcf.model.bom import Part, mass_per_piece_kg, own_mass_kg, per_reference_unit
from pcf.model.packaging import PackagingItem
from pcf.results.contributions import totals
from pcf.results.lines import Line
from pcf.results.result import PcfResult
from pcf.units import Dimension


class CarbonBalance(msgspec.Struct, frozen=True):
    """Biogenic carbon per declared unit at the gate, and the uptake that it must come from.

    Attributes:
        product_kg: carbon in the product [kg C]; None if not known.
        packaging_kg: carbon in the packaging, by equal shares of its trips [kg C]; None if not
            known for an item that is bio-based.
        uptake_kg: uptake without what was emitted as biogenic CO2 before the gate [kg CO2], <= 0.
    """

    product_kg: float | None
    packaging_kg: float | None
    uptake_kg: float


def carbon_balance(result: PcfResult, bio_based: Sequence[Line] | None = None) -> CarbonBalance:
    """Give the biogenic carbon at the gate; what is not bio-based holds none.

    Args:
        result: with its study.
        bio_based: its `bio_based_lines`, where they are known already.
    """
    study = result.study
    runs = next(iter(result.inventory.demand.values()))
    lines = bio_based_lines(result) if bio_based is None else bio_based
    grown = {line.cause.node for line in lines}
    in_product = product_carbon_kg(result)
    if in_product is None and not any(part.id in grown for part in result.parts):
        in_product = 0.0
    items = [packaging_carbon_kg(item) for item in study.packaging if item.id in grown]
    stated = [packaging_carbon_kg(item) or 0.0 for item in study.packaging]
    categories = totals(result).categories
    return CarbonBalance(
        product_kg=None if in_product is None else in_product * runs,
        packaging_kg=None if None in items else sum(stated) * runs,
        uptake_kg=categories[ImpactCategory.UPTAKE] + categories[ImpactCategory.BIOGENIC_CO2],
    )


def bio_based_lines(result: PcfResult) -> list[Line]:
    """Give the lines that buy a part or packaging which holds, or may hold, biogenic carbon."""
    beside = [ImpactCategory.UPTAKE, ImpactCategory.BIOGENIC_CO2]
    grown = category_of_lines(result, *beside) != 0
    may_be = result.kinds.where(
        lambda line: line.data_set is not None and line.data_set.may_be_bio_based
    )
    bought_as = result.kinds.where(lambda line: line.data_set is not None)
    places = np.flatnonzero(bought_as & (grown | may_be)).tolist()
    found = [result.lines[place] for place in places]
    if not found:
        return []
    bought = {part.id for part in result.parts}
    bought |= {item.id for item in result.study.packaging}
    stages = {Stage.MATERIALS, Stage.PACKAGING}
    return [line for line in found if line.cause.node in bought and line.cause.stage in stages]


def category_of_lines(result: PcfResult, *categories: ImpactCategory) -> np.ndarray:
    """Give what each line adds to some categories (lines,) [kg CO2e per declared unit]."""
    columns = [place for place, each in enumerate(result.components) if each.category in categories]
    return result.line_values(columns)


def uptaking_nodes(result: PcfResult) -> dict[str, None]:
    """Give the nodes whose uptake counts, in the order of the lines."""
    uptake = category_of_lines(result, ImpactCategory.UPTAKE)
    return {result.lines[place].cause.node: None for place in np.flatnonzero(uptake).tolist()}


def unsplit_nodes(bio_based: Iterable[Line]) -> set[str]:
    """Give the nodes of bio-based lines that have no split: their land-use change is not known."""
    return {
        line.cause.node
        for line in bio_based
        if line.data_set is not None and line.data_set.split is SplitOrigin.NONE
    }


def product_carbon_kg(result: PcfResult) -> float | None:
    """Give the biogenic carbon in one run of the bill of materials [kg C].

    As typed, else the sum over its lines that say what of them grew; None where none does, or the
    mass of one that does is unknown.
    """
    typed = result.study.product.biogenic_carbon
    if typed is not None:
        return typed.si
    stated = [carbon_kg for _, carbon_kg in parts_carbon_kg(result)]
    known = [carbon_kg for carbon_kg in stated if carbon_kg is not None]
    return sum(known) if stated and len(known) == len(stated) else None


def parts_carbon_kg(result: PcfResult) -> list[tuple[Part, float | None]]:
    """Give the lines that say what of them grew, with its carbon in one run [kg C].

    None is the carbon of a line without a mass.
    """
    if all(part.bio_based is None for part in result.parts):
        return []
    root = result.study.bom
    found: list[tuple[Part, float | None]] = []
    waiting: list[tuple[Part, float]] = [(root, 1.0)]
    while waiting:
        part, units = waiting.pop()
        if part.bio_based is not None:
            mass_kg = _material_kg(part, is_root=part is root)
            carbon_kg = None if mass_kg is None else units * part.bio_based.carbon_kg(mass_kg)
            found.append((part, carbon_kg))
        pieces = units * (per_reference_unit(part, Dimension.COUNT) or 1.0)
        waiting += [
            (child, pieces * child.quantity.si)
            for child in reversed(part.parts)
            if child.quantity is not None and not child.excluded
        ]
    return found


def _material_kg(part: Part, *, is_root: bool) -> float | None:
    """Give the mass of a part's own material in one reference unit of it [kg]."""
    if part.parts:
        return own_mass_kg(part)
    return mass_per_piece_kg(part) if is_root else per_reference_unit(part, Dimension.MASS)


def packaging_carbon_kg(item: PackagingItem) -> float | None:
    """Give the biogenic carbon of an item for one run of the bill of materials [kg C].

    As typed, else by its mass; None where nothing says it. Trips carry equal shares.
    """
    if item.biogenic_carbon is not None:
        return item.biogenic_carbon.si / (item.holds * item.trips)
    mass_kg = packaging_mass_kg(item)
    if item.bio_based is None or mass_kg is None:
        return None
    return item.bio_based.carbon_kg(mass_kg) / item.trips

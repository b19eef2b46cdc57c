"""Each line with recycled content, by the formula of its method; the end of life stands apart.

The footprint takes the terms of what goes in as exchanges. Here the same terms are given per kg,
with those that come after the gate, from the intensities of the data sets.
"""

from collections.abc import Callable, Iterator

import msgspec

from pcf.background.catalogue import Catalogue
from pcf.background.dataset import DataSet
from pcf.inventory.inventory import Inventory
from pcf.inventory.packaging import packaging_mass_kg
from pcf.inventory.recycled_material import (
    Stated,
    lines_of,
    recycling_of,
    stated_parameters,
)
from pcf.inventory.recycling import (
    Emissions,
    Parameters,
    allocation_of,
    recycled_content_saving,
    terms_by,
)
from pcf.model.bom import Part, own_mass_kg, per_reference_unit
from pcf.model.choices import RecyclingMethod
from pcf.model.node import DataSetRef
from pcf.model.packaging import PackagingItem
from pcf.model.recycling import EndOfLife, Recycling
from pcf.model.study import Study
from pcf.results.effects import RecycledLine
from pcf.units import Dimension, find_unit

Intensity = Callable[[DataSetRef], float]

_J_PER_MJ = 1e6


def recycled_lines(
    study: Study,
    inventory: Inventory,
    supply: dict[str, float],
    catalogue: Catalogue,
    intensity: Intensity,
) -> tuple[RecycledLine, ...]:
    """Give the lines with recycled content that were calculated.

    Args:
        study: what was calculated.
        inventory: of it.
        supply: units of each process per declared unit, by its id.
        catalogue: to know the units of data sets.
        intensity: gives the headline of one unit of a data set [kg CO2e/unit].
    """
    lines: list[RecycledLine] = []
    if not any(recycling_of(line) for line in lines_of(study)):
        return ()
    for line, each_kg, net in _lines(study, inventory):
        recycling = recycling_of(line)
        if recycling is None or line.data_set is None or line.id not in supply:
            continue
        made = _Line(recycling, line.data_set, study.choices.recycling, catalogue, intensity)
        bought_kg = None if each_kg is None else each_kg * supply[line.id]
        lines.append(made.described(line.id, bought_kg, None if each_kg is None else each_kg * net))
    return tuple(lines)


def _lines(
    study: Study, inventory: Inventory
) -> Iterator[tuple[Part | PackagingItem, float | None, float]]:
    """Give each line with its own material in a unit of its process [kg], and such units.

    Units are those in one declared unit, without what the way through the steps loses.
    """
    runs = next(iter(inventory.demand.values()))
    waiting: list[tuple[Part, float]] = [(study.bom, runs)]
    while waiting:
        part, units = waiting.pop()
        pieces = per_reference_unit(part, Dimension.COUNT) or 1.0
        yield part, _own_kg(part, pieces), units
        waiting.extend(
            (child, units * pieces * child.quantity.si)
            for child in part.parts
            if child.quantity is not None and not child.excluded
        )
    for item in study.packaging:
        mass_kg = packaging_mass_kg(item)
        yield item, None if mass_kg is None else mass_kg / item.trips, runs


def _own_kg(part: Part, pieces: float) -> float | None:
    """Give the mass of a line's own material in one reference unit [kg], None if unknown."""
    if not part.parts:
        return per_reference_unit(part, Dimension.MASS)
    in_piece = own_mass_kg(part)
    return None if in_piece is None else in_piece * pieces


class _Line:
    """A line's parameters and the emissions of its data sets, with what is missing."""

    def __init__(
        self,
        recycling: Recycling,
        virgin: DataSetRef,
        method: RecyclingMethod,
        catalogue: Catalogue,
        intensity: Intensity,
    ) -> None:
        self.recycling, self.virgin = recycling, virgin
        self.catalogue, self.intensity = catalogue, intensity
        self.stated: Stated = stated_parameters(recycling, method)
        self.missing: list[str] = []
        self.used = dict[DataSetRef, DataSet]()

    def described(self, node: str, bought_kg: float | None, net_kg: float | None) -> RecycledLine:
        """Give the line term by term, without terms where what goes in is not known."""
        stated, recycling, row = self.stated, self.recycling, self.stated.row
        method = stated.method
        a, quality_in = allocation_of(method, _or(stated.a, 1.0), _or(stated.quality_in, 1.0))
        virgin = self._per_kg(self.virgin)
        recycled = self._per_kg(recycling.recycled)
        needs_recycled = bool(stated.r1) and a > 0
        terms = saving = None
        if stated.r1 is not None and virgin is not None and (recycled or not needs_recycled):
            parameters = Parameters(r1=stated.r1, a=a, quality_in=quality_in)
            emissions = Emissions(virgin=virgin, recycled=recycled or 0.0)
            saving = recycled_content_saving(method, parameters, emissions)
            if recycling.end_of_life is not None:
                end = recycling.end_of_life
                parameters, emissions = self._with_end_of_life(end, parameters, emissions)
            terms = terms_by(method, parameters, emissions)
        return RecycledLine(
            node=node,
            method=method,
            virgin=self.virgin,
            recycled=recycling.recycled if needs_recycled else None,
            row=row.name if row else "",
            source=", ".join(filter(None, (row.source, row.locator))) if row else "",
            confidence=row.confidence if row else None,
            r1=stated.r1,
            a=a,
            quality_in=quality_in,
            bought_kg=bought_kg,
            net_kg=net_kg,
            terms=terms,
            saving=saving,
            missing=tuple(self.missing),
            has_end_of_life=recycling.end_of_life is not None,
            data_sets=tuple(self.used.values()),
        )

    def _with_end_of_life(
        self, end: EndOfLife, parameters: Parameters, emissions: Emissions
    ) -> tuple[Parameters, Emissions]:
        """Give what goes into the formula; what it doesn't ask for stays nothing."""
        row = self.stated.row
        default_r2, default_quality = (row.r2, row.quality) if row else (None, None)
        r2 = self._needed("R2", default_r2 if end.recycled is None else end.recycled)
        r3 = self._needed("R3", end.recovered if r2 + end.recovered <= 1 else None)
        is_shared = r2 > 0 and parameters.a < 1
        is_recovered = r3 > 0 and self.stated.method is RecyclingMethod.CFF
        quality_out = default_quality if end.quality_out is None else end.quality_out
        substituted = self._if("Ev*", is_shared, end.substituted) if end.substituted else None
        has_heat = is_recovered and end.heat_efficiency > 0
        has_electricity = is_recovered and end.electricity_efficiency > 0
        return msgspec.structs.replace(
            parameters,
            r2=r2,
            r3=r3,
            b=end.b,
            quality_out=self._needed("QSout/QP", quality_out) if is_shared else 1.0,
            lhv=end.lhv_mj_per_kg,
            heat_efficiency=end.heat_efficiency,
            electricity_efficiency=end.electricity_efficiency,
        ), msgspec.structs.replace(
            emissions,
            recycling_at_end=self._if("ErecEoL", is_shared, end.recycling),
            substituted=substituted,
            recovery=self._if("EER", is_recovered, end.recovery),
            heat=self._energy("ESE,heat", end.heat) if has_heat else 0.0,
            electricity=self._energy("ESE,elec", end.electricity) if has_electricity else 0.0,
            disposal=self._if("ED", r2 + r3 < 1, end.disposal),
        )

    def _needed(self, symbol: str, value: float | None) -> float:
        if value is None:
            self.missing.append(symbol)
        return value or 0.0

    def _if(self, symbol: str, is_needed: bool, ref: DataSetRef | None) -> float:
        """Give what a kg of a data set emits, 0 where the formula doesn't ask for it."""
        return self._needed(symbol, self._per_kg(ref)) if is_needed else 0.0

    def _energy(self, symbol: str, ref: DataSetRef | None) -> float:
        """Give what a MJ of a data set emits."""
        return self._needed(symbol, self._per_si(ref, Dimension.ENERGY)) * _J_PER_MJ

    def _per_kg(self, ref: DataSetRef | None) -> float | None:
        return self._per_si(ref, Dimension.MASS)

    def _per_si(self, ref: DataSetRef | None, dimension: Dimension) -> float | None:
        """Give what one SI unit of a data set emits, None if it counts something else."""
        found = self.catalogue.get(ref) if ref else None
        if ref is None or found is None or find_unit(found.unit).dimension is not dimension:
            return None
        self.used[ref] = found
        return self.intensity(ref) / find_unit(found.unit).si_factor


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value

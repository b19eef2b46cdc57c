"""Transport legs as exchanges of what they carry: E = m d I (ISO 14083).

I is that of a data set, or of the fuel that a stated vehicle burns (`pcf.model.vehicle`).

A leg is no unit process of its own: its tonne-kilometres stand at the part that is carried, so
that amounts bought for scrap travel too, and results show a leg both by part and by leg.
"""

from pcf.background.dataset import DataSet
from pcf.findings import Severity
from pcf.inventory.context import Context
from pcf.inventory.inventory import Exchange, Stage
from pcf.model.bom import Part
from pcf.model.study import Study
from pcf.model.transport import Cargo, TransportLeg
from pcf.units import Dimension, find_unit


class Legs:
    """The legs of a study that can be calculated, by what they carry."""

    def __init__(self, study: Study, context: Context) -> None:
        """Check every leg once and sort them by cargo."""
        self._context = context
        self._usable: list[tuple[TransportLeg, DataSet]] = []
        for leg in study.transport:
            data_set = self._data_set(leg)
            if data_set is not None:
                self._usable.append((leg, data_set))
            named = set(leg.parts) if leg.cargo is Cargo.PARTS else set()
            for lost in sorted(each for each in named if each not in context.parts):
                context.report(
                    Severity.WARNING, "leg-part-gone", leg.id, "parts", name=leg.name, part=lost
                )
            for part in filter(None, map(context.parts.get, sorted(named))):
                if part.bought_as is None and not part.excluded:
                    context.report(
                        Severity.BLOCKS_DOCUMENT,
                        "leg-part-not-bought",
                        leg.id,
                        "parts",
                        name=leg.name,
                        part=part.label,
                    )
        self._named = {
            part for leg in study.transport if leg.cargo is Cargo.PARTS for part in leg.parts
        }

    def _data_set(self, leg: TransportLeg) -> DataSet | None:
        if leg.distance is None:
            self._context.report(
                Severity.STOPS_CALCULATION,
                "leg-without-distance",
                leg.id,
                "distance",
                name=leg.name,
            )
            return None
        taken, field = leg.bought_as, "data_set" if leg.vehicle is None else "vehicle"
        if taken is None:
            key = "input-unmatched" if leg.vehicle is None else "vehicle-without-fuel"
            self._context.report(Severity.BLOCKS_DOCUMENT, key, leg.id, field, name=leg.name)
            return None
        found = self._context.data_set(taken, leg.id, leg.name, field)
        if found is not None and find_unit(found.unit).dimension is not _dimension(leg):
            self._context.report_unit_mismatch(
                leg.id, leg.name, _dimension(leg), found.unit, found.ref.id, field
            )
            return None
        return found

    def for_part(self, part: Part, mass_kg: float | None) -> list[Exchange]:
        """Give the inbound legs of a bought part, per reference unit of it."""
        own = part.id in self._named
        legs = [
            (leg, data_set)
            for leg, data_set in self._usable
            if leg.cargo is (Cargo.PARTS if own else Cargo.OTHER_PARTS)
            and (part.id in leg.parts or not own)
        ]
        if legs and mass_kg is None:
            self._context.report(
                Severity.BLOCKS_DOCUMENT, "mass-missing-for-leg", part.id, "mass", name=part.label
            )
            return []
        return self._carry(legs, mass_kg or 0.0, Stage.INBOUND)

    def for_packaging(self, mass_kg: float) -> list[Exchange]:
        """Give the inbound legs of packaging, for a mass of it."""
        legs = [found for found in self._usable if found[0].cargo is Cargo.PACKAGING]
        return self._carry(legs, mass_kg, Stage.INBOUND)

    def for_product(self, mass_kg: float) -> list[Exchange]:
        """Give the outbound legs of the packed product, for its gross mass."""
        legs = [found for found in self._usable if found[0].cargo is Cargo.PRODUCT]
        return self._carry(legs, mass_kg, Stage.OUTBOUND)

    def for_collected(self, mass_kg: float) -> list[Exchange]:
        """Give the inbound legs of the used product, for its mass."""
        legs = [found for found in self._usable if found[0].cargo is Cargo.COLLECTED]
        return self._carry(legs, mass_kg, Stage.INBOUND)

    @property
    def has_collection(self) -> bool:
        """Tell whether any leg carries the used product."""
        return any(leg.cargo is Cargo.COLLECTED for leg, _ in self._usable)

    @property
    def usable(self) -> tuple[TransportLeg, ...]:
        """Give the legs with distance and vehicle."""
        return tuple(leg for leg, _ in self._usable)

    @property
    def has_outbound(self) -> bool:
        """Tell whether any leg carries the product."""
        return any(leg.cargo is Cargo.PRODUCT for leg, _ in self._usable)

    @property
    def needs_packaging_mass(self) -> bool:
        """Tell whether any leg carries packaging, by itself or around the product."""
        return any(leg.cargo in {Cargo.PACKAGING, Cargo.PRODUCT} for leg, _ in self._usable)

    def _carry(
        self, legs: list[tuple[TransportLeg, DataSet]], mass_kg: float, stage: Stage
    ) -> list[Exchange]:
        exchanges: list[Exchange] = []
        for leg, data_set in legs:
            amount_si = mass_kg * leg.taken_per_kg
            exchanges += self._context.take(
                data_set, amount_si, _dimension(leg), leg.id, stage, name=leg.name
            )
        return exchanges


def _dimension(leg: TransportLeg) -> Dimension:
    """Give what is taken of a leg's data set: freight, or an amount of fuel."""
    return Dimension.FREIGHT if leg.vehicle is None else leg.vehicle.fuel_dimension

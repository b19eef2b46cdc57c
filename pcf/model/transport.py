"""Transport legs: what is carried, how far, and with what."""

import enum
import math

from pcf.errors import InputError
from pcf.model.node import DataSetRef, Node
from pcf.model.vehicle import Vehicle, fuel_ref
from pcf.units import Dimension, Quantity


class Cargo(enum.StrEnum):
    """What a leg carries."""

    PARTS = "parts"
    """The bought parts that the leg names; inbound."""
    OTHER_PARTS = "other_parts"
    """All bought parts that no leg names; inbound."""
    PACKAGING = "packaging"
    """The packaging of the product; inbound."""
    PRODUCT = "product"
    """The packed product; outbound, reported apart from what comes before the gate."""
    COLLECTED = "collected"
    """The used product on its way to be refurbished; inbound."""


class DistanceKind(enum.StrEnum):
    """What the distance of a leg is (ISO 14083)."""

    SHORTEST = "shortest"
    """Shortest feasible distance."""
    ACTUAL = "actual"
    """Driven, detours included."""
    GREAT_CIRCLE = "great_circle"
    """Between airports, as for all aircraft."""


FLOWN_BEYOND_GREAT_CIRCLE_M = 95e3
"""What aircraft fly beyond the great circle, by convention [m] (ISO 14083)."""


class TransportLeg(Node, frozen=True):
    """One leg of a transport chain; several legs with the same cargo follow each other.

    Transport activity counts the shortest feasible distance, or the great circle; a vehicle burns
    its fuel over what it really runs.

    Attributes:
        parts: ids of the parts carried, where the cargo is `PARTS`.
        distance: of the kind below [length].
        distance_kind: what `distance` is.
        distance_factor: actual over shortest feasible distance (DAF) [≥ 1]; None is not stated.
        data_set: vehicle, per tonne-kilometre.
        vehicle: by load, empty running and fuel, in place of a data set.
        gross_per_net: mass carried per mass of the goods, for their transport packaging [≥ 1].
        chargeable_per_gross: mass that light freight is charged by, the larger of its own and of
            its volume times the density of the tariff, per its own [≥ 1].
    """

    name: str = ""
    name_zh: str = ""
    cargo: Cargo = Cargo.OTHER_PARTS
    parts: tuple[str, ...] = ()
    distance: Quantity | None = None
    distance_kind: DistanceKind = DistanceKind.SHORTEST
    distance_factor: float | None = None
    data_set: DataSetRef | None = None
    vehicle: Vehicle | None = None
    gross_per_net: float = 1.0
    chargeable_per_gross: float = 1.0
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no distance, and a gross mass below the net mass."""
        distance = self.distance
        if distance is not None and (distance.dimension is not Dimension.LENGTH or distance.si < 0):
            raise InputError("distance-invalid", text=distance.text)
        if not 1 <= self.gross_per_net < math.inf:
            raise InputError("gross-invalid", value=self.gross_per_net)
        if not 1 <= self.chargeable_per_gross < math.inf:
            raise InputError("chargeable-invalid", value=self.chargeable_per_gross)
        factor = self.distance_factor
        if factor is not None and not 1 <= factor < math.inf:
            raise InputError("distance-factor-invalid", value=factor)
        if factor is not None and self.distance_kind is DistanceKind.GREAT_CIRCLE:
            raise InputError("distance-factor-of-great-circle")

    @property
    def bought_as(self) -> DataSetRef | None:
        """Give what it takes: the fuel of its vehicle, by the typed factor first, or a data set."""
        if self.vehicle is None:
            return self.data_set
        return fuel_ref(self.id) if self.vehicle.factor is not None else self.vehicle.fuel

    @property
    def activity_m(self) -> float:
        """Give the distance that transport activity counts [m], 0 where none is stated."""
        stated = self.distance.si if self.distance else 0.0
        if self.distance_kind is DistanceKind.ACTUAL:
            return stated / (self.distance_factor or 1.0)
        return stated

    @property
    def run_m(self) -> float:
        """Give the distance that the vehicle really runs with its load [m]."""
        stated = self.distance.si if self.distance else 0.0
        match self.distance_kind:
            case DistanceKind.SHORTEST:
                return stated * (self.distance_factor or 1.0)
            case DistanceKind.GREAT_CIRCLE:
                return stated + FLOWN_BEYOND_GREAT_CIRCLE_M
            case DistanceKind.ACTUAL:
                return stated

    @property
    def freight_per_kg(self) -> float:
        """Give the transport activity for one kilogram of goods [kg·m/kg]."""
        return self.gross_per_net * self.chargeable_per_gross * self.activity_m

    @property
    def taken_per_kg(self) -> float:
        """Give what is taken for one kilogram of goods: freight [kg·m], or fuel [SI unit]."""
        if self.vehicle is None:
            return self.freight_per_kg
        charged = self.gross_per_net * self.chargeable_per_gross
        return charged * self.run_m * self.vehicle.fuel_per_freight

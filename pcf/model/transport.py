"""Transport legs: what is carried, how far, and with what."""

import enum
import math

from pcf.errors import InputError
from pcf.model.node import DataSetRef, Node
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


class TransportLeg(Node, frozen=True):
    """One leg of a transport chain; several legs with the same cargo follow each other.

    Attributes:
        parts: ids of the parts carried, where the cargo is `PARTS`.
        distance: shortest feasible distance, or great circle for aircraft [length].
        data_set: vehicle, per tonne-kilometre.
        gross_per_net: mass carried per mass of the goods, for their transport packaging [≥ 1].
    """

    name: str = ""
    name_zh: str = ""
    cargo: Cargo = Cargo.OTHER_PARTS
    parts: tuple[str, ...] = ()
    distance: Quantity | None = None
    data_set: DataSetRef | None = None
    gross_per_net: float = 1.0
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no distance, and a gross mass below the net mass."""
        distance = self.distance
        if distance is not None and (distance.dimension is not Dimension.LENGTH or distance.si < 0):
            raise InputError("distance-invalid", text=distance.text)
        if not 1 <= self.gross_per_net < math.inf:
            raise InputError("gross-invalid", value=self.gross_per_net)

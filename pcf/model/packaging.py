"""Packaging of the product."""

import math

from pcf.errors import InputError
from pcf.model.bom import Mass
from pcf.model.node import DataSetRef, Node
from pcf.model.processes import refuse_negative
from pcf.model.recycling import Recycling
from pcf.units import Quantity


class PackagingItem(Node, frozen=True):
    """One piece of packaging.

    Attributes:
        amount: amount of it in one packed unit: pieces, or a mass.
        mass: mass of one piece, where the amount is in pieces.
        recycling: recycled content of it; None where the data set says all.
        holds: runs of the bill of materials (products) that one packed unit holds.
        trips: how often it is used before it is worn out, by equal shares.
    """

    name: str = ""
    name_zh: str = ""
    amount: Quantity | None = None
    mass: Mass | None = None
    data_set: DataSetRef | None = None
    recycling: Recycling | None = None
    holds: float = 1.0
    trips: float = 1.0
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a negative amount, a packed unit that holds nothing, fewer trips than one."""
        refuse_negative(self.amount)
        if not 0 < self.holds < math.inf:
            raise InputError("holds-invalid", value=self.holds)
        if not 1 <= self.trips < math.inf:
            raise InputError("trips-invalid", value=self.trips)

    @property
    def label(self) -> str:
        """Give what names the item in a sentence."""
        return self.name or self.name_zh or self.id

"""Packaging of the product."""

import math

from pcf.errors import InputError
from pcf.model.biogenic import BioBased
from pcf.model.bom import Mass
from pcf.model.node import DataSetRef, Node
from pcf.model.processes import refuse_negative
from pcf.model.recycling import Recycling
from pcf.model.suppliers import SupplierFootprint, supplier_ref
from pcf.units import Dimension, Quantity


class PackagingItem(Node, frozen=True):
    """One piece of packaging.

    Attributes:
        amount: amount of it in one packed unit: pieces, or a mass.
        mass: mass of one piece, where the amount is in pieces.
        recycling: recycled content of it; None where the data set says all.
        holds: runs of the bill of materials (products) that one packed unit holds.
        supplier: the supplier's own footprint, in place of a data set.
        biogenic_carbon: biogenic carbon in what one packed unit has of it [mass of carbon].
        bio_based: what of it grew, for its biogenic carbon where that is not typed.
        trips: how often it is used before it is worn out, by equal shares.
    """

    name: str = ""
    name_zh: str = ""
    amount: Quantity | None = None
    mass: Mass | None = None
    data_set: DataSetRef | None = None
    supplier: SupplierFootprint | None = None
    biogenic_carbon: Quantity | None = None
    bio_based: BioBased | None = None
    recycling: Recycling | None = None
    holds: float = 1.0
    trips: float = 1.0
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a negative amount, a packed unit that holds nothing, fewer trips than one."""
        refuse_negative(self.amount)
        carbon = self.biogenic_carbon
        if carbon is not None and (carbon.dimension is not Dimension.MASS or carbon.si < 0):
            raise InputError("mass-invalid", text=carbon.text)
        if not 0 < self.holds < math.inf:
            raise InputError("holds-invalid", value=self.holds)
        if not 1 <= self.trips < math.inf:
            raise InputError("trips-invalid", value=self.trips)

    @property
    def label(self) -> str:
        """Give what names the item in a sentence."""
        return self.name or self.name_zh or self.id

    @property
    def bought_as(self) -> DataSetRef | None:
        """Give what it is bought as: its supplier's footprint, else its data set."""
        return supplier_ref(self.id) if self.supplier is not None else self.data_set

"""The footprint that a supplier states for what it delivers, in place of a data set."""

import datetime
import enum
from typing import Annotated

import msgspec

from pcf.errors import InputError
from pcf.model.node import DataSetRef, Record
from pcf.model.splits import AssessmentReport, Split
from pcf.units import Dimension, Quantity

SUPPLIERS = "supplier"
"""Where a background database has its id, a supplier's footprint has this."""


class SupplierBoundary(enum.StrEnum):
    """Which life-cycle stages a supplier's footprint covers."""

    NOT_STATED = "not_stated"
    CRADLE_TO_GATE = "cradle_to_gate"
    GATE_TO_GATE = "gate_to_gate"
    CRADLE_TO_GRAVE = "cradle_to_grave"


class SupplierFootprint(Record, frozen=True):
    """A product carbon footprint as its supplier states it.

    Attributes:
        supplier: name of the company.
        product: what the supplier calls the product; "" takes the name of the line.
        value: total without biogenic uptake of the amount in `per` [emission].
        per: declared unit of the supplier, such as `1 piece` or `100 kg`.
        with_uptake: total with biogenic uptake [emission]; None if not stated.
        split: of `value`, where the supplier states one; values in kg CO2e for the amount in `per`.
        boundary_note: why the value is complete although it is not from cradle to gate.
        report: assessment report of its global warming potentials.
        packaging_included: it holds the supplier's packaging; None if not stated.
        outbound_included: it holds the way to the customer; None if not stated.
        primary_share: share of primary data [0..1]; None if not stated.
        verification: verifier, number and date of the statement; "" is not verified.
        document: number and date of what it was read from, or its evidence file.
        method: standard or rulebook that it follows.
        valid_until: last day; None is three years from the end of its period (PACT).
        geography: ISO 3166 code of where it is made.
    """

    supplier: str
    value: Quantity
    per: Quantity
    supplier_zh: str = ""
    product: str = ""
    with_uptake: Quantity | None = None
    split: Split | None = None
    boundary: SupplierBoundary = SupplierBoundary.NOT_STATED
    boundary_note: str = ""
    period_start: datetime.date | None = None
    period_end: datetime.date | None = None
    report: AssessmentReport = AssessmentReport.NOT_STATED
    packaging_included: bool | None = None
    outbound_included: bool | None = None
    primary_share: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None
    verification: str = ""
    document: str = ""
    method: str = ""
    valid_until: datetime.date | None = None
    geography: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no emission, a negative one, and a declared unit of nothing."""
        for stated in filter(None, (self.value, self.with_uptake)):
            if stated.dimension is not Dimension.EMISSION:
                raise InputError("emission-invalid", text=stated.text)
        if self.value.si < 0:
            raise InputError("emission-invalid", text=self.value.text)
        if self.per.number <= 0:
            raise InputError("supplier-per-nothing", text=self.per.text)


def supplier_ref(node: str) -> DataSetRef:
    """Give the reference that stands for the supplier's footprint at a node."""
    return DataSetRef(database=SUPPLIERS, id=node)

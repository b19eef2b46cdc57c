"""Co-products of a process step, and how its burden is shared between them and the main product."""

import enum
from typing import Annotated

import msgspec

from pcf.errors import InputError
from pcf.model.currency import refuse_no_currency
from pcf.model.node import Node, Record
from pcf.units import Dimension, Quantity

MAIN = ""
"""Stands for the main product where an output is named by its id."""


class AllocationRule(enum.StrEnum):
    """How the burden of a step is shared (ISO 14044:2006, 4.3.4.2, in its order)."""

    SUBDIVISION = "subdivision"
    """Each input is stated to serve one output wholly."""
    PHYSICAL = "physical"
    """By a physical property of the outputs."""
    ECONOMIC = "economic"
    """By what the outputs are sold for."""
    STATED = "stated"
    """By shares that a product category rule or a programme prescribes."""


class PropertyKind(enum.StrEnum):
    """What a physical property measures."""

    MASS = "mass"
    ENERGY = "energy"
    """Lower heating value."""
    PIECES = "pieces"
    BIOGENIC_CARBON = "biogenic_carbon"
    """Mass of biogenic carbon; it is allocated by content whatever the rule."""
    OTHER = "other"
    """A quantity that the user names."""


_DIMENSIONS = {
    PropertyKind.MASS: Dimension.MASS,
    PropertyKind.ENERGY: Dimension.ENERGY,
    PropertyKind.PIECES: Dimension.COUNT,
    PropertyKind.BIOGENIC_CARBON: Dimension.MASS,
}


class PhysicalProperty(Record, frozen=True):
    """What an amount of an output holds of something: 42 MJ per 1 kg.

    Attributes:
        name: what is measured, where the kind is `OTHER`.
        value: how much of it.
        per: amount of the output that holds it.
    """

    kind: PropertyKind
    value: Quantity
    per: Quantity
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse a value that can't be of this kind, and one per nothing."""
        fits = self.value.dimension is _DIMENSIONS.get(self.kind, self.value.dimension)
        if not fits or self.value.si < 0 or self.per.si <= 0:
            raise InputError("property-invalid", text=f"{self.value.text} / {self.per.text}")


class Price(Record, frozen=True):
    """What an amount of an output was sold for in one year.

    Attributes:
        value: in the currency.
        currency: ISO 4217 code, such as `CNY`.
        per: amount of the output that it buys.
        source: in words, where it was read.
    """

    year: int
    value: Annotated[float, msgspec.Meta(ge=0)]
    currency: str
    per: Quantity
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse a price of nothing, and one in no currency."""
        refuse_no_currency(self.currency)
        if self.per.si <= 0:
            raise InputError("price-invalid", text=self.per.text)


class Output(Record, frozen=True):
    """What is known of an output beside its amount.

    Attributes:
        share: of the burden, where a rule book prescribes it [0..1].
    """

    properties: tuple[PhysicalProperty, ...] = ()
    prices: tuple[Price, ...] = ()
    share: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None


class CoProduct(Node, frozen=True):
    """A product of a step beside the main one.

    Attributes:
        amount: for the basis of the step, as its inputs.
    """

    name: str = ""
    name_zh: str = ""
    amount: Quantity | None = None
    output: Output = Output()
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a negative amount."""
        if self.amount is not None and self.amount.si < 0:
            raise InputError("amount-negative", text=self.amount.text)


class Assignment(Record, frozen=True):
    """That something which a step takes serves one output wholly.

    Attributes:
        taken: id of an input, an emission or a waste of the step, of a part that enters at it, of
            the step itself (its scrap), or of its part (what comes from the step before).
        output: id of a co-product; `MAIN` is the main product.
    """

    taken: str
    output: str = MAIN


class Allocation(Record, frozen=True):
    """How the burden of a step with co-products is shared.

    Attributes:
        rule: None as long as nothing is chosen.
        property: by which property, under the physical rule.
        property_name: its name, where it is one of the user's.
        main: what is known of the main product.
        assignments: what serves which output, under subdivision.
        justification: why this rule, in words; why not a physical one, or which rule book.
    """

    rule: AllocationRule | None = None
    property: PropertyKind = PropertyKind.MASS
    property_name: str = ""
    main: Output = Output()
    assignments: tuple[Assignment, ...] = ()
    justification: str = ""
    justification_zh: str = ""

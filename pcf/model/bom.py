"""The bill of materials: a tree of parts, each with its mass, its data set and its routing."""

import enum
from typing import Annotated

import msgspec

from pcf.errors import InputError
from pcf.model.biogenic import BioBased
from pcf.model.node import DataSetRef, Node, Record
from pcf.model.processes import ProcessStep
from pcf.model.recycling import Recycling
from pcf.model.spend import Spend
from pcf.model.suppliers import SupplierFootprint, supplier_ref
from pcf.units import Dimension, Quantity

MAX_DEPTH = 100
"""Levels of a bill of materials. Real ones have up to 15; a table with more is misread."""


class MassOrigin(enum.StrEnum):
    """Where a mass comes from. All but the first three are estimates and shown as such."""

    TYPED = "typed"
    SHEET = "sheet"
    DATA_SHEET = "data_sheet"
    VOLUME = "volume"
    LENGTH = "length"
    AREA = "area"
    PACKAGE = "package"
    STANDARD_PART = "standard_part"
    REST = "rest"
    ASSUMED = "assumed"
    """Stated by the user as an assumption."""

    @property
    def is_estimate(self) -> bool:
        """Tell whether a mass of this origin counts as estimated."""
        return self not in _NO_ESTIMATES


_NO_ESTIMATES = (MassOrigin.TYPED, MassOrigin.SHEET, MassOrigin.DATA_SHEET)


class Mass(Record, frozen=True):
    """The mass of one piece, with its origin and, if known, its bounds.

    Attributes:
        amount: mass of one piece [mass].
        low: lower bound [kg]; None if not stated.
        high: upper bound [kg]; None if not stated.
        origin: where the value comes from.
        basis: in words, what it was read from or computed by.
    """

    amount: Quantity
    origin: MassOrigin = MassOrigin.TYPED
    low: float | None = None
    high: float | None = None
    basis: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no mass, or a negative one."""
        if self.amount.dimension is not Dimension.MASS or self.amount.si < 0:
            raise InputError("mass-invalid", text=self.amount.text)


class MatchOrigin(enum.StrEnum):
    """How a line came by its data set, where nobody chose it freely."""

    PROPOSED = "proposed"
    """The program's proposal, taken over by its confidence; nobody has looked at it."""
    CONFIRMED = "confirmed"
    """The program's proposal, confirmed by a person."""
    LIBRARY = "library"
    """A choice that the company confirmed for such a line before."""


class Match(Record, frozen=True):
    """Why a line has its data set.

    Attributes:
        data_set: the data set that this is about; where the line has another, somebody has chosen
            since and this counts for nothing.
        confidence: how likely it is right [0..1].
        reason: text key of the sentence that says why, and its facts.
    """

    data_set: DataSetRef
    origin: MatchOrigin
    confidence: Annotated[float, msgspec.Meta(ge=0, le=1)]
    reason: str = ""
    fields: dict[str, str | int | float] = msgspec.field(default_factory=dict)


class LeftOut(enum.StrEnum):
    """Why a line of the list does not count."""

    ESTIMATED = "estimated"
    """It is in the product and left out of the footprint, by an upper estimate."""
    NOT_IN_PRODUCT = "not_in_product"
    """Not populated, an alternate, not delivered: there is nothing to estimate."""


class Part(Node, frozen=True):
    """A node of the bill of materials: a bought part, a made part or an assembly.

    Attributes:
        position: its place as the list names it: item number, find number or index.
        number: part number of the house; the manufacturer's where the list has no other.
        manufacturer_number: the manufacturer's own, beside the number of the house.
        package: outline or footprint of an electronic component, as the list names it.
        quantity: net amount in one piece of the parent. Pieces, or a mass, length, area … where
            the list counts so. The root's quantity is ignored.
        mass: mass of one piece, of an assembly with all that is in it.
        measure: what one piece is in the data set's unit where that is neither a piece nor a
            mass, such as the area of a bare circuit board [area, length, volume, energy …].
        data_set: what the part is made of or bought as. On an assembly it stands for the
            assembly's own material, beside its parts.
        supplier: the supplier's own footprint, in place of a data set.
        spend: what one piece costs, where the data set counts money.
        bio_based: what of it grew, for its biogenic carbon; None where nothing is stated.
        match: how the line came by its data set; None where a person or the list named it.
        recycling: recycled content of its own material; None where the data set says all.
        entry_step: id of the parent's step at which the part enters; "" means the first.
        steps: the routing, in order.
        excluded: the reason why the line does not count; "" means it counts. `excluded_zh` is the
            same reason in Chinese.
        left_out: whether an excluded line is in the product at all.
        estimate: upper estimate of an excluded line's emissions per declared unit [emission].
        note: in words, what was assumed for this line.
    """

    position: str = ""
    number: str = ""
    name: str = ""
    name_zh: str = ""
    material: str = ""
    designators: str = ""
    manufacturer: str = ""
    manufacturer_number: str = ""
    package: str = ""
    quantity: Quantity | None = None
    mass: Mass | None = None
    measure: Quantity | None = None
    data_set: DataSetRef | None = None
    supplier: SupplierFootprint | None = None
    spend: Spend | None = None
    bio_based: BioBased | None = None
    match: Match | None = None
    recycling: Recycling | None = None
    entry_step: str = ""
    excluded: str = ""
    excluded_zh: str = ""
    left_out: LeftOut = LeftOut.ESTIMATED
    estimate: Quantity | None = None
    note: str = ""
    parts: tuple["Part", ...] = ()
    steps: tuple[ProcessStep, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a negative quantity: nothing is un-built into a product."""
        if self.quantity is not None and self.quantity.si < 0:
            raise InputError("quantity-negative", text=self.quantity.text)

    @property
    def label(self) -> str:
        """Give what names the line in a sentence: its name, else its number."""
        return self.name or self.name_zh or self.number or self.id

    @property
    def bought_as(self) -> DataSetRef | None:
        """Give what the part is bought as: its supplier's footprint, else its data set."""
        return supplier_ref(self.id) if self.supplier is not None else self.data_set

    @property
    def current_match(self) -> Match | None:
        """Give how the line came by the data set that it has, None where a person chose it."""
        current = self.match is not None and self.match.data_set == self.data_set
        return self.match if current else None


def mass_per_piece_kg(part: Part) -> float | None:
    """Give the mass of one piece, stated or summed up from its parts [kg], None if unknown."""
    if part.mass is not None:
        return part.mass.amount.si
    return mass_of_parts_kg(part) if part.parts else None


def mass_of_parts_kg(part: Part) -> float | None:
    """Give the mass of all parts in one piece of an assembly [kg], None if one is unknown."""
    total = 0.0
    for child in part.parts:
        if child.excluded:
            continue
        each = per_reference_unit(child, Dimension.MASS)
        if child.quantity is None or each is None:
            return None
        total += child.quantity.si * each
    return total


def own_mass_kg(part: Part) -> float | None:
    """Give the mass of a piece's own material: its stated mass without its parts [kg].

    None if it is unknown: what an assembly without a stated mass has beside its parts is not 0.
    """
    inside = mass_of_parts_kg(part)
    if part.mass is None or inside is None:
        return None
    return part.mass.amount.si - inside


def per_reference_unit(part: Part, dimension: Dimension) -> float | None:
    """Give how much of a dimension one reference unit of a line holds [SI], None if unknown.

    The reference unit is what the quantity counts: a piece, or one SI base unit (kg, m, m2 …).
    A piece is one, has a mass, and may have one further measure; any two of them convert.
    """
    counted = part.quantity.dimension if part.quantity else Dimension.COUNT
    if counted is dimension:
        return 1.0
    wanted, base = _in_piece(part, dimension), _in_piece(part, counted)
    return wanted / base if wanted is not None and base else None


def _in_piece(part: Part, dimension: Dimension) -> float | None:
    """Give how much of a dimension one piece of a line holds [SI], None if unknown."""
    if part.measure is not None and part.measure.dimension is dimension:
        return part.measure.si
    if dimension is Dimension.COUNT:
        return 1.0
    return mass_per_piece_kg(part) if dimension is Dimension.MASS else None


def output_id(part: Part) -> str:
    """Give the id of the unit process that gives the finished part: its last step, else itself."""
    return part.steps[-1].id if part.steps else part.id


def depth(part: Part) -> int:
    """Give the number of levels of a tree, 1 for a part without parts."""
    levels, here = 0, [part]
    while here:
        levels += 1
        here = [child for each in here for child in each.parts]
    return levels


def walk(part: Part) -> list[Part]:
    """Give the part and all below it, parents before children, in the order of the list."""
    found, waiting = [], [part]
    while waiting:
        current = waiting.pop()
        found.append(current)
        if current.parts:
            waiting.extend(reversed(current.parts))
    return found

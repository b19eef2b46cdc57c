"""The product, its declared unit, and what the study is for."""

import datetime
import enum

from pcf.errors import InputError
from pcf.model.node import Node
from pcf.units import Dimension, Quantity, quantity


class SystemBoundary(enum.StrEnum):
    """Which life-cycle stages the study covers (ISO 14067:2018, 6.3.4)."""

    CRADLE_TO_GATE = "cradle_to_gate"


class Product(Node, frozen=True):
    """The product whose partial carbon footprint is calculated.

    Attributes:
        declared_unit: the amount that the result is stated for, such as `1 piece` or `1 kg`.
        bom_yields: what one run of the bill of materials gives; `1 piece` unless the list is
            written for a batch, a length or a mass.
        net_mass: mass of what one run of the bill of materials gives, without packaging [mass].
        biogenic_carbon: biogenic carbon in that, without packaging [mass of carbon].
        made_at: id of the site where the product is finished.
    """

    name: str = ""
    name_zh: str = ""
    number: str = ""
    version: str = ""
    description: str = ""
    description_zh: str = ""
    declared_unit: Quantity | None = None
    bom_yields: Quantity = quantity(1, "piece")
    net_mass: Quantity | None = None
    biogenic_carbon: Quantity | None = None
    made_at: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no mass, or a negative one."""
        for mass in (self.net_mass, self.biogenic_carbon):
            if mass is not None and (mass.dimension is not Dimension.MASS or mass.si < 0):
                raise InputError("mass-invalid", text=mass.text)


class Goal(Node, frozen=True):
    """Goal and scope: why the study is made, for whom, and for which time.

    Attributes:
        public: the result is meant for the public; None: not stated.
        comparative: it is meant to be compared with that of another product; None: not stated.
    """

    application: str = ""
    application_zh: str = ""
    reasons: str = ""
    reasons_zh: str = ""
    audience: str = ""
    audience_zh: str = ""
    boundary: SystemBoundary = SystemBoundary.CRADLE_TO_GATE
    public: bool | None = None
    comparative: bool | None = None
    period_start: datetime.date | None = None
    period_end: datetime.date | None = None


class Company(Node, frozen=True):
    """Who issues the documents."""

    name: str = ""
    name_zh: str = ""
    address: str = ""
    address_zh: str = ""
    contact: str = ""
    contact_zh: str = ""

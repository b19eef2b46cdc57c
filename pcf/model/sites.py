"""Sites and the electricity that they buy or make."""

import enum

from pcf.errors import InputError
from pcf.model.node import DataSetRef, Node
from pcf.units import Dimension, Quantity


class ElectricityRule(enum.StrEnum):
    """By which of the four rules a supply line counts (ISO 14067:2018, 6.4.9.4)."""

    OWN_GENERATION = "own_generation"
    DIRECT_LINE = "direct_line"
    CONTRACT = "contract"
    GRID = "grid"


class SupplyLine(Node, frozen=True):
    """One source of a site's electricity in the study's period.

    Attributes:
        energy: delivered to the site in the period [energy].
        data_set: generation or grid, per kWh; None on a grid line takes the country's default.
    """

    name: str = ""
    name_zh: str = ""
    rule: ElectricityRule = ElectricityRule.GRID
    energy: Quantity | None = None
    data_set: DataSetRef | None = None
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no energy."""
        energy = self.energy
        if energy is not None and (energy.dimension is not Dimension.ENERGY or energy.si < 0):
            raise InputError("energy-invalid", text=energy.text)


class Site(Node, frozen=True):
    """A plant.

    Attributes:
        country: ISO 3166-1 alpha-3 code, such as `CHN`.
        subdivision: ISO 3166-2 code, such as `CN-JS`.
        under_control: the company runs it, and can give its own data; False: a supplier.
        electricity: supply lines; without any the whole supply is the country's grid.
    """

    name: str = ""
    name_zh: str = ""
    country: str = ""
    subdivision: str = ""
    place: str = ""
    place_zh: str = ""
    under_control: bool = True
    electricity: tuple[SupplyLine, ...] = ()

"""Biogenic carbon in wood, paper and other bio-based materials, from their mass and moisture."""

import math
from typing import Annotated

import msgspec

from pcf.errors import InputError
from pcf.model.node import Record

CO2_PER_CARBON = 44 / 12
"""Mass of CO2 per mass of carbon [kg/kg], by molar masses."""

WOOD_CARBON = 0.5
"""Mass of carbon per dry mass of wood [kg/kg] (EN 16449:2014)."""


class BioBased(Record, frozen=True):
    """What is bio-based in a part or a piece of packaging.

    Attributes:
        share: of the mass that is bio-based [0..1].
        moisture: mass of water per dry mass [kg/kg].
        carbon_fraction: mass of carbon per dry mass [kg/kg].
        origin: certificate or evidence of where it grew, such as a chain-of-custody number.
    """

    share: Annotated[float, msgspec.Meta(ge=0, le=1)] = 1.0
    moisture: float = 0.0
    carbon_fraction: Annotated[float, msgspec.Meta(ge=0, le=1)] = WOOD_CARBON
    origin: str = ""

    def __post_init__(self) -> None:
        """Refuse a moisture below zero."""
        if not 0 <= self.moisture < math.inf:
            raise InputError("moisture-invalid", value=self.moisture)

    def carbon_kg(self, mass_kg: float) -> float:
        """Give the biogenic carbon in a moist mass [kg].

        C = m · share / (1 + w) · c_f        EN 16449:2014
        """
        return mass_kg * self.share / (1 + self.moisture) * self.carbon_fraction


def uptake_kg(carbon_kg: float) -> float:
    """Give the CO2 that plants took up for an amount of carbon, below zero [kg CO2]."""
    return -CO2_PER_CARBON * carbon_kg

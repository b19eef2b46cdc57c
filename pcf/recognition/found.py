"""What recognisers find: a solid of a volume, or a weight that is known as such."""

import msgspec

from pcf.model.bom import MassOrigin


class Solid(msgspec.Struct, frozen=True):
    """A piece whose mass is its volume times the density of its material.

    Attributes:
        volume_mm3: of solid material [mm3].
        low: least volume as a share of `volume_mm3` [0..1].
        high: greatest volume as a share of `volume_mm3` [1..].
        origin: what the estimate goes by.
        basis: what it is and its dimensions, in any language.
        sources: ids of the rows that it goes by.
        usual_material: key of what such a piece is made of where the line names no material; ""
            where that can't be known.
    """

    volume_mm3: float
    low: float
    high: float
    origin: MassOrigin
    basis: str
    sources: tuple[str, ...]
    usual_material: str = ""


class Weight(msgspec.Struct, frozen=True):
    """A piece whose mass is known without its material.

    Attributes:
        mass_kg: likely mass [kg].
        low_kg: lower bound [kg].
        high_kg: upper bound [kg].
        origin: what the estimate goes by.
        basis: what it is, in any language.
        sources: ids of the rows that it goes by.
    """

    mass_kg: float
    low_kg: float
    high_kg: float
    origin: MassOrigin
    basis: str
    sources: tuple[str, ...]


Found = Solid | Weight


def figure(value: float) -> str:
    """Give a dimension as it stands in a basis: four digits, no trailing zeros."""
    return f"{value:.4g}"

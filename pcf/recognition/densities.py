"""The densities of materials, each with its range."""

import msgspec

from pcf.recognition.tables import read_rows


class Density(msgspec.Struct, frozen=True):
    """The density of a material.

    Attributes:
        kg_per_m3: usual [kg/m3].
        low: lower bound [kg/m3].
        high: upper bound [kg/m3].
        source: id of the row's source.
    """

    kg_per_m3: float
    low: float
    high: float
    source: str


def read_densities() -> dict[str, Density]:
    """Give the densities by the keys of `materials.csv`."""
    return {
        row["material"]: Density(
            float(row["kg_per_m3"]), float(row["low"]), float(row["high"]), row["source"]
        )
        for row in read_rows("densities")
    }

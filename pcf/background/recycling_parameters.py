"""The shipped table of parameters for the Circular Footprint Formula, by material.

A study names a row with the version of the table, so that a later table can't change it unseen.
"""

import csv
import functools
from importlib import resources

import msgspec

from pcf.background.dataset import Confidence

TABLE = "cff-parameters"
VERSION = "1"
"""Counted up with every change of the table; a test knows the checksum of each."""


GENERAL_KNOWLEDGE = "general_knowledge"
"""Stands as the source of figures that were read nowhere; their confidence is C."""


class ParameterRow(msgspec.Struct, frozen=True):
    """A row of the table.

    Attributes:
        a: share of burdens and credits that the user of recycled material has.
        r1: recycled share that goes in, on average; an example, not the user's own.
        r2: share recycled at the end of life; None where it depends on the application.
        quality: QS/QP, in and out.
        source: where the figures come from.
        locator: how they were read.
    """

    id: str
    material_en: str
    material_zh: str
    a: float
    r1: float
    r2: float | None
    quality: float
    source: str
    locator: str
    confidence: Confidence
    note: str

    @property
    def name(self) -> str:
        """Give what a study names it by: `cff-parameters/1/copper`."""
        return f"{TABLE}/{VERSION}/{self.id}"


@functools.cache
def parameter_rows() -> dict[str, ParameterRow]:
    """Give the rows of the table by the name that a study gives them."""
    file = resources.files("pcf").joinpath("resources/cff_parameters.csv")
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    read = (
        msgspec.convert({**row, "r2": row["r2"] or None}, ParameterRow, strict=False)
        for row in rows
    )
    return {row.name: row for row in read}

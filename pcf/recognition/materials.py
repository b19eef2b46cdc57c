"""Recognises materials by name and by grade."""

import csv
import functools
from importlib import resources

import msgspec

from pcf.texts import normalised


class Material(msgspec.Struct, frozen=True):
    """A kind of material that densities and data sets are known for.

    Attributes:
        key: of the row in `materials.csv`.
        group: what it is nearest to, such as `steel` or `plastic`.
    """

    key: str
    group: str
    name_en: str
    name_zh: str


@functools.cache
def materials() -> dict[str, Material]:
    """Give all known materials by key."""
    table = resources.files("pcf").joinpath("resources/recognition/materials.csv")
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return {row["key"]: Material(**row) for row in rows}


def find_material(text: str) -> Material | None:
    """Give the material that a text names as a whole, None if it names none."""
    plain = normalised(text)
    return next(
        (
            material
            for material in materials().values()
            if plain in {normalised(material.name_en), normalised(material.name_zh)}
        ),
        None,
    )

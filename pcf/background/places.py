"""Where data and processes belong: country, its subdivision, its region of the world, the world."""

import csv
import functools
from importlib import resources

import msgspec

from pcf.background.dataset import DataSet

GLOBAL = frozenset({"GLO", "WLD"})
"""Codes of data sets that stand for the whole world."""

# Codes of data sets for a whole region, and its name in `countries.csv`.
_REGIONS = {"EUR": "Europe"}
_COUNTRY_LENGTH = 3


class Place(msgspec.Struct, frozen=True):
    """A place as far as it is known; a wider one leaves the narrower fields empty.

    Attributes:
        country: ISO 3166-1 alpha-3 code.
        subdivision: ISO 3166-2 code, such as `CN-JS`.
        region: one of the five regions of the United Nations' M49 standard.
        is_global: it stands for the whole world.
    """

    country: str = ""
    subdivision: str = ""
    region: str = ""
    is_global: bool = False

    @property
    def is_known(self) -> bool:
        """Tell whether anything is known of it."""
        return bool(self.country or self.region or self.is_global)


def place_of(code: str, subdivision: str = "") -> Place:
    """Give the place of a code: `CHN`, `CN-JS`, `CHN-Jiangsu`, `EUR`, `GLO`; unknown ones are so.

    Args:
        code: of a country, its subdivision, a region or the world.
        subdivision: ISO 3166-2 code beside it, where the code itself has none.
    """
    if code in GLOBAL:
        return Place(is_global=True)
    if code in _REGIONS:
        return Place(region=_REGIONS[code])
    head, _, rest = code.partition("-")
    country = head if len(head) == _COUNTRY_LENGTH else _alpha_3().get(head, "")
    if country not in _countries():
        return Place()
    stated = code if rest and head != country else ""
    return Place(country, subdivision or stated, _countries()[country])


def place_of_data_set(data_set: DataSet) -> Place:
    """Give the place that a data set stands for.

    Factors of a grid's region bear its ISO 3166-2 code as their family (`region_code`).
    """
    is_grid = data_set.table == "electricity_grid" and "-" in data_set.geography
    return place_of(data_set.geography, data_set.family if is_grid else "")


@functools.cache
def _countries() -> dict[str, str]:
    """Give the region of each country.

    Source: United Nations, Standard country or area codes for statistical use (M49), read in
    country_converter 1.3.2 (column UNregion) and checked against the region codes of
    lukes/ISO-3166-Countries-with-Regional-Codes; Taiwan, which M49 does not list apart, as there.
    """
    return {row["country"]: row["region"] for row in _rows()}


@functools.cache
def country_codes() -> tuple[str, ...]:
    """Give the ISO 3166-1 alpha-3 codes of all countries."""
    return tuple(row["country"] for row in _rows())


def _alpha_3() -> dict[str, str]:
    return {row["alpha_2"]: row["country"] for row in _rows()}


def _rows() -> list[dict[str, str]]:
    table = resources.files("pcf").joinpath("resources/quality/countries.csv")
    return list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))

"""What values in files of inventories mean: numbers, years, CAS numbers, units."""

import functools
import math
import re

from pcf.errors import UnitError
from pcf.units import Unit, find_unit

_CAS = re.compile(r"^0*(\d{2,7})-(\d{2})-(\d)$")
_YEAR = re.compile(r"(19|20)\d\d")
_ALIASES = {
    "unit": "piece",
    "item(s)": "piece",
    "p": "piece",
    "ton-km": "t·km",
    "t*km": "t·km",
    "ton kilometer": "t·km",
    "metric ton*km": "t·km",
    "metric ton-km": "t·km",
    "kg*km": "kg·km",
    "sh tn": "short ton",
    "square meter": "m2",
    "cubic meter": "m3",
    "kilowatt hour": "kWh",
    "megajoule": "MJ",
}
"""As these files write units that the table of units does not know so."""


def number_of(text: str | float | None) -> float | None:
    """Give a number, None where there is none or it is not finite."""
    if text is None or isinstance(text, bool):
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def year_of(text: str | None) -> int:
    """Give the first year that stands in a text, 0 for none."""
    found = _YEAR.search(text or "")
    return int(found[0]) if found else 0


def cas_of(text: str | None) -> str:
    """Give a CAS number without leading zeros, "" for what is none, such as `NaN`."""
    found = _CAS.match((text or "").strip())
    return f"{found[1]}-{found[2]}-{found[3]}" if found else ""


@functools.cache
def unit_of(text: str) -> Unit | None:
    """Give the unit that a word means, None where the table of units does not know it."""
    name = text.strip()
    try:
        return find_unit(_ALIASES.get(name.casefold(), name))
    except UnitError:
        return None


def converted(amount: float, unit: str, into: str) -> float | None:
    """Give an amount in another unit, None where they do not measure the same."""
    if unit.strip() == into.strip():
        return amount
    one, other = unit_of(unit), unit_of(into)
    if one is None or other is None or one.dimension is not other.dimension:
        return None
    return amount * one.si_factor / other.si_factor

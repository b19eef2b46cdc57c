"""Reads a mass or volume that a text states itself: "weight: 1.2 kg", "Gewicht 3,2 kg"."""

import re

from pcf.errors import UnitError
from pcf.model.bom import MassOrigin
from pcf.recognition.dimension_words import LETTERS, NUMBER, any_of, any_unit, units
from pcf.recognition.found import Solid, Weight
from pcf.recognition.reading import Reading
from pcf.units import Dimension, Quantity, parse_quantity

_MASS_UNITS, _VOLUME_UNITS = units("mass_unit"), units("volume_unit")
_ABOUT = any_of("about")
# g/m, kg·cm and "g per m" say other things than a mass.
_END = r"(?!\s?[/·*]|\s?(?:per|pro|par|por)\b)"
_MASS = re.compile(
    rf"(?<![{LETTERS}]){any_of('mass')}\s*{_ABOUT}?\s*[:=]?\s*{_ABOUT}?\s*"
    rf"({NUMBER})\s?({any_unit('mass_unit')}){_END}"
)
_NO_OWN_MASS = re.compile(any_of("no_own_mass"))
_VOLUME = re.compile(
    rf"(?<![{LETTERS}]){any_of('volume')}\.?\s*[:=]?\s*({NUMBER})\s?({any_unit('volume_unit')})"
)


def find_stated_mass(reading: Reading) -> Weight | None:
    """Give the mass of a piece that name or remark states, None where it may mean another."""
    for text in (reading.text, reading.remarks):
        match = _MASS.search(text)
        if match is None or _NO_OWN_MASS.search(text):
            continue
        quantity = _quantity(match[1], _MASS_UNITS[match[2]])
        if quantity is None or quantity.si <= 0:
            continue
        half = _half_a_digit(match[1]) * quantity.si / quantity.number
        low, high = quantity.si - half, quantity.si + half
        return Weight(quantity.si, low, high, MassOrigin.SHEET, match[0], ())
    return None


def find_stated_volume(reading: Reading) -> Solid | None:
    """Give the solid whose volume a line measures or states."""
    volume_mm3, basis = 0.0, ""
    match = _VOLUME.search(reading.text) or _VOLUME.search(reading.remarks)
    if reading.measured is Dimension.VOLUME:
        volume_mm3 = reading.measure_si * 1e9
        basis = f"{reading.measure_si * 1e6:.4g} cm³"
    elif match is not None:
        quantity = _quantity(match[1], _VOLUME_UNITS[match[2]])
        if quantity is not None:
            volume_mm3, basis = quantity.si * 1e9, quantity.text
    if volume_mm3 <= 0:
        return None
    return Solid(volume_mm3, 0.95, 1.05, MassOrigin.VOLUME, basis, ())


def _quantity(number: str, unit: str) -> Quantity | None:
    try:
        return parse_quantity(f"{number} {unit}")
    except UnitError:
        return None  # ambiguous, as 1,234 g


def _half_a_digit(number: str) -> float:
    """Give half of the last digit's place: what rounding to it may hide."""
    _, _, decimals = number.replace(",", ".").partition(".")
    return 0.5 * 10.0 ** -len(decimals)

"""Interval arithmetic over rounded numbers: what a published table can and can't say.

A number printed as 14.7 stands for anything from 14.65 to 14.75. The product of rounded numbers
need not equal the rounded product; it must only be possible that it does.
"""

import decimal
from typing import NamedTuple

from pcf.errors import UnitError
from pcf.units import parse_number


class Range(NamedTuple):
    """All that a rounded number, or what was computed of some, may stand for."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Tell whether the number may be this value."""
        return self.low <= value <= self.high

    def meets(self, other: "Range") -> bool:
        """Tell whether both may be the same number."""
        return self.low <= other.high and other.low <= self.high

    def __add__(self, other: "Range") -> "Range":  # type: ignore[override]  # of numbers, no tuple
        """Give all sums."""
        return Range(self.low + other.low, self.high + other.high)

    def times(self, factor: float) -> "Range":
        """Give all products with a number that is exact and not negative."""
        return Range(self.low * factor, self.high * factor)

    def over(self, divisor: float) -> "Range":
        """Give all quotients by a number that is exact and positive."""
        return Range(self.low / divisor, self.high / divisor)


def rounded_range(text: str) -> Range:
    """Give all that a number as printed may stand for: half a unit of its last digit either way.

    Trailing zeros before the point count as digits: 1 340 stands for 1 339.5 to 1 340.5.

    Raises:
        UnitError: it is no number.
    """
    value = parse_number(text)
    mantissa = text.strip().rpartition(",")[2] if "," in text else text.strip()
    decimals = len(mantissa.rpartition(".")[2]) if "." in text else _comma_decimals(text)
    half = decimal.Decimal(5).scaleb(-decimals - 1)
    exact = decimal.Decimal(repr(value))
    return Range(float(exact - half), float(exact + half))


def _comma_decimals(text: str) -> int:
    """Give the digits behind a decimal comma, 0 where commas only group."""
    whole, comma, behind = text.strip().rpartition(",")
    if not comma:
        return 0
    try:
        is_decimal = parse_number(text) < parse_number(whole.replace(",", "") + behind)
    except UnitError:
        return 0
    return len(behind) if is_decimal else 0

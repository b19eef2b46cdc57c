"""Reads amounts from the texts of a column, where the other cells tell the decimal mark."""

import functools
import re
import unicodedata
from collections.abc import Iterable

import msgspec

from pcf.errors import UnitError
from pcf.units import Quantity, find_unit, has_joined_digits, parse_quantity

_NUMBER = re.compile(r"[+-]?[\d.,' ]*\d[.,]?(?:[eE][+-]?\d+)?|")
_COMMA_ONLY = re.compile(
    r"[+-]?(?:0*,\d+|\d+,(?:\d{1,2}|\d{4,})|(?:0\d+|\d{4,}),\d+|\d{1,3}(?:\.\d{3})+,\d+)"
)
_POINT_ONLY = re.compile(
    r"[+-]?(?:0*\.\d+|\d+\.(?:\d{1,2}|\d{4,})|(?:0\d+|\d{4,})\.\d+|\d{1,3}(?:,\d{3})+\.\d+)"
)
_GROUP_OR_DECIMALS = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")


def number_and_unit(text: str) -> tuple[str, str]:
    """Give the leading number of a text, "" if it has none, and what follows it."""
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    match = _NUMBER.match(plain)
    number = match[0] if match else ""
    return number, plain[len(number) :].strip()


@functools.lru_cache(maxsize=1000)
def is_unit(text: str) -> bool:
    """Tell whether a text is a known unit; asking for an unknown one 10 000 times takes 2 s."""
    try:
        find_unit(text)
    except UnitError:
        return False
    return True


def has_decimal_comma(texts: Iterable[str]) -> bool:
    """Tell whether the texts of a column show that the comma is its decimal mark.

    `12,5` can only be a decimal comma and `12.5` only a decimal point. Where both stand in one
    column nothing is evident, and `1,234` stays ambiguous.
    """
    numbers = {number_and_unit(text)[0] for text in texts}
    has_comma, has_point = (
        any(map(pattern.fullmatch, numbers)) for pattern in (_COMMA_ONLY, _POINT_ONLY)
    )
    return has_comma and not has_point


def read_amount(text: str, unit: str, *, default_unit: str, comma: bool) -> Quantity:
    """Read an amount of which the unit may stand elsewhere in the sheet.

    Args:
        text: the cell.
        unit: from the unit column or the heading, "" if there is none; the cell's own goes before.
        default_unit: what is taken where the sheet says nothing; "" demands a unit.
        comma: the column has decimal commas.

    Raises:
        UnitError: no number, no unit, an unknown one, or an ambiguous number: with decimal commas
            also `1.234`, which may be 1234 or the one cell typed otherwise.
    """
    if has_joined_digits(text):
        raise UnitError("amount-unreadable", text=text)
    number, own_unit = number_and_unit(text)
    if comma and _GROUP_OR_DECIMALS.fullmatch(number):
        raise UnitError("number-ambiguous", text=text)
    if comma and number.count(",") == 1 and "." not in number:
        number = number.replace(",", ".")
    stated = own_unit or unit
    if number and stated and not is_unit(stated):
        raise UnitError("unit-unknown", unit=stated)
    amount = parse_quantity(f"{number} {stated}", default_unit)
    typed = text if own_unit or not unit else f"{text} {unit}"
    return msgspec.structs.replace(amount, text=typed)

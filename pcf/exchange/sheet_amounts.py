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
_GROUPED = {
    ".": re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+"),
    ",": re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+"),
}
_SHOWS_GROUPS = {
    ".": re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+,\d{1,2}(?![\d.,])"),
    ",": re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+\.\d{1,2}(?![\d.,])"),
}


class Style(msgspec.Struct, frozen=True):
    """How the numbers of a column are written.

    Attributes:
        comma: the comma is the decimal mark.
        groups: the mark that sets off thousands, "" where nothing shows it.
    """

    comma: bool = False
    groups: str = ""


@functools.lru_cache(maxsize=10_000)
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


def group_mark(texts: Iterable[str]) -> str:
    """Give the mark that sets off thousands in a sheet, "" where nothing or both are shown.

    `4.871,20` shows that `1.250` beside it is 1250 as certainly as `1,240.00` shows `1,000` to be
    1000; without such a number nearby both stay ambiguous.
    """
    both = [text for text in texts if "," in text and "." in text]
    shown = [mark for mark, shows in _SHOWS_GROUPS.items() if any(map(shows.search, both))]
    return shown[0] if len(shown) == 1 else ""


def style_of(texts: Iterable[str], groups: str = "") -> Style:
    """Give how the numbers of a column are written.

    Args:
        texts: the cells of the column that are texts.
        groups: the mark for thousands that other columns show.
    """
    numbers = {number_and_unit(text)[0] for text in texts}
    has_comma, has_point = (
        any(map(pattern.fullmatch, numbers)) for pattern in (_COMMA_ONLY, _POINT_ONLY)
    )
    contradicts = (groups == "." and has_point) or (groups == "," and has_comma)
    return Style(has_comma and not has_point, "" if contradicts else groups)


def read_amount(text: str, unit: str, *, default_unit: str, style: Style) -> Quantity:
    """Read an amount of which the unit may stand elsewhere in the sheet.

    Args:
        text: the cell.
        unit: from the unit column or the heading, "" if there is none; the cell's own goes before.
        default_unit: what is taken where the sheet says nothing; "" demands a unit.
        style: how the numbers of the column are written.

    Raises:
        UnitError: no number, no unit, an unknown one, or an ambiguous number: with decimal commas
            also `1.234`, which may be 1234 or the one cell typed otherwise.
    """
    if has_joined_digits(text):
        raise UnitError("amount-unreadable", text=text)
    number, own_unit = number_and_unit(text)
    if style.groups and _GROUPED[style.groups].fullmatch(number):
        number = number.replace(style.groups, "")
    elif style.comma and _GROUP_OR_DECIMALS.fullmatch(number):
        raise UnitError("number-ambiguous", text=text)
    if style.comma and number.count(",") == 1 and "." not in number:
        number = number.replace(",", ".")
    stated = own_unit or unit
    if number and stated and not is_unit(stated):
        find_unit(stated)  # which says why
    amount = parse_quantity(f"{number} {stated}", default_unit)
    typed = text if own_unit or not unit else f"{text} {unit}"
    return msgspec.structs.replace(amount, text=typed)

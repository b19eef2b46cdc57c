"""Reads quantities as people write them: `4x`, `2 pcs`, `10 PCS/set`, with Chinese numerals too.

What says no number, or more than one, is refused by a key that says which of these it is: a
number is never made up, and an approximate one is for a person to settle.
"""

import re
import unicodedata

import msgspec

from pcf.errors import UnitError
from pcf.exchange.bom_words import found_word, is_word, numerals, word_list
from pcf.exchange.sheet_amounts import Style, is_unit, read_amount
from pcf.units import Quantity

_TIMES = re.compile(r"[x×*]\s*(\d+)|(\d+)\s*[x×*]", re.IGNORECASE)
_TWO_NUMBERS = re.compile(r"\d+(?:[.,]\d+)?\s*([^\d\s.,]+)\s*\d+(?:[.,]\d+)?\s*(\D*)")
_REMARK = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_PER = re.compile(r"(.*\d.*?)\s*(?:/|\s(\w+)\s)\s*([^\W\d]+)")
_STARTS_LIKE_ONE = re.compile(
    r"[~≈x×]?\s*[+-]?\d+(?:[.,]\d+)*\s*[^\W\d]{0,12}\.?\s*(?:[(/].*)?", re.IGNORECASE
)
_LONGEST = 60
_BOUNDS = ("~", "≈", "<", ">", "≥", "≤", "±")

_FAULTS = {
    "number-ambiguous": "bom-amount-ambiguous",
    "unit-unknown": "bom-unit-unknown",
    "unit-is-package": "bom-unit-is-package",
    "unit-ambiguous": "bom-unit-unknown",
    "unit-missing": "bom-unit-missing",
}


class Unread(msgspec.Struct, frozen=True):
    """Why a quantity could not be read: a text key."""

    key: str


def read_quantity(text: str, unit: str, *, style: Style) -> Quantity | Unread:
    """Give the quantity that a cell says, or why it says none.

    Args:
        text: the cell.
        unit: from the unit column or the heading, "" if there is none; the cell's own goes before.
        style: how numbers of this column are written.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if is_word(plain, "unspecific") or found_word(plain, "unspecific_phrase"):
        return Unread("bom-quantity-unspecific")
    if _is_approximate(plain):
        return Unread("bom-quantity-approximate")
    if _is_range(plain):
        return Unread("bom-quantity-range")
    if match := _TIMES.fullmatch(plain):
        plain = match[1] or match[2]
    try:
        return msgspec.structs.replace(_read(plain, unit, style), text=_typed(text, unit))
    except UnitError as error:
        return Unread(_FAULTS.get(error.key, "bom-amount-unreadable"))


def _typed(text: str, unit: str) -> str:
    has_unit = re.search(r"[^\W\d_]", text) is not None
    return text if has_unit or not unit else f"{text} {unit}"


def _read(plain: str, unit: str, style: Style) -> Quantity:
    """Read an amount; where it can't be, without the remark or the `per set` that it ends with."""
    try:
        return read_amount(plain, unit, default_unit="piece", style=style)
    except UnitError:
        remark = _REMARK.search(plain)
        if remark is not None and is_unit(remark[1]):
            raise  # `2 (pair)` may be two or four
        shorter = _without_per(_REMARK.sub("", _with_digits(plain)))
        if shorter in {plain, ""}:
            raise
        return read_amount(shorter, unit, default_unit="piece", style=style)


def _without_per(plain: str) -> str:
    """Give an amount without the whole that it is for: `10 PCS/set`, `2 per board`."""
    match = _PER.fullmatch(plain)
    if match is None or not is_word(match[3], "whole"):
        return plain
    return match[1] if match[2] is None or is_word(match[2], "per") else plain


def _with_digits(plain: str) -> str:
    """Give a text that begins with Chinese numerals with digits instead, up to 99."""
    known = numerals()
    length = next((i for i, sign in enumerate(plain) if sign not in known), len(plain))
    tens, ten, ones = 0, False, 0
    for sign in plain[:length]:
        if known[sign] == 10:  # noqa: PLR2004  the sign for ten multiplies what stands before it
            tens, ten, ones = ones or 1, True, 0
        else:
            ones = known[sign]
    return f"{tens * 10 * ten + ones}{plain[length:]}" if length else plain


def _is_range(plain: str) -> bool:
    """Tell whether a text names two numbers: `2-3`, `1/2`, `2 to 4 pcs`."""
    match = _TWO_NUMBERS.fullmatch(plain)
    if match is None:
        return False
    joins = match[1] in {"-", "~", "–", "—", "/"} or is_word(match[1], "range")
    return joins and (not match[2] or is_unit(match[2].strip()))


def _is_approximate(plain: str) -> bool:
    """Tell whether a number is said to be about right, or a bound."""
    if not any(map(str.isdigit, plain)) or plain.isdigit():
        return False
    folded = plain.casefold()
    first = re.match(r"[^\W\d_]+\.?", folded)
    last = re.search(r"[^\W\d_]+$", folded)
    return (
        folded.startswith(_BOUNDS)
        or any(match is not None and is_word(match[0], "approximate") for match in (first, last))
        or any(
            folded.endswith(f" {word}") for word in word_list("approximate").words if " " in word
        )
    )


def looks_like_quantity(cell: str) -> bool:
    """Tell whether a cell may be a quantity, as the content of a column is judged."""
    plain = unicodedata.normalize("NFKC", cell)
    if len(plain) > _LONGEST:
        return False
    return _STARTS_LIKE_ONE.fullmatch(plain) is not None or is_word(plain, "unspecific")

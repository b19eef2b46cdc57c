"""Reads quantities as people write them: `12个`, `4x`, `2 pcs`, `10 PCS/套`, `两个`.

What says no number, or a range of them, is refused by a key that says which of these it is: a
number is never made up, and an approximate one is for a person to settle.
"""

import re
import unicodedata

import msgspec

from pcf.errors import UnitError
from pcf.exchange.bom_words import found_word, is_word, word_list
from pcf.exchange.sheet_amounts import Style, is_unit, read_amount
from pcf.units import Quantity

_TIMES = re.compile(r"[x×*✕]\s*(\d+)|(\d+)\s*[x×*✕]", re.IGNORECASE)
_RANGE = re.compile(
    r"\d+(?:[.,]\d+)?\s*(?:-|~|–|—|to|bis|à|a|до|至|到|ou|or|/)\s*\d+(?:[.,]\d+)?(?!\S*[.\d])"
)
_REMARK = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_PER = re.compile(
    r"\s*(?:/|per|pro|por|par|на)\s*(?:套|台|机|件|个|块|set|unit|board|pcb|product|device|Gerät|carte|placa|плату|изделие|pc|pcs|kit)\s*$",
    re.IGNORECASE,
)
_CHINESE_DIGITS = {
    **dict(zip("一二三四五六七八九", range(1, 10), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
    "两": 2,
    "两个": 2,
    "单": 1,
    "十": 10,
    "拾": 10,
}
_CHINESE = re.compile(
    r"([一二三四五六七八九壹贰叁肆伍陆柒捌玖两]?)([十拾]?)([一二三四五六七八九]?)(?=\D|$)"
)
_LONGEST = 60


class Unread(msgspec.Struct, frozen=True):
    """Why a quantity could not be read: a text key."""

    key: str


_FAULTS = {
    "number-ambiguous": "bom-amount-ambiguous",
    "unit-unknown": "bom-unit-unknown",
    "unit-is-package": "bom-unit-is-package",
    "unit-ambiguous": "bom-unit-unknown",
    "unit-missing": "bom-unit-missing",
}


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
    if re.fullmatch(r"\d+\s*/\s*\d+", plain) or _RANGE.fullmatch(
        plain.rstrip("个件只片支套台pcs. ")
    ):
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
    wanted = unit if is_unit(unit) or not unit else unit
    try:
        return read_amount(plain, wanted, default_unit="piece", style=style)
    except UnitError:
        shorter = _PER.sub("", _REMARK.sub("", _without_chinese_numerals(plain)))
        if shorter == plain or not shorter or _contradicts(plain):
            raise
        return read_amount(shorter, wanted, default_unit="piece", style=style)


def _contradicts(plain: str) -> bool:
    """Tell whether the remark behind a number counts otherwise: `2 (pair)` may be two or four."""
    remark = _REMARK.search(plain)
    return remark is not None and is_unit(remark[0].strip(" ()[]"))


def _without_chinese_numerals(plain: str) -> str:
    match = _CHINESE.match(plain)
    if match is None or not match[0]:
        return plain
    first, ten, last = match.groups()
    value = _CHINESE_DIGITS.get(first, 1 if ten else 0) * (10 if ten else 1)
    return f"{value + _CHINESE_DIGITS.get(last, 0)}{plain[match.end() :]}"


def _is_approximate(plain: str) -> bool:
    """Tell whether a number is said to be about right, or a bound."""
    folded = plain.casefold()
    return (
        re.search(r"\d", plain) is not None
        and any(
            (folded.startswith(word) and not folded[len(word) : len(word) + 1].isalpha())
            or (folded.endswith(f" {word}") or (not word.isascii() and folded.endswith(word)))
            for word in word_list("approximate").words | {"~", "≈", "<", ">", "≥", "≤", "±"}
        )
        and not re.fullmatch(r"-?\d+", plain)
    )


def looks_like_quantity(cell: str) -> bool:
    """Tell whether a cell may be a quantity, as the content of a column is judged."""
    plain = unicodedata.normalize("NFKC", cell)
    if len(plain) > _LONGEST:
        return False
    starts = re.match(r"[~≈约x×]?\s*[+-]?\d+(?:[.,]\d+)*\s*[^\W\d]{0,12}\.?\s*(?:[(/].*)?$", plain)
    return starts is not None or is_word(plain, "unspecific")

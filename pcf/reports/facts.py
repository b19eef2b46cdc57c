"""What the tables of a document hold: facts in words, and rows of numbers that add up in print."""

import enum
from collections.abc import Iterable, Sequence

import msgspec

from pcf.results.display import fixed, percent


class Fact(msgspec.Struct, frozen=True):
    """A name and what is to be said of it.

    Attributes:
        strong: it is set in semibold.
        is_formula: its words are a formula, `_` before each subscript.
        is_letter: its name is one.
    """

    name: str
    words: str
    strong: bool = False
    is_formula: bool = False
    is_letter: bool = False


class RowKind(enum.Enum):
    """How a row of numbers takes part in the sum."""

    PART = "part"
    """Adds to the next sum."""
    SUM = "sum"
    """The sum of the parts above it."""
    APART = "apart"
    """In no sum, or only closes one: an of-which, a rounding difference."""


class NumberRow(msgspec.Struct, frozen=True):
    """A row of a numbers table, as it is printed.

    Attributes:
        sign: key of its colour square, "" for none.
    """

    kind: RowKind
    name: str
    number: str
    share: str = ""
    sign: str = ""


class Amount(msgspec.Struct, frozen=True):
    """A part of a sum before it is printed.

    Attributes:
        value: [kg CO2e].
        share: of the headline [1], None where it has none.
        sign: key of its colour square, "" for none.
    """

    name: str
    value: float
    share: float | None = None
    sign: str = ""


_SIGNIFICANT = 3
_MOST_DECIMALS = 9


def decimals_for(total: float) -> int:
    """Give the decimals of a column: 2, more where the total would lose significant digits."""
    exponent = int(f"{total:e}".partition("e")[2]) if total else 0
    return min(max(2, _SIGNIFICANT - 1 - exponent), _MOST_DECIMALS)


def part_rows(parts: Iterable[Amount], decimals: int) -> list[NumberRow]:
    """Give the rows of the parts of a sum."""
    return [
        NumberRow(
            RowKind.PART, part.name, fixed(part.value, decimals), percent(part.share), part.sign
        )
        for part in parts
    ]


def rounding_row(
    name: str, parts: Sequence[Amount], total: Amount, decimals: int
) -> list[NumberRow]:
    """Give the row that closes a sum in print, none where the printed parts add up.

    Each number is rounded for itself, so printed parts may miss their printed sum by some units
    of the last digit.
    """
    number = _missing([part.value for part in parts], total.value, decimals)
    shares = [part.share for part in parts]
    known = [share for share in shares if share is not None]
    is_complete = len(known) == len(shares) and total.share is not None
    share = _missing([100 * each for each in known], 100 * (total.share or 0.0), 1)
    if not number and not (is_complete and share):
        return []
    words = percent(share / 100) if is_complete else ""
    return [NumberRow(RowKind.APART, name, fixed(number, decimals), words)]


def sum_row(total: Amount, decimals: int) -> NumberRow:
    """Give the row of a sum."""
    return NumberRow(
        RowKind.SUM, total.name, fixed(total.value, decimals), percent(total.share), total.sign
    )


def apart_row(part: Amount, decimals: int) -> NumberRow:
    """Give the row of something that stands in no sum."""
    return NumberRow(
        RowKind.APART, part.name, fixed(part.value, decimals), percent(part.share), part.sign
    )


def _missing(values: Iterable[float], total: float, decimals: int) -> float:
    """Give what the rounded values lack to the rounded total."""
    rounded = sum(round(value, decimals) for value in values)
    return round(round(total, decimals) - rounded, decimals)

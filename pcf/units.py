"""The only place that reads or converts units.

An amount is typed once and kept as typed text, number, unit and SI value (`Quantity`). The table
`resources/units.csv` alone says what a unit means. A word that it lacks is refused: to a library of
physical units a bag is 42.6 kg and kpcs a kiloparsec, and a wrong amount is worse than a question.
"""

import csv
import enum
import functools
import itertools
import math
import re
import unicodedata
from importlib import resources

import msgspec

from pcf.errors import UnitError


class Dimension(enum.StrEnum):
    """What an amount measures. The SI base unit of each is the value's documentation."""

    MASS = "mass"
    """kg"""
    COUNT = "count"
    """1"""
    LENGTH = "length"
    """m"""
    AREA = "area"
    """m2"""
    VOLUME = "volume"
    """m3"""
    ENERGY = "energy"
    """J"""
    FREIGHT = "freight"
    """kg·m"""
    TIME = "time"
    """s"""
    INFORMATION = "information"
    """byte"""
    MONEY = "money"
    """USD: other currencies need a rate and are refused"""
    RATIO = "ratio"
    """1"""
    EMISSION = "emission"
    """kg CO2e"""


class Unit(msgspec.Struct, frozen=True):
    """A unit of measure.

    Attributes:
        symbol: as it is printed, for example `kWh`.
        dimension: what it measures.
        si_factor: SI base units in one of it.
    """

    symbol: str
    dimension: Dimension
    si_factor: float


class Quantity(msgspec.Struct, frozen=True, gc=False):
    """An amount as it was typed, and what it is in SI base units.

    Attributes:
        text: exactly what was typed, for example `12,5 g`.
        number: the number read from it [unit].
        unit: symbol of the unit read from it.
        dimension: what it measures.
        si: the amount [SI base unit of the dimension].
    """

    text: str
    number: float
    unit: str
    dimension: Dimension
    si: float

    def __post_init__(self) -> None:
        """Refuse amounts that are not finite or contradict themselves (a tampered file)."""
        if not (math.isfinite(self.number) and math.isfinite(self.si)):
            raise UnitError("number-not-finite", text=self.text)
        known = find_unit(self.unit)
        if known.dimension is not self.dimension or not math.isclose(
            self.number * known.si_factor, self.si, rel_tol=1e-9
        ):
            raise UnitError("amount-contradicts-itself", text=self.text, unit=self.unit)


_AMOUNT = re.compile(
    r"(?P<number>[+-]?[\d.,' ]*\d[.,]?(?:[eE][+-]?\d+)?)\s*(?P<unit>.*)", re.DOTALL
)
_GROUPED_BY_COMMA = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_GROUPED_BY_POINT = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+(?:[eE][+-]?\d+)?")
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


def parse_quantity(text: str, default_unit: str = "") -> Quantity:
    """Read an amount as a person types it: `12,5 g`, `0.3 m2`, `5 个`, `1 840`.

    Args:
        text: number and unit; without a unit `default_unit` is taken.
        default_unit: symbol or alias; "" demands a unit in the text.

    Raises:
        UnitError: no number, an ambiguous number, no unit, or one that says no amount.
    """
    typed = text.strip()
    match = None if has_joined_digits(typed) else _AMOUNT.fullmatch(_plain(typed).strip())
    if match is None:
        raise UnitError("amount-unreadable", text=typed)
    number = parse_number(match["number"])
    unit_text = match["unit"].strip() or default_unit
    if not unit_text:
        raise UnitError("unit-missing", text=typed)
    unit = find_unit(unit_text)
    return Quantity(typed, number, unit.symbol, unit.dimension, number * unit.si_factor)


def parse_number(text: str) -> float:
    """Read a number with point or comma as decimal mark, with or without grouping.

    Raises:
        UnitError: no number, not finite, or ambiguous: `1,234` may be 1.234 or 1234, and a
            factor of a thousand is never guessed.
    """
    if has_joined_digits(text):
        raise UnitError("number-unreadable", text=text)
    plain = re.sub(r"(?<=\d)[ '](?=\d{3}(?!\d))", "", _plain(text).strip())
    if _GROUPED_BY_POINT.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif plain.count(",") == 1 and _GROUPED_BY_COMMA.fullmatch(plain) and "." not in plain:
        if not plain.lstrip("+-").startswith("0"):
            raise UnitError("number-ambiguous", text=text)
        plain = plain.replace(",", ".")
    elif _GROUPED_BY_COMMA.fullmatch(plain):
        plain = plain.replace(",", "")
    elif plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not _PLAIN.fullmatch(plain):
        raise UnitError("number-unreadable", text=text)
    number = float(plain)
    if not math.isfinite(number):
        raise UnitError("number-not-finite", text=text)
    return number


def _plain(text: str) -> str:
    """Give a text in one width, with the minus of a keyboard."""
    return unicodedata.normalize("NFKC", text).replace("−", "-")


def has_joined_digits(text: str) -> bool:
    """Tell whether one width for all would join signs to a number, such as `10²` to 102.

    After a letter such a sign belongs to the unit: `cm³`, `CO₂e`.
    """
    if text.isascii():
        return False
    return any(
        not sign.isdecimal()
        and not before.isalpha()
        and unicodedata.normalize("NFKC", sign)[:1].isdecimal()
        for before, sign in itertools.pairwise(f" {text}")
    )


def quantity(number: float, unit: str) -> Quantity:
    """Give an amount that the program itself states, with a text made from number and unit."""
    found = find_unit(unit)
    text = f"{number:.12g} {found.symbol}"
    return Quantity(text, number, found.symbol, found.dimension, number * found.si_factor)


@functools.cache
def find_unit(text: str) -> Unit:
    """Give the unit that a symbol, word or alias means.

    Raises:
        UnitError: the table does not know it, or knows that it says no amount: it names a package,
            or differs by country or trade.
    """
    name = unicodedata.normalize("NFKC", text).strip()
    exact, in_any_case = _known_units()
    unit = exact.get(name) or in_any_case.get(name.casefold().rstrip("."))
    match unit:
        case Unit():
            return unit
        case _NoUnit.PACKAGE:
            raise UnitError("unit-is-package", unit=name)
        case _NoUnit.AMBIGUOUS:
            raise UnitError("unit-ambiguous", unit=name)
        case None:
            raise UnitError("unit-unknown", unit=name)


def unit_si_factor(symbol: str) -> float:
    """Give the SI base units in one unit."""
    return find_unit(symbol).si_factor


class _NoUnit(enum.StrEnum):
    """Why a word of the table is no unit; it stands where a unit has its dimension."""

    PACKAGE = "package"
    """Bags, boxes, rolls: what is in one is not known."""
    AMBIGUOUS = "ambiguous"
    """A ton is 1000, 907 or 1016 kg, nm a nanometre or a nautical mile, Cal a thousand cal."""


@functools.cache
def _known_units() -> tuple[dict[str, Unit | _NoUnit], dict[str, Unit | _NoUnit]]:
    """Read the table of units: by symbol as written, and by symbol or alias in any case.

    Symbols that differ by case alone (`mg`, `Mg`) are told apart where typed so; otherwise the
    first is meant. Calorie, Btu, therm (10^5 Btu), toe (10 Gcal) and tce (7 Gcal) are those of the
    International Table: 1 cal = 4.1868 J (Fifth Conference on the Properties of Steam, 1956).
    """
    table = resources.files("pcf").joinpath("resources/units.csv").read_text(encoding="utf-8")
    exact: dict[str, Unit | _NoUnit] = {}
    in_any_case: dict[str, Unit | _NoUnit] = {}
    for row in csv.DictReader(table.splitlines()):
        unit = _row_meaning(row)
        exact[unicodedata.normalize("NFKC", row["symbol"])] = unit
        for word in filter(None, (row["symbol"], *row["aliases"].split("|"))):
            in_any_case.setdefault(unicodedata.normalize("NFKC", word).casefold(), unit)
    return exact, in_any_case


def _row_meaning(row: dict[str, str]) -> Unit | _NoUnit:
    if not row["si_factor"]:
        return _NoUnit(row["dimension"])
    return Unit(row["symbol"], Dimension(row["dimension"]), float(row["si_factor"]))

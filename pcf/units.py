"""The only place that reads or converts units.

An amount is typed once and kept as typed text, number, unit and SI value (`Quantity`). A table of
known units answers at once; pint, which costs 0.25 s to load and about 0.1 ms a conversion, is only
asked for a unit that the table lacks.
"""

import csv
import enum
import functools
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
        known = _known_units().get(self.unit) or find_unit(self.unit)
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
        UnitError: no number, an ambiguous number, no unit, or an unknown one.
    """
    typed = text.strip()
    plain = unicodedata.normalize("NFKC", typed).replace("−", "-").strip()
    match = _AMOUNT.fullmatch(plain)
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
    plain = unicodedata.normalize("NFKC", text).replace("−", "-")
    plain = re.sub(r"(?<=\d)[ '](?=\d{3}(?!\d))", "", plain.strip())
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


def quantity(number: float, unit: str) -> Quantity:
    """Give an amount that the program itself states, with a text made from number and unit."""
    found = find_unit(unit)
    text = f"{number:.12g} {found.symbol}"
    return Quantity(text, number, found.symbol, found.dimension, number * found.si_factor)


@functools.cache
def find_unit(text: str) -> Unit:
    """Give the unit that a symbol, word or alias means.

    Raises:
        UnitError: neither the table nor pint knows it, or it measures something else.
    """
    name = unicodedata.normalize("NFKC", text).strip()
    known = _known_units()
    unit = known.get(name)
    if unit is None and name not in _CASE_MATTERS:
        unit = known.get(name.casefold().rstrip("."))
    return unit or _ask_pint(name)


# Written so, the first letter means milli or mega, and the other reading is 10^9 away.
_CASE_MATTERS = frozenset({"mJ", "Mg", "Mm", "mWh"})


def unit_si_factor(symbol: str) -> float:
    """Give the SI base units in one unit."""
    return find_unit(symbol).si_factor


@functools.cache
def _known_units() -> dict[str, Unit]:
    """Read the table of units: symbols as written, aliases also without regard to case."""
    table = resources.files("pcf").joinpath("resources/units.csv").read_text(encoding="utf-8")
    symbols: dict[str, Unit] = {}
    aliases: dict[str, Unit] = {}
    for row in csv.DictReader(table.splitlines()):
        unit = Unit(row["symbol"], Dimension(row["dimension"]), float(row["si_factor"]))
        symbols[unit.symbol] = unit
        symbols[unicodedata.normalize("NFKC", unit.symbol)] = unit
        for alias in row["aliases"].split("|"):
            aliases[unicodedata.normalize("NFKC", alias).casefold()] = unit
    folded = {symbol.casefold(): unit for symbol, unit in symbols.items()}
    return {**folded, **aliases, **symbols}


_PINT_DIMENSIONS = {
    "[mass]": Dimension.MASS,
    "[length]": Dimension.LENGTH,
    "[length] ** 2": Dimension.AREA,
    "[length] ** 3": Dimension.VOLUME,
    "[mass] * [length] ** 2 / [time] ** 2": Dimension.ENERGY,
    "[mass] * [length]": Dimension.FREIGHT,
    "[time]": Dimension.TIME,
}


# A word, two words, or one with a power: what pint may be asked. It would compute anything else.
_UNIT_NAME = re.compile(r"[^\W\d_]{1,30}( [^\W\d_]{1,30})?(\^?[23])?")

# By country a ton is 1000, 907 or 1016 kg; mt is a tonne to those who write it and 1 kg to pint.
_AMBIGUOUS = frozenset({"ton", "tons", "mt"})


def _ask_pint(name: str) -> Unit:
    """Give a unit that the table lacks, such as `stone` or `BTU`."""
    if not _UNIT_NAME.fullmatch(name) or name.casefold() in _AMBIGUOUS:
        raise UnitError("unit-unknown", unit=name)
    registry = _pint_registry()
    try:
        in_base = registry.Quantity(1.0, name).to_base_units()
        dimension = _PINT_DIMENSIONS[str(in_base.dimensionality)]
    except (registry.PintError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise UnitError("unit-unknown", unit=name) from error
    return Unit(name, dimension, float(in_base.magnitude))


class _PintRegistry:
    """Pint's registry, loaded when it is first asked."""

    def __init__(self) -> None:
        import pint

        registry: pint.UnitRegistry[float] = pint.UnitRegistry()
        self.Quantity = registry.Quantity
        self.PintError = pint.errors.PintError


@functools.cache
def _pint_registry() -> _PintRegistry:
    return _PintRegistry()

"""Reads dimensions out of a text: threads, lengths, diameters, thicknesses, A × B × C."""

import math
import re

import msgspec

from pcf.recognition.dimension_words import LETTERS, NUMBER, any_of, any_unit, signs, units

_UNITS = units("unit")
_MM = {"": 1.0, "mm": 1.0, "cm": 10.0, "m": 1000.0, "in": 25.4, "ft": 304.8}
_WHOLE_UNITS = frozenset({"m", "ft"})  # of a length, never of a cross-section
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2},\d{3}")  # 1,234 may be 1.234 or 1234

_UNIT = any_unit("unit")
_TIMES = rf"\s*[{signs('times')}]\s*"
_ROUND = "".join(signs("round"))
_MARKS = f"{_ROUND}lwhdtb"

_FACTOR = rf"[{_MARKS}]?\s?=?\s?(?:{NUMBER})\s*(?:{_UNIT})?(?:[lwht]\b(?!\s?=))?"
_PRODUCT = re.compile(rf"(?<![a-z0-9.,/]){_FACTOR}(?:{_TIMES}{_FACTOR}){{1,3}}(?![0-9a-z²])")
_ONE_FACTOR = re.compile(rf"([{_MARKS}]?)\s?=?\s?({NUMBER})\s*({_UNIT})?([lwht]\b(?!\s?=))?")
_TOLERANCE = re.compile(rf"(?<=\d)\s?(?:js|[a-hkmnp])\d{{1,2}}(?=[\s,;{signs('times')}]|$)")


def _labelled(*names: str) -> re.Pattern[str]:
    words = any_of(*names)
    return re.compile(rf"(?<![{LETTERS}]){words}\s*[:=.]?\s*({NUMBER})\s*({_UNIT})?(?![\d/])")


_DIAMETER = re.compile(
    rf"(?:[{_ROUND}]\s?|(?<![{LETTERS}]){any_of('diameter', 'outer')}\.?\s*[:=]?\s*"
    rf"|(?<![a-z])d\s?=\s?)({NUMBER})\s*({_UNIT})?"
)
_INNER = _labelled("inner")
_OUTER = _labelled("outer")
_LENGTH = _labelled("length")
_THICKNESS = _labelled("thickness")
_THICK_AFTER = re.compile(rf"({NUMBER})\s*({_UNIT})\s*{any_of('thick_after')}")
_BARE = re.compile(rf"(?<![\d{signs('times')}./,-])({NUMBER})\s*({_UNIT})(?!\s*[{signs('times')}])")
_METRIC = re.compile(
    rf"(?<![{LETTERS}0-9])[m\u043c]\s?({NUMBER})"  # M is typed in Cyrillic too
    rf"(?:(?:\s?[{signs('times')}/-]\s?|\s*,?\s*{any_of('length_of_thread')}\s*=?\s*"
    rf"|\s+(?=\d+(?:[.,]\d+)?\s?mm))[dl]?({NUMBER})(?:mm)?)?"
    rf"(?:\s?[{signs('times')}-]\s?[dl]?\s?({NUMBER}))?"
    rf"\s*({_UNIT})?(?:\s?\+\s?({NUMBER}))?"
)
_FRACTION = r"(?:\d+[ -])?\d+/\d+"
_INCH = re.compile(
    rf"(?<![\d/.,a-z-])(?:#|no\.?\s?)?(\d{{1,2}}(?:/\d{{1,2}})?)\s?(?:\"|in)?\s?-\s?"
    rf"(\d{{1,2}})(?![\d.])(?:\s?(?:unc|unf)(?:-\d\w)?)?"
    rf"(?:\s*,?\s*[{signs('times')}]?\s*({_FRACTION}|{NUMBER})\s*({_UNIT})?)?"
)


_INCH_SIZE = re.compile(
    rf"(?:#\s?(\d{{1,2}})|(?<![\d/.,a-z-])(\d{{1,2}}/\d{{1,2}})\s?(?:\"|in(?:ch)?\b|\u2032\u2032))(?![\d-])"
    rf"(?:\s*[{signs('times')}]\s*({_FRACTION}|{NUMBER})\s*({_UNIT})?)?"
)


class Thread(msgspec.Struct, frozen=True):
    """A thread with what stands beside it.

    Attributes:
        name: as it is printed, such as `M5` or `4-40`.
        diameter_mm: major diameter [mm].
        pitch_mm: of the thread [mm].
        factors_mm: further dimensions joined to it: a length, or length and diameter [mm].
        stud_mm: length of a stud, `M3x10+6` [mm].
        is_inch: it is a unified thread, whose heads and nuts have dimensions of their own.
    """

    name: str
    diameter_mm: float
    pitch_mm: float
    factors_mm: tuple[float, ...] = ()
    stud_mm: float = 0.0
    is_inch: bool = False


class Factor(msgspec.Struct, frozen=True):
    """One factor of `A × B × C` with its letter or sign, such as `ø` or `l`."""

    mm: float
    mark: str = ""

    @property
    def is_round(self) -> bool:
        """Tell whether it is marked as a diameter."""
        return self.mark != "" and self.mark in f"{_ROUND}d"


def number(text: str) -> float:
    """Give a number with point or comma, not a number where a comma may group thousands."""
    if _AMBIGUOUS.fullmatch(text):
        return math.nan
    return float(text.replace(",", "."))


def without_tolerances(text: str) -> str:
    """Give a text without the tolerances of fits: `8 h6` and `5m6x20` say 8 and 5."""
    return _TOLERANCE.sub("", text)


def find_product(text: str) -> tuple[Factor, ...]:
    """Give the factors of the first `A × B` or `A × B × C` of a text [mm], () if there is none."""
    match = _PRODUCT.search(text)
    if match is None:
        return ()
    parts = [part.groups("") for part in _ONE_FACTOR.finditer(match[0])]
    last = _symbol(parts[-1][2])
    shared = "" if last in _WHOLE_UNITS else last
    return tuple(
        Factor(number(value) * _MM[_symbol(unit) or shared], before or after)
        for before, value, unit, after in parts
    )


def without_product(text: str) -> str:
    """Give a text without its first `A × B × C`: the L of `L50×50×6` is no length."""
    return _PRODUCT.sub(" ", text, count=1)


def find_diameter(text: str) -> float | None:
    """Give the diameter that a text marks as such [mm]."""
    return _first(_DIAMETER, text)


def find_inner(text: str) -> float | None:
    """Give the inner diameter that a text marks as such [mm]."""
    return _first(_INNER, text)


def find_outer(text: str) -> float | None:
    """Give the outer diameter that a text marks as such [mm]."""
    return _first(_OUTER, text)


def find_thickness(text: str) -> float | None:
    """Give the thickness that a text marks as such [mm]."""
    return _first(_THICKNESS, text) or _first(_THICK_AFTER, text)


def find_length(text: str) -> float | None:
    """Give the length of a text: marked as such, else the only bare length with a unit [mm]."""
    return _first(_LENGTH, text) or find_bare(text)


def find_bare(text: str) -> float | None:
    """Give the only length with a unit that nothing marks [mm], None if there is none or several.

    What is marked as length or diameter does not count: "8 mm, length 400 mm" leaves 8 mm.
    """
    rest = _DIAMETER.sub(" ", _LENGTH.sub(" ", text))
    bare = [number(value) * _MM[_symbol(unit)] for value, unit in _BARE.findall(rest)]
    return bare[0] if len(bare) == 1 else None


def _first(pattern: re.Pattern[str], text: str) -> float | None:
    match = pattern.search(text)
    return number(match[1]) * _MM[_symbol(match[2])] if match else None


def _symbol(unit: str | None) -> str:
    return _UNITS[unit] if unit else ""


class Threads:
    """The threads of `threads.csv`."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        """Index metric threads by diameter and inch threads by name."""
        self._coarse = {
            float(row["diameter_mm"]): float(row["pitch_mm"])
            for row in rows
            if row["system"] == "metric"
        }
        self._inch = {
            row["name"]: (float(row["diameter_mm"]), float(row["pitch_mm"]))
            for row in rows
            if row["system"] == "inch"
        }

        # The coarse thread of a size stands before the fine one: `1/4"` alone means that.
        self._coarse_inch: dict[str, tuple[float, float]] = {}
        for name, known in self._inch.items():
            self._coarse_inch.setdefault(name.partition("-")[0], known)

    def find(self, text: str) -> Thread | None:
        """Give the first thread of a normalised text with the dimensions joined to it."""
        return self._metric(text) or self._inch_thread(text)

    def metric(self, diameter_mm: float) -> Thread | None:
        """Give the metric thread of a diameter with its coarse pitch, None if there is none."""
        pitch = self._coarse.get(diameter_mm)
        return Thread(f"M{diameter_mm:g}", diameter_mm, pitch) if pitch is not None else None

    def _metric(self, text: str) -> Thread | None:
        """Give the first metric thread with further dimensions, else the first at all."""
        found: Thread | None = None
        for match in _METRIC.finditer(text):
            diameter = number(match[1])
            pitch = self._coarse.get(diameter)
            if pitch is None:
                continue
            factors = [number(each) for each in match.group(2, 3) if each]
            if factors and factors[0] <= pitch:  # no screw is shorter than its pitch
                pitch = factors.pop(0)
            scale = _MM[_symbol(match[4])]
            stud = number(match[5]) if match[5] else 0.0
            lengths = tuple(each * scale for each in factors)
            thread = Thread(f"M{diameter:g}", diameter, pitch, lengths, stud)
            if lengths:
                return thread
            found = found or thread
        return found

    def _inch_thread(self, text: str) -> Thread | None:
        for match in _INCH.finditer(text):
            known = self._inch.get(f"{match[1]}-{match[2]}")
            if known is not None:
                return _inch_thread(f"{match[1]}-{match[2]}", known, match[3], match[4])
        alone = _INCH_SIZE.search(text)
        if alone is None:
            return None
        size = alone[1] or alone[2]
        coarse = self._coarse_inch.get(size)
        return _inch_thread(size, coarse, alone[3], alone[4]) if coarse else None


def _inch_thread(
    name: str, known: tuple[float, float], length: str | None, unit: str | None
) -> Thread:
    factors = (_inches(length, unit),) if length else ()
    return Thread(name, *known, factors, is_inch=True)


def _inches(text: str, unit: str | None) -> float:
    """Give the length of an inch screw [mm]: in inches unless a unit says otherwise."""
    whole, _, fraction = text.replace("-", " ").rpartition(" ")
    if "/" not in fraction:
        return number(text) * _MM[_symbol(unit) or "in"]
    above, below = fraction.split("/")
    inches = float(whole or 0) + float(above) / (float(below) or math.nan)
    return inches * 25.4

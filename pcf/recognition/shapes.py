"""Recognises semi-finished goods by shape and dimensions: sheets, bars, tubes, O-rings.

Only where the shape and all its dimensions are stated: a housing of 200×150×80 is no block.
"""

import math
import re
from typing import TYPE_CHECKING

from pcf.model.bom import MassOrigin
from pcf.recognition import fastener_shapes as solids
from pcf.recognition import sizes
from pcf.recognition.dimension_words import NUMBER, signs
from pcf.recognition.found import Solid, figure
from pcf.recognition.reading import Reading
from pcf.recognition.tables import read_rows
from pcf.units import Dimension

if TYPE_CHECKING:
    from collections.abc import Callable

_UNFIT = (
    "not.tool", "not.pack", "not.holder", "not.service", "not.signal", "not.device",
    "other.fastener",
)  # fmt: skip
_OTHER_PARTS = frozenset(
    {"screw", "nut", "washer", "bearing", "insert", "standoff", "motor", "fan", "class"}
)
_KINDS = (
    "oring", "magnet", "ball", "square_tube", "angle", "hex_bar", "square_bar", "tube", "wire",
    "shaft", "bar", "bag", "sheet", "block",
)  # fmt: skip
_USUAL_MATERIALS = {
    "oring": "nbr", "magnet": "ndfeb", "ball": "steel_bearing", "shaft": "steel_alloyed",
    "pipe": "steel_unalloyed", "bag": "pe_ld",
}  # fmt: skip
_SPREADS = {
    "sheet": (0.8, 1.04), "block": (0.7, 1.03), "oring": (0.93, 1.07), "magnet": (0.9, 1.05),
    "pipe": (0.75, 1.25), "bag": (0.9, 1.25), "tube": (0.88, 1.12), "square_tube": (0.88, 1.08),
}  # fmt: skip
"""Shares between which the volume lies: plates have holes, tubes have tolerances (judgement)."""
_USUAL_SPREAD = (0.9, 1.05)
_THICKEST_SHEET_MM = 200.0
_THINNEST_SLICE = 0.25  # of a tube's inner diameter: less is the wall of a rectangular one
_THICKEST_FILM_MM = 0.3
_THICKEST_SECTION = 0.6  # of an O-ring over its inner diameter: more is two diameters

_ONLY_DIMENSIONS = re.compile(
    rf"(?:{NUMBER}|mm|cm|m|[ltdhwb]|[\s=+/()∠□,-]|[{signs('times')}{signs('round')}])*"
)
_DN = re.compile(r"(?<![a-z])dn\s?(\d{1,3})(?!\d)")
_DASH = re.compile(r"(?:as\s?568[a-z]?\s?-?\s?|#\s?|-)(\d{3})(?!\d)")

Volume = tuple[float, str]
"""Volume [mm3] and the dimensions that it follows from."""


class Shapes:
    """Semi-finished goods, with the tables of pipes and O-rings."""

    def __init__(self) -> None:
        """Read both tables."""
        self._pipes = {row["dn"]: row for row in read_rows("pipes")}
        self._orings = {row["dash"]: row for row in read_rows("orings")}
        self._volumes: dict[str, Callable[[str, float | None], Volume | None]] = {
            "oring": self._oring,
            "magnet": _magnet,
            "ball": _ball,
            "square_tube": _square_tube,
            "angle": _angle,
            "hex_bar": _hex_bar,
            "square_bar": _square_bar,
            "tube": _tube,
            "wire": _round_bar,
            "shaft": _round_bar,
            "bar": _bar,
            "bag": _bag,
            "sheet": _sheet,
            "block": _block,
        }

    def find(self, reading: Reading) -> Solid | None:
        """Give the solid that a line describes, None where a dimension is missing."""
        if reading.has(*_UNFIT) or not _OTHER_PARTS.isdisjoint(reading.families):
            return None
        text = sizes.without_tolerances(reading.text)
        metre = 1000.0 if reading.counted is Dimension.LENGTH else None
        pipe = self._pipe(reading, metre)
        if pipe is not None:
            return pipe
        kind = _kind(reading, text)
        if not kind:
            return None
        if reading.counted is Dimension.AREA:
            found = _square_metre(text) if kind == "sheet" else None
        else:
            found = self._volumes[kind](text, metre)
        if found is None:
            return None
        volume, basis = found
        low, high = _SPREADS.get(kind, _USUAL_SPREAD)
        source = ("bd_warehouse",) if basis.startswith("AS568") else ()
        usual = _USUAL_MATERIALS.get(kind, "")
        return Solid(volume, low, high, _origin(kind, reading), basis, source, usual)

    def _pipe(self, reading: Reading, metre: float | None) -> Solid | None:
        match = _DN.search(reading.text) if reading.has("shape.tube") else None
        row = self._pipes.get(match[1]) if match else None
        length = metre or sizes.find_length(reading.text)
        if row is None or not length:
            return None
        outer, wall = float(row["outer_mm"]), float(row["wall_mm"])
        volume = solids.ring(outer, outer - 2 * wall, length)
        basis = f"DN{row['dn']} {figure(outer)}×{figure(wall)}, L {figure(length)} mm"
        low, high = _SPREADS["pipe"]
        usual = _USUAL_MATERIALS["pipe"]
        return Solid(volume, low, high, MassOrigin.LENGTH, basis, (row["source"],), usual)

    def _oring(self, text: str, _metre: float | None) -> Volume | None:
        dash = _DASH.search(text)
        row = self._orings.get(dash[1]) if dash else None
        if row is not None:
            inner, section = float(row["inner_mm"]), float(row["section_mm"])
            return solids.torus(inner, section), f"AS568-{row['dash']}"
        match _factors(text):
            case [inner, section] if section <= _THICKEST_SECTION * inner:
                return solids.torus(inner, section), f"{figure(inner)}×{figure(section)} mm"
        return None


def _kind(reading: Reading, text: str) -> str:
    """Give the shape that the words name; bare dimensions name one by their signs."""
    named = reading.kinds("shape")
    if named:
        return next((kind for kind in _KINDS if kind in named), "")
    if not _ONLY_DIMENSIONS.fullmatch(text):
        return ""
    if "□" in text:
        return "square_tube"
    if "∠" in text:
        return "angle"
    match _factors(text):
        case [_, _, _]:
            has_three = True
        case _:
            has_three = False
    if sizes.find_diameter(text) is not None:
        return "tube" if has_three else "bar"
    return "sheet" if has_three or sizes.find_thickness(text) else ""


def _origin(kind: str, reading: Reading) -> MassOrigin:
    match reading.counted:
        case Dimension.LENGTH:
            return MassOrigin.LENGTH
        case Dimension.AREA:
            return MassOrigin.AREA
        case _:
            return MassOrigin.STANDARD_PART if kind == "oring" else MassOrigin.VOLUME


def _factors(text: str) -> list[float]:
    return [each.mm for each in sizes.find_product(text)]


def _run(text: str, metre: float | None) -> tuple[list[float], float | None]:
    """Give the factors of a cross-section, and the length that is stated beside them.

    The length is that of the metre that a line counts, a factor marked `L`, or one named so. The
    `L` before all factors is no length: `L50×50×6` is an angle.
    """
    first, *others = sizes.find_product(text) or (None,)
    marked = [each.mm for each in others if each.mark == "l"]
    section = [each.mm for each in (first, *others) if each and each.mm not in marked]
    length = metre or (marked[0] if marked else sizes.find_length(sizes.without_product(text)))
    return section, length


def _box(*sides: float) -> Volume:
    return math.prod(sides), f"{'×'.join(map(figure, sides))} mm"


def _round_bar(text: str, metre: float | None) -> Volume | None:
    section, length = _run(text, metre)
    match section:
        case []:
            diameter = sizes.find_diameter(text) or sizes.find_bare(text)
        case [diameter]:
            pass
        case [diameter, second]:
            length = metre or second
        case _:
            return None
    if not diameter or not length or length < diameter / 4:
        return None
    return solids.cylinder(diameter, length), f"ø{figure(diameter)}×{figure(length)} mm"


def _bar(text: str, metre: float | None) -> Volume | None:
    """Give a bar: round, or flat where it has two sides."""
    section, length = _run(text, metre)
    is_round = sizes.find_diameter(text) is not None
    match section:
        case [width, height, third] if not is_round:
            return _box(width, height, metre or third)
        case [width, height] if length and not is_round:
            return _box(width, height, length)
    return _round_bar(text, metre)


def _ball(text: str, _metre: float | None) -> Volume | None:
    diameter = sizes.find_diameter(text) or sizes.find_length(text)
    if diameter is None:
        return None
    return math.pi / 6 * diameter**3, f"ø{figure(diameter)} mm"


def _magnet(text: str, _metre: float | None) -> Volume | None:
    match _factors(text):
        case [a, b, c]:
            return _box(a, b, c)
        case [diameter, thickness]:
            pass
        case _:
            diameter = sizes.find_diameter(text) or 0.0
            thickness = sizes.find_thickness(text) or 0.0
    if not diameter or not thickness:
        return None
    return solids.cylinder(diameter, thickness), f"ø{figure(diameter)}×{figure(thickness)} mm"


def _tube(text: str, metre: float | None) -> Volume | None:
    section, length = _run(text, metre)
    match section:
        case [first, second]:
            outer, inner = _diameters(first, second)
        case [_, second, third] if third < _THINNEST_SLICE * second:
            return _square_tube(text, metre)
        case [first, second, third]:
            outer, inner = _diameters(first, second)
            length = metre or third
        case _:
            outer, inner = _labelled_diameters(text)
    if not length or not 0 < inner < outer:
        return None
    basis = f"ø{figure(outer)}/{figure(inner)}×{figure(length)} mm"
    return solids.ring(outer, inner, length), basis


def _diameters(first: float, second: float) -> tuple[float, float]:
    """Give both diameters of `20x2`, outer × wall, and of `6x4` or `4x6`, as hoses are named."""
    if second < first / 2:
        return first, first - 2 * second
    return max(first, second), min(first, second)


def _labelled_diameters(text: str) -> tuple[float, float]:
    outer = sizes.find_outer(text) or sizes.find_diameter(text) or 0.0
    inner = sizes.find_inner(text) or 0.0
    wall = sizes.find_thickness(text) or 0.0
    if outer and wall:
        inner = outer - 2 * wall
    elif inner and wall:
        outer = inner + 2 * wall
    return outer, inner


def _hollow(text: str, metre: float | None) -> tuple[float, float, float, float] | None:
    """Give both sides, wall and length of `40×40×2` or `40×2`, with the length behind or beside."""
    section, length = _run(text, metre)
    match section:
        case [a, wall]:
            b = a
        case [a, b, wall]:
            pass
        case [a, b, wall, last]:
            length = metre or last
        case _:
            return None
    if not length or wall >= min(a, b) / 2:
        return None
    return a, b, wall, length


def _square_tube(text: str, metre: float | None) -> Volume | None:
    sides = _hollow(text, metre)
    if sides is None:
        return None
    a, b, wall, length = sides
    section = a * b - (a - 2 * wall) * (b - 2 * wall)
    return section * length, f"□{figure(a)}×{figure(b)}×{figure(wall)}, L {figure(length)} mm"


def _angle(text: str, metre: float | None) -> Volume | None:
    sides = _hollow(text, metre)
    if sides is None:
        return None
    a, b, wall, length = sides
    section = (a + b - wall) * wall
    return section * length, f"∠{figure(a)}×{figure(b)}×{figure(wall)}, L {figure(length)} mm"


def _hex_bar(text: str, metre: float | None) -> Volume | None:
    section, length = _run(text, metre)
    match section:
        case [width]:
            pass
        case [width, second]:
            length = metre or second
        case _:
            return None
    if not length:
        return None
    return solids.hexagon(width, length), f"SW {figure(width)}×{figure(length)} mm"


def _square_bar(text: str, metre: float | None) -> Volume | None:
    section, length = _run(text, metre)
    match section:
        case [a]:
            b = a
        case [a, b]:
            pass
        case [a, b, third]:
            length = metre or third
        case _:
            return None
    return _box(a, b, length) if length else None


def _sheet(text: str, metre: float | None) -> Volume | None:
    match _factors(text):
        case [a, b, c]:
            return _box(a, b, c)
        case [a, b]:
            # "t=2 200×150", or "2 mm sheet 200×150": a bare length beside is the thickness.
            third = metre or sizes.find_thickness(text) or sizes.find_length(text)
            return _box(a, b, third) if third else None
    return None


def _bag(text: str, _metre: float | None) -> Volume | None:
    """Give a flat bag by width, height and thickness of its film, of which it has two layers."""
    match _factors(text):
        case [width, height, film] if film <= _THICKEST_FILM_MM:
            basis = f"2×{figure(width)}×{figure(height)}×{figure(film)} mm"
            return 2 * width * height * film, basis
    return None


def _block(text: str, _metre: float | None) -> Volume | None:
    match _factors(text):
        case [a, b, c]:
            return _box(a, b, c)
    return None


def _square_metre(text: str) -> Volume | None:
    thickness = sizes.find_thickness(text) or sizes.find_length(text)
    if not thickness or thickness > _THICKEST_SHEET_MM:
        return None
    return 1e6 * thickness, f"1 m² × {figure(thickness)} mm"

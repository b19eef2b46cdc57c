"""Recognises semi-finished goods by shape and dimensions: sheets, bars, tubes, O-rings.

Only where the shape and all its dimensions are stated: a housing of 200×150×80 is no block.
"""

import math
import re
from collections.abc import Callable

from pcf.model.bom import MassOrigin
from pcf.recognition import fastener_shapes as solids
from pcf.recognition import sizes
from pcf.recognition.dimension_words import NUMBER, signs
from pcf.recognition.found import Solid, figure
from pcf.recognition.reading import Reading
from pcf.recognition.sizes import Factor
from pcf.recognition.tables import read_rows
from pcf.units import Dimension

_UNFIT = ("not.tool", "not.pack", "not.holder", "not.service", "not.signal", "other.fastener")
_OTHER_PARTS = ("screw", "nut", "washer", "bearing", "insert", "standoff", "motor", "fan", "class")
_KINDS = (
    "oring", "magnet", "ball", "square_tube", "angle", "hex_bar", "square_bar", "tube", "wire",
    "shaft", "bar", "sheet", "block",
)  # fmt: skip
_USUAL = {
    "oring": "nbr", "magnet": "ndfeb", "ball": "steel_bearing", "shaft": "steel_alloyed",
    "angle": "", "pipe": "steel_unalloyed",
}  # fmt: skip
_SPREADS = {
    "sheet": (0.8, 1.04), "block": (0.7, 1.03), "oring": (0.93, 1.07), "magnet": (0.9, 1.05),
    "pipe": (0.75, 1.25), "tube": (0.88, 1.12),
}  # fmt: skip
"""Shares between which the volume lies: plates have holes, tubes have tolerances."""
_USUAL_SPREAD = (0.9, 1.05)
_ONLY_DIMENSIONS = re.compile(
    rf"(?:{NUMBER}|mm|cm|m|[ltdhwb]|[\s=+/()∠□,-]|[{signs('times')}{signs('round')}])*"
)
_DN = re.compile(r"(?<![a-z])dn\s?(\d{1,3})(?!\d)")
_DASH = re.compile(r"(?:as\s?568[a-z]?)?\s?-\s?(\d{3})(?!\d)")


class Shapes:
    """Semi-finished goods, with the tables of pipes and O-rings."""

    def __init__(self) -> None:
        """Read both tables."""
        self._pipes = {row["dn"]: row for row in read_rows("pipes")}
        self._orings = {row["dash"]: row for row in read_rows("orings")}
        self._volumes: dict[str, Callable[[str, float | None], tuple[float, str] | None]] = {
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
            "sheet": _sheet,
            "block": _block,
        }

    def find(self, reading: Reading) -> Solid | None:
        """Give the solid that a line describes, None where a dimension is missing."""
        if reading.has(*_UNFIT) or any(reading.kinds(each) for each in _OTHER_PARTS):
            return None
        text = sizes.without_tolerances(reading.text)
        run = 1000.0 if reading.counted is Dimension.LENGTH else None
        pipe = self._pipe(reading, run)
        if pipe is not None:
            return pipe
        kind = self._kind(reading, text)
        if not kind:
            return None
        if reading.counted is Dimension.AREA:
            found = _square_metre(text) if kind == "sheet" else None
        else:
            found = self._volumes[kind](text, run)
        if found is None or not found[0] > 0:
            return None
        volume, basis = found
        low, high = _SPREADS.get(kind, _USUAL_SPREAD)
        origin = _origin(kind, reading)
        sources = ("bd_warehouse",) if basis.startswith("AS568") else ()
        return Solid(volume, low, high, origin, basis, sources, _USUAL.get(kind, ""))

    def _kind(self, reading: Reading, text: str) -> str:
        named = reading.kinds("shape")
        if named:
            return next((kind for kind in _KINDS if kind in named), "")
        if not _ONLY_DIMENSIONS.fullmatch(text):
            return ""
        if "□" in text:
            return "square_tube"
        if "∠" in text:
            return "angle"
        factors = sizes.find_product(text)
        if sizes.find_diameter(text) is not None:
            return "bar" if len(factors) < 3 else "tube"
        return "sheet" if len(factors) == 3 or sizes.find_thickness(text) else ""

    def _pipe(self, reading: Reading, run: float | None) -> Solid | None:
        match = _DN.search(reading.text) if reading.has("shape.tube") else None
        row = self._pipes.get(match[1]) if match else None
        length = run or sizes.find_length(reading.text)
        if row is None or not length:
            return None
        outer, wall = float(row["outer_mm"]), float(row["wall_mm"])
        volume = solids.ring(outer, outer - 2 * wall, length)
        basis = f"DN{row['dn']} {figure(outer)}×{figure(wall)}, L {figure(length)} mm"
        low, high = _SPREADS["pipe"]
        material = _USUAL["pipe"]
        return Solid(volume, low, high, MassOrigin.LENGTH, basis, (row["source"],), material)

    def _oring(self, text: str, _run: float | None) -> tuple[float, str] | None:
        dash = _DASH.search(text) if "568" in text else None
        row = self._orings.get(dash[1]) if dash else None
        if row is not None:
            inner, section = float(row["inner_mm"]), float(row["section_mm"])
            return solids.torus(inner, section), f"AS568-{row['dash']}"
        values = [each.mm for each in sizes.find_product(text)]
        if len(values) != 2 or values[1] > 0.6 * values[0]:
            return None
        inner, section = values
        return solids.torus(inner, section), f"{figure(inner)}×{figure(section)} mm"


def _origin(kind: str, reading: Reading) -> MassOrigin:
    if reading.counted is Dimension.LENGTH:
        return MassOrigin.LENGTH
    if reading.counted is Dimension.AREA:
        return MassOrigin.AREA
    return MassOrigin.STANDARD_PART if kind == "oring" else MassOrigin.VOLUME


def _values(text: str, run: float | None) -> tuple[list[float], float | None, bool]:
    """Give the factors of a text without its length, the length, and whether the first is round.

    The length is that of a running metre, the factor marked `L`, a length beside, or the last.
    """
    factors: list[Factor] = list(sizes.find_product(text))
    marked = [each for each in factors if each.mark == "l"]
    others = [each for each in factors if each.mark != "l"]
    length = run or (marked[0].mm if marked else sizes.find_length(text))
    is_round = bool(others) and others[0].is_round
    return [each.mm for each in others], length, is_round


def _round_bar(text: str, run: float | None) -> tuple[float, str] | None:
    values, length, _ = _values(text, run)
    diameter = sizes.find_diameter(text)
    if values and (diameter is None or math.isclose(values[0], diameter)):
        diameter = values[0]
        length = run or (values[1] if len(values) == 2 else length)
    if diameter is None or not length or len(values) > 2 or length < diameter / 4:
        return None
    return solids.cylinder(diameter, length), f"ø{figure(diameter)}×{figure(length)} mm"


def _bar(text: str, run: float | None) -> tuple[float, str] | None:
    values, length, is_round = _values(text, run)
    if len(values) == 3 and not is_round:
        return _block(text, run)
    if len(values) == 2 and length and not is_round and sizes.find_diameter(text) is None:
        width, height = values
        basis = f"{figure(width)}×{figure(height)}×{figure(length)} mm"
        return width * height * length, basis
    return _round_bar(text, run)


def _ball(text: str, _run: float | None) -> tuple[float, str] | None:
    diameter = sizes.find_diameter(text) or sizes.find_length(text)
    if diameter is None:
        return None
    return math.pi / 6 * diameter**3, f"ø{figure(diameter)} mm"


def _magnet(text: str, _run: float | None) -> tuple[float, str] | None:
    values = [each.mm for each in sizes.find_product(text)]
    if len(values) == 3:
        a, b, c = values
        return a * b * c, f"{figure(a)}×{figure(b)}×{figure(c)} mm"
    diameter, thickness = sizes.find_diameter(text), sizes.find_thickness(text)
    if len(values) == 2:
        diameter, thickness = values
    if not diameter or not thickness:
        return None
    return solids.cylinder(diameter, thickness), f"ø{figure(diameter)}×{figure(thickness)} mm"


def _tube(text: str, run: float | None) -> tuple[float, str] | None:
    values, length, _ = _values(text, run)
    outer = sizes.find_outer(text) or sizes.find_diameter(text)
    inner, wall = sizes.find_inner(text), sizes.find_thickness(text)
    if len(values) == 3 and not run:
        length = values.pop()
    if len(values) >= 2:
        first, second = values[:2]
        if second < first / 2:
            outer, inner = first, first - 2 * second
        else:  # hoses are named by inner × outer or outer × inner diameter
            outer, inner = max(first, second), min(first, second)
    elif outer and wall:
        inner = outer - 2 * wall
    elif inner and wall:
        outer = inner + 2 * wall
    if not outer or inner is None or not length or not 0 < inner < outer:
        return None
    basis = f"ø{figure(outer)}/{figure(inner)}×{figure(length)} mm"
    return solids.ring(outer, inner, length), basis


def _square_tube(text: str, run: float | None) -> tuple[float, str] | None:
    values, length, _ = _values(text, run)
    if len(values) == 4 and not run:
        length = values.pop()
    wall = values.pop() if len(values) in {2, 3} else None
    if wall is None or not length:
        return None
    a, b = values if len(values) == 2 else values * 2
    if wall >= min(a, b) / 2:
        return None
    section = a * b - (a - 2 * wall) * (b - 2 * wall)
    return section * length, f"□{figure(a)}×{figure(b)}×{figure(wall)}, L {figure(length)} mm"


def _angle(text: str, run: float | None) -> tuple[float, str] | None:
    values, length, _ = _values(text, run)
    if len(values) == 4 and not run:
        length = values.pop()
    wall = values.pop() if len(values) in {2, 3} else None
    if wall is None or not length:
        return None
    a, b = values if len(values) == 2 else values * 2
    if wall >= min(a, b) / 2:
        return None
    section = (a + b - wall) * wall
    return section * length, f"∠{figure(a)}×{figure(b)}×{figure(wall)}, L {figure(length)} mm"


def _hex_bar(text: str, run: float | None) -> tuple[float, str] | None:
    values, length, _ = _values(text, run)
    if len(values) == 2 and not run:
        length = values.pop()
    if len(values) != 1 or not length:
        return None
    return solids.hexagon(values[0], length), f"SW {figure(values[0])}×{figure(length)} mm"


def _square_bar(text: str, run: float | None) -> tuple[float, str] | None:
    values, length, _ = _values(text, run)
    if len(values) == 3 and not run:
        length = values.pop()
    if not values or not length:
        return None
    a, b = (values * 2)[:2]
    return a * b * length, f"□{figure(a)}×{figure(b)}×{figure(length)} mm"


def _sheet(text: str, run: float | None) -> tuple[float, str] | None:
    values = [each.mm for each in sizes.find_product(text)]
    thickness = sizes.find_thickness(text)
    if len(values) == 2 and run:
        values.append(run)
    elif len(values) == 2 and thickness:
        values.append(thickness)
    elif len(values) == 2:
        bare = sizes.find_length(text)  # "2 mm sheet 200×150"
        values += [bare] if bare else []
    if len(values) != 3:
        return None
    a, b, c = values
    return a * b * c, f"{figure(a)}×{figure(b)}×{figure(c)} mm"


def _block(text: str, _run: float | None) -> tuple[float, str] | None:
    values = [each.mm for each in sizes.find_product(text)]
    if len(values) != 3:
        return None
    a, b, c = values
    return a * b * c, f"{figure(a)}×{figure(b)}×{figure(c)} mm"


def _square_metre(text: str) -> tuple[float, str] | None:
    thickness = sizes.find_thickness(text) or sizes.find_length(text)
    if not thickness or thickness > 200:
        return None
    return 1e6 * thickness, f"1 m² × {figure(thickness)} mm"

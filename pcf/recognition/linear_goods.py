"""Recognises goods that weigh by the metre: profiles, rails, beams, spindles, belts and cables."""

import math
import re
from typing import TYPE_CHECKING

import msgspec

from pcf.model.bom import MassOrigin
from pcf.recognition import sizes
from pcf.recognition.dimension_words import LETTERS, NUMBER, any_of, any_unit, signs
from pcf.recognition.found import Weight, figure
from pcf.recognition.reading import Reading
from pcf.recognition.tables import by_kind, read_rows
from pcf.units import Dimension

if TYPE_CHECKING:
    from collections.abc import Callable

_UNFIT = ("not.tool", "not.pack", "not.service", "other.fastener")

_CODE = re.compile(
    r"(?<![\d.])(1515|2020|2040|2060|2080|3030|3060|4040|4080|4545|4590|6060|8080)(?!\d)"
)
_RAIL = re.compile(
    r"(?<![a-z])(mgn|mgw|hgr|hgw|hgh|sbr|egr)\s?-?(\d{1,2})(?:c[ac]?|h[ac]?|r)?(?!\d)"
)
_RAIL_OF = {"hgw": "hgr", "hgh": "hgr", "mgw": "mgn"}
_RAIL_LENGTH = re.compile(r"[-x×*\s]\s?(\d{2,4})(?:\s?mm)?(?![\d.])")
_BEAM = re.compile(r"(?<![a-z])(ipe|hea|heb|upn|unp)\s?-?(\d{2,3})(?!\d)")
_BALL_SCREW = re.compile(
    r"(?:sfu|sfs|sfe|dfu)?\s?(?<!\d)(08|10|12|14|16|20|25|32|40)(01|02|04|05|10|20|25|32)(?!\d)"
)
_LEAD_SCREW = re.compile(r"(?<![a-z])(?:tr|t)\s?(\d{1,2})(?!\d)(?:\s?[x×*]\s?(\d{1,2})(?!\d))?")
_BELT = re.compile(
    r"(?<![a-z])(gt2|2gt|gt3|htd\s?-?[358]m|at5|at10|t2\.5|t5|t10|xl|[358]m)(?![a-z0-9])"
)
_BELT_WIDTH = re.compile(rf"(?<![\d.])(\d{{1,2}})\s?mm(?:\s?{any_of('wide')})?(?!\d)")
_BELT_LENGTH = re.compile(
    rf"({NUMBER})\s?{any_of('unit.m')}(?![{LETTERS}0-9])|(?<![\d.])(\d{{3,5}})\s?mm"
)
_AREA = re.compile(
    rf"(?:(\d{{1,2}})\s?{any_of('core_sign')}\s?)?(?<![\d.])({NUMBER})\s?{any_unit('area_unit')}"
    rf"(?:\s?[{signs('times')}]\s?(\d{{1,2}})\s?{any_of('cores')})?"
)
_AWG = re.compile(r"awg\s?#?-?(\d{1,2})(?!\d)|(?<!\d)(\d{1,2})\s?#?-?awg")
_CORES = re.compile(rf"(?<!\d)(\d{{1,2}})\s?-?\s?{any_of('cores')}(?![{LETTERS}])")

_BALL_CORE = 0.95  # diameter of a solid cylinder over the nominal one: grooves (judgement)
_LEAD_CORE = 0.88
_SPINDLE_LOW, _SPINDLE_HIGH = 0.88, 1.1
_STEEL_KG_PER_MM3 = 7.85e-6
_COPPER_G_PER_M_MM2 = 8.93
_INSULATION_G_PER_M = 5.2
"""Insulation of a core of A mm2 weighs 5.2 A^0.6 g/m: 13 cross-sections of h07z_k within 6 %."""
_SHEATH = 1.6  # mass of a sheathed cable over that of its cores (general knowledge)


class Good(msgspec.Struct, frozen=True):
    """What one metre weighs."""

    kg_per_m: float
    low: float
    high: float
    name: str
    source: str
    length_mm: float | None


class LinearGoods:
    """The masses per metre of `linear_goods.csv`, read once for many lines."""

    def __init__(self) -> None:
        """Read the table."""
        self._rows = {
            kind: {row["size"]: row for row in rows}
            for kind, rows in by_kind(read_rows("linear_goods")).items()
        }
        self._finders: dict[str, Callable[[str], Good | None]] = {
            "extrusion": self._extrusion,
            "rail": self._rail,
            "beam": self._beam,
            "ball_screw": _ball_screw,
            "lead_screw": _lead_screw,
            "belt": self._belt,
            "cable": _cable,
        }

    def find(self, reading: Reading) -> Weight | None:
        """Give the mass of a line's length, or of one metre where the line is counted in metres."""
        kinds = reading.kinds("linear")
        if not kinds or reading.has(*_UNFIT):
            return None
        if "cable_end" in kinds or ("cable" not in kinds and reading.has("not.holder")):
            return None
        kind = next((each for each in self._finders if each in kinds), "")
        good = self._finders[kind](reading.text) if kind else None
        if good is None:
            return None
        length_mm = 1000.0 if reading.counted is Dimension.LENGTH else good.length_mm
        if not length_mm:
            return None
        metres = length_mm / 1000
        basis = f"{good.name}, {figure(length_mm)} mm × {good.kg_per_m:.3g} kg/m"
        return Weight(
            good.kg_per_m * metres,
            good.low * metres,
            good.high * metres,
            MassOrigin.LENGTH,
            basis,
            (good.source,),
        )

    def _row(self, kind: str, size: str, length: float | None, width: float = 1.0) -> Good | None:
        row = self._rows[kind].get(size)
        if row is None:
            return None
        mass, low, high = (float(row[each]) * width for each in ("kg_per_m", "low", "high"))
        return Good(mass, low, high, row["name"], row["source"], length)

    def _extrusion(self, text: str) -> Good | None:
        code = _CODE.search(text)
        if code is not None:
            return self._row("extrusion", code[1], sizes.find_length(text.replace(code[0], " ", 1)))
        match [each.mm for each in sizes.find_product(text)]:
            case [width, height, length]:
                pass
            case [width, height]:
                length = sizes.find_length(text) or 0.0
            case _:
                return None
        low, high = sorted((width, height))
        return self._row("extrusion", f"{low:g}{high:g}", length)

    def _rail(self, text: str) -> Good | None:
        match = _RAIL.search(text)
        if match is None:
            return None
        rest = text[match.end() :]
        joined = _RAIL_LENGTH.match(rest)
        length = sizes.find_length(text) or (float(joined[1]) if joined else None)
        return self._row("rail", _RAIL_OF.get(match[1], match[1]) + match[2], length)

    def _beam(self, text: str) -> Good | None:
        match = _BEAM.search(text)
        if match is None:
            return None
        length = sizes.find_length(text.replace(match[0], " ", 1))
        return self._row("beam", match[1].replace("unp", "upn") + match[2], length)

    def _belt(self, text: str) -> Good | None:
        match = _BELT.search(text)
        width = _BELT_WIDTH.search(text) if match else None
        if match is None or width is None:
            return None
        size = match[1].replace(" ", "").replace("-", "")
        size = f"htd{size}" if size in {"3m", "5m", "8m"} else size
        long = _BELT_LENGTH.search(text[match.end() :])
        length = None
        if long is not None:
            length = sizes.number(long[1]) * 1000 if long[1] else float(long[2])
        good = self._row("belt", size, length, float(width[1]))
        if good is None:
            return None
        return msgspec.structs.replace(good, name=f"{match[1].upper()} {width[1]} mm")


def _ball_screw(text: str) -> Good | None:
    match = _BALL_SCREW.search(text)
    if match is None:
        return None
    length = sizes.find_length(text.replace(match[0], " ", 1))
    return _spindle(float(match[1]), _BALL_CORE, f"{match[1]}{match[2]}", length)


def _lead_screw(text: str) -> Good | None:
    match = _LEAD_SCREW.search(text)
    if match is None:
        return None
    length = sizes.find_length(text.replace(match[0], " ", 1))
    return _spindle(float(match[1]), _LEAD_CORE, f"Tr{match[1]}", length)


def _spindle(diameter: float, core: float, name: str, length: float | None) -> Good:
    mass = math.pi / 4 * (core * diameter) ** 2 * 1000 * _STEEL_KG_PER_MM3
    low, high = mass * _SPINDLE_LOW, mass * _SPINDLE_HIGH
    return Good(mass, low, high, name, "general_knowledge", length)


def _cable(text: str) -> Good | None:
    """Give a copper cable by the cross-section of its cores, with insulation and sheath."""
    by_area, by_gauge = _AREA.search(text), _AWG.search(text)
    if by_area is not None:
        area = sizes.number(by_area[2])
        beside = text.replace(by_area[0], " ", 1)
        cores = int(by_area[1] or by_area[3] or 0) or _cores(beside)
        name = f"{cores}×{figure(area)} mm²"
    elif by_gauge is not None:
        gauge = int(by_gauge[1] or by_gauge[2])
        area = math.pi / 4 * (0.127 * 92 ** ((36 - gauge) / 39)) ** 2  # ASTM B258
        beside = text.replace(by_gauge[0], " ", 1)
        cores = _cores(beside)
        name = f"{cores}×AWG{gauge}"
    else:
        return None
    core = _COPPER_G_PER_M_MM2 * area + _INSULATION_G_PER_M * area**0.6
    low, usual, high = (0.85, 1.0, 1.3) if cores == 1 else (0.95, _SHEATH, 2.1)
    mass = cores * core / 1000
    length = sizes.find_length(beside)
    return Good(mass * usual, mass * low, mass * high, name, "h07z_k", length)


def _cores(text: str) -> int:
    match = _CORES.search(text)
    return int(match[1]) if match else 1

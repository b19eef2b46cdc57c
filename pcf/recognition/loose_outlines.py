"""Components whose footprint tells their size: cans, coils, crystals, discs, boxes, connectors.

Their masses are volume times an effective density, or so much a pin; all of general knowledge.
"""

import math
import re

from pcf.model.bom import MassOrigin
from pcf.recognition.dimension_words import LETTERS, any_of
from pcf.recognition.found import Weight, figure
from pcf.recognition.tables import read_rows

_SOURCE = "general_knowledge"

_CAN_MG_PER_MM3, _CAN_LOW, _CAN_HIGH = 1.55, 0.75, 1.28  # electrolytic capacitors
_USUAL_CAN, _USUAL_CAN_LOW, _USUAL_CAN_HIGH = 1.6, 0.45, 1.8  # length over diameter, if not stated
_CAN_DIAMETERS, _CAN_LENGTHS = (3.0, 100.0), (3.0, 250.0)
_COIL_MG_PER_MM3, _COIL_LOW, _COIL_HIGH = 4.2, 0.6, 1.35  # shielded power inductors
_CRYSTAL_MG_PER_MM3, _CRYSTAL_LOW, _CRYSTAL_HIGH = 4.0, 0.6, 1.5
_DISC_MG_PER_MM3, _DISC_LEADS_MG, _DISC_LOW, _DISC_HIGH = 3.0, 80.0, 0.5, 1.6
_FILM_MG_PER_MM3, _FILM_LOW, _FILM_HIGH = 1.45, 0.55, 1.6
_FILM_HEIGHT = 1.9  # over the width of a film capacitor's box

_SIZE = r"\d{1,2}(?:\.\d)?"
_CAN = re.compile(rf"(?:ø|φ|d)?\s?({_SIZE})\s?(?:mm)?\s?[x×*]\s?[lh]?\s?({_SIZE})(?!\d)")
_CAN_DIAMETER = re.compile(rf"(?<![a-z])d({_SIZE})mm")
_BOX = re.compile(rf"rect_l({_SIZE})mm_w({_SIZE})mm")
_DISC = re.compile(rf"disc_d({_SIZE})mm_w({_SIZE})mm")
_COIL = re.compile(
    r"(?<![a-z])(?:srn|nr|nrs|cdrh|srr|swpa|sws|vls|cd|ihlp|slf|fnr|mwsa|wpn|xal|xfl)[-_]?"
    r"(\d)(\d)(\d)(\d)(?!\d)"
)
_CRYSTAL = re.compile(r"(?<![\d.])(1612|2012|2016|2520|3215|3225|4025|5032|6035|7050)(?!\d)")
_PIN_COUNT = re.compile(
    r"(\d{1,2})[x×*](\d{1,2})(?!\d|\.|mm)"
    rf"|(?<![\d.])(\d{{1,3}})\s?-?{any_of('pins')}(?![{LETTERS}])"
    r"|(?<![a-z])[bs](\d{1,2})b"
    r"|(?:xh|ph|vh|zh|gh|sh)[-_ ]?(\d{1,2})(?:p|pin|a|aw|y|pcs)?(?![\d.])"
)


def find_can(text: str) -> Weight | None:
    """Give an electrolytic capacitor by diameter and length of its can."""
    both, alone = _CAN.search(text), _CAN_DIAMETER.search(text)
    if both is not None:
        diameter, length = float(both[1]), float(both[2])
        low, high = _CAN_LOW, _CAN_HIGH
    elif alone is not None:
        diameter = float(alone[1])
        length = _USUAL_CAN * diameter
        low, high = _USUAL_CAN_LOW, _USUAL_CAN_HIGH
    else:
        return None
    if not (
        _CAN_DIAMETERS[0] <= diameter <= _CAN_DIAMETERS[1]
        and _CAN_LENGTHS[0] <= length <= _CAN_LENGTHS[1]
    ):
        return None
    mass = math.pi / 4 * diameter**2 * length * _CAN_MG_PER_MM3
    basis = f"ø{figure(diameter)}×{figure(length)} mm × {_CAN_MG_PER_MM3} g/cm³"
    return _weight(mass, low, high, basis)


def find_coil(text: str) -> Weight | None:
    """Give a power inductor whose name tells its size: SRN8040 is 8.0 × 8.0 × 4.0 mm."""
    match = _COIL.search(text)
    if match is None:
        return None
    width, height = float(f"{match[1]}.{match[2]}"), float(f"{match[3]}.{match[4]}")
    mass = width**2 * height * _COIL_MG_PER_MM3
    basis = f"{figure(width)}×{figure(width)}×{figure(height)} mm × {_COIL_MG_PER_MM3} g/cm³"
    return _weight(mass, _COIL_LOW, _COIL_HIGH, basis)


def find_crystal(text: str) -> Weight | None:
    """Give a crystal in a ceramic outline: 3225 is 3.2 × 2.5 mm."""
    match = _CRYSTAL.search(text)
    if match is None:
        return None
    length, width = float(match[1][:2]) / 10, float(match[1][2:]) / 10
    height = 0.28 * width + 0.05  # 0.5 mm of a 2016, 0.75 of a 3225, 1.4 of a 7050
    mass = length * width * height * _CRYSTAL_MG_PER_MM3
    basis = f"{figure(length)}×{figure(width)} mm × {_CRYSTAL_MG_PER_MM3} g/cm³"
    return _weight(mass, _CRYSTAL_LOW, _CRYSTAL_HIGH, basis)


def find_leaded_capacitor(text: str) -> Weight | None:
    """Give a disc or film capacitor by the outline in its footprint's name."""
    disc, box = _DISC.search(text), _BOX.search(text)
    if disc is not None:
        diameter, width = float(disc[1]), float(disc[2])
        mass = math.pi / 4 * diameter**2 * width * _DISC_MG_PER_MM3 + _DISC_LEADS_MG
        return _weight(mass, _DISC_LOW, _DISC_HIGH, f"ø{figure(diameter)}×{figure(width)} mm")
    if box is None:
        return None
    length, width = float(box[1]), float(box[2])
    height = _FILM_HEIGHT * width
    mass = length * width * height * _FILM_MG_PER_MM3
    basis = f"{figure(length)}×{figure(width)}×~{figure(height)} mm"
    return _weight(mass, _FILM_LOW, _FILM_HIGH, basis)


class Connectors:
    """Connectors that weigh so much a pin, read once for many lines."""

    def __init__(self) -> None:
        """Read `connectors.csv`."""
        self._rows = [(re.compile(row["pattern"]), row) for row in read_rows("connectors")]

    def find(self, text: str) -> Weight | None:
        """Give the connector that a text names with its number of pins."""
        row = next((row for pattern, row in self._rows if pattern.search(text)), None)
        pins = _pin_count(text) if row is not None else 0
        if row is None or not pins:
            return None
        mass = float(row["mg_per_pin"]) * pins + float(row["mg_fixed"])
        return _weight(mass, float(row["low"]), float(row["high"]), f"{row['name']}, {pins} pin")


def _pin_count(text: str) -> int:
    match = _PIN_COUNT.search(text)
    if match is None:
        return 0
    rows, columns, *others = match.groups()
    if rows:
        return int(rows) * int(columns)
    return int(next(each for each in others if each))


def _weight(mass_mg: float, low: float, high: float, basis: str) -> Weight:
    kg = mass_mg * 1e-6
    return Weight(kg, kg * low, kg * high, MassOrigin.PACKAGE, basis, (_SOURCE,))

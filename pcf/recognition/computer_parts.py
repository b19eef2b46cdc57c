"""Recognises drives and memory modules by their form factor, and battery packs by their energy.

"SSD 512GB M.2 2280"  "HDD 3.5 inch 2 TB"  "SODIMM DDR4 16 GB"  "笔记本电池 56Wh"
"""

import re

from pcf.model.bom import MassOrigin
from pcf.recognition import sizes
from pcf.recognition.dimension_words import LETTERS, NUMBER, any_of
from pcf.recognition.found import Weight, figure
from pcf.recognition.reading import Reading

_UNFIT = (
    "not.tool", "not.pack", "not.holder", "not.signal", "not.service", "not.device",
)  # fmt: skip
_SOURCE = ("general_knowledge",)

_INCH = rf"\s?{any_of('inches')}"
_LARGE = re.compile(rf"(?<![\d.,])3[.,]5{_INCH}")
_SMALL = re.compile(rf"(?<![\d.,])2[.,]5{_INCH}")
_CARD = re.compile(r"(?<![a-z0-9])m\.2(?!\d)|(?<!\d)22(?:30|42|60|80|110)(?!\d)|msata")
_DRIVES = (
    ("hdd", _LARGE, '3.5" HDD', 640, 400, 800),
    ("hdd", _SMALL, '2.5" HDD', 105, 80, 230),
    ("ssd", _CARD, "M.2 SSD", 7, 2, 16),
    ("ssd", _SMALL, '2.5" SSD', 50, 28, 160),
)
"""Kind, form factor, name, likely, least and greatest mass [g] (general knowledge)."""
_MODULES = {"sodimm": ("SO-DIMM", 8.5, 5, 12), "dimm": ("DIMM", 22, 14, 60)}
"""Name, likely, least and greatest mass [g]; heavy ones bear heat spreaders (general knowledge)."""

_ENERGY = re.compile(rf"(?<![\d.,])({NUMBER})\s?wh(?![{LETTERS}/])")
_LEAST_WH, _GREATEST_WH = 1.0, 1000.0
_WH_PER_KG, _LEAST_WH_PER_KG, _GREATEST_WH_PER_KG = 190.0, 125.0, 260.0
"""Specific energy of lithium-ion packs with case and board [Wh/kg] (general knowledge)."""


def find_computer_part(reading: Reading) -> Weight | None:
    """Give the drive, memory module or battery pack that a line is, None where it is none."""
    if reading.has(*_UNFIT):
        return None
    return _drive(reading) or _module(reading) or _battery(reading)


def _drive(reading: Reading) -> Weight | None:
    kinds = reading.kinds("drive")
    kind = "ssd" if "ssd" in kinds else "hdd"  # 固态硬盘 holds the word for a hard disk
    for one, form, name, mass, low, high in _DRIVES:
        if kinds and one == kind and form.search(reading.text):
            return _weight(name, mass, low, high)
    return None


def _module(reading: Reading) -> Weight | None:
    kinds = reading.kinds("memory")
    found = next((row for kind, row in _MODULES.items() if kind in kinds), None)
    return _weight(*found) if found else None


def _battery(reading: Reading) -> Weight | None:
    match = _ENERGY.search(reading.text)
    if match is None or not reading.kinds("battery") or reading.has("battery.other"):
        return None
    energy = sizes.number(match[1])
    if not _LEAST_WH <= energy <= _GREATEST_WH:
        return None
    grams = [1e3 * energy / each for each in (_WH_PER_KG, _GREATEST_WH_PER_KG, _LEAST_WH_PER_KG)]
    return _weight(f"{figure(energy)} Wh ÷ {figure(_WH_PER_KG)} Wh/kg", *grams)


def _weight(basis: str, mass_g: float, low_g: float, high_g: float) -> Weight:
    origin = MassOrigin.STANDARD_PART
    return Weight(mass_g / 1e3, low_g / 1e3, high_g / 1e3, origin, basis, _SOURCE)

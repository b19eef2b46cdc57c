"""Recognises rolling bearings by their number: ISO 15 and ISO 104 fix the dimensions."""

import re

from pcf.model.bom import MassOrigin
from pcf.recognition.fastener_shapes import ring
from pcf.recognition.found import Weight, figure
from pcf.recognition.reading import Reading
from pcf.recognition.tables import read_rows

_STEEL_KG_PER_MM3 = 7.81e-6
_SOLID_SHARE = 0.67
"""Mass of a ball bearing over that of a solid ring of its dimensions.

0.61 to 0.72 for 26 bearings of 3 to 10 mm bore whose masses SKF states (cq_warehouse)."""
_OTHER_SHARES = {"51": 0.74, "hk": 0.65}  # thrust ball bearings, needle sleeves (general knowledge)
_LOW, _HIGH = 0.8, 1.14  # thin rings of miniature bearings; seals, shields, cages
_MARKS = r"(?:[-\s/]?(?:2?rs[1hr]?|2?rz|2?z|zz|z|ddu?|dd|vv|llu|llb|lu|open|2rsr|2zr|c3|c2))"
_UNFIT = ("not.tool", "not.pack", "not.holder", "not.service", "bearing.other")


class Bearings:
    """The numbers of standard bearings, read once for many lines."""

    def __init__(self) -> None:
        """Read the table of boundary dimensions."""
        self._rows = {row["series"]: row for row in read_rows("bearings")}
        numbers = "|".join(sorted(self._rows, key=len, reverse=True))
        self._number = re.compile(rf"(?<![\d.,a-z])s?({numbers})({_MARKS}*)(?![\da-z])")

    def find(self, reading: Reading) -> Weight | None:
        """Give the bearing that a line is: its number, and the word or the mark of a seal."""
        if reading.has(*_UNFIT):
            return None
        match = self._number.search(reading.text)
        if match is None:
            return None
        is_named = bool(reading.kinds("bearing"))
        is_alone = match[0] == reading.text and not match[0].isdigit()  # "608zz" is nothing else
        if not (is_named or is_alone):
            return None
        row = self._rows[match[1]]
        inner, outer, width = (float(row[each]) for each in ("bore_mm", "outer_mm", "width_mm"))
        share = _OTHER_SHARES.get(match[1][:2], _SOLID_SHARE)
        mass = share * ring(outer, inner, width) * _STEEL_KG_PER_MM3
        basis = f"{match[1].upper()} {figure(inner)}×{figure(outer)}×{figure(width)} mm"
        origin = MassOrigin.STANDARD_PART
        return Weight(mass, mass * _LOW, mass * _HIGH, origin, basis, (row["source"],))

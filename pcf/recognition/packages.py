"""Recognises the outlines of electronic components and gives what such a component weighs.

    "C_0603_1608Metric"  "100nF 25V 0603"  "Package_SO:SOIC-8_3.9x4.9mm_P1.27mm"  "LQFP-48"

Small ones have a mass of their own in `packages.csv`; families of moulded outlines go by the
volume of their body and an effective density, chips by length, width, height and kind.
"""

import math
import re

from pcf.model.bom import MassOrigin
from pcf.recognition import loose_outlines
from pcf.recognition.component_kinds import component_kind
from pcf.recognition.dimension_words import any_of
from pcf.recognition.found import Weight, figure
from pcf.recognition.reading import Reading
from pcf.recognition.tables import Row, read_rows

_CHIP_DENSITY = {
    "resistor": (3.7, 0.8, 1.25), "fuse": (3.7, 0.6, 1.6), "capacitor": (5.7, 0.88, 1.08),
    "inductor": (4.8, 0.75, 1.2), "led": (2.2, 0.55, 1.8), "diode": (2.5, 0.55, 1.8),
}  # fmt: skip
"""Effective density [mg/mm3] of a chip and its spread: alumina 3.9, barium titanate 5.9, ferrite
4.9 (handbooks), less for terminals and cavities (judgement)."""
_LIGHTEST_CHIP = 2.0  # mg/mm3, of a chip of unknown kind
_NO_CHIPS = frozenset({"connector", "crystal", "ic"})

_CHIP_CODES = "01005|0201|0402|0603|0805|1206|1210|1808|1812|2010|2220|2512"
_METRIC_CODES = "0402|0603|1005|1608|2012|3216|3225|4520|4532|5025|5750|6432"
_IMPERIAL = re.compile(rf"(?<![\d.])({_CHIP_CODES})(?!\d)(\s?\(?{any_of('metric')})?")
_METRIC = re.compile(rf"(?<![\d.])({_METRIC_CODES})(?!\d)")

_DIODES_ONLY = frozenset({"SMA", "SMB", "SMC", "MELF"})  # SMA is a coaxial connector too
_IN_PACKAGES_ONLY = _DIODES_ONLY | {"LED 2835", "LED 5050", "TO-3", "TO-39"}  # mean much in a name
_BODY = re.compile(
    r"(?<![\d.])(\d{1,2}(?:\.\d+)?)\s?[x×*]\s?(\d{1,2}(?:\.\d+)?)"
    r"(?:\s?[x×*]\s?(\d(?:\.\d+)?))?\s?(?:mm)?"
)
_LEAST_BODY_MM, _GREATEST_BODY_MM = 0.5, 60.0
_WIDE_OUTLINE = re.compile(r"soicw|soic_w|sopw|soiw|300\s?mil|w(?:ide)?$|\dw(?![a-z])")
_WIDE_MM, _WIDE_HEIGHT_MM = 7.5, 2.3  # of wide small outlines (JEDEC MS-013)
_WIDE_MM_PER_PIN = 10.3 / 16
_WIDE_DIP = re.compile(r"15\.24|600\s?mil|wide")
_DIP_MM_PER_PIN, _DIP_WIDE_MM, _DIP_HEIGHT_MM = 1.3, 13.8, 4.0  # of dual in line, 600 mil


class Packages:
    """The tables of outlines, read once for many lines."""

    def __init__(self) -> None:
        """Read outlines, families, bodies, chips and connectors."""
        outlines = read_rows("packages")
        self._outlines = [(_alone(row["pattern"]), row) for row in outlines]
        self._any_outline = _alone("|".join(row["pattern"] for row in outlines))
        families = read_rows("package_families")
        self._families = [(_with_pins(row["words"]), row) for row in families]
        every_word = "|".join(row["words"] for row in families)
        self._any_family = re.compile(rf"(?<![a-z])(?:{every_word})(?![a-z])")
        self._bodies = {(row["family"], row["pins"]): row for row in read_rows("package_bodies")}
        chips = read_rows("chip_sizes")
        self._imperial = {row["imperial"]: row for row in chips}
        self._metric = {row["metric"]: row for row in chips}
        self._connectors = loose_outlines.Connectors()

    def find(self, reading: Reading) -> Weight | None:
        """Give the component that a line is, by its package, else by its name and remark."""
        package = reading.package.rpartition(":")[2]
        kind = component_kind(reading, package)
        found = self._by_text(package, kind, is_package=True) if package else None
        if found is not None:
            return found
        is_electronic = bool(kind or package or reading.designators or reading.kinds("class"))
        if not is_electronic or reading.has("not.tool", "not.pack", "not.device", "linear.cable"):
            return None
        return self._by_text(reading.text, kind, is_package=False) or self._by_text(
            reading.remarks, kind, is_package=False
        )

    def _by_text(self, text: str, kind: str, *, is_package: bool) -> Weight | None:
        if not text:
            return None
        if kind == "electrolytic":
            return loose_outlines.find_can(text)
        if kind == "connector":
            return self._connectors.find(text)
        found = _special(text, kind, is_package=is_package)
        found = found or self._outline(text, kind, is_package=is_package)
        found = found or self._family(text, is_package=is_package)
        if found is None and not kind:
            found = self._connectors.find(text)
        if found is None and kind not in _NO_CHIPS and (is_package or kind in _CHIP_DENSITY):
            found = self._chip(text, kind)
        return found

    def _outline(self, text: str, kind: str, *, is_package: bool) -> Weight | None:
        if self._any_outline.search(text) is None:
            return None
        row = next(row for pattern, row in self._outlines if pattern.search(text))
        name = row["name"]
        if name in _IN_PACKAGES_ONLY and not (is_package or kind):
            return None
        if name in _DIODES_ONLY and kind not in {"diode", ""}:
            return None
        mass, low, high = (float(row[each]) for each in ("mass_mg", "low_mg", "high_mg"))
        return _weight(mass, low, high, name, row["source"])

    def _family(self, text: str, *, is_package: bool) -> Weight | None:
        if self._any_family.search(text) is None:
            return None
        for pattern, row in self._families:
            match = pattern.search(text)
            pins = (match[2] or match[1] or "") if match else ""
            if match is not None and (is_package or pins):
                return self._moulded(text[match.start() :], row, pins)
        return None

    def _moulded(self, text: str, family: Row, pins: str) -> Weight | None:
        """Give a moulded outline: of the stated body, else of the usual body of so many pins."""
        body = self._body(text, family, pins)
        if body is None:
            return None
        length, width, height, source = body
        density = float(family["kg_per_m3"]) / 1e3
        mass = length * width * height * density
        name = family["words"].split("|")[0].upper() + (f"-{pins}" if pins else "")
        outline = f"{figure(length)}×{figure(width)}×{figure(height)} mm"
        basis = f"{name}, {outline} × {density:.3g} g/cm³"
        low, high = float(family["low"]), float(family["high"])
        return _weight(mass, mass * low, mass * high, basis, source)

    def _body(self, text: str, family: Row, pins: str) -> tuple[float, float, float, str] | None:
        """Give length, width and height of a body [mm] and the source of what is not stated."""
        name = family["family"]
        if name == "small_outline" and _WIDE_OUTLINE.search(text):
            return _WIDE_MM_PER_PIN * int(pins or 16), _WIDE_MM, _WIDE_HEIGHT_MM, family["source"]
        if name == "dual_in_line" and pins and _WIDE_DIP.search(text):
            return _DIP_MM_PER_PIN * int(pins), _DIP_WIDE_MM, _DIP_HEIGHT_MM, family["source"]
        usual = self._bodies.get((name, pins))
        height = float((usual or family)["height_mm"])
        stated = _BODY.search(text)
        if stated is None or not all(
            _LEAST_BODY_MM <= float(each) <= _GREATEST_BODY_MM for each in stated.group(1, 2)
        ):
            if usual is None:
                return None
            return float(usual["length_mm"]), float(usual["width_mm"]), height, usual["source"]
        length, width = float(stated[1]), float(stated[2])
        if stated[3]:
            height = float(stated[3])
        elif name == "small_outline" and min(length, width) >= _WIDE_MM:
            height = _WIDE_HEIGHT_MM
        return length, width, height, family["source"]

    def _chip(self, text: str, kind: str) -> Weight | None:
        row = self._chip_row(text)
        if row is None:
            return None
        area = float(row["length_mm"]) * float(row["width_mm"])
        flat = float(row["resistor_height_mm"])
        thin, usual, thick = (float(row[f"capacitor{each}_mm"]) for each in ("_low", "", "_high"))
        if kind not in _CHIP_DENSITY:
            low, high = area * flat * _LIGHTEST_CHIP, area * thick * _CHIP_DENSITY["capacitor"][0]
            basis = f"{row['imperial']}, {figure(area)} mm²"
            return _weight(math.sqrt(low * high), low, high, basis, row["source"])
        if kind in {"resistor", "fuse"}:
            thin = usual = thick = flat
        elif kind in {"led", "diode"}:
            thin, usual, thick = flat, min(0.75 * usual, 0.9), min(thick, 1.2)
        density, low, high = _CHIP_DENSITY[kind]
        outline = f"{row['length_mm']}×{row['width_mm']}×{figure(usual)} mm"
        basis = f"{row['imperial']}, {outline} × {density:g} g/cm³"
        heavy = area * density
        return _weight(
            heavy * usual, heavy * thin * low, heavy * thick * high, basis, row["source"]
        )

    def _chip_row(self, text: str) -> Row | None:
        """Give the size of a chip: `0603` in inches, unless it is called metric."""
        imperial = _IMPERIAL.search(text)
        if imperial is not None and not imperial[2]:
            return self._imperial[imperial[1]]
        metric = _METRIC.search(text)
        return self._metric.get(metric[1]) if metric else None


def _special(text: str, kind: str, *, is_package: bool) -> Weight | None:
    """Give a component whose footprint tells its size: a coil, a crystal, a disc or a box."""
    if kind == "crystal":
        return loose_outlines.find_crystal(text)
    if kind == "inductor" or (not kind and is_package):
        found = loose_outlines.find_coil(text)
        if found is not None:
            return found
    if kind in {"capacitor", ""} and is_package:
        return loose_outlines.find_leaded_capacitor(text)
    return None


def _alone(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])")


def _with_pins(words: str) -> re.Pattern[str]:
    """Give what finds a family with its pins before or after: `LQFP-48`, `48-LQFP`, `SO8`."""
    names = "|".join(sorted(words.split("|"), key=len, reverse=True))
    return re.compile(rf"(?<![a-z])(?:(\d{{1,4}})[-_ ]?)?(?:{names})(?:[-_ ]?(\d{{1,4}}))?(?!\d)")


def _weight(mass_mg: float, low_mg: float, high_mg: float, basis: str, source: str) -> Weight:
    kg = 1e-6
    return Weight(mass_mg * kg, low_mg * kg, high_mg * kg, MassOrigin.PACKAGE, basis, (source,))

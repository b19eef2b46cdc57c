"""Recognises the outlines of electronic components and gives what such a component weighs.

    "C_0603_1608Metric"  "100nF 25V 0603"  "Package_SO:SOIC-8_3.9x4.9mm_P1.27mm"  "LQFP-48"

Small ones have a mass of their own in `packages.csv`; families of moulded outlines go by the
volume of their body and an effective density, chips by length, width, height and kind.
"""

import math
import re

from pcf.model.bom import MassOrigin
from pcf.recognition.dimension_words import LETTERS, any_of
from pcf.recognition.found import Weight, figure
from pcf.recognition.reading import Reading
from pcf.recognition.tables import Row, by_kind, read_rows

_KIND_BY_DESIGNATOR = {
    "r": "resistor", "rn": "resistor", "rp": "resistor", "c": "capacitor", "l": "inductor",
    "fb": "inductor", "d": "diode", "led": "led", "q": "transistor", "t": "transistor", "u": "ic",
    "ic": "ic", "y": "crystal", "x": "crystal", "j": "connector", "p": "connector",
    "cn": "connector", "con": "connector", "h": "connector", "f": "fuse",
}  # fmt: skip
_KIND_BY_PREFIX = {**_KIND_BY_DESIGNATOR, "cp": "electrolytic", "crystal": "crystal"}
_DESIGNATOR = re.compile(r"\s*([A-Za-z]{1,3})\d")
_PREFIX = re.compile(r"(led|crystal|cp|fb|[rcldq])[_-]?(?=\d|elec|radial|rect|disc|axial|smd)")
_KINDS = (
    "electrolytic", "tantalum", "resistor", "inductor", "led", "diode", "crystal", "capacitor",
    "transistor", "ic",
)  # fmt: skip

_CHIP_DENSITY = {
    "resistor": (3.7, 0.8, 1.25), "fuse": (3.7, 0.6, 1.6), "capacitor": (5.7, 0.88, 1.08),
    "inductor": (4.8, 0.75, 1.2), "led": (2.2, 0.55, 1.8), "diode": (2.5, 0.55, 1.8),
}  # fmt: skip
"""Effective density [mg/mm3] of a chip and its spread: alumina 3.9, barium titanate 5.9, ferrite 4.9
(handbooks), less for terminals and cavities (judgement)."""
_CAN_MG_PER_MM3, _CAN_LOW, _CAN_HIGH = 1.55, 0.75, 1.28  # electrolytic cans (general knowledge)
_COIL_MG_PER_MM3, _COIL_LOW, _COIL_HIGH = 4.2, 0.6, 1.35  # shielded power inductors
_CRYSTAL_MG_PER_MM3, _CRYSTAL_LOW, _CRYSTAL_HIGH = 3.7, 0.6, 1.6
_DISC_MG_PER_MM3, _DISC_LEADS_MG = 3.0, 80.0
_FILM_MG_PER_MM3 = 1.45

_IMPERIAL = re.compile(
    r"(?<![\d.])(01005|0201|0402|0603|0805|1206|1210|1808|1812|2010|2220|2512)(?!\d)"
    rf"(\s?\(?{any_of('metric')})?"
)
_METRIC = re.compile(
    r"(?<![\d.])(0402|0603|1005|1608|2012|3216|3225|4520|4532|5025|5750|6432)(?!\d)"
)
_CAN = re.compile(
    r"(?:ø|φ|d)?\s?(\d{1,2}(?:\.\d)?)\s?(?:mm)?\s?[x×*]\s?[lh]?\s?(\d{1,2}(?:\.\d)?)(?!\d)"
)
_CAN_DIAMETER = re.compile(r"(?<![a-z])d(\d{1,2}(?:\.\d)?)mm")
_BOX = re.compile(r"l(\d+(?:\.\d)?)mm_w(\d+(?:\.\d)?)mm")
_DISC = re.compile(r"disc_d(\d+(?:\.\d)?)mm_w(\d+(?:\.\d)?)mm")
_COIL = re.compile(
    r"(?<![a-z])(?:srn|nr|nrs|cdrh|srr|swpa|sws|vls|cd|ihlp|slf|fnr|mwsa|wpn|xal|xfl)[-_]?(\d)(\d)(\d)(\d)(?!\d)"
)
_CRYSTAL = re.compile(r"(?<![\d.])(1612|2016|2520|3215|3225|4025|5032|6035|7050|2012)(?!\d)")
_BODY = re.compile(
    r"(?<![\d.])(\d{1,2}(?:\.\d+)?)\s?[x×*]\s?(\d{1,2}(?:\.\d+)?)(?:\s?[x×*]\s?(\d(?:\.\d+)?))?\s?(?:mm)?"
)
_PINS_OF = r"(\d{{1,4}})?[-_ ]?(?:(?:{words}))[-_ ]?(\d{{1,4}})?(?!\d)"
_DIODES_ONLY = frozenset({"SMA", "SMB", "SMC", "MELF"})  # SMA is a coaxial connector too
_WORDS_ONLY = frozenset({"SMA", "SMB", "SMC", "MELF", "LED 2835", "LED 5050", "TO-3", "TO-39"})
_WIDE_OUTLINE = re.compile(
    r"soicw|soic_w|sopw|soiw|300\s?mil|7\.5\d?\s?[x×*]|w(?:ide)?$|\dw(?![a-z])"
)
_WIDE_DIP = re.compile(r"15\.24|600\s?mil|wide")
_PIN_COUNT = re.compile(
    r"(\d{1,2})[x×*](\d{1,2})(?!\d|\.|mm)"
    rf"|(?<![\d.])(\d{{1,3}})\s?-?{any_of('pins')}(?![{LETTERS}])"
    r"|(?<![a-z])[bs](\d{1,2})b"
    r"|(?:xh|ph|vh|zh|gh|sh)[-_ ]?(\d{1,2})(?:p|pin|a|aw|y|pcs)?(?![\d.])"
)


class Packages:
    """The tables of outlines, read once for many lines."""

    def __init__(self) -> None:
        """Read outlines, families, bodies, chips and connectors."""
        self._chips = read_rows("chip_sizes")
        outlines = read_rows("packages")
        self._outlines = [
            (re.compile(rf"(?<![a-z0-9])(?:{row['pattern']})(?![a-z0-9])"), row) for row in outlines
        ]
        self._any_outline = re.compile(
            rf"(?<![a-z0-9])(?:{'|'.join(row['pattern'] for row in outlines)})(?![a-z0-9])"
        )
        self._families = []
        for row in read_rows("package_families"):
            words = "|".join(sorted(row["words"].split("|"), key=len, reverse=True))
            pattern = re.compile(r"(?<![a-z])" + _PINS_OF.format(words=words))
            self._families.append((pattern, row))
        every = "|".join(row["words"] for _, row in self._families)
        self._any_family = re.compile(rf"(?<![a-z])(?:{every})(?![a-z])")
        self._bodies = {(row["family"], row["pins"]): row for row in read_rows("package_bodies")}
        self._connectors = [(re.compile(row["pattern"]), row) for row in read_rows("connectors")]

    def find(self, reading: Reading) -> Weight | None:
        """Give the component that a line is, by its package, else by its name and remark."""
        package = reading.package.rpartition(":")[2]
        kind = _kind(reading, package)
        if package:
            found = self._by_text(package, kind, is_package=True)
            if found is not None:
                return found
        if reading.has("not.tool", "not.pack"):
            return None
        is_electronic = bool(kind or package or reading.designators)
        found = self._by_text(reading.text, kind, is_package=False)
        if found is None and is_electronic and reading.remarks:
            found = self._by_text(reading.remarks, kind, is_package=False)
        return found

    def _by_text(self, text: str, kind: str, *, is_package: bool) -> Weight | None:
        if kind == "electrolytic":
            return _can(text)
        coil = _coil(text) if kind in {"inductor", ""} else None
        if coil is not None and (is_package or kind):
            return coil
        if kind == "crystal":
            crystal = _crystal(text)
            if crystal is not None:
                return crystal
        if kind in {"capacitor", ""} and is_package:
            leaded = _leaded_capacitor(text)
            if leaded is not None:
                return leaded
        outline = self._outline(text, kind, is_package=is_package)
        if outline is not None:
            return outline
        family = self._family(text, kind, is_package=is_package)
        if family is not None:
            return family
        connector = self._connector(text, kind, is_package=is_package)
        if connector is not None:
            return connector
        if kind in {"connector", "crystal", "ic"}:
            return None
        return self._chip(text, kind) if is_package or kind in _CHIP_DENSITY else None

    def _outline(self, text: str, kind: str, *, is_package: bool) -> Weight | None:
        if self._any_outline.search(text) is None:
            return None
        for pattern, row in self._outlines:
            if pattern.search(text) is None:
                continue
            name = row["name"]
            if kind == "connector" or (name in _WORDS_ONLY and not (is_package or kind)):
                return None
            if name in _DIODES_ONLY and kind not in {"diode", ""}:
                return None
            mass, low, high = (float(row[each]) for each in ("mass_mg", "low_mg", "high_mg"))
            return _weight(mass, low, high, name, row["source"])
        return None

    def _family(self, text: str, kind: str, *, is_package: bool) -> Weight | None:
        if kind == "connector" or self._any_family.search(text) is None:
            return None
        for pattern, row in self._families:
            match = pattern.search(text)
            if match is None:
                continue
            pins = match[2] or match[1]
            if not is_package and not pins:
                continue
            return self._moulded(text[match.start() :], row, pins or "")
        return None

    def _moulded(self, text: str, family: Row, pins: str) -> Weight | None:
        """Give a moulded outline: stated body, else the usual body of so many pins."""
        body = _BODY.search(text)
        usual = self._bodies.get((family["family"], pins))
        height, source = float(family["height_mm"]), family["source"]
        if body is not None and 0.5 <= float(body[1]) <= 60 and 0.5 <= float(body[2]) <= 60:
            length, width = float(body[1]), float(body[2])
            if body[3]:
                height = float(body[3])
            elif usual is not None:
                height = float(usual["height_mm"])
        elif usual is not None:
            length, width = float(usual["length_mm"]), float(usual["width_mm"])
            height, source = float(usual["height_mm"]), usual["source"]
        else:
            return None
        if family["family"] == "small_outline" and width < 7 and _WIDE_OUTLINE.search(text):
            length, width, height = 10.3 * int(pins or 16) / 16, 7.5, 2.3
        if family["family"] == "dual_in_line" and _WIDE_DIP.search(text) and pins:
            length, width, height = 1.3 * int(pins), 13.8, 4.0
        volume = length * width * height
        density = float(family["kg_per_m3"]) / 1e3
        mass = volume * density
        basis = (
            f"{_family_name(family)}{'-' + pins if pins else ''}, "
            f"{figure(length)}×{figure(width)}×{figure(height)} mm × {density:.3g} g/cm³"
        )
        return _weight(
            mass, mass * float(family["low"]), mass * float(family["high"]), basis, source
        )

    def _connector(self, text: str, kind: str, *, is_package: bool) -> Weight | None:
        if kind not in {"connector", ""}:
            return None
        for pattern, row in self._connectors:
            if pattern.search(text) is None:
                continue
            pins = _pin_count(text)
            if not pins or not (is_package or kind or pins > 1):
                return None
            mass = float(row["mg_per_pin"]) * pins + float(row["mg_fixed"])
            basis = f"{row['name']}, {pins} pin"
            low, high = float(row["low"]), float(row["high"])
            return _weight(mass, mass * low, mass * high, basis, row["source"])
        return None

    def _chip(self, text: str, kind: str) -> Weight | None:
        row = self._chip_row(text)
        if row is None:
            return None
        area = float(row["length_mm"]) * float(row["width_mm"])
        flat = float(row["resistor_height_mm"])
        thin, usual, thick = (float(row[f"capacitor{each}_mm"]) for each in ("_low", "", "_high"))
        if kind in {"", "transistor", "tantalum"}:
            low, high = area * flat * 2.0, area * thick * _CHIP_DENSITY["capacitor"][0]
            basis = f"{row['imperial']}, {figure(area)} mm²"
            return _weight(math.sqrt(low * high), low, high, basis, row["source"])
        density, spread_low, spread_high = _CHIP_DENSITY[kind]
        if kind in {"resistor", "fuse"}:
            thin = usual = thick = flat
        elif kind in {"led", "diode"}:
            thin, usual, thick = flat, min(0.75 * usual, 0.9), min(thick, 1.2)
        basis = (
            f"{row['imperial']}, {row['length_mm']}×{row['width_mm']}×{figure(usual)} mm"
            f" × {density:g} g/cm³"
        )
        return _weight(
            area * usual * density,
            area * thin * density * spread_low,
            area * thick * density * spread_high,
            basis,
            row["source"],
        )

    def _chip_row(self, text: str) -> Row | None:
        """Give the size of a chip: `0603` in inches, unless it is called metric."""
        imperial = _IMPERIAL.search(text)
        if imperial is not None and not imperial[2]:
            return next((row for row in self._chips if row["imperial"] == imperial[1]), None)
        metric = _METRIC.search(text)
        if metric is None:
            return None
        return next((row for row in self._chips if row["metric"] == metric[1]), None)


def _kind(reading: Reading, package: str) -> str:
    """Give the kind of component: by footprint, by designator, else by words."""
    prefix = _PREFIX.match(package)
    named = reading.kinds("class")
    by_words = next((kind for kind in _KINDS if kind in named), "")
    if by_words in {"electrolytic", "tantalum"}:
        return by_words
    if prefix is not None:
        return _KIND_BY_PREFIX[prefix[1]]
    designator = _DESIGNATOR.match(reading.designators)
    if designator is not None:
        kind = _KIND_BY_DESIGNATOR.get(designator[1].lower(), "")
        if kind:
            return "led" if kind == "diode" and by_words == "led" else kind
    if named & {"header", "terminal"}:
        return "connector"
    return by_words


def _can(text: str) -> Weight | None:
    """Give an electrolytic capacitor by diameter and length of its can."""
    match = _CAN.search(text)
    if match is not None:
        diameter, length, high = float(match[1]), float(match[2]), _CAN_HIGH
    else:
        alone = _CAN_DIAMETER.search(text)
        if alone is None:
            return None
        diameter = float(alone[1])
        length, high = 1.6 * diameter, 1.8
    if not 3 <= diameter <= 100 or not 3 <= length <= 250:
        return None
    mass = math.pi / 4 * diameter**2 * length * _CAN_MG_PER_MM3
    basis = f"ø{figure(diameter)}×{figure(length)} mm × {_CAN_MG_PER_MM3} g/cm³"
    low = _CAN_LOW if match is not None else 0.45
    return _weight(mass, mass * low, mass * high, basis, "general_knowledge")


def _coil(text: str) -> Weight | None:
    """Give a power inductor whose name tells its size: SRN8040 is 8.0 × 8.0 × 4.0 mm."""
    match = _COIL.search(text)
    if match is None:
        return None
    width = float(f"{match[1]}.{match[2]}")
    height = float(f"{match[3]}.{match[4]}")
    mass = width**2 * height * _COIL_MG_PER_MM3
    basis = f"{figure(width)}×{figure(width)}×{figure(height)} mm × {_COIL_MG_PER_MM3} g/cm³"
    return _weight(mass, mass * _COIL_LOW, mass * _COIL_HIGH, basis, "general_knowledge")


def _crystal(text: str) -> Weight | None:
    """Give a crystal in a ceramic outline: 3225 is 3.2 × 2.5 mm."""
    match = _CRYSTAL.search(text)
    if match is None:
        return None
    length, width = float(match[1][:2]) / 10, float(match[1][2:]) / 10
    height = 0.28 * width + 0.05
    mass = length * width * height * _CRYSTAL_MG_PER_MM3
    basis = f"{figure(length)}×{figure(width)} mm × {_CRYSTAL_MG_PER_MM3} g/cm³"
    return _weight(mass, mass * _CRYSTAL_LOW, mass * _CRYSTAL_HIGH, basis, "general_knowledge")


def _leaded_capacitor(text: str) -> Weight | None:
    """Give a disc or film capacitor by the outline in its footprint's name."""
    disc = _DISC.search(text)
    if disc is not None:
        diameter, width = float(disc[1]), float(disc[2])
        mass = math.pi / 4 * diameter**2 * width * _DISC_MG_PER_MM3 + _DISC_LEADS_MG
        basis = f"ø{figure(diameter)}×{figure(width)} mm"
        return _weight(mass, mass * 0.5, mass * 1.6, basis, "general_knowledge")
    box = _BOX.search(text) if "rect" in text else None
    if box is None:
        return None
    length, width = float(box[1]), float(box[2])
    height = 1.9 * width  # film boxes are taller than wide
    mass = length * width * height * _FILM_MG_PER_MM3
    basis = f"{figure(length)}×{figure(width)}×~{figure(height)} mm"
    return _weight(mass, mass * 0.55, mass * 1.6, basis, "general_knowledge")


def _pin_count(text: str) -> int:
    match = _PIN_COUNT.search(text)
    if match is None:
        return 0
    if match[1]:
        return int(match[1]) * int(match[2])
    return int(match[3] or match[4] or match[5])


def _family_name(family: Row) -> str:
    return family["words"].split("|")[0].upper()


def _weight(mass_mg: float, low_mg: float, high_mg: float, basis: str, source: str) -> Weight:
    return Weight(
        mass_mg * 1e-6, low_mg * 1e-6, high_mg * 1e-6, MassOrigin.PACKAGE, basis, (source,)
    )

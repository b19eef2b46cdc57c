"""Recognises fasteners by standard or name, thread and length.

"DIN 912 M5x16"  "socket head cap screw, M3*8"  "nyloc nut M6"  "6x20 dowel pin"
"""

import re
from typing import TYPE_CHECKING

from pcf.model.bom import MassOrigin
from pcf.recognition import fastener_shapes as shapes
from pcf.recognition import sizes
from pcf.recognition.dimension_words import LETTERS, any_of
from pcf.recognition.found import Solid, figure
from pcf.recognition.reading import Reading
from pcf.recognition.sizes import Thread, Threads
from pcf.recognition.tables import Series, by_kind, read_rows

if TYPE_CHECKING:
    from collections.abc import Callable

STEEL = "steel_unalloyed"
_STEEL_G_PER_MM3 = 7.85e-3  # density that published weight tables state

_PREFIX = re.compile(any_of("standard"))
_STANDARD = re.compile(
    rf"(?<![{LETTERS}])((?:{any_of('standard')}(?: ?/ ?t)?[ -]*)+)(\d+(?:\.\d+)?(?:-\d+)?)"
)
_BARE_THREAD = re.compile(r"m\s?\d+(?:[.,]\d+)?\s?[x×*]\s?\d+(?:[.,]\d+)?\s?(?:mm)?")
_BARE_SIZE = re.compile(
    rf"(?<![{LETTERS}\d.,/-])(\d{{1,2}}(?:[.,]\d)?)(?:\s?mm)?(?![\d.,/{LETTERS}-])"
)
_TAPPING = re.compile(r"(?:st|ø|φ|m)?\s?(\d(?:[.,]\d+)?)\s?[x×*]\s?(\d+(?:[.,]\d+)?)")

# Which kind a line means that several words fit: the one that tells most goes first.
_SCREWS = (
    "set", "countersunk_socket", "low_socket", "button", "flange_hex", "tapping", "countersunk",
    "cheese", "pan", "socket", "hex", "any",
)  # fmt: skip
_NUTS = ("lock", "flange", "cap", "wing", "square", "thin", "hex")
_WASHERS = ("tooth", "spring", "large", "plain")
_RINGS = ("external", "internal", "any")
_FAMILIES = ("screw", "nut", "washer", "pin", "ring", "key", "rod", "insert", "standoff")
_UNFIT = ("not.tool", "not.pack", "not.holder", "not.signal", "not.service", "other.fastener")

_SPREADS = {
    "screw": (0.82, 1.12), "screw.any": (0.62, 1.35), "screw.tapping": (0.65, 1.4),
    "nut": (0.88, 1.12), "nut.hex": (0.82, 1.1),
    "washer": (0.88, 1.12), "washer.plain_inch": (0.75, 1.7), "washer.spring": (0.85, 1.2),
    "pin": (0.95, 1.05), "pin.spring": (0.8, 1.2), "ring": (0.85, 1.2), "key": (0.93, 1.07),
    "rod": (0.93, 1.05), "insert": (0.65, 1.35), "standoff": (0.8, 1.2),
}  # fmt: skip
"""Shares between which the volume of a kind lies: simplified shape, tolerances, coatings."""
_INSERT_DIAMETER = {2.0: 3.5, 2.5: 4.0, 3.0: 4.6, 4.0: 6.0, 5.0: 7.0, 6.0: 8.0, 8.0: 10.0}
"""Outer diameter of a heat-set insert by thread [mm] (bd_warehouse, heatset_nut_parameters)."""
_STANDOFF_WIDTH = {2.0: 4.0, 2.5: 5.0, 3.0: 5.5, 4.0: 7.0, 5.0: 8.0, 6.0: 10.0}
"""Width across flats of a stand-off by thread [mm] (FreeCAD Fasteners, PcbStandoff)."""
_BLIND_HOLES = 20.0  # mm: longer stand-offs are threaded at their ends only


class Fasteners:
    """The tables of fasteners, read once for many lines."""

    def __init__(self) -> None:
        """Read threads, standards, heads, nuts, washers and rings."""
        self.threads = Threads(read_rows("threads"))
        self._standards = {
            standard: (row["kind"], row["name"])
            for row in read_rows("fastener_standards")
            for standard in row["standards"].split("|")
        }
        self._heads = _series("screw_heads", "thread_mm", (
            "head_diameter_mm", "head_height_mm", "drive_width_mm", "drive_depth_mm"))  # fmt: skip
        self._nuts = _series("nuts", "thread_mm", (
            "across_flats_mm", "height_mm", "flange_diameter_mm", "flange_height_mm",
            "mass_g"))  # fmt: skip
        self._washers = _series(
            "washers", "thread_mm", ("inner_mm", "outer_mm", "thickness_mm", "mass_g")
        )
        self._washer_threads: dict[str, dict[float, float]] = {
            kind: {float(row["inner_mm"] or 0): float(row["thread_mm"]) for row in rows}
            for kind, rows in by_kind(read_rows("washers")).items()
        }
        self._rings = _series("retaining_rings", "diameter_mm", ("mass_g",))
        self._finders: dict[str, Callable[[str, str, str], Solid | None]] = {
            "screw": self._screw,
            "nut": self._nut,
            "washer": self._washer,
            "pin": self._pin,
            "ring": self._ring,
            "key": self._key,
            "rod": self._rod,
            "insert": self._insert,
            "standoff": self._standoff,
        }

    def find(self, reading: Reading) -> Solid | None:
        """Give the fastener that a line is, None if it is none or its size is not stated."""
        family, kind, name = self._kind(reading)
        if not family:
            return None
        text = sizes.without_tolerances(_STANDARD.sub(" ", reading.text))
        return self._finders[family](kind, name, text)

    def _kind(self, reading: Reading) -> tuple[str, str, str]:
        """Give family, kind and printed name; "" where the line is no one fastener."""
        if reading.has(*_UNFIT):
            return "", "", ""
        for match in _STANDARD.finditer(reading.text):
            prefix = _PREFIX.findall(match[1])[-1]  # DIN EN ISO 4762 is that of ISO
            key = prefix.replace(" ", "") + match[2]
            known = self._standards.get(key) or self._standards.get(key.split("-")[0])
            if known is not None:
                family, _, kind = known[0].partition(".")
                return family, kind, known[1]
        families = [each for each in _FAMILIES if reading.kinds(each)]
        if not families and _BARE_THREAD.fullmatch(reading.text):
            return "screw", "any", ""
        for special in ("standoff", "insert", "rod"):  # their names hold the words for screw or nut
            if special in families:
                families = [special]
        if len(families) != 1:
            return "", "", ""
        return families[0], _most_telling(families[0], reading.kinds(families[0])), ""

    def _screw(self, kind: str, name: str, text: str) -> Solid | None:
        if kind == "tapping":
            return _tapping_screw(name, text)
        thread = self.threads.find(text)
        length = _length(thread, text)
        if thread is None or length is None:
            return None
        full = kind in {"hex_full", "set"}
        head_kind = {"hex_full": "hex", "any": "pan"}.get(kind, kind)
        head = _row(self._heads, head_kind, thread)
        if head is None and kind == "any":
            head_kind, head = "hex", _row(self._heads, "hex", thread)
        if head is None:
            return None
        figures, source = head
        sunk = figures[1] if head_kind.startswith("countersunk") else 0.0
        d, pitch = thread.diameter_mm, thread.pitch_mm
        # ISO 4762: b = 2d + 12; ISO 4014: b = 2d + 6; small screws are threaded up to the head.
        threaded = length if full else 2 * d + (6 if head_kind == "hex" else 12)
        volume = shapes.shank(d, pitch, max(length - sunk, 0.0), threaded)
        volume += shapes.screw_head(head_kind, d, figures)
        basis = f"{name} {thread.name}×{figure(length)}"
        return _solid(f"screw.{kind}", volume, basis, source)

    def _nut(self, kind: str, name: str, text: str) -> Solid | None:
        thread = self.threads.find(text)
        row = _row(self._nuts, kind, thread) if thread else None
        if thread is None or row is None:
            return None
        (width, height, flange, flange_height, mass_g), source = row
        bore = shapes.pitch_diameter(thread.diameter_mm, thread.pitch_mm)
        if mass_g:
            volume = mass_g / _STEEL_G_PER_MM3
        elif kind == "square":
            volume = shapes.square_nut(width, height, bore)
        else:
            volume = shapes.nut(width, height, flange, flange_height, bore)
        return _solid(f"nut.{kind}", volume, f"{name} {thread.name}", source)

    def _washer(self, kind: str, name: str, text: str) -> Solid | None:
        match [each.mm for each in sizes.find_product(text)]:
            case [first, second, thickness] if kind in {"plain", "large"}:
                inner, outer = sorted((first, second))
                volume = shapes.ring(outer, inner, thickness)
                basis = f"{figure(inner)}×{figure(outer)}×{figure(thickness)} mm"
                return _solid(f"washer.{kind}", volume, basis, "")
        thread = self.threads.find(text) or self._thread_of_washer(kind, name, text)
        row = _row(self._washers, kind, thread) if thread else None
        if thread is None or row is None:
            return None
        (inner, outer, thickness, mass_g), source = row
        volume = mass_g / _STEEL_G_PER_MM3 if mass_g else shapes.ring(outer, inner, thickness)
        # Flat washers of inch sizes come in two series, SAE and the wider USS.
        what = "washer.plain_inch" if thread.is_inch and kind == "plain" else f"washer.{kind}"
        return _solid(what, volume, f"{name} {thread.name}", source)

    def _thread_of_washer(self, kind: str, name: str, text: str) -> Thread | None:
        """Give the thread of a washer that is named by its hole or by its thread's figure alone.

        "DIN 125-A 8,4" and "ГОСТ 11371 8" say M8; without a standard 20 may be the outer diameter.
        """
        if not name:
            return None
        fitting = {
            thread.name: thread
            for size in map(sizes.number, _BARE_SIZE.findall(text))
            if (thread := self.threads.metric(self._washer_threads[kind].get(size, size)))
        }
        return next(iter(fitting.values())) if len(fitting) == 1 else None

    def _pin(self, kind: str, name: str, text: str) -> Solid | None:
        pair = _diameter_and_length(text, self.threads)
        if pair is None:
            return None
        diameter, length = pair
        share = 0.6 if kind == "spring" else 1.0  # the wall of ISO 8752 is a fifth of its diameter
        volume = share * shapes.cylinder(diameter, length)
        return _solid(f"pin.{kind}", volume, f"{name} ø{figure(diameter)}×{figure(length)}", "")

    def _ring(self, kind: str, name: str, text: str) -> Solid | None:
        diameter = sizes.find_diameter(text) or _ring_diameter(text)
        if kind == "any" or not diameter:  # rings for shafts and for bores differ by a half
            return None
        row = self._rings[kind].at(diameter)
        if row is None:
            return None
        (mass_g,), source = row
        volume = mass_g / _STEEL_G_PER_MM3
        return _solid(f"ring.{kind}", volume, f"{name} ø{figure(diameter)}", source)

    def _key(self, kind: str, name: str, text: str) -> Solid | None:
        match [each.mm for each in sizes.find_product(text)]:
            case [width, height, length]:
                basis = f"{name} {figure(width)}×{figure(height)}×{figure(length)} mm"
                return _solid(f"key.{kind}", shapes.key(width, height, length), basis, "")
        return None

    def _rod(self, kind: str, name: str, text: str) -> Solid | None:
        thread = self.threads.find(text)
        length = _length(thread, text)
        if thread is None or length is None:
            return None
        d2 = shapes.pitch_diameter(thread.diameter_mm, thread.pitch_mm)
        basis = f"{name or 'DIN 976'} {thread.name}×{figure(length)}"
        return _solid(f"rod.{kind}", shapes.cylinder(d2, length), basis, "freecad_fasteners")

    def _insert(self, kind: str, _name: str, text: str) -> Solid | None:
        thread = self.threads.find(text)
        if thread is None:
            return None
        usual = _INSERT_DIAMETER.get(thread.diameter_mm)
        if usual is None:
            return None
        # M3x5x4 and M3x4x5: makers write diameter and length in either order.
        match thread.factors_mm:
            case [first, second]:
                diameter, length = sorted((first, second), key=lambda each: abs(each - usual))
            case [length]:
                diameter = usual
            case _:
                return None
        bore = shapes.pitch_diameter(thread.diameter_mm, thread.pitch_mm)
        volume = 0.85 * shapes.ring(diameter, bore, length)  # knurl and grooves (judgement)
        basis = f"{thread.name}×{figure(length)}×ø{figure(diameter)}"
        return _solid(f"insert.{kind}", volume, basis, "bd_warehouse", "brass")

    def _standoff(self, kind: str, _name: str, text: str) -> Solid | None:
        thread = self.threads.find(text)
        length = _length(thread, text)
        width = _STANDOFF_WIDTH.get(thread.diameter_mm) if thread else None
        if thread is None or length is None or width is None:
            return None
        bore = shapes.pitch_diameter(thread.diameter_mm, thread.pitch_mm)
        hole = shapes.cylinder(bore, min(length, _BLIND_HOLES))
        volume = shapes.hexagon(width, length) - hole + shapes.cylinder(bore, thread.stud_mm)
        stud = f"+{figure(thread.stud_mm)}" if thread.stud_mm else ""
        basis = f"{thread.name}×{figure(length)}{stud}, SW {figure(width)}"
        return _solid(f"standoff.{kind}", volume, basis, "freecad_fasteners", "brass")


def _series(table: str, size: str, columns: tuple[str, ...]) -> dict[str, Series]:
    return {kind: Series(rows, size, columns) for kind, rows in by_kind(read_rows(table)).items()}


def _row(
    series: dict[str, Series], kind: str, thread: Thread
) -> tuple[tuple[float, ...], str] | None:
    """Give the figures of a kind for a thread; inch parts without rows go by metric ones."""
    of_inch = series.get(f"{kind}_inch") if thread.is_inch else None
    found = of_inch.at(thread.diameter_mm) if of_inch else None
    return found or series[kind].at(thread.diameter_mm)


def _most_telling(family: str, kinds: frozenset[str]) -> str:
    """Give the kind that tells most: "socket head, countersunk" is a countersunk socket screw."""
    if family == "screw" and {"countersunk", "socket"} <= kinds:
        return "countersunk_socket"
    order = {"screw": _SCREWS, "nut": _NUTS, "washer": _WASHERS, "ring": _RINGS}.get(family, ())
    return next((kind for kind in order if kind in kinds), min(kinds))


def _length(thread: Thread | None, text: str) -> float | None:
    if thread is not None and thread.factors_mm:
        return thread.factors_mm[0]
    return sizes.find_length(text)


def _diameter_and_length(text: str, threads: Threads) -> tuple[float, float] | None:
    """Give diameter and length of a pin: the first is the smaller, as every standard writes it."""
    thread = threads.find(text)
    match [each.mm for each in sizes.find_product(text)]:
        case [diameter, length]:
            pass
        case [] if thread is not None and thread.factors_mm:
            diameter, length = thread.diameter_mm, thread.factors_mm[0]
        case _:
            diameter, length = sizes.find_diameter(text) or 0.0, sizes.find_length(text) or 0.0
    return (diameter, length) if 0 < diameter <= length else None


_RING_SIZE = re.compile(
    r"(?<![\d.,])(?:a|j)?\s?(\d{1,3})(?:\s?[x×*]\s?\d(?:[.,]\d+)?)?\s?(?:mm)?(?![\d.,])"
)


def _ring_diameter(text: str) -> float | None:
    match = _RING_SIZE.search(text)
    return float(match[1]) if match else None


def _tapping_screw(name: str, text: str) -> Solid | None:
    """Give a tapping or wood screw: a pan head twice as wide as the thread, a slender core."""
    match = _TAPPING.search(text)
    if match is None:
        return None
    d, length = sizes.number(match[1]), sizes.number(match[2])
    # Core of ISO 1478: 0.7 to 0.75 d; thread between (judgement).
    volume = shapes.cylinder(0.8 * d, length)
    volume += shapes.screw_head("pan", d, (1.9 * d, 0.6 * d, 0, 0))
    basis = f"{name} {figure(d)}×{figure(length)}"
    return _solid("screw.tapping", volume, basis, "general_knowledge")


def _solid(
    what: str, volume: float, basis: str, source: str, material: str = STEEL
) -> Solid | None:
    """Give the solid of a `family.kind`, None where its dimensions contradict each other."""
    if not volume > 0:
        return None
    low, high = _SPREADS.get(what) or _SPREADS[what.partition(".")[0]]
    sources = (source,) if source else ()
    return Solid(volume, low, high, MassOrigin.STANDARD_PART, basis.strip(), sources, material)

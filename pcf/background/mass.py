"""Estimates the mass of a line's piece from what its words say, with interval, origin and basis.

The recognisers of `pcf.recognition` say what a line is; here a volume becomes a mass, and a mass
that can't be right is dropped. Nothing is invented: a line that is not understood has no mass.
"""

import functools
from collections.abc import Callable, Iterator

import msgspec

from pcf.findings import Finding, Severity
from pcf.model.bom import Mass, MassOrigin, Part
from pcf.model.edits import SetField
from pcf.model.study import Study
from pcf.recognition.basis_words import basis_in_chinese
from pcf.recognition.bearings import Bearings
from pcf.recognition.boards import find_board
from pcf.recognition.computer_parts import find_computer_part
from pcf.recognition.densities import Density, read_densities
from pcf.recognition.drives import find_fan, find_stepper
from pcf.recognition.fasteners import Fasteners
from pcf.recognition.found import Found, Solid, Weight
from pcf.recognition.known_parts import KnownParts
from pcf.recognition.linear_goods import LinearGoods
from pcf.recognition.materials import find_material
from pcf.recognition.packages import Packages
from pcf.recognition.part_words import PartWords
from pcf.recognition.reading import Reading, read_dimensions
from pcf.recognition.shapes import Shapes
from pcf.recognition.stated_masses import find_stated_mass, find_stated_volume
from pcf.texts import normalised
from pcf.units import Dimension, quantity

_MM3_IN_M3 = 1e9
_GRAM_KG = 1e-3

_BOUNDS_KG = {
    MassOrigin.SHEET: (1e-7, 1e5),
    MassOrigin.STANDARD_PART: (1e-6, 60.0),
    MassOrigin.PACKAGE: (1e-8, 0.25),
    MassOrigin.VOLUME: (1e-6, 2e4),
    MassOrigin.LENGTH: (1e-5, 5e3),
    MassOrigin.AREA: (1e-5, 2e3),
}
"""Least and greatest mass of a piece that an origin can give [kg]: what lies outside is a slip."""

_COUNTED_IN = {Dimension.LENGTH: "m", Dimension.AREA: "m2"}
"""What one piece is of a line that is counted in a measure: one base unit of it."""


class MassEstimate(msgspec.Struct, frozen=True):
    """The mass of one piece as far as the words of its line tell.

    Attributes:
        mass_kg: likely mass; of one metre or square metre where the line counts so.
        low_kg: lower bound [kg].
        high_kg: upper bound [kg].
        origin: what it goes by.
        basis: what it was computed from, in any language, such as "ISO 4762 M5×16, 7850 kg/m³".
        sources: ids of `resources/recognition/sources.csv`.
    """

    mass_kg: float
    low_kg: float
    high_kg: float
    origin: MassOrigin
    basis: str
    sources: tuple[str, ...]

    def as_mass(self) -> Mass:
        """Give the estimate as a line keeps it, in grams to three digits."""
        return Mass(
            amount=quantity(float(f"{self.mass_kg / _GRAM_KG:.3g}"), "g"),
            low=float(f"{self.low_kg:.3g}"),
            high=float(f"{self.high_kg:.3g}"),
            origin=self.origin,
            basis=self.basis,
        )


class MassEstimator:
    """The tables of masses and dimensions, read once for many lines."""

    def __init__(self) -> None:
        """Read all tables."""
        self._words = PartWords()
        self._densities = read_densities()
        fasteners, bearings, known = Fasteners(), Bearings(), KnownParts()
        linear, packages, shapes = LinearGoods(), Packages(), Shapes()
        self._of_pieces: tuple[Callable[[Reading], Found | None], ...] = (
            find_stated_mass,
            packages.find,
            linear.find,
            known.find,
            bearings.find,
            fasteners.find,
            find_computer_part,
            find_stepper,
            find_fan,
            find_board,
            find_stated_volume,
            shapes.find,
        )
        self._of_measures: tuple[Callable[[Reading], Found | None], ...] = (
            linear.find,
            find_board,
            shapes.find,
        )
        # Parts lists repeat their materials; looking one up costs as much as a whole line.
        self._material = functools.lru_cache(maxsize=4096)(self._find_material)
        self._material_in_name = functools.lru_cache(maxsize=4096)(_find_in_name)

    def estimate(self, part: Part) -> MassEstimate | None:
        """Give the mass of one piece of a line, None where its words don't tell.

        A line that is counted in metres or square metres gets the mass of one.
        """
        if part.parts:
            return None
        counted = part.quantity.dimension if part.quantity else Dimension.COUNT
        if counted is Dimension.COUNT:
            finders = self._of_pieces
        elif counted in {Dimension.LENGTH, Dimension.AREA}:
            finders = self._of_measures
        else:
            return None
        reading = read_dimensions(part, self._words)
        found = self._first(finders, reading, part)
        if found is None and (reading.names_part or part.designators or not reading.text):
            reading = read_dimensions(part, self._words, with_numbers=True)
            found = self._first(finders, reading, part)
        return found

    def edits(self, study: Study) -> tuple[tuple[SetField, ...], tuple[Finding, ...]]:
        """Give the edits that set the mass of each line that needs one, with a note each.

        A line needs one that counts, has no mass, no parts, and is not counted by mass itself.
        Where it is counted in metres (m2), a piece of it is said to be one metre (m2), so that
        mass and measure convert into each other; a measure that somebody stated stays.
        """
        edits: list[SetField] = []
        findings: list[Finding] = []
        for part in _counted(study.bom):
            if not _needs_mass(part):
                continue
            found = self.estimate(part)
            if found is None:
                continue
            counted = part.quantity.dimension if part.quantity else Dimension.COUNT
            unit = _COUNTED_IN.get(counted)
            if unit is not None:
                if part.measure is not None:
                    continue  # what a piece is was said already, and it may not be one metre
                edits.append(SetField(node=part.id, field="measure", value=quantity(1, unit)))
            edits.append(SetField(node=part.id, field="mass", value=found.as_mass()))
            findings.append(_note(part, found, unit or "@unit.piece"))
        return tuple(edits), tuple(findings)

    def _first(
        self, finders: tuple[Callable[[Reading], Found | None], ...], reading: Reading, part: Part
    ) -> MassEstimate | None:
        if not (reading.families or reading.has_figure):
            return None  # most lines: no word for a part, and no dimension
        for find in finders:
            found = find(reading)
            if found is None:
                continue
            estimate = self._weighed(found, reading, part)
            if estimate is not None and _is_sane(estimate):
                return estimate
        return None

    def _weighed(self, found: Found, reading: Reading, part: Part) -> MassEstimate | None:
        match found:
            case Weight():
                return MassEstimate(
                    found.mass_kg,
                    found.low_kg,
                    found.high_kg,
                    found.origin,
                    found.basis,
                    found.sources,
                )
            case Solid():
                material, is_usual = self._material_of(found, reading, part)
                density = self._densities.get(material)
                return None if density is None else _times(found, density, material, is_usual)

    def _material_of(self, solid: Solid, reading: Reading, part: Part) -> tuple[str, bool]:
        """Give the key of what a solid is made of, and whether it is merely the usual one."""
        stated = (
            self._material(part.material)
            or reading.material_hint
            or self._material_in_name(part.name or part.name_zh)
        )
        return (stated, False) if stated else (solid.usual_material, True)

    def _find_material(self, text: str) -> str:
        if not text:
            return ""
        material = find_material(text)
        if material is not None:
            return material.key
        meanings = self._words.meanings(normalised(text))
        hints = {
            each.removeprefix("material.") for each in meanings if each.startswith("material.")
        }
        if len(hints) > 1:
            hints.discard("steel_unalloyed")
        return hints.pop() if len(hints) == 1 else ""


def _find_in_name(text: str) -> str:
    """Give the key of the material that a name tells; "" if none."""
    material = find_material(text, in_column=False)
    return material.key if material is not None else ""


def _counted(root: Part) -> Iterator[Part]:
    """Give the lines below a part that count, in their order: none of an excluded assembly."""
    waiting = list(reversed(root.parts))
    while waiting:
        part = waiting.pop()
        if not part.excluded:
            yield part
            waiting.extend(reversed(part.parts))


def _needs_mass(part: Part) -> bool:
    if part.mass is not None or part.parts:
        return False
    return part.quantity is None or part.quantity.dimension is not Dimension.MASS


def _times(solid: Solid, density: Density, material: str, is_usual: bool) -> MassEstimate:
    volume_m3 = solid.volume_mm3 / _MM3_IN_M3
    name = ("~" if is_usual else "") + material.replace("_", " ")
    return MassEstimate(
        volume_m3 * density.kg_per_m3,
        volume_m3 * solid.low * density.low,
        volume_m3 * solid.high * density.high,
        solid.origin,
        f"{solid.basis}, {name} {density.kg_per_m3:g} kg/m³".lstrip(", "),
        (*solid.sources, density.source),
    )


def _is_sane(estimate: MassEstimate) -> bool:
    """Tell whether a mass lies where one of its origin can; not a number never does."""
    low, high = _BOUNDS_KG[estimate.origin]
    return (
        low <= estimate.mass_kg <= high
        and 0 < estimate.low_kg <= estimate.mass_kg <= estimate.high_kg
    )


def _note(part: Part, found: MassEstimate, unit: str) -> Finding:
    fields: dict[str, str | int | float] = {
        "name": part.label,
        "mass": f"{found.mass_kg / _GRAM_KG:.3g} g",
        "basis": found.basis,
        "basis_zh": basis_in_chinese(found.basis),
    }
    if not found.origin.is_estimate:
        return Finding(
            severity=Severity.NOTE, key="mass-read", node=part.id, field="mass", fields=fields
        )
    fields |= {
        "low": f"{found.low_kg / _GRAM_KG:.3g} g",
        "high": f"{found.high_kg / _GRAM_KG:.3g} g",
        "unit": unit,
        "origin": f"@origin.{found.origin.value}",
    }
    return Finding(
        severity=Severity.NOTE, key="mass-from-words", node=part.id, field="mass", fields=fields
    )

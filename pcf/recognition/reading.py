"""What a line of a parts list says, made ready for the recognisers of masses."""

import re

import msgspec

from pcf.model.bom import Part
from pcf.recognition.dimension_words import LETTERS, any_of
from pcf.recognition.part_words import PartWords
from pcf.texts import normalised
from pcf.units import Dimension

_LONGEST_TEXT = 300  # characters read; what is longer is a description
_PURPOSE = re.compile(rf"(?<![{LETTERS}]){any_of('purpose')}(?![{LETTERS}])")
_NO_PARTS = ("not", "material")
_NONE: frozenset[str] = frozenset()


class Reading(msgspec.Struct, frozen=True):
    """The words of a line, normalised, and what they mean.

    Attributes:
        text: names of the line; what it is *for* is cut off.
        meanings: of the words in it, `family.kind`.
        families: the kinds by family, of the same words.
        package: outline of an electronic component, as the list names it.
        designators: as the list names them.
        remarks: note of the line.
        counted: what its quantity counts.
        measure_si: what one piece measures [SI unit of `measured`].
    """

    text: str
    meanings: frozenset[str]
    families: dict[str, frozenset[str]]
    package: str
    designators: str
    remarks: str
    counted: Dimension
    measured: Dimension | None
    measure_si: float

    def has(self, *meanings: str) -> bool:
        """Tell whether the line has one of some meanings."""
        return not self.meanings.isdisjoint(meanings)

    def kinds(self, family: str) -> frozenset[str]:
        """Give the kinds of a family of parts that the line names."""
        return self.families.get(family, _NONE)

    @property
    def names_part(self) -> bool:
        """Tell whether a word says what kind of part it is."""
        return any(family not in _NO_PARTS for family in self.families)

    @property
    def has_figure(self) -> bool:
        """Tell whether the line states any figure: a size, an outline, a measure."""
        if self.package or self.measured is not None:
            return True
        return any(map(str.isdigit, self.text)) or any(map(str.isdigit, self.remarks))

    @property
    def material_hint(self) -> str:
        """Give the material that the line names beside the part, as a key; "" if none or several.

        Steel gives way: "stainless steel" and "brass, steel washer" both hold that word.
        """
        keys = set(self.kinds("material"))
        if len(keys) > 1:
            keys.discard("steel_unalloyed")
        return keys.pop() if len(keys) == 1 else ""


def read_dimensions(part: Part, words: PartWords, *, with_numbers: bool = False) -> Reading:
    """Give the reading of a line.

    Args:
        part: the line.
        words: what its words may mean.
        with_numbers: read its part numbers too: some lists name a part by them alone.
    """
    names = (part.name, part.name_zh) if part.name_zh != part.name else (part.name,)
    numbers = (part.number, part.manufacturer_number) if with_numbers else ()
    text = _short(" ; ".join(each for each in (*names, *numbers) if each))
    text = _PURPOSE.split(text, maxsplit=1)[0].strip(" ;,")
    package = _short(part.package)
    meanings = words.meanings(text)
    if package:
        outlines = words.meanings(package)
        meanings |= {each for each in outlines if each.startswith("known.")}
    return Reading(
        text=text,
        meanings=meanings,
        families=_by_family(meanings),
        package=package,
        designators=part.designators[:_LONGEST_TEXT],
        remarks=_short(part.note),
        counted=part.quantity.dimension if part.quantity else Dimension.COUNT,
        measured=part.measure.dimension if part.measure else None,
        measure_si=part.measure.si if part.measure else 0.0,
    )


def _short(text: str) -> str:
    return normalised(text[:_LONGEST_TEXT]) if text else ""


def _by_family(meanings: frozenset[str]) -> dict[str, frozenset[str]]:
    families: dict[str, set[str]] = {}
    for meaning in meanings:
        family, _, kind = meaning.partition(".")
        families.setdefault(family, set()).add(kind)
    return {family: frozenset(kinds) for family, kinds in families.items()}

"""Recognises electronic components by designator, package, value and manufacturer's number.

Each of them is a weak sign alone – `C12` may be a cell of a table – and together they are sure.
"""

import enum
import functools
import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from pcf.model.bom import Part
from pcf.recognition.terms import rows_of
from pcf.texts import normalised


class Nature(enum.StrEnum):
    """What a class of components has its data set by."""

    DEVICE = "device"
    """By what it is: a resistor, whatever its body is made of."""
    SHAPE = "shape"
    """By its material: a screw."""
    UNKNOWN = "unknown"
    """Nothing: it is known what it is, and no data set comes near."""
    NONE = "none"
    """Nothing: it is no goods, such as a test point of a board."""


class ComponentClass(msgspec.Struct, frozen=True):
    """A class of components.

    Attributes:
        key: of the row in `component_classes.csv`.
        material: of a shape, what it is mostly made of; "" where that is anybody's guess.
    """

    key: str
    nature: Nature
    material: str


class Sign(msgspec.Struct, frozen=True):
    """A sign that a line is of a class.

    Attributes:
        kind: what it was seen by: designator, package, value or number.
        words: what stands there.
        strength: how much it says beside others.
    """

    component: str
    kind: str
    words: str
    strength: int


# By how much they tell within a family of classes: a designator `C` may be any capacitor.
_KINDS = ("number", "package", "value", "designator")


@functools.cache
def component_classes() -> dict[str, ComponentClass]:
    """Give all classes by key."""
    return {
        row["component"]: ComponentClass(row["component"], Nature(row["nature"]), row["material"])
        for row in rows_of("component_classes")
    }


def component_signs(part: Part) -> list[Sign]:
    """Give the signs of a line beside its words, for one class all that speak for it.

    The class that most speaks for comes first; where two are as strong, none comes.
    """
    signs = [
        *_by_designator(part.designators),
        *_by_package(part.package),
        *_by_number(part),
    ]
    if part.designators or part.package:
        signs += _by_value(part.name)
    sums: dict[str, int] = defaultdict(int)
    for sign in signs:
        sums[_family(sign.component)] += sign.strength
    if not sums:
        return []
    best = max(sums, key=lambda family: sums[family])
    if sum(each == sums[best] for each in sums.values()) > 1:
        return []
    chosen = [sign for sign in signs if _family(sign.component) == best]
    return sorted(chosen, key=lambda sign: (_KINDS.index(sign.kind), -sign.strength))


def _family(component: str) -> str:
    """Give what classes have in common: designator `C` stands for every capacitor."""
    return "capacitor" if component.startswith("capacitor") else component


_PREFIX = re.compile(r"([A-Za-z]{1,5})\d{1,5}[A-Za-z]?(?![A-Za-z0-9])")


def _by_designator(designators: str) -> Iterator[Sign]:
    """Give the class of the designators' letters; those of several classes say nothing."""
    found = _PREFIX.findall(designators)
    prefixes = {prefix.upper() for prefix in found}
    classes = {_prefixes().get(prefix, "") for prefix in prefixes}
    if len(classes) == 1 and (component := classes.pop()):
        yield Sign(component, "designator", designators.split(",", maxsplit=1)[0][:20], 2)


def _by_package(package: str) -> Iterator[Sign]:
    plain = normalised(package).replace(" ", "_")
    if not plain:
        return
    found = [row for row in _packages() if row[0] in plain]
    # A name such as `Capacitor_SMD:CP_Elec_5x5` holds several patterns; the longest says most.
    if found:
        pattern, component, strength = max(found, key=lambda row: (row[2], len(row[0])))
        del pattern
        yield Sign(component, "package", package[:40], strength)


def _by_number(part: Part) -> Iterator[Sign]:
    """Give the class of a manufacturer's number; in a name it is the first word."""
    first_word = part.name.split(maxsplit=1)[0] if part.name.strip() else ""
    for text in dict.fromkeys((part.manufacturer_number, part.number, first_word)):
        plain = normalised(text)
        if not any(map(str.isdigit, plain)) or len(plain) > _LONGEST_NUMBER:
            continue
        for pattern, component in _numbers():
            if pattern.match(plain):
                yield Sign(component, "number", text[:40], 2)
                return


_LONGEST_NUMBER = 40
_MICROFARADS = re.compile(r"(\d+(?:[.,]\d+)?) ?[uµμ]f?\b")
_LEAST_ELECTROLYTIC = 47  # µF, from which a capacitor without a chip outline is rarely ceramic
_VALUES = (
    (re.compile(r"\d+(?:[.,]\d+)? ?[pnuµμ]f\b|\b\d+[pnu]\d*(?:f|\b)"), "capacitor_ceramic"),
    (re.compile(r"\d+(?:[.,]\d+)? ?[nuµμm]h\b"), "inductor"),
    (re.compile(r"\d+(?:[.,]\d+)? ?[km]hz\b"), "crystal"),
    (
        re.compile(
            r"\d+(?:[.,]\d+)? ?(?:[kmr]?[ωΩ]|[km]?ohm)|\b\d+(?:\.\d+)?[kmr]\d*\b|\b\dr\d+\b"
        ),
        "resistor",
    ),
)


def _by_value(name: str) -> Iterator[Sign]:
    plain = normalised(name)
    for pattern, component in _VALUES:
        found = pattern.search(plain)
        if found:
            is_large = component == "capacitor_ceramic" and is_electrolytic_value(plain)
            told = "capacitor_electrolytic" if is_large else component
            yield Sign(told, "value", found[0].strip(), 1)
            return


def is_electrolytic_value(text: str) -> bool:
    """Tell whether a text states a capacitance that is mostly electrolytic."""
    found = _MICROFARADS.search(normalised(text))
    return found is not None and float(found[1].replace(",", ".")) >= _LEAST_ELECTROLYTIC


@functools.cache
def _prefixes() -> dict[str, str]:
    return {row["prefix"]: row["component"] for row in rows_of("designator_prefixes")}


@functools.cache
def _packages() -> list[tuple[str, str, int]]:
    return [
        (row["pattern"], row["component"], int(row["strength"]))
        for row in rows_of("package_components")
    ]


@functools.cache
def _numbers() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(row["pattern"]), row["component"]) for row in rows_of("number_components")]

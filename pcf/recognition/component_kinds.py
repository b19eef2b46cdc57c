"""Tells what kind of electronic component a line is: by footprint, designator or words."""

import re

from pcf.recognition.reading import Reading

_BY_DESIGNATOR = {
    "r": "resistor", "rn": "resistor", "rp": "resistor", "c": "capacitor", "l": "inductor",
    "fb": "inductor", "d": "diode", "led": "led", "q": "transistor", "t": "transistor", "u": "ic",
    "ic": "ic", "y": "crystal", "x": "crystal", "j": "connector", "p": "connector",
    "cn": "connector", "con": "connector", "h": "connector", "f": "fuse",
}  # fmt: skip
_BY_PREFIX = {**_BY_DESIGNATOR, "cp": "electrolytic", "crystal": "crystal"}
_DESIGNATOR = re.compile(r"\s*([A-Za-z]{1,3})\d")
_PREFIX = re.compile(r"(led|crystal|cp|fb|[rcldq])[_-]?(?=\d|elec|radial|rect|disc|axial|smd)")
_KINDS = (
    "electrolytic", "tantalum", "resistor", "inductor", "led", "diode", "crystal", "capacitor",
    "transistor", "ic",
)  # fmt: skip
_MORE_TELLING = frozenset({"electrolytic", "tantalum"})  # than C in a footprint or designator


def component_kind(reading: Reading, package: str) -> str:
    """Give the kind of component of a line, "" if nothing tells it.

    Args:
        reading: the line.
        package: its outline without the name of a library.
    """
    named = reading.kinds("class")
    by_words = next((kind for kind in _KINDS if kind in named), "")
    if by_words in _MORE_TELLING:
        return by_words
    prefix = _PREFIX.match(package)
    if prefix is not None:
        return _BY_PREFIX[prefix[1]]
    designator = _DESIGNATOR.match(reading.designators)
    by_designator = _BY_DESIGNATOR.get(designator[1].lower(), "") if designator else ""
    if by_designator:
        return "led" if by_designator == "diode" and by_words == "led" else by_designator
    return "connector" if named & {"header", "terminal"} else by_words

"""The company library: what was confirmed for a part once, and is offered first the next time."""

import datetime
from collections import defaultdict
from collections.abc import Iterable

import msgspec

from pcf.model.bom import Mass, Part
from pcf.model.node import DataSetRef, Record
from pcf.texts import normalised

_SHORTEST_NUMBER = 4  # characters; shorter ones are places in a list


class ConfirmedLine(Record, frozen=True):
    """What a person confirmed for a line of a parts list.

    Attributes:
        number: part number of the house, as the other fields in the words of that list.
        data_set: the confirmed data set; None where only the mass was.
        mass: of one piece, as stated by a person; None where only the data set was.
    """

    number: str = ""
    manufacturer_number: str = ""
    name: str = ""
    name_zh: str = ""
    material: str = ""
    package: str = ""
    data_set: DataSetRef | None = None
    mass: Mass | None = None
    confirmed_on: datetime.date | None = None


class Library(Record, frozen=True):
    """What a company keeps across studies.

    Attributes:
        version: counts the changes.
        lines: confirmed lines, the oldest first.
    """

    version: int = 0
    lines: tuple[ConfirmedLine, ...] = ()


def confirmed_line(part: Part, confirmed_on: datetime.date) -> ConfirmedLine:
    """Give what a line of a study has to remember: its data set, and a mass that is no estimate."""
    mass = None if part.mass is None or part.mass.origin.is_estimate else part.mass
    return ConfirmedLine(
        number=part.number,
        manufacturer_number=part.manufacturer_number,
        name=part.name,
        name_zh=part.name_zh,
        material=part.material,
        package=part.package,
        data_set=part.data_set,
        mass=mass,
        confirmed_on=confirmed_on,
    )


def remember(library: Library, lines: Iterable[ConfirmedLine]) -> Library:
    """Give the library with further lines; each takes the place of an older one like it.

    What the newer one leaves open, data set or mass, the older one still says. A line that nothing
    could be told by, without a number or words, is not kept, nor one that says neither.
    """
    kept = {_identity(line): line for line in library.lines}
    for line in lines:
        if _keys(line) and (line.data_set or line.mass):
            older = kept.pop(_identity(line), line)
            kept[_identity(line)] = msgspec.structs.replace(
                line, data_set=line.data_set or older.data_set, mass=line.mass or older.mass
            )
    new = tuple(kept.values())
    if new == library.lines:
        return library
    return Library(version=library.version + 1, lines=new)


class Recollection:
    """The lines of a library, ready to be asked for thousands of parts."""

    def __init__(self, library: Library) -> None:
        """Index the lines by their numbers, and those without any by their words."""
        self._by_key: dict[tuple[str, ...], list[ConfirmedLine]] = defaultdict(list)
        for line in reversed(library.lines):  # what was confirmed last counts
            for key in _keys(line):
                self._by_key[key].append(line)

    def recall(self, part: Part) -> DataSetRef | None:
        """Give the data set that was confirmed for such a part, None if there is none."""
        line = self._line(part)
        return None if line is None else line.data_set

    def recall_mass(self, part: Part) -> Mass | None:
        """Give the mass that was stated for such a part, None if there is none."""
        line = self._line(part)
        return None if line is None else line.mass

    def _line(self, part: Part) -> ConfirmedLine | None:
        for key in _keys(part):
            for found in self._by_key.get(key, ()):
                if _may_be_same(found.material, part.material):
                    return found
        return None


def _identity(line: ConfirmedLine) -> tuple[object, ...]:
    """Give what two lines have in common if the later one takes the place of the earlier."""
    return (*_keys(line), normalised(line.material))


def _keys(line: ConfirmedLine | Part) -> list[tuple[str, ...]]:
    """Give what a line is found by; its words only where it has no number to go by.

    Two brackets with two numbers are two parts, whatever was confirmed for one of them.
    """
    numbers = ("number", line.number), ("manufacturer", line.manufacturer_number)
    keys = [(kind, normalised(number)) for kind, number in numbers if _is_telling(number)]
    words = _words(line)
    if not keys and any(words[:2]):
        return [("words", *words)]
    return list(keys)


def _words(line: ConfirmedLine | Part) -> tuple[str, str, str, str]:
    return (
        normalised(line.name),
        normalised(line.name_zh),
        normalised(line.material),
        normalised(line.package),
    )


def _is_telling(number: str) -> bool:
    return len(number.strip()) >= _SHORTEST_NUMBER and any(map(str.isdigit, number))


def _may_be_same(material: str, other: str) -> bool:
    one, two = normalised(material), normalised(other)
    return not (one and two) or one == two

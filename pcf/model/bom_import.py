"""What a study remembers of a list that was read into it: the file, its lines, its faults."""

import datetime
import math
from collections.abc import Iterable

from pcf.findings import Finding
from pcf.model.bom import Part, walk
from pcf.model.node import Record
from pcf.units import Quantity

LISTED_FIELDS = (
    "position",
    "number",
    "name",
    "name_zh",
    "material",
    "designators",
    "manufacturer",
    "manufacturer_number",
    "package",
    "quantity",
    "mass",
    "measure",
    "data_set",
    "excluded",
    "left_out",
    "note",
)
"""The fields of a part that a list can fill."""


class BomImport(Record, frozen=True):
    """A list as it was read into a study.

    Attributes:
        file: name of the file, without its folder.
        sheet: title of the worksheet, "" for a text file.
        sha256: of the file's bytes, hexadecimal.
        read_on: day of reading.
        into: id of the assembly whose parts the list gave.
        fields: the fields of a part for which the list has a column.
        parts: the lines as the list had them, under the ids that they have in the study: what a
            newer list is compared with, so that what was typed since is told from what was listed.
        findings: what was wrong or worth saying when the list was read.
    """

    file: str
    into: str
    sheet: str = ""
    sha256: str = ""
    read_on: datetime.date | None = None
    fields: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    findings: tuple[Finding, ...] = ()

    def lines(self) -> dict[str, Part]:
        """Give the lines of the list by id."""
        return {part.id: part for top in self.parts for part in walk(top)}


def with_import(imports: Iterable[BomImport], new: BomImport) -> tuple[BomImport, ...]:
    """Give the imports of a study with a new one in place of that into the same assembly."""
    return (*(each for each in imports if each.into != new.into), new)


def is_same(one: object, other: object) -> bool:
    """Tell whether two values of a field say the same, however they are typed.

    Amounts are the same if they are equal in SI units, masses if their amounts are.
    """
    amounts = [getattr(value, "amount", value) for value in (one, other)]
    first, second = (each if isinstance(each, Quantity) else None for each in amounts)
    if first is None or second is None:
        return one == other
    return first.dimension is second.dimension and math.isclose(first.si, second.si)

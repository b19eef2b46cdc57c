"""Recognises the headings of a bill of materials, in the languages of `bom_headings.csv`."""

import csv
import functools
import re
import unicodedata
from importlib import resources

import msgspec

from pcf.errors import UnitError
from pcf.exchange.sheet_cells import Row
from pcf.texts import normalised
from pcf.units import Dimension, find_unit

# Several columns of these make one text; of the other fields the first heading of the table counts.
JOINED_BY = {"name": ", ", "name_zh": ", ", "material": ", ", "designators": ", ", "note": "; "}

_NO_MEASURES = frozenset({Dimension.RATIO, Dimension.MONEY, Dimension.EMISSION})
DIMENSIONS = {
    "quantity": frozenset(Dimension) - _NO_MEASURES,
    "mass": frozenset({Dimension.MASS}),
    "measure": frozenset(Dimension) - _NO_MEASURES - {Dimension.COUNT, Dimension.MASS},
}
"""What the amounts of each field may measure."""

_LONGEST_HEADING = 80
_CHINESE = "\u3400-\u9fff"


class Column(msgspec.Struct, frozen=True):
    """A column whose heading was recognised.

    Attributes:
        field: what it holds: a field of `Part`, or level, index, parent, unit, exclude.
        heading: as it stands in the sheet.
        place: index of the column, from 0.
        unit: symbol of the unit in the heading, "" if there is none.
    """

    field: str
    heading: str
    place: int
    unit: str = ""


def find_columns(headings: Row) -> tuple[Column, ...]:
    """Give the columns that a heading row names, from left to right; one a field, or all joined."""
    known = ((find_field(str(heading)), place) for place, heading in enumerate(headings))
    taken: dict[tuple[str, int], Column] = {}
    for (_, field), place in sorted((found, place) for found, place in known if found is not None):
        key = (field, place if field in JOINED_BY else 0)
        heading = str(headings[place])
        taken.setdefault(key, Column(field, heading, place, _unit_in(heading, field)))
    return tuple(sorted(taken.values(), key=lambda column: column.place))


def count_headings(row: Row) -> int:
    """Give how many different fields the cells of a row name, if it were the heading row."""
    return len({found for cell in row if (found := find_field(str(cell))) is not None})


def find_field(heading: str) -> tuple[int, str] | None:
    """Give the rank and field of a heading, None if neither it nor a piece of it is known.

    Bilingual headings and those with a unit count by their first known piece.
    """
    if not heading or len(heading) > _LONGEST_HEADING:
        return None
    plain = unicodedata.normalize("NFKC", heading)
    without_unit = _UNIT_IN_HEADING.sub("", plain)
    pieces = re.findall(rf"[{_CHINESE}]+|[^{_CHINESE}/|\n()\[\]]+", plain)
    known = _known_headings()
    bare = map(_bare, (plain, without_unit, *pieces))
    return next((known[each] for each in bare if each in known), None)


def has_chinese(text: str) -> bool:
    """Tell whether a text holds a Chinese character."""
    return re.search(f"[{_CHINESE}]", text) is not None


@functools.cache
def included_words() -> frozenset[str]:
    """Give the words of an exclude column by which a line does count."""
    words = (normalised(word) for field, word in _table() if field == "included_word")
    return frozenset(("", *words))


_UNIT_IN_HEADING = re.compile(r"[(\[]([^()\[\]]+)[)\]]\s*$|/\s*(\S+)\s*$|\sin\s+(\S+)\s*$")


def _unit_in(heading: str, field: str) -> str:
    """Give the symbol of the unit that a heading of an amount ends with, as in `Mass (g)`."""
    match = _UNIT_IN_HEADING.search(unicodedata.normalize("NFKC", heading))
    if match is None or field not in DIMENSIONS:
        return ""
    try:
        unit = find_unit(next(filter(None, match.groups())))
    except UnitError:
        return ""
    return unit.symbol if unit.dimension in DIMENSIONS[field] else ""


def _bare(heading: str) -> str:
    """Give a heading without what writers vary: case, blanks, underscores, points."""
    return re.sub(r"[\W_]+", "", normalised(heading)) or normalised(heading)


@functools.cache
def _known_headings() -> dict[str, tuple[int, str]]:
    """Give rank and field of each known heading; earlier ones of a field are preferred."""
    known: dict[str, tuple[int, str]] = {}
    for rank, (field, heading) in enumerate(_table()):
        if field != "included_word":
            known.setdefault(_bare(heading), (rank, field))
    return known


def _table() -> list[tuple[str, str]]:
    path = resources.files("pcf").joinpath("resources/bom_headings.csv")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return [(row["field"], row["heading"]) for row in rows]

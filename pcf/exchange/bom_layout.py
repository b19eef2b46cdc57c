"""What a person has said about where in a list what stands, and the memory of it.

A layout corrects what is found; what it does not name is found as ever. It is remembered by the
headings of the list, so that the next list with the same headings is read in the same way.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec

from pcf.errors import BomSheetError, DataError
from pcf.exchange.bom_headings import JOINED_BY, Column, bare
from pcf.exchange.sheet_cells import Row, column_letter
from pcf.files import write_file
from pcf.units import find_unit

MAX_LAYOUTS = 500
IGNORE = "ignore"
"""Stands for the field of a column that is not to be read."""

_MAX_BYTES = 20_000_000


class LayoutColumn(msgspec.Struct, frozen=True):
    """What one column holds.

    Attributes:
        place: index of the column, from 0.
        field: as of `Column`; "" for a column that is not to be read.
        unit: symbol of the unit of its numbers, "" where the cells or the heading say it.
    """

    place: int
    field: str
    unit: str = ""


class Layout(msgspec.Struct, frozen=True):
    """Where in a list what stands.

    Attributes:
        sheet: title of the worksheet, "" to find it.
        heading: number of the heading row, from 1; 0 if the list has none, None to find it.
        columns: what some columns hold; the others are found.
    """

    sheet: str = ""
    heading: int | None = None
    columns: tuple[LayoutColumn, ...] = ()


def corrected(
    found: Sequence[Column], layout: Layout, headings: Sequence[str]
) -> tuple[Column, ...]:
    """Give the columns of a list as a layout corrects what was found.

    A column that it names holds what it says. Of a field that makes one value, such as the
    quantity, that column takes the place of the one that was found.
    """
    places = {column.place for column in layout.columns}
    fields = {column.field for column in layout.columns} - JOINED_BY.keys()
    kept = [column for column in found if column.place not in places and column.field not in fields]
    stated = [
        Column(
            each.field,
            headings[each.place] if each.place < len(headings) else "",
            each.place,
            each.unit,
        )
        for each in layout.columns
        if each.field
    ]
    return tuple(sorted([*kept, *stated], key=lambda column: column.place))


def check_layout(layout: Layout, rows: Sequence[Row], where: str) -> None:
    """Refuse a layout that names a row or column that a list does not have.

    Raises:
        BomSheetError: it does.
    """
    if layout.heading is not None and layout.heading > len(rows):
        raise BomSheetError("layout-heading", where=where, heading=layout.heading, rows=len(rows))
    width = max(map(len, rows), default=0)
    for column in layout.columns:
        if column.place >= width:
            raise BomSheetError(
                "layout-column-outside",
                where=where,
                column=column_letter(column.place),
                last=column_letter(width - 1),
            )


def read_layout(
    sheet: str, heading: int | None, columns: Sequence[str], known: Sequence[str]
) -> Layout:
    """Give the layout that is stated in words, such as `quantity=D` or `mass=F:g`.

    Args:
        sheet: title of the worksheet, "" to find it.
        heading: number of the heading row, None to find it.
        columns: field and column of each, with a unit behind a colon where it has one; columns by
            their letters, or by their number from 1.
        known: the fields that there are.

    Raises:
        BomSheetError: one of them is no field and column, or they contradict each other.
        UnitError: a unit is not known.
    """
    stated = tuple(_stated(each, known) for each in columns)
    places = [column.place for column in stated]
    for place in places:
        if places.count(place) > 1:
            raise BomSheetError("layout-column-twice", column=column_letter(place))
    single = [column.field for column in stated if column.field and column.field not in JOINED_BY]
    for field in single:
        if single.count(field) > 1:
            raise BomSheetError("layout-field-twice", field=field)
    return Layout(sheet, heading, stated)


def _stated(text: str, known: Sequence[str]) -> LayoutColumn:
    field, _, column = (piece.strip() for piece in text.partition("="))
    column, _, unit = (piece.strip() for piece in column.partition(":"))
    place = _place(column)
    if place is None:
        raise BomSheetError("layout-column", text=text)
    if field not in {*known, IGNORE}:
        raise BomSheetError("layout-field", field=field, known=", ".join([*known, IGNORE]))
    symbol = find_unit(unit).symbol if unit else ""
    return LayoutColumn(place, "" if field == IGNORE else field, symbol)


def _place(column: str) -> int | None:
    """Give the index of a column that is named by letters or number, None if it is neither."""
    if column.isdecimal() and column.isascii():
        return int(column) - 1 if 0 < int(column) <= _MOST_COLUMNS else None
    if not (column.isalpha() and column.isascii() and len(column) <= _MOST_LETTERS):
        return None
    place = 0
    for letter in column.upper():
        place = 26 * place + ord(letter) - ord("A") + 1
    return place - 1


_MOST_COLUMNS, _MOST_LETTERS = 16_384, 3  # of a worksheet


def signature(row: Row) -> str:
    """Give what tells lists of the same layout: the headings as they stand, in their order."""
    return "|".join(bare(str(cell)) for cell in row).rstrip("|")


class LayoutMemory:
    """The corrections of layouts, by signature, in a file of the caller's."""

    def __init__(self, path: Path) -> None:
        """Read the memory; a file that is not there is an empty one.

        Raises:
            DataError: the file is damaged. Nothing of it is used, and it is not overwritten.
        """
        self.path = path
        self._layouts: dict[str, Layout] = {}
        try:
            if path.stat().st_size > _MAX_BYTES:
                raise DataError("layouts-damaged", where=str(path))
            self._layouts = msgspec.json.decode(path.read_bytes(), type=dict[str, Layout])
        except FileNotFoundError:
            return
        except (OSError, ValueError) as error:
            raise DataError("layouts-damaged", where=str(path)) from error

    def get(self, key: str) -> Layout | None:
        """Give the layout of a signature, None if it is not known."""
        return self._layouts.get(key) if key else None

    def keep(self, key: str, layout: Layout) -> None:
        """Remember what columns hold; the layout kept longest ago gives way to the newest.

        Sheet and heading row are not remembered: another list may have a title row more.

        Raises:
            OutputError: the file can't be written; the memory is as it was.
        """
        layouts = {known: each for known, each in self._layouts.items() if known != key}
        layouts[key] = Layout(columns=layout.columns)
        while len(layouts) > MAX_LAYOUTS:
            del layouts[next(iter(layouts))]
        content = json.dumps(msgspec.to_builtins(layouts), ensure_ascii=False, indent=1)
        write_file(self.path, content.encode())
        self._layouts = layouts

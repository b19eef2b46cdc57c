"""Where in a table what stands, as a person has corrected it, and the memory of such layouts."""

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec

from pcf.errors import DataError
from pcf.exchange.bom_headings import Column, bare, meaning_of
from pcf.exchange.sheet_cells import HEAD_ROWS, Cell, Row
from pcf.exchange.table_file import read_heads
from pcf.files import write_file

MAX_LAYOUTS = 500
_MAX_BYTES = 20_000_000
_LEAST_SAME = 0.8


class LayoutColumn(msgspec.Struct, frozen=True):
    """What one column holds.

    Attributes:
        place: index of the column, from 0.
        field: as of `Column`; "" for a column that is not to be read.
        unit: symbol of the unit of its numbers, "" where the cells or the heading say it.
        heading: as it stood in the sheet that the layout was made for.
    """

    place: int
    field: str
    unit: str = ""
    heading: str = ""


class Layout(msgspec.Struct, frozen=True):
    """Where in a table what stands.

    Attributes:
        sheet: title of the worksheet, "" to find it.
        heading: number of the heading row, from 1; 0 if the table has none. In another file the
            headings may stand in another row: they are looked for by their texts.
        columns: the columns that are to be read, and those that are not.
    """

    sheet: str = ""
    heading: int = 0
    columns: tuple[LayoutColumn, ...] = ()

    def heading_in(self, rows: Sequence[Row]) -> int | None:
        """Give the index of the heading row in a sheet, None if the table has none."""
        if not self.heading:
            return None
        wanted = {c.place: bare(c.heading) for c in self.columns if c.heading}
        for place, row in enumerate(rows[:HEAD_ROWS] if wanted else ()):
            same = sum(p < len(row) and bare(str(row[p])) == text for p, text in wanted.items())
            if same >= _LEAST_SAME * len(wanted):
                return place
        return min(self.heading, len(rows)) - 1


def columns_by_layout(layout: Layout, headings: Sequence[str]) -> tuple[Column, ...]:
    """Give the columns that a layout says are to be read."""
    return tuple(
        Column(
            each.field, headings[each.place] if each.place < len(headings) else "", each.place,
            each.unit,
        )
        for each in sorted(layout.columns, key=lambda column: column.place)
        if each.field
    )  # fmt: skip


def signature(row: Sequence[Cell]) -> str:
    """Give what tells files of the same layout: the headings as they stand, in their order."""
    return "|".join(bare(str(cell)) for cell in row).rstrip("|")


class LayoutMemory:
    """The layouts that were corrected or confirmed, by signature, in a file of the caller's."""

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

    def recall(self, path: Path) -> Layout | None:
        """Give the layout that is known for a file, by any of its first rows, None if none is.

        Raises:
            BomSheetError: no kind of table, too large, or empty.
            DataError: missing, locked, damaged, protected, or of an unknown encoding.
        """
        for rows in read_heads(path, lambda cell: meaning_of(cell) is not None):
            for row in rows:
                if row and (known := self._layouts.get(signature(row))) is not None:
                    return known
        return None

    def get(self, key: str) -> Layout | None:
        """Give the layout of a signature, None if it is not known."""
        return self._layouts.get(key)

    def keep(self, key: str, layout: Layout) -> None:
        """Remember a layout; the one that was kept longest ago gives way to it.

        Raises:
            OutputError: the file can't be written; the memory is as it was.
        """
        layouts = {known: each for known, each in self._layouts.items() if known != key}
        layouts[key] = layout
        while len(layouts) > MAX_LAYOUTS:
            del layouts[next(iter(layouts))]
        content = json.dumps(msgspec.to_builtins(layouts), ensure_ascii=False, indent=1)
        write_file(self.path, content.encode())
        self._layouts = layouts

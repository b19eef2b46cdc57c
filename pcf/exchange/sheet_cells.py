"""The cells of a sheet, whatever file they come from, and how many of them are read.

Knows nothing of bills of materials. A cell keeps the blanks that it begins with, because parts
lists show levels by them; a cell that is indented by its style begins with blanks too.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from pcf.errors import BomSheetError

MAX_BYTES = 200_000_000
MAX_ROWS = 100_000
MAX_COLUMNS = 500
# 100 000 rows of 50 columns; a row of Excel may have 16 384, a file of 35 KB 98 million empty ones.
MAX_CELLS = 5_000_000
# A workbook of 100 000 rows and 20 columns unpacks to about 100 MB; a zip bomb to much more.
MAX_UNPACKED_BYTES = 400_000_000
HEAD_ROWS = 100
"""How many rows of each sheet are looked at to choose one."""
_EXCEL_ROWS = 1_048_576
INDENT = "  "
"""What one step of indentation by style becomes."""

Cell = str | int | float
Row = tuple[Cell, ...]


def column_letter(place: int) -> str:
    """Give the letters of a column as spreadsheets name it: A for 0, AA for 26."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class Merge(msgspec.Struct, frozen=True):
    """A range of cells that are shown as one; rows and columns count from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class Grid(msgspec.Struct, frozen=True):
    """The cells of one sheet.

    Attributes:
        rows: from the top of the sheet, so that row n of it is `rows[n - 1]`; "" is an empty cell.
        merges: the merged cells; only the first cell of each holds a value.
        outline: how deep a row stands in the sheet's grouping of rows, by index; 0 is left out.
        notes: what was read in spite of a doubt, as text key and row number.
    """

    rows: tuple[Row, ...]
    merges: tuple[Merge, ...] = ()
    outline: Mapping[int, int] = {}
    notes: tuple[tuple[str, int], ...] = ()


class Candidate(msgspec.Struct, frozen=True):
    """A sheet, or a way to cut a text into cells, of which the first rows were read.

    Attributes:
        title: of the worksheet, "" for a text file.
        head: the first rows.
        whole: reads all of it.
    """

    title: str
    head: Grid
    whole: Callable[[], Grid]


def limited(rows: Iterable[Sequence[object]], path: Path) -> tuple[Row, ...]:
    """Give all rows up to their last filled cell, if there are no more than a program can show.

    Raises:
        BomSheetError: too many rows, columns or cells.
    """
    kept: list[Row] = []
    filled = cells = 0
    for number, raw in enumerate(rows, start=1):
        row = _filled(raw, number, path)
        filled += bool(row)
        cells += len(row)
        if filled > MAX_ROWS or len(kept) >= _EXCEL_ROWS:
            raise BomSheetError("bom-too-many-rows", where=str(path), limit=MAX_ROWS)
        if cells > MAX_CELLS:
            raise BomSheetError("bom-too-many-cells", where=str(path), limit=MAX_CELLS // 10**6)
        kept.append(row)
    return tuple(kept)


def _filled(raw: Sequence[object], number: int, path: Path) -> Row:
    """Give the cells of a row up to the last that is filled."""
    beyond = raw[MAX_COLUMNS:]
    # Counting comes first because it takes a quarter of the time of a set, and mostly suffices.
    if beyond.count(None) < len(beyond) and not {None, ""}.issuperset(beyond):
        raise BomSheetError("bom-too-many-columns", where=str(path), row=number, limit=MAX_COLUMNS)
    # The commonest kinds stand here: calling for each of a million cells takes a second.
    row = [
        value.rstrip() if isinstance(value, str) and value.isprintable() else cell_of(value)
        for value in raw[:MAX_COLUMNS]
    ]
    while row and row[-1] == "":
        row.pop()
    return tuple(row)


_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff\u200b]")


def cell_of(value: object) -> Cell:
    """Give a cell as text or number, "" where it is empty."""
    if isinstance(value, str):
        text = value if value.isprintable() else _CONTROLS.sub(" ", value)
        return text.rstrip()
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return str(value)

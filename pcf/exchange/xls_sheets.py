"""Reads the sheets of .xls, the binary workbooks of Excel 97 to 2003, through xlrd.

python-calamine would be faster, but shows a cell with an error such as #N/A as an empty one.
"""

import io
import struct
from collections.abc import Iterator
from pathlib import Path

import xlrd

from pcf.errors import BomSheetError, DataError
from pcf.exchange.sheet_cells import HEAD_ROWS, INDENT, Candidate, Cell, Grid, Merge, limited

# What xlrd raises over a damaged workbook, as found by changing bytes of one, 30 000 times.
_DAMAGE: tuple[type[Exception], ...] = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    struct.error,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OverflowError,
    TypeError,
    UnboundLocalError,
    RecursionError,
    ValueError,
    ZeroDivisionError,
    xlrd.formula.FormulaError,
)


def xls_candidates(path: Path) -> list[Candidate]:
    """Give the visible worksheets, or all if none is visible.

    Raises:
        DataError: damaged or protected by a password.
    """
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:  # an .xlsx with a password
        raise DataError("bom-password", where=str(path))
    try:
        book = xlrd.open_workbook(
            file_contents=content, logfile=io.StringIO(), formatting_info=True
        )
        sheets = book.sheets()
    except _DAMAGE as error:
        is_locked = "encrypted" in str(error)
        raise DataError("bom-password" if is_locked else "bom-damaged", where=str(path)) from error
    visible = [sheet for sheet in sheets if sheet.visibility == 0]
    return [_candidate(book, sheet, path) for sheet in visible or sheets]


def _candidate(book: xlrd.Book, sheet: xlrd.sheet.Sheet, path: Path) -> Candidate:
    try:
        rows = limited(_rows(book, sheet), path)
        outline = {
            number: info.outline_level
            for number, info in sheet.rowinfo_map.items()
            if info.outline_level
        }
    except BomSheetError:
        raise
    except _DAMAGE as error:
        raise DataError("bom-damaged", where=str(path)) from error
    merges = tuple(
        Merge(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells
    )
    grid = Grid(rows, merges, outline)
    return Candidate(sheet.name, Grid(rows[:HEAD_ROWS], merges, outline), lambda: grid)


def _rows(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Iterator[list[Cell]]:
    for number in range(sheet.nrows):
        yield [_value(book, cell) for cell in sheet.row(number)]


def _value(book: xlrd.Book, cell: xlrd.sheet.Cell) -> Cell:
    value: str | int | float = cell.value
    match cell.ctype:
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(value, "#N/A"))
        case xlrd.XL_CELL_BOOLEAN:
            return str(bool(value))
        case xlrd.XL_CELL_DATE:
            return _date(value, book.datemode)
        case xlrd.XL_CELL_NUMBER:
            number = float(value)
            return int(number) if number.is_integer() else number
        case xlrd.XL_CELL_TEXT:
            steps: int = book.xf_list[cell.xf_index].alignment.indent_level
            return INDENT * steps + str(value)
        case _:
            return ""


def _date(value: str | int | float, mode: int) -> Cell:
    """Give a date as text; a number that is no day of any calendar stays a number."""
    try:
        return str(xlrd.xldate_as_datetime(value, mode))
    except (ValueError, OverflowError):
        return value

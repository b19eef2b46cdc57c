"""Reads the cells of a table: a workbook, or a text file whatever its encoding and delimiter.

Knows nothing of bills of materials: the caller says how much a row looks like its headings, and by
that the sheet, the delimiter and the heading row are chosen. A fault of the whole file is an
error; what is wrong in one cell is the caller's to report.
"""

import codecs
import contextlib
import csv
import io
import itertools
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree import ElementTree

import msgspec
import openpyxl

from pcf.errors import BomSheetError, DataError
from pcf.files import ZIP_DAMAGE

MAX_BYTES = 200_000_000
MAX_ROWS = 100_000
MAX_COLUMNS = 500
# 100 000 rows of 50 columns; a row of Excel may have 16 384, a file of 35 KB 98 million empty ones.
MAX_CELLS = 5_000_000
# A workbook of 100 000 rows and 20 columns unpacks to about 100 MB; a zip bomb to much more.
MAX_UNPACKED_BYTES = 400_000_000
_EXCEL_ROWS = 1_048_576
_HEAD_ROWS = 20
_DELIMITERS = ",;\t"

Cell = str | int | float
Row = tuple[Cell, ...]
Likeness = Callable[[Row], int]


class Table(msgspec.Struct, frozen=True):
    """The cells of one sheet.

    Attributes:
        rows: from the top of the sheet, so that row n of it is `rows[n - 1]`; "" is an empty cell.
        heading: index of the heading row.
        sheet: title of the worksheet, "" for a text file.
        other_sheets: titles of the visible worksheets that were not read.
        encoding: how a text file was decoded, "" for a workbook.
    """

    rows: tuple[Row, ...]
    heading: int
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    encoding: str = ""


def read_table(path: Path, likeness: Likeness) -> Table:
    """Read the sheet of a file that has the likeliest heading row.

    Args:
        path: .xlsx, .xlsm, .csv, .tsv or .txt.
        likeness: how many headings a row holds; 0 for a row that is no heading.

    Raises:
        BomSheetError: no kind of table, too large, empty, or a quotation mark left open.
        DataError: missing, locked, damaged, of an unknown encoding, or a zip bomb.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise BomSheetError("bom-too-large", where=str(path), limit=MAX_BYTES // 10**6)
        match path.suffix.lower():
            case ".xlsx" | ".xlsm":
                return _read_workbook(path, likeness)
            case ".csv" | ".tsv" | ".txt":
                return _read_text(path, likeness)
            case kind:
                raise BomSheetError("bom-file-kind", where=str(path), kind=kind)
    except FileNotFoundError as error:
        raise DataError("bom-file-missing", where=str(path)) from error
    except OSError as error:
        raise DataError("bom-file-locked", where=str(path)) from error


def _read_text(path: Path, likeness: Likeness) -> Table:
    text, encoding = _decoded(path)
    delimiter = max(_DELIMITERS, key=lambda mark: _delimiter_fitness(text, mark, likeness))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = _limited(reader, path)
    except csv.Error as error:
        raise BomSheetError("bom-csv-broken", where=str(path), row=reader.line_num) from error
    return Table(rows, _heading_row(rows, likeness)[1], encoding=encoding)


def _decoded(path: Path) -> tuple[str, str]:
    """Give the text of a file and its encoding: by its byte order mark, UTF-8, else GB18030."""
    raw = path.read_bytes()
    has_mark = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if has_mark else ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    raise DataError("bom-encoding", where=str(path))


def _delimiter_fitness(text: str, delimiter: str, likeness: Likeness) -> tuple[int, int]:
    """Give how many headings a delimiter brings to light, and how many columns."""
    try:
        head = list(_head(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    except csv.Error:
        return 0, 0
    return _heading_row(head, likeness)[0], max(map(len, head), default=0)


def _read_workbook(path: Path, likeness: Likeness) -> Table:
    with path.open("rb") as file:
        try:
            lacks_values = _check_archive(file, path)
            return _read_best_sheet(file, path, likeness, lacks_values=lacks_values)
        except OSError as error:
            if error.errno is not None:  # the disk's fault, not the content's
                raise
            raise DataError("bom-damaged", where=str(path)) from error


# Beside the faults of the zip, what openpyxl raises over a workbook whose XML was changed: it looks
# up what is not there, and gives elements the values that it finds. As found by changing tags,
# attributes and texts of every file in one, 24 000 times.
_DAMAGE: tuple[type[Exception], ...] = (
    *ZIP_DAMAGE,
    ElementTree.ParseError,
    AttributeError,
    LookupError,
    TypeError,
)


@contextlib.contextmanager
def _damage_said(path: Path) -> Iterator[None]:
    """Say what openpyxl and zipfile raise as damage; only calls of theirs belong inside."""
    try:
        yield
    except _DAMAGE as error:
        raise DataError("bom-damaged", where=str(path)) from error


# A formula cell without a stored value: `<c><f>B2*2</f><v/></c>`, with or without a prefix.
_WITHOUT_VALUE = re.compile(
    rb"(?:f>|<(?:\w+:)?f [^<>]*/>)\s*<(?:/(?:\w+:)?c>|(?:\w+:)?v\s*/>|(?:\w+:)?v></)"
)


def _check_archive(file: BinaryIO, path: Path) -> bool:
    """Refuse what is no zip or unpacks too large; tell whether formulas lack their values.

    Only then the sheet has to be read a second time, which doubles the time.
    """
    is_zip = file.read(2) == b"PK"
    if not is_zip:
        raise DataError("bom-not-xlsx", where=str(path))
    with _damage_said(path), zipfile.ZipFile(file) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
            raise DataError(
                "bom-unpacks-too-large", where=str(path), limit=MAX_UNPACKED_BYTES // 10**6
            )
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(_WITHOUT_VALUE.search(archive.read(name)) for name in sheets)


def _read_best_sheet(
    file: BinaryIO, path: Path, likeness: Likeness, *, lacks_values: bool
) -> Table:
    sheets = _worksheets(file, path, stored_values=True)
    if not sheets:
        raise BomSheetError("bom-empty", where=str(path))
    heads = {name: list(_head(_values(sheet, path))) for name, sheet in sheets.items()}
    title = max(heads, key=lambda name: _heading_row(heads[name], likeness)[0])
    values = _values(sheets[title], path)
    if lacks_values:
        formulas = _values(_worksheets(file, path, stored_values=False)[title], path)
        values = itertools.starmap(_with_formulas, zip(values, formulas, strict=True))
    rows = _limited(values, path)
    others = tuple(name for name in sheets if name != title)
    return Table(rows, _heading_row(rows, likeness)[1], title, others)


def _worksheets(file: BinaryIO, path: Path, *, stored_values: bool) -> dict[str, Any]:
    """Give the visible worksheets of a workbook by title; all of them if none is visible."""
    with _damage_said(path):
        book = openpyxl.load_workbook(
            file, read_only=True, data_only=stored_values, keep_links=False
        )
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a file says of its own size may be wrong, and hides cells
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return {sheet.title: sheet for sheet in visible or book.worksheets}


def _values(sheet: Any, path: Path) -> Iterator[tuple[object, ...]]:  # noqa: ANN401  openpyxl's read-only sheet has no stub
    with _damage_said(path):  # what is done with a row between two of them is outside
        yield from sheet.iter_rows(values_only=True)


def _with_formulas(values: tuple[object, ...], formulas: tuple[object, ...]) -> tuple[object, ...]:
    """Give a row with the formula itself in each cell that has one and no stored value."""
    read = slice(MAX_COLUMNS)
    stated = (
        (formula if isinstance(formula, str) else "=")
        if value is None and formula is not None
        else value
        for value, formula in zip(values[read], formulas[read], strict=True)
    )
    return (*stated, *values[MAX_COLUMNS:])


def _head(rows: Iterable[Sequence[object]]) -> Iterator[Row]:
    return (tuple(map(_cell, row[:MAX_COLUMNS])) for row in itertools.islice(rows, _HEAD_ROWS))


def _heading_row(rows: Iterable[Row], likeness: Likeness) -> tuple[int, int]:
    """Give how many headings the likeliest row of the first ones holds, and its index."""
    found = [
        (likeness(row), -index) for index, row in enumerate(itertools.islice(rows, _HEAD_ROWS))
    ]
    best, index = max(found, default=(0, 0))
    return best, -index


def _limited(rows: Iterable[Sequence[object]], path: Path) -> tuple[Row, ...]:
    """Give all rows up to their last filled cell, if there are no more than a program can show."""
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
    if not filled:
        raise BomSheetError("bom-empty", where=str(path))
    return tuple(kept)


def _filled(raw: Sequence[object], number: int, path: Path) -> Row:
    """Give the cells of a row up to the last that is filled."""
    beyond = raw[MAX_COLUMNS:]
    # Counting comes first because it takes a quarter of the time of a set, and mostly suffices.
    if beyond.count(None) < len(beyond) and not {None, ""}.issuperset(beyond):
        raise BomSheetError("bom-too-many-columns", where=str(path), row=number, limit=MAX_COLUMNS)
    row = [_cell(value) for value in raw[:MAX_COLUMNS]]
    while row and row[-1] == "":
        row.pop()
    return tuple(row)


_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def _cell(value: object) -> Cell:
    """Give a cell as text or number, "" where it is empty."""
    if isinstance(value, str):
        return _CONTROLS.sub(" ", value).strip()
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return str(value)

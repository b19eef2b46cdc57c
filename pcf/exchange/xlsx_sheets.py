"""Reads the sheets of .xlsx and .xlsm: values, merged cells, indentation and grouping of rows.

openpyxl is not used here: for 60 000 rows of 20 columns it takes 23 s, this 7 s, and as it reads
row by row it knows neither merged cells nor grouping (Python 3.11, 2 cores).
"""

import contextlib
import functools
import gc
import itertools
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

import msgspec
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from pcf.errors import BomSheetError
from pcf.exchange.packed_xml import elements, local_name, opened, refuse_document_type
from pcf.exchange.sheet_cells import (
    HEAD_ROWS,
    INDENT,
    MAX_ROWS,
    Candidate,
    Cell,
    Grid,
    Merge,
    limited,
)

_EXCEL_ROWS = 1_048_576
_EXCEL_COLUMNS = 16_384


class _Style(msgspec.Struct, frozen=True):
    """What of a cell's style changes what is read: a date, zeros in front, an indentation."""

    is_date: bool = False
    digits: int = 0
    indent: str = ""


class Book(msgspec.Struct, frozen=True):
    """What the sheets of a workbook share, and where each visible one is."""

    sheets: Mapping[str, str]
    strings: Sequence[str]
    styles: Sequence[_Style]
    from_1904: bool


def xlsx_candidates(path: Path) -> list[Candidate]:
    """Give the visible worksheets, or all if none is visible, with their first rows.

    Raises:
        DataError: damaged, or it unpacks too large.
    """
    with opened(path) as archive:
        book = read_book(archive, path)
        heads = {title: _read_grid(archive, book, title, path, HEAD_ROWS) for title in book.sheets}
    return [
        Candidate(title, head, functools.partial(_read_whole, path, book, title))
        for title, head in heads.items()
    ]


def sheet_rows(file: IO[bytes], book: Book, path: Path) -> Iterator[Sequence[object]]:
    """Give the rows of a worksheet one by one, from the first on.

    Raises:
        BomSheetError: it has too many rows.
        ValueError: rows or cells are out of order.
    """
    return _rows(_batches(file), book, [], {}, path)


def _read_whole(path: Path, book: Book, title: str) -> Grid:
    with opened(path) as archive, without_collection():
        return _read_grid(archive, book, title, path, None)


@contextlib.contextmanager
def without_collection() -> Iterator[None]:
    """Let nobody look for garbage while millions of cells are made: it finds none for 2 s."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_book(archive: zipfile.ZipFile, path: Path) -> Book:
    """Find the parts of a workbook by their relations, as the format demands."""
    (place,) = _targets(archive, "").get("officeDocument", {}).values()
    if not place.endswith(".xml"):  # an .xlsb says the same in another language
        raise BomSheetError("bom-file-kind", where=str(path), kind=".xlsb")
    targets = _targets(archive, place)
    tables = targets.get("worksheet", {})
    sheets: dict[str, str] = {}
    hidden: dict[str, str] = {}
    from_1904 = False
    with archive.open(place) as file:
        for _, element in elements(file):
            if local_name(element) == "workbookPr":
                from_1904 = element.get("date1904") in {"1", "true"}
            if local_name(element) == "sheet":
                key = next((text for name, text in element.items() if name.endswith("}id")), "")
                if key in tables:
                    is_visible = element.get("state", "visible") == "visible"
                    (sheets if is_visible else hidden)[element.get("name", "")] = tables[key]
    return Book(
        sheets=sheets or hidden,
        strings=_read_strings(archive, next(iter(targets.get("sharedStrings", {}).values()), "")),
        styles=_read_styles(archive, next(iter(targets.get("styles", {}).values()), "")),
        from_1904=from_1904,
    )


def _targets(archive: zipfile.ZipFile, part: str) -> dict[str, dict[str, str]]:
    """Give the parts that a part refers to, by kind and key."""
    folder, _, name = part.rpartition("/")
    place = f"{folder}/_rels/{name}.rels".lstrip("/")
    found: dict[str, dict[str, str]] = {}
    with archive.open(place) as file:
        for _, element in elements(file):
            kind = element.get("Type", "").rpartition("/")[2]
            target = element.get("Target", "")
            absolute = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            found.setdefault(kind, {})[element.get("Id", "")] = absolute.lstrip("/")
    return found


_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _text(element: ET.Element) -> str:
    """Give the text of a string item without the reading aids that Japanese ones carry."""
    pieces = []
    for child in element:
        name = local_name(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces.extend(part.text or "" for part in child if local_name(part) == "t")
    text = "".join(pieces)
    return _ESCAPE.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text


def _read_strings(archive: zipfile.ZipFile, place: str) -> list[str]:
    strings: list[str] = []
    if place:
        with archive.open(place) as file:
            for _, element in elements(file):
                if local_name(element) == "si":
                    strings.append(_text(element))
                    element.clear()
    return strings


def _read_styles(archive: zipfile.ZipFile, place: str) -> list[_Style]:
    """Give the style of each format of cells, by its index."""
    styles: list[_Style] = []
    if not place:
        return styles
    formats = dict(BUILTIN_FORMATS)
    with archive.open(place) as file:
        for _, element in elements(file):
            if local_name(element) == "numFmt":
                formats[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
            if local_name(element) == "cellXfs":
                styles = [_style(each, formats) for each in element]
    return styles


def _style(element: ET.Element, formats: Mapping[int, str]) -> _Style:
    code = formats.get(int(element.get("numFmtId", "0")), "")
    steps = sum(int(each.get("indent", "0")) for each in element)
    return _Style(
        is_date=bool(is_date_format(code)),
        digits=len(code) if code and set(code) == {"0"} else 0,
        indent=INDENT * min(steps, 100),
    )


def _read_grid(
    archive: zipfile.ZipFile, book: Book, title: str, path: Path, most: int | None
) -> Grid:
    merges: list[Merge] = []
    outline: dict[int, int] = {}
    with archive.open(book.sheets[title]) as file:
        rows = _rows(_batches(file), book, merges, outline, path)
        kept = limited(itertools.islice(rows, most), path)
        for _ in rows if most is None else ():
            pass  # merged cells stand below the rows
    return Grid(kept, tuple(merges), outline)


_BATCH = 1_000_000  # bytes
_HEAD = re.compile(rb"<((?:[\w.-]+:)?worksheet)\b.*?<((?:[\w.-]+:)?sheetData)\s*>", re.DOTALL)
_ROW_END = re.compile(rb"</(?:[\w.-]+:)?row\s*>")


def _batches(file: IO[bytes]) -> Iterator[ET.Element]:
    """Give a worksheet in pieces, each one with some of its rows, the last with what follows.

    One event for each element takes 5 s for a million cells, and one tree of them all 500 MB. So
    the text is cut behind a row now and then, and each piece read as a sheet of its own.
    """
    refuse_document_type(file)
    file.seek(0)
    text = file.read(_BATCH)
    head = _HEAD.search(text)
    if head is None:  # no rows at all, or in an encoding that nobody writes
        yield ET.fromstring(text + file.read())
        return
    begin, rest = text[: head.end()], text[head.end() :]
    end = b"</%b></%b>" % (head[2], head[1])
    while piece := file.read(_BATCH):
        ends = [match.end() for match in _ROW_END.finditer(rest)]
        if ends:
            yield ET.fromstring(begin + rest[: ends[-1]] + end)
            rest = rest[ends[-1] :]
        rest += piece
    yield ET.fromstring(begin + rest)


def _rows(
    batches: Iterator[ET.Element],
    book: Book,
    merges: list[Merge],
    outline: dict[int, int],
    path: Path,
) -> Iterator[Sequence[object]]:
    """Give the rows from the first on, those without cells too."""
    read = CellReader(book)
    following = 1
    for part in itertools.chain.from_iterable(batches):
        name = local_name(part)
        if name == "mergeCells":
            merges.extend(_merge(each.get("ref", "")) for each in part)
        for row in part if name == "sheetData" else ():
            number = int(row.get("r", following))
            if number < following:
                raise ValueError(number)  # rows out of order
            if number > _EXCEL_ROWS:
                raise BomSheetError("bom-too-many-rows", where=str(path), limit=MAX_ROWS)
            yield from ((),) * (number - following)
            if depth := int(row.get("outlineLevel", "0")):
                outline[number - 1] = depth
            yield read.row(row)
            following = number + 1


def _merge(reference: str) -> Merge:
    first, _, last = reference.partition(":")
    top, left = _place(first)
    bottom, right = _place(last or first)
    return Merge(top, left, bottom, right)


def _place(reference: str) -> tuple[int, int]:
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]) - 1, _column(letters)


def column_letters(place: int) -> str:
    """Give the letters of a column: A for 0, AA for 26."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@functools.lru_cache(maxsize=_EXCEL_COLUMNS)
def _column(letters: str) -> int:
    """Give the index of a column: 0 for A, 26 for AA."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        number = number * 26 + ord(letter) - ord("A") + 1
    if not 0 < number <= _EXCEL_COLUMNS:
        raise ValueError(letters)
    return number - 1


class CellReader:
    """Reads the cells of rows. The commonest kinds come first: a sheet has millions of cells."""

    def __init__(self, book: Book) -> None:
        """Know the strings and styles of the workbook."""
        self.strings = book.strings
        self.value_tag = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}v"
        self.epoch = MAC_EPOCH if book.from_1904 else WINDOWS_EPOCH
        # Only some styles change what is read.
        self.telling = {
            str(place): style for place, style in enumerate(book.styles) if style != _Style()
        }

    def row(self, element: ET.Element) -> list[Cell]:
        """Give the cells of a row, those that are not there empty."""
        cells: list[Cell] = []
        for cell in element:
            value = self._value(cell)
            if value == "":
                continue
            reference = cell.get("r")
            place = _column(reference.rstrip("0123456789")) if reference else len(cells)
            if place != len(cells):
                if place < len(cells):
                    raise ValueError(reference)  # cells out of order
                cells.extend([""] * (place - len(cells)))
            cells.append(value)
        return cells

    def _value(self, cell: ET.Element) -> Cell:
        kind = cell.get("t", "n")
        formula = None
        if len(cell) == 1 and cell[0].tag == self.value_tag:
            raw = cell[0].text or ""
        else:
            raw, formula = _parts(cell)
        if not raw:
            return f"={formula}" if formula is not None and kind != "str" else ""
        style = cell.get("s")
        telling = self.telling.get(style) if style else None
        if kind == "s":
            raw = self.strings[int(raw)]
        elif kind == "n":
            number: int | float = int(raw) if raw.isdigit() else float(raw)
            return number if telling is None else self._shown(number, telling)
        elif kind == "b":
            return str(raw == "1")
        return raw if telling is None else telling.indent + raw

    def _shown(self, number: float, style: _Style) -> Cell:
        """Give a number as its style shows it, where a date or zeros in front are meant."""
        if style.is_date:
            with contextlib.suppress(ValueError, OverflowError):  # no day of any calendar
                return str(from_excel(number, self.epoch))
        if style.digits and isinstance(number, int):
            return f"{number:0{style.digits}d}"
        return number


def _parts(cell: ET.Element) -> tuple[str, str | None]:
    """Give the stored value of a cell, "" if there is none, and its formula, if it has one."""
    raw, formula = "", None
    for child in cell:
        name = local_name(child)
        if name == "is":
            plain = len(child) == 1 and len(child[0]) == 0
            raw = (
                (child[0].text or "")
                if plain and "_x" not in (child[0].text or "")
                else _text(child)
            )
        elif name == "v":
            raw = child.text or ""
        elif name == "f":
            formula = child.text or ""
    return raw, formula

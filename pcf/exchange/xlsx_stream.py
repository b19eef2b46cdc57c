"""Streams the rows of large .xlsx files: the columns that are asked for, in bounded memory.

The thorough reader (`xlsx_sheets`) makes a tree of every cell, 9 µs each. Here the text of a row is
matched by one expression that knows how spreadsheet programs write cells, and keeps the columns
asked for. A row that is written otherwise (formulas with attributes, rich text, escapes) goes
through the thorough reader, so that both give the same; a sheet with prefixed names does so whole.
"""

import contextlib
import itertools
import re
import zipfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from pcf.exchange.packed_xml import opened, refuse_document_type
from pcf.exchange.sheet_cells import Cell
from pcf.exchange.xlsx_sheets import (
    Book,
    CellReader,
    column_letters,
    read_book,
    sheet_rows,
    without_collection,
)

MOST_UNPACKED_BYTES = 4_000_000_000
"""A million rows of twenty columns unpack to 1 GB; what unpacks to more is no register."""

_PIECE = 1 << 20
_HEAD = re.compile(rb"<worksheet\b.*?<sheetData\s*>", re.DOTALL)
_ROW_END = b"</row>"
_ROW = re.compile(r'<row\b(?:[^>]*?\br="(\d+)")?[^>]*>')
_END = b"</sheetData></worksheet>"


class Sheet:
    """A sheet of a workbook: its first rows, and all of them for some columns."""

    def __init__(self, archive: zipfile.ZipFile, book: Book, title: str, path: Path) -> None:
        """Know where the sheet is."""
        self.title = title
        self._archive, self._book, self._path = archive, book, path
        self._place = book.sheets[title]
        self._size = max(archive.getinfo(self._place).file_size, 1)
        self._read = 0

    def first(self, most: int) -> list[Sequence[object]]:
        """Give the first rows, with all their cells."""
        with self._archive.open(self._place) as file:
            rows = sheet_rows(file, self._book, self._path)
            return [[*row] for row in itertools.islice(rows, most)]

    def share_read(self) -> float:
        """Give the share of the sheet that was read so far [0..1]."""
        return min(self._read / self._size, 1.0)

    def below(self, row: int, places: Collection[int]) -> Iterator[tuple[int, Sequence[object]]]:
        """Give the rows below one with their numbers from 1, only some of their cells filled.

        Args:
            row: number of the last row that is not given.
            places: columns that are asked for, from 0.
        """
        with self._archive.open(self._place) as file:
            refuse_document_type(file)
            file.seek(0)
            head = file.read(_PIECE)
            self._read = len(head)
            found = _HEAD.match(head[head.find(b"<worksheet") :])
            if found is None:
                file.seek(0)
                thorough = enumerate(sheet_rows(file, self._book, self._path), 1)
                yield from itertools.dropwhile(lambda each: each[0] <= row, thorough)
                return
            start = head.find(b"<worksheet") + found.end()
            begin = head[head.find(b"<worksheet") : start]
            reader = _RowReader(self._book, begin, sorted(set(places)))
            number = 0
            for text in self._texts(file, head[start:]):
                number, cells = reader.row(text, number)
                if number > row:
                    yield number, cells

    def _texts(self, file: IO[bytes], rest: bytes) -> Iterator[str]:
        """Give the text of each row, without its end."""
        while True:
            piece = file.read(_PIECE)
            self._read += len(piece)
            rest += piece
            *rows, rest = rest.split(_ROW_END)
            if rows:
                # Cut between rows, a piece is whole characters: decoded at once.
                yield from _ROW_END.join(rows).decode("utf-8").split("</row>")
            if not piece:
                return


@contextlib.contextmanager
def opened_workbook(path: Path) -> Iterator[list[Sheet]]:
    """Open the sheets of a workbook.

    Raises:
        DataError: damaged, or it unpacks too large.
        BomSheetError: a binary workbook.
    """
    with opened(path, MOST_UNPACKED_BYTES) as archive, without_collection():
        book = read_book(archive, path)
        yield [Sheet(archive, book, title, path) for title in book.sheets]


class _RowReader:
    """Reads the text of rows for some columns."""

    def __init__(self, book: Book, begin: bytes, places: Sequence[int]) -> None:
        self._thorough = CellReader(book)
        self._begin = begin.decode("utf-8")
        self._places = places
        self._width = max(places, default=-1) + 1
        self._cells = _expression(places)
        self._strings = book.strings
        self._values: dict[tuple[str | None, str | None, str], Cell] = {}
        self._telling = self._thorough.telling

    def row(self, text: str, before: int) -> tuple[int, Sequence[object]]:
        """Give the number of a row and its cells; a million rows go through here."""
        head = _ROW.match(text)
        while head is not None and text[head.end() - 2] == "/":  # a row without cells before it
            head = _ROW.match(text, head.end())
        if head is None or "&" in text or "_x" in text:
            return self._by_tree(text, before)
        found = self._cells.fullmatch(text, head.end())
        if found is None:
            return self._by_tree(text, before)
        cells: list[Cell] = [""] * self._width
        parts, values, strings = found.groups(), self._values, self._strings
        for place, style, kind, value, inline in zip(
            self._places, parts[::4], parts[1::4], parts[2::4], parts[3::4], strict=True
        ):
            if inline is not None:
                cells[place] = inline
            elif value is not None:
                if kind == "s" and style not in self._telling:
                    cells[place] = strings[int(value)]
                else:
                    known = values.get((style, kind, value))
                    cells[place] = self._value(style, kind, value) if known is None else known
        return int(head[1]) if head[1] else before + 1, cells

    def _value(self, style: str | None, kind: str | None, value: str) -> Cell:
        """Give a number, date, truth or styled text; dates and quantities come again and again."""
        attributes = "".join(
            f' {name}="{each}"' for name, each in (("s", style), ("t", kind)) if each
        )
        cell = f'{self._begin}<row><c r="A1"{attributes}><v>{value}</v></c></row>{_CLOSE}'
        known: Cell = next(iter(self._thorough.row(_last_row(cell))), "")
        if len(self._values) < _MOST_KEPT:
            self._values[style, kind, value] = known
        return known

    def _by_tree(self, text: str, before: int) -> tuple[int, Sequence[object]]:
        row = _last_row(f"{self._begin}{text}</row>{_CLOSE}")
        return int(row.get("r", before + 1)), self._thorough.row(row)


_CLOSE = _END.decode()
_MOST_KEPT = 200_000


def _last_row(text: str) -> ET.Element:
    return ET.fromstring(text)[-1][-1]


def _expression(places: Sequence[int]) -> re.Pattern[str]:
    """Give the expression of a row: cells from left to right, those asked for with their parts.

    Each part is style, type, value, and text written in place. What stands between the columns
    asked for is passed over, as is what stands behind the last of them.
    """
    any_cell = r"<c r=\"[A-Z][^>]*(?:(?<=/)>|>[^<]*(?:<(?!/c>)[^<]*)*</c>)"
    letters = [column_letters(place) for place in places]
    other = rf'(?:(?!<c r="(?:{"|".join(letters) or "(?!)"})\d+"){any_cell})*'
    cell = (
        r'(?:<c r="%s\d+"(?: s="(\d+)")?(?: t="(\w+)")?(?:/>|>'
        r"(?:(?:<f>[^<]*</f>)?<v>([^<]+)</v>|<v/>"
        r'|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>))?'
    )
    parts = [
        # Between neighbours stands no cell.
        cell % each if place - before == 1 else other + cell % each
        for each, before, place in zip(letters, (-1, *places), places, strict=False)
    ]
    return re.compile("".join(parts) + other + r"\s*", re.DOTALL)

"""Reads tables of HTML and of the XML workbooks of Excel 2003, both often named .xls by exports."""

import io
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

from pcf.errors import DataError, InputError
from pcf.exchange.packed_xml import DAMAGE, elements, local_name
from pcf.exchange.sheet_cells import (
    HEAD_ROWS,
    INDENT,
    MAX_COLUMNS,
    MAX_ROWS,
    Candidate,
    Cell,
    Grid,
    Merge,
    limited,
)


def html_candidates(path: Path, text: str) -> list[Candidate]:
    """Give the tables of an HTML page; those that hold tables themselves are layout."""
    reader = _HtmlTables()
    reader.feed(text)
    reader.close()
    grids = (Grid(limited(table.rows, path), tuple(table.merges)) for table in reader.tables)
    return [_candidate("", grid) for grid in grids if any(grid.rows)]


def xml_candidates(path: Path) -> list[Candidate]:
    """Give the worksheets of an XML workbook of Excel 2003.

    Raises:
        DataError: no such XML, or damaged.
    """
    try:
        sheets = dict(_worksheets(elements(io.BytesIO(path.read_bytes())), path))
    except InputError:
        raise
    except DAMAGE as error:
        raise DataError("bom-damaged", where=str(path)) from error
    return [_candidate(title, grid) for title, grid in sheets.items()]


def _candidate(title: str, grid: Grid) -> Candidate:
    return Candidate(title, Grid(grid.rows[:HEAD_ROWS], grid.merges), partial(_same, grid))


def _same(grid: Grid) -> Grid:
    return grid


class _Table:
    """One table while it is being read; cells that span rows keep their place below."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self.merges: list[Merge] = []
        self.taken: dict[tuple[int, int], bool] = {}

    def start_row(self) -> None:
        self.rows.append([])

    def add(self, value: Cell, columns: int = 1, rows: int = 1) -> None:
        if not self.rows:
            self.start_row()
        row, top = self.rows[-1], len(self.rows) - 1
        while self.taken.get((top, len(row))):
            row.append("")
        left = len(row)
        columns, rows = min(columns, MAX_COLUMNS), min(rows, MAX_ROWS)
        row.extend([value, *[""] * (columns - 1)])
        if columns > 1 or rows > 1:
            self.merges.append(Merge(top, left, top + rows - 1, left + columns - 1))
            if rows * columns <= MAX_ROWS:
                below = ((r, c) for r in range(top + 1, top + rows) for c in range(columns))
                self.taken.update({(r, left + c): True for r, c in below})


class _HtmlTables(HTMLParser):
    """Collects the cells of all tables; blanks count once, as a browser shows them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self.open: list[_Table] = []
        self.pieces: list[str] | None = None
        self.span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            self.tables.append(_Table())
            self.open.append(self.tables[-1])
        elif tag == "tr" and self.open:
            self._end_cell()
            self.open[-1].start_row()
        elif tag in {"td", "th"} and self.open:
            self._end_cell()
            self.pieces = []
            given = dict(attrs)
            self.span = (_count(given.get("colspan")), _count(given.get("rowspan")))
        elif tag == "br" and self.pieces is not None:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self._end_cell()
        if tag == "table" and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.pieces is not None:
            self.pieces.append(data)

    def close(self) -> None:
        super().close()
        self._end_cell()

    def _end_cell(self) -> None:
        if self.pieces is not None and self.open:
            lines = "".join(self.pieces).replace("\xa0", " ").split("\n")
            text = "\n".join(" ".join(line.split()) for line in lines).strip()
            self.open[-1].add(text, *self.span)
        self.pieces = None


def _count(text: str | None) -> int:
    return max(int(text), 1) if text and text.isdecimal() and len(text) < 7 else 1  # noqa: PLR2004


def _worksheets(parts: Iterator[tuple[str, ET.Element]], path: Path) -> Iterator[tuple[str, Grid]]:
    indents: dict[str, str] = {}
    table = _Table()
    for _, element in parts:
        match local_name(element):
            case "Style":
                steps = sum(int(_attribute(each, "Indent") or 0) for each in element)
                indents[_attribute(element, "ID")] = INDENT * min(steps, 100)
            case "Row":
                _add_row(table, element, indents)
                element.clear()
            case "Worksheet":
                grid = Grid(limited(table.rows, path), tuple(table.merges))
                yield _attribute(element, "Name"), grid
                table = _Table()


def _add_row(table: _Table, element: ET.Element, indents: dict[str, str]) -> None:
    number = int(_attribute(element, "Index") or len(table.rows) + 1)
    while len(table.rows) < min(number, MAX_ROWS * 10):
        table.start_row()
    for cell in element:
        if local_name(cell) != "Cell":
            continue
        place = int(_attribute(cell, "Index") or 0) - 1
        row = table.rows[-1]
        row.extend([""] * (min(place, MAX_COLUMNS * 40) - len(row)))
        across = int(_attribute(cell, "MergeAcross") or 0) + 1
        down = int(_attribute(cell, "MergeDown") or 0) + 1
        value = next((_data(each) for each in cell if local_name(each) == "Data"), "")
        if isinstance(value, str) and value:
            value = indents.get(_attribute(cell, "StyleID"), "") + value
        table.add(value, across, down)


def _data(element: ET.Element) -> Cell:
    text = "".join(element.itertext())
    if _attribute(element, "Type") != "Number" or not text:
        return text
    number = float(text)
    return int(number) if number.is_integer() else number


def _attribute(element: ET.Element, name: str) -> str:
    return next((text for key, text in element.items() if key.rpartition("}")[2] == name), "")

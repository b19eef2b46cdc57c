"""Reads the tables of an .ods: OpenDocument 1.2, part 1, clauses 9 (tables) and 19.385 (values)."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

from pcf.errors import BomSheetError, DataError
from pcf.exchange.packed_xml import elements, local_name, opened
from pcf.exchange.sheet_cells import (
    HEAD_ROWS,
    MAX_COLUMNS,
    MAX_ROWS,
    Candidate,
    Cell,
    Grid,
    Merge,
    limited,
)

_KIND = b"application/vnd.oasis.opendocument.spreadsheet"
_MOST_EMPTY = 1_048_576


def ods_candidates(path: Path) -> list[Candidate]:
    """Give the tables of a spreadsheet.

    Raises:
        DataError: damaged, encrypted, another kind of document, or it unpacks too large.
    """
    with opened(path) as archive:
        if not archive.read("mimetype").startswith(_KIND):
            raise BomSheetError("bom-file-kind", where=str(path), kind="OpenDocument")
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise DataError("bom-password", where=str(path))
        with archive.open("content.xml") as file:
            grids = dict(_tables(elements(file), path))
    return [
        Candidate(title, Grid(grid.rows[:HEAD_ROWS], grid.merges), partial(_same, grid))
        for title, grid in grids.items()
    ]


def _same(grid: Grid) -> Grid:
    return grid


def _tables(parts: Iterator[tuple[str, ET.Element]], path: Path) -> Iterator[tuple[str, Grid]]:
    rows: list[list[Cell]] = []
    merges: list[Merge] = []
    empty = 0
    for _, element in parts:
        name = local_name(element)
        if name == "table-row":
            cells = _cells(element, len(rows) + empty, merges)
            times = _attribute(element, "number-rows-repeated", 1)
            if cells:
                rows.extend([[]] * empty)
                rows.extend([cells] * min(times, MAX_ROWS + 1))
                empty = 0
            else:  # a sheet ends with a million of them, which nobody needs
                empty = min(empty + times, _MOST_EMPTY)
            element.clear()
        elif name == "table":
            yield _text_attribute(element, "name"), Grid(limited(rows, path), tuple(merges))
            rows, merges, empty = [], [], 0


def _cells(row: ET.Element, top: int, merges: list[Merge]) -> list[Cell]:
    cells: list[Cell] = []
    for cell in row:
        name = local_name(cell)
        if name not in {"table-cell", "covered-table-cell"}:
            continue
        value = "" if name.startswith("covered") else _value(cell)
        times = _attribute(cell, "number-columns-repeated", 1)
        columns = _attribute(cell, "number-columns-spanned", 1)
        rows = _attribute(cell, "number-rows-spanned", 1)
        if columns > 1 or rows > 1:
            left = len(cells)
            merges.append(Merge(top, left, top + rows - 1, left + columns - 1))
        cells.extend([value] * min(times, MAX_COLUMNS + 1))
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def _value(cell: ET.Element) -> Cell:
    """Give the value; of an error there is only what is shown, such as `#N/A` or `Err:502`."""
    number = _text_attribute(cell, "value")
    shown = "\n".join(_paragraph(each) for each in cell if local_name(each) == "p")
    if number and not shown.startswith(("#", "Err:")):
        value = float(number)
        return int(value) if value.is_integer() else value
    return shown


def _paragraph(element: ET.Element) -> str:
    """Give the text of a paragraph, in which several blanks are written as elements."""
    pieces = [element.text or ""]
    for child in element:
        match local_name(child):
            case "s":
                pieces.append(" " * min(_attribute(child, "c", 1), 1000))
            case "tab":
                pieces.append("\t")
            case "line-break":
                pieces.append("\n")
            case "annotation":
                pass
            case _:
                pieces.append(_paragraph(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _text_attribute(element: ET.Element, name: str) -> str:
    """Give an attribute by its name without namespace; the plain one goes before extensions."""
    return next((text for key, text in element.items() if key.endswith(f"}}{name}")), "")


def _attribute(element: ET.Element, name: str, default: int) -> int:
    return int(_text_attribute(element, name) or default)

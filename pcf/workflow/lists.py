"""The verbs that read a parts list and show how it is read."""

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pcf.errors import OutputError, PcfError
from pcf.findings import Finding
from pcf.model.bom import Part, walk

if TYPE_CHECKING:
    from pcf.exchange.bom_layout import Layout
    from pcf.exchange.bom_sheet import BomSheet, OpenedList
from pcf.workflow.background import Background
from pcf.workflow.library import user_folder

# The fields of a part that a column fills, where they are not called the same.
_FILLED_BY = {
    "name": ("name", "name_zh"),
    "index": ("position",),
    "exclude": ("excluded", "left_out"),
}


def refuse_existing(path: Path) -> None:
    """Refuse to write where a file stands, which may be somebody's work.

    Raises:
        OutputError: it does.
    """
    if path.exists():
        raise OutputError("file-exists", where=str(path))


def stated_layout(
    *, sheet: str = "", heading: int | None = None, columns: Sequence[str] = ()
) -> "Layout | None":
    """Give the layout of a list that is stated in words, None if nothing is.

    Args:
        sheet: title of the worksheet.
        heading: number of the heading row, 0 if the list has none.
        columns: what columns hold, each as `quantity=D`.

    Raises:
        BomSheetError: a column is stated that can't be understood.
    """
    from pcf.exchange.bom_headings import readable_fields
    from pcf.exchange.bom_layout import read_layout

    if not (sheet or heading is not None or columns):
        return None
    return read_layout(sheet, heading, columns, readable_fields())


def read_list(path: Path, background: Background, layout: "Layout | None" = None) -> "BomSheet":
    """Read a parts list, by what is stated of its layout or was remembered for its headings.

    Raises:
        BomSheetError: it can't be read as a list of parts.
        DataError: the file, or the memory of layouts, is missing, locked or damaged.
        OutputError: the memory of layouts can't be written.
    """
    from pcf.exchange.bom_layout import LayoutMemory
    from pcf.exchange.bom_sheet import read_bom

    memory = LayoutMemory(user_folder() / "list-layouts.json")
    resolve = background.catalogue.reference
    if layout is not None:
        read = read_bom(path, resolve, layout)
        if layout.columns and read.signature:
            memory.keep(read.signature, layout)
        return read
    return read_bom(path, resolve, remembered=memory.get)


PREVIEWED_ROWS = 400
"""Rows of a list that a preview shows."""


class ListPreview(msgspec.Struct, frozen=True, kw_only=True):
    """How a file would be read, before anything is made of it.

    Attributes:
        titles: of the worksheets that there are, "" for a text file.
        sheet: title of the one that was looked at.
        rows: its first rows as they stand, as texts.
        row_count: how many rows it has.
        heading: number of the heading row, 0 for none.
        fields: what each column was taken for, by its letters; what is not used is not there.
        units: unit of a column's numbers, where its heading states one, likewise.
        names: what each column is called in findings, likewise.
        lines: how many rows became parts.
        assemblies: how many of these hold others.
        skipped: numbers of the rows that are no parts.
        findings: what was wrong or worth saying; `row` and `column` are among their fields.
        fault: why it can't be read as a list at all, None if it can.
        number: part number of the product, where the list has it at the top.
        name: its name, likewise.
    """

    titles: tuple[str, ...]
    sheet: str
    rows: tuple[tuple[str, ...], ...]
    row_count: int
    heading: int = 0
    fields: dict[str, str] = {}
    units: dict[str, str] = {}
    names: dict[str, str] = {}
    lines: int = 0
    assemblies: int = 0
    skipped: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()
    fault: PcfError | None = None
    number: str = ""
    name: str = ""


@functools.lru_cache(maxsize=2)
def _opened(path: Path, _changed: int, sheet: str) -> "OpenedList":
    """Give a file's cells, kept while its layout is being corrected."""
    from pcf.exchange.bom_sheet import OpenedList

    return OpenedList(path, sheet)


def preview_list(path: Path, background: Background, layout: "Layout | None" = None) -> ListPreview:
    """Show how a parts list would be read, by what is stated or was remembered of its layout.

    Raises:
        BomSheetError: it is no kind of table, or has no such worksheet.
        DataError: the file, or the memory of layouts, is missing, locked or damaged.
    """
    from pcf.exchange.bom_layout import LayoutMemory
    from pcf.exchange.sheet_cells import column_letter

    changed = path.stat().st_mtime_ns if path.exists() else 0
    opened = _opened(path, changed, layout.sheet if layout is not None else "")
    grid = opened.table.grid.rows
    seen = ListPreview(
        titles=opened.titles,
        sheet=opened.table.title,
        rows=tuple(tuple(str(cell) for cell in row) for row in grid[:PREVIEWED_ROWS]),
        row_count=len(grid),
    )
    memory = LayoutMemory(user_folder() / "list-layouts.json")
    is_stated = layout is not None and (layout.heading is not None or layout.columns)
    try:
        read = opened.read(
            background.catalogue.reference, layout if is_stated else None, memory.get
        )
    except PcfError as fault:
        return msgspec.structs.replace(seen, fault=fault)
    letters = {column_letter(column.place): column for column in read.columns}
    product = read.parts[0] if len(read.parts) == 1 and read.parts[0].parts else None
    return msgspec.structs.replace(
        seen,
        heading=read.heading_rows[0] if read.heading_rows else 0,
        fields={letter: column.field for letter, column in letters.items()},
        units={letter: column.unit for letter, column in letters.items() if column.unit},
        names={letter: column.name for letter, column in letters.items()},
        lines=read.rows,
        assemblies=sum(bool(part.parts) for top in read.parts for part in walk(top)),
        skipped=tuple(each.row for each in read.skipped),
        findings=read.findings,
        number=product.number if product else "",
        name=product.label if product else "",
    )


def column_fields() -> tuple[str, ...]:
    """Give the fields that a column of a list may be said to hold."""
    from pcf.exchange.bom_headings import readable_fields

    return readable_fields()


def _levels(root: Part) -> list[tuple[Part, int]]:
    """Give each part below the product with its level, in the order of the list."""
    found = []
    waiting = [(part, 1) for part in reversed(root.parts)]
    while waiting:
        part, level = waiting.pop()
        found.append((part, level))
        waiting += [(child, level + 1) for child in reversed(part.parts)]
    return found

"""Reads a bill of materials from a file of any common kind into parts.

One bad cell never stops the reading: its part comes in without that value, and a finding names
row, column and text. Nothing is guessed: an amount without a unit, or one whose decimal mark is
ambiguous, stays out until somebody says what it is. Nothing is dropped silently: rows that are no
parts are listed with the reason.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from pcf.errors import BomSheetError
from pcf.exchange.bom_cells import Findings
from pcf.exchange.bom_choices import report_columns, report_file, report_stray_errors
from pcf.exchange.bom_columns import columns_of, columns_without_headings
from pcf.exchange.bom_headings import Column, has_kana, meaning_of
from pcf.exchange.bom_kinds import refuse_other_kinds, refuse_without_headings
from pcf.exchange.bom_layout import IGNORE, Layout, check_layout, corrected, signature
from pcf.exchange.bom_levels import shown_levels
from pcf.exchange.bom_reading import LineReader, Resolve, Sheet
from pcf.exchange.bom_rows import RowKind, kinds_of
from pcf.exchange.bom_skipped import SkippedRow, SkippedRows, said
from pcf.exchange.bom_status import rows_of_alternates
from pcf.exchange.bom_table import (
    Block,
    block_at,
    block_without_headings,
    choose_candidate,
    find_blocks,
    looks_like_table,
)
from pcf.exchange.bom_tree import Line, build_tree
from pcf.exchange.designators import designators_in
from pcf.exchange.merged_cells import filled_down, merged_below
from pcf.exchange.sheet_amounts import group_mark
from pcf.exchange.sheet_cells import HEAD_ROWS, Candidate, Grid, Row
from pcf.exchange.table_file import Table, read_table
from pcf.findings import Finding, Severity
from pcf.model.bom import Part
from pcf.model.node import DataSetRef
from pcf.units import quantity as stated_quantity

Remembered = Callable[[str], Layout | None]

_SAMPLE = 2_000
_REPEATED = 0.8


class BomSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What a file holds.

    Attributes:
        parts: the topmost lines, with all that is in them.
        findings: what was wrong or worth saying. Their fields are row, column and text.
        columns: the recognised columns of the first table, from left to right.
        rows: how many lines became parts.
        sheet: title of the worksheet that was read, "" for a text file.
        heading_rows: numbers of the rows that head the first table; none where it has no headings.
        skipped: the rows that are no parts, from the top.
        signature: what tells files of the same layout, "" where the table has no headings.
        row_of: number of the row that each part stands in, by its id.
    """

    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    columns: tuple[Column, ...]
    rows: int
    sheet: str = ""
    heading_rows: tuple[int, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    signature: str = ""
    row_of: Mapping[str, int] = {}


def read_reference(text: str) -> DataSetRef | None:
    """Give the data set of `database:id`, None for any other text."""
    database, _, row_id = (piece.strip() for piece in text.partition(":"))
    return DataSetRef(database=database, id=row_id) if database and row_id else None


def read_bom(
    path: Path,
    resolve: Resolve = read_reference,
    layout: Layout | None = None,
    remembered: Remembered = lambda _: None,
) -> BomSheet:
    """Read a bill of materials from .xlsx, .xlsm, .xls, .ods, .csv, .tsv or .txt.

    Quantities are per one parent, masses and measures per piece.

    Args:
        path: the file.
        resolve: gives the data set that a cell names, None if there is no such data set.
        layout: what a person has said about where what stands.
        remembered: gives what was said of a list with the same headings, by its signature.

    Raises:
        BomSheetError: no bill of materials, no quantities, no lines, or too many.
        DataError: the file is missing, locked, damaged, or of an unknown encoding.
    """
    opened = OpenedList(path, layout.sheet if layout is not None else "")
    return opened.read(resolve, layout, remembered)


class OpenedList:
    """A file whose cells were read once, to be taken for a list by one layout after another.

    Attributes:
        titles: of the worksheets that there are.
        table: the cells of the one that was chosen.
    """

    def __init__(self, path: Path, sheet: str = "") -> None:
        """Read the cells of a worksheet, of the likeliest one for "".

        Raises:
            BomSheetError: there is no such worksheet, or nothing that can be a table.
            DataError: as `read_bom`.
        """
        self._path = path
        self._likely: list[str] = []
        self._is_stated = bool(sheet)
        self.titles: tuple[str, ...] = ()

        def choose(candidates: Sequence[Candidate]) -> int:
            self.titles = tuple(each.title for each in candidates)
            if sheet:
                if sheet not in self.titles:
                    known = ", ".join(filter(None, self.titles)) or "–"
                    raise BomSheetError("layout-sheet", where=str(path), sheet=sheet, known=known)
                return self.titles.index(sheet)
            self._likely = [each.title for each in candidates if looks_like_table(each)]
            return choose_candidate(candidates)

        self.table = read_table(path, choose, lambda cell: meaning_of(cell) is not None)

    def read(
        self,
        resolve: Resolve,
        layout: Layout | None = None,
        remembered: Remembered = lambda _: None,
    ) -> BomSheet:
        """Give the list that the cells are, as `read_bom`.

        Raises:
            BomSheetError: it is none.
        """
        findings = Findings()
        report_file(findings, self.table, [] if self._is_stated else self._likely)
        if layout is None:
            layout = _remembered_layout(self.table.grid, remembered, findings)
        else:
            check_layout(layout, self.table.grid.rows, str(self._path))
        return _Reading(self._path, self.table, resolve, layout, findings).sheet()


def _remembered_layout(grid: Grid, remembered: Remembered, findings: Findings) -> Layout | None:
    """Give what was once said of a list with these headings, and note that it counts here."""
    for place, row in enumerate(grid.rows[:HEAD_ROWS]):
        known = remembered(signature(row)) if row else None
        if known is not None:
            said_of = ", ".join(column.field or IGNORE for column in known.columns)
            findings.add(Severity.NOTE, "bom-layout-remembered", row=place + 1, text=said_of)
            return msgspec.structs.replace(known, heading=place + 1)
    return None


class _Reading:
    """One reading of a sheet: its tables one after another, then the tree of all lines."""

    def __init__(
        self,
        path: Path,
        table: Table,
        resolve: Resolve,
        layout: Layout | None,
        findings: Findings,
    ) -> None:
        self.path = path
        self.title = table.title
        self.grid = table.grid
        self.resolve = resolve
        self.layout = layout
        self.findings = findings
        self.skipped = SkippedRows()
        self.columns: dict[str, Column] = {}
        sample = self.grid.rows[:_SAMPLE]
        texts = [cell for row in sample for cell in row if isinstance(cell, str)]
        self.common = Sheet(
            source=":".join(each for each in (path.name, table.title) if each),
            groups=group_mark(texts),
            is_japanese=any(not text.isascii() and has_kana(text) for text in texts),
        )

    def sheet(self) -> BomSheet:
        first, *others = self._blocks()
        for place, row in enumerate(self.grid.rows[: first.rows[0] if first.rows else 0]):
            self.skipped.add(place, "bom-row-above", row)
        columns = self._columns(first)
        self.columns = {column.field: column for column in reversed(columns)}
        lines = self._lines(first, columns, ())
        for block in others:
            lines.extend(self._further_lines(block, lines))
        if not lines:
            raise BomSheetError("bom-no-lines", where=str(self.path))
        self._report_repeated_numbers(lines)
        self.skipped.report(self.findings)
        parts = self._with_product(build_tree(lines, self._report_place))
        return BomSheet(
            parts=parts,
            findings=tuple(self.findings.found),
            columns=columns,
            rows=len(lines),
            sheet=self.title,
            heading_rows=tuple(row + 1 for row in first.rows),
            skipped=tuple(sorted(self.skipped.rows, key=lambda each: each.row)),
            signature=signature(self.grid.rows[first.rows[0]]) if first.rows else "",
            row_of={line.part.id: line.row for line in lines},
        )

    # ------------------------------------------------------------ tables and columns

    def _blocks(self) -> list[Block]:
        """Give the tables of the sheet.

        Raises:
            BomSheetError: there is none, or something else than a bill of materials.
        """
        rows = self.grid.rows
        heading = self.layout.heading if self.layout is not None else None
        if heading is not None:
            return block_at(self.grid, heading - 1) if heading else [block_without_headings(rows)]
        if blocks := find_blocks(self.grid):
            return blocks
        if self.layout is not None and self.layout.columns:
            place = _first_texts(rows, [column.place for column in self.layout.columns])
            return [block_without_headings(rows)] if place is None else block_at(self.grid, place)
        refuse_without_headings(self.path, rows)
        if not columns_without_headings(rows):
            raise BomSheetError("bom-no-heading", where=str(self.path))
        return [block_without_headings(rows)]

    def _columns(self, block: Block) -> tuple[Column, ...]:
        """Give the columns of a table, and say what was chosen.

        Raises:
            BomSheetError: it is something else than a bill of materials.
        """
        body = self._body(block)
        columns = columns_of(block.headings, body) if block.rows else columns_without_headings(body)
        if self.layout is not None:
            return corrected(columns, self.layout, block.headings)
        refuse_other_kinds(self.path, block.headings, columns)
        beside = self.grid.rows[block.rows[-1]][block.beside :] if block.beside else ()
        report_columns(self.findings, block, columns, beside, _nameless(block.headings, body))
        return columns

    def _body(self, block: Block) -> list[Row]:
        return [row[: block.beside] for row in self.grid.rows[block.first : block.last]]

    # ------------------------------------------------------------ rows

    def _further_lines(self, block: Block, before: Sequence[Line]) -> list[Line]:
        """Give the lines of a table that stands below others; one without quantities has none."""
        for place in block.rows:
            self.skipped.add(place, "bom-row-heading", self.grid.rows[place])
        columns = self._columns(block)
        body = self._body(block)
        if not any(column.field == "quantity" for column in columns):
            key = "bom-table-ignored"
        elif _repeats(columns, body, before):
            key = "bom-table-repeats"
        else:
            return self._lines(block, columns, before)
        row = block.rows[-1] + 1
        self.findings.add(Severity.WARNING, key, row=row, text=said(block.headings))
        for place, cells in enumerate(body, block.first):
            self.skipped.add(place, key, cells)
        return []

    def _lines(self, block: Block, columns: Sequence[Column], before: Sequence[Line]) -> list[Line]:
        """Give the lines of a table."""
        if not before:
            self._refuse_without_quantity(block, columns)
        body = filled_down(self._body(block), self.grid.merges, block.first, columns)
        kinds = kinds_of(body, block.headings, columns)
        for place, kind in enumerate(kinds):
            if kind not in {RowKind.PART, RowKind.BLANK}:
                self.skipped.add(block.first + place, kind.value, body[place])
        places = [place for place, kind in enumerate(kinds) if kind is RowKind.PART]
        rows = {block.first + place: body[place] for place in places}
        report_stray_errors(self.findings, block.first, columns, body)
        shown = shown_levels(columns, rows, self.grid.outline)
        if shown is not None:
            self.findings.note(shown.key, block.first, shown.text)
        reader = LineReader(
            self.common, shown.columns if shown else columns, body, self.findings, self.resolve
        )
        quantity = next((c.place for c in columns if c.field == "quantity"), None)
        shared = merged_below(self.grid.merges, quantity)
        alternates = rows_of_alternates(columns, body)
        lines = [
            reader.line(
                place + 1, row, shares_quantity=place in shared,
                is_other=place - block.first in alternates,
            )
            for place, row in rows.items()
        ]  # fmt: skip
        if shown is None:
            return lines
        leveled = zip(lines, shown.levels, strict=True)
        return [msgspec.structs.replace(line, level=str(level)) for line, level in leveled]

    def _refuse_without_quantity(self, block: Block, columns: Sequence[Column]) -> None:
        """Refuse a list that says no quantity, unless its designators can be counted.

        Raises:
            BomSheetError: neither is there.
        """
        if any(column.field == "quantity" for column in columns):
            return
        designators = next((c for c in columns if c.field == "designators"), None)
        if designators is None:
            known = ", ".join(column.heading for column in columns if column.heading)
            raise BomSheetError("bom-no-quantity", where=str(self.path), columns=known)
        row = block.rows[-1] + 1 if block.rows else 1
        self.findings.add(
            Severity.WARNING, "bom-quantities-counted", row=row, column=designators,
            text=designators.heading,
        )  # fmt: skip

    # ------------------------------------------------------------ all lines

    def _with_product(self, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        """Give the parts with a quantity of one for the product itself, where the list has it.

        A list of levels often begins with the product, whose quantity nobody states.
        """
        product = parts[0]
        if len(parts) > 1 or not product.parts or product.quantity is not None:
            return parts
        place = next(
            (
                place
                for place, finding in enumerate(self.findings.found)
                if finding.node == product.id and finding.key == "bom-quantity-missing"
            ),
            None,
        )
        if place is None:  # it has a quantity that can't be read
            return parts
        said_missing = self.findings.found[place]
        self.findings.found[place] = msgspec.structs.replace(
            said_missing, severity=Severity.NOTE, key="bom-product-quantity"
        )
        return (msgspec.structs.replace(product, quantity=stated_quantity(1, "piece")),)

    def _report_repeated_numbers(self, lines: Sequence[Line]) -> None:
        same: dict[str, list[Line]] = defaultdict(list)
        for line in lines:
            same[line.part.number].append(line)
        for number, repeated in same.items():
            if number and len(repeated) > 1:
                text = f"{number}: {', '.join(str(line.row) for line in repeated)}"
                self._report_place(Severity.NOTE, "bom-number-twice", repeated[1], "number", text)

    def _report_place(
        self, severity: Severity, key: str, line: Line, field: str, text: str
    ) -> None:
        """Add a finding about the place of a line."""
        self.findings.add(
            severity, key, row=line.row, column=self.columns.get(field), text=text,
            node=line.part.id,
        )  # fmt: skip


def _nameless(headings: Sequence[str], rows: Sequence[Row]) -> list[int]:
    """Give the columns that are filled in some row and have no heading."""
    named = {place for place, heading in enumerate(headings) if heading}
    filled = {place for row in rows for place, cell in enumerate(row) if cell != ""}
    return sorted(filled - named)


def _repeats(columns: Sequence[Column], rows: Sequence[Row], before: Sequence[Line]) -> bool:
    """Tell whether a table lists the designators of an earlier one again."""
    column = next((c for c in columns if c.field == "designators"), None)
    if column is None:
        return False
    known = {each for line in before for each in designators_in(line.part.designators) or ()}
    cells = (str(row[column.place]) for row in rows if column.place < len(row))
    listed = [each for cell in cells for each in designators_in(cell) or ()]
    return bool(listed) and sum(each in known for each in listed) >= _REPEATED * len(listed)


def _first_texts(rows: Sequence[Row], places: Sequence[int]) -> int | None:
    """Give the first row with a text in each of some columns, which must be their headings."""
    for number, row in enumerate(rows[:HEAD_ROWS]):
        cells = [row[place] if place < len(row) else "" for place in places]
        if all(isinstance(cell, str) and any(map(str.isalpha, cell)) for cell in cells):
            return number
    return None

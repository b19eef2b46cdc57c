"""Reads a bill of materials from a file of any common kind into parts.

One bad cell never stops the reading: its part comes in without that value, and a finding names
row, column and text. Nothing is guessed: an amount without a unit, or one whose decimal mark is
ambiguous, stays out until somebody says what it is. Nothing is dropped silently: rows that are no
parts are listed with the reason.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from pcf.errors import BomSheetError
from pcf.exchange.bom_cells import ERROR_VALUE, LONGEST_TEXT, Findings
from pcf.exchange.bom_columns import Column, columns_of, columns_without_headings
from pcf.exchange.bom_headings import IGNORED, has_kana, meaning_of
from pcf.exchange.bom_kinds import refuse_other_kinds, refuse_without_headings
from pcf.exchange.bom_layout import IGNORE, Layout, corrected, signature
from pcf.exchange.bom_levels import levels_by_indent, levels_by_outline, levels_by_place
from pcf.exchange.bom_reading import LineReader, Resolve, Sheet
from pcf.exchange.bom_rows import RowKind, RowReader
from pcf.exchange.bom_status import names_group_of_alternates
from pcf.exchange.bom_table import Block, block_at, choose_candidate, find_blocks, looks_like_table
from pcf.exchange.bom_tree import Line, build_tree
from pcf.exchange.designators import designators_in
from pcf.exchange.merged_cells import filled_down, merged_below
from pcf.exchange.sheet_amounts import group_mark
from pcf.exchange.sheet_cells import HEAD_ROWS, Candidate, Row
from pcf.exchange.table_file import Table, read_table
from pcf.findings import Finding, Severity
from pcf.model.bom import Part
from pcf.model.node import DataSetRef

__all__ = ["LONGEST_TEXT", "BomSheet", "SkippedRow", "read_bom", "read_reference"]

Remembered = Callable[[str], Layout | None]

_SAMPLE = 2_000
_MOST_ALONE = 5
"""From how many rows of one kind on they are said together."""
_REPEATED = 0.8
_MOST_GROUPS = 100


class SkippedRow(msgspec.Struct, frozen=True):
    """A row that is no part.

    Attributes:
        row: its number, from 1.
        reason: key of the finding that says why.
        text: what stands in it.
    """

    row: int
    reason: str
    text: str


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
        signature: what tells files of the same layout.
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
    likely: list[str] = []

    def choose(candidates: Sequence[Candidate]) -> int:
        if layout is not None and layout.sheet:
            for place, each in enumerate(candidates):
                if each.title == layout.sheet:
                    return place
        likely.extend(each.title for each in candidates if looks_like_table(each))
        return choose_candidate(candidates)

    table = read_table(path, choose, lambda cell: meaning_of(cell) is not None)
    return _Reading(path, table, resolve, layout, likely, remembered).sheet()


class _Reading:
    """One reading of a sheet: its tables one after another, then the tree of all lines."""

    def __init__(
        self,
        path: Path,
        table: Table,
        resolve: Resolve,
        layout: Layout | None,
        likely: Sequence[str],
        remembered: Remembered,
    ) -> None:
        self.path = path
        self.table = table
        self.grid = table.grid
        self.resolve = resolve
        self.layout = layout
        self.remembered = remembered
        self.findings = Findings()
        self.skipped: list[SkippedRow] = []
        self.columns: dict[str, Column] = {}
        self._report_choices(likely)
        texts = [cell for row in self.grid.rows[:_SAMPLE] for cell in row if isinstance(cell, str)]
        self.common = Sheet(
            source=":".join(each for each in (path.name, table.title) if each),
            groups=group_mark(texts),
            is_japanese=any(not text.isascii() and has_kana(text) for text in texts),
        )

    def sheet(self) -> BomSheet:
        blocks = self._blocks()
        first = blocks[0]
        lines: list[Line] = []
        columns: tuple[Column, ...] = ()
        self._skip_before(first)
        for block in blocks:
            found = self._columns(block)
            if block is not first:
                self._skip_headings(block)
                if not any(column.field == "quantity" for column in found):
                    self._report_table_without_quantity(block)
                    continue
            else:
                columns = found
                self.columns = {column.field: column for column in reversed(found)}
            lines.extend(self._lines(block, found, lines))
        if not lines:
            raise BomSheetError("bom-no-lines", where=str(self.path))
        self._report_repeated_numbers(lines)
        self._report_skipped()
        parts = build_tree(_rooted(lines, self.findings), self._report_place)
        return BomSheet(
            parts=parts,
            findings=tuple(self.findings.found),
            columns=columns,
            rows=len(lines),
            sheet=self.table.title,
            heading_rows=tuple(row + 1 for row in first.rows),
            skipped=tuple(sorted(self.skipped, key=lambda each: each.row)),
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
        stated = self.layout.heading if self.layout is not None else None
        if stated is not None:
            at = min(stated, len(rows)) - 1
            return block_at(self.grid, at) if stated else [_headless(rows)]
        if self.layout is None and (blocks := self._remembered_blocks()):
            return blocks
        if blocks := find_blocks(self.grid):
            return blocks
        if self.layout is not None and self.layout.columns:
            place = _first_texts(rows, [column.place for column in self.layout.columns])
            return [_headless(rows)] if place is None else block_at(self.grid, place)
        refuse_without_headings(self.path, rows)
        if not columns_without_headings(rows):
            raise BomSheetError("bom-no-heading", where=str(self.path))
        return [_headless(rows)]

    def _remembered_blocks(self) -> list[Block]:
        """Give the tables of a list whose headings are known, and take what was said of it."""
        for place, row in enumerate(self.grid.rows[:HEAD_ROWS]):
            known = self.remembered(signature(row)) if row else None
            if known is not None:
                self.layout = known
                said = (column.field or IGNORE for column in known.columns)
                self._note("bom-layout-remembered", place + 1, ", ".join(said))
                return block_at(self.grid, place)
        return []

    def _columns(self, block: Block) -> tuple[Column, ...]:
        """Give the columns of a table.

        Raises:
            BomSheetError: the first table has neither quantities nor designators to count.
        """
        body = [row[: block.beside] for row in self.grid.rows[block.first : block.last]]
        if self.layout is not None:
            found = columns_of(block.headings, body) if block.rows else ()
            return corrected(found or columns_without_headings(body), self.layout, block.headings)
        if not block.rows:
            columns = columns_without_headings(body)
            names = ", ".join(f"{column.field}: {column.place + 1}" for column in columns)
            self.findings.add(Severity.WARNING, "bom-heading-missing", row=1, text=names)
        else:
            columns = columns_of(block.headings, body)
            refuse_other_kinds(self.path, block.headings, columns)
            self._report_columns(block, columns)
        return columns

    def _report_columns(self, block: Block, columns: Sequence[Column]) -> None:
        """Note what was chosen among the columns, and what was not read."""
        row = block.rows[-1] + 1
        known = {column.place for column in columns}
        ignored = (text for place, text in enumerate(block.headings) if place not in known and text)
        self._note("bom-columns-ignored", row, ", ".join(dict.fromkeys(ignored)))
        found = (c.heading or f"#{c.place + 1}" for c in columns if c.by_content)
        self._note("bom-columns-by-content", row, ", ".join(found))
        taken = [column for column in columns if column.field == "quantity"]
        others = [c.heading for c in columns if c.field in {"quantity_total", "quantity_order"}]
        if taken and others:
            text = f"{taken[0].heading} | {', '.join(others)}"
            self._note("bom-quantity-chosen", row, text)
        if taken and _says_total(taken[0].heading):
            self.findings.add(
                Severity.WARNING, "bom-quantity-is-total", row=row, column=taken[0],
                text=taken[0].heading,
            )  # fmt: skip
        fields = {column.field for column in columns}
        if "mass_total" in fields and "mass" not in fields:
            heading = next(c.heading for c in columns if c.field == "mass_total")
            self._note("bom-mass-divided", row, heading)
        if block.beside is not None:
            texts = (str(cell) for cell in self.grid.rows[block.rows[-1]][block.beside :])
            self.findings.add(
                Severity.WARNING, "bom-table-beside", row=row,
                text=", ".join(text for text in texts if text),
            )  # fmt: skip

    def _note(self, key: str, row: int, text: str) -> None:
        if text:
            self.findings.add(Severity.NOTE, key, row=row, text=text)

    def _report_choices(self, likely: Sequence[str]) -> None:
        """Note what was chosen for the whole file: worksheet, encoding, cutting of its lines."""
        others = [title for title in self.table.others if title in likely]
        if others:
            self.findings.add(Severity.WARNING, "bom-sheets-alike", row=1, text=", ".join(others))
        self._note(
            "bom-sheets-ignored", 1, ", ".join(t for t in self.table.others if t not in likely)
        )
        if not self.table.encoding.startswith("utf-"):
            self._note("bom-encoding-taken", 1, self.table.encoding.upper())
        for key, row in self.grid.notes:
            self.findings.add(Severity.WARNING, key, row=row, text=_said(self.grid.rows[row - 1]))

    # ------------------------------------------------------------ rows

    def _lines(self, block: Block, columns: Sequence[Column], before: Sequence[Line]) -> list[Line]:
        """Give the lines of a table."""
        body = [row[: block.beside] for row in self.grid.rows[block.first : block.last]]
        body = filled_down(body, self.grid.merges, block.first, columns)
        self._refuse_without_quantity(block, columns, body)
        judge = RowReader(block.headings, columns, body)
        kinds = [
            judge.kind(row, below, is_first=place == 0)
            for place, (row, below) in enumerate(zip(body, [*body[1:], ()], strict=False))
        ]
        self._settle_sums(body, kinds, judge)
        places = [place for place, kind in enumerate(kinds) if kind is RowKind.PART]
        for place, kind in enumerate(kinds):
            if kind not in {RowKind.PART, RowKind.BLANK}:
                self._skip(block.first + place, kind.value, body[place])
        if before and _repeats(columns, [body[place] for place in places], before):
            self.findings.add(
                Severity.WARNING, "bom-table-repeats", row=block.first + 1,
                text=_said(block.headings),
            )  # fmt: skip
            for place in places:
                self._skip(block.first + place, "bom-table-repeats", body[place])
            return []
        columns, levels = self._shown_levels(block, columns, body, places)
        reader = LineReader(self.common, columns, body, self.findings, self.resolve)
        quantity = next((c.place for c in columns if c.field == "quantity"), None)
        shared = merged_below(self.grid.merges, quantity)
        self._report_stray_errors(block.first, columns, body)
        alternates = self._alternate_rows(columns, body)
        lines = [
            reader.line(
                block.first + place + 1,
                body[place],
                shares_quantity=block.first + place in shared,
                is_other=place in alternates,
            )
            for place in places
        ]
        if levels is not None:
            lines = [
                msgspec.structs.replace(line, level=str(level))
                for line, level in zip(lines, levels, strict=True)
            ]
        return lines

    def _report_stray_errors(
        self, first: int, columns: Sequence[Column], body: Sequence[Row]
    ) -> None:
        """Note error values in columns that say nothing of a part, such as a price."""
        read = {column.place for column in columns if column.field not in IGNORED}
        for number, row in enumerate(body, first + 1):
            for place, cell in enumerate(row):
                if cell.__class__ is str and cell[:1] == "#" and place not in read:  # type: ignore[index]
                    if ERROR_VALUE.fullmatch(str(cell)):
                        self._note("bom-error-value", number, str(cell))

    def _alternate_rows(self, columns: Sequence[Column], body: Sequence[Row]) -> frozenset[int]:
        """Give the rows that a column without a known heading puts among the alternatives."""
        known = {column.place for column in columns}
        found: set[int] = set()
        for place in range(max(map(len, body), default=0)):
            if place in known:
                continue
            groups = defaultdict(list)
            for number, row in enumerate(body):
                if place < len(row) and isinstance(row[place], str):
                    groups[row[place]].append(number)
            if len(groups) <= _MOST_GROUPS:
                found.update(
                    n
                    for g, rows in groups.items()
                    if g and names_group_of_alternates(g)
                    for n in rows
                )
        return frozenset(found)

    def _refuse_without_quantity(
        self, block: Block, columns: Sequence[Column], body: Sequence[Row]
    ) -> None:
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

    def _settle_sums(self, body: Sequence[Row], kinds: list[RowKind], judge: RowReader) -> None:
        """Take the last row for a sum if it has only the quantity that the rows above add up to."""
        parts = [place for place, kind in enumerate(kinds) if kind is RowKind.PART]
        if len(parts) > 2 and judge.is_bare_sum(body[parts[-1]], [body[p] for p in parts[:-1]]):
            kinds[parts[-1]] = RowKind.TOTAL

    def _shown_levels(
        self,
        block: Block,
        columns: Sequence[Column],
        body: Sequence[Row],
        places: Sequence[int],
    ) -> tuple[Sequence[Column], list[int] | None]:
        """Give the levels that a list shows instead of saying them, None if it shows none."""
        stairs = [column for column in columns if column.field == "level"]
        rows = [body[place] for place in places]
        if len(stairs) > 1:
            levels = levels_by_place(rows, [column.place for column in stairs])
            others = [column for column in columns if column.field != "level"]
            if levels is None:
                return [*others, stairs[0]], None
            named = [msgspec.structs.replace(column, field="name") for column in stairs]
            self._note("bom-levels-by-place", block.first, ", ".join(c.heading for c in stairs))
            holds_names = any(
                any(sign.isalpha() for sign in str(row[c.place]))
                for row in rows
                for c in stairs
                if c.place < len(row)
            )
            return [*others, *(named if holds_names else [])], levels
        fields = {column.field for column in columns}
        if fields & {"level", "parent"} or not rows:
            return columns, None
        indices = [column.place for column in columns if column.field == "index"]
        if any("." in str(row[indices[0]]) for row in rows if indices and indices[0] < len(row)):
            return columns, None
        for column in columns:
            if column.field in {"name", "number", "name_zh"}:
                texts = [str(row[column.place]) if column.place < len(row) else "" for row in rows]
                levels = levels_by_indent(texts) if any(t[:1].isspace() for t in texts) else None
                if levels is not None:
                    self._note("bom-levels-by-indent", block.first, column.heading)
                    return columns, levels
        levels = levels_by_outline([block.first + place for place in places], self.grid.outline)
        if levels is not None:
            self._note("bom-levels-by-outline", block.first, str(max(levels)))
        return columns, levels

    # ------------------------------------------------------------ what is no part

    def _skip(self, place: int, reason: str, row: Iterable[object]) -> None:
        self.skipped.append(SkippedRow(place + 1, reason, _said(row)))

    def _skip_before(self, first: Block) -> None:
        """List what stands above the first table: titles, particulars, notes."""
        above = first.rows[0] if first.rows else 0
        for place, row in enumerate(self.grid.rows[:above]):
            if row:
                self._skip(place, "bom-row-above", row)

    def _skip_headings(self, block: Block) -> None:
        for place in block.rows:
            self._skip(place, "bom-row-heading", self.grid.rows[place])

    def _report_table_without_quantity(self, block: Block) -> None:
        """Say that a further table of the sheet is none of parts, and list its rows."""
        self.findings.add(
            Severity.WARNING,
            "bom-table-ignored",
            row=block.rows[-1] + 1,
            text=_said(block.headings),
        )
        for place in range(block.first, block.last):
            if self.grid.rows[place]:
                self._skip(place, "bom-table-ignored", self.grid.rows[place])

    def _report_skipped(self) -> None:
        """Say which rows are no parts, each alone where there are few of a kind."""
        by_reason: dict[str, list[SkippedRow]] = defaultdict(list)
        for skipped in self.skipped:
            by_reason[skipped.reason].append(skipped)
        for reason, rows in by_reason.items():
            if reason in {"bom-table-ignored", "bom-table-repeats"}:
                continue  # said of the table as a whole
            if len(rows) <= _MOST_ALONE:
                for each in rows:
                    self._note(reason, each.row, each.text)
            else:
                text = "; ".join(f"{each.row}: {each.text[:20]}" for each in rows)
                self._note(f"{reason}s", rows[0].row, text)

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


def _headless(rows: Sequence[Row]) -> Block:
    width = max(map(len, rows), default=0)
    return Block(("",) * width, (), 0, len(rows))


def _said(cells: Iterable[object]) -> str:
    return " ".join(str(cell).strip() for cell in cells if cell != "")


def _says_total(heading: str) -> bool:
    meaning = meaning_of(heading)
    return meaning is not None and meaning.field == "quantity_total"


def _repeats(columns: Sequence[Column], rows: Sequence[Row], before: Sequence[Line]) -> bool:
    """Tell whether a table lists the designators of an earlier one again, one by one or in groups."""
    column = next((c for c in columns if c.field == "designators"), None)
    if column is None:
        return False
    known = {each for line in before for each in designators_in(line.part.designators) or ()}
    cells = (str(row[column.place]) for row in rows if column.place < len(row))
    listed = [each for cell in cells for each in designators_in(cell) or ()]
    return bool(listed) and sum(each in known for each in listed) >= _REPEATED * len(listed)


def _rooted(lines: list[Line], findings: Findings) -> list[Line]:
    """Give the lines; the product itself, where a list begins with it, is one piece."""
    return lines


def _first_texts(rows: Sequence[Row], places: Sequence[int]) -> int | None:
    """Give the first row with a text in each of some columns, which must be their headings."""
    for number, row in enumerate(rows[:HEAD_ROWS]):
        cells = [row[place] if place < len(row) else "" for place in places]
        if all(isinstance(cell, str) and any(map(str.isalpha, cell)) for cell in cells):
            return number
    return None

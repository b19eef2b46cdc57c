"""Reads a plain bill of materials from a table with one heading row into parts.

One bad cell never stops the reading: its part comes in without that value, and a finding names
row, column and text. Nothing is guessed: an amount without a unit, or one whose decimal mark is
ambiguous, stays out until somebody says what it is.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import msgspec

from pcf.errors import BomSheetError, UnitError
from pcf.exchange.bom_headings import (
    DIMENSIONS,
    JOINED_BY,
    Column,
    count_headings,
    find_columns,
    has_chinese,
    included_words,
)
from pcf.exchange.bom_tree import Line, build_tree, is_index
from pcf.exchange.sheet_amounts import has_decimal_comma, is_unit, number_and_unit, read_amount
from pcf.exchange.sheet_cells import Row, Table, read_table
from pcf.findings import Finding, Severity
from pcf.model.bom import LeftOut, Mass, MassOrigin, Part
from pcf.model.node import DataSetRef, new_id
from pcf.texts import normalised
from pcf.units import Quantity, find_unit

Resolve = Callable[[str], DataSetRef | None]

LONGEST_TEXT = 32_767  # what a cell of Excel holds: more is cells that ran together, and no name
_LONGEST_QUOTE = 80
_LEAST_HEADINGS = 2

# What a field that can't be read costs; a warning where it isn't named here.
_SEVERITIES = {
    "quantity": Severity.STOPS_CALCULATION,
    "data_set": Severity.BLOCKS_DOCUMENT,
    "level": Severity.BLOCKS_DOCUMENT,
    "index": Severity.BLOCKS_DOCUMENT,
    "parent": Severity.BLOCKS_DOCUMENT,
    "exclude": Severity.BLOCKS_DOCUMENT,
}
_AMOUNT_FAULTS = {
    "number-ambiguous": "bom-amount-ambiguous",
    "unit-unknown": "bom-unit-unknown",
    "unit-missing": "bom-unit-missing",
}


class BomSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What a table holds.

    Attributes:
        parts: the topmost lines, with all that is in them.
        findings: what was wrong or worth saying. Their fields are row, column and text.
        columns: the recognised columns, from left to right.
        rows: how many lines became parts.
        sheet: title of the worksheet that was read, "" for a text file.
    """

    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    columns: tuple[Column, ...]
    rows: int
    sheet: str = ""


def read_reference(text: str) -> DataSetRef | None:
    """Give the data set of `database:id`, None for any other text."""
    database, _, row_id = (piece.strip() for piece in text.partition(":"))
    return DataSetRef(database=database, id=row_id) if database and row_id else None


def read_bom(path: Path, resolve: Resolve = read_reference) -> BomSheet:
    """Read a bill of materials from .xlsx, .xlsm, .csv, .tsv or .txt.

    Quantities are per one parent, masses and measures per piece.

    Args:
        path: the file.
        resolve: gives the data set that a cell names, None if there is no such data set.

    Raises:
        BomSheetError: no heading row, no quantity column, no lines, or too many.
        DataError: the file is missing, locked, damaged, or of an unknown encoding.
    """
    table = read_table(path, likeness=count_headings)
    columns = _columns_of(table)
    if len({column.field for column in columns}) < _LEAST_HEADINGS:
        raise BomSheetError("bom-no-heading", where=str(path))
    if not any(column.field == "quantity" for column in columns):
        known = ", ".join(column.heading for column in columns)
        raise BomSheetError("bom-no-quantity", where=str(path), columns=known)
    reading = _Reading(path, table, columns, resolve)
    lines = reading.lines()
    if not lines:
        raise BomSheetError("bom-no-lines", where=str(path))
    parts = build_tree(lines, reading.report_place)
    findings = tuple(reading.findings)
    return BomSheet(
        parts=parts, findings=findings, columns=columns, rows=len(lines), sheet=table.sheet
    )


def _columns_of(table: Table) -> tuple[Column, ...]:
    """Give the columns that the heading row names, told apart by what stands below them.

    Of two columns for one field a filled one goes first; a level column of 1, 1.1, 1.2 is an index:
    read as depths, 2 and 3 would nest in each other and multiply their quantities.
    """
    headings, body = table.rows[table.heading], table.rows[table.heading + 1 :]

    def cells(place: int) -> list[str]:
        return [str(row[place]) for row in body if place < len(row) and row[place] != ""]

    filled = tuple(heading if cells(place) else "" for place, heading in enumerate(headings))
    columns = list(find_columns(filled))
    fields = {column.field for column in columns}
    columns += [column for column in find_columns(headings) if column.field not in fields]
    if "index" not in fields:
        columns = [
            msgspec.structs.replace(column, field="index")
            if column.field == "level"
            and any(_DOTTED.fullmatch(cell) for cell in cells(column.place))
            else column
            for column in columns
        ]
    return tuple(sorted(columns, key=lambda column: column.place))


_DOTTED = re.compile(r"\d+(\.\d+)+")


class _Reading:
    """One reading of a table: the row that is being read, and what was found so far."""

    def __init__(
        self, path: Path, table: Table, columns: tuple[Column, ...], resolve: Resolve
    ) -> None:
        self.path = path
        self.table = table
        self.resolve = resolve
        self.findings: list[Finding] = []
        self.columns: dict[str, list[Column]] = defaultdict(list)
        for column in columns:
            self.columns[column.field].append(column)
        self.comma_fields = {field for field in DIMENSIONS if self._has_decimal_comma(field)}
        self.row_number = table.heading + 1
        self.row: Row = table.rows[table.heading]
        self.part_id = ""
        self._report_choices()

    def lines(self) -> list[Line]:
        """Give a line for each row below the heading that holds something we read."""
        lines = []
        first = self.table.heading + 1
        for number, row in enumerate(self.table.rows[first:], first + 1):
            if not any(cell != "" for cell in row):
                continue
            self.row_number, self.row, self.part_id = number, row, ""
            if self._holds_part():
                self.part_id = new_id()
                lines.append(self._line())
            else:
                text = " ".join(str(cell) for cell in row if cell != "")
                self._report(Severity.NOTE, "bom-row-without-part", None, text)
        self._report_repeated_numbers(lines)
        return lines

    def report_place(self, severity: Severity, key: str, line: Line, field: str, text: str) -> None:
        """Add a finding about the place of a line."""
        self.row_number, self.part_id = line.row, line.part.id
        self._report(severity, key, self._column(field), text)

    def _report(self, severity: Severity, key: str, column: Column | None, text: str) -> None:
        fields: dict[str, str | int | float] = {
            "row": self.row_number,
            "column": column.heading if column else "",
            "text": text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…",
        }
        field = column.field if column and column.field in Part.__struct_fields__ else ""
        self.findings.append(
            Finding(severity=severity, key=key, node=self.part_id, field=field, fields=fields)
        )

    def _report_unread(self, column: Column, key: str, text: str) -> None:
        self._report(_SEVERITIES.get(column.field, Severity.WARNING), key, column, text)

    def _report_choices(self) -> None:
        """Note what was chosen for the whole file: columns, worksheet, encoding."""
        known = {column.place for each in self.columns.values() for column in each}
        ignored = (cell for place, cell in enumerate(self.row) if place not in known)
        choices = {
            "bom-columns-ignored": ", ".join(str(cell) for cell in ignored if cell != ""),
            "bom-sheets-ignored": ", ".join(self.table.other_sheets),
            "bom-encoding-taken": "GB18030" if self.table.encoding == "gb18030" else "",
        }
        for key, text in choices.items():
            if text:
                self._report(Severity.NOTE, key, None, text)

    def _report_repeated_numbers(self, lines: list[Line]) -> None:
        same: dict[str, list[Line]] = defaultdict(list)
        for line in lines:
            same[line.part.number].append(line)
        for number, repeated in same.items():
            if number and len(repeated) > 1:
                text = f"{number}: {', '.join(str(line.row) for line in repeated)}"
                self.report_place(Severity.NOTE, "bom-number-twice", repeated[1], "number", text)

    def _holds_part(self) -> bool:
        """Tell whether the row says more than a place: lists are numbered beyond their end."""
        columns = (column for each in self.columns.values() for column in each)
        return any(
            column.field not in {"level", "index", "parent"} and self._cell(column) != ""
            for column in columns
        )

    def _line(self) -> Line:
        name, name_zh = self._joined("name"), self._joined("name_zh")
        if has_chinese(name) and not name_zh:
            name, name_zh = "", name
        number, index = self._text("number"), self._text("index")
        if index and not is_index(index):  # a column "Item" may hold places, names or numbers
            if not (name or name_zh):
                name, index = index, ""
            elif not number:
                number, index = index, ""
        mass = self._amount("mass")
        part = Part(
            id=self.part_id,
            number=number,
            name=name,
            name_zh=name_zh,
            material=self._joined("material"),
            designators=self._joined("designators"),
            quantity=self._quantity(),
            mass=None
            if mass is None
            else Mass(amount=mass, origin=MassOrigin.SHEET, basis=self._source()),
            measure=self._amount("measure"),
            data_set=self._data_set(),
            excluded=self._excluded(),
            note=self._joined("note"),
        )
        if part.excluded:  # not populated: nothing of it is in the product
            part = msgspec.structs.replace(part, left_out=LeftOut.NOT_IN_PRODUCT)
        if not (name or name_zh or number or part.material):
            self._report(Severity.WARNING, "bom-line-nameless", None, "")
        return Line(self.row_number, part, self._text("level"), index, self._text("parent"))

    def _source(self) -> str:
        """Give file, sheet and row, so that a reviewer finds the figure."""
        return ":".join(
            each for each in (self.path.name, self.table.sheet, str(self.row_number)) if each
        )

    def _column(self, field: str) -> Column | None:
        return next(iter(self.columns.get(field, ())), None)

    def _cell(self, column: Column) -> str | int | float:
        return self.row[column.place] if column.place < len(self.row) else ""

    def _text_in(self, column: Column) -> str:
        """Give a cell as text, without error values and formulas, which are reported."""
        cell = self._cell(column)
        if not isinstance(cell, str):
            return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
        if cell.startswith(("#", "=")):
            key, cell = _without_fault(cell)
            if key:
                self._report_unread(column, key, cell)
                return ""
        if len(cell) > LONGEST_TEXT:
            self._report(Severity.WARNING, "bom-text-cut", column, cell)
        return cell[:LONGEST_TEXT]

    def _text(self, field: str) -> str:
        column = self._column(field)
        return self._text_in(column) if column else ""

    def _joined(self, field: str) -> str:
        """Give the texts of all columns of a field, each once."""
        texts = (self._text_in(column) for column in self.columns.get(field, ()))
        return JOINED_BY[field].join(dict.fromkeys(text for text in texts if text))

    def _quantity(self) -> Quantity | None:
        column = self.columns["quantity"][0]
        if self._cell(column) == "":
            self._report_unread(column, "bom-quantity-missing", "")
            return None
        quantity = self._amount("quantity", self._text("unit"), default_unit="piece")
        if quantity is not None and quantity.si == 0:
            self._report(Severity.NOTE, "bom-quantity-zero", column, quantity.text)
        return quantity

    def _amount(self, field: str, unit: str = "", default_unit: str = "") -> Quantity | None:
        """Give the amount of a field; None where it is empty, or with a finding unreadable.

        Args:
            field: quantity, mass or measure.
            unit: from the unit column; where it is empty that of the heading counts.
            default_unit: where neither has one.
        """
        column = self._column(field)
        text = self._text_in(column) if column else ""
        if column is None or not text:
            return None
        own_unit = number_and_unit(text)[1]
        if unit and own_unit and _are_different(unit, own_unit):
            self._report(Severity.WARNING, "bom-unit-twice", column, f"{text} / {unit}")
        comma = field in self.comma_fields and isinstance(self._cell(column), str)
        unit = unit or column.unit
        try:
            amount = read_amount(text, unit, default_unit=default_unit, comma=comma)
        except UnitError as error:
            key = _AMOUNT_FAULTS.get(error.key, "bom-amount-unreadable")
            self._report_unread(column, key, text if own_unit else f"{text} {unit}".strip())
            return None
        if amount.dimension not in DIMENSIONS[field]:
            self._report_unread(column, "bom-amount-dimension", amount.text)
            return None
        if amount.si < 0:
            self._report_unread(column, "bom-amount-negative", amount.text)
            return None
        return amount

    def _data_set(self) -> DataSetRef | None:
        column = self._column("data_set")
        text = self._text_in(column) if column else ""
        found = self.resolve(text) if text else None
        if column and text and found is None:
            self._report_unread(column, "bom-data-set-unknown", text)
        return found

    def _excluded(self) -> str:
        """Give why a line does not count: heading and cell, as they stand there."""
        column = self._column("exclude")
        text = self._text_in(column) if column else ""
        if column is None or normalised(text) in included_words():
            return ""
        self._report(Severity.NOTE, "bom-line-excluded", column, text)
        return f"{column.heading}: {text}"

    def _has_decimal_comma(self, field: str) -> bool:
        column = self._column(field)
        if column is None:
            return False
        cells = (row[column.place] for row in self.table.rows if column.place < len(row))
        return has_decimal_comma(cell for cell in cells if isinstance(cell, str))


_ERROR_VALUE = re.compile(r"#(?:[^\W\d_]+[!?]|DIV/0!|N/A|NV)")
# Excel writes ="0012" into text files to keep a leading zero.
_TEXT_FORMULA = re.compile(r'="([^"]*)"')


def _without_fault(cell: str) -> tuple[str, str]:
    """Give the key of what is wrong with a cell, "" if nothing is, and its text."""
    if _ERROR_VALUE.fullmatch(cell):
        return "bom-error-value", cell
    quoted = _TEXT_FORMULA.fullmatch(cell)
    if cell.startswith("=") and quoted is None:
        return "bom-formula-without-value", cell
    return "", quoted[1] if quoted else cell


def _are_different(unit: str, other: str) -> bool:
    return not (is_unit(unit) and is_unit(other) and find_unit(unit) == find_unit(other))

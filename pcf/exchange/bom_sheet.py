"""Reads a plain bill of materials from a table with one heading row into parts.

Headings are recognised by `resources/bom_headings.csv`. One bad cell never stops the reading: its
part comes in without that value, and a finding names row, column and text. Nothing is guessed: an
amount without a unit, or one whose decimal mark is ambiguous, stays out until somebody says.
"""

import csv
import functools
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from importlib import resources
from pathlib import Path

import msgspec

from pcf.errors import BomSheetError, UnitError
from pcf.exchange.bom_tree import Line, build_tree, is_index
from pcf.exchange.sheet_cells import Cell, Row, Table, read_table
from pcf.findings import Finding, Severity
from pcf.model.bom import Mass, MassOrigin, Part
from pcf.model.node import DataSetRef, new_id
from pcf.texts import normalised
from pcf.units import Dimension, Quantity, find_unit, parse_quantity

Resolve = Callable[[str], DataSetRef | None]

LONGEST_TEXT = 32_767  # what a cell of Excel holds: more has run together, or is no name
_LONGEST_QUOTE = 80
_LEAST_HEADINGS = 2

# Several columns of these make one text; of the other fields the first heading of the table counts.
_SEPARATORS = {"name": ", ", "name_zh": ", ", "material": ", ", "designators": ", ", "note": "; "}
_PLACE_FIELDS = ("level", "index", "parent")
_NO_MEASURES = frozenset({Dimension.RATIO, Dimension.MONEY, Dimension.EMISSION})
_DIMENSIONS = {
    "quantity": frozenset(Dimension) - _NO_MEASURES,
    "mass": frozenset({Dimension.MASS}),
    "measure": frozenset(Dimension) - _NO_MEASURES - {Dimension.COUNT, Dimension.MASS},
}
_SEVERITIES = {
    "quantity": Severity.STOPS_CALCULATION,
    "data_set": Severity.BLOCKS_DOCUMENT,
    "level": Severity.BLOCKS_DOCUMENT,
    "index": Severity.BLOCKS_DOCUMENT,
    "parent": Severity.BLOCKS_DOCUMENT,
}
_AMOUNT_FAULTS = {
    "number-ambiguous": "bom-amount-ambiguous",
    "unit-unknown": "bom-unit-unknown",
    "unit-missing": "bom-unit-missing",
}


class Column(msgspec.Struct, frozen=True):
    """A column whose heading was recognised.

    Attributes:
        field: what it holds, a field of `Part` or level, index, parent, unit, exclude.
        heading: as it stands in the sheet.
        place: index of the column, from 0.
        unit: symbol of the unit in the heading, "" if there is none.
    """

    field: str
    heading: str
    place: int
    unit: str = ""


class BomSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What a table holds.

    Attributes:
        parts: the topmost lines, with all that is in them.
        findings: what was wrong or worth saying, in the order of the sheet.
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
    database, colon, row_id = (part.strip() for part in text.partition(":"))
    return DataSetRef(database=database, id=row_id) if database and colon and row_id else None


def read_bom(path: Path, resolve: Resolve = read_reference) -> BomSheet:
    """Read a bill of materials from .xlsx, .csv, .tsv or .txt.

    Quantities are per one parent, masses and measures per piece.

    Args:
        path: the file.
        resolve: gives the data set that a cell names, None if there is no such data set.

    Raises:
        BomSheetError: no heading row, no quantity column, no lines, or too many.
        DataError: the file is missing, locked, damaged, or of an unknown encoding.
    """
    table = read_table(path, likeness=lambda row: len({column.field for column in _columns(row)}))
    columns = _columns(table.rows[table.heading])
    fields = {column.field for column in columns}
    if len(fields) < _LEAST_HEADINGS:
        raise BomSheetError("bom-no-heading", where=str(path))
    if "quantity" not in fields:
        known = ", ".join(column.heading for column in columns)
        raise BomSheetError("bom-no-quantity", where=str(path), columns=known)
    reading = _Reading(path, table, columns, resolve)
    lines = reading.lines()
    if not lines:
        raise BomSheetError("bom-no-lines", where=str(path))
    parts = build_tree(lines, reading.report_place)
    return BomSheet(
        parts=parts,
        findings=tuple(reading.findings),
        columns=columns,
        rows=len(lines),
        sheet=table.sheet,
    )


class _Reading:
    """One reading of a table: what is found while its rows become lines."""

    def __init__(
        self, path: Path, table: Table, columns: tuple[Column, ...], resolve: Resolve
    ) -> None:
        self.path = path
        self.table = table
        self.resolve = resolve
        self.columns: dict[str, list[Column]] = defaultdict(list)
        for column in columns:
            self.columns[column.field].append(column)
        self.findings: list[Finding] = []
        self.row_number = 0
        self.row: Row = ()
        self.part_id = ""
        self.comma_fields = {field for field in _DIMENSIONS if self._has_decimal_comma(field)}
        self._report_choices(columns)

    def lines(self) -> list[Line]:
        """Give a line for each row below the heading that holds something we read."""
        lines = []
        for number, row in enumerate(self.table.rows[self.table.heading + 1 :], self.table.heading + 2):
            if not any(cell != "" for cell in row):
                continue
            self.row_number, self.row, self.part_id = number, row, new_id()
            if self._holds_part():
                lines.append(self._line())
            else:
                text = " ".join(str(cell) for cell in row if cell != "")
                self._report(Severity.NOTE, "bom-row-without-part", None, text)
        self._report_numbers(lines)
        return lines

    def report_place(self, severity: Severity, key: str, line: Line, field: str, text: str) -> None:
        """Add a finding of the tree."""
        self.row_number, self.part_id = line.row, line.part.id
        self._report(severity, key, next(iter(self.columns.get(field, ())), None), text)

    def _report(self, severity: Severity, key: str, column: Column | None, text: str) -> None:
        field = column.field if column and column.field in Part.__struct_fields__ else ""
        quote = text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"
        heading = column.heading if column else ""
        fields: dict[str, str | int | float] = {"row": self.row_number, "column": heading, "text": quote}
        self.findings.append(
            Finding(severity=severity, key=key, node=self.part_id, field=field, fields=fields)
        )

    def _report_choices(self, columns: tuple[Column, ...]) -> None:
        """Say what was chosen for the whole file: columns, worksheet, encoding."""
        self.row_number = self.table.heading + 1
        known = {column.place for column in columns}
        headings = self.table.rows[self.table.heading]
        ignored = [str(cell) for place, cell in enumerate(headings) if place not in known and cell != ""]
        if ignored:
            self._report(Severity.NOTE, "bom-columns-ignored", None, ", ".join(ignored))
        if self.table.other_sheets:
            self._report(Severity.NOTE, "bom-sheets-ignored", None, ", ".join(self.table.other_sheets))
        if self.table.encoding == "gb18030":
            self._report(Severity.NOTE, "bom-encoding-taken", None, "GB18030")

    def _report_numbers(self, lines: list[Line]) -> None:
        """Note each part number that stands in several lines."""
        rows: dict[str, list[Line]] = defaultdict(list)
        for line in lines:
            rows[line.part.number].append(line)
        for number, same in rows.items():
            if number and len(same) > 1:
                text = f"{number}: {', '.join(str(line.row) for line in same)}"
                self.report_place(Severity.NOTE, "bom-number-twice", same[1], "number", text)

    def _holds_part(self) -> bool:
        """Tell whether the row says more than a place: lists are often numbered beyond their end."""
        return any(
            self._cell(column) != ""
            for field, columns in self.columns.items()
            if field not in _PLACE_FIELDS
            for column in columns
        )

    def _line(self) -> Line:
        name, name_zh = self._joined("name"), self._joined("name_zh")
        if _has_chinese(name) and not name_zh:
            name, name_zh = "", name
        number, index = self._text("number"), self._text("index")
        if index and not is_index(index):  # an "Item" column may hold places or names
            if not name and not name_zh:
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
            mass=mass and Mass(amount=mass, origin=MassOrigin.SHEET, basis=self._place_in_words()),
            measure=self._amount("measure"),
            data_set=self._data_set(),
            excluded=self._excluded(),
            note=self._joined("note"),
        )
        if not (name or name_zh or number or part.material):
            self._report(Severity.WARNING, "bom-line-nameless", None, "")
        return Line(self.row_number, part, self._text("level"), index, self._text("parent"))

    def _place_in_words(self) -> str:
        """Give file and row, so that a reviewer finds the figure."""
        return ":".join(each for each in (self.path.name, self.table.sheet, str(self.row_number)) if each)

    def _cell(self, column: Column) -> Cell:
        return self.row[column.place] if column.place < len(self.row) else ""

    def _text(self, field: str) -> str:
        """Give the text of a field's first column."""
        return next((self._text_in(column) for column in self.columns.get(field, ())), "")

    def _text_in(self, column: Column) -> str:
        """Give a cell as text; error values and formulas without a value are reported and left out."""
        cell = self._cell(column)
        if not isinstance(cell, str):
            return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
        fault = _cell_fault(cell)
        if fault:
            self._report(_severity(column.field), fault, column, cell)
            return ""
        quoted = _TEXT_FORMULA.fullmatch(cell)
        text = quoted[1] if quoted else cell
        if len(text) > LONGEST_TEXT:
            self._report(Severity.WARNING, "bom-text-cut", column, text)
        return text[:LONGEST_TEXT]

    def _joined(self, field: str) -> str:
        """Give the texts of all columns of a field, each once."""
        texts = (self._text_in(column) for column in self.columns.get(field, ()))
        return _SEPARATORS[field].join(dict.fromkeys(text for text in texts if text))[:LONGEST_TEXT]

    def _quantity(self) -> Quantity | None:
        column = self.columns["quantity"][0]
        if self._cell(column) == "":
            self._report(_severity("quantity"), "bom-quantity-missing", column, "")
            return None
        quantity = self._amount("quantity", self._text("unit"))
        if quantity is not None and quantity.si == 0:
            self._report(Severity.NOTE, "bom-quantity-zero", column, quantity.text)
        return quantity

    def _amount(self, field: str, unit: str = "") -> Quantity | None:
        """Give the amount of a field, None with a finding where it can't be read or makes no sense.

        Args:
            field: quantity, mass or measure.
            unit: from the unit column; the unit of the heading counts where it is empty.
        """
        column = next(iter(self.columns.get(field, ())), None)
        text = self._text_in(column) if column else ""
        if column is None or not text:
            return None
        number, own_unit = _number_and_unit(text)
        if unit and own_unit and not _same_unit(unit, own_unit):
            self._report(Severity.WARNING, "bom-unit-twice", column, f"{text}; {unit}")
        stated = own_unit or unit or column.unit
        typed = text if own_unit or not stated else f"{text} {stated}"
        default = "piece" if field == "quantity" else ""
        is_text = isinstance(self._cell(column), str)
        try:
            if is_text and field in self.comma_fields:
                number = _with_point(number)
            amount = parse_quantity(f"{number} {stated}" if number else text, default)
        except UnitError as error:
            key = _AMOUNT_FAULTS.get(error.key, "bom-amount-unreadable")
            self._report(_severity(field), key, column, typed)
            return None
        if amount.dimension not in _DIMENSIONS[field]:
            self._report(_severity(field), "bom-amount-dimension", column, typed)
            return None
        if amount.si < 0:
            self._report(_severity(field), "bom-amount-negative", column, typed)
            return None
        return msgspec.structs.replace(amount, text=typed)

    def _data_set(self) -> DataSetRef | None:
        column = next(iter(self.columns.get("data_set", ())), None)
        text = self._text_in(column) if column else ""
        found = self.resolve(text) if text else None
        if text and found is None:
            self._report(_severity("data_set"), "bom-data-set-unknown", column, text)
        return found

    def _excluded(self) -> str:
        """Give the reason why a line does not count: heading and cell, as they stand there."""
        column = next(iter(self.columns.get("exclude", ())), None)
        text = self._text_in(column) if column else ""
        if column is None or normalised(text) in _included_words():
            return ""
        self._report(Severity.NOTE, "bom-line-excluded", column, text)
        return f"{column.heading}: {text}"

    def _has_decimal_comma(self, field: str) -> bool:
        """Tell whether the texts of a column show that its comma is the decimal mark.

        `12,5` can only be a decimal comma, `12.5` only a decimal point; with both in one column
        nothing is evident, and `1,234` stays ambiguous.
        """
        column = next(iter(self.columns.get(field, ())), None)
        if column is None:
            return False
        cells = (row[column.place] for row in self.table.rows if column.place < len(row))
        numbers = {_number_and_unit(cell)[0] for cell in cells if isinstance(cell, str)}
        return any(map(_COMMA_ONLY.fullmatch, numbers)) and not any(
            map(_POINT_ONLY.fullmatch, numbers)
        )


_ERROR_VALUE = re.compile(r"#(?:[^\W\d_]+(?:/0)?[!?]|DIV/0!|N/A|NV)")
# Excel writes ="0012" into text files to keep a leading zero.
_TEXT_FORMULA = re.compile(r'="([^"]*)"')


def _cell_fault(cell: str) -> str:
    """Give the key of what is wrong with a cell: an error value, a formula without value, or ""."""
    if cell.startswith("#") and _ERROR_VALUE.fullmatch(cell):
        return "bom-error-value"
    if cell.startswith("=") and not _TEXT_FORMULA.fullmatch(cell):
        return "bom-formula-without-value"
    return ""


def _severity(field: str) -> Severity:
    return _SEVERITIES.get(field, Severity.WARNING)


_NUMBER = re.compile(r"[+-]?[\d.,' ]*\d[.,]?(?:[eE][+-]?\d+)?|")
_COMMA_ONLY = re.compile(r"[+-]?(?:0*,\d+|\d+,(?:\d{1,2}|\d{4,})|\d{4,},\d+|\d{1,3}(?:\.\d{3})+,\d+)")
_POINT_ONLY = re.compile(r"[+-]?(?:0*\.\d+|\d+\.(?:\d{1,2}|\d{4,})|\d{4,}\.\d+|\d{1,3}(?:,\d{3})+\.\d+)")
_GROUPS_OR_DECIMALS = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")


def _number_and_unit(text: str) -> tuple[str, str]:
    """Give the leading number of a text and what follows it, in one width."""
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    match = _NUMBER.match(plain)
    number = match[0] if match else ""
    return number.strip(), plain[len(number) :].strip()


def _with_point(number: str) -> str:
    """Give a number of a column with decimal commas as one with a decimal point.

    Raises:
        UnitError: `1.234`, which in such a column is 1234, or the one cell typed otherwise.
    """
    if _GROUPS_OR_DECIMALS.fullmatch(number):
        raise UnitError("number-ambiguous", text=number)
    return number.replace(",", ".") if number.count(",") == 1 and "." not in number else number


def _same_unit(one: str, other: str) -> bool:
    try:
        return find_unit(one) == find_unit(other)
    except UnitError:
        return False


_CHINESE = "\u3400-\u9fff"


def _has_chinese(text: str) -> bool:
    return re.search(f"[{_CHINESE}]", text) is not None


def _columns(headings: Row) -> tuple[Column, ...]:
    """Give the columns that a heading row names; one each, but for texts that are joined."""
    found = [
        (*known, place, str(heading))
        for place, heading in enumerate(headings)
        if (known := _field_of(str(heading))) is not None
    ]
    first = {field: rank for rank, field, *_ in sorted(found, reverse=True)}
    taken: dict[str, list[Column]] = defaultdict(list)
    for rank, field, place, heading in found:
        if field in _SEPARATORS or (rank == first[field] and not taken[field]):
            column = Column(field, heading, place, _unit_in(heading, field))
            taken[field].append(column)
    return tuple(sorted((column for each in taken.values() for column in each), key=lambda c: c.place))


def _field_of(heading: str) -> tuple[int, str] | None:
    """Give the rank and field of a heading, None if neither it nor a piece of it is known.

    Bilingual headings (`Qty/数量`) and those with a unit count by their first known piece.
    """
    if not heading or len(heading) > _LONGEST_QUOTE:
        return None
    plain = unicodedata.normalize("NFKC", heading)
    pieces = re.findall(rf"[{_CHINESE}]+|[^{_CHINESE}/|\n()\[\]]+", plain)
    known = _known_headings()
    return next((known[_bare(piece)] for piece in (plain, *pieces) if _bare(piece) in known), None)


_UNIT_IN_HEADING = re.compile(r"[(\[]([^()\[\]]+)[)\]]\s*$|/\s*(\S+)\s*$|\s(?:in|\[)\s*(\S+)\s*$")


def _unit_in(heading: str, field: str) -> str:
    """Give the symbol of the unit that a heading of an amount ends with, as in `Mass (g)`."""
    match = _UNIT_IN_HEADING.search(unicodedata.normalize("NFKC", heading))
    if match is None or field not in _DIMENSIONS:
        return ""
    try:
        unit = find_unit(next(filter(None, match.groups())))
    except UnitError:
        return ""
    return unit.symbol if unit.dimension in _DIMENSIONS[field] else ""


def _bare(heading: str) -> str:
    """Give a heading without what writers vary: case, blanks, underscores, points."""
    return re.sub(r"[\W_]+", "", normalised(heading)) or normalised(heading)


@functools.cache
def _known_headings() -> dict[str, tuple[int, str]]:
    """Give rank and field of each known heading; earlier ones of a field are preferred."""
    known: dict[str, tuple[int, str]] = {}
    for rank, (field, heading) in enumerate(_heading_rows()):
        if field != "included_word":
            known.setdefault(_bare(heading), (rank, field))
    return known


@functools.cache
def _included_words() -> frozenset[str]:
    """Give the words of an exclude column by which a line does count."""
    words = (normalised(word) for field, word in _heading_rows() if field == "included_word")
    return frozenset(("", *words))


def _heading_rows() -> Iterable[tuple[str, str]]:
    table = resources.files("pcf").joinpath("resources/bom_headings.csv").read_text(encoding="utf-8")
    return [(row["field"], row["heading"]) for row in csv.DictReader(table.splitlines())]

"""Reads the rows of one table of a parts list into lines."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

import msgspec

from pcf.exchange.bom_amounts import DATE, AmountReader
from pcf.exchange.bom_cells import Findings, RowCells
from pcf.exchange.bom_headings import Column, has_chinese
from pcf.exchange.bom_status import is_alternate, reason_not_fitted, reasons_alternate
from pcf.exchange.bom_tree import Line, is_index
from pcf.exchange.sheet_cells import Row
from pcf.findings import Severity
from pcf.model.bom import LeftOut, Part
from pcf.model.node import DataSetRef, new_id

Resolve = Callable[[str], DataSetRef | None]

_SAMPLE = 2_000
_LONG_NUMBER = 40
_MANY_BLANKS = 4
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)


class Sheet(msgspec.Struct, frozen=True):
    """What the tables of a sheet have in common.

    Attributes:
        source: file and worksheet, as they are named where a figure comes from.
        groups: the mark for thousands that its numbers show, "" for none.
        is_japanese: Chinese characters are Japanese ones here.
    """

    source: str
    groups: str
    is_japanese: bool


class LineReader:
    """Reads the rows of a table."""

    def __init__(
        self,
        sheet: Sheet,
        columns: Sequence[Column],
        rows: Sequence[Row],
        findings: Findings,
        resolve: Resolve,
    ) -> None:
        """Look at the columns.

        Args:
            sheet: that the table is in.
            columns: of the table.
            rows: all of the table.
            findings: takes what is to say.
            resolve: gives the data set that a cell names.
        """
        self.sheet = sheet
        self.findings = findings
        self.resolve = resolve
        self.cells = RowCells(columns, findings)
        self.amounts = AmountReader(self.cells, rows, sheet.groups)
        self.shapes = self._number_shapes(rows[:_SAMPLE])
        self.previous: Line | None = None

    def line(
        self, number: int, row: Row, *, shares_quantity: bool = False, is_other: bool = False
    ) -> Line:
        """Give the line that a row is.

        Args:
            number: of the row, as the sheet counts.
            row: its cells.
            shares_quantity: its quantity is merged with that of the row above.
            is_other: a column of categories puts it among the alternatives.
        """
        cells = self.cells
        cells.start(number, row, new_id())
        part = self._part()
        self._check_cells(part)
        line = Line(number, part, cells.text("level"), cells.text("index"), cells.text("parent"))
        if reason := reason_not_fitted(cells):
            if part.quantity is None or part.quantity.si > 0:
                cells.report(Severity.NOTE, "bom-line-excluded", None, reason)
            return self._excluded(line, reason)
        before = self.previous.part if self.previous else None
        if before is not None and (
            is_other or is_alternate(cells, part, before, shares_quantity=shares_quantity)
        ):
            reason, reason_zh = reasons_alternate(self.previous)
            cells.report(Severity.NOTE, "bom-line-alternate", None, reason)
            return self._excluded(line, reason, reason_zh)
        self.previous = line
        return line

    def _excluded(self, line: Line, reason: str, reason_zh: str = "") -> Line:
        self.findings.soften(line.part.id)
        part = msgspec.structs.replace(
            line.part,
            excluded=reason,
            excluded_zh=reason_zh,
            left_out=LeftOut.NOT_IN_PRODUCT,
        )
        return msgspec.structs.replace(line, part=part)

    def _part(self) -> Part:
        cells = self.cells
        name, name_zh = cells.joined("name"), cells.joined("name_zh")
        if not name_zh and has_chinese(name) and not self.sheet.is_japanese:
            name, name_zh = "", name
        number, position = cells.text("number"), cells.text("index")
        if position and not is_index(position):  # "Item" may head places, names or numbers
            if not (name or name_zh):
                name, position = position, ""
            elif not number and not cells.columns["number"]:
                number, position = position, ""
        designators = cells.joined("designators")
        quantity = self.amounts.quantity(designators)
        return Part(
            id=cells.part_id,
            position=position,
            number=number,
            name=name,
            name_zh=name_zh,
            material=cells.joined("material"),
            designators=designators,
            manufacturer=cells.text("manufacturer"),
            manufacturer_number=cells.text("manufacturer_number"),
            package=cells.text("package"),
            quantity=quantity,
            mass=self.amounts.mass(quantity, f"{self.sheet.source}:{cells.number}"),
            measure=self.amounts.amount("measure"),
            data_set=self._data_set(),
            note=cells.joined("note"),
        )

    def _data_set(self) -> DataSetRef | None:
        column = self.cells.column("data_set")
        text = self.cells.text_in(column) if column else ""
        found = self.resolve(text) if text else None
        if column and text and found is None:
            self.cells.report_unread(column, "bom-data-set-unknown", text)
        return found

    # ------------------------------------------------------------ what looks wrong

    def _check_cells(self, part: Part) -> None:
        """Report parts without a name, what a spreadsheet did to numbers, and stray errors."""
        cells = self.cells
        naming = (part.name, part.name_zh, part.number, part.material)
        if not any((*naming, part.designators, part.manufacturer_number)):
            cells.report(Severity.WARNING, "bom-line-nameless", None, "")
        if part.number and (column := cells.column("number")):
            if "E" in part.number.upper() and _ROUNDED.fullmatch(part.number):
                cells.report(Severity.WARNING, "bom-number-rounded", column, part.number)
            elif DATE.fullmatch(part.number):
                cells.report(Severity.WARNING, "bom-number-is-date", column, part.number)
            elif self._is_swapped(part):
                cells.report(Severity.WARNING, "bom-cells-swapped", column, part.number)

    def _is_swapped(self, part: Part) -> bool:
        """Tell whether the number reads like a name, and the name like the other numbers."""
        if not part.name and not part.name_zh:
            return len(part.number) > _LONG_NUMBER and part.number.count(" ") > _MANY_BLANKS
        if not self.shapes:
            return False
        return _shape(part.number) not in self.shapes and _shape(part.name) in self.shapes

    def _number_shapes(self, rows: Sequence[Row]) -> frozenset[str]:
        """Give the shapes that most part numbers have, none where they have none in common."""
        column = self.cells.column("number")
        if column is None:
            return frozenset()
        cells = (str(row[column.place]) for row in rows if column.place < len(row))
        shapes = Counter(_shape(cell) for cell in cells if any(map(str.isdigit, cell)))
        common = {shape: count for shape, count in shapes.items() if count > 1}
        return frozenset(common) if sum(common.values()) * 2 >= shapes.total() else frozenset()


def _shape(text: str) -> str:
    """Give a text with its letters and digits made alike: `100-0011` and `200-0012` are one."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d", "0", text.strip()))

"""Reads the quantity, mass and measure of a line, and says why one could not be read."""

import functools
import re
from collections.abc import Sequence

from pcf.errors import UnitError
from pcf.exchange.bom_cells import RowCells, is_no_entry, numeric_places
from pcf.exchange.bom_headings import DIMENSIONS, Column
from pcf.exchange.bom_quantity import Unread, read_quantity
from pcf.exchange.bom_status import is_not_fitted_mark
from pcf.exchange.designators import designators_in
from pcf.exchange.sheet_amounts import Style, is_unit, number_and_unit, read_amount, style_of
from pcf.exchange.sheet_cells import Row
from pcf.findings import Severity
from pcf.model.bom import Mass, MassOrigin
from pcf.units import Quantity, find_unit
from pcf.units import quantity as stated_quantity

_SAMPLE = 2_000
_FAULTS = {
    "number-ambiguous": "bom-amount-ambiguous",
    "unit-unknown": "bom-unit-unknown",
    "unit-is-package": "bom-unit-is-package",
    "unit-missing": "bom-unit-missing",
}
DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?|\d{1,2}-[^\W\d]{3}(?:-\d{2,4})?|[^\W\d]{3}-\d{1,2}|"
    "\\d{1,2}\u6708\\d{1,2}\u65e5|"
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4}"
)
"""What spreadsheets make of `3-14`, in the ways that they show it."""


class AmountReader:
    """Reads the amounts of rows; how numbers are written is told by the whole column."""

    def __init__(self, cells: RowCells, rows: Sequence[Row], groups: str) -> None:
        """Look at the columns.

        Args:
            cells: the row that is being read.
            rows: all of the table.
            groups: the mark for thousands that the sheet shows, "" for none.
        """
        self.cells = cells
        self.styles = {field: self._style(field, rows, groups) for field in DIMENSIONS}
        self.numeric_places = numeric_places(rows[:_SAMPLE])

    def _style(self, field: str, rows: Sequence[Row], groups: str) -> Style:
        column = self.cells.column(field)
        if column is None:
            return Style()
        place = column.place
        texts = {row[place] for row in rows if place < len(row) and isinstance(row[place], str)}
        return style_of(map(str, texts), groups if field == "quantity" else "")

    def quantity(self, designators: str) -> Quantity | None:
        """Give the quantity of a line; where there is none, the number of its designators."""
        column = self.cells.column("quantity")
        counted = designators_in(designators) if designators else None
        if column is None:
            return None if counted is None else stated_quantity(len(counted), "piece")
        text = self.cells.text_in(column)
        if is_no_entry(text):
            return self._missing_quantity(column, counted, text)
        if not text[0].isdigit() and is_not_fitted_mark(text):
            return None if counted is None else stated_quantity(len(counted), "piece")
        unit = self.cells.text("unit") or self._unit_in_note()
        is_number = not isinstance(self.cells.raw(column), str)
        style = Style() if is_number else self.styles["quantity"]
        found = _read_quantity(text, unit or column.unit, style)
        if isinstance(found, Unread):
            self._report_unread(column, found.key, text, unit)
            return None
        own_unit = number_and_unit(text)[1] if unit else ""
        if own_unit and _are_different(unit, own_unit):
            self.cells.report(Severity.WARNING, "bom-unit-twice", column, f"{text} / {unit}")
        return self._checked_quantity(column, found, counted)

    def _unit_in_note(self) -> str:
        """Give the unit that stands alone in the note, as Russian specifications write it."""
        note = "" if self.cells.columns["unit"] else self.cells.text("note")
        if not note or len(note) > 10 or not is_unit(note):  # noqa: PLR2004  no unit is longer
            return ""
        return note if find_unit(note).symbol != "piece" else ""

    def _missing_quantity(
        self, column: Column, counted: tuple[str, ...] | None, text: str
    ) -> Quantity | None:
        if counted is not None:
            said = ", ".join(counted)
            self.cells.report(Severity.WARNING, "bom-quantity-counted", column, said)
            return stated_quantity(len(counted), "piece")
        if self.cells.has_fault(column):
            return None
        if self._is_shifted(column):
            said = " | ".join(str(cell) for cell in self.cells.row if cell != "")
            self.cells.report_unread(column, "bom-row-shifted", said)
        else:
            self.cells.report_unread(column, "bom-quantity-missing", text)
        return None

    def _report_unread(self, column: Column, key: str, text: str, unit: str) -> None:
        """Say why a quantity is unread; where a number stands beside it, that cells are shifted."""
        if key in {"bom-amount-unreadable", "bom-unit-unknown"}:
            if DATE.fullmatch(text):
                key = "bom-amount-is-date"
            elif self._is_shifted(column):
                key = "bom-row-shifted"
        quoted = text if number_and_unit(text)[1] or not unit else f"{text} {unit}"
        self.cells.report_unread(column, key, quoted)

    def _is_shifted(self, column: Column) -> bool:
        """Tell whether a neighbour of the quantity holds a number that does not belong there."""
        row = self.cells.row
        for place in (column.place - 2, column.place - 1, column.place + 1):
            cell = str(row[place]).strip() if 0 <= place < len(row) else ""
            if re.fullmatch(r"\d{1,5}", cell) and place not in self.numeric_places:
                return True
        text = str(self.cells.raw(column))
        return bool(self.cells.columns["designators"]) and designators_in(text) is not None

    def _checked_quantity(
        self, column: Column, found: Quantity, counted: tuple[str, ...] | None
    ) -> Quantity | None:
        if found.dimension not in DIMENSIONS["quantity"]:
            self.cells.report_unread(column, "bom-amount-dimension", found.text)
            return None
        if found.si < 0:
            self.cells.report_unread(column, "bom-amount-negative", found.text)
            return None
        if found.si == 0:
            self.cells.report(Severity.NOTE, "bom-quantity-zero", column, found.text)
        elif counted is not None and found.unit == "piece" and found.number != len(counted):
            text = f"{found.text} ≠ {len(counted)}: {', '.join(counted)}"
            self.cells.report(Severity.WARNING, "bom-designators-differ", column, text)
        return found

    def mass(self, quantity: Quantity | None, source: str) -> Mass | None:
        """Give the mass of a piece, from the mass of the whole line where that alone is stated.

        Args:
            quantity: of the line.
            source: file, sheet and row, so that a reviewer finds the figure.
        """
        amount = self.amount("mass")
        total = None if self.cells.columns["mass"] else self.amount("mass_total")
        if total is not None and quantity is not None and quantity.unit == "piece" and quantity.si:
            amount = stated_quantity(total.number / quantity.si, total.unit)
            source = f"{source}: {total.text} / {quantity.text}"
        if amount is None:
            return None
        return Mass(amount=amount, origin=MassOrigin.SHEET, basis=source)

    def amount(self, field: str) -> Quantity | None:
        """Give the mass or measure of a line; None where it is empty, or unread and reported."""
        column = self.cells.column(field)
        text = self.cells.text_in(column) if column else ""
        if column is None or is_no_entry(text):
            return None
        is_text = isinstance(self.cells.raw(column), str)
        try:
            found = _read_amount(text, column.unit, self.styles[field] if is_text else Style())
        except UnitError as error:
            key = _FAULTS.get(error.key, "bom-amount-unreadable")
            has_unit = number_and_unit(text)[1]
            self.cells.report_unread(
                column, key, text if has_unit else f"{text} {column.unit}".strip()
            )
            return None
        if found.dimension not in DIMENSIONS[field]:
            self.cells.report_unread(column, "bom-amount-dimension", found.text)
            return None
        if found.si < 0:
            self.cells.report_unread(column, "bom-amount-negative", found.text)
            return None
        return found


# Lists repeat the same few amounts thousands of times, and reading one takes 20 µs.


@functools.lru_cache(maxsize=20_000)
def _read_quantity(text: str, unit: str, style: Style) -> Quantity | Unread:
    return read_quantity(text, unit, style=style)


@functools.lru_cache(maxsize=20_000)
def _read_amount(text: str, unit: str, style: Style) -> Quantity:
    return read_amount(text, unit, default_unit="", style=style)


def _are_different(unit: str, other: str) -> bool:
    return not (is_unit(unit) and is_unit(other) and find_unit(unit) == find_unit(other))

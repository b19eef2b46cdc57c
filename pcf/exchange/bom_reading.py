"""Reads the rows of one table of a parts list into lines, with what is to say about each cell."""

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from pcf.errors import UnitError
from pcf.exchange.bom_columns import Column
from pcf.exchange.bom_headings import DIMENSIONS, IGNORED, JOINED_BY, has_chinese
from pcf.exchange.bom_quantity import Unread, read_quantity
from pcf.exchange.bom_status import (
    begins_as_alternate,
    is_alternate_flag,
    is_excluded_by,
    is_left_out_by,
    is_not_fitted_mark,
    names_alternate,
    notes_not_fitted,
)
from pcf.exchange.bom_tree import Line, is_index
from pcf.exchange.bom_words import is_word
from pcf.exchange.designators import designators_in
from pcf.exchange.sheet_amounts import Style, is_unit, number_and_unit, read_amount, style_of
from pcf.exchange.sheet_cells import Row
from pcf.findings import Finding, Severity
from pcf.model.bom import Mass, MassOrigin, Part
from pcf.model.node import DataSetRef, new_id
from pcf.texts import Language, Texts
from pcf.units import Quantity, find_unit
from pcf.units import quantity as stated_quantity

Resolve = Callable[[str], DataSetRef | None]

LONGEST_TEXT = 32_767  # what a cell of Excel holds: more is cells that ran together, and no name
_LONGEST_QUOTE = 80
_SAMPLE = 2_000
_LONG_NUMBER = 40
_MANY_BLANKS = 4

# What a field that can't be read costs; a warning where it isn't named here.
_SEVERITIES = {
    "quantity": Severity.STOPS_CALCULATION,
    "data_set": Severity.BLOCKS_DOCUMENT,
    "level": Severity.BLOCKS_DOCUMENT,
    "index": Severity.BLOCKS_DOCUMENT,
    "parent": Severity.BLOCKS_DOCUMENT,
    "exclude": Severity.BLOCKS_DOCUMENT,
    "include": Severity.BLOCKS_DOCUMENT,
}
_AMOUNT_FAULTS = {
    "number-ambiguous": "bom-amount-ambiguous",
    "unit-unknown": "bom-unit-unknown",
    "unit-is-package": "bom-unit-is-package",
    "unit-missing": "bom-unit-missing",
}
_NO_ENTRY = frozenset({"-", "--", "—", "–", "/", "\\", "n/a", "N/A", "na", "?", "~"})


class Findings:
    """Collects what is to say about the cells of a sheet, each with its row, column and text."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.found: list[Finding] = []

    def add(
        self,
        severity: Severity,
        key: str,
        *,
        row: int,
        column: Column | None = None,
        text: str = "",
        node: str = "",
    ) -> None:
        """Add a finding about a cell, a row, or the whole sheet."""
        fields: dict[str, str | int | float] = {
            "row": row,
            "column": column.heading if column else "",
            "text": text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…",
        }
        field = column.field if column and column.field in Part.__struct_fields__ else ""
        self.found.append(
            Finding(severity=severity, key=key, node=node, field=field, fields=fields)
        )


class LineReader:
    """Reads the rows of a table: the row that is being read, and what its columns are like."""

    def __init__(
        self,
        path: Path,
        sheet: str,
        columns: Sequence[Column],
        rows: Sequence[Row],
        findings: Findings,
        resolve: Resolve,
        *,
        groups: str,
        keeps_kanji: bool,
    ) -> None:
        self.path = path
        self.sheet = sheet
        self.findings = findings
        self.resolve = resolve
        self.keeps_kanji = keeps_kanji
        self.columns: dict[str, list[Column]] = defaultdict(list)
        for column in columns:
            self.columns[column.field].append(column)
        self.styles = {field: self._style(field, rows, groups) for field in DIMENSIONS}
        self.numeric_places = _numeric_places(rows)
        self.shapes = self._number_shapes(rows)
        self.row_number = 0
        self.row: Row = ()
        self.part_id = ""
        self.previous: Line | None = None

    def line(
        self, number: int, row: Row, *, shares_quantity: bool = False, is_alternate: bool = False
    ) -> Line:
        """Give the line that a row is.

        Args:
            number: of the row, as the sheet counts.
            row: its cells.
            shares_quantity: its quantity is merged with that of the row above.
            is_alternate: a column of categories says so.
        """
        self.row_number, self.row, self.part_id = number, row, new_id()
        name, name_zh = self._joined("name"), self._joined("name_zh")
        if has_chinese(name) and not name_zh and not self.keeps_kanji:
            name, name_zh = "", name
        number_text, index = self._text("number"), self._text("index")
        position = index
        if index and not is_index(index):  # a column "Item" may hold places, names or numbers
            if not (name or name_zh):
                name, index, position = index, "", ""
            elif not number_text and "number" not in self.columns:
                number_text, index, position = index, "", ""
        designators = self._joined("designators")
        quantity = self._quantity(designators)
        maker_number = self._text("manufacturer_number")
        part = Part(
            id=self.part_id,
            position=position,
            number=number_text,
            name=name,
            name_zh=name_zh,
            material=self._joined("material"),
            designators=designators,
            manufacturer=self._text("manufacturer"),
            manufacturer_number=maker_number,
            package=self._text("package"),
            quantity=quantity,
            mass=self._mass(quantity),
            measure=self._amount("measure"),
            data_set=self._data_set(),
            note=self._joined("note"),
        )
        if not (name or name_zh or number_text or part.material or maker_number):
            if not designators:
                self._report(Severity.WARNING, "bom-line-nameless", None, "")
        line = Line(number, part, self._text("level"), index, self._text("parent"))
        self._check_cells(part)
        line = self._with_status(line, shares_quantity=shares_quantity, is_alternate=is_alternate)
        if not line.part.excluded:
            self.previous = line
        return line

    # ------------------------------------------------------------ cells

    def _report(self, severity: Severity, key: str, column: Column | None, text: str) -> None:
        self.findings.add(
            severity, key, row=self.row_number, column=column, text=text, node=self.part_id
        )

    def _report_unread(self, column: Column, key: str, text: str) -> None:
        self._report(_SEVERITIES.get(column.field, Severity.WARNING), key, column, text)

    def _source(self) -> str:
        """Give file, sheet and row, so that a reviewer finds the figure."""
        return ":".join(each for each in (self.path.name, self.sheet, str(self.row_number)) if each)

    def _column(self, field: str) -> Column | None:
        return next(iter(self.columns.get(field, ())), None)

    def _cell(self, column: Column) -> str | int | float:
        return self.row[column.place] if column.place < len(self.row) else ""

    def _text_in(self, column: Column) -> str:
        """Give a cell as text, without error values and formulas, which are reported."""
        cell = self._cell(column)
        if not isinstance(cell, str):
            return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
        cell = cell.strip()
        if cell.startswith(("#", "=", "Err:")):
            key, cell = _without_fault(cell)
            if key:
                self._report_unread(column, key, cell)
                return ""
        if len(cell) > LONGEST_TEXT:
            self._report(Severity.WARNING, "bom-text-cut", column, cell)
        return cell[:LONGEST_TEXT]

    def _text(self, field: str) -> str:
        column = self._column(field)
        text = self._text_in(column) if column else ""
        return "" if text in _NO_ENTRY and field not in {"level", "exclude", "include"} else text

    def _joined(self, field: str) -> str:
        """Give the texts of all columns of a field, each once."""
        texts = (self._text_in(column) for column in self.columns.get(field, ()))
        said = [text for text in texts if text and text not in _NO_ENTRY]
        return JOINED_BY[field].join(dict.fromkeys(said))

    def _check_cells(self, part: Part) -> None:
        """Report what a spreadsheet did to part numbers, cells that changed places, and errors."""
        column = self._column("number")
        if column is not None and part.number:
            if _ROUNDED.fullmatch(part.number):
                self._report(Severity.WARNING, "bom-number-rounded", column, part.number)
            elif _DATE.fullmatch(part.number):
                self._report(Severity.WARNING, "bom-number-is-date", column, part.number)
            elif self._is_swapped(part):
                self._report(Severity.WARNING, "bom-cells-swapped", column, part.number)
        known = {column.place for columns in self.columns.values() for column in columns}
        read = known - {c.place for field in IGNORED for c in self.columns.get(field, ())}
        for place, cell in enumerate(self.row):
            if isinstance(cell, str) and cell[:1] == "#" and place not in read:
                if _ERROR_VALUE.fullmatch(cell):
                    self._report(Severity.NOTE, "bom-error-value", None, cell)

    def _is_swapped(self, part: Part) -> bool:
        """Tell whether the number reads like a name, and the name like the other numbers."""
        if not part.name and not part.name_zh:
            return len(part.number) > _LONG_NUMBER and part.number.count(" ") > _MANY_BLANKS
        return _shape(part.number) not in self.shapes and _shape(part.name) in self.shapes

    # ------------------------------------------------------------ amounts

    def _number_shapes(self, rows: Sequence[Row]) -> frozenset[str]:
        """Give the shapes that most part numbers have, none where they have no shape in common."""
        column = self._column("number")
        if column is None:
            return frozenset()
        cells = (str(row[column.place]) for row in rows[:_SAMPLE] if column.place < len(row))
        shapes = Counter(_shape(cell) for cell in cells if cell and any(map(str.isdigit, cell)))
        common = {shape for shape, count in shapes.items() if count > 1}
        return frozenset(common) if sum(shapes[s] for s in common) > shapes.total() / 2 else frozenset()

    def _style(self, field: str, rows: Sequence[Row], groups: str) -> Style:
        column = self._column(field)
        if column is None:
            return Style()
        cells = (row[column.place] for row in rows if column.place < len(row))
        texts = [cell for cell in cells if isinstance(cell, str)]
        return style_of(texts, groups if field == "quantity" else "")

    def _quantity(self, designators: str) -> Quantity | None:
        """Give the quantity of a line; where there is none, the number of its designators."""
        column = self._column("quantity")
        counted = designators_in(designators) if designators else None
        if column is None:
            return None if counted is None else stated_quantity(len(counted), "piece")
        text = self._text_in(column)
        if text == "" or text in _NO_ENTRY:
            return self._missing_quantity(column, counted, text)
        if is_not_fitted_mark(text):
            return None if counted is None else stated_quantity(len(counted), "piece")
        unit = self._text("unit") or self._unit_in_note()
        is_number = not isinstance(self._cell(column), str)
        style = Style() if is_number else self.styles["quantity"]
        found = _read_quantity(text, unit or column.unit, style)
        if isinstance(found, Unread):
            self._report_unread_quantity(column, found.key, text, unit)
            return None
        own_unit = number_and_unit(text)[1] if unit else ""
        if own_unit and _are_different(unit, own_unit):
            self._report(Severity.WARNING, "bom-unit-twice", column, f"{text} / {unit}")
        return self._checked_quantity(column, found, counted)

    def _unit_in_note(self) -> str:
        """Give the unit that stands alone in the note, as Russian specifications write it."""
        note = "" if "unit" in self.columns else self._text("note")
        return note if note and is_unit(note) and find_unit(note).symbol != "piece" else ""

    def _missing_quantity(
        self, column: Column, counted: tuple[str, ...] | None, text: str
    ) -> Quantity | None:
        if counted is not None:
            self._report(Severity.WARNING, "bom-quantity-counted", column, ", ".join(counted))
            return stated_quantity(len(counted), "piece")
        if not _is_error(self._cell(column)):  # which was reported as such
            if self._is_shifted(column):
                said = " | ".join(str(cell) for cell in self.row if cell != "")
                self._report_unread(column, "bom-row-shifted", said)
            else:
                self._report_unread(column, "bom-quantity-missing", text)
        return None

    def _report_unread_quantity(self, column: Column, key: str, text: str, unit: str) -> None:
        """Say why a quantity is unread; where a number stands beside it, that cells are shifted."""
        if key in {"bom-amount-unreadable", "bom-unit-unknown"} and _DATE.fullmatch(text):
            key = "bom-amount-is-date"
        elif key in {"bom-amount-unreadable", "bom-unit-unknown"} and self._is_shifted(column):
            key = "bom-row-shifted"
        quoted = text if number_and_unit(text)[1] or not unit else f"{text} {unit}"
        self._report_unread(column, key, quoted)

    def _is_shifted(self, column: Column) -> bool:
        """Tell whether a neighbour of the quantity holds a number that does not belong there."""
        for place in (column.place - 2, column.place - 1, column.place + 1):
            cell = str(self.row[place]).strip() if 0 <= place < len(self.row) else ""
            if re.fullmatch(r"\d{1,5}", cell) and place not in self.numeric_places:
                return True
        text = str(self._cell(column))
        return "designators" in self.columns and designators_in(text) is not None

    def _checked_quantity(
        self, column: Column, found: Quantity, counted: tuple[str, ...] | None
    ) -> Quantity | None:
        if found.dimension not in DIMENSIONS["quantity"]:
            self._report_unread(column, "bom-amount-dimension", found.text)
            return None
        if found.si < 0:
            self._report_unread(column, "bom-amount-negative", found.text)
            return None
        if found.si == 0:
            self._report(Severity.NOTE, "bom-quantity-zero", column, found.text)
        elif counted is not None and found.unit == "piece" and found.number != len(counted):
            text = f"{found.text} ≠ {len(counted)}: {', '.join(counted)}"
            self._report(Severity.WARNING, "bom-designators-differ", column, text)
        return found

    def _mass(self, quantity: Quantity | None) -> Mass | None:
        """Give the mass of a piece, from the mass of the whole line where that alone is stated."""
        amount, basis = self._amount("mass"), self._source()
        if amount is None and "mass" not in self.columns:
            total = self._amount("mass_total")
            if total is not None and quantity is not None and quantity.unit == "piece":
                if quantity.si > 0:
                    amount = stated_quantity(total.number / quantity.si, total.unit)
                    basis = f"{basis}: {total.text} / {quantity.text}"
        if amount is None:
            return None
        return Mass(amount=amount, origin=MassOrigin.SHEET, basis=basis)

    def _amount(self, field: str) -> Quantity | None:
        """Give the mass or measure of a line; None where it is empty, or unreadable and reported."""
        column = self._column(field)
        text = self._text_in(column) if column else ""
        if column is None or not text or text in _NO_ENTRY:
            return None
        own_unit = number_and_unit(text)[1]
        style = self.styles[field] if isinstance(self._cell(column), str) else Style()
        try:
            amount = read_amount(text, column.unit, default_unit="", style=style)
        except UnitError as error:
            key = _AMOUNT_FAULTS.get(error.key, "bom-amount-unreadable")
            self._report_unread(column, key, text if own_unit else f"{text} {column.unit}".strip())
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

    # ------------------------------------------------------------ what is not built in

    def _with_status(self, line: Line, *, shares_quantity: bool, is_alternate: bool) -> Line:
        """Give a line with the reason why it does not count, if there is one."""
        part = line.part
        excluded, excluded_zh = self._not_fitted(), ""
        if not excluded and (
            is_alternate or self._is_alternate(part, shares_quantity=shares_quantity)
        ):
            excluded, excluded_zh = self._alternate_reason()
            self._report(Severity.NOTE, "bom-line-alternate", None, excluded)
        elif excluded and (part.quantity is None or part.quantity.si > 0):
            self._report(Severity.NOTE, "bom-line-excluded", None, excluded)
        if not excluded:
            return line
        self._forgive_quantity()
        part = msgspec.structs.replace(part, excluded=excluded, excluded_zh=excluded_zh)
        return msgspec.structs.replace(line, part=part)

    def _not_fitted(self) -> str:
        """Give why a part is not built in: heading and cell, as they stand there."""
        for column in self.columns.get("exclude", ()):
            text = self._text_in(column)
            if text and is_excluded_by(text):
                return f"{column.heading}: {text}"
        for column in self.columns.get("include", ()):
            text = self._text_in(column)
            if text and is_left_out_by(text):
                return f"{column.heading}: {text}"
        for field in ("quantity", "name", "number", "material"):
            for column in self.columns.get(field, ()):
                text = self._text_in(column)
                if text and is_not_fitted_mark(text):
                    return f"{column.heading}: {text}"
        for column in self.columns.get("note", ()):
            text = self._text_in(column)
            if text and notes_not_fitted(text):
                return f"{column.heading}: {text}"
        column = self._column("quantity")
        if column is not None and re.fullmatch(r"0+(?:[.,]0+)?", str(self._cell(column)).strip()):
            return f"{column.heading}: {self._cell(column)}"
        return ""

    def _is_alternate(self, part: Part, *, shares_quantity: bool) -> bool:
        """Tell whether a line is an alternative to the one above."""
        if self.previous is None:
            return False
        flags = (self._text_in(column) for column in self.columns.get("alternate", ()))
        if any(map(is_alternate_flag, flags)):
            return True
        texts = [text for text in (part.position, part.name, part.name_zh, self._text("index")) if text]
        if any(is_word(text, "alternate") or names_alternate(text) for text in texts):
            return True
        before = self.previous.part
        if is_word(part.note, "alternate") and part.designators == before.designators:
            return part.quantity is None or part.quantity == before.quantity
        if self._lacks_quantity():
            if any(map(begins_as_alternate, texts)):
                return True
            named = part.number or part.manufacturer_number or part.manufacturer
            return bool(named) and (shares_quantity or self._continues_previous(part))
        return False

    def _lacks_quantity(self) -> bool:
        column = self._column("quantity")
        return column is not None and self._cell(column) == ""

    def _continues_previous(self, part: Part) -> bool:
        """Tell whether a line has neither a place of its own nor designators, as the others do."""
        before = self.previous.part if self.previous else part
        has_place = bool(before.position or before.designators)
        return has_place and not part.position and not part.designators

    def _alternate_reason(self) -> tuple[str, str]:
        before = self.previous
        facts = {"row": before.row, "name": before.part.label} if before else {"row": 0, "name": ""}
        return tuple(_texts(language)("bom.alternate-to", **facts) for language in Language)

    def _forgive_quantity(self) -> None:
        """Let what stops a calculation be a note where the line does not count."""
        found = self.findings.found
        for place in range(len(found) - 1, -1, -1):
            if found[place].node != self.part_id:
                break
            if found[place].severity is Severity.STOPS_CALCULATION:
                found[place] = msgspec.structs.replace(found[place], severity=Severity.NOTE)


_ERROR_VALUE = re.compile(r"#(?:[^\W\d_]+[!?]|DIV/0!|N/A|NV)|Err:\d+")
# Excel writes ="0012" into text files to keep a leading zero.
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?|\d{1,2}-[^\W\d]{3}(?:-\d{2,4})?|[^\W\d]{3}-\d{1,2}|"
    r"\d{1,2}月\d{1,2}日|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
)


_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)


def _shape(text: str) -> str:
    """Give a text with its letters and digits made alike: `100-0011` and `200-0012` are one."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d", "0", text.strip()))


def _without_fault(cell: str) -> tuple[str, str]:
    """Give the key of what is wrong with a cell, "" if nothing is, and its text."""
    if _ERROR_VALUE.fullmatch(cell):
        return "bom-error-value", cell
    quoted = _TEXT_FORMULA.fullmatch(cell)
    if cell.startswith("=") and quoted is None and not cell.startswith("=="):
        return "bom-formula-without-value", cell
    return "", quoted[1] if quoted else cell


def _is_error(cell: object) -> bool:
    return isinstance(cell, str) and cell.startswith(("#", "=", "Err:"))


def _numeric_places(rows: Sequence[Row]) -> frozenset[int]:
    """Give the columns that mostly hold numbers."""
    numbers: dict[int, int] = defaultdict(int)
    filled: dict[int, int] = defaultdict(int)
    for row in rows[:_SAMPLE]:
        for place, cell in enumerate(row):
            if cell != "":
                filled[place] += 1
                numbers[place] += not isinstance(cell, str) or cell.strip()[:1].isdigit()
    return frozenset(place for place, count in filled.items() if numbers[place] > count / 2)


@functools.lru_cache(maxsize=20_000)
def _read_quantity(text: str, unit: str, style: Style) -> Quantity | Unread:
    """Read a quantity; lists repeat the same few thousands of times."""
    return read_quantity(text, unit, style=style)


@functools.cache
def _texts(language: Language) -> Texts:
    return Texts(language)


def _are_different(unit: str, other: str) -> bool:
    return not (is_unit(unit) and is_unit(other) and find_unit(unit) == find_unit(other))

"""The cells of the row that is being read, by what their columns hold, and what is said of them."""

import re
from collections import defaultdict
from collections.abc import Sequence

import msgspec

from pcf.exchange.bom_headings import IGNORED, JOINED_BY, Column
from pcf.exchange.sheet_cells import Cell, Row
from pcf.findings import Finding, Severity
from pcf.model.bom import Part

LONGEST_TEXT = 32_767  # what a cell of Excel holds: more is cells that ran together, and no name
_LONGEST_QUOTE = 80
_NO_ENTRY = frozenset({"-", "--", "\u2014", "\u2013", "/", "\\", "n/a", "N/A", "na", "?", "~"})
_MEANT_AS_IT_IS = frozenset({"level", "exclude", "include"})

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

# What a cell begins with that is more than its text: blanks, an error value, a formula.
_SUSPECT = frozenset("#=E \t\n\xa0\u3000")
ERROR_VALUE = re.compile(r"#(?:[^\W\d_]+[!?]|DIV/0!|N/A|NV)|Err:\d+")
# Excel writes ="0012" into text files to keep a leading zero.
_TEXT_FORMULA = re.compile(r'="([^"]*)"')


class Findings:
    """Collects what is to say about the cells of a sheet, each with its row, column and text."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.found: list[Finding] = []

    def add(  # noqa: PLR0913  a finding has six facts
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
            "column": column.name if column else "",
            "text": text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…",
        }
        field = column.field if column and column.field in Part.__struct_fields__ else ""
        self.found.append(
            Finding(severity=severity, key=key, node=node, field=field, fields=fields)
        )

    def note(self, key: str, row: int, text: str) -> None:
        """Add a note about a row or the whole sheet, unless there is nothing to say."""
        if text:
            self.add(Severity.NOTE, key, row=row, text=text)

    def soften(self, node: str) -> None:
        """Let what stops a calculation be a note for a part that does not count, the last read."""
        for place in range(len(self.found) - 1, -1, -1):
            finding = self.found[place]
            if finding.node != node:
                break
            if finding.severity is Severity.STOPS_CALCULATION:
                self.found[place] = msgspec.structs.replace(finding, severity=Severity.NOTE)


class RowCells:
    """One row after another; each cell is read, and reported, once."""

    def __init__(self, columns: Sequence[Column], findings: Findings) -> None:
        """Sort the columns by field."""
        self.findings = findings
        self._read_columns = [column for column in columns if column.field not in IGNORED]
        self.columns: defaultdict[str, list[Column]] = defaultdict(list)
        for column in columns:
            self.columns[column.field].append(column)
        self.number = 0
        self.row: Row = ()
        self.part_id = ""
        self._texts: dict[int, str] = {}

    def start(self, number: int, row: Row, part_id: str) -> None:
        """Go to a row, given its number as the sheet counts and the id of its part."""
        self.number, self.row, self.part_id = number, row, part_id
        width = len(row)
        texts = self._texts = {}
        for column in self._read_columns:
            place = column.place
            cell = row[place] if place < width else ""
            if cell.__class__ is str and cell[:1] not in _SUSPECT and len(cell) < LONGEST_TEXT:
                texts[place] = cell
            else:
                texts[place] = self._read(column, cell)

    def column(self, field: str) -> Column | None:
        """Give the first column of a field, None if it has none."""
        columns = self.columns[field]
        return columns[0] if columns else None

    def raw(self, column: Column) -> Cell:
        """Give a cell as it stands there."""
        return self.row[column.place] if column.place < len(self.row) else ""

    def text_in(self, column: Column) -> str:
        """Give a cell as text, without error values and formulas, which are reported."""
        return self._texts.get(column.place, "")

    def _read(self, column: Column, cell: Cell) -> str:
        if not isinstance(cell, str):
            return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
        cell = cell.strip()
        if cell.startswith(("#", "=", "Err:")):
            key, cell = _without_fault(cell)
            if key:
                self.report_unread(column, key, cell)
                return ""
        if len(cell) > LONGEST_TEXT:
            self.report(Severity.WARNING, "bom-text-cut", column, cell)
        return cell[:LONGEST_TEXT]

    def text(self, field: str) -> str:
        """Give the text of a field, "" where there is none or a sign stands for none."""
        columns = self.columns[field]
        if not columns:
            return ""
        text = self._texts[columns[0].place]
        return "" if text in _NO_ENTRY and field not in _MEANT_AS_IT_IS else text

    def joined(self, field: str) -> str:
        """Give the texts of all columns of a field, each once."""
        columns = self.columns[field]
        if not columns:
            return ""
        if len(columns) == 1:
            return self.text(field)
        said = [t for t in map(self.text_in, columns) if t and t not in _NO_ENTRY]
        return JOINED_BY[field].join(dict.fromkeys(said)) if len(said) > 1 else "".join(said)

    def has_fault(self, column: Column) -> bool:
        """Tell whether a cell holds an error value or a formula, which was reported."""
        cell = self.raw(column)
        return isinstance(cell, str) and cell != "" and self.text_in(column) == ""

    def report(self, severity: Severity, key: str, column: Column | None, text: str) -> None:
        """Add a finding about the row, or about its cell in a column."""
        self.findings.add(
            severity, key, row=self.number, column=column, text=text, node=self.part_id
        )

    def report_unread(self, column: Column, key: str, text: str) -> None:
        """Add a finding about a cell that can't be read, as severe as its field demands."""
        self.report(_SEVERITIES.get(column.field, Severity.WARNING), key, column, text)


def is_no_entry(text: str) -> bool:
    """Tell whether a text is empty, or a sign that stands for nothing."""
    return text == "" or text in _NO_ENTRY


def _without_fault(cell: str) -> tuple[str, str]:
    """Give the key of what is wrong with a cell, "" if nothing is, and its text."""
    if ERROR_VALUE.fullmatch(cell):
        return "bom-error-value", cell
    quoted = _TEXT_FORMULA.fullmatch(cell)
    if cell.startswith("=") and quoted is None and not cell.startswith("=="):
        return "bom-formula-without-value", cell
    return "", quoted[1] if quoted else cell


def numeric_places(rows: Sequence[Row]) -> frozenset[int]:
    """Give the columns that mostly hold numbers."""
    numbers: dict[int, int] = defaultdict(int)
    filled: dict[int, int] = defaultdict(int)
    for row in rows:
        for place, cell in enumerate(row):
            if cell != "":
                filled[place] += 1
                numbers[place] += not isinstance(cell, str) or cell.lstrip()[:1].isdigit()
    return frozenset(place for place, count in filled.items() if numbers[place] > count / 2)

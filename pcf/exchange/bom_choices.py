"""Says what was chosen in reading a sheet: which worksheet, encoding, columns and quantities."""

from collections.abc import Iterable, Sequence

from pcf.exchange.bom_cells import ERROR_VALUE, Findings
from pcf.exchange.bom_headings import IGNORED, Column, meaning_of
from pcf.exchange.bom_skipped import said
from pcf.exchange.bom_table import Block
from pcf.exchange.sheet_cells import Row, column_letter
from pcf.exchange.table_file import Table
from pcf.findings import Severity


def report_file(findings: Findings, table: Table, likely: Sequence[str]) -> None:
    """Say which worksheets were not read, and what was taken for the encoding.

    Args:
        findings: takes what is to say.
        table: the sheet that was read.
        likely: titles of the worksheets that look like parts lists.
    """
    alike = [title for title in table.others if title in likely]
    others = [title for title in table.others if title not in likely]
    if alike:
        findings.add(Severity.WARNING, "bom-sheets-alike", row=1, text=", ".join(alike))
    findings.note("bom-sheets-ignored", 1, ", ".join(others))
    if not table.encoding.startswith("utf-"):
        findings.note("bom-encoding-taken", 1, table.encoding.upper())
    if table.has_losses:
        _report_losses(findings, table)
    for key, row in table.grid.notes:
        findings.add(Severity.WARNING, key, row=row, text=said(table.grid.rows[row - 1]))


def _report_losses(findings: Findings, table: Table) -> None:
    rows = enumerate(table.grid.rows, 1)
    lost = [number for number, row in rows if any("\ufffd" in str(cell) for cell in row)]
    if lost:
        text = ", ".join(map(str, lost))
        findings.add(Severity.WARNING, "bom-characters-lost", row=lost[0], text=text)


def report_columns(
    findings: Findings,
    block: Block,
    columns: Sequence[Column],
    beside: Row,
    nameless: Iterable[int] = (),
) -> None:
    """Say what was chosen among the columns of a table, and what was not read.

    Args:
        findings: takes what is to say.
        block: the table.
        columns: those that were recognised.
        beside: the headings of another table to its right.
        nameless: indices of filled columns without a heading.
    """
    row = block.rows[-1] + 1 if block.rows else 1
    if not block.rows:
        names = ", ".join(f"{column.field}: {column.place + 1}" for column in columns)
        findings.add(Severity.WARNING, "bom-heading-missing", row=row, text=names)
        return
    known = {column.place for column in columns}
    ignored = [text for place, text in enumerate(block.headings) if place not in known and text]
    ignored += [column_letter(place) for place in nameless if place not in known]
    findings.note("bom-columns-ignored", row, ", ".join(dict.fromkeys(ignored)))
    told = (column.name for column in columns if column.by_content)
    findings.note("bom-columns-by-content", row, ", ".join(told))
    _report_quantities(findings, row, columns)
    if any(c.field == "mass_total" for c in columns) and not any(
        c.field == "mass" for c in columns
    ):
        findings.note("bom-mass-divided", row, _headings(columns, {"mass_total"}))
    if text := said(beside):
        findings.add(Severity.WARNING, "bom-table-beside", row=row, text=text)


def _report_quantities(findings: Findings, row: int, columns: Sequence[Column]) -> None:
    taken = next((column for column in columns if column.field == "quantity"), None)
    if taken is None:
        return
    others = _headings(columns, {"quantity_total", "quantity_order"})
    if others:
        findings.note("bom-quantity-chosen", row, f"{taken.heading} | {others}")
    meaning = meaning_of(taken.heading)
    if meaning is not None and meaning.field == "quantity_total":
        findings.add(
            Severity.WARNING, "bom-quantity-is-total", row=row, column=taken, text=taken.heading
        )


def _headings(columns: Sequence[Column], fields: set[str]) -> str:
    return ", ".join(column.heading for column in columns if column.field in fields)


def report_stray_errors(
    findings: Findings, first: int, columns: Sequence[Column], rows: Sequence[Row]
) -> None:
    """Note error values in columns that say nothing of a part, such as a price.

    Args:
        findings: takes what is to say.
        first: index of the first row in the sheet.
        columns: of the table.
        rows: of the table.
    """
    read = {column.place for column in columns if column.field not in IGNORED}
    for number, row in enumerate(rows, first + 1):
        for place, cell in enumerate(row):
            is_stray = isinstance(cell, str) and cell[:1] == "#" and place not in read
            if is_stray and ERROR_VALUE.fullmatch(str(cell)):
                findings.note("bom-error-value", number, str(cell))

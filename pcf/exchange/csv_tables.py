"""The tables of a result as CSV files in one zip: the same tables as the workbook.

UTF-8 with a byte order mark, commas, CRLF, a point as the decimal mark; numbers have 6 significant
digits, and a rounding row closes each sum. A text that a spreadsheet program would take for a
formula gets an apostrophe before it, since CSV has no types.
"""

import csv
import datetime
import io
import zipfile
from collections.abc import Iterable
from decimal import Decimal

from pcf.circularity.case import CaseResult
from pcf.circularity.case_frames import case_tables
from pcf.exchange.archive import write_dated
from pcf.exchange.decimals import decimal_text, rounded
from pcf.results.frames import result_tables
from pcf.results.result import PcfResult
from pcf.results.tables import Cell, Table
from pcf.texts import Texts

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# The full-width signs count too where Excel runs in Chinese or Japanese (OWASP, CSV injection).

Exact = str | float | Decimal | None


def csv_zip(result: PcfResult, texts: Texts) -> bytes:
    """Give a zip with one CSV file a table, named by the table's id in either language.

    Args:
        result: the frozen result; its time of calculation is the files' date.
        texts: the language of heads and words.
    """
    return tables_zip(result_tables(result, texts), texts, result.calculated)


def case_csv_zip(result: CaseResult, texts: Texts) -> bytes:
    """Give the same of a refurbishment case."""
    return tables_zip(case_tables(result, texts), texts, result.calculated)


def tables_zip(tables: Iterable[Table], texts: Texts, calculated: datetime.datetime) -> bytes:
    """Give a zip with one CSV file a table.

    Args:
        tables: in one language.
        texts: of that language.
        calculated: the files' date.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for table in tables:
            content = _csv(table, texts).encode("utf-8-sig", errors="replace")
            write_dated(archive, f"{table.id}.csv", content, calculated)
    return packed.getvalue()


def _csv(table: Table, texts: Texts) -> str:
    rows = list(zip(*(map(_exact, column) for column in table.cells), strict=True))
    if table.closes:
        rounding = _rounding(table, rows, texts("word.rounding"))
        rows[-1:] = [rounding, rows[-1]] if rounding else [rows[-1]]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_written(head) for head in table.frame.columns)
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return text.getvalue()


def _exact(cell: Cell) -> Exact:
    """Give a number as it will be written, so that sums of it are exact."""
    return rounded(cell) if isinstance(cell, float) else cell


def _rounding(table: Table, rows: list[tuple[Exact, ...]], label: str) -> tuple[Exact, ...] | None:
    """Give the row by which rounded rows add up to the rounded sum, None if they do without."""
    *parts, sums = rows
    differences: list[Exact] = []
    for place, column in enumerate(table.columns):
        total = sums[place]
        if column.adds_up and isinstance(total, Decimal):
            found = [row[place] for row in parts]
            differences.append(total - sum(each for each in found if isinstance(each, Decimal)))
        else:
            differences.append(None)
    if not any(differences):
        return None
    for place, column in enumerate(table.columns):
        if column.repeats:
            differences[place] = sums[place]
    named = next(place for place, column in enumerate(table.columns) if column.kind.names_row)
    differences[named] = label
    return tuple(differences)


def _written(cell: Exact) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return decimal_text(cell)
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA_STARTS) else text

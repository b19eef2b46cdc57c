"""The Excel workbook of a result: every table of `results.frames`, a sheet each.

Cells hold full numbers, shown through number formats; texts are typed as texts, so that no name in
a bill of materials can become a formula. Written row by row (openpyxl's write-only mode), and the
same result gives the same bytes.
"""

import datetime
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import openpyxl
import pandas as pd
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from pcf.exchange.sheet_style import (
    PERCENT_FORMAT,
    SHARE_FORMAT,
    WHOLE_FORMAT,
    CellStyle,
    Pen,
    argb,
    emission_format,
    significant_format,
)
from pcf.exchange.sheet_text import (
    cell_text,
    header_text,
    lines_needed,
    text_width,
    widest_word,
)
from pcf.findings import Severity
from pcf.results.contributions import totals
from pcf.results.frames import result_tables
from pcf.results.result import PcfResult
from pcf.results.summary import state, title
from pcf.results.tables import Column, Kind, Table
from pcf.style import Theme, Tone, load_style
from pcf.texts import Texts

Value = str | float | None

_FILTERED = frozenset({"lines", "by_part", "by_data_set", "sources", "findings"})
_WIDE = frozenset({"lines", "after_gate", "by_data_set"})
_A4, _A3 = 9, 8  # ST_PaperSize, ECMA-376 18.18.50

_ROWS_MEASURED = 400
# Widths in digits: least and most for texts, fixed for numbers.
_TEXT_WIDTH, _PROSE_WIDTH = (8, 44), (24, 64)
_NUMBER_WIDTHS = {
    Kind.NUMBER: 7,
    Kind.AMOUNT: 12,
    Kind.FACTOR: 12,
    Kind.EMISSION: 13,
    Kind.SHARE: 9,
}
_FILTER_BUTTON = 3
_LINE_POINTS = 14.0
_SUMMARY_WIDTHS = (2, 46, 24, 28, 34)


def workbook_xlsx(result: PcfResult, texts: Texts) -> bytes:
    """Give the workbook of a result in one language.

    Args:
        result: the frozen result; its time of calculation is the file's date.
        texts: the language of heads and words.

    Returns:
        an .xlsx file, the same bytes for the same result and language.
    """
    book = openpyxl.Workbook(write_only=True)
    writer = _Writer(book, result, texts)
    summary, *tables = result_tables(result, texts)
    writer.write_summary(summary)
    for table in tables:
        writer.write_table(table)
    return _saved(book, result, texts)


class _Writer:
    """One workbook while it is written."""

    def __init__(self, book: openpyxl.Workbook, result: PcfResult, texts: Texts) -> None:
        self._book = book
        self._result = result
        self._texts = texts
        self._theme: Theme = load_style().light
        self._mark = texts("workbook.cut")
        self._emissions = emission_format(totals(result).headline)

    def write_summary(self, table: Table) -> None:
        """Write the first sheet: title block, headline, then the facts by section."""
        sheet = self._sheet(table, landscape=False)
        for place, width in enumerate(_SUMMARY_WIDTHS, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.sheet_view.showGridLines = False
        sheet.sheet_properties.tabColor = argb(self._theme.accent)
        pen = Pen(sheet, self._texts.language)
        for row, (height, cells) in enumerate(self._summary_rows(table), start=1):
            if height:
                sheet.row_dimensions[row].height = height
            sheet.append([None, *(self._cell(pen, *each) for each in cells)])

    def write_table(self, table: Table) -> None:
        """Write the sheet of a table: the heads, its rows, its sum."""
        sheet = self._sheet(table, landscape=True)
        values = [_plain(table.frame.iloc[:, place]) for place in range(len(table.columns))]
        heads = [self._head(column) for column in table.columns]
        is_filtered = table.id in _FILTERED and len(table.frame) > 0
        widths = [
            _column_width(column, head, cells) + (_FILTER_BUTTON if is_filtered else 0)
            for column, head, cells in zip(table.columns, heads, values, strict=True)
        ]
        for place, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        lines = max(map(lines_needed, heads, widths))
        sheet.row_dimensions[1].height = _LINE_POINTS * lines + 6
        named = next(
            place for place, each in enumerate(table.columns) if each.kind in {Kind.TEXT, Kind.TREE}
        )
        sheet.freeze_panes = f"{get_column_letter(named + 2)}2"
        sheet.print_title_rows = "1:1"
        if is_filtered:
            last_row = len(table.frame) + 1 - int(table.closes)
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{last_row}"
        pen = Pen(sheet, self._texts.language)
        style = self._head_style
        sheet.append(
            [self._cell(pen, head, style(column)) for head, column in zip(heads, table.columns, strict=True)]
        )

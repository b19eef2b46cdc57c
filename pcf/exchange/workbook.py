"""The Excel workbook of a result or a refurbishment case: every table of it, a sheet each.

Cells hold full numbers, shown through number formats; texts are typed as texts, so that no name in
a bill of materials can become a formula. Written row by row (openpyxl's write-only mode), and the
same result gives the same bytes.
"""

import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
import openpyxl
from openpyxl.cell import Cell as SheetCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from pcf.circularity.case import CaseResult
from pcf.circularity.case_frames import case_tables
from pcf.circularity.case_words import (
    adds,
    case_name,
    range_words,
    scenario_words,
    state_words,
)
from pcf.exchange.archive import write_dated
from pcf.exchange.sheet_style import (
    PERCENT_FORMAT,
    WHOLE_FORMAT,
    BodyStyles,
    CellStyle,
    Pen,
    Styled,
    argb,
    column_width,
    emission_format,
    significant_format,
    workbook_theme,
)
from pcf.exchange.sheet_text import cell_text, header_text, lines_needed
from pcf.findings import Severity
from pcf.results.contributions import totals
from pcf.results.estimates import is_draft
from pcf.results.frames import result_tables
from pcf.results.result import PcfResult
from pcf.results.summary import KG_CO2E, declared_unit, state, title
from pcf.results.tables import Cell, Column, Kind, Table
from pcf.style import Colour, Theme, Tone, load_style
from pcf.texts import Texts

# What openpyxl would take for a formula or an error value unless a cell says that it is a text.
_TYPED_BY_OPENPYXL = ("=", "#")


_FILTERED = frozenset(
    {"lines", "by_part", "by_data_set", "sources", "findings", "inputs", "process", "methods"}
)
_WIDE = frozenset(
    {"lines", "after_gate", "by_data_set", "by_part", "avoided", "avoided_per_device", "process"}
)
_TWO_PAGES = frozenset({"lines", "after_gate", "by_data_set"})
_A4, _A3 = 9, 8  # ST_PaperSize, ECMA-376 18.18.50

_FILTER_BUTTON = 3
_LINE_POINTS = 14.0
_SUMMARY_WIDTHS = (2, 54, 24, 28, 44)


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What the workbook says of itself on its first sheet, in heads and feet, and as a file.

    Attributes:
        name: of what it is about.
        subject: name, number and version, below the title.
        note: what it is not.
        state: how finished it is, in words.
        headline: the number that stands first [kg CO2e]; None where there is none.
        per: what the number is for.
        shown: items of the summary that stand above it already.
    """

    title: str
    name: str
    subject: str
    note: str
    state: str
    tone: Tone
    accent: Colour
    headline: float | None
    per: str
    shown: frozenset[str]
    id: str
    program: str
    calculated: datetime.datetime


def workbook_xlsx(result: PcfResult, texts: Texts) -> bytes:
    """Give the workbook of a result in one language.

    Args:
        result: the frozen result; its time of calculation is the file's date.
        texts: the language of heads and words.

    Returns:
        an .xlsx file, the same bytes for the same result and language.
    """
    theme, product = load_style().light, result.study.product
    name = texts.choose(product.name, product.name_zh)
    about = About(
        title=title(result, texts),
        name=name,
        subject=" · ".join(filter(None, (name, product.number, product.version))),
        note=texts("summary.self-declared"),
        state=state(result, texts),
        tone=_tone(theme, is_incomplete=result.is_incomplete, is_draft=is_draft(result)),
        accent=theme.accent,
        headline=totals(result).headline,
        per=texts("workbook.per-declared", unit=declared_unit(result, texts)),
        shown=frozenset(texts(f"summary.{key}") for key in ("kind", "state", "product")),
        id=result.id,
        program=result.program,
        calculated=result.calculated,
    )
    return _written(result_tables(result, texts), about, texts)


def case_workbook_xlsx(result: CaseResult, texts: Texts) -> bytes:
    """Give the workbook of a refurbishment case in one language; as `workbook_xlsx`."""
    theme, headline = load_style().light, result.headline
    name = case_name(result.case, texts)
    per = ""
    if headline is not None:
        within = range_words(result, headline.fleet, texts)
        words = scenario_words(headline, texts)
        per = texts("workbook.avoided-at", scenario=words, interval=within)
    kind = "added" if adds(result) else "avoided" if result.case.categories else "published"
    about = About(
        title=texts(f"refurbishment.title.{kind}"),
        name=name,
        subject=name,
        note=texts("refurbishment.subtitle"),
        state=state_words(result, texts),
        tone=_tone(theme, is_incomplete=result.is_incomplete, is_draft=result.is_blocked),
        accent=theme.avoided.ink,
        headline=headline.fleet.value if headline else None,
        per=per,
        shown=frozenset(texts(f"summary.{key}") for key in ("state", "case-name")),
        id=result.id,
        program=result.program,
        calculated=result.calculated,
    )
    return _written(case_tables(result, texts), about, texts)


def _tone(theme: Theme, *, is_incomplete: bool, is_draft: bool) -> Tone:
    if is_incomplete:
        return theme.severity[Severity.STOPS_CALCULATION.value]
    if is_draft:
        return theme.severity[Severity.BLOCKS_DOCUMENT.value]
    return theme.ok


def _written(tables: Iterable[Table], about: About, texts: Texts) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    book.loaded_theme = workbook_theme(load_style().light, texts.language)
    writer = _Writer(book, about, texts)
    for table in tables:
        write = writer.write_summary if table.id == "summary" else writer.write_table
        write(table)
    return _saved(book, about)


class _Writer:
    """One workbook while it is written.

    Rows go to the sheet as generators, never as lists: a `Pen` lends each cell only until the next.
    """

    def __init__(self, book: openpyxl.Workbook, about: About, texts: Texts) -> None:
        self._book = book
        self._about = about
        self._texts = texts
        self._theme = load_style().light
        self._mark = texts("workbook.cut")
        self._emissions = emission_format(about.headline or 0.0)
        self._plain = CellStyle(ink=self._theme.text)

    def write_summary(self, table: Table) -> None:
        """Write the first sheet: title block, headline, then the facts by section."""
        sheet = self._sheet(table, is_table=False)
        for place, width in enumerate(_SUMMARY_WIDTHS, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.sheet_view.showGridLines = False
        sheet.sheet_properties.tabColor = argb(self._about.accent)
        pen = Pen(sheet, self._texts.language)
        for row, (height, cells) in enumerate(self._summary_rows(table), start=1):
            if height:
                sheet.row_dimensions[row].height = height
            sheet.append(self._row(pen, [(None, None), *cells]))

    def write_table(self, table: Table) -> None:
        """Write the sheet of a table: the heads, its rows, its sum."""
        sheet = self._sheet(table, is_table=True)
        heads = [self._head(column) for column in table.columns]
        columns = table.cells
        is_filtered = table.id in _FILTERED and len(table.frame) > int(table.closes)
        widths = [
            column_width(column.kind, head, cells) + (_FILTER_BUTTON if is_filtered else 0)
            for column, head, cells in zip(table.columns, heads, columns, strict=True)
        ]
        for place, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.row_dimensions[1].height = _LINE_POINTS * max(map(lines_needed, heads, widths)) + 6
        named = next(place for place, each in enumerate(table.columns) if each.kind.names_row)
        sheet.freeze_panes = f"{get_column_letter(named + 2)}2"
        sheet.print_title_rows = "1:1"
        if table.id in _TWO_PAGES:
            sheet.print_title_cols = f"A:{get_column_letter(named + 1)}"
        if is_filtered:
            last = len(table.frame) + 1 - int(table.closes)
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{last}"
        pen = Pen(sheet, self._texts.language)
        styles = [self._head_style(column) for column in table.columns]
        sheet.append(self._row(pen, zip(heads, styles, strict=True)))
        body = BodyStyles(table, self._theme, self._emissions)
        for row, cells in enumerate(zip(*columns, strict=True), start=1):
            is_sum = table.closes and row == len(table.frame)
            lines = body.lines(cells, widths)
            if lines > 1:
                sheet.row_dimensions[row + 1].height = _LINE_POINTS * lines + 2
            sheet.append(self._row(pen, body.row(cells, is_sum=is_sum)))
        if table.frame.empty:
            sheet.append(self._row(pen, [(self._texts("workbook.none"), None)]))

    def _row(self, pen: Pen, cells: Iterable[Styled]) -> Iterator[SheetCell | Cell]:
        for value, style in cells:
            held = (cell_text(value, self._mark) or None) if isinstance(value, str) else value
            if style is not None:
                yield pen.cell(held, style)
            elif isinstance(held, str) and held.startswith(_TYPED_BY_OPENPYXL):
                yield pen.cell(held, self._plain)
            else:
                yield held

    def _summary_rows(self, table: Table) -> Iterator[tuple[float, Sequence[Styled]]]:
        """Give each row of the summary with its height, 0 for the usual one, and its cells."""
        theme, about = self._theme, self._about
        small = CellStyle(size=9, ink=theme.text2)
        yield 10, []
        yield 28, [(about.title, CellStyle(size=19, bold=True, ink=theme.text))]
        yield 20, [(about.subject, CellStyle(size=13, ink=theme.text))]
        yield 16, [(about.note, small)]
        tone = about.tone
        chip = CellStyle(bold=True, ink=tone.ink, fill=tone.soft, vertical="center", indent=1)
        yield 20, [(about.state, chip), (None, chip), (None, chip), (None, chip)]
        yield 10, []
        if about.headline is not None:
            shape = significant_format(about.headline, 3, keep_zeros=True)
            big = CellStyle(
                size=26, bold=True, ink=theme.text, number_format=f'{shape} "{KG_CO2E}"'
            )
            yield 40, [(about.headline, big)]
            yield 16, [(about.per, small)]
        section = ""
        for found, item, value, unit_text in table.frame.itertuples(index=False, name=None):
            if item in about.shown and section in {"", found}:
                continue
            if found != section:
                section = found
                head = CellStyle(
                    size=11, bold=True, ink=about.accent, rule=theme.border, vertical="bottom"
                )
                yield 26, [(section, head), (None, head), (None, head), (None, head)]
            fact = CellStyle(ink=theme.text, vertical="center")
            if not isinstance(value, str):
                number_format = self._fact_format(value, unit_text)
                fact = CellStyle(
                    ink=theme.text, vertical="center", align="right", number_format=number_format
                )
            unit_style = CellStyle(ink=theme.text3, vertical="center", indent=1)
            yield (
                17,
                [
                    (item, CellStyle(ink=theme.text2, vertical="center")),
                    (value, fact),
                    (unit_text, unit_style if unit_text else None),
                ],
            )

    def _fact_format(self, value: float, unit: str) -> str:
        if isinstance(value, int):
            return WHOLE_FORMAT
        if unit == "%":
            return PERCENT_FORMAT
        return self._emissions if unit else significant_format(value, 2)

    def _head(self, column: Column) -> str:
        """Give the name and below it the unit; a share is shown in percent."""
        unit = "%" if column.kind is Kind.SHARE else column.unit
        return f"{self._texts(column.key)}\n[{unit}]" if unit else self._texts(column.key)

    def _head_style(self, column: Column) -> CellStyle:
        return CellStyle(
            bold=True,
            ink=self._theme.text2,
            fill=self._theme.sunken,
            rule=self._theme.control,
            align="right" if column.kind.is_number else "left",
            vertical="bottom",
            wrap=True,
            indent=int(column.kind.is_number or column.kind is Kind.TREE),
        )

    def _sheet(self, table: Table, *, is_table: bool) -> Any:  # noqa: ANN401  openpyxl names no type for it
        sheet = self._book.create_sheet(table.title)
        sheet.page_setup.orientation = "landscape" if is_table else "portrait"
        sheet.page_setup.paperSize = _A3 if table.id in _WIDE else _A4
        sheet.page_setup.fitToWidth = 2 if table.id in _TWO_PAGES else 1
        sheet.page_setup.fitToHeight = 0 if is_table else 1
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_margins = PageMargins(0.4, 0.4, 0.7, 0.6, 0.3, 0.3)
        about = self._about
        sheet.oddHeader.left.text = header_text(" · ".join(filter(None, (about.title, about.name))))
        sheet.oddHeader.right.text = header_text(table.title)
        sheet.oddFooter.left.text = header_text(about.state)
        sheet.oddFooter.center.text = about.id
        sheet.oddFooter.right.text = self._texts("workbook.page")
        for part in (sheet.oddHeader, sheet.oddFooter):
            for item in (part.left, part.center, part.right):
                item.size = 8
        return sheet


def _saved(book: openpyxl.Workbook, about: About) -> bytes:
    """Give the bytes of the workbook, dated to the calculation."""
    calculated = about.calculated.astimezone(datetime.UTC).replace(tzinfo=None, microsecond=0)
    properties = book.properties
    properties.creator = about.program
    properties.title = header_text(about.title).replace("&&", "&")
    properties.identifier = about.id
    properties.created = properties.modified = calculated
    loose = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(loose, "w", zipfile.ZIP_STORED)).save()
    packed = io.BytesIO()
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            write_dated(target, name, source.read(name), calculated)
    return packed.getvalue()

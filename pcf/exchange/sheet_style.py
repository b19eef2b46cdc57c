"""The look of the workbook: number formats, and cells in the colours of `pcf.style`."""

import math
from typing import Any

import msgspec
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from pcf.style import Colour
from pcf.texts import Language

SHARE_FORMAT = "0.0 %"
WHOLE_FORMAT = "0"
PERCENT_FORMAT = "0.0"
_SCIENTIFIC = "0.00E+00"

_MOST_DECIMALS = 9
_HEADLINE_DIGITS = 5
_MOST_INDENT = 15  # Excel allows more, but nobody sees them

# Fonts that spreadsheet programs bring along or replace by their like, by language.
_FONTS = {Language.ENGLISH: "Calibri", Language.CHINESE: "Microsoft YaHei"}


class CellStyle(msgspec.Struct, frozen=True, kw_only=True):
    """How a cell looks.

    Attributes:
        rule: colour of the line below, "" for none.
        rule_above: colour of the line above, "" for none.
    """

    number_format: str = "General"
    size: float = 10
    bold: bool = False
    ink: Colour = "#000000"
    fill: str = ""
    align: str = "left"
    vertical: str = "top"
    wrap: bool = False
    indent: int = 0
    rule: str = ""
    rule_above: str = ""


class Pen:
    """Writes styled cells of one sheet.

    A cell object is kept for each style and written again and again: the sheet is in write-only
    mode, which writes a cell before it asks for the next. Making a styled cell costs 40 µs.
    """

    def __init__(self, sheet: Any, language: Language) -> None:  # noqa: ANN401  openpyxl names no type for it
        """Take the sheet and the language that chooses the font."""
        self._sheet = sheet
        self._font = _FONTS[language]
        self._cells: dict[CellStyle, Cell] = {}

    def cell(self, value: str | float | None, style: CellStyle) -> Cell:
        """Give the cell of a style with a value; a text stays a text, whatever it starts with."""
        found = self._cells.get(style)
        if found is None:
            found = self._cells[style] = self._made(style)
        found.value = value
        if isinstance(value, str):
            found.data_type = "s"
        return found

    def _made(self, style: CellStyle) -> Cell:
        cell = WriteOnlyCell(self._sheet)
        cell.number_format = style.number_format
        cell.font = Font(name=self._font, size=style.size, bold=style.bold, color=argb(style.ink))
        cell.alignment = Alignment(
            horizontal=style.align,
            vertical=style.vertical,
            wrap_text=style.wrap,
            indent=min(style.indent, _MOST_INDENT),
        )
        if style.fill:
            cell.fill = PatternFill("solid", fgColor=argb(style.fill))
        cell.border = Border(top=_side(style.rule_above), bottom=_side(style.rule))
        return cell


def argb(colour: Colour) -> str:
    """Give a colour as OOXML writes it, opaque."""
    return f"FF{colour[1:]}"


def emission_format(headline: float) -> str:
    """Give one format for all emissions of a result: 5 digits of the headline, 2 decimals or more."""
    if not headline:
        return _with_decimals(2)
    return _with_decimals(max(2, _HEADLINE_DIGITS - 1 - math.floor(math.log10(abs(headline)))))


def significant_format(value: float | None, digits: int) -> str:
    """Give the format that shows a number with significant digits."""
    if not value:
        return WHOLE_FORMAT
    decimals = digits - 1 - math.floor(math.log10(abs(value)))
    return _SCIENTIFIC if decimals > _MOST_DECIMALS else _with_decimals(max(0, decimals))


def _with_decimals(decimals: int) -> str:
    places = min(decimals, _MOST_DECIMALS)
    return f"#,##0.{'0' * places}" if places else "#,##0"


def _side(colour: str) -> Side:
    return Side(style="thin", color=argb(colour)) if colour else Side()

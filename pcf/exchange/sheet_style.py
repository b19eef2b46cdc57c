"""The look of the workbook: number formats, and cells in the colours of `pcf.style`."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.writer.theme import theme_xml

from pcf.exchange.sheet_text import lines_needed, text_width, widest_word
from pcf.results.tables import Cell, Column, Kind, Table
from pcf.style import Colour, Theme
from pcf.texts import Language

SHARE_FORMAT = "0.0 %"
WHOLE_FORMAT = "0"
PERCENT_FORMAT = "0.0"
_SCIENTIFIC = "0.00E+00"

_MOST_DECIMALS = 9
_HEADLINE_DIGITS, _AMOUNT_DIGITS, _FACTOR_DIGITS = 5, 4, 3
_MOST_INDENT = 15  # Excel allows more, but nobody sees them

# Widths of columns in digits: least and most for texts, by what usually stands there for numbers.
_TEXT_WIDTHS: Mapping[Kind, tuple[int, int]] = {Kind.TREE: (16, 60), Kind.PROSE: (24, 64)}
_USUAL_TEXT_WIDTHS = (8, 44)
_NUMBER_WIDTHS: Mapping[Kind, int] = {
    Kind.NUMBER: 7,
    Kind.AMOUNT: 12,
    Kind.FACTOR: 11,
    Kind.EMISSION: 12,
    Kind.SHARE: 9,
}
_ROWS_MEASURED = 400  # the rest of 10 000 rows would take 0.4 s and change nothing

# Fonts that spreadsheet programs bring along or replace by their like, by language.
_FONTS: Mapping[Language, str] = {
    Language.ENGLISH: "Calibri",
    Language.CHINESE: "Microsoft YaHei",
}
BODY_POINTS = 11  # openpyxl's default style: cells without a style of their own look like the rest


class CellStyle(msgspec.Struct, frozen=True, kw_only=True):
    """How a cell looks.

    Attributes:
        rule: colour of the line below, "" for none.
        rule_above: colour of the line above, "" for none.
    """

    number_format: str = "General"
    size: float = BODY_POINTS
    bold: bool = False
    ink: Colour = "#000000"
    fill: str = ""
    align: Literal["left", "right"] = "left"
    vertical: Literal["top", "center", "bottom"] = "bottom"
    wrap: bool = False
    indent: int = 0
    rule: str = ""
    rule_above: str = ""


Styled = tuple[Cell, CellStyle | None]
"""What a cell holds and how it looks; None is the workbook's default, twice as fast to write."""


class Pen:
    """Writes styled cells of one sheet.

    A cell object is kept for each style and written again and again: the sheet is in write-only
    mode, which writes a cell before it asks for the next. Making a styled cell costs 40 µs.
    """

    def __init__(self, sheet: Any, language: Language) -> None:  # noqa: ANN401  openpyxl names no type for it
        """Take the sheet and the language that chooses the font."""
        self._sheet = sheet
        self._font = _FONTS[language]
        self._cells: dict[CellStyle, SheetCell] = {}

    def cell(self, value: Cell, style: CellStyle) -> SheetCell:
        """Give the cell of a style with a value; a text stays a text, whatever it starts with."""
        found = self._cells.get(style)
        if found is None:
            found = self._cells[style] = self._made(style)
        found.value = value
        if isinstance(value, str):
            found.data_type = "s"
        return found

    def _made(self, style: CellStyle) -> SheetCell:
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


class BodyStyles:
    """How the cells of one table look below its heads."""

    def __init__(self, table: Table, theme: Theme, emissions: str) -> None:
        """Take the table, the colours, and the number format of emissions."""
        self._columns = table.columns
        self._theme = theme
        self._emissions = emissions
        # Beside texts that wrap, all cells stand at the top of their row.
        self._wraps = any(column.kind is Kind.PROSE for column in table.columns)
        self._made: dict[tuple[Kind, str, int, bool], CellStyle] = {}

    def row(self, cells: Sequence[Cell], *, is_sum: bool) -> Iterator[Styled]:
        """Give the cells of a row with their styles."""
        level = 0
        for column, value in zip(self._columns, cells, strict=True):
            number = value if isinstance(value, (int, float)) else None
            if column.key == "column.level":
                level = int(number or 0)
            is_plain = column.kind is Kind.TEXT and not self._wraps
            if not is_sum and (is_plain or value is None or value == ""):
                yield value, None
            else:
                indent = level + 1 if column.kind is Kind.TREE else int(column.kind.is_number)
                number_format = self._format(column, number)
                yield value, self._style(column.kind, number_format, indent, is_sum=is_sum)

    def lines(self, cells: Sequence[Cell], widths: Sequence[float]) -> int:
        """Give the lines that the texts of a row take where they wrap; not every program counts."""
        if not self._wraps:
            return 1
        prose = (
            lines_needed(value, width)
            for column, value, width in zip(self._columns, cells, widths, strict=True)
            if column.kind is Kind.PROSE and isinstance(value, str)
        )
        return max(prose, default=1)

    def _style(self, kind: Kind, number_format: str, indent: int, *, is_sum: bool) -> CellStyle:
        key = (kind, number_format, indent, is_sum)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = CellStyle(
                number_format=number_format,
                bold=is_sum,
                ink=self._theme.text,
                align="right" if kind.is_number else "left",
                vertical="top" if self._wraps else "bottom",
                wrap=kind is Kind.PROSE,
                indent=indent,
                rule_above=self._theme.control if is_sum else "",
            )
        return found

    def _format(self, column: Column, value: float | None) -> str:
        match column.kind:
            case Kind.NUMBER:
                return WHOLE_FORMAT
            case Kind.SHARE:
                return SHARE_FORMAT
            case Kind.EMISSION:
                return self._emissions
            case Kind.AMOUNT:
                return significant_format(value, _AMOUNT_DIGITS)
            case Kind.FACTOR:
                return significant_format(value, _FACTOR_DIGITS)
            case _:
                return "General"


def workbook_theme(theme: Theme, language: Language) -> bytes:
    """Give the colours and the font that the workbook offers to what a reader adds to it.

    Cells without a style of their own take ink and font from here, and charts the colours of the
    life-cycle stages.
    """
    stages = dict(
        zip((f"accent{rank}" for rank in range(1, 7)), theme.stages.values(), strict=True)
    )
    colours = {"dk1": theme.text, "dk2": theme.text2, "lt2": theme.sunken, "hlink": theme.accent}
    xml = theme_xml
    for name, colour in {**colours, **stages}.items():
        xml = re.sub(
            rf"(<a:{name}>\s*)<[^>]*/>", rf'\g<1><a:srgbClr val="{colour[1:]}"/>', xml, count=1
        )
    xml = re.sub(r'<a:latin typeface="[^"]*"/>', f'<a:latin typeface="{_FONTS[language]}"/>', xml)
    han = f'<a:font script="Hans" typeface="{_FONTS[Language.CHINESE]}"/>'
    return re.sub(r'<a:font script="Hans" typeface="[^"]*"/>', han, xml).encode()


def argb(colour: Colour) -> str:
    """Give a colour as OOXML writes it, opaque."""
    return f"FF{colour[1:]}"


def emission_format(headline: float) -> str:
    """Give one format for all emissions: 5 digits of the headline, but 2 decimals or more."""
    if not headline:
        return _with_decimals(2)
    return _with_decimals(max(2, _HEADLINE_DIGITS - 1 - math.floor(math.log10(abs(headline)))))


def significant_format(value: float | None, digits: int, *, keep_zeros: bool = False) -> str:
    """Give the format that shows a number with significant digits, as short as it can be.

    Args:
        value: the number; None is shown as nothing.
        digits: significant digits.
        keep_zeros: 11 is shown as 11.0 where three digits are asked for.
    """
    if not value:
        return WHOLE_FORMAT
    mantissa, exponent = f"{abs(value):.{digits - 1}e}".split("e")
    shown = mantissa if keep_zeros else mantissa.rstrip("0").rstrip(".")
    decimals = len(shown.replace(".", "")) - 1 - int(exponent)
    return _SCIENTIFIC if decimals > _MOST_DECIMALS else _with_decimals(max(0, decimals))


def _with_decimals(decimals: int) -> str:
    places = min(decimals, _MOST_DECIMALS)
    return f"#,##0.{'0' * places}" if places else "#,##0"


def _head_width(line: str) -> int:
    """Give the least width of a line of a head; the unit stands on one that does not break."""
    return text_width(line) if line.startswith("[") else widest_word(line)


def _side(colour: str) -> Side:
    return Side(style="thin", color=argb(colour)) if colour else Side()


def column_width(kind: Kind, head: str, cells: Sequence[object]) -> float:
    """Give a column's width [digits]: cells fit up to a limit, no word of the head breaks."""
    least = max(map(_head_width, head.split("\n")))
    if kind.is_number:
        return max(least, _NUMBER_WIDTHS[kind]) + 3
    shortest, longest = _TEXT_WIDTHS.get(kind, _USUAL_TEXT_WIDTHS)
    widest = max((text_width(str(cell)) for cell in cells[:_ROWS_MEASURED] if cell), default=0)
    return max(least, shortest, min(widest, longest)) + 2

"""Tables of documents: facts, numbers with their sum, and wide tables that repeat their head.

Each function gives a table for a width; none knows a result. What carries meaning by colour
carries it by form or word too, so that a print in black and white stays readable.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Table, TableStyle

from pcf.reports.facts import Fact, NumberRow, RowKind
from pcf.reports.formula import Formula
from pcf.reports.style import REGULAR, DocumentLook, TextStyle, ink
from pcf.reports.text import Text, text_width
from pcf.results.display import MINUS
from pcf.style import Colour, Form

_PADDING = 0.95 * mm  # above and below a row: 3.8 mm of text then give a row of 5.7 mm
_SWATCH = 2.7 * mm
_SWATCH_COLUMN = 4.6 * mm
_NUMBER_GAP = 4 * mm
_COLUMN_GAP = 3 * mm
_MOST_FIGURE_GAP = 9 * mm
_LABEL_SHARE = 0.34
_MOST_OF_A_PAGE = 170 * mm

BARE: tuple[Any, ...] = (
    ("FONTNAME", (0, 0), (-1, -1), REGULAR),  # else each table names a font that is not embedded
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
)
"""Table style without padding and rules."""


class Sign(msgspec.Struct, frozen=True):
    """A colour square before a row, with the form that tells it without colour."""

    colour: Colour
    form: Form


class Swatch(Flowable):  # type: ignore[misc,unused-ignore]  # reportlab has its types in stubs
    """Draws a sign as a small square."""

    def __init__(self, sign: Sign, line: float) -> None:
        """Take the sign and the height of the text line beside it [pt]."""
        super().__init__()
        self.sign = sign
        self.line = line

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Give the space that it takes [pt]."""
        return _SWATCH, self.line

    def draw(self) -> None:
        """Draw the square, in the middle of the line."""
        canvas, side = self.canv, _SWATCH
        canvas.translate(0, (self.line - side) / 2)
        colour = ink(self.sign.colour)
        canvas.setFillColor(colour)
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(0.7)
        if self.sign.form is Form.SOLID:
            canvas.roundRect(0, 0, side, side, 0.5 * mm, stroke=0, fill=1)
            return
        if self.sign.form is Form.HATCHED:
            _hatch(canvas, side)
        if self.sign.form is Form.DASHED:
            canvas.setDash(1.8, 1.2)
        if self.sign.form is Form.DOTTED:
            canvas.setDash(0.7, 1.0)
        canvas.roundRect(0, 0, side, side, 0.5 * mm, stroke=1, fill=0)


class Rows(Table):  # type: ignore[misc,unused-ignore]  # reportlab has its types in stubs
    """A table whose rows stay whole, unless one alone is higher than a page."""

    def split(self, width: float, height: float) -> list[Flowable]:
        """Give the rows that fit into a height and the others."""
        self.splitInRow = int(height > _MOST_OF_A_PAGE)
        return list(super().split(width, height))


def facts_table(
    facts: Sequence[Fact], width: float, look: DocumentLook, *, names: float = _LABEL_SHARE
) -> Rows:
    """Give names and what is to be said of them, a rule below each.

    Args:
        facts: in their order.
        width: of the table [pt].
        look: of the document.
        names: share of the width that the names take.
    """
    label, value = look.table.coloured(look.theme.text2), look.table

    def said(fact: Fact) -> Flowable:
        if fact.is_formula:
            return Formula(fact.words, value)
        return Text(fact.words, value.bold() if fact.strong else value)

    rows: list[list[Any]] = [
        [(Formula if fact.is_letter else Text)(fact.name, label), said(fact)] for fact in facts
    ]
    left = width * names
    table = Rows(rows, [left, width - left], hAlign="LEFT")
    table.setStyle(_style(look, [("LINEBELOW", (0, 0), (-1, -1), *_row_rule(look))]))
    return table


def numbers_table(
    heads: tuple[str, str, str],
    rows: Sequence[NumberRow],
    signs: dict[str, Sign],
    width: float,
    look: DocumentLook,
) -> Rows:
    """Give rows of a number and its share under one head, with sums and what is not in them.

    Args:
        heads: of the name, the number and the share.
        rows: in their order.
        signs: colour squares by the `sign` of a row.
        width: of the table [pt].
        look: of the document.
    """
    bold = look.table.bold()
    head = bold.coloured(look.theme.text2)
    number = max(text_width(text, bold) for text in (heads[1], *(row.number for row in rows)))
    share = max(text_width(text, bold) for text in (heads[2], *(row.share for row in rows)))
    columns = [0.0, number + _NUMBER_GAP, share + _NUMBER_GAP]
    columns[0] = width - sum(columns)
    cells: list[list[Any]] = [
        [Text(heads[0], head), Text(heads[1], head.right()), Text(heads[2], head.right())]
    ]
    cells += [_number_cells(row, signs, columns[0], look) for row in rows]
    table = Rows(cells, columns, repeatRows=1, hAlign="LEFT")
    sums = [place for place, row in enumerate(rows, 1) if row.kind is RowKind.SUM]
    table.setStyle(
        _style(
            look,
            [
                ("LINEBELOW", (0, 0), (-1, 0), look.parts.header_rule_pt, ink(look.theme.text)),
                ("LINEBELOW", (0, 1), (-1, -1), *_row_rule(look)),
                *(("LINEABOVE", (0, at), (-1, at), 0.5, ink(look.theme.text2)) for at in sums),
            ],
        )
    )
    return table


def _number_cells(
    row: NumberRow, signs: dict[str, Sign], width: float, look: DocumentLook
) -> list[Flowable]:
    style = {
        RowKind.PART: look.table,
        RowKind.SUM: look.table.bold(),
        RowKind.APART: look.table.coloured(look.theme.text2),
    }[row.kind]
    name: Flowable = Text(row.name, style)
    if row.sign:
        beside = Swatch(signs[row.sign], style.line)
        name = Table([[beside, name]], [_SWATCH_COLUMN, width - _SWATCH_COLUMN], hAlign="LEFT")
        name.setStyle(TableStyle(BARE))
    return [name, Text(row.number, style.right()), Text(row.share, style.right())]


def wide_table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    look: DocumentLook,
    *,
    numbers: Sequence[int],
    closing: int,
) -> Rows:
    """Give a table over the whole width that repeats its head on each page.

    Args:
        heads: of the columns.
        rows: words of each cell.
        look: of the document.
        numbers: columns that are set to the right and are never broken.
        closing: how many rows at the end close the table, with a name in the first column and
            numbers in the last two; the last row is the sum.
    """
    bold = look.table.bold()
    head, grey = bold.coloured(look.theme.text2), look.table.coloured(look.theme.text2)
    first_closing = len(rows) - closing

    def cells(texts: Sequence[str], style: TextStyle) -> list[Flowable]:
        return [
            Text(text, style.right() if column in numbers else style)
            for column, text in enumerate(texts)
        ]

    body = [
        cells(row, look.table if at < first_closing else grey if at < len(rows) - 1 else bold)
        for at, row in enumerate(rows)
    ]
    widths = _column_widths(heads, rows[:first_closing], rows[-1], numbers, look)
    table = Rows([cells(heads, head), *body], widths, repeatRows=1, hAlign="LEFT")
    spans = [("SPAN", (0, at), (-3, at)) for at in range(first_closing + 1, len(rows) + 1)]
    commands: list[Any] = [
        ("LINEBELOW", (0, 0), (-1, 0), look.parts.header_rule_pt, ink(look.theme.text)),
        ("LINEBELOW", (0, 1), (-1, -1), *_row_rule(look)),
        *([("LINEABOVE", (0, -1), (-1, -1), 0.5, ink(look.theme.text2))] if closing else []),
        ("RIGHTPADDING", (0, 0), (-2, -1), _COLUMN_GAP),
        *spans,
    ]
    table.setStyle(_style(look, commands))
    return table


def figure_table(  # noqa: PLR0913  heads, figures and how they are set
    heads: Sequence[Flowable],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    look: DocumentLook,
    *,
    strong: Sequence[int] = (),
    plain: Sequence[int] = (),
    sums: int = 0,
) -> Rows:
    """Give a table of a name and figures that repeats its head; figures below zero are red.

    Args:
        heads: of the columns, set as their columns are.
        rows: a name, then figures; the minus sign tells by form what red tells by colour.
        widths: of the columns [pt], with the space before each figure.
        look: of the document.
        strong: columns in semibold.
        plain: columns never in red, such as intervals.
        sums: rows at the end that close the table, the last in semibold.
    """
    below_zero = look.theme.severity["blocks_document"].ink

    def cell(text: str, row: int, column: int) -> Flowable:
        closes = sums and row >= len(rows) - sums
        is_sum = closes and row == len(rows) - 1
        if closes and not is_sum:
            style = look.table.coloured(look.theme.text2)
        else:
            style = look.table.bold() if is_sum or column in strong else look.table
            if text[:1] == MINUS and column not in plain:
                style = style.coloured(below_zero)
        return Text(text, style.right() if column else style)

    cells = [
        [cell(text, place, column) for column, text in enumerate(row)]
        for place, row in enumerate(rows)
    ]
    table = Rows([list(heads), *cells], list(widths), repeatRows=1, hAlign="LEFT")
    table.setStyle(
        _style(
            look,
            [
                ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
                ("LINEBELOW", (0, 0), (-1, 0), look.parts.header_rule_pt, ink(look.theme.text)),
                ("LINEBELOW", (0, 1), (-1, -1), *_row_rule(look)),
                *([("LINEABOVE", (0, -1), (-1, -1), 0.5, ink(look.theme.text2))] if sums else []),
            ],
        )
    )
    return table


def figure_widths(
    heads: Sequence[str], rows: Sequence[Sequence[str]], width: float, look: DocumentLook
) -> list[float]:
    """Give widths of a name and figures: each figure whole in semibold, the name what is left.

    Args:
        heads: of the columns; lines of one are apart by line ends.
        rows: of the table.
        width: of the table [pt].
        look: of the document.
    """
    bold = look.table.bold()
    columns = list(zip(heads, *rows, strict=True))[1:]
    needed = [max(_widest_line(text, bold) for text in column) for column in columns]
    left = width - sum(needed)
    names = max((text_width(row[0], bold) for row in rows), default=0.0)
    space = min(_MOST_FIGURE_GAP, max(_COLUMN_GAP, (left - names) / max(len(needed), 1)))
    figures = [each + space for each in needed]
    return [width - sum(figures), *figures]


def _column_widths(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    total: Sequence[str],
    numbers: Sequence[int],
    look: DocumentLook,
) -> list[float]:
    """Give widths with which numbers stay whole and words wrap as little as may be [pt]."""
    bold = look.table.bold()
    columns = zip(heads, *rows, strict=True)
    widest = [max(_widest_line(text, bold) for text in column) for column in columns]
    gaps = [_COLUMN_GAP] * (len(heads) - 1) + [0.0]
    wanted = [width + gap for width, gap in zip(widest, gaps, strict=True)]
    for column in (-2, -1):
        wanted[column] = max(wanted[column], _widest_line(total[column], bold) + gaps[column])
    left = look.width - sum(wanted[column] for column in numbers)
    words = sorted(set(range(len(heads))) - set(numbers), key=lambda column: wanted[column])
    for place, column in enumerate(words):
        # The narrow ones get what they want; the wide ones share what is left.
        is_last = place == len(words) - 1
        wanted[column] = left if is_last else min(wanted[column], left / (len(words) - place))
        left -= wanted[column]
    return wanted


def _widest_line(text: str, style: TextStyle) -> float:
    return max(text_width(line, style) for line in text.split("\n"))


def _style(look: DocumentLook, commands: Sequence[Any]) -> TableStyle:
    return TableStyle(
        [
            *BARE,
            ("TOPPADDING", (0, 0), (-1, -1), _PADDING),
            ("BOTTOMPADDING", (0, 0), (-1, -1), _PADDING),
            *commands,
        ]
    )


def _row_rule(look: DocumentLook) -> tuple[float, object]:
    return look.parts.row_rule_pt, ink(look.theme.border)


def _hatch(canvas: Canvas, side: float) -> None:
    """Draw lines of 45° across a square."""
    canvas.saveState()
    clip = canvas.beginPath()
    clip.roundRect(0, 0, side, side, 0.5 * mm)
    canvas.clipPath(clip, stroke=0, fill=0)
    for start in range(-3, 4):
        shift = start * side / 3
        canvas.line(shift, 0, shift + side, side)
    canvas.restoreState()

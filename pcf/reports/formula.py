"""Formulas of one line: letters with subscripts, which no font of the documents has as characters.

`_` begins a subscript, which ends with its word: `A_n`, `T_col`.
"""

import re

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from pcf.reports.style import TextStyle, ink
from pcf.reports.text import text_width

_PIECES = re.compile(r"_(\w+)")
_SMALLER = 0.72
_LOWER = 0.2
_MIDDLE = 0.36
"""Middle of a capital letter above the base line, as a share of the size (as `Text`)."""


class Formula(Flowable):  # type: ignore[misc,unused-ignore]  # reportlab has its types in stubs
    """A formula, broken after blanks where it is wider than its place.

    Args:
        formula: with subscripts behind `_`.
        style: how it is set.
    """

    def __init__(self, formula: str, style: TextStyle) -> None:
        """Keep the formula."""
        super().__init__()
        self.formula = formula
        self.style = style
        self._lines: list[str] = []

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Break the lines and give the space that they take [pt]."""
        self._lines = [""]
        for word in self.formula.split(" "):
            longer = f"{self._lines[-1]} {word}".strip()
            if self._lines[-1] and formula_width(longer, self.style) > width:
                self._lines.append(word)
            else:
                self._lines[-1] = longer
        self.width, self.height = width, len(self._lines) * self.style.line
        return self.width, self.height

    def draw(self) -> None:
        """Draw the lines from the top down."""
        style, canvas = self.style, self.canv
        canvas.setFillColor(ink(style.colour))
        for place, line in enumerate(self._lines):
            base = self.height - (place + 0.5) * style.line - _MIDDLE * style.size
            space = self.width - formula_width(line, style)
            _draw(canvas, line, style, (space if style.align == "right" else 0.0, base))


def formula_width(formula: str, style: TextStyle) -> float:
    """Give the width of a formula in one line [pt]."""
    return sum(
        text_width(piece, style) * (_SMALLER if is_below else 1.0)
        for piece, is_below in _parts(formula)
    )


def _draw(canvas: Canvas, line: str, style: TextStyle, at: tuple[float, float]) -> None:
    x, base = at
    for piece, is_below in _parts(line):
        size = style.size * (_SMALLER if is_below else 1.0)
        canvas.setFont(style.font, size)
        canvas.drawString(x, base - (_LOWER * style.size if is_below else 0.0), piece)
        x += text_width(piece, style) * (_SMALLER if is_below else 1.0)


def _parts(formula: str) -> list[tuple[str, bool]]:
    """Give the pieces of a formula, each with whether it stands below the line."""
    pieces = _PIECES.split(formula)
    return [(piece, bool(place % 2)) for place, piece in enumerate(pieces) if piece]

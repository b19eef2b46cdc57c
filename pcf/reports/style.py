"""The look of documents: fonts, text styles, colours and measures, from `pcf.style`.

reportlab keeps fonts in a table of its own for the whole process, so they are registered once, on
first use. On paper the light theme always holds.
"""

import functools
from typing import Literal

import msgspec
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from pcf.style import Colour, DocumentParts, Page, TextSize, Theme, font_path, load_style

REGULAR = "Cradlegate-Regular"
SEMIBOLD = "Cradlegate-SemiBold"

_SEMIBOLD_FROM = 600
SUBTITLE_SHARE = 0.72
"""Size of the title's second line, as a share of the first: at least 0.7 (product 7)."""
_HEADING_PT = 10.5
_COMPANY_PT = 10.5

Align = Literal["left", "right"]


class TextStyle(msgspec.Struct, frozen=True):
    """How a piece of text is set.

    Attributes:
        size: [pt].
        line: distance of base lines [pt].
        colour: of the light theme.
    """

    font: str
    size: float
    line: float
    colour: Colour
    align: Align = "left"

    def bold(self) -> "TextStyle":
        """Give the style in semibold."""
        return msgspec.structs.replace(self, font=SEMIBOLD)

    def coloured(self, colour: Colour) -> "TextStyle":
        """Give the style in another colour."""
        return msgspec.structs.replace(self, colour=colour)

    def right(self) -> "TextStyle":
        """Give the style set against the right edge, as numbers are."""
        return msgspec.structs.replace(self, align="right")


class DocumentLook(msgspec.Struct, frozen=True):
    """Everything that the blocks of a document draw with."""

    theme: Theme
    page: Page
    parts: DocumentParts
    title: TextStyle
    subtitle: TextStyle
    headline: TextStyle
    heading: TextStyle
    company: TextStyle
    unit: TextStyle
    text: TextStyle
    table: TextStyle
    small: TextStyle
    hash: TextStyle
    running_head: TextStyle

    @property
    def width(self) -> float:
        """Give the width between the margins [pt]."""
        return (self.page.width_mm - 2 * self.page.margin_side_mm) * mm

    @property
    def column(self) -> float:
        """Give the width of one of two columns [pt]."""
        return self.page.column_mm * mm

    @property
    def gutter(self) -> float:
        """Give the space between two columns [pt]."""
        return self.page.gutter_mm * mm


@functools.cache
def document_look() -> DocumentLook:
    """Give the look of documents and make its fonts known to reportlab; done once a process."""
    pdfmetrics.registerFont(TTFont(REGULAR, str(font_path("regular"))))
    pdfmetrics.registerFont(TTFont(SEMIBOLD, str(font_path("semibold"))))
    style = load_style()
    theme, sizes = style.light, style.document.type

    def of(size: TextSize, colour: Colour = theme.text) -> TextStyle:
        font = SEMIBOLD if size.weight >= _SEMIBOLD_FROM else REGULAR
        return TextStyle(font, size.size, size.line, colour)

    title = of(sizes.title)
    subtitle = TextStyle(
        REGULAR, title.size * SUBTITLE_SHARE, title.line * SUBTITLE_SHARE + 1, theme.text2
    )
    return DocumentLook(
        theme=theme,
        page=style.document.page,
        parts=style.document.parts,
        title=title,
        subtitle=subtitle,
        headline=of(sizes.headline),
        heading=TextStyle(SEMIBOLD, _HEADING_PT, _HEADING_PT * 1.3, theme.text),
        company=TextStyle(SEMIBOLD, _COMPANY_PT, _COMPANY_PT * 1.3, theme.text),
        unit=TextStyle(REGULAR, _COMPANY_PT, _COMPANY_PT * 1.3, theme.text),
        text=of(sizes.text),
        table=of(sizes.table),
        small=of(sizes.small, theme.text2),
        hash=of(sizes.hash),
        running_head=of(sizes.running_head, theme.text3),
    )


def ink(colour: Colour) -> Color:
    """Give a colour of the tokens as reportlab wants it."""
    return HexColor(colour)

"""Building blocks of documents: title, headings, boxes, columns.

Each knows how it looks and splits, none knows a result.
"""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from pcf.reports.facts import Fact
from pcf.reports.style import DocumentLook, ink
from pcf.reports.tables import BARE, facts_table
from pcf.reports.text import Text, cut_to_lines, text_width
from pcf.style import Colour

_RADIUS = 1.4 * mm
_BAR = 1.1 * mm
_MOST_NAME_LINES = 3
_ROOM_FOR_A_START = 32 * mm
"""A heading with less room than this below it goes to the next page."""


class Framed(Flowable):  # type: ignore[misc,unused-ignore]  # reportlab has its types in stubs
    """Contents in a box with round corners, in the middle of its height.

    Args:
        contents: drawn one below the other.
        fill: colour of the box, None for none.
        edge: colour of its outline, None for none.
        bar: colour of a bar at its left edge, None for none.
        minimum: least height [pt].
    """

    def __init__(  # noqa: PLR0913  each is one fact of the box
        self,
        contents: Sequence[Flowable],
        *,
        fill: Colour | None = None,
        edge: Colour | None = None,
        bar: Colour | None = None,
        minimum: float = 0.0,
        padding: tuple[float, float] = (3 * mm, 2.4 * mm),
    ) -> None:
        """Keep the contents and the look."""
        super().__init__()
        self.contents = list(contents)
        self.fill, self.edge, self.bar = fill, edge, bar
        self.minimum = minimum
        self.side, self.above = padding

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Give the space that box and contents take [pt]."""
        self.width = width
        inner = width - 2 * self.side
        self._heights = [each.wrap(inner, height)[1] for each in self.contents]
        self.height = max(self.minimum, sum(self._heights) + 2 * self.above)
        return width, self.height

    def draw(self) -> None:
        """Draw the box, then its contents."""
        canvas = self.canv
        if self.fill:
            canvas.setFillColor(ink(self.fill))
        if self.edge:
            canvas.setStrokeColor(ink(self.edge))
            canvas.setLineWidth(0.75)
        canvas.roundRect(
            0, 0, self.width, self.height, _RADIUS, stroke=bool(self.edge), fill=bool(self.fill)
        )
        if self.bar:
            canvas.saveState()
            clip = canvas.beginPath()
            clip.roundRect(0, 0, self.width, self.height, _RADIUS)
            canvas.clipPath(clip, stroke=0, fill=0)
            canvas.setFillColor(ink(self.bar))
            canvas.rect(0, 0, _BAR, self.height, stroke=0, fill=1)
            canvas.restoreState()
        top = (self.height + sum(self._heights)) / 2
        for each, height in zip(self.contents, self._heights, strict=True):
            top -= height
            each.drawOn(canvas, self.side, top)


class Columns(Flowable):  # type: ignore[misc,unused-ignore]  # reportlab has its types in stubs
    """Two columns that run independently and go on together on the next page."""

    def __init__(
        self, left: Sequence[Flowable], right: Sequence[Flowable], look: DocumentLook
    ) -> None:
        """Keep what stands in the columns."""
        super().__init__()
        self.sides = (list(left), list(right))
        self.look = look

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Give the height of the longer column [pt]."""
        column = self.look.column
        self._heights = [[each.wrap(column, height)[1] for each in side] for side in self.sides]
        self.width, self.height = width, max(sum(side) for side in self._heights)
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Give what fits of each column, and the rest of both."""
        if height < _ROOM_FOR_A_START:
            return []
        (left, left_rest), (right, right_rest) = (
            _parted(side, self.look.column, height) for side in self.sides
        )
        if not (left or right):
            return []
        rest = Columns(left_rest, right_rest, self.look)
        return [Columns(left, right, self.look), *([rest] if left_rest or right_rest else [])]

    def draw(self) -> None:
        """Draw both columns from the top down."""
        starts = (0.0, self.look.column + self.look.gutter)
        for side, heights, start in zip(self.sides, self._heights, starts, strict=True):
            top = self.height
            for each, height in zip(side, heights, strict=True):
                top -= height
                each.drawOn(self.canv, start, top)


def _parted(
    flowables: Sequence[Flowable], width: float, height: float
) -> tuple[list[Flowable], list[Flowable]]:
    """Give the flowables that fit into a height, the last one split, and the others."""
    placed: list[Flowable] = []
    left = height
    for place, each in enumerate(flowables):
        needed = each.wrap(width, left)[1]
        if needed <= left:
            placed.append(each)
            left -= needed
            continue
        first = each.split(width, left)
        return [*placed, *first[:1]], [
            *(first[1:] or ([] if first else [each])),
            *flowables[place + 1 :],
        ]
    return placed, []


def gap(millimetres: float) -> Spacer:
    """Give empty space below each other [mm]."""
    return Spacer(1, millimetres * mm)


def heading(words: str, look: DocumentLook) -> list[Flowable]:
    """Give the heading of a section, which also stands in the document's outline."""
    return [Text(words, look.heading, bookmark=words), gap(0.8)]


def title_block(title: str, subtitle: str, look: DocumentLook, bar: Colour) -> list[Flowable]:
    """Give the title with its second line, a bar above both."""
    return [TitleBar(bar, look), gap(4), Text(title, look.title), Text(subtitle, look.subtitle)]


class TitleBar(Flowable):  # type: ignore[misc,unused-ignore]  # reportlab has its types in stubs
    """The short bar above a title: petrol for footprints, violet for avoided emissions."""

    def __init__(self, colour: Colour, look: DocumentLook) -> None:
        """Take its colour."""
        super().__init__()
        self.colour = colour
        self.width = look.parts.title_bar_width_mm * mm
        self.height = look.parts.title_bar_height_mm * mm

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Give the space that it takes [pt]."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the bar."""
        self.canv.setFillColor(ink(self.colour))
        self.canv.rect(0, 0, self.width, self.height, stroke=0, fill=1)


class Mark(Flowable):  # type: ignore[misc,unused-ignore]  # reportlab has its types in stubs
    """The company's name with the program's mark, a cradle, where no logo is given."""

    def __init__(self, company: str, note: str, look: DocumentLook) -> None:
        """Take the company's name and what stands opposite, at the right edge."""
        super().__init__()
        self.look = look
        self.company = company
        self.note = Text(note, look.small.right())
        self.note_width = text_width(note, look.small) + 1

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Give the space that it takes [pt]."""
        self.width = width
        self.side = 6 * mm
        for_name = width - self.side - 3 * mm - self.note_width - 4 * mm
        self.name = cut_to_lines(self.company, _MOST_NAME_LINES, for_name, self.look.company)
        self.height = max(self.side, self.name.wrap(for_name, height)[1])
        return width, self.height

    def draw(self) -> None:
        """Draw the mark, the name and the note."""
        canvas, side, theme = self.canv, self.side, self.look.theme
        top = self.height - side
        canvas.setFillColor(ink(theme.accent))
        canvas.roundRect(0, top, side, side, 1.3 * mm, stroke=0, fill=1)
        canvas.setStrokeColor(ink(theme.on_accent))
        canvas.setLineWidth(1.3)
        canvas.setLineCap(1)
        cradle = canvas.beginPath()
        cradle.moveTo(0.27 * side, top + 0.70 * side)
        cradle.lineTo(0.27 * side, top + 0.50 * side)
        cradle.arcTo(0.27 * side, top + 0.27 * side, 0.73 * side, top + 0.73 * side, 180, 180)
        cradle.lineTo(0.73 * side, top + 0.70 * side)
        canvas.drawPath(cradle)
        middle = min(self.height, self.height - side / 2 + self.name.height / 2)
        self.name.drawOn(canvas, side + 3 * mm, middle - self.name.height)
        _, height = self.note.wrap(self.note_width, side)
        self.note.drawOn(canvas, self.width - self.note_width, self.height - side / 2 - height / 2)


def facts_in_columns(facts: Sequence[Fact], look: DocumentLook) -> Columns:
    """Give facts in two columns, the first half at the left."""
    half = (len(facts) + 1) // 2
    left, right = facts[:half], facts[half:]
    return Columns(
        [facts_table(left, look.column, look)], [facts_table(right, look.column, look)], look
    )


def result_box(
    number: str, unit: Sequence[str], remark: str, facts: Sequence[Fact], look: DocumentLook
) -> Framed:
    """Give the box with the headline, what it is stated in, and what stands beside it.

    Args:
        number: the headline as it is printed.
        unit: lines at its right: unit, what it is for.
        remark: a word of warning under these, "" for none.
        facts: at the right of the box.
        look: of the document.
    """
    stop = look.theme.severity["stops_calculation"].ink
    wide = text_width(number, look.headline) + 4 * mm
    words = [
        Text(line, look.unit if place == 0 else look.unit.coloured(look.theme.text2))
        for place, line in enumerate(unit)
    ]
    if remark:
        words.append(Text(remark, look.unit.bold().coloured(stop)))
    padding = 6 * mm
    inner = look.width - 2 * padding
    right = min(0.47 * inner, inner - wide - 30 * mm)
    row = Table(
        [[Text(number, look.headline), words, facts_table(facts, right, look, names=0.52)]],
        [wide, inner - wide - right, right],
    )
    row.setStyle(TableStyle([*BARE, ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]))
    height = look.parts.result_box_height_mm * mm
    return Framed([row], fill=look.theme.window, minimum=height, padding=(padding, 3 * mm))


def callout(title: str, words: Sequence[str], look: DocumentLook, tone: Colour | None) -> Framed:
    """Give a box with a title and what there is to say, with a coloured bar if it warns."""
    edge = look.theme.control
    contents = [Text(title, look.text.bold().coloured(tone or look.theme.text))]
    contents += [Text(each, look.small) for each in words]
    return Framed(contents, edge=edge, bar=tone, padding=(4 * mm, 2.4 * mm))

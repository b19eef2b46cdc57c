"""Displacement scenarios side by side, in one type size: the reported one is marked only."""

from collections.abc import Sequence

import msgspec
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from pcf.reports.style import SEMIBOLD, DocumentLook, TextStyle, ink
from pcf.reports.text import Text, text_width
from pcf.results.display import MINUS

_GAP = 3.5 * mm
_SIDE = 4 * mm
_ABOVE = 3 * mm
_RADIUS = 1.4 * mm
_NUMBER_PT = 20.0
_LEAST_PT = 11.0
_NUMBER_LINE = 1.25
_MARKED_PT, _EDGE_PT = 1.6, 0.75


class Card(msgspec.Struct, frozen=True):
    """A scenario as it is printed.

    Attributes:
        number: what is avoided; below zero it is red.
        remarks: lines below the interval.
        mark: what is said of the reported one, "" for the others.
    """

    title: str
    number: str
    unit: str
    interval: str
    remarks: tuple[str, ...]
    mark: str = ""


class ScenarioCards(Flowable):  # type: ignore[misc,unused-ignore]  # reportlab has its types in stubs
    """Cards of one height in a row, their numbers in one size that fits the longest."""

    def __init__(self, cards: Sequence[Card], look: DocumentLook) -> None:
        """Take the cards from left to right."""
        super().__init__()
        self.cards = tuple(cards)
        self.look = look

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Give the space that the cards take [pt]."""
        self.width = width
        self.card = (width - _GAP * (len(self.cards) - 1)) / len(self.cards)
        inner = self.card - 2 * _SIDE
        self._number = self._style(inner)
        self._texts = [self._of(card) for card in self.cards]
        heights = [sum(each.wrap(inner, height)[1] for each in texts) for texts in self._texts]
        self.height = max(heights) + self._number.line + 2 * _ABOVE
        return width, self.height

    def draw(self) -> None:
        """Draw every card with its number below the title."""
        canvas, theme = self.canv, self.look.theme
        for place, (card, texts) in enumerate(zip(self.cards, self._texts, strict=True)):
            left = place * (self.card + _GAP)
            canvas.setStrokeColor(ink(theme.avoided.ink if card.mark else theme.control))
            canvas.setLineWidth(_MARKED_PT if card.mark else _EDGE_PT)
            canvas.roundRect(left, 0, self.card, self.height, _RADIUS, stroke=1, fill=0)
            at = self.height - _ABOVE
            for line, text in enumerate(texts):
                at -= text.height
                text.drawOn(canvas, left + _SIDE, at)
                if line == 0:
                    at -= self._number.line
                    self._draw_number(card, left + _SIDE, at)

    def _draw_number(self, card: Card, left: float, bottom: float) -> None:
        canvas, style = self.canv, self._number
        base = bottom + 0.28 * style.size
        red = self.look.theme.severity["blocks_document"].ink
        canvas.setFillColor(ink(red if card.number.startswith(MINUS) else style.colour))
        canvas.setFont(style.font, style.size)
        canvas.drawString(left, base, card.number)
        canvas.setFillColor(ink(self.look.theme.text2))
        canvas.setFont(self.look.unit.font, self.look.unit.size)
        beside = left + text_width(card.number, style) + 1.6 * mm
        canvas.drawString(beside, base, card.unit)

    def _of(self, card: Card) -> list[Text]:
        look = self.look
        texts = [Text(card.title, look.text.bold()), Text(card.interval, look.table)]
        texts += [Text(each, look.small) for each in card.remarks]
        if card.mark:
            texts.append(Text(card.mark, look.small.bold().coloured(look.theme.avoided.ink)))
        return texts

    def _style(self, inner: float) -> TextStyle:
        """Give the one style of all numbers: as large as the widest allows."""
        full = TextStyle(SEMIBOLD, _NUMBER_PT, _NUMBER_PT * _NUMBER_LINE, self.look.theme.text)
        room = inner - max(text_width(each.unit, self.look.unit) for each in self.cards) - 2 * mm
        widest = max(text_width(each.number, full) for each in self.cards)
        size = max(_LEAST_PT, min(_NUMBER_PT, _NUMBER_PT * room / widest))
        return msgspec.structs.replace(full, size=size, line=size * _NUMBER_LINE)

"""Charts that Qt paints within the time of an edit: stage bars and the treemap of hot spots."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from pcf.charts.contributors import Contributor
from pcf.charts.treemap import Box, grouped_tiles
from pcf.results.display import fixed, percent
from ui.desk import Desk
from ui.look import WordStyle
from ui.widgets.drawing import draw_words

_ROW_PX = 27
_LABEL_PX, _NUMBERS_PX = 160, 150
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_LEAST_WIDTH, _LEAST_HEIGHT = 46, 30
_BIG_WIDTH, _BIG_HEIGHT = 150, 90


class StageBars(QWidget):
    """A bar a stage on one zero line; what is removed goes left of it, hatched."""

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__()
        self._desk = desk
        self._parts: list[Contributor] = []

    def show_parts(self, parts: list[Contributor]) -> None:
        """Show stages from above."""
        self._parts = parts
        self.setFixedHeight(self._desk.look.px(_ROW_PX) * (1 + max(1, len(parts))))
        self.setAccessibleName(
            "; ".join(f"{part.name}: {fixed(part.kg_co2e, 2)}" for part in parts)
        )
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw label, bar and numbers of each stage."""
        look = self._desk.look
        painter = QPainter(self)
        label, numbers = look.px(_LABEL_PX), look.px(_NUMBERS_PX)
        room = self.width() - label - numbers
        lowest = min((part.kg_co2e for part in self._parts), default=0.0)
        highest = max((part.kg_co2e for part in self._parts), default=0.0)
        low, high = min(0.0, lowest), max(0.0, highest)
        scale = room / (high - low) if high > low else 0.0
        zero = label + round(-low * scale)
        height = look.px(_ROW_PX)
        at = self.width() - numbers
        heads = ("ui.unit.kg-co2e", "ui.panel.share")
        for place, key in enumerate(heads):
            head = QRect(at + place * (numbers // 2), 0, numbers // 2, height)
            draw_words(painter, head, self._desk.texts(key), look.style("text2", "label"), _RIGHT)
        painter.translate(0, height)
        for place, part in enumerate(self._parts):
            row = QRect(0, place * height, self.width(), height)
            words = QRect(0, row.top(), label - 12, height)
            draw_words(painter, words, part.name, look.style("text", "body"), _LEFT)
            length = round(part.kg_co2e * scale)
            bar = QRect(min(zero, zero + length), row.top() + 6, abs(length), height - 12)
            colour = QColor(look.theme.stages[part.stage])
            hatched = QBrush(colour, Qt.BrushStyle.BDiagPattern)
            painter.fillRect(bar, hatched if part.kg_co2e < 0 else QBrush(colour))
            kg = QRect(at, row.top(), numbers // 2, height)
            share = QRect(at + numbers // 2, row.top(), numbers // 2, height)
            draw_words(painter, kg, fixed(part.kg_co2e, 2), look.style("text", "header"), _RIGHT)
            draw_words(painter, share, percent(part.share), look.style("text2", "body"), _RIGHT)
        painter.setPen(QPen(look.colour("text"), 1))
        painter.drawLine(zero, 0, zero, height * len(self._parts))


class Treemap(QWidget):
    """Contributors as tiles in the colours of their stages; a click chooses one."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__()
        self._desk = desk
        self._parts: list[Contributor] = []
        self._boxes: list[Box] = []
        self._current = ""
        self.setMinimumHeight(desk.look.px(200))
        self.setMouseTracking(True)

    def show_parts(self, parts: list[Contributor]) -> None:
        """Show contributors with positive emissions, the largest first."""
        self._parts = [part for part in parts if part.kg_co2e > 0]
        self.update()

    def choose(self, key: str) -> None:
        """Frame the tile of a contributor."""
        self._current = key
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the tiles; a label that doesn't fit is left out and stands in the tip."""
        look = self._desk.look
        painter = QPainter(self)
        self._boxes = self._tiles()
        for part, box in zip(self._parts, self._boxes, strict=True):
            tile = QRectF(box.x, box.y, max(0.0, box.width - 1), max(0.0, box.height - 1))
            fill = look.theme.child_colour(part.stage, part.rank)
            painter.fillRect(tile, QColor(fill))
            ink = QColor(look.theme.text_on(fill))
            inner = tile.toRect().adjusted(7, 4, -6, -4)
            if box.width >= _LEAST_WIDTH and box.height >= _LEAST_HEIGHT:
                upper = QRect(inner.left(), inner.top(), inner.width(), look.px(18))
                draw_words(painter, upper, part.name, WordStyle(ink, look.font("header")), _LEFT)
            if box.width >= _BIG_WIDTH and box.height >= _BIG_HEIGHT:
                lower = QRect(inner.left(), upper.bottom(), inner.width(), look.px(34))
                big = look.font("page_title")
                draw_words(painter, lower, percent(part.share), WordStyle(ink, big), _LEFT)
            if part.key == self._current:
                painter.setPen(QPen(look.colour("text"), 2))
                painter.drawRect(tile.adjusted(1, 1, -1, -1))

    def _tiles(self) -> list[Box]:
        """Give the tile of each part: stages share the whole, parts their stage."""
        values = [(part.stage, part.kg_co2e) for part in self._parts]
        return grouped_tiles(values, Box(0, 0, self.width(), self.height()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the tile under the pointer."""
        part = self._at(event.position())
        if part is not None:
            self.choose(part.key)
            self.chosen.emit(part.key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go to what the tile stands for."""
        part = self._at(event.position())
        if part is not None:
            self.opened.emit(part.key)

    def event(self, event: QEvent) -> bool:
        """Tell what a tile stands for."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            part = self._at(QPointF(event.pos()))
            if part is not None:
                unit = self._desk.texts("ui.unit.kg-co2e")
                words = f"{part.name}\n{part.kg_co2e:.6g} {unit} · {percent(part.share)}"
                QToolTip.showText(event.globalPos(), words, self)
                return True
        return super().event(event)

    def _at(self, place: QPointF) -> Contributor | None:
        for part, box in zip(self._parts, self._boxes, strict=False):
            if QRectF(box.x, box.y, box.width, box.height).contains(place):
                return part
        return None

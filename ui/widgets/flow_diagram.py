"""The flow diagram as Qt paints it, within the time of an edit."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from pcf.charts.flow import (
    SOURCE,
    TOTAL,
    Flow,
    FlowLink,
    FlowNode,
    PlacedFlow,
    PlacedLink,
    PlacedNode,
    placed,
)
from pcf.charts.treemap import Box
from pcf.results.display import percent, significant
from ui.desk import Desk
from ui.look import WordStyle
from ui.widgets.drawing import draw_words

_SHARES = (0.25, 0.455, 0.665, 0.865)
_BAR_PX, _GAP_PX, _HEAD_PX, _SIDE_PX = 10, 17, 30, 12
_TWO_LINES_PX = 36
_OPACITY, _CHOSEN_OPACITY = 80, 190
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FlowDiagram(QWidget):
    """Data sets, assemblies and stages with ribbons between them; a click chooses one."""

    chosen = Signal(object)
    """The `FlowLink` that was clicked, or the largest one at a node that was."""
    opened = Signal(str)
    """The id of the study node that was double-clicked."""

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__()
        self._desk = desk
        self._flow = Flow((), (), 0.0, 0.0)
        self._placed = PlacedFlow((), (), None)
        self._current: FlowLink | None = None
        self.setMinimumHeight(desk.look.px(260))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_flow(self, flow: Flow) -> None:
        """Show a diagram; what was chosen stays so, if it is still there."""
        self._flow = flow
        if self._current is not None:
            same = (self._current.origin, self._current.target)
            links = (each for each in flow.links if (each.origin, each.target) == same)
            self._current = next(links, None)
        self.update()

    def choose(self, link: FlowLink | None) -> None:
        """Set a ribbon off from the others."""
        self._current = link
        self.update()

    # ------------------------------------------------------------------ painting

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw ribbons, then bars, then words."""
        look = self._desk.look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns = [share * self.width() for share in _SHARES]
        head = look.px(_HEAD_PX)
        inside = Box(0, head, self.width(), self.height() - head - 4)
        bar, gap = look.px(_BAR_PX), look.px(_GAP_PX)
        self._placed = placed(self._flow, inside, bar=bar, gap=gap, columns=columns)
        for link in self._placed.links:
            colour = QColor(look.theme.stages.get(link.link.stage, look.theme.text))
            is_chosen = self._current == link.link
            colour.setAlpha(_CHOSEN_OPACITY if is_chosen else _OPACITY)
            painter.fillPath(_ribbon(link), colour)
        for node, box in self._placed.nodes:
            fill = QColor(look.theme.stages.get(node.stage, look.theme.text))
            painter.fillRect(QRectF(*box), fill)
        if self._placed.removal is not None:
            colour = QColor(look.theme.ghg["uptake"].colour)
            painter.setPen(QPen(colour, 1))
            painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
            painter.drawRect(QRectF(*self._placed.removal))
        self._draw_heads(painter, columns, bar)
        for placed_node in self._placed.nodes:
            self._draw_label(painter, placed_node, columns, bar)

    def _draw_heads(self, painter: QPainter, columns: list[float], bar: int) -> None:
        look, texts = self._desk.look, self._desk.texts
        style = look.style("text2", "header")
        for column, x in enumerate(columns):
            words = texts(f"chart.column-{column}")
            if column == SOURCE:
                cell, aligned = QRect(_SIDE_PX, 0, round(x) + bar - _SIDE_PX, 20), _RIGHT
            else:
                end = columns[column + 1] if column < TOTAL else self.width()
                cell, aligned = QRect(round(x), 0, round(end - x) - 8, 20), _LEFT
            draw_words(painter, cell, words, style, aligned)

    def _draw_label(
        self, painter: QPainter, found: PlacedNode, columns: list[float], bar: int
    ) -> None:
        node, box = found
        look = self._desk.look
        if node.column == TOTAL:
            self._draw_total(painter, box, bar)
            return
        is_first = node.column == SOURCE
        x = box.x - 8 if is_first else box.x + bar + 8
        room = x - _SIDE_PX if is_first else columns[node.column + 1] - x - 12
        middle = box.y + box.height / 2
        share = node.kg_co2e / self._flow.emitted if self._flow.emitted else None
        numbers = f"{significant(node.kg_co2e)} · {percent(share)}"
        bold, plain = look.style("text", "header"), look.style("text2", "label")
        line = look.px(16)
        left = round(x - room) if is_first else round(x)
        if box.height >= look.px(_TWO_LINES_PX):
            upper = QRect(left, round(middle) - line, round(room), line)
            lower = QRect(left, round(middle) + 1, round(room), line)
            self._words(painter, upper, node.name, bold, is_first=is_first)
            self._words(painter, lower, numbers, plain, is_first=is_first)
            return
        numbers = significant(node.kg_co2e)  # the share stands in table and tip
        wide = QFontMetrics(plain.font).horizontalAdvance(numbers)
        metrics = QFontMetrics(bold.font)
        elide = Qt.TextElideMode.ElideRight
        name = metrics.elidedText(node.name, elide, max(0, round(room) - wide - 8))
        named = metrics.horizontalAdvance(name) + 8
        top = round(middle) - line // 2
        if is_first:
            self._words(painter, QRect(left, top, round(room), line), numbers, plain, is_first=True)
            before = QRect(left, top, round(room) - wide - 8, line)
            self._words(painter, before, name, bold, is_first=True)
            return
        self._words(painter, QRect(left, top, named, line), name, bold, is_first=False)
        behind = QRect(left + named, top, wide + 4, line)
        self._words(painter, behind, numbers, plain, is_first=False)

    def _words(
        self, painter: QPainter, cell: QRect, words: str, style: WordStyle, *, is_first: bool
    ) -> None:
        """Write words; over ribbons they have an outline in the colour of the ground."""
        shown = QFontMetrics(style.font).elidedText(
            words, Qt.TextElideMode.ElideRight, cell.width()
        )
        if not is_first:
            path = QPainterPath()
            metrics = QFontMetrics(style.font)
            base = cell.top() + (cell.height() + metrics.ascent() - metrics.descent()) / 2
            path.addText(QPointF(cell.left(), base), style.font, shown)
            ground = QPen(self._desk.look.colour("surface"), 3)
            ground.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.strokePath(path, ground)
            painter.fillPath(path, style.colour)
            return
        draw_words(painter, cell, shown, style, _RIGHT)

    def _draw_total(self, painter: QPainter, box: Box, bar: int) -> None:
        """Write what is emitted, what is removed, and what is left, beside the last bar."""
        look, texts = self._desk.look, self._desk.texts
        left = round(box.x) + bar + 12
        width = self.width() - left - 4
        middle = round(box.y + box.height / 2)
        line = look.px(18)
        if self._flow.removed < 0:
            facts = (("emissions", self._flow.emitted), ("removals", self._flow.removed))
            for place, (key, value) in enumerate(facts):
                top = middle - look.px(100) + place * look.px(40)
                words = texts(f"chart.{key}")
                said = QRect(left, top, width, line)
                draw_words(painter, said, words, look.style("text2", "label"), _LEFT)
                number = QRect(left, top + line, width, line)
                draw_words(
                    painter, number, significant(value), look.style("text", "card_title"), _LEFT
                )
        big = QRect(left, middle - look.px(14), width, look.px(28))
        net = significant(self._flow.net)
        draw_words(painter, big, net, look.style("text", "start_heading"), _LEFT)
        unit = QRect(left, big.bottom() + 2, width, line)
        draw_words(painter, unit, texts("chart.unit"), look.style("text2", "label"), _LEFT)

    # ------------------------------------------------------------------ pointer and keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the ribbon, or the largest one of the bar, under the pointer."""
        link = self._link_at(event.position())
        node = self._node_at(event.position())
        if link is None and node is not None:
            ends = (node.column, node.key)
            link = next((each for each in self._flow.links if ends in each[:2]), None)
        if link is not None:
            self.choose(link)
            self.chosen.emit(link)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go to the study node that a bar stands for."""
        node = self._node_at(event.position())
        if node is not None and node.node:
            self.opened.emit(node.node)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the ribbons by the arrow keys, the largest first."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}
        step = next((by for key, by in steps.items() if event.key() == key), 0)
        links = self._flow.links
        if not step or not links:
            super().keyPressEvent(event)
            return
        here = links.index(self._current) if self._current in links else -step
        link = links[(here + step) % len(links)]
        self.choose(link)
        self.chosen.emit(link)

    def event(self, event: QEvent) -> bool:
        """Tell what is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            words = self._tip(QPointF(event.pos()))
            if words:
                QToolTip.showText(event.globalPos(), words, self)
                return True
        return super().event(event)

    def _tip(self, place: QPointF) -> str:
        unit = self._desk.texts("chart.unit")
        node, link = self._node_at(place), self._link_at(place)
        if node is not None:
            return self._said(node.name, node.kg_co2e, unit, node.source)
        if link is not None:
            names = {(each.column, each.key): each.name for each in self._flow.nodes}
            name = f"{names[link.origin]} → {names[link.target]}"
            return self._said(name, link.kg_co2e, unit, "")
        return ""

    def _said(self, name: str, kg: float, unit: str, source: str) -> str:
        share = percent(kg / self._flow.net) if self._flow.net > 0 else ""
        return "\n".join(filter(None, (name, f"{kg:.6g} {unit} · {share}", source)))

    def _node_at(self, place: QPointF) -> FlowNode | None:
        for node, box in self._placed.nodes:
            if QRectF(*box).adjusted(-3, -3, 3, 3).contains(place):
                return node
        return None

    def _link_at(self, place: QPointF) -> FlowLink | None:
        """Give the thinnest ribbon under the pointer: broad ones lie below."""
        hits = [each for each in self._placed.links if _ribbon(each).contains(place)]
        return min(hits, key=lambda each: each.thickness).link if hits else None


def _ribbon(link: PlacedLink) -> QPainterPath:
    middle = (link.x0 + link.x1) / 2
    below0, below1 = link.y0 + link.thickness, link.y1 + link.thickness
    path = QPainterPath(QPointF(link.x0, link.y0))
    path.cubicTo(middle, link.y0, middle, link.y1, link.x1, link.y1)
    path.lineTo(link.x1, below1)
    path.cubicTo(middle, below1, middle, below0, link.x0, below0)
    path.closeSubpath()
    return path

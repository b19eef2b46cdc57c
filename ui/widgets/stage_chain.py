"""The life-cycle stages as a chain: which of them hold something, and how much."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from pcf.inventory.inventory import Stage
from pcf.results.contributions import by_stage, totals
from pcf.results.display import MISSING, fixed, with_unit
from ui.desk import Desk
from ui.widgets.drawing import draw_words

_HEIGHT_PX = 64
_GAP_PX = 6


class StageChain(QWidget):
    """A box a stage in its colour; what holds nothing is outlined."""

    def __init__(self, desk: Desk) -> None:
        """Show the stages as the result has them."""
        super().__init__()
        self._desk = desk
        self._kg: dict[str, float] = {}
        self.setMinimumHeight(desk.look.px(_HEIGHT_PX))
        self.refresh()

    def refresh(self) -> None:
        """Take the numbers of the newest result."""
        result = self._desk.open.result
        self._kg = {each.key: each.kg_co2e for each in by_stage(result)} if result else {}
        if result is not None:
            self._kg[Stage.OUTBOUND.value] = totals(result).outbound
        self.setAccessibleName(
            ", ".join(self._desk.texts(f"stage.{key}") for key, kg in self._kg.items() if kg)
        )
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the boxes."""
        painter = QPainter(self)
        look, texts = self._desk.look, self._desk.texts
        stages = list(Stage)
        width = (self.width() - _GAP_PX * (len(stages) - 1)) // len(stages)
        for place, stage in enumerate(stages):
            box = QRect(place * (width + _GAP_PX), 0, width, self.height() - 1)
            colour = QColor(look.theme.stages[stage.value])
            kg = self._kg.get(stage.value)
            if kg:
                painter.fillRect(QRect(box.left(), box.top(), 4, box.height()), colour)
                painter.setPen(look.colour("border"))
            else:
                painter.setPen(look.colour("control"))
            painter.drawRect(box.adjusted(0, 0, -1, 0))
            inner = box.adjusted(12, 6, -6, -6)
            upper = inner.adjusted(0, 0, 0, -inner.height() // 2)
            lower = inner.adjusted(0, inner.height() // 2, 0, 0)
            aligned = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            name = texts(f"stage.{stage.value}")
            draw_words(painter, upper, name, look.style("text2", "label"), aligned)
            number = with_unit(fixed(kg, 2), "kg") if kg else MISSING
            draw_words(painter, lower, number, look.style("text", "header"), aligned)

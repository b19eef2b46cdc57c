"""The square that stands for a category of greenhouse gas emissions and removals."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from pcf.background.elementary import ImpactCategory
from pcf.style import Form
from ui.desk import Desk


class CategorySwatch(QWidget):
    """The square of a category: filled, hatched or dashed, so that colour is not its only sign."""

    def __init__(self, desk: Desk, category: ImpactCategory) -> None:
        """Belong to a category."""
        super().__init__()
        self._ghg = desk.look.theme.ghg[category.value]
        self.setFixedSize(QSize(12, 12))

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the square."""
        painter = QPainter(self)
        colour = QColor(self._ghg.colour)
        square = QRect(1, 1, 9, 9)
        match self._ghg.form:
            case Form.SOLID:
                painter.fillRect(square.adjusted(0, 0, 1, 1), colour)
            case Form.HATCHED:
                painter.setPen(QPen(colour))
                painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
                painter.drawRect(square)
            case Form.DASHED | Form.DOTTED:
                dashed = self._ghg.form is Form.DASHED
                style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.DotLine
                painter.setPen(QPen(colour, 1, style))
                painter.drawRect(square)

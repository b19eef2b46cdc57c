"""The pages of a PDF below each other, as they will be printed, at the width that there is."""

import pypdfium2
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.widgets.basics import column, icon_button, row, text_label

_POINTS_PER_INCH = 72.0
_PIXELS_PER_INCH = 96.0
_STEP = 1.25
_LEAST, _MOST = 0.25, 4.0
_MARGIN_PX = 14


class PdfPreview(QWidget):
    """Pages with zoom; the document is kept as bytes and drawn anew for each size."""

    def __init__(self, desk: Desk) -> None:
        """Show no page yet."""
        super().__init__()
        self._desk = desk
        self._document: pypdfium2.PdfDocument | None = None
        self._zoom: float | None = None
        texts = desk.texts
        self.zoom_label = text_label("", "hint")
        self.count = text_label("", "hint")
        smaller = icon_button(
            desk.look, "zoom-out", texts("ui.preview.smaller"), lambda: self._scale(1 / _STEP)
        )
        larger = icon_button(
            desk.look, "zoom-in", texts("ui.preview.larger"), lambda: self._scale(_STEP)
        )
        fit = icon_button(desk.look, "arrows-horizontal", texts("ui.preview.fit"), self._fit)
        self.tools = row(smaller, self.zoom_label, larger, fit, 12, self.count, spacing=4)
        self._pages = QVBoxLayout()
        self._pages.setSpacing(_MARGIN_PX)
        self._pages.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        self._paper = QWidget()
        self._paper.setObjectName("pdf_backdrop")
        self._paper.setLayout(self._pages)
        self.area = QScrollArea()
        self.area.setProperty("role", "pdf")
        self.area.setWidgetResizable(True)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.area.setWidget(self._paper)
        self.area.viewport().installEventFilter(self)
        self.area.setAccessibleName(texts("ui.preview.name"))
        self.setLayout(column(self.area))

    @property
    def page_count(self) -> int:
        """Give the number of pages that are shown."""
        return len(self._document) if self._document is not None else 0

    def show_pdf(self, content: bytes) -> None:
        """Show a document, at the place where the one before was."""
        place = self.area.verticalScrollBar().value()
        if self._document is not None:
            self._document.close()
        self._document = pypdfium2.PdfDocument(content)
        self._draw()
        self.area.verticalScrollBar().setValue(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the pages to the width where no zoom is chosen."""
        if event.type() is QEvent.Type.Resize and self._zoom is None:
            self._draw()
        return super().eventFilter(watched, event)

    def _scale(self, by: float) -> None:
        self._zoom = min(_MOST, max(_LEAST, self._shown_zoom() * by))
        self._draw()

    def _fit(self) -> None:
        self._zoom = None
        self._draw()

    def _shown_zoom(self) -> float:
        """Give the zoom at which a page is drawn: as chosen, else as wide as there is room."""
        if self._zoom is not None or not self.page_count:
            return self._zoom or 1.0
        assert self._document is not None
        width_px = float(self._document[0].get_width()) / _POINTS_PER_INCH * _PIXELS_PER_INCH
        room = self.area.viewport().width() - 2 * _MARGIN_PX
        return max(_LEAST, (room - 2) / width_px)  # the frame of a page takes two

    def _draw(self) -> None:
        while item := self._pages.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        if self._document is None:
            return
        zoom, ratio = self._shown_zoom(), self.devicePixelRatioF()
        for page in self._document:
            label = QLabel()
            label.setPixmap(_drawn(page, zoom * _PIXELS_PER_INCH / _POINTS_PER_INCH, ratio))
            label.setProperty("role", "paper")
            self._pages.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        self._pages.addStretch(1)
        self.zoom_label.setText(self._desk.texts("ui.preview.zoom", percent=round(100 * zoom)))
        self.count.setText(self._desk.texts("ui.preview.pages", count=self.page_count))


def _drawn(page: pypdfium2.PdfPage, scale: float, ratio: float) -> QPixmap:
    """Give a page as pixels.

    Args:
        page: to draw.
        scale: pixels of the layout to a point.
        ratio: pixels of the screen to one of the layout.
    """
    bitmap = page.render(scale=scale * ratio, rev_byteorder=True)
    size = QSize(bitmap.width, bitmap.height)
    kinds = {3: QImage.Format.Format_RGB888, 4: QImage.Format.Format_RGBX8888}
    kind = kinds[bitmap.n_channels]
    image = QImage(bytes(bitmap.buffer), size.width(), size.height(), bitmap.stride, kind)
    pixmap = QPixmap.fromImage(image.copy())
    pixmap.setDevicePixelRatio(ratio)
    return pixmap

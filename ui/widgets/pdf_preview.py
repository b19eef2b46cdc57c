"""The pages of a PDF below each other, as they will be printed, at the width that there is."""

import pypdfium2
from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

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
        self.tools = QWidget()
        self.tools.setLayout(row(smaller, self.zoom_label, larger, fit, 12, self.count, spacing=4))
        self._sheets = _Sheets(desk)
        self.area = QScrollArea()
        self.area.setProperty("role", "pdf")
        self.area.setWidgetResizable(True)
        # A bar that comes and goes would change the width that the pages are fitted to.
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.area.setWidget(self._sheets)
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
            self._sheets.show_pages([], 1.0)
            self._document.close()
        self._document = pypdfium2.PdfDocument(content)
        self._draw()
        self.area.verticalScrollBar().setValue(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the pages to the width where no zoom is chosen."""
        if isinstance(event, QResizeEvent):
            is_other = event.size().width() != event.oldSize().width()
            if is_other and self._zoom is None:
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
        return max(_LEAST, room / width_px)

    def _draw(self) -> None:
        if self._document is None:
            return
        zoom = self._shown_zoom()
        self._sheets.show_pages(list(self._document), zoom)
        self.zoom_label.setText(self._desk.texts("ui.preview.zoom", percent=round(100 * zoom)))
        self.count.setText(self._desk.texts("ui.preview.pages", count=self.page_count))


class _Sheets(QWidget):
    """All pages at their full size; only those that are seen are drawn, and each once a size."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._look = desk.look
        self._pages: list[pypdfium2.PdfPage] = []
        self._sizes: list[QSize] = []
        self._drawn: dict[int, QPixmap] = {}
        self._zoom = 1.0
        self.setObjectName("pdf_backdrop")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def show_pages(self, pages: list[pypdfium2.PdfPage], zoom: float) -> None:
        """Show pages at a zoom, 1 being the size of the paper."""
        self._pages, self._zoom = pages, zoom
        self._drawn.clear()
        scale = zoom * _PIXELS_PER_INCH / _POINTS_PER_INCH
        self._sizes = [
            QSize(int(page.get_width() * scale), int(page.get_height() * scale)) for page in pages
        ]
        wide = max((each.width() for each in self._sizes), default=0)
        high = sum(each.height() + _MARGIN_PX for each in self._sizes)
        self.setMinimumSize(wide + 2 * _MARGIN_PX, high + _MARGIN_PX)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is seen of the pages."""
        painter = QPainter(self)
        top = _MARGIN_PX
        for place, size in enumerate(self._sizes):
            sheet = QRect((self.width() - size.width()) // 2, top, size.width(), size.height())
            top += size.height() + _MARGIN_PX
            if not sheet.intersects(event.rect()):
                continue
            if place not in self._drawn:
                self._drawn[place] = _drawn(
                    self._pages[place], self._zoom, self.devicePixelRatioF()
                )
            painter.drawPixmap(sheet.topLeft(), self._drawn[place])
            painter.setPen(self._look.colour("border"))
            painter.drawRect(sheet.adjusted(0, 0, -1, -1))


def _drawn(page: pypdfium2.PdfPage, zoom: float, ratio: float) -> QPixmap:
    """Give a page as pixels.

    Args:
        page: to draw.
        zoom: 1 being the size of the paper.
        ratio: pixels of the screen to one of the layout.
    """
    scale = zoom * _PIXELS_PER_INCH / _POINTS_PER_INCH
    bitmap = page.render(scale=scale * ratio, rev_byteorder=True)
    size = QSize(bitmap.width, bitmap.height)
    kinds = {3: QImage.Format.Format_RGB888, 4: QImage.Format.Format_RGBX8888}
    kind = kinds[bitmap.n_channels]
    image = QImage(bytes(bitmap.buffer), size.width(), size.height(), bitmap.stride, kind)
    pixmap = QPixmap.fromImage(image.copy())
    pixmap.setDevicePixelRatio(ratio)
    return pixmap

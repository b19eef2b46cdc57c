"""How a dialog around a form is laid out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QLayout, QScrollArea, QWidget

from ui.desk import Desk
from ui.widgets.basics import column, text_label
from ui.widgets.explained import Explainer

_SIZE = (680, 680)


def form_dialog(  # noqa: PLR0913, PLR0917  the parts of a dialog from above
    dialog: QDialog, desk: Desk, title: str, inner: QWidget, fault: QWidget, buttons: QLayout
) -> None:
    """Lay a dialog out: title, what it is about in a scroll area, what is wrong, buttons."""
    dialog.setWindowTitle(title)
    dialog.setModal(True)
    dialog.resize(*(desk.look.px(each) for each in _SIZE))
    held = QWidget()
    padded = column(inner)
    padded.setContentsMargins(0, 0, 8, 0)
    held.setLayout(padded)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(held)
    layout = column(text_label(title, "page_title", wrap=True), area, fault, buttons, spacing=12)
    layout.setContentsMargins(16, 16, 16, 16)
    layout.setStretch(1, 1)
    dialog.setLayout(layout)
    Explainer(desk.texts, dialog)

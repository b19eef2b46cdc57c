"""A list at the left, and at the right the one that is chosen with all that belongs to it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

from ui.widgets.basics import Card


def list_card(shown: QWidget, width_px: int, verbs: QLayout) -> Card:
    """Give the card of a list with its verbs below it."""
    card = Card()
    card.setFixedWidth(width_px)
    card.body.setContentsMargins(8, 8, 8, 8)
    card.add(shown, 1)
    card.add(verbs)
    return card


def scrolled(details: QLayout) -> QScrollArea:
    """Give details that scroll down, and never sideways."""
    inner = QWidget()
    inner.setLayout(details)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(inner)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area

"""The countries by name, for boxes in which one is chosen."""

from PySide6.QtCore import QCollator, QLocale
from PySide6.QtWidgets import QComboBox

from pcf.background.places import country_codes
from pcf.texts import Texts

_FIRST = ("CHN", "TWN", "JPN", "KOR", "VNM", "THA", "MYS", "IND", "DEU", "USA", "MEX")
"""Where most users' plants stand; they go before the others."""


def country_choices(texts: Texts) -> list[tuple[str, str]]:
    """Give the codes and names of all countries, the likely ones first, the rest by name."""
    collator = QCollator(QLocale(texts.language.value))
    named = {code: texts(f"place.{code}") for code in country_codes() if texts.has(f"place.{code}")}
    rest = sorted(set(named) - set(_FIRST), key=lambda code: collator.sortKey(named[code]))
    return [(code, named[code]) for code in (*_FIRST, *rest) if code in named]


def country_box(texts: Texts) -> QComboBox:
    """Give a box of all countries that is searched by typing; its data is the code, "" for none."""
    box = QComboBox()
    box.addItem(texts("ui.choice.not-stated"), "")
    for code, name in country_choices(texts):
        box.addItem(f"{name} ({code})", code)
    box.setMaxVisibleItems(16)
    return box

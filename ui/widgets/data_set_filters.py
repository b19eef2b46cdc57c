"""The boxes that narrow a search for data sets to a unit or a place."""

from PySide6.QtWidgets import QComboBox

from pcf.results.names import unit_name
from ui.desk import Desk


def unit_box(desk: Desk) -> QComboBox:
    """Give a box of the units that there are data sets of; its data is the symbol, "" for any."""
    units = sorted({each.unit for each in desk.background.catalogue.data_sets})
    named = [(unit_name(unit, desk.texts), unit) for unit in units]
    return _box(desk.texts("ui.data.any-unit"), named)


def place_box(desk: Desk) -> QComboBox:
    """Give a box of the places that there are data sets of; its data is the code, "" for any."""
    texts = desk.texts
    places = sorted({each.geography for each in desk.background.catalogue.data_sets})
    named = []
    for place in places:
        key = f"place.{place}"
        named.append((f"{place} {texts(key)}" if texts.has(key) else place, place))
    return _box(texts("ui.data.any-place"), named)


def _box(any_of_them: str, named: list[tuple[str, str]]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(any_of_them)
    for name, value in ((any_of_them, ""), *named):
        made.addItem(name, value)
    return made

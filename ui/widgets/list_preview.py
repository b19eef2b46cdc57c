"""A parts list as its file has it: a box over each column that says what it was taken for."""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QTableWidget, QTableWidgetItem

from pcf.findings import Severity
from pcf.workflow.lists import ListPreview, column_fields
from ui.desk import Desk

_UNITS = {"mass": ("", "g", "kg"), "mass_total": ("", "g", "kg"), "measure": ("", "mm", "m", "m2")}
"""Units that a column's numbers can be said to have, where neither cells nor heading say it."""

_ROW_PX = 28
_COLUMN_PX = (84, 240)
_LONGEST = 200
_BESIDE_WORDS_PX = 52


class Taken(NamedTuple):
    """What a column is taken for; "" for one that is not used."""

    field: str
    unit: str = ""


class ListPreviewTable(QTableWidget):
    """The first rows of the file, with the rows' own numbers, and faults where they are."""

    corrected = Signal()
    """A column is said to hold something else."""

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__()
        self._desk = desk
        self._preview: ListPreview | None = None
        self._boxes: dict[str, QComboBox] = {}
        self.stated: dict[str, Taken] = {}
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.horizontalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(desk.look.px(_ROW_PX))
        self.setAccessibleName(desk.texts("ui.list.preview"))

    def columns(self) -> tuple[str, ...]:
        """Give what was said of columns, as `quantity=D` or `mass=F:g`."""
        return tuple(
            f"{taken.field or 'ignore'}={letter}" + (f":{taken.unit}" if taken.unit else "")
            for letter, taken in self.stated.items()
        )

    def show_preview(self, preview: ListPreview) -> None:
        """Show a file as it was read."""
        self._preview = preview
        self._boxes.clear()
        self.clear()
        width = max((len(row) for row in preview.rows), default=0)
        self.setColumnCount(width)
        self.setRowCount(len(preview.rows) + 1)
        self.setVerticalHeaderLabels(["", *(str(n) for n in range(1, len(preview.rows) + 1))])
        self.setRowHeight(0, self._desk.look.px(36))
        for place in range(width):
            letter = _letter(place)
            box = self._box(letter, preview.fields.get(letter, ""), preview.units.get(letter, ""))
            self._boxes[letter] = box
            self.setCellWidget(0, place, box)
        skipped = set(preview.skipped)
        for down, row in enumerate(preview.rows, start=1):
            for across, text in enumerate(row):
                self._put(down, across, text, is_used=down not in skipped)
        self._mark_faults(preview)
        self._fit_columns(preview)

    def _fit_columns(self, preview: ListPreview) -> None:
        """Give each column the width of its texts and of what it was taken for.

        The view's own way would take the longest choice of its box, which nobody sees.
        """
        least, most = (self._desk.look.px(each) for each in _COLUMN_PX)
        metrics = self.fontMetrics()
        for place in range(self.columnCount()):
            box = self._boxes[_letter(place)]
            texts = (row[place][:_LONGEST] for row in preview.rows if place < len(row))
            wanted = max((metrics.horizontalAdvance(each) for each in texts), default=0) + 24
            words = box.fontMetrics().horizontalAdvance(box.currentText()) + _BESIDE_WORDS_PX
            self.setColumnWidth(place, min(most, max(least, wanted, words)))

    def show_row(self, row: int) -> None:
        """Scroll to a row by its own number."""
        item = self.item(row, 0)
        if item is not None:
            self.scrollToItem(item, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _box(self, letter: str, field: str, unit: str) -> QComboBox:
        texts = self._desk.texts
        box = QComboBox()
        box.addItem(texts("ui.list.ignored"), Taken(""))
        known = [field] if field and field not in column_fields() else []
        for each in (*column_fields(), *known):
            for one in _UNITS.get(each, ("",)):
                word = texts(f"column-field.{each}")
                box.addItem(f"{word} [{one}]" if one else word, Taken(each, one))
        chosen = self.stated.get(letter, Taken(field))
        taken = [box.itemData(place) for place in range(box.count())]
        box.setCurrentIndex(taken.index(chosen) if chosen in taken else 0)
        box.setProperty("role", "column")
        box.setToolTip(texts("ui.list.unit", unit=unit) if unit else "")
        box.setAccessibleName(texts("ui.list.column", letter=letter))
        box.activated.connect(lambda _: self._on_chosen(letter, box.currentData()))
        return box

    def _on_chosen(self, letter: str, taken: Taken) -> None:
        self.stated = _without_field(self.stated, taken.field) | {letter: taken}
        self.corrected.emit()

    def _put(self, down: int, across: int, text: str, *, is_used: bool) -> None:
        item = QTableWidgetItem(text[:_LONGEST])
        look = self._desk.look
        preview = self._preview
        is_heading = preview is not None and down == preview.heading
        field = preview.fields.get(_letter(across), "") if preview is not None else ""
        item.setForeground(look.colour("text" if is_used and field else "text3"))
        if is_heading:
            item.setFont(look.font("header"))
            item.setForeground(look.colour("text2"))
        if field in {"quantity", "mass", "mass_total", "measure"} and not is_heading:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setItem(down, across, item)

    def _mark_faults(self, preview: ListPreview) -> None:
        places = {name: letter for letter, name in preview.names.items()}
        letters = list(self._boxes)
        for finding in preview.findings:
            letter = places.get(str(finding.fields.get("column", "")))
            row = int(finding.fields.get("row", 0))
            if letter is None or finding.severity is Severity.NOTE or letter not in letters:
                continue
            item = self.item(row, letters.index(letter))
            if item is not None and row > preview.heading:
                tone = self._desk.look.theme.severity[finding.severity.value]
                item.setBackground(QColor(tone.soft))
                item.setForeground(QColor(tone.ink))
                item.setIcon(self._desk.look.severity_icon(finding.severity, 14))
                item.setToolTip(self._desk.texts.what(finding))


def _without_field(stated: Mapping[str, Taken], field: str) -> dict[str, Taken]:
    """Give what was said of other columns, without one that was to hold the same."""
    joined = {"name", "name_zh", "material", "designators", "note", ""}
    return {
        letter: taken for letter, taken in stated.items() if field in joined or taken.field != field
    }


def _letter(place: int) -> str:
    """Give the letters of a column as spreadsheets name it: A for 0, AA for 26."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
